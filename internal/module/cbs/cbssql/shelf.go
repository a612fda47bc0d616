package cbssql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

// A shelf is a table of things of one kind; all such tables have the same columns.
type shelf[T any] struct {
	table string
	keys  func(*T) keys
}

// keys are what a thing is found by.
type keys struct {
	id, account, region, of string
	created                 time.Time
}

// Add keeps a new thing.
func (s shelf[T]) Add(ctx context.Context, tx store.Tx, t *T) (bool, error) {
	details, err := json.Marshal(t)
	if err != nil {
		return false, err
	}
	k := s.keys(t)
	n, err := db.SQL(tx).Exec(ctx, `insert into `+s.table+` (id, account, region, of_thing, created, details) values (?, ?, ?, ?, ?, ?)
		on conflict do nothing`, k.id, k.account, k.region, k.of, k.created, string(details))
	return n == 1, err
}

// Put keeps a thing.
func (s shelf[T]) Put(ctx context.Context, tx store.Tx, t *T) error {
	details, err := json.Marshal(t)
	if err != nil {
		return err
	}
	k := s.keys(t)
	n, err := db.SQL(tx).Exec(ctx, `update `+s.table+` set account = ?, region = ?, of_thing = ?, created = ?, details = ? where id = ?`,
		k.account, k.region, k.of, k.created, string(details), k.id)
	if err == nil && n != 1 {
		return fmt.Errorf("%s: there is no %s to put", s.table, k.id)
	}
	return err
}

// Remove drops a thing.
func (s shelf[T]) Remove(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from `+s.table+` where id = ?`, id)
	return err
}

// One is one thing.
func (s shelf[T]) One(ctx context.Context, tx store.Tx, id string) (*T, error) {
	all, err := s.list(ctx, tx, `id = ?`, id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// All lists an account's things.
func (s shelf[T]) All(ctx context.Context, tx store.Tx, account, region string) ([]*T, error) {
	return s.list(ctx, tx, `account = ? and (region = ? or ? = '') order by created desc, id`, account, region, region)
}

// Under lists those of another thing.
func (s shelf[T]) Under(ctx context.Context, tx store.Tx, of string) ([]*T, error) {
	return s.list(ctx, tx, `of_thing = ? order by created, id`, of)
}

func (s shelf[T]) list(ctx context.Context, tx store.Tx, where string, args ...any) ([]*T, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from `+s.table+` where `+where, args...)
	return db.Collect(rows, err, func(scan func(...any) error) (*T, error) {
		var details string
		if err := scan(&details); err != nil {
			return nil, err
		}
		t := new(T)
		if err := json.Unmarshal([]byte(details), t); err != nil {
			return nil, fmt.Errorf("read a row of %s: %w", s.table, err)
		}
		return t, nil
	})
}
