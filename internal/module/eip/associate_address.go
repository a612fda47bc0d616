package eip

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// binding are the conditions of every binding.
var binding = []*catalogue.Condition{errNoAddress, errStatus, errBusy, errArrears, errBound, errPrivateBound}

// AssociateAddress binds an address to an instance, to a private load balancer, or to a private address of an interface.
var AssociateAddress = action.Define(action.Spec{
	Name: "AssociateAddress", Doc: "Binds an address to an instance, a private load balancer, or a private address of a network interface.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: append(binding[:len(binding):len(binding)], errMalformed, errInstanceForm, errConflict, errNoInstance, errNoInterface, errPrivate, errInstanceState, errBalancerBound, errPublic),
}, (*Service).associateAddress)

// AssociateAddressRequest is the input of AssociateAddress.
type AssociateAddressRequest struct {
	AddressId           string `api:"required" touches:"eip" doc:"The address."`
	InstanceId          string `doc:"The instance, or the private load balancer."`
	NetworkInterfaceId  string `doc:"The interface in place of an instance."`
	PrivateIpAddress    string `doc:"The private address of the interface."`
	EipDirectConnection bool   `doc:"Whether the instance sees the address as its own."`
	InstanceRegion      string `doc:"The instance's region; changes nothing."`
}

// Check implements action.Checker.
func (r *AssociateAddressRequest) Check() error {
	if err := checkID(r.AddressId); err != nil {
		return err
	}
	switch {
	case r.InstanceId != "" && r.NetworkInterfaceId != "":
		return errConflict.Errorf("Parameters InstanceId and NetworkInterfaceId are both given; one of them is expected.")
	case r.InstanceId == "" && r.NetworkInterfaceId == "":
		return catalogue.MissingParameter.Errorf("The request names nothing to bind to; InstanceId, or NetworkInterfaceId with PrivateIpAddress, is expected.")
	case r.InstanceId != "" && !instanceForm.MatchString(r.InstanceId):
		return errInstanceForm.Errorf("Parameter InstanceId is %s; ins- and 8 lower-case letters or digits are expected.", param.Quote(r.InstanceId))
	case r.NetworkInterfaceId != "" && !interfaceForm.MatchString(r.NetworkInterfaceId):
		return errInstanceForm.Errorf("Parameter NetworkInterfaceId is %s; eni- and 8 lower-case letters or digits are expected.", param.Quote(r.NetworkInterfaceId))
	case r.NetworkInterfaceId != "" && r.PrivateIpAddress == "":
		return catalogue.MissingParameter.Errorf("With NetworkInterfaceId, PrivateIpAddress is expected.")
	}
	return nil
}

// Touches names what the address is bound to.
func (r *AssociateAddressRequest) Touches(*call.Call) []call.Resource {
	switch {
	case r.InstanceId == "":
		return nil
	case strings.HasPrefix(r.InstanceId, "lb-"):
		return []call.Resource{{Service: "clb", Type: "clb", ID: r.InstanceId}}
	default:
		return []call.Resource{{Service: "cvm", Type: "instance", ID: r.InstanceId}}
	}
}

func (s *Service) associateAddress(ctx context.Context, tx store.Tx, c *call.Call, in *AssociateAddressRequest) (*TaskResponse, error) {
	a, err := s.address(ctx, tx, c, in.AddressId)
	if err != nil {
		return nil, err
	}
	if in.NetworkInterfaceId != "" {
		return s.bindInterface(ctx, tx, c, a, in)
	}
	if strings.HasPrefix(in.InstanceId, "lb-") {
		return s.bindBalancer(ctx, tx, c, a, in.InstanceId)
	}
	server, err := s.server(ctx, tx, c, in.InstanceId)
	if err != nil {
		return nil, err
	}
	if err := a.may(Unbound); err != nil {
		return nil, err
	}
	if !server.Steady {
		return nil, errInstanceState.Errorf("Instance %s is %s; it can be given an address when it runs or is off.", server.ID, server.State)
	}
	held, err := s.heldBy(ctx, tx, a.Account, func(h Holder) bool { return h.ID == server.ID && h.PrivateIP == server.PrivateIP })
	if err != nil {
		return nil, err
	}
	if held != nil {
		return nil, errBound.Errorf("Instance %s has the address %s already.", server.ID, held.ID)
	}
	if err := s.Servers.Show(ctx, tx, a.Account, server.ID, a.IP); err != nil {
		return nil, err
	}
	return s.bind(ctx, tx, c, a, Holder{Kind: Instance, ID: server.ID, PrivateIP: server.PrivateIP}, in.EipDirectConnection)
}

