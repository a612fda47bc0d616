package eipsql

import (
	"context"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/store"
)

// AddTask keeps a new task.
func (Store) AddTask(ctx context.Context, tx store.Tx, t *eip.Task) (bool, error) {
	details, err := json.Marshal(t)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into eip_tasks (id, account, deal, details) values (?, ?, ?, ?) on conflict do nothing`,
		t.ID, t.Account, t.Deal, string(details))
	return n == 1, err
}

// PutTask changes a task.
func (Store) PutTask(ctx context.Context, tx store.Tx, t *eip.Task) error {
	details, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update eip_tasks set deal = ?, details = ? where id = ?`, t.Deal, string(details), t.ID)
	return err
}

// Task is one task.
func (Store) Task(ctx context.Context, tx store.Tx, id int64) (*eip.Task, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_tasks where id = ?`, id)
	return first(db.Collect(rows, err, decoded[eip.Task]))
}

// TaskOfDeal is the task of an order.
func (Store) TaskOfDeal(ctx context.Context, tx store.Tx, account, deal string) (*eip.Task, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_tasks where account = ? and deal = ? order by id`, account, deal)
	return first(db.Collect(rows, err, decoded[eip.Task]))
}

// Count counts.
func (s Store) Count(ctx context.Context, tx store.Tx, account, region, what, day string, n int64) (int64, error) {
	_, err := db.SQL(tx).Exec(ctx, `insert into eip_counts (account, region, what, day, n) values (?, ?, ?, ?, ?)
		on conflict (account, region, what, day) do update set n = eip_counts.n + excluded.n`, account, region, what, day, n)
	if err != nil {
		return 0, err
	}
	return s.Counted(ctx, tx, account, region, what, day)
}

// Counted is the sum.
func (Store) Counted(ctx context.Context, tx store.Tx, account, region, what, day string) (n int64, err error) {
	_, err = db.SQL(tx).QueryRow(ctx, `select n from eip_counts where account = ? and region = ? and what = ? and day = ?`, account, region, what, day).Find(&n)
	return n, err
}

// PutToken notes what a token brought about.
func (Store) PutToken(ctx context.Context, tx store.Tx, account, token string, r eip.Result) error {
	result, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into eip_tokens (account, token, result) values (?, ?, ?)
		on conflict (account, token) do update set result = excluded.result`, account, token, string(result))
	return err
}

// Token is what was noted.
func (Store) Token(ctx context.Context, tx store.Tx, account, token string) (*eip.Result, error) {
	rows, err := db.SQL(tx).Query(ctx, `select result from eip_tokens where account = ? and token = ?`, account, token)
	return first(db.Collect(rows, err, decoded[eip.Result]))
}
