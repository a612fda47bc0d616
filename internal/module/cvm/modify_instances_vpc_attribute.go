package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

var (
	changeVPC = move{op: "ModifyInstancesVpcAttribute", from: []State{Stopped}, to: Stopped}

	errNoNetwork        = catalogue.OperationFailed.Named("UnsupportedOperation.NoVpcNetwork")
	errBalanced         = catalogue.OperationFailed.Named("UnsupportedOperation.ModifyVPCWithCLB")
	errHasInterfaces    = catalogue.OperationFailed.Named("UnsupportedOperation.ElasticNetworkInterface")
	errSeveralAddresses = catalogue.OperationFailed.Named("EniNotAllowedChangeSubnet")
)

// ModifyInstancesVpcAttribute moves instances to another subnet.
var ModifyInstancesVpcAttribute = action.Define(action.Spec{
	Name: "ModifyInstancesVpcAttribute", Doc: "Moves instances that are off to another subnet, of another network too, or restarts them for it.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: append(refusals(changeVPC, errMalformedVPC, errMalformedNet, errNotCharging, errNoNetwork, errBalanced, errHasInterfaces, errSeveralAddresses), joining...),
}, (*Service).modifyInstancesVPC)

// ModifyInstancesVpcAttributeRequest is the input of ModifyInstancesVpcAttribute.
type ModifyInstancesVpcAttributeRequest struct {
	InstanceIds         []string             `api:"required" touches:"instance" doc:"The instances, at most 100."`
	VirtualPrivateCloud *VirtualPrivateCloud `api:"required" doc:"The network, the subnet in the zone that they are in, and the addresses that they want."`
	ForceStop           bool                 `api:"default=true" doc:"Whether those that run are restarted for it."`
	ReserveHostName     bool                 `doc:"Whether the host name stays; it does always."`
}

// Check implements action.Checker.
func (r *ModifyInstancesVpcAttributeRequest) Check() error {
	v := r.VirtualPrivateCloud
	if !vpcForm.MatchString(v.VpcId) {
		return errMalformedVPC.Errorf("Parameter VirtualPrivateCloud.VpcId is %s; vpc- and 8 lower-case letters or digits are expected.", param.Quote(v.VpcId))
	}
	if !subnetForm.MatchString(v.SubnetId) {
		return errMalformedNet.Errorf("Parameter VirtualPrivateCloud.SubnetId is %s; subnet- and 8 lower-case letters or digits are expected.", param.Quote(v.SubnetId))
	}
	if n := len(v.PrivateIpAddresses); n > len(r.InstanceIds) {
		return errTooManyIDs.Errorf("Parameter VirtualPrivateCloud.PrivateIpAddresses has %d addresses for %d instances.", n, len(r.InstanceIds))
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) modifyInstancesVPC(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesVpcAttributeRequest) (*Nothing, error) {
	wanted := in.VirtualPrivateCloud.PrivateIpAddresses
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		var ips []string
		if len(wanted) > 0 {
			ips, wanted = wanted[:1], wanted[1:]
		}
		m := changeVPC.orForced(in.ForceStop, i)
		if err := i.mayWhileCharged(m); err != nil {
			return err
		}
		if err := s.mayLeave(ctx, tx, i, in.VirtualPrivateCloud.VpcId); err != nil {
			return err
		}
		if err := s.settle(ctx, tx, i, in.VirtualPrivateCloud, ips); err != nil {
			return err
		}
		return s.move(ctx, tx, i, m, c.Now, c.RequestID)
	})
}

// mayLeave refuses what keeps an instance in its network or its subnet.
func (s *Service) mayLeave(ctx context.Context, tx store.Tx, i *Instance, vpc string) error {
	if i.VPC == "" {
		return errNoNetwork.Errorf("Instance %s is in no network; one in a VPC is expected.", i.ID)
	}
	balancers, err := s.Balancers.OfInstance(ctx, tx, i.Account, i.ID)
	if err != nil {
		return err
	}
	if len(balancers) > 0 && vpc != i.VPC {
		return errBalanced.Errorf("Instance %s is bound to the load balancer %s; take it off first.", i.ID, balancers[0])
	}
	interfaces, err := s.Interfaces.Attached(ctx, tx, i.Account, i.ID)
	if err != nil {
		return err
	}
	if len(interfaces) > 0 {
		return errHasInterfaces.Errorf("The network interface %s is attached to instance %s; detach it first.", interfaces[0], i.ID)
	}
	if len(i.PrivateIPs) > 1 {
		return errSeveralAddresses.Errorf("Instance %s has %d private addresses; one is expected.", i.ID, len(i.PrivateIPs))
	}
	return nil
}

// settle gives an instance an address of another subnet in place of the one that it has.
func (s *Service) settle(ctx context.Context, tx store.Tx, i *Instance, to *VirtualPrivateCloud, wanted []string) error {
	if to.SubnetId == i.Subnet && len(wanted) == 0 {
		return nil
	}
	for _, ip := range i.PrivateIPs {
		if err := s.Networks.GiveBack(ctx, tx, i.Account, i.Subnet, ip, i.ID); err != nil {
			return err
		}
	}
	var err error
	if i.VPCNumber, i.SubnetNumber, err = s.Networks.Join(ctx, tx, i.Account, i.Region, to.VpcId, to.SubnetId, i.Zone, wanted, 1); err != nil {
		return err
	}
	i.VPC, i.Subnet, i.Gateway = to.VpcId, to.SubnetId, to.AsVpcGateway
	if i.PrivateIPs, err = s.Networks.Allocate(ctx, tx, i.Account, i.Subnet, wanted, []string{i.ID}); err != nil {
		return err
	}
	return s.Elastic.Readdress(ctx, tx, i.Account, i.ID, i.PrivateIPs[0])
}
