package eni

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// making are the conditions of every new interface.
var making = []*catalogue.Condition{
	errNotFound, errMalformed, errTooLong, errTooMany, errValue, errRange, errReserved, errInUse, errNoneLeft, errQuota, errInterfaces,
}

// CreateNetworkInterface makes an interface.
var CreateNetworkInterface = action.Define(action.Spec{
	Name: "CreateNetworkInterface", Doc: "Makes a network interface with private addresses of a subnet.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"eni"}, Refuses: making,
}, (*Service).createInterface)

// CreateNetworkInterfaceRequest is the input of CreateNetworkInterface.
type CreateNetworkInterfaceRequest struct {
	VpcId                          string           `api:"required" touches:"vpc" doc:"The network."`
	NetworkInterfaceName           string           `api:"required" doc:"Its name, of at most 60 bytes."`
	SubnetId                       string           `api:"required" touches:"subnet" doc:"The subnet."`
	NetworkInterfaceDescription    string           `doc:"What it is for, in at most 60 bytes."`
	SecondaryPrivateIpAddressCount int64            `api:"min=0" doc:"How many addresses it is to have beside the main one, any that are free."`
	QosLevel                       string           `api:"oneof=PT AU AG DEFAULT,default=DEFAULT" doc:"The service level of those addresses."`
	SecurityGroupIds               []string         `api:"max=100" touches:"sg" doc:"The security groups that guard it."`
	PrivateIpAddresses             []PrivateIPInput `api:"max=100" doc:"The addresses that it is to have, at most ten; one of them is the main one."`
	Tags                           []Tag            `api:"max=50" doc:"Its tags."`
	TrunkingFlag                   string           `api:"oneof=Enable Disable,default=Disable" doc:"Whether it carries the traffic of subordinate interfaces."`
}

