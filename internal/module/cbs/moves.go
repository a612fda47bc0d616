package cbs

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const (
	jobMove     = "cbs.move"      // a transition ends
	jobExpire   = "cbs.expire"    // a paid time ends, and then the respite after it
	jobEmptyBin = "cbs.empty_bin" // a disk in the recycle bin goes
)

// move has a disk make a move that it may make.
func (s *Service) move(ctx context.Context, tx store.Tx, d *Disk, m move, now time.Time) error {
	d.begin(m)
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobMove, Key: d.ID, Due: now.Add(s.Settings.Now().Delay(m.delay))}); err != nil {
		return err
	}
	return s.Store.Disks.Put(ctx, tx, d)
}

// endMove is the end of a transition.
func (s *Service) endMove(ctx context.Context, tx store.Tx, j later.Job) error {
	d, err := s.Store.Disks.One(ctx, tx, j.Key)
	if err != nil || d == nil {
		return err
	}
	d.end()
	return s.Store.Disks.Put(ctx, tx, d)
}

// remove takes a disk away, with all that it had.
func (s *Service) remove(ctx context.Context, tx store.Tx, d *Disk, at time.Time) error {
	for _, kind := range []string{jobMove, jobExpire, jobEmptyBin} {
		if err := s.Later.Cancel(ctx, tx, kind, d.ID); err != nil {
			return err
		}
	}
	if err := s.Till.Close(ctx, tx, d.Account, d.ID, at); err != nil {
		return err
	}
	if _, err := s.Store.Book.Take(ctx, tx, d.Zone, d.Type, -1); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, d.Account, d.tagged()); err != nil {
		return err
	}
	if err := s.unbind(ctx, tx, d); err != nil {
		return err
	}
	if err := s.dropAll(ctx, tx, d); err != nil {
		return err
	}
	return s.Store.Disks.Remove(ctx, tx, d.ID)
}

// tagged is the disk as the keeper of tags knows it.
func (d *Disk) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "volume", Region: d.Region, ID: d.ID}
}
