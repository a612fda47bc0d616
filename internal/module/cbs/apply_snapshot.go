package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// ApplySnapshot brings a disk back to what it was.
var ApplySnapshot = action.Define(spec(action.Spec{
	Name: "ApplySnapshot", Doc: "Brings a disk back to what it was at one of its snapshots.", Changes: true,
	Refuses: moving(rollBack, errNoSnapshot, errSnapshotState, errSizeDiffers, errInstance, errSnapshotting),
}), (*Service).applySnapshot)

// ApplySnapshotRequest is the input of ApplySnapshot.
type ApplySnapshotRequest struct {
	SnapshotId        string `api:"required" touches:"snapshot" doc:"The snapshot."`
	DiskId            string `api:"required" touches:"volume" doc:"The disk that it is of."`
	AutoStopInstance  bool   `doc:"Whether the instance that the disk is attached to is turned off for it."`
	AutoStartInstance bool   `doc:"Whether it is turned on afterwards."`
}

// Check implements action.Checker.
func (r *ApplySnapshotRequest) Check() error {
	if err := checkID("SnapshotId", r.SnapshotId, snapshotForm); err != nil {
		return err
	}
	return checkID("DiskId", r.DiskId, diskForm)
}

func (s *Service) applySnapshot(ctx context.Context, tx store.Tx, c *call.Call, in *ApplySnapshotRequest) (*Nothing, error) {
	n, err := s.snapshot(ctx, tx, c, in.SnapshotId)
	if err != nil {
		return nil, err
	}
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	switch {
	case n.Disk != d.ID:
		return nil, errSnapshotState.Errorf("Snapshot %s is of disk %s; one of %s is expected.", n.ID, n.Disk, d.ID)
	case n.State != Normal:
		return nil, errSnapshotState.Errorf("Snapshot %s is %s; %s is expected.", n.ID, n.State, Normal)
	case n.DiskSize > d.Size:
		return nil, errSizeDiffers.Errorf("Snapshot %s has %d GB and disk %s has %d; the disk can't be smaller.", n.ID, n.DiskSize, d.ID, d.Size)
	}
	return &Nothing{}, s.rollBack(ctx, tx, c, d, rollback{"snapshot", n.ID, in.AutoStopInstance, in.AutoStartInstance})
}

// A rollback is what a disk is brought back to.
type rollback struct {
	kind, id    string
	stop, start bool
}

// rollBack brings a disk back: one that is attached, while its instance is off.
func (s *Service) rollBack(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, to rollback) error {
	if err := d.may(rollBack); err != nil {
		return err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return err
	}
	if err := s.noSnapshotUnderWay(ctx, tx, d); err != nil {
		return err
	}
	restart := false
	if d.State == Attached {
		i, err := s.instance(ctx, tx, c, d.Instance)
		if err != nil {
			return err
		}
		switch {
		case i.State == "RUNNING" && to.stop:
			if err := s.Instances.Stop(ctx, tx, c, i.ID); err != nil {
				return err
			}
			restart = to.start
		case i.State != "STOPPED":
			return errInstance.Errorf("Instance %s, which disk %s is attached to, is %s; it has to be STOPPED, or AutoStopInstance to be TRUE.", i.ID, d.ID, i.State)
		}
	}
	if err := s.setRolling(ctx, tx, to.kind, to.id, Rolling); err != nil {
		return err
	}
	if err := s.move(ctx, tx, d, rollBack, c.Now); err != nil {
		return err
	}
	job := later.Job{Kind: jobRolled, Key: to.id, Due: c.Now.Add(s.Settings.Now().Delay(rollBack.delay)), Payload: []byte(to.kind)}
	if err := s.Later.Put(ctx, tx, job); err != nil || !restart {
		return err
	}
	return s.Instances.Start(ctx, tx, c, d.Instance)
}

// jobRolled is the end of a rollback for what the disk is brought back to.
const jobRolled = "cbs.rolled"

func (s *Service) rolled(ctx context.Context, tx store.Tx, j later.Job) error {
	return s.setRolling(ctx, tx, string(j.Payload), j.Key, Normal)
}

// setRolling sets the state of a snapshot or a backup, which may be gone.
func (s *Service) setRolling(ctx context.Context, tx store.Tx, kind, id, state string) error {
	if kind == "backup" {
		b, err := s.Store.Backups.One(ctx, tx, id)
		if err != nil || b == nil {
			return err
		}
		b.State = state
		return s.Store.Backups.Put(ctx, tx, b)
	}
	n, err := s.Store.Snapshots.One(ctx, tx, id)
	if err != nil || n == nil {
		return err
	}
	n.State = state
	return s.Store.Snapshots.Put(ctx, tx, n)
}
