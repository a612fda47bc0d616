package eip

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// TransformAddress makes an instance's plain public address an elastic one, bound to it.
var TransformAddress = action.Define(action.Spec{
	Name: "TransformAddress", Doc: "Makes the plain public address of an instance an elastic one that is bound to it.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"eip"},
	Refuses: []*catalogue.Condition{errInstanceForm, errNoInstance, errNotVerified, errFull, errDaily, errBound, errNoPublic, errInstanceState, errBalance},
}, (*Service).transformAddress)

// TransformAddressRequest is the input of TransformAddress.
type TransformAddressRequest struct {
	InstanceId string `api:"required" touches:"instance" doc:"The instance."`
}

// Check implements action.Checker.
func (r *TransformAddressRequest) Check() error {
	if !instanceForm.MatchString(r.InstanceId) {
		return errInstanceForm.Errorf("Parameter InstanceId is %s; ins- and 8 lower-case letters or digits are expected.", param.Quote(r.InstanceId))
	}
	return nil
}

// TransformAddressResponse is the output of TransformAddress.
type TransformAddressResponse struct {
	TaskId    int64
	AddressId string
}

func (s *Service) transformAddress(ctx context.Context, tx store.Tx, c *call.Call, in *TransformAddressRequest) (*TransformAddressResponse, error) {
	server, err := s.server(ctx, tx, c, in.InstanceId)
	if err != nil {
		return nil, err
	}
	if err := s.transformable(ctx, tx, c, server); err != nil {
		return nil, err
	}
	if err := s.mayAllocate(ctx, tx, c, "", 1); err != nil {
		return nil, err
	}
	a := &Address{ISP: "BGP", Charge: ByTraffic, Bandwidth: min(max(server.Bandwidth, lowestOfRange), highest[ByTraffic])}
	if server.Charge == ByBandwidth {
		a.Charge = ByBandwidth
	}
	a.Holder = Holder{Kind: Instance, ID: server.ID, PrivateIP: server.PrivateIP}
	a.State = Unbound
	if _, err := s.buy(ctx, tx, c, a, server.PublicIPs[0], 0, nil); err != nil {
		return nil, err
	}
	if err := s.Servers.Show(ctx, tx, a.Account, server.ID, a.IP); err != nil {
		return nil, err
	}
	task, err := s.moves(ctx, tx, c, a, Binding, Bound)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(task.TaskId, 10, 64)
	return &TransformAddressResponse{id, a.ID}, err
}

// transformable refuses an instance that has no plain public address, or is on its way somewhere.
func (s *Service) transformable(ctx context.Context, tx store.Tx, c *call.Call, server *Server) error {
	held, err := s.heldBy(ctx, tx, c.Caller.Account, func(h Holder) bool { return h.ID == server.ID })
	switch {
	case err != nil:
		return err
	case held != nil:
		return errBound.Errorf("Instance %s has the elastic address %s already.", server.ID, held.ID)
	case len(server.PublicIPs) == 0:
		return errNoPublic.Errorf("Instance %s has no public address.", server.ID)
	case !server.Steady:
		return errInstanceState.Errorf("Instance %s is %s; its address can be changed when it runs or is off.", server.ID, server.State)
	}
	return nil
}

// ReturnNormalAddresses gives plain public addresses of instances back: all that it names, or none.
var ReturnNormalAddresses = action.Define(action.Spec{
	Name: "ReturnNormalAddresses", Doc: "Gives back plain public addresses of instances.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: []*catalogue.Condition{errTooMany, errNoPlain},
}, (*Service).returnNormalAddresses)

// ReturnNormalAddressesRequest is the input of ReturnNormalAddresses.
type ReturnNormalAddressesRequest struct {
	AddressIps []string `api:"required" doc:"The addresses, at most 100."`
}

// Check implements action.Checker.
func (r *ReturnNormalAddressesRequest) Check() error {
	if len(r.AddressIps) > maxIDs {
		return errTooMany.Errorf("Parameter AddressIps has %d items; at most %d are expected.", len(r.AddressIps), maxIDs)
	}
	return nil
}

func (s *Service) returnNormalAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *ReturnNormalAddressesRequest) (*Nothing, error) {
	elastic, err := s.Store.Addresses(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, ip := range in.AddressIps {
		instance, err := s.Servers.WithPublic(ctx, tx, c.Caller.Account, c.Region, ip)
		if err != nil {
			return nil, err
		}
		if instance == "" || slices.ContainsFunc(elastic, func(a *Address) bool { return a.IP == ip }) {
			return nil, errNoPlain.Errorf("No instance in this region has the plain public address %s.", param.Quote(ip))
		}
		if err := s.Servers.Hide(ctx, tx, c.Caller.Account, instance, ip); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
