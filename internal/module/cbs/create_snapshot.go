package cbs

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateSnapshot makes a snapshot of a disk, or of a backup.
var CreateSnapshot = action.Define(spec(action.Spec{
	Name: "CreateSnapshot", Doc: "Makes a snapshot of a disk, or of one of its backups.", Changes: true, Creates: []string{"snapshot"},
	Refuses: moving(shooting, errNoBackup, errBackupState, errSnapshotting, errNoRoom),
}), (*Service).createSnapshot)

// CreateSnapshotRequest is the input of CreateSnapshot.
type CreateSnapshotRequest struct {
	DiskId       string `touches:"volume" doc:"The disk; the backup's when DiskBackupId is given."`
	SnapshotName string `api:"max=60" doc:"Its name."`
	Deadline     string `doc:"When it goes by itself: 2025-01-31T08:00:00+08:00; never when left out."`
	DiskBackupId string `doc:"The backup that it is made of."`
	Tags         []Tag  `api:"max=50" doc:"Tags."`
	DiskUsage    string `api:"oneof=SYSTEM_DISK DATA_DISK" doc:"What the backup's disk is for; it has to be so."`
}

// Check implements action.Checker.
func (r *CreateSnapshotRequest) Check() error {
	if r.DiskId == "" && r.DiskBackupId == "" {
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `DiskId`: it may be left out with DiskBackupId alone.")
	}
	if r.DiskId != "" {
		if err := checkID("DiskId", r.DiskId, diskForm); err != nil {
			return err
		}
	}
	if r.DiskBackupId != "" {
		if err := checkID("DiskBackupId", r.DiskBackupId, backupForm); err != nil {
			return err
		}
	}
	_, err := deadline(r.Deadline)
	return err
}

// Conditions implements action.Conditioner.
func (r *CreateSnapshotRequest) Conditions(c *call.Call) map[string][]string {
	return map[string][]string{"cvm:region": {c.Region}, "qcs:request_tag": tagging.Pairs(tags(r.Tags))}
}

// deadline reads a Deadline; none is the zero time.
func deadline(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339, layout} { // clients send both
		if t, err := time.ParseInLocation(form, text, beijing); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errValue.Errorf("Parameter Deadline is %s; a time such as 2025-01-31T08:00:00+08:00 is expected.", param.Quote(text))
}

// CreateSnapshotResponse is the output of CreateSnapshot.
type CreateSnapshotResponse struct{ SnapshotId string }

func (s *Service) createSnapshot(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSnapshotRequest) (*CreateSnapshotResponse, error) {
	d, err := s.shotDisk(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := d.may(shooting); err != nil {
		return nil, err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return nil, err
	}
	if err := s.noSnapshotUnderWay(ctx, tx, d); err != nil {
		return nil, err
	}
	if err := s.roomForSnapshot(ctx, tx, d.Account, d.Region); err != nil {
		return nil, err
	}
	end, err := deadline(in.Deadline)
	if err != nil {
		return nil, err
	}
	if !end.IsZero() && !end.After(c.Now) {
		return nil, errValue.Errorf("Parameter Deadline is %s, which is past; a time to come is expected.", local(end))
	}
	n, err := s.shoot(ctx, tx, d, Snapshot{Creator: c.Caller.Uin, Name: in.SnapshotName, Deadline: end}, c.Now)
	if err != nil {
		return nil, err
	}
	return &CreateSnapshotResponse{n.ID}, s.Tags.Attach(ctx, tx, n.Account, n.tagged(), tags(in.Tags))
}

// shotDisk is the disk that the snapshot is to be of, as large as it was where it is made of a backup.
func (s *Service) shotDisk(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSnapshotRequest) (*Disk, error) {
	if in.DiskBackupId == "" {
		return s.disk(ctx, tx, c, in.DiskId)
	}
	b, err := s.backup(ctx, tx, c, in.DiskBackupId)
	if err != nil {
		return nil, err
	}
	if in.DiskId != "" && in.DiskId != b.Disk || in.DiskUsage != "" && in.DiskUsage != b.DiskUsage {
		return nil, errValue.Errorf("Backup %s is of disk %s, a %s; the request says otherwise.", b.ID, b.Disk, b.DiskUsage)
	}
	if b.State != Normal {
		return nil, errBackupState.Errorf("Backup %s is %s; %s is expected.", b.ID, b.State, Normal)
	}
	d, err := s.disk(ctx, tx, c, b.Disk)
	if err != nil {
		return nil, err
	}
	d.Size = b.DiskSize
	return d, nil
}
