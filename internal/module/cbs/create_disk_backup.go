package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// CreateDiskBackup makes a backup of a disk.
var CreateDiskBackup = action.Define(spec(action.Spec{
	Name: "CreateDiskBackup", Doc: "Makes a backup of a disk, which has room for some.", Changes: true,
	Refuses: moving(shooting.named("CreateDiskBackup"), errManyBackups, errBackingUp),
}), (*Service).createDiskBackup)

// CreateDiskBackupRequest is the input of CreateDiskBackup.
type CreateDiskBackupRequest struct {
	DiskId         string `api:"required" touches:"volume" doc:"The disk."`
	DiskBackupName string `api:"max=100" doc:"Its name."`
}

// Check implements action.Checker.
func (r *CreateDiskBackupRequest) Check() error { return checkID("DiskId", r.DiskId, diskForm) }

// CreateDiskBackupResponse is the output of CreateDiskBackup.
type CreateDiskBackupResponse struct{ DiskBackupId string }

func (s *Service) createDiskBackup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDiskBackupRequest) (*CreateDiskBackupResponse, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	if err := d.may(shooting.named("CreateDiskBackup")); err != nil {
		return nil, err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return nil, err
	}
	all, err := s.Store.Backups.Under(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		if b.State != Normal {
			return nil, errBackingUp.Errorf("Backup %s of disk %s is %s; wait until that is done.", b.ID, d.ID, b.State)
		}
	}
	if int64(len(all)) >= d.Backups {
		return nil, errManyBackups.Errorf("Disk %s has %d backups and room for %d; ModifyDiskBackupQuota makes more.", d.ID, len(all), d.Backups)
	}
	b := &Backup{
		Account: d.Account, Region: d.Region, Name: orUnnamed(in.DiskBackupName), Disk: d.ID, DiskUsage: d.Usage, DiskSize: d.Size,
		Encrypted: d.Encrypted, State: Creating, Created: c.Now,
	}
	for {
		b.ID = s.Random.ResourceID("dbp")
		if added, err := s.Store.Backups.Add(ctx, tx, b); err != nil {
			return nil, err
		} else if added {
			break
		}
	}
	due := c.Now.Add(s.Settings.Now().Delay("cbs.snapshot"))
	return &CreateDiskBackupResponse{b.ID}, s.Later.Put(ctx, tx, later.Job{Kind: jobBackedUp, Key: b.ID, Due: due})
}
