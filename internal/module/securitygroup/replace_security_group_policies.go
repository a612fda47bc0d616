package securitygroup

import (
	"cmp"
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ReplaceSecurityGroupPolicy puts a rule in the place of another.
var ReplaceSecurityGroupPolicy = action.Define(action.Spec{
	Name: "ReplaceSecurityGroupPolicy", Doc: "Puts a rule in the place of the one with its index.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: with(writing, errVersion),
}, (*Service).replaceSecurityGroupPolicy)

// ReplaceSecurityGroupPolicyRequest is the input of ReplaceSecurityGroupPolicy.
type ReplaceSecurityGroupPolicyRequest struct {
	SecurityGroupId                string     `api:"required" touches:"sg" doc:"The group."`
	SecurityGroupPolicySet         *PolicySet `api:"required" doc:"One rule of one direction, with its PolicyIndex."`
	OriginalSecurityGroupPolicySet *PolicySet `doc:"What it was before; changes nothing."`
}

// Check implements action.Checker.
func (r *ReplaceSecurityGroupPolicyRequest) Check() error {
	rules, direction, err := checkReplacement(r.SecurityGroupId, r.SecurityGroupPolicySet)
	if err == nil && len(rules) != 1 {
		err = errTooMany.Errorf("Parameter SecurityGroupPolicySet.%s has %d rules; one is expected.", direction, len(rules))
	}
	return err
}

func (s *Service) replaceSecurityGroupPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *ReplaceSecurityGroupPolicyRequest) (*Nothing, error) {
	return s.replace(ctx, tx, c, in.SecurityGroupId, in.SecurityGroupPolicySet)
}

// checkReplacement refuses rules without index, of both directions, or that make no sense.
func checkReplacement(id string, set *PolicySet) ([]Policy, string, error) {
	if err := checkGroupID("SecurityGroupId", id); err != nil {
		return nil, "", err
	}
	rules, direction, err := set.one()
	if err != nil {
		return nil, "", err
	}
	if err := checkIndexes(place(direction, 0), rules); err != nil {
		return nil, "", err
	}
	return rules, direction, set.check()
}

func checkIndexes(where string, rules []Policy) error {
	seen := map[int64]bool{}
	for n := range rules {
		switch index := rules[n].PolicyIndex; {
		case index == nil:
			return errEmpty.Errorf("%s has no PolicyIndex; one is expected in each rule.", where)
		case seen[*index]:
			return errInvalid.Errorf("%s: the PolicyIndex %d is given twice; it is expected once.", where, *index)
		default:
			seen[*index] = true
		}
	}
	return nil
}

// replace puts rules in the places of those with their indexes.
func (s *Service) replace(ctx context.Context, tx store.Tx, c *call.Call, id string, set *PolicySet) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	given, direction, err := set.one()
	if err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, tx, c, direction, given)
	if err != nil {
		return nil, err
	}
	if err := set.at(g); err != nil {
		return nil, err
	}
	for n := range given {
		at, err := find(*g.of(direction), &given[n], place(direction, n), c)
		if err != nil {
			return nil, err
		}
		(*g.of(direction))[at] = rules[n]
	}
	return &Nothing{}, s.settle(ctx, tx, c, g)
}

// ReplaceSecurityGroupPolicies changes what rules say, or where they stand.
var ReplaceSecurityGroupPolicies = action.Define(action.Spec{
	Name: "ReplaceSecurityGroupPolicies", Doc: "Changes what rules of one direction say, where they stand, or both.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: with(writing, errVersion),
}, (*Service).replaceSecurityGroupPolicies)

// ReplaceSecurityGroupPoliciesRequest is the input of ReplaceSecurityGroupPolicies.
type ReplaceSecurityGroupPoliciesRequest struct {
	SecurityGroupId                string     `api:"required" touches:"sg" doc:"The group."`
	SecurityGroupPolicySet         *PolicySet `api:"required" doc:"Rules of one direction, each with its PolicyIndex: the one that it has, or with another UpdateType than Policy the one that it gets."`
	OriginalSecurityGroupPolicySet *PolicySet `doc:"The rules as they are, in the same order; expected with another UpdateType than Policy."`
	UpdateType                     string     `api:"oneof=Policy Priority Both,default=Policy" doc:"What changes: what the rules say, where they stand, or both."`
}

// Check implements action.Checker.
func (r *ReplaceSecurityGroupPoliciesRequest) Check() error {
	rules, direction, err := checkReplacement(r.SecurityGroupId, r.SecurityGroupPolicySet)
	if err != nil || r.UpdateType == "Policy" {
		return err
	}
	if r.OriginalSecurityGroupPolicySet == nil {
		return errEmpty.Errorf("With UpdateType %s, OriginalSecurityGroupPolicySet is expected.", r.UpdateType)
	}
	old, oldDirection, err := r.OriginalSecurityGroupPolicySet.one()
	if err != nil {
		return err
	}
	if oldDirection != direction || len(old) != len(rules) {
		return errInvalid.Errorf("OriginalSecurityGroupPolicySet has %d rules of %s; as many as in SecurityGroupPolicySet, %d of %s, are expected.", len(old), oldDirection, len(rules), direction)
	}
	return checkIndexes("OriginalSecurityGroupPolicySet", old)
}

func (s *Service) replaceSecurityGroupPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *ReplaceSecurityGroupPoliciesRequest) (*Nothing, error) {
	if in.UpdateType == "Policy" {
		return s.replace(ctx, tx, c, in.SecurityGroupId, in.SecurityGroupPolicySet)
	}
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	given, direction, err := in.SecurityGroupPolicySet.one()
	if err != nil {
		return nil, err
	}
	said, err := s.rules(ctx, tx, c, direction, given)
	if err != nil {
		return nil, err
	}
	if err := in.SecurityGroupPolicySet.at(g); err != nil {
		return nil, err
	}
	old, _, err := in.OriginalSecurityGroupPolicySet.one()
	if err != nil {
		return nil, err
	}
	rules := g.of(direction)
	moves := make([]move, len(given))
	for n := range given {
		from, err := find(*rules, &old[n], "OriginalSecurityGroupPolicySet", c)
		if err != nil {
			return nil, err
		}
		to, err := find(*rules, &given[n], place(direction, n), c)
		if err != nil {
			return nil, err
		}
		moves[n] = move{from, to, (*rules)[from]}
		if in.UpdateType == "Both" {
			moves[n].rule = said[n]
		}
	}
	*rules = moved(*rules, moves)
	return &Nothing{}, s.settle(ctx, tx, c, g)
}

// A move takes the rule from one place to another.
type move struct {
	from, to int
	rule     Rule
}

// moved are the rules with some in other places; the others close up around them in their order.
func moved(rules []Rule, moves []move) []Rule {
	var out []Rule
	for n, r := range rules {
		if !slices.ContainsFunc(moves, func(m move) bool { return m.from == n }) {
			out = append(out, r)
		}
	}
	slices.SortFunc(moves, func(a, b move) int { return cmp.Compare(a.to, b.to) })
	for _, m := range moves {
		out = slices.Insert(out, m.to, m.rule)
	}
	return out
}
