package cbs

import (
	"context"
	"errors"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// A prepaid disk is kept past its paid time for respite, and then in the recycle bin for kept
// (facts/quotas-billing-lifecycle.md §3).
const (
	respite = 7 * 24 * time.Hour
	kept    = 7 * 24 * time.Hour
)

// expire is the end of a paid time: the disk renews itself by a month where it is told to and the account can pay. At the
// end of the respite it goes to the recycle bin.
func (s *Service) expire(ctx context.Context, tx store.Tx, j later.Job) error {
	d, err := s.Store.Disks.One(ctx, tx, j.Key)
	if err != nil || d == nil || !d.isPrepaid() || d.State == ToRecycle {
		return err
	}
	if d.Renew == RenewItself {
		err := tx.Savepoint(ctx, func() error { return s.renewByItself(ctx, tx, *d, j.Due) })
		if err == nil || !errors.Is(err, catalogue.InsufficientBalance) {
			return err
		}
	}
	if end := d.Expires.Add(respite); j.Due.Before(end) {
		return s.Later.Put(ctx, tx, later.Job{Kind: jobExpire, Key: d.ID, Due: end})
	}
	return s.recycle(ctx, tx, d, j.Due)
}

// renewByItself renews a disk by a month, as its account's own call would.
func (s *Service) renewByItself(ctx context.Context, tx store.Tx, d Disk, at time.Time) error {
	c := &call.Call{Now: at, Region: d.Region, Caller: call.Caller{Account: d.Account, Uin: d.Account}}
	return s.renew(ctx, tx, c, &d, 1)
}

// renew pays for more months. A disk in the recycle bin comes back.
func (s *Service) renew(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, months int64) error {
	if err := s.payMonths(ctx, tx, c, "renew", []*Disk{d}, months); err != nil {
		return err
	}
	if d.State == ToRecycle {
		d.State = Unattached
		if err := s.Later.Cancel(ctx, tx, jobEmptyBin, d.ID); err != nil {
			return err
		}
	}
	return s.Store.Disks.Put(ctx, tx, d)
}

// recycle takes a disk off its instance and keeps it in the recycle bin for a while.
func (s *Service) recycle(ctx context.Context, tx store.Tx, d *Disk, at time.Time) error {
	for _, kind := range []string{jobMove, jobExpire} {
		if err := s.Later.Cancel(ctx, tx, kind, d.ID); err != nil {
			return err
		}
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobEmptyBin, Key: d.ID, Due: at.Add(kept)}); err != nil {
		return err
	}
	d.Next = Unattached
	d.end()
	d.State = ToRecycle
	return s.Store.Disks.Put(ctx, tx, d)
}

// emptyBin is the end of a disk's time in the recycle bin.
func (s *Service) emptyBin(ctx context.Context, tx store.Tx, j later.Job) error {
	d, err := s.Store.Disks.One(ctx, tx, j.Key)
	if err != nil || d == nil || d.State != ToRecycle {
		return err
	}
	return s.remove(ctx, tx, d, j.Due)
}
