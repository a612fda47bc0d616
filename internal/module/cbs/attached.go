package cbs

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// What follows is for cvm, whose instances have their disks here.

// Build makes a disk of an instance, paid with it, and tells it as it is kept. It refuses where the zone has no more.
func (s *Service) Build(ctx context.Context, tx store.Tx, on disk.Host, d disk.Disk) (disk.Disk, error) {
	made := &Disk{
		Account: on.Account, Creator: on.Creator, Region: on.Region, Zone: on.Zone, Project: on.Project, Instance: on.Instance, Created: on.Created,
		Usage: DataDisk, State: Attached, Name: orUnnamed(d.Name), Type: d.Type, Size: d.Size, Place: d.Place, Encrypted: d.Encrypted, Key: d.Key,
		Snapshot: d.Snapshot, DeleteWithInstance: !d.Kept, Throughput: d.Throughput, Burst: d.Burst,
	}
	if d.System {
		made.Usage = SystemDisk
	}
	made.Portable = !d.System && !made.kind().Local
	if err := s.take(ctx, tx, made.Zone, made.Type, 1, errCloudSoldOut); err != nil {
		return d, err
	}
	err := s.add(ctx, tx, made)
	return made.told(), err
}

// told is the disk as an instance knows it.
func (d *Disk) told() disk.Disk {
	return disk.Disk{
		ID: d.ID, Type: d.Type, System: d.Usage == SystemDisk, Place: d.Place, Own: d.Own, Size: d.Size, Name: d.Name, Encrypted: d.Encrypted,
		Key: d.Key, Snapshot: d.Snapshot, Kept: !d.DeleteWithInstance, Throughput: d.Throughput, Burst: d.Burst, Was: d.Was,
	}
}

// take takes disks from a zone's stock.
func (s *Service) take(ctx context.Context, tx store.Tx, zone, typ string, n int64, refusal *catalogue.Condition) error {
	taken, err := s.Store.Book.Take(ctx, tx, zone, typ, n)
	if err == nil && !taken {
		err = refusal.Errorf("Zone %s has too few disks of type %s left; %d are wanted.", zone, typ, n)
	}
	return err
}

// add draws the id of a disk and keeps it.
func (s *Service) add(ctx context.Context, tx store.Tx, d *Disk) error {
	for {
		d.ID = s.Random.ResourceID("disk")
		if added, err := s.Store.Disks.Add(ctx, tx, d); err != nil || added {
			return err
		}
	}
}

// OfInstance lists an instance's disks: the system disk, then the others in the order in which they came.
func (s *Service) OfInstance(ctx context.Context, tx store.Tx, instance string) ([]disk.Disk, error) {
	all, err := s.Store.Disks.Under(ctx, tx, instance)
	slices.SortStableFunc(all, byPlace)
	out := make([]disk.Disk, len(all))
	for n, d := range all {
		out[n] = d.told()
	}
	return out, err
}

// OfInstances lists the disks of an account's instances in a region, or in all where region is empty: each instance's
// as OfInstance has them.
func (s *Service) OfInstances(ctx context.Context, tx store.Tx, account, region string) (map[string][]disk.Disk, error) {
	all, err := s.Store.Disks.All(ctx, tx, account, region)
	slices.SortStableFunc(all, byPlace)
	out := map[string][]disk.Disk{}
	for _, d := range all {
		if d.Instance != "" {
			out[d.Instance] = append(out[d.Instance], d.told())
		}
	}
	return out, err
}

func byPlace(a, b *Disk) int {
	return cmp.Or(cmp.Compare(b.Usage, a.Usage), cmp.Compare(a.Place, b.Place)) // SYSTEM_DISK comes behind DATA_DISK
}

func orUnnamed(name string) string {
	if name == "" {
		return unnamed
	}
	return name
}

// SnapshotSize is the size of the data disk that a snapshot is of, which the caller may use in the call's region; ok is
// false where there is none.
func (s *Service) SnapshotSize(ctx context.Context, tx store.Tx, c *call.Call, id string) (gb int64, ok bool, err error) {
	n, err := s.usable(ctx, tx, c, id)
	if err != nil || n == nil || n.DiskUsage != DataDisk || n.State == Creating {
		return 0, false, err
	}
	return n.DiskSize, true, nil
}

