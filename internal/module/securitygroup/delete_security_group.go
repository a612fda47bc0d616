package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteSecurityGroup takes a group away that guards nothing and that no rule of another one names.
var DeleteSecurityGroup = action.Define(action.Spec{
	Name: "DeleteSecurityGroup", Doc: "Takes a security group away that guards nothing and that no other group's rule names.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: with(nil, errMalformed, errNone, errInUse, errDefault),
}, (*Service).deleteSecurityGroup)

// DeleteSecurityGroupRequest is the input of DeleteSecurityGroup.
type DeleteSecurityGroupRequest struct {
	SecurityGroupId string `api:"required" touches:"sg" doc:"The group."`
}

// Check implements action.Checker.
func (r *DeleteSecurityGroupRequest) Check() error {
	return checkGroupID("SecurityGroupId", r.SecurityGroupId)
}

func (s *Service) deleteSecurityGroup(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteSecurityGroupRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	if g.Default {
		return nil, errDefault.Errorf("The security group %s is a default one, which can't be deleted.", g.ID)
	}
	guarded, err := s.Store.Guarded(ctx, tx, g.Account, g.ID)
	if err != nil {
		return nil, err
	}
	if n := total(guarded); n > 0 {
		return nil, errInUse.Errorf("The security group %s guards %d resources; it can be deleted when it guards none.", g.ID, n)
	}
	referrers, err := s.referrers(ctx, tx, g)
	if err != nil {
		return nil, err
	}
	if len(referrers) > 0 {
		return nil, errInUse.Errorf("The rules of %s name the security group %s; it can be deleted when no other group does.", referrers[0], g.ID)
	}
	if err := s.Tags.Drop(ctx, tx, g.Account, g.tagged()); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveGroup(ctx, tx, g.ID)
}

// referrers are the ids of the other groups whose rules name the group.
func (s *Service) referrers(ctx context.Context, tx store.Tx, g *Group) ([]string, error) {
	all, err := s.Store.Groups(ctx, tx, g.Account, g.Region)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, other := range all {
		if other.ID != g.ID && other.refers(g.ID) {
			ids = append(ids, other.ID)
		}
	}
	return ids, nil
}
