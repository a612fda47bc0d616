package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateAutoSnapshotPolicy makes a policy.
var CreateAutoSnapshotPolicy = action.Define(spec(action.Spec{
	Name: "CreateAutoSnapshotPolicy", Doc: "Makes a policy that takes snapshots by itself.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errManyPolicies},
}), (*Service).createAutoSnapshotPolicy)

// CreateAutoSnapshotPolicyRequest is the input of CreateAutoSnapshotPolicy.
type CreateAutoSnapshotPolicyRequest struct {
	Policy                 []PolicyTimes `api:"required,max=10" doc:"When it takes them."`
	DryRun                 bool          `doc:"Whether only to tell when it would take the first ones."`
	IsActivated            *bool         `doc:"Whether it does; it does when left out."`
	AutoSnapshotPolicyName string        `api:"max=60" doc:"Its name."`
	IsPermanent            bool          `doc:"Whether its snapshots are kept for good."`
	RetentionDays          *int64        `api:"min=1,max=65536" doc:"For how many days they are kept; 7 when left out."`
}

// Check implements action.Checker.
func (r *CreateAutoSnapshotPolicyRequest) Check() error {
	return checkPolicy(r.Policy, r.IsPermanent, r.RetentionDays)
}

func checkPolicy(times []PolicyTimes, forGood bool, days *int64) error {
	for _, t := range times {
		if err := t.check(); err != nil {
			return err
		}
	}
	if forGood && days != nil {
		return errValue.Errorf("Parameters IsPermanent and RetentionDays contradict each other; one of them is expected.")
	}
	return nil
}

// CreateAutoSnapshotPolicyResponse is the output of CreateAutoSnapshotPolicy.
type CreateAutoSnapshotPolicyResponse struct{ AutoSnapshotPolicyId, NextTriggerTime string }

func (s *Service) createAutoSnapshotPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAutoSnapshotPolicyRequest) (*CreateAutoSnapshotPolicyResponse, error) {
	p := &Policy{
		Account: c.Caller.Account, Region: c.Region, Name: orUnnamed(in.AutoSnapshotPolicyName), Active: in.IsActivated == nil || *in.IsActivated,
		Times: in.Policy, Days: lasting, Created: c.Now,
	}
	set(&p.Days, in.RetentionDays)
	if in.IsPermanent {
		p.Days = 0
	}
	if in.DryRun {
		return &CreateAutoSnapshotPolicyResponse{NextTriggerTime: local(p.next(c.Now))}, nil
	}
	have, err := s.Store.Policies.All(ctx, tx, p.Account, p.Region)
	if err != nil {
		return nil, err
	}
	limit, err := s.Accounts.Quota(ctx, tx, p.Account, quotaPolicies, defaultPolicies)
	if err != nil {
		return nil, err
	}
	if int64(len(have)) >= limit {
		return nil, errManyPolicies.Errorf("There are %d snapshot policies in this region; with one more the quota of %d is exceeded.", len(have), limit)
	}
	for {
		p.ID = s.Random.ResourceID("asp")
		if added, err := s.Store.Policies.Add(ctx, tx, p); err != nil {
			return nil, err
		} else if added {
			break
		}
	}
	if err := s.schedule(ctx, tx, p, c.Now); err != nil {
		return nil, err
	}
	return &CreateAutoSnapshotPolicyResponse{p.ID, local(p.Next)}, nil
}

// ModifyAutoSnapshotPolicyAttribute changes a policy.
var ModifyAutoSnapshotPolicyAttribute = action.Define(spec(action.Spec{
	Name: "ModifyAutoSnapshotPolicyAttribute", Doc: "Changes a snapshot policy.", Changes: true, Refuses: []*catalogue.Condition{errValue, errNoPolicy},
}), (*Service).modifyAutoSnapshotPolicyAttribute)

// ModifyAutoSnapshotPolicyAttributeRequest is the input of ModifyAutoSnapshotPolicyAttribute.
type ModifyAutoSnapshotPolicyAttributeRequest struct {
	AutoSnapshotPolicyId   string        `api:"required" doc:"The policy."`
	IsActivated            *bool         `doc:"Whether it takes snapshots."`
	IsPermanent            *bool         `doc:"Whether its snapshots are kept for good."`
	AutoSnapshotPolicyName *string       `api:"max=60" doc:"Its name."`
	Policy                 []PolicyTimes `api:"max=10" doc:"When it takes them."`
	RetentionDays          *int64        `api:"min=1,max=65536" doc:"For how many days they are kept."`
}

// Check implements action.Checker.
func (r *ModifyAutoSnapshotPolicyAttributeRequest) Check() error {
	if err := checkPolicy(r.Policy, r.IsPermanent != nil && *r.IsPermanent, r.RetentionDays); err != nil {
		return err
	}
	return checkID("AutoSnapshotPolicyId", r.AutoSnapshotPolicyId, policyForm)
}

