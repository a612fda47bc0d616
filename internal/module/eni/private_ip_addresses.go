package eni

import (
	"context"
	"net/netip"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

const (
	qosDefault = "DEFAULT"
	// atOnce is how many addresses one request may ask for (of the provider, which asks for more by several).
	atOnce = 10
)

// How addresses that can't be had are refused by the networks.
var (
	errRange    = catalogue.InvalidParameter.Named("InvalidParameterValue.Range")
	errReserved = catalogue.InvalidParameter.Named("InvalidParameterValue.Reserved")
	errNoneLeft = catalogue.OperationFailed.Named("ResourceInsufficient.Subnet")
)

// A PrivateIPInput is a private address as requests name it.
type PrivateIPInput struct {
	PrivateIpAddress string `api:"required" doc:"The address."`
	Primary          bool   `doc:"Whether it is the main one."`
	PublicIpAddress  string `doc:"Of answers; changes nothing."`
	AddressId        string `doc:"Of answers; changes nothing."`
	Description      string `doc:"What it is for, in at most 60 bytes."`
	IsWanIpBlocked   bool   `doc:"Of answers; changes nothing."`
	State            string `doc:"Of answers; changes nothing."`
	QosLevel         string `api:"oneof=PT AU AG DEFAULT,default=DEFAULT" doc:"Its service level."`
}

// checkAddresses refuses malformed and repeated addresses, and descriptions that are too long.
func checkAddresses(all []PrivateIPInput) error {
	for n, p := range all {
		if ip, err := netip.ParseAddr(p.PrivateIpAddress); err != nil || !ip.Is4() || ip.String() != p.PrivateIpAddress {
			return errMalformed.Errorf("PrivateIpAddresses.%d.PrivateIpAddress is %.40q; an IPv4 address such as 10.0.0.8 is expected.", n, p.PrivateIpAddress)
		}
		if len(p.Description) > 60 {
			return errTooLong.Errorf("PrivateIpAddresses.%d.Description has %d bytes; at most 60 are expected.", n, len(p.Description))
		}
		if slices.ContainsFunc(all[:n], func(q PrivateIPInput) bool { return q.PrivateIpAddress == p.PrivateIpAddress }) {
			return errTwice.Errorf("PrivateIpAddresses names %s twice; each once is expected.", p.PrivateIpAddress)
		}
	}
	return nil
}

// checkAsked refuses what a new interface can't have.
func checkAsked(all []PrivateIPInput, others int64) error {
	if n := int64(len(all)) + others; n > atOnce {
		return errTooMany.Errorf("%d private addresses are asked for; at most %d are expected in one request.", n, atOnce)
	}
	main := 0
	for n, p := range all {
		if p.Primary {
			main++
		}
		if slices.ContainsFunc(all[:n], func(q PrivateIPInput) bool { return q.PrivateIpAddress == p.PrivateIpAddress }) {
			return errValue.Errorf("PrivateIpAddresses names %s twice; each once is expected.", p.PrivateIpAddress)
		}
	}
	if main > 1 {
		return errValue.Errorf("PrivateIpAddresses has %d primary ones; one is expected.", main)
	}
	return checkAddresses(all)
}

// take gives an interface addresses: those wanted, and n others.
func (s *Service) take(ctx context.Context, tx store.Tx, i *Interface, wanted []PrivateIPInput, n int64, qos string) error {
	most, err := s.quota(ctx, tx, i.Account, quotaAddresses)
	if err != nil {
		return err
	}
	if i.Instance != "" {
		v, err := s.Servers.Server(ctx, tx, i.Account, i.Instance)
		if err != nil {
			return err
		}
		if v != nil {
			_, most = v.limits()
		}
	}
	if all := int64(len(i.Addresses)+len(wanted)) + n; all > most {
		return errQuota.Errorf("The network interface would have %d private addresses; at most %d are allowed.", all, most)
	}
	ips := make([]string, len(wanted))
	for k, p := range wanted {
		ips[k] = p.PrivateIpAddress
	}
	got, err := s.Networks.Take(ctx, tx, i.Account, i.Region, i.Subnet, i.holder(), ips, int(n))
	if err != nil {
		return err
	}
	for k, ip := range got {
		a := PrivateIP{IP: ip, QoS: qos}
		if k < len(wanted) {
			a.Description, a.QoS = wanted[k].Description, wanted[k].QosLevel
		}
		i.Addresses = append(i.Addresses, a)
	}
	return nil
}

// AssignPrivateIpAddresses gives an interface more addresses.
var AssignPrivateIpAddresses = action.Define(action.Spec{
	Name: "AssignPrivateIpAddresses", Doc: "Gives a network interface more private addresses of its subnet.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errTooMany, errTwice, errRange, errReserved, errInUse, errNoneLeft, errQuota, errState, errOperation},
}, (*Service).assign)

// AssignPrivateIpAddressesRequest is the input of AssignPrivateIpAddresses.
type AssignPrivateIpAddressesRequest struct {
	NetworkInterfaceId             string           `api:"required" touches:"eni" doc:"The interface."`
	PrivateIpAddresses             []PrivateIPInput `api:"max=100" doc:"The addresses that it is to have, at most ten."`
	SecondaryPrivateIpAddressCount int64            `api:"min=0" doc:"How many others, any that are free."`
	QosLevel                       string           `api:"oneof=PT AU AG DEFAULT,default=DEFAULT" doc:"The service level of the others."`
}

// Check refuses malformed values.
func (r *AssignPrivateIpAddressesRequest) Check() error {
	if err := checkID("NetworkInterfaceId", "eni", r.NetworkInterfaceId); err != nil {
		return err
	}
	n := int64(len(r.PrivateIpAddresses)) + r.SecondaryPrivateIpAddressCount
	if n == 0 {
		return catalogue.MissingParameter.Errorf("The request asks for no address; PrivateIpAddresses or SecondaryPrivateIpAddressCount is expected.")
	}
	if n > atOnce {
		return errTooMany.Errorf("%d private addresses are asked for; at most %d are expected in one request.", n, atOnce)
	}
	for _, p := range r.PrivateIpAddresses {
		if p.Primary {
			return errOperation.Errorf("The address %s is to be primary; an interface has that from the beginning.", p.PrivateIpAddress)
		}
	}
	return checkAddresses(r.PrivateIpAddresses)
}

// AssignPrivateIpAddressesResponse is the answer of AssignPrivateIpAddresses.
type AssignPrivateIpAddressesResponse struct{ PrivateIpAddressSet []PrivateIPItem }

func (s *Service) assign(ctx context.Context, tx store.Tx, c *call.Call, in *AssignPrivateIpAddressesRequest) (*AssignPrivateIpAddressesResponse, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	had := len(i.Addresses)
	if err := s.take(ctx, tx, i, in.PrivateIpAddresses, in.SecondaryPrivateIpAddressCount, in.QosLevel); err != nil {
		return nil, err
	}
	if err := s.put(ctx, tx, i); err != nil {
		return nil, err
	}
	item, err := s.item(ctx, tx, i, nil)
	if err != nil {
		return nil, err
	}
	return &AssignPrivateIpAddressesResponse{item.PrivateIpAddressSet[had:]}, s.Networks.Did(ctx, tx, c, i.ID)
}

// own refuses addresses that an interface does not have.
func (i *Interface) own(all []PrivateIPInput) error {
	for _, p := range all {
		if i.at(p.PrivateIpAddress) < 0 {
			return errNotFound.Errorf("The network interface %s does not have the address %s.", i.ID, p.PrivateIpAddress)
		}
	}
	return nil
}

// UnassignPrivateIpAddresses takes addresses off an interface.
var UnassignPrivateIpAddresses = action.Define(action.Spec{
	Name: "UnassignPrivateIpAddresses", Doc: "Takes private addresses off a network interface, and elastic addresses off them; the main one stays.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errTooMany, errTwice, errState, errDetached, errOperation},
}, (*Service).unassign)

// UnassignPrivateIpAddressesRequest is the input of UnassignPrivateIpAddresses.
type UnassignPrivateIpAddressesRequest struct {
	NetworkInterfaceId string           `api:"required" touches:"eni" doc:"The interface."`
	PrivateIpAddresses []PrivateIPInput `api:"required,max=100" doc:"The addresses, at most ten."`
	InstanceId         string           `doc:"What it is attached to, where it has to be."`
}

// Check refuses malformed values.
func (r *UnassignPrivateIpAddressesRequest) Check() error {
	return checkNamed(r.NetworkInterfaceId, r.PrivateIpAddresses)
}

func checkNamed(eni string, all []PrivateIPInput) error {
	if err := checkID("NetworkInterfaceId", "eni", eni); err != nil {
		return err
	}
	if len(all) > atOnce {
		return errTooMany.Errorf("PrivateIpAddresses has %d items; at most %d are expected.", len(all), atOnce)
	}
	return checkAddresses(all)
}

func (s *Service) unassign(ctx context.Context, tx store.Tx, c *call.Call, in *UnassignPrivateIpAddressesRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	if in.InstanceId != "" && in.InstanceId != i.Instance {
		return nil, errDetached.Errorf("The network interface %s is not attached to %.40q.", i.ID, in.InstanceId)
	}
	if err := i.own(in.PrivateIpAddresses); err != nil {
		return nil, err
	}
	for _, p := range in.PrivateIpAddresses {
		if i.Addresses[i.at(p.PrivateIpAddress)].Primary {
			return nil, errOperation.Errorf("The address %s is the main one of the network interface %s; it stays as long as the interface.", p.PrivateIpAddress, i.ID)
		}
		if err := s.drop(ctx, tx, c, i, p.PrivateIpAddress); err != nil {
			return nil, err
		}
		if err := s.Networks.GiveBack(ctx, tx, i.Account, i.Subnet, p.PrivateIpAddress, i.holder()); err != nil {
			return nil, err
		}
	}
	if err := s.put(ctx, tx, i); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, i.ID)
}

