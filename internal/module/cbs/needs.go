package cbs

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what cbs asks of the accounts.
type Accounts interface {
	// Exists tells whether there is such a main account.
	Exists(ctx context.Context, tx store.Tx, account string) (bool, error)
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, account string) (bool, error)
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
}

// Zones is what cbs asks of the one that keeps the zones.
type Zones interface {
	// ZonesOf lists the zones of a region, by number, that sell something.
	ZonesOf(ctx context.Context, tx store.Tx, region string) ([]string, error)
}

// Images is what cbs asks of image.
type Images interface {
	// Drop takes an image of the caller's away that is of a snapshot; it refuses like DeleteImages.
	Drop(ctx context.Context, tx store.Tx, c *call.Call, id string) error
}

// Instances is what cbs asks of cvm.
type Instances interface {
	// Instance is an account's instance; nil where there is none.
	Instance(ctx context.Context, tx store.Tx, account, id string) (*Instance, error)
	// Repriced changes the disks of an instance and has its price follow: a meter goes on at the new price, and the rest of
	// a paid time costs the difference. It refuses where the account can't pay.
	Repriced(ctx context.Context, tx store.Tx, c *call.Call, id string, change func() error) error
	// Stop turns an instance off at once, Start on; Start has it run after its delay.
	Stop(ctx context.Context, tx store.Tx, c *call.Call, id string) error
	Start(ctx context.Context, tx store.Tx, c *call.Call, id string) error
}

// An Instance is what disks are attached to.
type Instance struct {
	ID, Account, Region, Zone, Name string
	IPs                             []string
	// State is as API 3.0 has it: RUNNING, STOPPED, STARTING …
	State string
	// Expires is the end of its paid time; zero for one that is paid by the hour.
	Expires time.Time
}
