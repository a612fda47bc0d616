package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeDiskBackups lists backups.
var DescribeDiskBackups = action.Define(spec(action.Spec{
	Name: "DescribeDiskBackups", Doc: "Lists the backups of disks.", Refuses: listing,
}), (*Service).describeDiskBackups)

// DescribeDiskBackupsRequest is the input of DescribeDiskBackups.
type DescribeDiskBackupsRequest struct {
	DiskBackupIds []string `doc:"The backups; not together with Filters."`
	Filters       []Filter `doc:"What they have to have, at most 10."`
	Offset        int64    `api:"min=0" doc:"How many are skipped."`
	Limit         int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Order         string   `api:"oneof=ASC DESC,default=ASC" doc:"How they are ordered."`
	OrderField    string   `api:"oneof=CREATE_TIME,default=CREATE_TIME" doc:"By what they are ordered."`
}

var backupFilters = names("disk-backup-id", "disk-id", "disk-usage")

// Check implements action.Checker.
func (r *DescribeDiskBackupsRequest) Check() error {
	if err := checkList("DiskBackupIds", len(r.DiskBackupIds), r.Filters, backupFilters); err != nil {
		return err
	}
	return checkIDs("DiskBackupIds", r.DiskBackupIds, backupForm, maxIDs)
}

// DescribeDiskBackupsResponse is the output of DescribeDiskBackups.
type DescribeDiskBackupsResponse struct {
	TotalCount    int64
	DiskBackupSet []BackupItem
}

// A BackupItem is the API's DiskBackup.
type BackupItem struct {
	DiskBackupId    string
	DiskId          string
	DiskSize        int64
	DiskUsage       string
	DiskBackupName  string
	DiskBackupState string
	Percent         int64
	CreateTime      string
	Encrypt         bool
}

func (s *Service) describeDiskBackups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDiskBackupsRequest) (*DescribeDiskBackupsResponse, error) {
	all, err := s.Store.Backups.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(b *Backup) bool {
		return len(in.DiskBackupIds) > 0 && !slices.Contains(in.DiskBackupIds, b.ID) || !passes(in.Filters, b.look)
	})
	order(found, in.Order, func(b *Backup) string { return iso(b.Created) })
	out := &DescribeDiskBackupsResponse{TotalCount: int64(len(found))}
	for _, b := range page(found, in.Offset, in.Limit) {
		out.DiskBackupSet = append(out.DiskBackupSet, BackupItem{
			DiskBackupId: b.ID, DiskId: b.Disk, DiskSize: b.DiskSize, DiskUsage: b.DiskUsage, DiskBackupName: b.Name, DiskBackupState: b.State,
			Percent: percent(b.State), CreateTime: iso(b.Created), Encrypt: b.Encrypted,
		})
	}
	return out, nil
}

// look finds what a filter looks at.
func (b *Backup) look(name string) []string {
	switch name {
	case "disk-backup-id":
		return []string{b.ID}
	case "disk-id":
		return []string{b.Disk}
	default:
		return []string{b.DiskUsage}
	}
}
