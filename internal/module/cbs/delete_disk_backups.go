package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteDiskBackups takes backups away: all that it names, or none.
var DeleteDiskBackups = action.Define(spec(action.Spec{
	Name: "DeleteDiskBackups", Doc: "Takes backups away.", Changes: true, Refuses: []*catalogue.Condition{errValue, errTooMany, errNoBackup, errInUse},
}), (*Service).deleteDiskBackups)

// DeleteDiskBackupsRequest is the input of DeleteDiskBackups.
type DeleteDiskBackupsRequest struct {
	DiskBackupIds []string `api:"required" doc:"The backups, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteDiskBackupsRequest) Check() error {
	return checkIDs("DiskBackupIds", r.DiskBackupIds, backupForm, maxIDs)
}

func (s *Service) deleteDiskBackups(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteDiskBackupsRequest) (*Nothing, error) {
	for _, id := range in.DiskBackupIds {
		b, err := s.backup(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if b.State != Normal {
			return nil, errInUse.Errorf("Backup %s is %s; wait until that is done.", b.ID, b.State)
		}
		if err := s.Store.Backups.Remove(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
