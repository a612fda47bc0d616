package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateSecurityGroupPolicies adds rules to a group.
var CreateSecurityGroupPolicies = action.Define(action.Spec{
	Name: "CreateSecurityGroupPolicies", Doc: "Adds rules of one direction to a security group, before the one at an index or behind all.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: with(writing, errVersion, errRulesFull),
}, (*Service).createSecurityGroupPolicies)

// CreateSecurityGroupPoliciesRequest is the input of CreateSecurityGroupPolicies.
type CreateSecurityGroupPoliciesRequest struct {
	SecurityGroupId        string     `api:"required" touches:"sg" doc:"The group."`
	SecurityGroupPolicySet *PolicySet `api:"required" doc:"The rules, of one direction; where they have a PolicyIndex it is the same in all."`
}

// Check implements action.Checker.
func (r *CreateSecurityGroupPoliciesRequest) Check() error {
	if err := checkGroupID("SecurityGroupId", r.SecurityGroupId); err != nil {
		return err
	}
	rules, direction, err := r.SecurityGroupPolicySet.one()
	if err != nil {
		return err
	}
	for n := range rules {
		first, this := rules[0].PolicyIndex, rules[n].PolicyIndex
		if (first == nil) != (this == nil) || first != nil && *first != *this {
			return errInvalid.Errorf("%s.PolicyIndex differs from that of the first rule; one index for all is expected.", place(direction, n))
		}
	}
	return r.SecurityGroupPolicySet.check()
}

func (s *Service) createSecurityGroupPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSecurityGroupPoliciesRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	given, direction, err := in.SecurityGroupPolicySet.one()
	if err != nil {
		return nil, err
	}
	added, err := s.rules(ctx, tx, c, direction, given)
	if err != nil {
		return nil, err
	}
	if err := in.SecurityGroupPolicySet.at(g); err != nil {
		return nil, err
	}
	rules := g.of(direction)
	at := int64(len(*rules))
	if index := given[0].PolicyIndex; index != nil {
		if *index < 0 || *index > at {
			return nil, errRange.Errorf("%s.PolicyIndex is %d; a number from 0 to %d is expected.", place(direction, 0), *index, at)
		}
		at = *index
	}
	most, err := s.quota(ctx, tx, g.Account, quotaRules)
	if err != nil {
		return nil, err
	}
	if n := int64(len(*rules) + len(added)); n > most {
		return nil, errRulesFull.Errorf("With %d rules in one direction the security group %s has too many; at most %d are allowed.", n, g.ID, most)
	}
	*rules = slices.Insert(*rules, int(at), added...)
	if err := s.settle(ctx, tx, c, g); err != nil {
		return nil, err
	}
	return &Nothing{}, nil
}
