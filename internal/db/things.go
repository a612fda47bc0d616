package db

import (
	"context"
	"encoding/json"
	"time"

	"github.com/paifang/paifang/internal/store"
)

// Things is a table of things of one kind that belong to accounts. What they are found by is in the columns id, account,
// region and created_at; the thing itself is one JSON text in the column thing.
type Things[T any] struct {
	Table string
	// Key is what a thing is found by.
	Key func(*T) Key
}

// A Key is what a thing is found by: its id, whose it is, where and since when.
type Key struct {
	ID, Account, Region string
	Created             time.Time
}

// Put keeps a thing, in place of the one with its id.
func (t Things[T]) Put(ctx context.Context, tx store.Tx, thing *T) error {
	text, err := json.Marshal(thing)
	if err != nil {
		return err
	}
	k := t.Key(thing)
	_, err = SQL(tx).Exec(ctx, `insert into `+t.Table+` (id, account, region, created_at, thing) values (?, ?, ?, ?, ?)
		on conflict (id) do update set account = excluded.account, region = excluded.region, created_at = excluded.created_at, thing = excluded.thing`,
		k.ID, k.Account, k.Region, k.Created, string(text))
	return err
}

// Get is the thing with the id, whosever it is; nil where there is none.
func (t Things[T]) Get(ctx context.Context, tx store.Tx, id string) (*T, error) {
	rows, err := SQL(tx).Query(ctx, `select thing from `+t.Table+` where id = ?`, id)
	found, err := Collect(rows, err, scanThing[T])
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// Of lists an account's things in a region, in all where it is empty: the latest first, then by id.
func (t Things[T]) Of(ctx context.Context, tx store.Tx, account, region string) ([]*T, error) {
	rows, err := SQL(tx).Query(ctx, `select thing from `+t.Table+` where account = ? and (? = '' or region = ?) order by created_at desc, id`, account, region, region)
	return Collect(rows, err, scanThing[T])
}

// Remove drops a thing; it need not be there.
func (t Things[T]) Remove(ctx context.Context, tx store.Tx, id string) error {
	_, err := SQL(tx).Exec(ctx, `delete from `+t.Table+` where id = ?`, id)
	return err
}

func scanThing[T any](scan func(...any) error) (*T, error) {
	var text string
	if err := scan(&text); err != nil {
		return nil, err
	}
	thing := new(T)
	return thing, json.Unmarshal([]byte(text), thing)
}
