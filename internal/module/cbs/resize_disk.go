package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/store"
)

// ResizeDisk makes a disk larger.
var ResizeDisk = action.Define(spec(action.Spec{
	Name: "ResizeDisk", Doc: "Makes a disk larger.", Changes: true, Refuses: moving(expand, errConfig, errSnapshotting, errBalance),
}), (*Service).resizeDisk)

// ResizeDiskRequest is the input of ResizeDisk.
type ResizeDiskRequest struct {
	DiskSize int64  `api:"required,min=10,max=32000" doc:"GB, in steps of 10 and more than it has."`
	DiskId   string `api:"required" touches:"volume" doc:"The disk."`
}

// Check implements action.Checker.
func (r *ResizeDiskRequest) Check() error { return checkID("DiskId", r.DiskId, diskForm) }

func (s *Service) resizeDisk(ctx context.Context, tx store.Tx, c *call.Call, in *ResizeDiskRequest) (*Nothing, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	if err := s.mayGrow(ctx, tx, c, d, in.DiskSize); err != nil {
		return nil, err
	}
	if err := s.reprice(ctx, tx, c, d, func(d *Disk) { d.Size = in.DiskSize }); err != nil {
		return nil, err
	}
	return &Nothing{}, s.move(ctx, tx, d, expand, c.Now)
}

// mayGrow refuses a size that the disk can't be given now.
func (s *Service) mayGrow(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, gb int64) error {
	k := kindOf(d.Type)
	if err := d.may(expand); err != nil {
		return err
	}
	if err := d.paid(c, errExpired); err != nil {
		return err
	}
	switch {
	case d.Usage == SystemDisk && (gb < disk.MinSystem || gb > disk.MaxSystem):
		return errConfig.Errorf("Parameter DiskSize is %d; for a system disk, %d to %d are expected.", gb, disk.MinSystem, disk.MaxSystem)
	case d.Usage == DataDisk && !k.sells(gb):
		return k.unsold("DiskSize", gb)
	case gb <= d.Size:
		return errValue.Errorf("Parameter DiskSize is %d; disk %s has %d GB and can only grow.", gb, d.ID, d.Size)
	}
	return s.noSnapshotUnderWay(ctx, tx, d)
}
