package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyDiskBackupQuota sets how many backups a disk has room for. They cost nothing here: no source prints a price.
var ModifyDiskBackupQuota = action.Define(spec(action.Spec{
	Name: "ModifyDiskBackupQuota", Doc: "Sets how many backups a disk has room for.", Changes: true, Refuses: naming(errManyBackups),
}), (*Service).modifyDiskBackupQuota)

// ModifyDiskBackupQuotaRequest is the input of ModifyDiskBackupQuota and of the inquiry.
type ModifyDiskBackupQuotaRequest struct {
	DiskId          string `api:"required" touches:"volume" doc:"The disk."`
	DiskBackupQuota int64  `api:"required,min=0,max=1024" doc:"How many; no fewer than it has."`
}

// Check implements action.Checker.
func (r *ModifyDiskBackupQuotaRequest) Check() error { return checkID("DiskId", r.DiskId, diskForm) }

func (s *Service) modifyDiskBackupQuota(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskBackupQuotaRequest) (*Nothing, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Backups.Under(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	if int64(len(all)) > in.DiskBackupQuota {
		return nil, errManyBackups.Errorf("Disk %s has %d backups; there has to be room for them, or DeleteDiskBackups takes some away first.", d.ID, len(all))
	}
	d.Backups = in.DiskBackupQuota
	return &Nothing{}, s.Store.Disks.Put(ctx, tx, d)
}

// InquirePriceModifyDiskBackupQuota tells what that would cost: nothing.
var InquirePriceModifyDiskBackupQuota = action.Define(spec(action.Spec{
	Name: "InquirePriceModifyDiskBackupQuota", Doc: "Tells what room for backups would cost, which is nothing here.", Refuses: naming(),
}), (*Service).inquirePriceModifyDiskBackupQuota)

func (s *Service) inquirePriceModifyDiskBackupQuota(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskBackupQuotaRequest) (*PriceResponse, error) {
	if _, err := s.disk(ctx, tx, c, in.DiskId); err != nil {
		return nil, err
	}
	return &PriceResponse{byHour(0)}, nil
}
