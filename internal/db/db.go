// Package db opens databases: SQLite for one node, PostgreSQL for many. It decides how a transaction is opened, shared,
// repeated and made durable, how `?` reaches each engine, how times are stored and how tables come to be. What the tables
// hold is decided by the packages named …sql; nobody else knows that there is SQL.
//
// It is the only package that imports a database driver.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/paifang/paifang/internal/store"
)

// ErrClosed is returned for what is asked of a closed database.
var ErrClosed = errors.New("db: the database is closed")

// A DB is an open database. It is safe for concurrent use. A function that was given a transaction may not open another
// one on the same DB: the inner one would wait for the outer.
type DB struct {
	engine engine
	open   usage

	writer *writer // SQLite
	reader *reader // SQLite
	file   file    // SQLite

	pool    *sql.DB // PostgreSQL
	rebound rebound // PostgreSQL
}

var _ store.DB = (*DB)(nil)

type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// Engine is "sqlite" or "postgres".
func (d *DB) Engine() string { return string(d.engine) }

// Update implements store.DB. On SQLite it shares its commit, and so the wait for the disk, with the units of work that
// come at the same time; on PostgreSQL it is a serializable transaction of its own, run again when the server asks for it.
// A panic in do undoes do and goes on in the caller.
func (d *DB) Update(ctx context.Context, do func(tx store.Tx) error) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	defer d.open.leave()
	if d.engine == postgres {
		return d.updatePostgres(ctx, do)
	}
	return d.writer.update(ctx, do)
}

// View implements store.DB.
func (d *DB) View(ctx context.Context, do func(tx store.Tx) error) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	defer d.open.leave()
	if d.engine == postgres {
		return d.viewPostgres(ctx, do)
	}
	return d.reader.view(ctx, do)
}

func (d *DB) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("db: not begun: %w", err)
	}
	if !d.open.enter() {
		return ErrClosed
	}
	return nil
}

// Close refuses new transactions, waits for those that are under way, and closes the database; a database in memory is
// gone then. Closing twice is no error.
func (d *DB) Close() error {
	if !d.open.close() {
		return nil
	}
	if d.engine == postgres {
		return d.pool.Close()
	}
	return errors.Join(d.reader.close(), d.writer.close(), d.file.remove())
}

// usage counts who is inside, so that closing can wait for them.
type usage struct {
	mu     sync.Mutex
	closed bool
	inside sync.WaitGroup
}

func (u *usage) enter() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		return false
	}
	u.inside.Add(1)
	return true
}

func (u *usage) leave() { u.inside.Done() }

// close waits until nobody is inside, and tells whether this call was the first.
func (u *usage) close() bool {
	u.mu.Lock()
	first := !u.closed
	u.closed = true
	u.mu.Unlock()
	u.inside.Wait()
	return first
}
