package cbs

import (
	"context"
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// Copying is the state of a snapshot that comes from another region.
const Copying = "COPYING_FROM_REMOTE"

var (
	errCopying = catalogue.OperationFailed.Named("ResourceInUse.CopySnapshotConflict")
	errNoCopy  = catalogue.OperationFailed.Named("UnsupportedOperation.SnapshotNotSupportCopy")
)

// CopySnapshotCrossRegions copies a snapshot to other regions.
var CopySnapshotCrossRegions = action.Define(spec(action.Spec{
	Name: "CopySnapshotCrossRegions", Doc: "Copies a snapshot to other regions; a region without room says so in the answer.", Changes: true, Creates: []string{"snapshot"},
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoSnapshot, errInUse, errCopying, errNoCopy, errNoRoom},
}), (*Service).copySnapshot)

// CopySnapshotCrossRegionsRequest is the input of CopySnapshotCrossRegions.
type CopySnapshotCrossRegionsRequest struct {
	DestinationRegions []string `api:"required,max=10" doc:"The regions to copy it to."`
	SnapshotId         string   `api:"required" touches:"snapshot" doc:"The snapshot."`
	SnapshotName       string   `api:"max=60" doc:"The copies' name; the snapshot's when left out."`
}

// Check implements action.Checker.
func (r *CopySnapshotCrossRegionsRequest) Check() error {
	seen := map[string]bool{}
	for _, name := range r.DestinationRegions {
		to, ok := region.Find(name)
		if !ok {
			return errValue.Errorf("Parameter DestinationRegions holds %s; a region such as ap-guangzhou is expected.", param.Quote(name))
		}
		if seen[to.Name] {
			return errValue.Errorf("Parameter DestinationRegions holds %s twice; it is expected once.", to.Name)
		}
		seen[to.Name] = true
	}
	return checkID("SnapshotId", r.SnapshotId, snapshotForm)
}

// CopySnapshotCrossRegionsResponse is the output of CopySnapshotCrossRegions.
type CopySnapshotCrossRegionsResponse struct{ SnapshotCopyResultSet []SnapshotCopyResult }

// A SnapshotCopyResult is what became of one copy.
type SnapshotCopyResult struct{ SnapshotId, Message, Code, DestinationRegion string }

func (s *Service) copySnapshot(ctx context.Context, tx store.Tx, c *call.Call, in *CopySnapshotCrossRegionsRequest) (*CopySnapshotCrossRegionsResponse, error) {
	n, err := s.snapshot(ctx, tx, c, in.SnapshotId)
	if err != nil {
		return nil, err
	}
	switch {
	case n.State != Normal:
		return nil, errInUse.Errorf("Snapshot %s is %s; wait until that is done.", n.ID, n.State)
	case n.Encrypted:
		return nil, errNoCopy.Errorf("Snapshot %s is encrypted with a key of its region; one that is not encrypted is expected.", n.ID)
	}
	out := &CopySnapshotCrossRegionsResponse{}
	for _, name := range in.DestinationRegions {
		to, _ := region.Find(name)
		one, err := s.copyTo(ctx, tx, c, n, to.Name, in.SnapshotName)
		if err != nil {
			return nil, err
		}
		out.SnapshotCopyResultSet = append(out.SnapshotCopyResultSet, one)
	}
	return out, nil
}

// copyTo begins a copy of a snapshot in another region, where the account has room for it.
func (s *Service) copyTo(ctx context.Context, tx store.Tx, c *call.Call, n *Snapshot, to, name string) (SnapshotCopyResult, error) {
	zones, err := s.Zones.ZonesOf(ctx, tx, to)
	switch {
	case err != nil:
		return SnapshotCopyResult{}, err
	case to == n.Region:
		return SnapshotCopyResult{}, errValue.Errorf("Parameter DestinationRegions holds %s, where snapshot %s is; other regions are expected.", to, n.ID)
	case len(zones) == 0:
		return SnapshotCopyResult{}, errValue.Errorf("Parameter DestinationRegions holds %s, which has no zones here; a region that DescribeRegions lists is expected.", to)
	}
	there, err := s.Store.Snapshots.All(ctx, tx, n.Account, to)
	if err != nil {
		return SnapshotCopyResult{}, err
	}
	for _, other := range there {
		if other.CopyOf == n.ID && other.State == Copying {
			return SnapshotCopyResult{}, errCopying.Errorf("Snapshot %s is being copied to %s already, as %s.", n.ID, to, other.ID)
		}
	}
	if err := s.roomForSnapshot(ctx, tx, n.Account, to); err != nil {
		var r *catalogue.Refusal
		if !errors.As(err, &r) {
			return SnapshotCopyResult{}, err
		}
		return SnapshotCopyResult{Code: r.Condition.Name3, Message: r.Message, DestinationRegion: to}, nil
	}
	made := &Snapshot{
		Account: n.Account, Creator: c.Caller.Uin, Region: to, Zone: zones[0], Project: n.Project, Name: n.Name, Origin: n.Disk + n.Origin, DiskUsage: n.DiskUsage,
		DiskSize: n.DiskSize, State: Copying, CopyOf: n.ID, Created: c.Now, Modified: c.Now,
	}
	if name != "" {
		made.Name = name
	}
	for added := false; !added; {
		made.ID = s.Random.ResourceID("snap")
		if added, err = s.Store.Snapshots.Add(ctx, tx, made); err != nil {
			return SnapshotCopyResult{}, err
		}
	}
	err = s.Later.Put(ctx, tx, later.Job{Kind: jobShot, Key: made.ID, Due: c.Now.Add(s.Settings.Now().Delay("cbs.snapshot"))})
	return SnapshotCopyResult{SnapshotId: made.ID, Code: "Success", DestinationRegion: to}, err
}
