package cbs

import (
	"context"
	"regexp"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// A snapshot can be shared with as many accounts as an image (facts/quotas-billing-lifecycle.md §2).
const (
	quotaShares   = "cbs.shares_per_snapshot"
	defaultShares = 50
)

var accountForm = regexp.MustCompile(`^[0-9]{9,12}$`)

// ModifySnapshotsSharePermission shares snapshots with other accounts, or ends that.
var ModifySnapshotsSharePermission = action.Define(spec(action.Spec{
	Name: "ModifySnapshotsSharePermission", Doc: "Shares snapshots with other accounts, or no longer.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoSnapshot, errNoAccount, errSnapshotState, errManyShares},
}), (*Service).modifySnapshotsSharePermission)

// ModifySnapshotsSharePermissionRequest is the input of ModifySnapshotsSharePermission.
type ModifySnapshotsSharePermissionRequest struct {
	SnapshotIds []string `api:"required" touches:"snapshot" doc:"The snapshots, at most 100."`
	AccountIds  []string `api:"required,max=50" doc:"The main accounts."`
	Permission  string   `api:"required,oneof=SHARE CANCEL" doc:"What becomes of them."`
}

// Check implements action.Checker.
func (r *ModifySnapshotsSharePermissionRequest) Check() error {
	for _, id := range r.AccountIds {
		if !accountForm.MatchString(id) {
			return errValue.Errorf("Parameter AccountIds holds %.20q; 9 to 12 digits are expected.", id)
		}
	}
	return checkIDs("SnapshotIds", r.SnapshotIds, snapshotForm, maxIDs)
}

func (s *Service) modifySnapshotsSharePermission(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySnapshotsSharePermissionRequest) (*Nothing, error) {
	all, err := s.snapshots(ctx, tx, c, in.SnapshotIds)
	if err != nil {
		return nil, err
	}
	for _, account := range in.AccountIds {
		ok, err := s.Accounts.Exists(ctx, tx, account)
		if err != nil {
			return nil, err
		}
		if !ok || account == c.Caller.Account {
			return nil, errNoAccount.Errorf("The account %s is not another main account that exists.", account)
		}
	}
	for _, n := range all {
		if in.Permission == "SHARE" {
			err = s.share(ctx, tx, c, n, in.AccountIds)
		} else {
			n.Shares = slices.DeleteFunc(n.Shares, func(sh Share) bool { return slices.Contains(in.AccountIds, sh.Account) })
		}
		if err != nil {
			return nil, err
		}
		n.Modified = c.Now
		if err := s.Store.Snapshots.Put(ctx, tx, n); err != nil {
			return nil, err
		}
		if err := s.Store.Book.Share(ctx, tx, n); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (s *Service) share(ctx context.Context, tx store.Tx, c *call.Call, n *Snapshot, accounts []string) error {
	if n.State != Normal || n.Encrypted {
		return errSnapshotState.Errorf("Snapshot %s is %s, encrypted: %t; one that is %s and not encrypted is expected.", n.ID, n.State, n.Encrypted, Normal)
	}
	limit, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaShares, defaultShares)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if !n.sharedWith(account) {
			n.Shares = append(n.Shares, Share{account, c.Now})
		}
	}
	if int64(len(n.Shares)) > limit {
		return errManyShares.Errorf("Snapshot %s would be shared with %d accounts; the quota is %d.", n.ID, len(n.Shares), limit)
	}
	return nil
}

// DescribeSnapshotSharePermission lists with whom a snapshot is shared.
var DescribeSnapshotSharePermission = action.Define(spec(action.Spec{
	Name: "DescribeSnapshotSharePermission", Doc: "Lists with whom a snapshot is shared.", Refuses: []*catalogue.Condition{errValue, errNoSnapshot},
}), (*Service).describeSnapshotSharePermission)

// DescribeSnapshotSharePermissionRequest is the input of DescribeSnapshotSharePermission.
type DescribeSnapshotSharePermissionRequest struct {
	SnapshotId string `api:"required" touches:"snapshot" doc:"The snapshot."`
}

// Check implements action.Checker.
func (r *DescribeSnapshotSharePermissionRequest) Check() error {
	return checkID("SnapshotId", r.SnapshotId, snapshotForm)
}

// DescribeSnapshotSharePermissionResponse is the output of DescribeSnapshotSharePermission.
type DescribeSnapshotSharePermissionResponse struct{ SharePermissionSet []SharePermission }

// A SharePermission is the API's.
type SharePermission struct{ CreatedTime, AccountId string }

func (s *Service) describeSnapshotSharePermission(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSnapshotSharePermissionRequest) (*DescribeSnapshotSharePermissionResponse, error) {
	n, err := s.snapshot(ctx, tx, c, in.SnapshotId)
	if err != nil {
		return nil, err
	}
	out := &DescribeSnapshotSharePermissionResponse{}
	for _, sh := range n.Shares {
		out.SharePermissionSet = append(out.SharePermissionSet, SharePermission{local(sh.At), sh.Account})
	}
	return out, nil
}
