package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyNetworkAclAttribute renames a network ACL.
var ModifyNetworkAclAttribute = action.Define(action.Spec{
	Name: "ModifyNetworkAclAttribute", Doc: "Renames a network ACL.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong},
}, (*Service).modifyNetworkACLAttribute)

// ModifyNetworkAclAttributeRequest is the input of ModifyNetworkAclAttribute.
type ModifyNetworkAclAttributeRequest struct {
	NetworkAclId   string `api:"required" touches:"acl" doc:"The ACL."`
	NetworkAclName string `api:"required" doc:"Its new name, of at most 60 bytes."`
}

// Check refuses a malformed id and a name that is too long.
func (r *ModifyNetworkAclAttributeRequest) Check() error {
	if err := checkID("NetworkAclId", "acl", r.NetworkAclId); err != nil {
		return err
	}
	return checkName("NetworkAclName", r.NetworkAclName)
}

func (s *Service) modifyNetworkACLAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyNetworkAclAttributeRequest) (*Nothing, error) {
	a, err := s.acl(ctx, tx, c, in.NetworkAclId)
	if err != nil {
		return nil, err
	}
	a.Name = in.NetworkAclName
	return &Nothing{}, s.Store.PutACL(ctx, tx, *a)
}

// DeleteNetworkAcl drops a network ACL that no subnet has.
var DeleteNetworkAcl = action.Define(action.Spec{
	Name: "DeleteNetworkAcl", Doc: "Drops a network ACL that no subnet has.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errHeld},
}, (*Service).deleteNetworkACL)

// DeleteNetworkAclRequest is the input of DeleteNetworkAcl.
type DeleteNetworkAclRequest struct {
	NetworkAclId string `api:"required" touches:"acl" doc:"The ACL."`
}

// Check refuses a malformed id.
func (r *DeleteNetworkAclRequest) Check() error {
	return checkID("NetworkAclId", "acl", r.NetworkAclId)
}

func (s *Service) deleteNetworkACL(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteNetworkAclRequest) (*Nothing, error) {
	a, err := s.acl(ctx, tx, c, in.NetworkAclId)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Subnets(ctx, tx, a.Account, a.Region)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if n.ACL == a.ID {
			return nil, errHeld.Errorf("The network ACL %s is in use: it is that of the subnet %s; one that no subnet has is expected.", a.ID, n.ID)
		}
	}
	if err := s.untag(ctx, tx, c, "acl", a.ID); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveACL(ctx, tx, a.ID)
}

// AssociateNetworkAclSubnets gives subnets an ACL.
var AssociateNetworkAclSubnets = action.Define(action.Spec{
	Name: "AssociateNetworkAclSubnets", Doc: "Gives subnets a network ACL: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errUnsupported, errOtherNetwork},
}, (*Service).associateNetworkACLSubnets)

// AssociateNetworkAclSubnetsRequest is the input of AssociateNetworkAclSubnets.
type AssociateNetworkAclSubnetsRequest struct {
	NetworkAclId string   `api:"required" touches:"acl" doc:"The ACL."`
	SubnetIds    []string `api:"required" touches:"subnet" doc:"The subnets: at most 100."`
}

// Check refuses malformed ids and too many of them.
func (r *AssociateNetworkAclSubnetsRequest) Check() error {
	if err := checkID("NetworkAclId", "acl", r.NetworkAclId); err != nil {
		return err
	}
	return checkIDs("SubnetIds", "subnet", r.SubnetIds, nil)
}

func (s *Service) associateNetworkACLSubnets(ctx context.Context, tx store.Tx, c *call.Call, in *AssociateNetworkAclSubnetsRequest) (*Nothing, error) {
	return s.eachSubnet(ctx, tx, c, in, func(a *ACL, n *Subnet) error {
		if n.ACL != "" && n.ACL != a.ID {
			return errUnsupported.Errorf("The subnet %s has the network ACL %s; a subnet without one is expected.", n.ID, n.ACL)
		}
		n.ACL = a.ID
		return nil
	})
}

// DisassociateNetworkAclSubnets takes an ACL from subnets.
var DisassociateNetworkAclSubnets = action.Define(action.Spec{
	Name: "DisassociateNetworkAclSubnets", Doc: "Takes a network ACL from subnets: from all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errOtherNetwork},
}, (*Service).disassociateNetworkACLSubnets)

// DisassociateNetworkAclSubnetsRequest is the input of DisassociateNetworkAclSubnets.
type DisassociateNetworkAclSubnetsRequest struct {
	NetworkAclId string   `api:"required" touches:"acl" doc:"The ACL."`
	SubnetIds    []string `api:"required" touches:"subnet" doc:"The subnets: at most 100."`
}

// Check refuses malformed ids and too many of them.
func (r *DisassociateNetworkAclSubnetsRequest) Check() error {
	return (*AssociateNetworkAclSubnetsRequest)(r).Check()
}

func (s *Service) disassociateNetworkACLSubnets(ctx context.Context, tx store.Tx, c *call.Call, in *DisassociateNetworkAclSubnetsRequest) (*Nothing, error) {
	return s.eachSubnet(ctx, tx, c, (*AssociateNetworkAclSubnetsRequest)(in), func(a *ACL, n *Subnet) error {
		if n.ACL != a.ID {
			return errNotFound.Errorf("The subnet %s does not have the network ACL %s.", n.ID, a.ID)
		}
		n.ACL = ""
		return nil
	})
}

// eachSubnet changes subnets of an ACL's network.
func (s *Service) eachSubnet(ctx context.Context, tx store.Tx, c *call.Call, in *AssociateNetworkAclSubnetsRequest, change func(a *ACL, n *Subnet) error) (*Nothing, error) {
	a, err := s.acl(ctx, tx, c, in.NetworkAclId)
	if err != nil {
		return nil, err
	}
	for _, id := range in.SubnetIds {
		n, err := s.subnet(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if n.VPC != a.VPC {
			return nil, errOtherNetwork.Errorf("The network ACL %s is in %s and the subnet %s in %s; both in one network are expected.", a.ID, a.VPC, n.ID, n.VPC)
		}
		if err := change(a, n); err != nil {
			return nil, err
		}
		if err := s.Store.PutSubnet(ctx, tx, *n); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
