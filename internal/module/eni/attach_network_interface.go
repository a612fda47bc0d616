package eni

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AttachNetworkInterface hangs an interface on an instance.
var AttachNetworkInterface = action.Define(action.Spec{
	Name: "AttachNetworkInterface", Doc: "Attaches a network interface that hangs free to an instance of its network and zone.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errState, errAttached, errOtherVPC, errOtherZone, errQuota},
}, (*Service).attach)

// AttachNetworkInterfaceRequest is the input of AttachNetworkInterface.
type AttachNetworkInterfaceRequest struct {
	NetworkInterfaceId string `api:"required" touches:"eni" doc:"The interface."`
	InstanceId         string `api:"required" touches:"cvm:instance" doc:"The instance."`
	AttachType         int64  `api:"oneof=0 1" doc:"0 as a standard interface, 1 as an extended one."`
}

// Check refuses malformed ids.
func (r *AttachNetworkInterfaceRequest) Check() error {
	return checkPair(r.NetworkInterfaceId, "InstanceId", r.InstanceId)
}

func checkPair(eni, parameter, instance string) error {
	if err := checkID("NetworkInterfaceId", "eni", eni); err != nil {
		return err
	}
	return checkID(parameter, "ins", instance)
}

// Done is the answer of a change that says nothing.
type Done struct{}

func (s *Service) attach(ctx context.Context, tx store.Tx, c *call.Call, in *AttachNetworkInterfaceRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	v, err := s.server(ctx, tx, c, in.InstanceId)
	if err != nil {
		return nil, err
	}
	if i.Instance != "" {
		return nil, errAttached.Errorf("The network interface %s is attached to %s; detach it first.", i.ID, i.Instance)
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	if err := s.hang(ctx, tx, c, i, v, in.AttachType); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, i.ID)
}

// hang has an interface be on its way to an instance; it refuses where it may not.
func (s *Service) hang(ctx context.Context, tx store.Tx, c *call.Call, i *Interface, v *Server, kind int64) error {
	switch {
	case v.VPC != i.VPC:
		return errOtherVPC.Errorf("The instance %s is in %s; one in %s, the network of %s, is expected.", v.ID, orNone(v.VPC), i.VPC, i.ID)
	case v.Zone != i.Zone:
		return errOtherZone.Errorf("The instance %s is in zone %s; one in %s, the zone of %s, is expected.", v.ID, v.Zone, i.Zone, i.ID)
	case !v.Steady:
		return errState.Errorf("The instance %s is %s; RUNNING or STOPPED is expected.", v.ID, v.State)
	}
	kept, err := s.Store.Interfaces(ctx, tx, v.Account, v.Region)
	if err != nil {
		return err
	}
	used := map[int64]bool{0: true}
	for _, other := range kept {
		if other.Instance == v.ID && other.ID != i.ID && !other.Primary {
			used[other.Device] = true
		}
	}
	interfaces, addresses := v.limits()
	if n := int64(len(used)) + 1; n > interfaces {
		return errQuota.Errorf("The instance %s would have %d network interfaces; with %d CPUs and %d GB at most %d are allowed.", v.ID, n, v.CPU, v.Memory, interfaces)
	}
	if n := int64(len(i.Addresses)); n > addresses {
		return errQuota.Errorf("The network interface %s has %d private addresses; on %s, with %d CPUs and %d GB, at most %d are allowed.", i.ID, n, v.ID, v.CPU, v.Memory, addresses)
	}
	i.Instance, i.Attached, i.Kind, i.State, i.Device = v.ID, c.Now, kind, Attaching, 1
	for used[i.Device] {
		i.Device++
	}
	if err := s.Addresses.Follow(ctx, tx, i.Account, i.ID, v.ID); err != nil {
		return err
	}
	return s.soon(ctx, tx, i, c.Now)
}

func orNone(vpc string) string {
	if vpc == "" {
		return "no network"
	}
	return vpc
}

// DetachNetworkInterface takes an interface off its instance.
var DetachNetworkInterface = action.Define(action.Spec{
	Name: "DetachNetworkInterface", Doc: "Takes a network interface off the instance that it is attached to.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errState, errOperation},
}, (*Service).detach)

// DetachNetworkInterfaceRequest is the input of DetachNetworkInterface.
type DetachNetworkInterfaceRequest struct {
	NetworkInterfaceId string `api:"required" touches:"eni" doc:"The interface."`
	InstanceId         string `api:"required" touches:"cvm:instance" doc:"The instance."`
}

// Check refuses malformed ids.
func (r *DetachNetworkInterfaceRequest) Check() error {
	return checkPair(r.NetworkInterfaceId, "InstanceId", r.InstanceId)
}

