package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// A Store keeps all that cbs keeps.
type Store struct {
	Disks     Shelf[Disk]
	Snapshots Shelf[Snapshot]
	Policies  Shelf[Policy]
	Backups   Shelf[Backup]
	Groups    Shelf[SnapshotGroup]
	Book      Book
}

// A Shelf keeps the things of one kind. A thing has an id of its own among all accounts, belongs to an account in a region,
// and may be of another thing: a disk of the instance that it is attached to, a snapshot of its disk.
type Shelf[T any] interface {
	// Add keeps a new thing; it returns false where its id is taken, by whichever account.
	Add(ctx context.Context, tx store.Tx, t *T) (bool, error)
	// Put keeps a thing in place of the one with its id.
	Put(ctx context.Context, tx store.Tx, t *T) error
	// Remove drops a thing; it need not be there.
	Remove(ctx context.Context, tx store.Tx, id string) error
	// One is the thing with that id, whosever it is; nil where there is none.
	One(ctx context.Context, tx store.Tx, id string) (*T, error)
	// All lists an account's things in a region, or in all where region is empty: the newest first, then by id.
	All(ctx context.Context, tx store.Tx, account, region string) ([]*T, error)
	// Under lists those of another thing: the oldest first, then by id.
	Under(ctx context.Context, tx store.Tx, of string) ([]*T, error)
}

// A Book keeps what cbs has to remember beside things.
type Book interface {
	// PutToken notes what an account's ClientToken stood for and brought about.
	PutToken(ctx context.Context, tx store.Tx, account, token string, r Result) error
	// Token is what was noted; nil where nothing was.
	Token(ctx context.Context, tx store.Tx, account, token string) (*Result, error)

	// Share keeps with whom a snapshot is shared, in place of what was kept of it.
	Share(ctx context.Context, tx store.Tx, n *Snapshot) error
	// SharedWith lists the ids of the snapshots in a region that are shared with an account, by id.
	SharedWith(ctx context.Context, tx store.Tx, account, region string) ([]string, error)

	// SetStock sets how many disks of a type a zone has left; Unlimited for no end of them.
	SetStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) error
	// Stock is how many there are; Unlimited where nothing was set.
	Stock(ctx context.Context, tx store.Tx, zone, typ string) (int64, error)
	// Take takes n disks from a zone's stock, or gives them back with a negative n; what is unlimited stays so. It returns
	// false, and changes nothing, where there are too few.
	Take(ctx context.Context, tx store.Tx, zone, typ string, n int64) (bool, error)
}

// Unlimited is the stock of what never runs out.
const Unlimited = -1

// A Result is what a purchase with a ClientToken asked for, in short, and what it brought.
type Result struct {
	// Request is a digest of the request.
	Request string
	Disks   []string
}
