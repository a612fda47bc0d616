package cbs

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// Quotas (facts/quotas-billing-lifecycle.md §2): a region's snapshots are snapshotBase and as many for each disk.
const (
	quotaSnapshots = "cbs.snapshots"
	snapshotBase   = 64
)

const (
	jobShot    = "cbs.snapshot"         // a snapshot is done
	jobOutdate = "cbs.snapshot_expires" // a snapshot's time is over
)

// shoot makes a snapshot of a disk, and has it go by itself at its Deadline where it has one.
func (s *Service) shoot(ctx context.Context, tx store.Tx, d *Disk, n Snapshot, now time.Time) (*Snapshot, error) {
	n.Account, n.Region, n.Zone, n.Project = d.Account, d.Region, d.Zone, d.Project
	n.Disk, n.DiskUsage, n.DiskSize, n.Encrypted = d.ID, d.Usage, d.Size, d.Encrypted
	n.Name, n.State, n.Created, n.Modified = orUnnamed(n.Name), Creating, now, now
	for {
		n.ID = s.Random.ResourceID("snap")
		if added, err := s.Store.Snapshots.Add(ctx, tx, &n); err != nil {
			return nil, err
		} else if added {
			break
		}
	}
	if err := s.outdateAt(ctx, tx, &n); err != nil {
		return nil, err
	}
	return &n, s.Later.Put(ctx, tx, later.Job{Kind: jobShot, Key: n.ID, Due: now.Add(s.Settings.Now().Delay("cbs.snapshot"))})
}

// roomForSnapshot refuses when the account has as many snapshots in the region as it may have.
func (s *Service) roomForSnapshot(ctx context.Context, tx store.Tx, account, region string) error {
	disks, err := s.Store.Disks.All(ctx, tx, account, region)
	if err != nil {
		return err
	}
	have, err := s.Store.Snapshots.All(ctx, tx, account, region)
	if err != nil {
		return err
	}
	limit, err := s.Accounts.Quota(ctx, tx, account, quotaSnapshots, snapshotBase*int64(1+len(disks)))
	if err == nil && int64(len(have)) >= limit {
		err = errNoRoom.Errorf("There are %d snapshots in this region; with one more the quota of %d is exceeded.", len(have), limit)
	}
	return err
}

// outdateAt has a snapshot go when its time is over.
func (s *Service) outdateAt(ctx context.Context, tx store.Tx, n *Snapshot) error {
	if err := s.Later.Cancel(ctx, tx, jobOutdate, n.ID); err != nil || n.Deadline.IsZero() {
		return err
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobOutdate, Key: n.ID, Due: n.Deadline})
}

// shot is when a snapshot is done.
func (s *Service) shot(ctx context.Context, tx store.Tx, j later.Job) error {
	n, err := s.Store.Snapshots.One(ctx, tx, j.Key)
	if err != nil || n == nil {
		return err
	}
	n.State = Normal
	return s.Store.Snapshots.Put(ctx, tx, n)
}

// outdate is the end of a snapshot's time.
func (s *Service) outdate(ctx context.Context, tx store.Tx, j later.Job) error {
	n, err := s.Store.Snapshots.One(ctx, tx, j.Key)
	if err != nil || n == nil {
		return err
	}
	return s.drop(ctx, tx, n)
}

// drop takes a snapshot away.
func (s *Service) drop(ctx context.Context, tx store.Tx, n *Snapshot) error {
	for _, kind := range []string{jobShot, jobOutdate} {
		if err := s.Later.Cancel(ctx, tx, kind, n.ID); err != nil {
			return err
		}
	}
	if err := s.Tags.Drop(ctx, tx, n.Account, n.tagged()); err != nil {
		return err
	}
	n.Shares = nil
	if err := s.Store.Book.Share(ctx, tx, n); err != nil {
		return err
	}
	if err := s.Store.Snapshots.Remove(ctx, tx, n.ID); err != nil {
		return err
	}
	return s.leaveGroup(ctx, tx, n)
}

// dropAll takes what is kept of a disk away that is gone: its backups, and where it is so, its snapshots.
func (s *Service) dropAll(ctx context.Context, tx store.Tx, d *Disk) error {
	backups, err := s.Store.Backups.Under(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	for _, b := range backups {
		if err := s.Store.Backups.Remove(ctx, tx, b.ID); err != nil {
			return err
		}
	}
	if !d.DropSnapshots {
		return nil
	}
	all, err := s.Store.Snapshots.Under(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	for _, n := range all {
		if len(n.Shares) > 0 || len(n.Images) > 0 {
			continue
		}
		if err := s.drop(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// snapshot is the caller's own snapshot in the call's region; another's is as absent as none.
func (s *Service) snapshot(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Snapshot, error) {
	n, err := s.Store.Snapshots.One(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if n == nil || n.Account != c.Caller.Account || n.Region != c.Region {
		return nil, errNoSnapshot.Errorf("Snapshot %s does not exist in this region.", id)
	}
	return n, nil
}

// snapshots are the caller's snapshots in the order of ids; none when one of them is not there.
func (s *Service) snapshots(ctx context.Context, tx store.Tx, c *call.Call, ids []string) ([]*Snapshot, error) {
	all := make([]*Snapshot, len(ids))
	for k, id := range ids {
		n, err := s.snapshot(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		all[k] = n
	}
	return all, nil
}
