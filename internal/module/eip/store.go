package eip

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps addresses, packages, tasks, and what was applied for.
type Store interface {
	// AddAddress keeps a new address; it returns false where its id is taken, by whichever account.
	AddAddress(ctx context.Context, tx store.Tx, a *Address) (bool, error)
	// PutAddress keeps an address in place of the one with its id.
	PutAddress(ctx context.Context, tx store.Tx, a *Address) error
	// RemoveAddress drops an address; it need not be there.
	RemoveAddress(ctx context.Context, tx store.Tx, id string) error
	// Address is the account's address with the id, nil where there is none.
	Address(ctx context.Context, tx store.Tx, account, id string) (*Address, error)
	// Addresses lists an account's addresses in a region, or in all where it is empty, the latest first and then by id.
	Addresses(ctx context.Context, tx store.Tx, account, region string) ([]*Address, error)

	// AddPackage keeps a new package; it returns false where its id is taken, by whichever account.
	AddPackage(ctx context.Context, tx store.Tx, p *Package) (bool, error)
	// PutPackage keeps a package in place of the one with its id.
	PutPackage(ctx context.Context, tx store.Tx, p *Package) error
	// RemovePackage drops a package; it need not be there.
	RemovePackage(ctx context.Context, tx store.Tx, id string) error
	// Package is the account's package with the id, nil where there is none.
	Package(ctx context.Context, tx store.Tx, account, id string) (*Package, error)
	// Packages lists an account's packages in a region, the latest first and then by id.
	Packages(ctx context.Context, tx store.Tx, account, region string) ([]*Package, error)

	// AddTask keeps a new task; it returns false where its id is taken.
	AddTask(ctx context.Context, tx store.Tx, t *Task) (bool, error)
	// PutTask keeps a task in place of the one with its id.
	PutTask(ctx context.Context, tx store.Tx, t *Task) error
	// Task is the task with the id, nil where there is none.
	Task(ctx context.Context, tx store.Tx, id int64) (*Task, error)
	// TaskOfDeal is the account's task that belongs to an order, nil where there is none.
	TaskOfDeal(ctx context.Context, tx store.Tx, account, deal string) (*Task, error)

	// Count adds n to what an account did of something in a region on a day ("2024-05-01"), and returns the sum.
	Count(ctx context.Context, tx store.Tx, account, region, what, day string, n int64) (int64, error)
	// Counted is that sum.
	Counted(ctx context.Context, tx store.Tx, account, region, what, day string) (int64, error)

	// PutToken notes what an account's ClientToken stood for and brought about.
	PutToken(ctx context.Context, tx store.Tx, account, token string, r Result) error
	// Token is what was noted; nil where nothing was.
	Token(ctx context.Context, tx store.Tx, account, token string) (*Result, error)
}

// A Result is what a call with a ClientToken stood for and brought about.
type Result struct {
	Request   string
	Addresses []string
	Task      int64
}