// drop takes an address off an interface, and the elastic address that is bound to it off both.
func (s *Service) drop(ctx context.Context, tx store.Tx, c *call.Call, i *Interface, ip string) error {
	bound, err := s.Addresses.Bound(ctx, tx, i.Account, i.ID)
	if err != nil {
		return err
	}
	for _, b := range bound {
		if b.PrivateIP == ip {
			if err := s.Addresses.LetGo(ctx, tx, i.Account, i.Region, i.ID, b.IP, c.Now); err != nil {
				return err
			}
		}
	}
	i.Addresses = slices.DeleteFunc(i.Addresses, func(a PrivateIP) bool { return a.IP == ip })
	return nil
}

// ModifyPrivateIpAddressesAttribute changes what is said of addresses.
var ModifyPrivateIpAddressesAttribute = action.Define(action.Spec{
	Name: "ModifyPrivateIpAddressesAttribute", Doc: "Changes the descriptions and the service levels of private addresses of a network interface.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errTooMany, errTwice, errState},
}, (*Service).modifyAddresses)

// ModifyPrivateIpAddressesAttributeRequest is the input of ModifyPrivateIpAddressesAttribute.
type ModifyPrivateIpAddressesAttributeRequest struct {
	NetworkInterfaceId string           `api:"required" touches:"eni" doc:"The interface."`
	PrivateIpAddresses []PrivateIPInput `api:"required,max=100" doc:"The addresses, at most ten, with what is to be said of them."`
}