// Resize sets the size, and where typ is not empty the type, of a disk that is paid with its instance; the price is its
// instance's affair. Where it is not at once, the disk is shown as it was until it settles.
func (s *Service) Resize(ctx context.Context, tx store.Tx, id string, gb int64, typ string, atOnce bool) error {
	d, err := s.Store.Disks.One(ctx, tx, id)
	if err != nil {
		return err
	}
	if !atOnce {
		d.Was = &disk.Look{Type: d.Type, Size: d.Size}
	}
	d.Size = gb
	if typ != "" && typ != d.Type {
		if err := s.take(ctx, tx, d.Zone, typ, 1, errCloudSoldOut); err != nil {
			return err
		}
		if _, err := s.Store.Book.Take(ctx, tx, d.Zone, d.Type, -1); err != nil {
			return err
		}
		d.Type = typ
		d.Portable = d.Portable || d.Usage == DataDisk && !d.kind().Local
	}
	return s.Store.Disks.Put(ctx, tx, d)
}

// Settle has all disks of an instance be shown as they are.
func (s *Service) Settle(ctx context.Context, tx store.Tx, instance string) error {
	all, err := s.Store.Disks.Under(ctx, tx, instance)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Was == nil {
			continue
		}
		d.Was = nil
		if err := s.Store.Disks.Put(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// ReturnPrepaid returns the data disks of an instance that is going which are paid in advance: those that were paid with it are gone
// with what is given back for it, the others go to the recycle bin with what is left of their price. One that can't be
// returned now stays.
func (s *Service) ReturnPrepaid(ctx context.Context, tx store.Tx, instance string, prepaid bool, at time.Time) error {
	all, err := s.Store.Disks.Under(ctx, tx, instance)
	if err != nil {
		return err
	}
	for _, d := range all {
		switch {
		case !d.Portable:
		case !d.Own && prepaid:
			err = s.remove(ctx, tx, d, at)
		case d.Own && d.isPrepaid():
			err = s.returnAttached(ctx, tx, d, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// returnAttached takes a disk off its instance and returns it, as its owner's calls would.
func (s *Service) returnAttached(ctx context.Context, tx store.Tx, d *Disk, at time.Time) error {
	c := &call.Call{Now: at, Region: d.Region, Caller: call.Caller{Account: d.Account, Uin: d.Account}}
	err := tx.Savepoint(ctx, func() error {
		if err := s.Later.Cancel(ctx, tx, jobMove, d.ID); err != nil {
			return err
		}
		d.Next = Unattached
		d.end()
		return s.giveBack(ctx, tx, c, d, false)
	})
	var refusal *catalogue.Refusal
	if errors.As(err, &refusal) {
		return nil
	}
	return err
}

// Leave is what becomes of the disks of an instance that is gone: those that go with it go, the others stay and pay for
// themselves. One that nobody can pay for goes too.
func (s *Service) Leave(ctx context.Context, tx store.Tx, instance string, expires, at time.Time) error {
	all, err := s.Store.Disks.Under(ctx, tx, instance)
	if err != nil {
		return err
	}
	for _, d := range all {
		if !d.Portable || d.DeleteWithInstance && !d.isPrepaid() {
			err = s.remove(ctx, tx, d, at)
		} else {
			err = s.leave(ctx, tx, d, expires, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) leave(ctx context.Context, tx store.Tx, d *Disk, expires, at time.Time) error {
	if err := s.Later.Cancel(ctx, tx, jobMove, d.ID); err != nil {
		return err
	}
	c := &call.Call{Now: at, Region: d.Region, Caller: call.Caller{Account: d.Account, Uin: d.Account}}
	err := tx.Savepoint(ctx, func() error { return s.become(ctx, tx, c, d, expires) })
	if errors.Is(err, catalogue.InsufficientBalance) {
		return s.remove(ctx, tx, d, at)
	}
	if err != nil {
		return err
	}
	d.Next = Unattached
	d.end()
	return s.Store.Disks.Put(ctx, tx, d)
}

// become has a disk that was paid with its instance pay for itself from now on: by the hour, or where the instance has
// paid time until expires, it keeps that.
func (s *Service) become(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, expires time.Time) error {
	if d.Own {
		return nil
	}
	d.Own, d.Charge = true, Postpaid
	if expires.IsZero() {
		return s.open(ctx, tx, c, d)
	}
	d.Charge, d.Renew, d.Expires, d.PaidSince = Prepaid, RenewByHand, expires, c.Now
	return s.expireAt(ctx, tx, d, c.Now)
}

// expireAt has a disk expire when its paid time is over.
func (s *Service) expireAt(ctx context.Context, tx store.Tx, d *Disk, now time.Time) error {
	if err := s.Later.Cancel(ctx, tx, jobExpire, d.ID); err != nil {
		return err
	}
	due := d.Expires
	if due.Before(now) {
		due = now
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobExpire, Key: d.ID, Due: due})
}