func (s *Service) detach(ctx context.Context, tx store.Tx, c *call.Call, in *DetachNetworkInterfaceRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	switch {
	case i.Primary:
		return nil, errOperation.Errorf("The network interface %s is the primary one of %s, which goes with it.", i.ID, i.Instance)
	case i.Instance != in.InstanceId:
		return nil, errNotFound.Errorf("The network interface %s is not attached to %s.", i.ID, in.InstanceId)
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	if err := s.forget(ctx, tx, i.Account, i.ID); err != nil {
		return nil, err
	}
	if err := s.Addresses.Follow(ctx, tx, i.Account, i.ID, ""); err != nil {
		return nil, err
	}
	i.State = Detaching
	if err := s.soon(ctx, tx, i, c.Now); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, i.ID)
}

// MigrateNetworkInterface hangs an interface on another instance.
var MigrateNetworkInterface = action.Define(action.Spec{
	Name: "MigrateNetworkInterface", Doc: "Takes a network interface from one instance to another.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errState, errDetached, errOperation, errOtherVPC, errOtherZone, errQuota},
}, (*Service).migrate)

// MigrateNetworkInterfaceRequest is the input of MigrateNetworkInterface.
type MigrateNetworkInterfaceRequest struct {
	NetworkInterfaceId    string `api:"required" touches:"eni" doc:"The interface."`
	SourceInstanceId      string `api:"required" touches:"cvm:instance" doc:"The instance that it is attached to."`
	DestinationInstanceId string `api:"required" touches:"cvm:instance" doc:"The instance that it is to be attached to."`
	AttachType            int64  `api:"oneof=0 1" doc:"0 as a standard interface, 1 as an extended one."`
}

// Check refuses malformed ids.
func (r *MigrateNetworkInterfaceRequest) Check() error {
	if err := checkPair(r.NetworkInterfaceId, "SourceInstanceId", r.SourceInstanceId); err != nil {
		return err
	}
	return checkID("DestinationInstanceId", "ins", r.DestinationInstanceId)
}

func (s *Service) migrate(ctx context.Context, tx store.Tx, c *call.Call, in *MigrateNetworkInterfaceRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	v, err := s.server(ctx, tx, c, in.DestinationInstanceId)
	if err != nil {
		return nil, err
	}
	switch {
	case i.Primary:
		return nil, errOperation.Errorf("The network interface %s is the primary one of %s, which goes with it.", i.ID, i.Instance)
	case i.Instance != in.SourceInstanceId:
		return nil, errDetached.Errorf("The network interface %s is not attached to %s.", i.ID, in.SourceInstanceId)
	case v.ID == i.Instance:
		return nil, errOperation.Errorf("The network interface %s is attached to %s already.", i.ID, v.ID)
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	if err := s.hang(ctx, tx, c, i, v, in.AttachType); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, i.ID)
}

// DescribeNetworkInterfaceLimit tells how many interfaces an instance may have.
var DescribeNetworkInterfaceLimit = action.Define(action.Spec{
	Name: "DescribeNetworkInterfaceLimit", Doc: "Tells how many network interfaces an instance may have, and how many private addresses each.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNoInstance, errMalformed},
}, (*Service).limit)

// DescribeNetworkInterfaceLimitRequest is the input of DescribeNetworkInterfaceLimit.
type DescribeNetworkInterfaceLimitRequest struct {
	InstanceId string `api:"required" touches:"cvm:instance" doc:"The instance."`
}

// Check refuses a malformed id.
func (r *DescribeNetworkInterfaceLimitRequest) Check() error {
	return checkID("InstanceId", "ins", r.InstanceId)
}

// DescribeNetworkInterfaceLimitResponse is the answer of DescribeNetworkInterfaceLimit.
type DescribeNetworkInterfaceLimitResponse struct {
	EniQuantity, EniPrivateIpAddressQuantity, ExtendEniQuantity, ExtendEniPrivateIpAddressQuantity, SubEniQuantity, SubEniPrivateIpAddressQuantity int64
}

func (s *Service) limit(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeNetworkInterfaceLimitRequest) (*DescribeNetworkInterfaceLimitResponse, error) {
	v, err := s.Servers.Server(ctx, tx, c.Caller.Account, in.InstanceId)
	if err != nil {
		return nil, err
	}
	if v == nil || v.Region != c.Region {
		return nil, errNoInstance.Errorf("The instance %s does not exist in %s.", in.InstanceId, c.Region)
	}
	out := new(DescribeNetworkInterfaceLimitResponse)
	out.EniQuantity, out.EniPrivateIpAddressQuantity = v.limits()
	return out, nil
}