// Check refuses malformed values.
func (r *ModifyPrivateIpAddressesAttributeRequest) Check() error {
	return checkNamed(r.NetworkInterfaceId, r.PrivateIpAddresses)
}

func (s *Service) modifyAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyPrivateIpAddressesAttributeRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	if err := i.own(in.PrivateIpAddresses); err != nil {
		return nil, err
	}
	for _, p := range in.PrivateIpAddresses {
		a := &i.Addresses[i.at(p.PrivateIpAddress)]
		a.Description, a.QoS = p.Description, p.QosLevel
	}
	return &Done{}, s.put(ctx, tx, i)
}

// MigratePrivateIpAddress takes an address from one interface to another.
var MigratePrivateIpAddress = action.Define(action.Spec{
	Name: "MigratePrivateIpAddress", Doc: "Takes a private address from one network interface to another of the same subnet; the main one stays.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errState, errPrimary, errOperation, errQuota},
}, (*Service).migrateAddress)

// MigratePrivateIpAddressRequest is the input of MigratePrivateIpAddress.
type MigratePrivateIpAddressRequest struct {
	SourceNetworkInterfaceId      string `api:"required" touches:"eni" doc:"The interface that has it."`
	DestinationNetworkInterfaceId string `api:"required" touches:"eni" doc:"The interface that is to have it."`
	PrivateIpAddress              string `api:"required" doc:"The address."`
}

// Check refuses malformed values.
func (r *MigratePrivateIpAddressRequest) Check() error {
	if err := checkID("SourceNetworkInterfaceId", "eni", r.SourceNetworkInterfaceId); err != nil {
		return err
	}
	if err := checkID("DestinationNetworkInterfaceId", "eni", r.DestinationNetworkInterfaceId); err != nil {
		return err
	}
	return checkAddresses([]PrivateIPInput{{PrivateIpAddress: r.PrivateIpAddress}})
}

func (s *Service) migrateAddress(ctx context.Context, tx store.Tx, c *call.Call, in *MigratePrivateIpAddressRequest) (*Done, error) {
	from, err := s.find(ctx, tx, c, in.SourceNetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	to, err := s.find(ctx, tx, c, in.DestinationNetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	for _, i := range []*Interface{from, to} {
		if err := i.steady(); err != nil {
			return nil, err
		}
	}
	at := from.at(in.PrivateIpAddress)
	switch {
	case at < 0:
		return nil, errNotFound.Errorf("The network interface %s does not have the address %s.", from.ID, in.PrivateIpAddress)
	case from.Addresses[at].Primary:
		return nil, errPrimary.Errorf("The address %s is the main one of the network interface %s; it stays as long as the interface.", in.PrivateIpAddress, from.ID)
	case from.ID == to.ID || from.Subnet != to.Subnet:
		return nil, errOperation.Errorf("The network interface %s is in %s; another one of %s is expected.", to.ID, to.Subnet, from.Subnet)
	}
	a := from.Addresses[at]
	if err := s.drop(ctx, tx, c, from, a.IP); err != nil {
		return nil, err
	}
	if err := s.Networks.GiveBack(ctx, tx, from.Account, from.Subnet, a.IP, from.holder()); err != nil {
		return nil, err
	}
	if err := s.take(ctx, tx, to, []PrivateIPInput{{PrivateIpAddress: a.IP, Description: a.Description, QosLevel: a.QoS}}, 0, a.QoS); err != nil {
		return nil, err
	}
	if err := s.put(ctx, tx, from); err != nil {
		return nil, err
	}
	if err := s.put(ctx, tx, to); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, to.ID)
}
