package cbs

import (
	"context"
	"regexp"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

var snapshotForm = regexp.MustCompile(`^snap-[a-z0-9]{8}$`)

// The states of snapshots and backups.
const (
	Normal   = "NORMAL"
	Creating = "CREATING"
	// Rolling is that of one that a disk is being rolled back to.
	Rolling = "ROLLBACKING"
)

// A Snapshot is what was on a disk at a moment.
type Snapshot struct {
	ID, Account, Creator, Region, Zone string
	Project                            int64
	Name                               string
	// Disk is what it is of, also when that is gone.
	Disk      string
	DiskUsage string
	DiskSize  int64
	Encrypted bool
	State     string
	// Policy made it; empty where its owner did.
	Policy string
	// Group is the group that it was made with; empty for none.
	Group string `json:",omitempty"`
	// CopyOf is the snapshot in another region that it is a copy of, Origin that one's disk; empty for none.
	CopyOf, Origin string `json:",omitempty"`
	// Deadline is when it goes by itself; zero for never.
	Deadline time.Time
	// Images are those that it is behind.
	Images []ImageOf
	// Shares are the accounts that may make disks of it, and since when.
	Shares            []Share
	Created, Modified time.Time
}

// A Share lets another account use a snapshot.
type Share struct {
	Account string
	At      time.Time
}

func (n *Snapshot) sharedWith(account string) bool {
	for _, sh := range n.Shares {
		if sh.Account == account {
			return true
		}
	}
	return false
}

// tagged is the snapshot as the keeper of tags knows it.
func (n *Snapshot) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "snapshot", Region: n.Region, ID: n.ID}
}

// usable is a snapshot in the call's region that its account may make disks of, its own, or one that is shared with it;
// nil where there is none.
func (s *Service) usable(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Snapshot, error) {
	n, err := s.Store.Snapshots.One(ctx, tx, id)
	if err != nil || n == nil || n.Region != c.Region || n.Account != c.Caller.Account && !n.sharedWith(c.Caller.Account) {
		return nil, err
	}
	return n, nil
}

// from makes a disk one of its snapshot.
func (s *Service) from(ctx context.Context, tx store.Tx, c *call.Call, d *Disk) error {
	n, err := s.usable(ctx, tx, c, d.Snapshot)
	switch {
	case err != nil:
		return err
	case n == nil:
		return errNoSnapshot.Errorf("Snapshot %s does not exist in this region.", d.Snapshot)
	}
	if d.Size == 0 {
		d.Size = n.DiskSize
	}
	switch k := kindOf(d.Type); {
	case n.State == Creating || n.State == Copying:
		return errSnapshotState.Errorf("Snapshot %s is %s; %s is expected.", n.ID, n.State, Normal)
	case n.DiskUsage == SystemDisk:
		return errSnapshotState.Errorf("Snapshot %s is of a system disk; one of a data disk is expected.", n.ID)
	case d.Size < n.DiskSize:
		return errConfig.Errorf("Parameter DiskSize is %d; snapshot %s needs at least %d.", d.Size, n.ID, n.DiskSize)
	case !k.sells(d.Size):
		return k.unsold("DiskSize", d.Size)
	}
	d.Encrypted = d.Encrypted || n.Encrypted
	return nil
}

// noSnapshotUnderWay refuses while a snapshot of the disk is being made.
func (s *Service) noSnapshotUnderWay(ctx context.Context, tx store.Tx, d *Disk) error {
	all, err := s.Store.Snapshots.Under(ctx, tx, d.ID)
	for _, n := range all {
		if n.State == Creating {
			return errSnapshotting.Errorf("Snapshot %s of disk %s is %s; wait until it is done.", n.ID, d.ID, n.State)
		}
	}
	return err
}
