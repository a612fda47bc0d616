package cbs

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A SnapshotGroup is snapshots of the disks of one instance that were taken at one moment. Which they are, they know.
type SnapshotGroup struct {
	ID, Account, Creator, Region, Name string
	// Instance is what their disks were attached to.
	Instance          string
	Created, Modified time.Time
}

var groupForm = regexp.MustCompile(`^csnap-[a-z0-9]{8}$`)

var (
	errGroupParam  = catalogue.InvalidParameter
	errNoGroup     = catalogue.NotFound.Named("InvalidParameter")
	errGroupState  = catalogue.OperationFailed.Named("UnsupportedOperation.StateError")
	errManyHosts   = catalogue.OperationFailed.Named("UnsupportedOperation.SnapshotGroupDiskAttachMultiInstance")
	errNotOneHost  = catalogue.OperationFailed.Named("ResourceUnavailable.NotSupported")
	errDiskRolling = catalogue.OperationFailed.Named("ResourceInUse.DiskRollbacking")
)

// tagged is the group as the keeper of tags knows it.
func (g *SnapshotGroup) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "snapshotgroup", Region: g.Region, ID: g.ID}
}

func (g *SnapshotGroup) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "snapshotgroup", ID: g.ID}
}

func (g *SnapshotGroup) about(tags []tagging.Tag) map[string][]string {
	return map[string][]string{
		"cvm:region": {g.Region}, "qcs:create_uin": {g.Creator}, "qcs:tag": tagging.Pairs(tags), "qcs:resource_tag": tagging.Pairs(tags),
	}
}

// group is the caller's group in the call's region, under the condition that it is there.
func (s *Service) group(ctx context.Context, tx store.Tx, c *call.Call, id string, absent *catalogue.Condition) (*SnapshotGroup, error) {
	g, err := s.Store.Groups.One(ctx, tx, id)
	if err == nil && (g == nil || g.Account != c.Caller.Account || g.Region != c.Region) {
		return nil, absent.Errorf("The snapshot group %s does not exist in this region.", id)
	}
	return g, err
}

// inGroup are a group's snapshots, the newest first, then by id.
func (s *Service) inGroup(ctx context.Context, tx store.Tx, g *SnapshotGroup) ([]*Snapshot, error) {
	all, err := s.Store.Snapshots.All(ctx, tx, g.Account, g.Region)
	var members []*Snapshot
	for _, n := range all {
		if n.Group == g.ID {
			members = append(members, n)
		}
	}
	return members, err
}

// groupState is that of a group: the one that any of its snapshots is in beside NORMAL.
func groupState(members []*Snapshot) string {
	for _, state := range []string{Creating, Rolling} {
		for _, n := range members {
			if n.State == state {
				return state
			}
		}
	}
	return Normal
}

// leaveGroup takes a group away whose last snapshot is gone.
func (s *Service) leaveGroup(ctx context.Context, tx store.Tx, n *Snapshot) error {
	if n.Group == "" {
		return nil
	}
	g, err := s.Store.Groups.One(ctx, tx, n.Group)
	if err != nil || g == nil {
		return err
	}
	left, err := s.inGroup(ctx, tx, g)
	if err != nil || len(left) > 0 {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, g.Account, g.tagged()); err != nil {
		return err
	}
	return s.Store.Groups.Remove(ctx, tx, g.ID)
}

// under is a refusal under another condition.
func under(condition *catalogue.Condition, err error) error {
	var r *catalogue.Refusal
	if errors.As(err, &r) {
		return condition.Errorf("%s", r.Message)
	}
	return err
}
