package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AssociateSecurityGroups has a group guard instances too: all that it names, or none.
var AssociateSecurityGroups = action.Define(action.Spec{
	Name: "AssociateSecurityGroups", Doc: "Has a security group guard instances, beside those that do.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(steady, append(guarding[:len(guarding):len(guarding)], errMalformedGroup)...),
}, (*Service).associateSecurityGroups)

// DisassociateSecurityGroups has a group no longer guard instances: all that it names, or none.
var DisassociateSecurityGroups = action.Define(action.Spec{
	Name: "DisassociateSecurityGroups", Doc: "Has a security group no longer guard instances.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(steady, append(guarding[:1:1], errMalformedGroup, errNotGuarded)...),
}, (*Service).disassociateSecurityGroups)

// SecurityGroupsRequest is the input of AssociateSecurityGroups and DisassociateSecurityGroups.
type SecurityGroupsRequest struct {
	SecurityGroupIds []string `api:"required" touches:"sg" doc:"One security group."`
	InstanceIds      []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *SecurityGroupsRequest) Check() error {
	if len(r.SecurityGroupIds) > 1 {
		return errTooManyIDs.Errorf("Parameter SecurityGroupIds has %d items; one is expected.", len(r.SecurityGroupIds))
	}
	if err := checkGroups("SecurityGroupIds", r.SecurityGroupIds); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) associateSecurityGroups(ctx context.Context, tx store.Tx, c *call.Call, in *SecurityGroupsRequest) (*Nothing, error) {
	group := in.SecurityGroupIds[0]
	return s.regroup(ctx, tx, c, "AssociateSecurityGroups", in, func(i *Instance) error {
		if !slices.Contains(i.Groups, group) {
			i.Groups = append(i.Groups, group)
		}
		return nil
	})
}

func (s *Service) disassociateSecurityGroups(ctx context.Context, tx store.Tx, c *call.Call, in *SecurityGroupsRequest) (*Nothing, error) {
	group := in.SecurityGroupIds[0]
	return s.regroup(ctx, tx, c, "DisassociateSecurityGroups", in, func(i *Instance) error {
		if !slices.Contains(i.Groups, group) {
			return errNotGuarded.Errorf("The security group %s does not guard instance %s.", group, i.ID)
		}
		i.Groups = slices.DeleteFunc(i.Groups, func(id string) bool { return id == group })
		return nil
	})
}

// regroup changes the groups of instances.
func (s *Service) regroup(ctx context.Context, tx store.Tx, c *call.Call, op string, in *SecurityGroupsRequest, change func(i *Instance) error) (*Nothing, error) {
	if err := s.Groups.Known(ctx, tx, c.Caller.Account, c.Region, holderKind, in.SecurityGroupIds); err != nil {
		return nil, err
	}
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := i.may(steady.named(op)); err != nil {
			return err
		}
		if err := change(i); err != nil {
			return err
		}
		if err := s.guard(ctx, tx, i); err != nil {
			return err
		}
		return s.Store.PutInstance(ctx, tx, i)
	})
}