// Check refuses malformed values.
func (r *CreateNetworkInterfaceRequest) Check() error {
	if err := checkTexts(&r.NetworkInterfaceName, &r.NetworkInterfaceDescription); err != nil {
		return err
	}
	return checkAsked(r.PrivateIpAddresses, r.SecondaryPrivateIpAddressCount)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateNetworkInterfaceRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// InterfaceResponse is the answer with a new interface.
type InterfaceResponse struct{ NetworkInterface Item }

func (s *Service) createInterface(ctx context.Context, tx store.Tx, c *call.Call, in *CreateNetworkInterfaceRequest) (*InterfaceResponse, error) {
	i, err := s.make(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := s.soon(ctx, tx, i, c.Now); err != nil {
		return nil, err
	}
	item, err := s.item(ctx, tx, i, plain(in.Tags))
	return &InterfaceResponse{item}, err
}

// make is a new interface with its addresses, its groups and its tags, which is not kept yet.
func (s *Service) make(ctx context.Context, tx store.Tx, c *call.Call, in *CreateNetworkInterfaceRequest) (*Interface, error) {
	account := c.Caller.Account
	sub, err := s.Networks.SubnetIn(ctx, tx, account, c.Region, in.SubnetId)
	if err != nil {
		return nil, err
	}
	if sub == nil || sub.VPC != in.VpcId {
		return nil, errNotFound.Errorf("The VpcId %.40q has no subnet %.40q in %s.", in.VpcId, in.SubnetId, c.Region)
	}
	all, err := s.Store.Interfaces(ctx, tx, account, c.Region)
	if err != nil {
		return nil, err
	}
	if most, err := s.quota(ctx, tx, account, quotaInterfaces); err != nil {
		return nil, err
	} else if n := int64(len(all)); n >= most {
		return nil, errInterfaces.Errorf("The account has %d network interfaces in %s; at most %d are allowed.", n, c.Region, most)
	}
	i := &Interface{
		Account: account, Creator: c.Caller.Uin, Region: c.Region, VPC: sub.VPC, Subnet: sub.ID, Zone: sub.Zone, Name: in.NetworkInterfaceName,
		Description: in.NetworkInterfaceDescription, State: Pending, Trunking: in.TrunkingFlag == "Enable", Created: c.Now,
	}
	if err := s.name(ctx, tx, i); err != nil {
		return nil, err
	}
	n := in.SecondaryPrivateIpAddressCount
	if len(in.PrivateIpAddresses) == 0 {
		n++
	}
	if err := s.take(ctx, tx, i, in.PrivateIpAddresses, n, in.QosLevel); err != nil {
		return nil, err
	}
	main := 0
	for k, p := range in.PrivateIpAddresses {
		if p.Primary {
			main = k
		}
	}
	i.Addresses[main].Primary = true
	i.Addresses[0], i.Addresses[main] = i.Addresses[main], i.Addresses[0]
	if err := s.guard(ctx, tx, i, in.SecurityGroupIds); err != nil {
		return nil, err
	}
	return i, s.Tags.Attach(ctx, tx, account, i.tagged(), plain(in.Tags))
}

// name gives an interface an id and a hardware address that no other has.
func (s *Service) name(ctx context.Context, tx store.Tx, i *Interface) error {
	for {
		i.ID = s.Random.ResourceID("eni")
		i.MAC = mac(hash(i.ID))
		other, err := s.lookUp(ctx, tx, i.Account, i.Region, i.ID)
		if err != nil || other == nil {
			return err
		}
	}
}

// CreateAndAttachNetworkInterface makes an interface that hangs on an instance.
var CreateAndAttachNetworkInterface = action.Define(action.Spec{
	Name: "CreateAndAttachNetworkInterface", Doc: "Makes a network interface and attaches it to an instance.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"eni"}, Refuses: append(making[:len(making):len(making)], errState, errOtherVPC, errOtherZone),
}, (*Service).createAttached)

// CreateAndAttachNetworkInterfaceRequest is the input of CreateAndAttachNetworkInterface.
type CreateAndAttachNetworkInterfaceRequest struct {
	VpcId                          string           `api:"required" touches:"vpc" doc:"The network."`
	NetworkInterfaceName           string           `api:"required" doc:"Its name, of at most 60 bytes."`
	SubnetId                       string           `api:"required" touches:"subnet" doc:"The subnet."`
	InstanceId                     string           `api:"required" touches:"cvm:instance" doc:"The instance."`
	PrivateIpAddresses             []PrivateIPInput `api:"max=100" doc:"The addresses that it is to have, at most ten; one of them is the main one."`
	SecondaryPrivateIpAddressCount int64            `api:"min=0" doc:"How many addresses it is to have beside the main one, any that are free."`
	QosLevel                       string           `api:"oneof=PT AU AG DEFAULT,default=DEFAULT" doc:"The service level of those addresses."`
	SecurityGroupIds               []string         `api:"max=100" touches:"sg" doc:"The security groups that guard it."`
	NetworkInterfaceDescription    string           `doc:"What it is for, in at most 60 bytes."`
	Tags                           []Tag            `api:"max=50" doc:"Its tags."`
	AttachType                     int64            `api:"oneof=0 1" doc:"0 as a standard interface, 1 as an extended one."`
}

// made is the same without the instance.
func (r *CreateAndAttachNetworkInterfaceRequest) made() *CreateNetworkInterfaceRequest {
	return &CreateNetworkInterfaceRequest{
		VpcId: r.VpcId, NetworkInterfaceName: r.NetworkInterfaceName, SubnetId: r.SubnetId, NetworkInterfaceDescription: r.NetworkInterfaceDescription,
		SecondaryPrivateIpAddressCount: r.SecondaryPrivateIpAddressCount, QosLevel: r.QosLevel, SecurityGroupIds: r.SecurityGroupIds,
		PrivateIpAddresses: r.PrivateIpAddresses, Tags: r.Tags,
	}
}

// Check refuses malformed values.
func (r *CreateAndAttachNetworkInterfaceRequest) Check() error {
	if err := checkID("InstanceId", "ins", r.InstanceId); err != nil {
		return err
	}
	return r.made().Check()
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateAndAttachNetworkInterfaceRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

func (s *Service) createAttached(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAndAttachNetworkInterfaceRequest) (*InterfaceResponse, error) {
	v, err := s.server(ctx, tx, c, in.InstanceId)
	if err != nil {
		return nil, err
	}
	i, err := s.make(ctx, tx, c, in.made())
	if err != nil {
		return nil, err
	}
	if err := s.hang(ctx, tx, c, i, v, in.AttachType); err != nil {
		return nil, err
	}
	item, err := s.item(ctx, tx, i, plain(in.Tags))
	return &InterfaceResponse{item}, err
}