// server is the caller's instance in the call's region.
func (s *Service) server(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Server, error) {
	server, err := s.Servers.Server(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if server == nil || server.Region != c.Region {
		return nil, errNoInstance.Errorf("Instance %s does not exist in this region.", id)
	}
	return server, nil
}

// bindBalancer binds an address to a private load balancer.
func (s *Service) bindBalancer(ctx context.Context, tx store.Tx, c *call.Call, a *Address, id string) (*TaskResponse, error) {
	b, err := s.Balancers.Balancer(ctx, tx, a.Account, c.Region, id)
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, errNoInstance.Errorf("The load balancer %s does not exist in this region.", id)
	}
	if b.Public {
		return nil, errPublic.Errorf("The load balancer %s has a public address of its own; a private one is expected.", id)
	}
	if err := a.may(Unbound); err != nil {
		return nil, err
	}
	held, err := s.heldBy(ctx, tx, a.Account, func(h Holder) bool { return h.ID == id })
	if err != nil {
		return nil, err
	}
	if held != nil {
		return nil, errBalancerBound.Errorf("The load balancer %s has the address %s already.", id, held.ID)
	}
	return s.bind(ctx, tx, c, a, Holder{Kind: LoadBalancer, ID: id, PrivateIP: b.VIP}, false)
}

// bindInterface binds an address to a private address of an interface.
func (s *Service) bindInterface(ctx context.Context, tx store.Tx, c *call.Call, a *Address, in *AssociateAddressRequest) (*TaskResponse, error) {
	var i *Interface
	if s.Interfaces != nil {
		var err error
		if i, err = s.Interfaces.Interface(ctx, tx, a.Account, c.Region, in.NetworkInterfaceId); err != nil {
			return nil, err
		}
	}
	if i == nil {
		return nil, errNoInterface.Errorf("The network interface %s does not exist in this region.", in.NetworkInterfaceId)
	}
	if !slices.Contains(i.PrivateIPs, in.PrivateIpAddress) {
		return nil, errPrivate.Errorf("The network interface %s does not have the address %s.", i.ID, param.Quote(in.PrivateIpAddress))
	}
	if err := a.may(Unbound); err != nil {
		return nil, err
	}
	held, err := s.heldBy(ctx, tx, a.Account, func(h Holder) bool {
		return h.PrivateIP == in.PrivateIpAddress && (h.Interface == i.ID || i.Instance != "" && h.ID == i.Instance)
	})
	if err != nil {
		return nil, err
	}
	if held != nil {
		return nil, errPrivateBound.Errorf("The private address %s has the address %s already.", in.PrivateIpAddress, held.ID)
	}
	h := Holder{Kind: NetworkInterface, Interface: i.ID, ID: i.Instance, PrivateIP: in.PrivateIpAddress}
	if i.Instance == "" {
		a.Holder, a.Direct = h, in.EipDirectConnection
		if err := s.reprice(ctx, tx, c, a); err != nil {
			return nil, err
		}
		return s.moves(ctx, tx, c, a, Binding, BoundENI)
	}
	h.Kind = Instance
	if err := s.Servers.Show(ctx, tx, a.Account, i.Instance, a.IP); err != nil {
		return nil, err
	}
	return s.bind(ctx, tx, c, a, h, in.EipDirectConnection)
}

// bind has an address be on its way to a holder.
func (s *Service) bind(ctx context.Context, tx store.Tx, c *call.Call, a *Address, h Holder, direct bool) (*TaskResponse, error) {
	a.Holder, a.Direct = h, direct
	if err := s.reprice(ctx, tx, c, a); err != nil {
		return nil, err
	}
	return s.moves(ctx, tx, c, a, Binding, Bound)
}

// heldBy is the account's address whose holder is the wanted one; nil when there is none.
func (s *Service) heldBy(ctx context.Context, tx store.Tx, account string, wanted func(Holder) bool) (*Address, error) {
	all, err := s.Store.Addresses(ctx, tx, account, "")
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.Holder.Kind != "" && wanted(a.Holder) {
			return a, nil
		}
	}
	return nil, nil
}
