package image

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what image asks of the accounts.
type Accounts interface {
	// Exists tells whether there is such a main account.
	Exists(ctx context.Context, tx store.Tx, uin string) (bool, error)
	// Quota is how many of name the account may have: def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
}

// Instances is what image asks of the one that keeps instances.
type Instances interface {
	// Instance is the account's instance with the id (of either form) in the region; nil when there is none, or it has
	// been returned.
	Instance(ctx context.Context, tx store.Tx, account, region, id string) (*Instance, error)
}

// Snapshots is what image asks of the one that keeps the snapshots of disks.
type Snapshots interface {
	// Shoot makes snapshots of the system disk of an instance and of those of its data disks that are named; they are behind
	// an image then.
	Shoot(ctx context.Context, tx store.Tx, c *call.Call, instance string, dataDisks []string, image, name string) error
	// Disks lists the disks of an instance.
	Disks(ctx context.Context, tx store.Tx, instance string) ([]Disk, error)
	// Snapshot is the caller's snapshot in the call's region; nil where there is none.
	Snapshot(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Snapshot, error)
	// Stand has snapshots of the caller's be behind an image.
	Stand(ctx context.Context, tx store.Tx, c *call.Call, ids []string, image, name string) error
	// Behind lists the account's snapshots in a region that are behind images, by image.
	Behind(ctx context.Context, tx store.Tx, account, region string) (map[string][]Snapshot, error)
	// ImageGone has no snapshot be behind an image any more; with drop, those that are behind no other go too.
	ImageGone(ctx context.Context, tx store.Tx, account, region, image string, drop bool) error
}

// A Snapshot is what is behind an image.
type Snapshot struct {
	ID string
	// Usage is SYSTEM_DISK or DATA_DISK.
	Usage string
	GB    int64
	// State is NORMAL for one that can be used. Encrypted holds with a key of its region.
	State     string
	Encrypted bool
	// Instance is what the disk that it is of is attached to now; empty for nothing.
	Instance string
}

// A Disk is part of an instance.
type Disk struct {
	ID            string
	System, Local bool
}

// An Instance is what an image is made of.
type Instance struct {
	// ID is the ins-… one.
	ID string
	// State is as API 3.0 has it: RUNNING, STOPPED, STARTING …
	State string
	// ImageID is the image that it was started from.
	ImageID string
	// SystemDiskGB is the size of what becomes the image.
	SystemDiskGB int64
}
