package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifySecurityGroupPolicies sets all rules of a group anew.
var ModifySecurityGroupPolicies = action.Define(action.Spec{
	Name: "ModifySecurityGroupPolicies", Doc: "Sets the rules of a security group anew, in the directions that it is given; with Version 0 it takes all away.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: writing,
}, (*Service).modifySecurityGroupPolicies)

// ModifySecurityGroupPoliciesRequest is the input of ModifySecurityGroupPolicies.
type ModifySecurityGroupPoliciesRequest struct {
	SecurityGroupId        string     `api:"required" touches:"sg" doc:"The group."`
	SecurityGroupPolicySet *PolicySet `api:"required" doc:"The rules, without PolicyIndex."`
	SortPolicys            bool       `doc:"Whether the rules come into the order in which they are given; else those that stay keep theirs."`
}

// Check implements action.Checker.
func (r *ModifySecurityGroupPoliciesRequest) Check() error {
	if err := checkGroupID("SecurityGroupId", r.SecurityGroupId); err != nil {
		return err
	}
	if r.clears() {
		return nil
	}
	return r.SecurityGroupPolicySet.check()
}

// clears holds where all rules are to go, whatever the set says beside.
func (r *ModifySecurityGroupPoliciesRequest) clears() bool {
	v, err := r.SecurityGroupPolicySet.version()
	return err == nil && v != nil && *v == 0
}

// modifySecurityGroupPolicies does not compare the version: its refusals know of no mismatch, and the Terraform provider
// sends the next one (facts/clients.md).
func (s *Service) modifySecurityGroupPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySecurityGroupPoliciesRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	if in.clears() {
		g.Ingress, g.Egress = nil, nil
		return &Nothing{}, s.settle(ctx, tx, c, g)
	}
	for _, direction := range []string{"Ingress", "Egress"} {
		if len(in.SecurityGroupPolicySet.of(direction)) == 0 {
			continue // the provider sends the direction that changes alone, and means the other to stay
		}
		rules, err := s.rules(ctx, tx, c, direction, in.SecurityGroupPolicySet.of(direction))
		if err != nil {
			return nil, err
		}
		kept := unchanged(*g.of(direction), rules)
		if !in.SortPolicys {
			rules = inOldOrder(kept, rules)
		}
		*g.of(direction) = since(kept, rules)
	}
	return &Nothing{}, s.settle(ctx, tx, c, g)
}

// unchanged are those of the old rules that are among the new ones.
func unchanged(old, rules []Rule) []Rule {
	return slices.DeleteFunc(slices.Clone(old), func(r Rule) bool { return !slices.ContainsFunc(rules, r.like) })
}

// inOldOrder has the rules that stay keep the order which they had, in the places that they are given.
func inOldOrder(kept, rules []Rule) []Rule {
	out, next := slices.Clone(rules), 0
	for n, r := range rules {
		if next < len(kept) && slices.ContainsFunc(kept, r.like) {
			out[n] = rules[slices.IndexFunc(rules, kept[next].like)]
			next++
		}
	}
	return out
}

// since has rules that say what they said before keep the time of their change.
func since(kept, rules []Rule) []Rule {
	for n := range rules {
		for _, old := range kept {
			if old.like(rules[n]) && old.Description == rules[n].Description {
				rules[n].Modified = old.Modified
			}
		}
	}
	return rules
}
