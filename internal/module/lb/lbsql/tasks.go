package lbsql

import (
	"context"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

const taskColumns = `id, account, request, deal, token, digest, balancers, done`

// AddTask keeps a new task.
func (Store) AddTask(ctx context.Context, tx store.Tx, t lb.Task) (bool, error) {
	balancers, err := json.Marshal(t.Balancers)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into lb_tasks (`+taskColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
		t.ID, t.Account, t.Request, t.Deal, t.Token, t.Digest, string(balancers), t.Done)
	return n == 1, err
}

// EndTask marks a task as done.
func (Store) EndTask(ctx context.Context, tx store.Tx, id int64) error {
	_, err := db.SQL(tx).Exec(ctx, `update lb_tasks set done = 1 where id = ?`, id)
	return err
}

// Task is one task.
func (Store) Task(ctx context.Context, tx store.Tx, id int64) (*lb.Task, error) {
	return task(ctx, tx, `id = ?`, id)
}

// FindTask is one task by another name.
func (Store) FindTask(ctx context.Context, tx store.Tx, account string, k lb.TaskKey) (*lb.Task, error) {
	switch {
	case k.Request != "":
		return task(ctx, tx, `account = ? and request = ?`, account, k.Request)
	case k.Deal != "":
		return task(ctx, tx, `account = ? and deal = ?`, account, k.Deal)
	case k.Token != "":
		return task(ctx, tx, `account = ? and token = ?`, account, k.Token)
	}
	return nil, nil
}

func task(ctx context.Context, tx store.Tx, where string, args ...any) (*lb.Task, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+taskColumns+` from lb_tasks where `+where, args...)
	found, err := db.Collect(rows, err, func(scan func(...any) error) (t lb.Task, err error) {
		var balancers string
		if err := scan(&t.ID, &t.Account, &t.Request, &t.Deal, &t.Token, &t.Digest, &balancers, &t.Done); err != nil {
			return t, err
		}
		return t, json.Unmarshal([]byte(balancers), &t.Balancers)
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}
