package vpcsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// AddTask keeps what a request did.
func (Store) AddTask(ctx context.Context, tx store.Tx, t vpc.Task) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into vpc_tasks (request_id, account, resource) values (?, ?, ?)
		on conflict (request_id) do update set account = excluded.account, resource = excluded.resource`, t.RequestID, t.Account, t.Resource)
	return err
}

// Task is what a request did.
func (Store) Task(ctx context.Context, tx store.Tx, requestID string) (*vpc.Task, error) {
	rows, err := db.SQL(tx).Query(ctx, `select request_id, account, resource from vpc_tasks where request_id = ?`, requestID)
	return first(db.Collect(rows, err, func(scan func(...any) error) (t vpc.Task, err error) {
		return t, scan(&t.RequestID, &t.Account, &t.Resource)
	}))
}
