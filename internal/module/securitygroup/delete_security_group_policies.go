package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteSecurityGroupPolicies takes rules away.
var DeleteSecurityGroupPolicies = action.Define(action.Spec{
	Name: "DeleteSecurityGroupPolicies", Doc: "Takes rules of one direction away from a security group, by their indexes or by what they say.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: with(nil, errInvalid, errMalformed, errEmpty, errRange, errCoexist, errNone, errVersion),
}, (*Service).deleteSecurityGroupPolicies)

// DeleteSecurityGroupPoliciesRequest is the input of DeleteSecurityGroupPolicies.
type DeleteSecurityGroupPoliciesRequest struct {
	SecurityGroupId        string     `api:"required" touches:"sg" doc:"The group."`
	SecurityGroupPolicySet *PolicySet `api:"required" doc:"The rules, of one direction: all by PolicyIndex, or all by what they say."`
}

// Check implements action.Checker.
func (r *DeleteSecurityGroupPoliciesRequest) Check() error {
	if err := checkGroupID("SecurityGroupId", r.SecurityGroupId); err != nil {
		return err
	}
	if _, err := r.SecurityGroupPolicySet.version(); err != nil {
		return err
	}
	rules, direction, err := r.SecurityGroupPolicySet.one()
	if err != nil {
		return err
	}
	byIndex := rules[0].PolicyIndex != nil
	for n := range rules {
		if (rules[n].PolicyIndex != nil) != byIndex {
			return errCoexist.Errorf("Some rules of SecurityGroupPolicySet.%s have a PolicyIndex and some have none; all or none is expected.", direction)
		}
		if byIndex {
			continue
		}
		if _, err := rules[n].rule(place(direction, n)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) deleteSecurityGroupPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteSecurityGroupPoliciesRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	if err := in.SecurityGroupPolicySet.at(g); err != nil {
		return nil, err
	}
	given, direction, err := in.SecurityGroupPolicySet.one()
	if err != nil {
		return nil, err
	}
	rules := g.of(direction)
	gone := map[int]bool{}
	for n := range given {
		at, err := find(*rules, &given[n], place(direction, n), c)
		if err != nil {
			return nil, err
		}
		gone[at] = true
	}
	var left []Rule
	for n, r := range *rules {
		if !gone[n] {
			left = append(left, r)
		}
	}
	*rules = left
	return &Nothing{}, s.settle(ctx, tx, c, g)
}

// find is the place of the rule that the caller means.
func find(rules []Rule, p *Policy, where string, c *call.Call) (int, error) {
	if p.PolicyIndex != nil {
		if *p.PolicyIndex < 0 || *p.PolicyIndex >= int64(len(rules)) {
			return 0, errRange.Errorf("%s.PolicyIndex is %d; the index of one of the %d rules is expected.", where, *p.PolicyIndex, len(rules))
		}
		return int(*p.PolicyIndex), nil
	}
	r, err := p.rule(where)
	if err != nil {
		return 0, err
	}
	if err := r.from(c.Remote); err != nil {
		return 0, err
	}
	at := slices.IndexFunc(rules, r.like)
	if at < 0 {
		return 0, errNone.Errorf("The security group has no rule like %s (%s).", where, r)
	}
	return at, nil
}
