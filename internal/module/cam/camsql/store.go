// Package camsql keeps identities and their rights in SQL.
package camsql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is cam's tables.
var Schema = db.Schema{Name: "cam", Files: files}

// Store is cam's store; the sentences on cam.Store hold for it.
type Store struct{}

var _ cam.Store = Store{}

// one is the first row of a query, nil where there is none.
func one[T any](ctx context.Context, tx store.Tx, scan func(func(...any) error) (T, error), query string, args ...any) (*T, error) {
	all, err := list(ctx, tx, scan, query, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

func list[T any](ctx context.Context, tx store.Tx, scan func(func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.SQL(tx).Query(ctx, query, args...)
	return db.Collect(rows, err, scan)
}

// changes runs a statement and tells whether it changed anything.
func changes(ctx context.Context, tx store.Tx, query string, args ...any) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, query, args...)
	return n > 0, err
}
