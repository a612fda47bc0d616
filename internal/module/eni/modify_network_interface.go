package eni

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyNetworkInterfaceAttribute changes an interface.
var ModifyNetworkInterfaceAttribute = action.Define(action.Spec{
	Name: "ModifyNetworkInterfaceAttribute", Doc: "Changes a network interface's name, description or security groups.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errQuota},
}, (*Service).modifyInterface)

// ModifyNetworkInterfaceAttributeRequest is the input of ModifyNetworkInterfaceAttribute.
type ModifyNetworkInterfaceAttributeRequest struct {
	NetworkInterfaceId          string   `api:"required" touches:"eni" doc:"The interface."`
	NetworkInterfaceName        *string  `doc:"Its new name, of at most 60 bytes."`
	NetworkInterfaceDescription *string  `doc:"What it is for, in at most 60 bytes."`
	SecurityGroupIds            []string `api:"max=100" touches:"sg" doc:"The security groups that guard it from now on, and no others."`
	TrunkingFlag                *string  `api:"oneof=Enable Disable" doc:"Whether it carries the traffic of subordinate interfaces."`
}

// Check refuses malformed values.
func (r *ModifyNetworkInterfaceAttributeRequest) Check() error {
	if err := checkID("NetworkInterfaceId", "eni", r.NetworkInterfaceId); err != nil {
		return err
	}
	return checkTexts(r.NetworkInterfaceName, r.NetworkInterfaceDescription)
}

func (s *Service) modifyInterface(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyNetworkInterfaceAttributeRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	if in.NetworkInterfaceName != nil {
		i.Name = *in.NetworkInterfaceName
	}
	if in.NetworkInterfaceDescription != nil {
		i.Description = *in.NetworkInterfaceDescription
	}
	if in.TrunkingFlag != nil {
		i.Trunking = *in.TrunkingFlag == "Enable"
	}
	if len(in.SecurityGroupIds) > 0 {
		if err := s.guard(ctx, tx, i, in.SecurityGroupIds); err != nil {
			return nil, err
		}
	}
	return &Done{}, s.put(ctx, tx, i)
}

// AssociateNetworkInterfaceSecurityGroups has groups guard interfaces.
var AssociateNetworkInterfaceSecurityGroups = action.Define(action.Spec{
	Name: "AssociateNetworkInterfaceSecurityGroups", Doc: "Has security groups guard network interfaces, beside those that do.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errQuota},
}, (*Service).addGroups)

// DisassociateNetworkInterfaceSecurityGroups has groups no longer guard interfaces.
var DisassociateNetworkInterfaceSecurityGroups = action.Define(action.Spec{
	Name: "DisassociateNetworkInterfaceSecurityGroups", Doc: "Has security groups no longer guard network interfaces.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errOperation},
}, (*Service).dropGroups)

// GroupsRequest is the input of both.
type GroupsRequest struct {
	NetworkInterfaceIds []string `api:"required,max=100" touches:"eni" doc:"The interfaces."`
	SecurityGroupIds    []string `api:"required,max=100" touches:"sg" doc:"The security groups."`
}

// Check refuses malformed ids.
func (r *GroupsRequest) Check() error {
	return checkIDs("NetworkInterfaceIds", "eni", r.NetworkInterfaceIds)
}

func (s *Service) addGroups(ctx context.Context, tx store.Tx, c *call.Call, in *GroupsRequest) (*Done, error) {
	return s.regroup(ctx, tx, c, in, func(i *Interface) ([]string, error) {
		groups := slices.Clone(i.Groups)
		for _, id := range in.SecurityGroupIds {
			if !slices.Contains(groups, id) {
				groups = append(groups, id)
			}
		}
		return groups, nil
	})
}

func (s *Service) dropGroups(ctx context.Context, tx store.Tx, c *call.Call, in *GroupsRequest) (*Done, error) {
	return s.regroup(ctx, tx, c, in, func(i *Interface) ([]string, error) {
		for _, id := range in.SecurityGroupIds {
			if !slices.Contains(i.Groups, id) {
				return nil, errNotFound.Errorf("The security group %.40q does not guard the network interface %s.", id, i.ID)
			}
		}
		left := slices.DeleteFunc(slices.Clone(i.Groups), func(id string) bool { return slices.Contains(in.SecurityGroupIds, id) })
		if i.Primary && len(left) == 0 {
			return nil, errOperation.Errorf("The network interface %s is the primary one of %s, which one security group at least has to guard.", i.ID, i.Instance)
		}
		return left, nil
	})
}

// regroup changes the groups of interfaces.
func (s *Service) regroup(ctx context.Context, tx store.Tx, c *call.Call, in *GroupsRequest, change func(*Interface) ([]string, error)) (*Done, error) {
	for _, id := range in.NetworkInterfaceIds {
		i, err := s.find(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		groups, err := change(i)
		if err != nil {
			return nil, err
		}
		if err := s.guard(ctx, tx, i, groups); err != nil {
			return nil, err
		}
		if err := s.put(ctx, tx, i); err != nil {
			return nil, err
		}
	}
	return &Done{}, nil
}

// DeleteNetworkInterface takes an interface away.
var DeleteNetworkInterface = action.Define(action.Spec{
	Name: "DeleteNetworkInterface", Doc: "Takes a network interface away that hangs free, with its addresses.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errState, errInUse, errOperation},
}, (*Service).deleteInterface)

// DeleteNetworkInterfaceRequest is the input of DeleteNetworkInterface.
type DeleteNetworkInterfaceRequest struct {
	NetworkInterfaceId string `api:"required" touches:"eni" doc:"The interface."`
}

// Check refuses a malformed id.
func (r *DeleteNetworkInterfaceRequest) Check() error {
	return checkID("NetworkInterfaceId", "eni", r.NetworkInterfaceId)
}

func (s *Service) deleteInterface(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteNetworkInterfaceRequest) (*Done, error) {
	i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
	if err != nil {
		return nil, err
	}
	switch {
	case i.Primary:
		return nil, errOperation.Errorf("The network interface %s is the primary one of %s, which goes with it.", i.ID, i.Instance)
	case i.Instance != "":
		return nil, errState.Errorf("The network interface %s is attached to %s; detach it first.", i.ID, i.Instance)
	}
	if err := i.steady(); err != nil {
		return nil, err
	}
	vip, err := s.uses(ctx, tx, i)
	if err != nil {
		return nil, err
	}
	if vip != "" {
		return nil, errInUse.Errorf("The network interface %s is bound to %s; take it off first.", i.ID, vip)
	}
	if err := s.Addresses.LetAllGo(ctx, tx, i.Account, i.ID, c.Now); err != nil {
		return nil, err
	}
	if err := s.Networks.Free(ctx, tx, i.Account, i.ID); err != nil {
		return nil, err
	}
	if err := s.Groups.Unguard(ctx, tx, i.Account, i.ID); err != nil {
		return nil, err
	}
	if err := s.Tags.Drop(ctx, tx, i.Account, i.tagged()); err != nil {
		return nil, err
	}
	if err := s.Store.RemoveInterface(ctx, tx, i.ID); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, i.ID)
}
