package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ApplyDiskBackup brings a disk back to one of its backups.
var ApplyDiskBackup = action.Define(spec(action.Spec{
	Name: "ApplyDiskBackup", Doc: "Brings a disk back to what it was at one of its backups.", Changes: true,
	Refuses: moving(rollBack.named("ApplyDiskBackup"), errNoBackup, errBackupState, errInstance, errSnapshotting),
}), (*Service).applyDiskBackup)

// ApplyDiskBackupRequest is the input of ApplyDiskBackup.
type ApplyDiskBackupRequest struct {
	DiskBackupId      string `api:"required" doc:"The backup."`
	DiskId            string `api:"required" touches:"volume" doc:"The disk that it is of."`
	AutoStopInstance  bool   `doc:"Whether the instance that the disk is attached to is turned off for it."`
	AutoStartInstance bool   `doc:"Whether it is turned on afterwards."`
}

// Check implements action.Checker.
func (r *ApplyDiskBackupRequest) Check() error {
	if err := checkID("DiskBackupId", r.DiskBackupId, backupForm); err != nil {
		return err
	}
	return checkID("DiskId", r.DiskId, diskForm)
}

func (s *Service) applyDiskBackup(ctx context.Context, tx store.Tx, c *call.Call, in *ApplyDiskBackupRequest) (*Nothing, error) {
	b, err := s.backup(ctx, tx, c, in.DiskBackupId)
	if err != nil {
		return nil, err
	}
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	if b.Disk != d.ID || b.State != Normal {
		return nil, errBackupState.Errorf("Backup %s is of disk %s and %s; one of %s that is %s is expected.", b.ID, b.Disk, b.State, d.ID, Normal)
	}
	return &Nothing{}, s.rollBack(ctx, tx, c, d, rollback{"backup", b.ID, in.AutoStopInstance, in.AutoStartInstance})
}
