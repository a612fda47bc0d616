package cbs

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A DiskItem is the API's Disk, with every member that it has, since typed clients take each for granted.
type DiskItem struct {
	DeleteWithInstance    bool
	RenewFlag             string
	DiskType              string
	DiskState             string
	SnapshotCount         int64
	AutoRenewFlagError    bool
	Rollbacking           bool
	InstanceIdList        []string
	Encrypt               bool
	DiskName              string
	BackupDisk            bool
	Tags                  []Tag
	InstanceId            string
	AttachMode            string
	AutoSnapshotPolicyIds []string
	ThroughputPerformance int64
	Migrating             bool
	DiskId                string
	SnapshotSize          int64
	Placement             PlacementItem
	IsReturnable          bool
	DeadlineTime          string
	Attached              bool
	DiskSize              int64
	MigratePercent        int64
	DiskUsage             string
	DiskChargeType        string
	Portable              bool
	SnapshotAbility       bool
	DeadlineError         bool
	RollbackPercent       int64
	DifferDaysOfDeadline  *int64
	ReturnFailCode        int64
	Shareable             bool
	CreateTime            string
	DeleteSnapshot        int64
	DiskBackupQuota       int64
	DiskBackupCount       int64
	InstanceType          string
	LastAttachInsId       string
	ErrorPrompt           string
	BurstPerformance      bool
	EncryptType           string
	KmsKeyId              string
}

// A PlacementItem is the API's Placement.
type PlacementItem struct {
	Zone               string
	CageId             *string
	CdcId              *string
	CdcName            *string
	DedicatedClusterId string
	ProjectId          int64
	ProjectName        *string
}

// describer describes disks; what is asked once for all of them it has asked already.
func (s *Service) describer(ctx context.Context, tx store.Tx, c *call.Call) (func(*Disk) (DiskItem, error), error) {
	tagged, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "volume", c.Region)
	if err != nil {
		return nil, err
	}
	snapshots, err := s.Store.Snapshots.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	backups, err := s.Store.Backups.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	hosts := map[string]*Instance{}
	return func(d *Disk) (DiskItem, error) {
		i := d.item(c.Now)
		i.Tags = untag(tagged[d.ID])
		for _, n := range snapshots {
			if n.Disk == d.ID {
				i.SnapshotCount++
				i.SnapshotSize += n.DiskSize << 10 // in MB
			}
		}
		for _, b := range backups {
			if b.Disk == d.ID {
				i.DiskBackupCount++
			}
		}
		if d.Own {
			return i, nil
		}
		host, asked := hosts[d.Instance]
		if !asked {
			if host, err = s.Instances.Instance(ctx, tx, d.Account, d.Instance); err != nil {
				return i, err
			}
			hosts[d.Instance] = host
		}
		if host != nil {
			i.paidWith(host, c.Now)
		}
		return i, nil
	}, nil
}

func (d *Disk) item(now time.Time) DiskItem {
	look := d.told().Look()
	i := DiskItem{
		DeleteWithInstance: d.DeleteWithInstance, RenewFlag: d.Renew, DiskType: look.Type, DiskState: string(d.State), Rollbacking: d.State == Rollbacking,
		Encrypt: d.Encrypted, DiskName: d.Name, InstanceId: d.Instance, ThroughputPerformance: d.Throughput, DiskId: d.ID,
		Placement: PlacementItem{Zone: d.Zone, ProjectId: d.Project}, Attached: d.Instance != "" && d.State != Attaching, DiskSize: look.Size, MigratePercent: 100,
		DiskUsage: d.Usage, DiskChargeType: d.Charge, Portable: d.Portable, SnapshotAbility: true, RollbackPercent: 100, Shareable: d.Shareable,
		CreateTime: local(d.Created), DiskBackupQuota: d.Backups, LastAttachInsId: d.Last, BurstPerformance: d.Burst, KmsKeyId: d.Key,
	}
	if d.Instance != "" {
		i.InstanceIdList, i.InstanceType, i.AttachMode = []string{d.Instance}, "CVM", "PF"
	}
	if d.Encrypted {
		i.EncryptType = "ENCRYPT"
	}
	if d.State == Rollbacking {
		i.RollbackPercent = 0
	}
	if d.DropSnapshots {
		i.DeleteSnapshot = 1
	}
	if d.isPrepaid() {
		i.deadline(d.Expires, now)
	}
	i.IsReturnable, i.ReturnFailCode = d.returnable(now)
	return i
}

// returnable tells whether money comes back for a disk, and if not, why: 1 it was returned, 2 its time is over, 10 it is
// not paid in advance or belongs to its instance (facts/quotas-billing-lifecycle.md §5.2).
func (d *Disk) returnable(now time.Time) (bool, int64) {
	switch {
	case !d.isPrepaid() || !d.Portable:
		return false, 10
	case d.State == ToRecycle:
		return false, 1
	case d.expired(now):
		return false, 2
	default:
		return true, 0
	}
}

// paidWith says of a disk how its instance is paid.
func (i *DiskItem) paidWith(host *Instance, now time.Time) {
	i.DiskChargeType = Postpaid
	if !host.Expires.IsZero() {
		i.DiskChargeType = Prepaid
		i.deadline(host.Expires, now)
	}
}

func (i *DiskItem) deadline(expires, now time.Time) {
	days := int64(expires.Sub(now) / (24 * time.Hour))
	i.DeadlineTime, i.DifferDaysOfDeadline = local(expires), &days
	if i.RenewFlag == "" {
		i.RenewFlag = RenewByHand
	}
}

func untag(tags []tagging.Tag) []Tag {
	all := make([]Tag, len(tags))
	for n, t := range tags {
		all[n] = Tag(t)
	}
	return all
}