func (s *Service) modifyAutoSnapshotPolicyAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAutoSnapshotPolicyAttributeRequest) (*Nothing, error) {
	p, err := s.policy(ctx, tx, c, in.AutoSnapshotPolicyId)
	if err != nil {
		return nil, err
	}
	set(&p.Active, in.IsActivated)
	set(&p.Name, in.AutoSnapshotPolicyName)
	set(&p.Days, in.RetentionDays)
	if in.IsPermanent != nil && *in.IsPermanent {
		p.Days = 0
	} else if in.IsPermanent != nil && p.Days == 0 {
		p.Days = lasting
	}
	if len(in.Policy) > 0 {
		p.Times = in.Policy
	}
	return &Nothing{}, s.schedule(ctx, tx, p, c.Now)
}

// DeleteAutoSnapshotPolicies takes policies away: all that it names, or none.
var DeleteAutoSnapshotPolicies = action.Define(spec(action.Spec{
	Name: "DeleteAutoSnapshotPolicies", Doc: "Takes snapshot policies away; their snapshots stay.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoPolicy},
}), (*Service).deleteAutoSnapshotPolicies)

// DeleteAutoSnapshotPoliciesRequest is the input of DeleteAutoSnapshotPolicies.
type DeleteAutoSnapshotPoliciesRequest struct {
	AutoSnapshotPolicyIds []string `api:"required" doc:"The policies, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteAutoSnapshotPoliciesRequest) Check() error {
	return checkIDs("AutoSnapshotPolicyIds", r.AutoSnapshotPolicyIds, policyForm, maxIDs)
}

func (s *Service) deleteAutoSnapshotPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteAutoSnapshotPoliciesRequest) (*Nothing, error) {
	for _, id := range in.AutoSnapshotPolicyIds {
		if _, err := s.policy(ctx, tx, c, id); err != nil {
			return nil, err
		}
		if err := s.Later.Cancel(ctx, tx, jobPolicy, id); err != nil {
			return nil, err
		}
		if err := s.Store.Policies.Remove(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// DescribeAutoSnapshotPolicies lists policies.
var DescribeAutoSnapshotPolicies = action.Define(spec(action.Spec{
	Name: "DescribeAutoSnapshotPolicies", Doc: "Lists snapshot policies.", Refuses: listing,
}), (*Service).describeAutoSnapshotPolicies)

// DescribeAutoSnapshotPoliciesRequest is the input of DescribeAutoSnapshotPolicies.
type DescribeAutoSnapshotPoliciesRequest struct {
	AutoSnapshotPolicyIds []string `doc:"The policies; not together with Filters."`
	Filters               []Filter `doc:"What they have to have, at most 10."`
	Offset                int64    `api:"min=0" doc:"How many are skipped."`
	Limit                 int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Order                 string   `api:"oneof=ASC DESC,default=DESC" doc:"How they are ordered."`
	OrderField            string   `api:"oneof=CREATE_TIME,default=CREATE_TIME" doc:"By what they are ordered."`
}

var policyFilters = names("auto-snapshot-policy-id", "auto-snapshot-policy-state", "auto-snapshot-policy-name")

// Check implements action.Checker.
func (r *DescribeAutoSnapshotPoliciesRequest) Check() error {
	if err := checkList("AutoSnapshotPolicyIds", len(r.AutoSnapshotPolicyIds), r.Filters, policyFilters); err != nil {
		return err
	}
	return checkIDs("AutoSnapshotPolicyIds", r.AutoSnapshotPolicyIds, policyForm, maxIDs)
}

// PoliciesResponse is the output of the actions that list policies.
type PoliciesResponse struct {
	TotalCount            int64
	AutoSnapshotPolicySet []PolicyItem
}

func (s *Service) describeAutoSnapshotPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAutoSnapshotPoliciesRequest) (*PoliciesResponse, error) {
	all, err := s.Store.Policies.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(p *Policy) bool {
		return len(in.AutoSnapshotPolicyIds) > 0 && !slices.Contains(in.AutoSnapshotPolicyIds, p.ID) || !passes(in.Filters, p.look)
	})
	order(found, in.Order, func(p *Policy) string { return iso(p.Created) })
	out := &PoliciesResponse{TotalCount: int64(len(found))}
	for _, p := range page(found, in.Offset, in.Limit) {
		out.AutoSnapshotPolicySet = append(out.AutoSnapshotPolicySet, p.item(nil))
	}
	return out, nil
}

// look finds what a filter looks at.
func (p *Policy) look(name string) []string {
	switch name {
	case "auto-snapshot-policy-id":
		return []string{p.ID}
	case "auto-snapshot-policy-name":
		return []string{p.Name}
	default:
		return []string{Normal}
	}
}
