package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// TerminateDisks returns disks: all that it names, or none.
var TerminateDisks = action.Define(spec(action.Spec{
	Name: "TerminateDisks", Doc: "Returns disks; one that is paid in advance goes to the recycle bin first, and away when it is returned again.",
	Changes: true, Refuses: moving(returning, errSnapshotting),
}), (*Service).terminateDisks)

// TerminateDisksRequest is the input of TerminateDisks.
type TerminateDisksRequest struct {
	DiskIds        []string `api:"required" touches:"volume" doc:"The disks, at most 100; none of them attached."`
	DeleteSnapshot int64    `api:"oneof=0 1" doc:"1 has their snapshots go with them."`
}

// Check implements action.Checker.
func (r *TerminateDisksRequest) Check() error { return checkDisks(r.DiskIds) }

func (s *Service) terminateDisks(ctx context.Context, tx store.Tx, c *call.Call, in *TerminateDisksRequest) (*Nothing, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := s.giveBack(ctx, tx, c, d, in.DeleteSnapshot == 1); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// giveBack returns a disk: a prepaid one to the recycle bin, with what is left of its price, and from there away.
func (s *Service) giveBack(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, dropSnapshots bool) error {
	if err := d.may(returning); err != nil {
		return err
	}
	if err := s.noSnapshotUnderWay(ctx, tx, d); err != nil {
		return err
	}
	d.DropSnapshots = d.DropSnapshots || dropSnapshots
	if !d.isPrepaid() || d.State == ToRecycle {
		return s.remove(ctx, tx, d, c.Now)
	}
	left, err := d.refund(c.Now)
	if err != nil {
		return err
	}
	if left > 0 {
		if _, err := s.Till.Refund(ctx, tx, c, d.order("refund", []string{d.ID}, left, 0)); err != nil {
			return err
		}
	}
	d.Paid = 0
	if d.Expires.After(c.Now) {
		d.Expires = c.Now
	}
	return s.recycle(ctx, tx, d, c.Now)
}
