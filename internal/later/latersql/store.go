// Package latersql keeps jobs in SQL. When they run is decided by package later.
package latersql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var migrations embed.FS

// Schema is the table that Store needs.
var Schema = db.Schema{Name: "later", Files: migrations}

// Store is a later.Store.
type Store struct{}

var _ later.Store = Store{}

const columns = "id, at, due, kind, job_key, payload, failures, error"

// Put implements later.Store.
func (Store) Put(ctx context.Context, tx store.Tx, e later.Entry) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx,
		"insert into later_jobs ("+columns+") values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
		e.ID, e.At, e.Due, e.Kind, e.Key, e.Payload, e.Failures, e.Error)
	return n == 1, err
}

// Cancel implements later.Store.
func (Store) Cancel(ctx context.Context, tx store.Tx, kind, key string) error {
	_, err := db.SQL(tx).Exec(ctx, "delete from later_jobs where kind = ? and job_key = ?", kind, key)
	return err
}

// First implements later.Store.
func (Store) First(ctx context.Context, tx store.Tx) (*later.Entry, error) {
	rows, err := db.SQL(tx).Query(ctx, "select "+columns+" from later_jobs order by at, id limit 1")
	all, err := db.Collect(rows, err, scan)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// Remove implements later.Store.
func (Store) Remove(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, "delete from later_jobs where id = ?", id)
	return err
}

// Fail implements later.Store.
func (Store) Fail(ctx context.Context, tx store.Tx, e later.Entry) error {
	_, err := db.SQL(tx).Exec(ctx, "update later_jobs set at = ?, failures = ?, error = ? where id = ?", e.At, e.Failures, e.Error, e.ID)
	return err
}

// All implements later.Store.
func (Store) All(ctx context.Context, tx store.Tx) ([]later.Entry, error) {
	rows, err := db.SQL(tx).Query(ctx, "select "+columns+" from later_jobs order by at, id")
	return db.Collect(rows, err, scan)
}

func scan(scan func(dest ...any) error) (later.Entry, error) {
	var e later.Entry
	err := scan(&e.ID, db.ScanTime(&e.At), db.ScanTime(&e.Due), &e.Kind, &e.Key, &e.Payload, &e.Failures, &e.Error)
	return e, err
}
