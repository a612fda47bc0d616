// Package store is the line between modules and databases: what a module may know of a transaction.
//
// A module's rules take a [Tx] and hand it on to their own Store; only packages named …sql, and
// internal/db, know that there is SQL behind it.
package store

import "context"

// Tx is one transaction. It is used by one goroutine, and not after the function that was given it has returned.
type Tx interface {
	// Savepoint runs do; when do returns an error, what do wrote is undone and the transaction goes on.
	// It returns do's error.
	Savepoint(ctx context.Context, do func() error) error

	// AfterCommit has do called once the transaction is durable, before anybody is answered; never when it is not.
	// do must be quick and may not use the transaction.
	AfterCommit(do func())
}

// DB opens transactions.
type DB interface {
	// Update runs do in a transaction that may write, and returns once it is durable (or with do's error, and then
	// nothing of it holds). do may be run again after a serialization failure, so it does nothing outside tx; and it
	// shares its goroutine with other writers: no network and no waiting in it.
	Update(ctx context.Context, do func(tx Tx) error) error

	// View runs do in a transaction that sees one state of the database and writes nothing.
	View(ctx context.Context, do func(tx Tx) error) error
}
