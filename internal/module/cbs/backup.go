package cbs

import (
	"context"
	"regexp"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

var backupForm = regexp.MustCompile(`^dbp-[a-z0-9]{8}$`)

// A Backup is what was on a disk at a moment; it goes with its disk, which has room for some.
type Backup struct {
	ID, Account, Region, Name string
	Disk, DiskUsage           string
	DiskSize                  int64
	Encrypted                 bool
	State                     string
	Created                   time.Time
}

const jobBackedUp = "cbs.backup" // a backup is done

// backup is the caller's backup in the call's region; another's is as absent as none.
func (s *Service) backup(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Backup, error) {
	b, err := s.Store.Backups.One(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if b == nil || b.Account != c.Caller.Account || b.Region != c.Region {
		return nil, errNoBackup.Errorf("Backup %s does not exist in this region.", id)
	}
	return b, nil
}

// backedUp is when a backup is done.
func (s *Service) backedUp(ctx context.Context, tx store.Tx, j later.Job) error {
	return s.setRolling(ctx, tx, "backup", j.Key, Normal)
}
