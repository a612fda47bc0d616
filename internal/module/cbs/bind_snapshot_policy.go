package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// BindAutoSnapshotPolicy has a policy take snapshots of disks.
var BindAutoSnapshotPolicy = action.Define(spec(action.Spec{
	Name: "BindAutoSnapshotPolicy", Doc: "Has a policy take snapshots of disks.", Changes: true, Refuses: naming(errNoPolicy, errBound, errTooManyBound),
}), (*Service).bindAutoSnapshotPolicy)

// BindAutoSnapshotPolicyRequest is the input of BindAutoSnapshotPolicy.
type BindAutoSnapshotPolicyRequest struct {
	AutoSnapshotPolicyId string   `api:"required" doc:"The policy."`
	DiskIds              []string `api:"required" touches:"volume" doc:"The disks, at most 80."`
}

// Check implements action.Checker.
func (r *BindAutoSnapshotPolicyRequest) Check() error {
	if err := checkID("AutoSnapshotPolicyId", r.AutoSnapshotPolicyId, policyForm); err != nil {
		return err
	}
	return checkIDs("DiskIds", r.DiskIds, diskForm, 80)
}

func (s *Service) bindAutoSnapshotPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *BindAutoSnapshotPolicyRequest) (*Nothing, error) {
	p, err := s.policy(ctx, tx, c, in.AutoSnapshotPolicyId)
	if err != nil {
		return nil, err
	}
	if _, err := s.disks(ctx, tx, c, in.DiskIds); err != nil {
		return nil, err
	}
	for _, id := range in.DiskIds {
		if slices.Contains(p.Disks, id) {
			return nil, errBound.Errorf("Disk %s is bound to snapshot policy %s already.", id, p.ID)
		}
	}
	limit, err := s.Accounts.Quota(ctx, tx, p.Account, quotaBoundDisks, defaultBoundDisks)
	if err != nil {
		return nil, err
	}
	p.Disks = append(p.Disks, in.DiskIds...)
	if int64(len(p.Disks)) > limit {
		return nil, errTooManyBound.Errorf("Snapshot policy %s would have %d disks; the quota is %d.", p.ID, len(p.Disks), limit)
	}
	return &Nothing{}, s.Store.Policies.Put(ctx, tx, p)
}

// UnbindAutoSnapshotPolicy ends that.
var UnbindAutoSnapshotPolicy = action.Define(spec(action.Spec{
	Name: "UnbindAutoSnapshotPolicy", Doc: "Has a policy no longer take snapshots of disks.", Changes: true, Refuses: naming(errNoPolicy),
}), (*Service).unbindAutoSnapshotPolicy)

// UnbindAutoSnapshotPolicyRequest is the input of UnbindAutoSnapshotPolicy.
type UnbindAutoSnapshotPolicyRequest struct {
	AutoSnapshotPolicyId string   `api:"required" doc:"The policy."`
	DiskIds              []string `touches:"volume" doc:"The disks; one that is not bound stays so."`
	InstanceIds          []string `api:"max=0" doc:"Instances; policies are bound to disks alone here."`
}

// Check implements action.Checker.
func (r *UnbindAutoSnapshotPolicyRequest) Check() error {
	if len(r.DiskIds) == 0 {
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `DiskIds.0`.")
	}
	if err := checkID("AutoSnapshotPolicyId", r.AutoSnapshotPolicyId, policyForm); err != nil {
		return err
	}
	return checkDisks(r.DiskIds)
}

func (s *Service) unbindAutoSnapshotPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *UnbindAutoSnapshotPolicyRequest) (*Nothing, error) {
	p, err := s.policy(ctx, tx, c, in.AutoSnapshotPolicyId)
	if err != nil {
		return nil, err
	}
	if _, err := s.disks(ctx, tx, c, in.DiskIds); err != nil {
		return nil, err
	}
	p.Disks = slices.DeleteFunc(p.Disks, func(id string) bool { return slices.Contains(in.DiskIds, id) })
	return &Nothing{}, s.Store.Policies.Put(ctx, tx, p)
}

// DescribeDiskAssociatedAutoSnapshotPolicy lists the policies of a disk.
var DescribeDiskAssociatedAutoSnapshotPolicy = action.Define(spec(action.Spec{
	Name: "DescribeDiskAssociatedAutoSnapshotPolicy", Doc: "Lists the snapshot policies that a disk is bound to.", Refuses: []*catalogue.Condition{errValue, errNoDisk},
}), (*Service).describeDiskAssociatedAutoSnapshotPolicy)

// DescribeDiskAssociatedAutoSnapshotPolicyRequest is the input of DescribeDiskAssociatedAutoSnapshotPolicy.
type DescribeDiskAssociatedAutoSnapshotPolicyRequest struct {
	DiskId string `api:"required" touches:"volume" doc:"The disk."`
}

// Check implements action.Checker.
func (r *DescribeDiskAssociatedAutoSnapshotPolicyRequest) Check() error {
	return checkID("DiskId", r.DiskId, diskForm)
}

func (s *Service) describeDiskAssociatedAutoSnapshotPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDiskAssociatedAutoSnapshotPolicyRequest) (*PoliciesResponse, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	all, err := s.policiesOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	out := &PoliciesResponse{TotalCount: int64(len(all))}
	for _, p := range all {
		item := p.item(nil)
		item.DiskIdSet = nil // as the API has it here
		out.AutoSnapshotPolicySet = append(out.AutoSnapshotPolicySet, item)
	}
	return out, nil
}
