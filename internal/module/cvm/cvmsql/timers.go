package cvmsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

var timers = db.Things[cvm.ActionTimer]{Table: "cvm_timers", Key: func(t *cvm.ActionTimer) db.Key {
	return db.Key{ID: t.ID, Account: t.Account, Region: t.Region, Created: t.Created}
}}

// PutTimer keeps a timer.
func (Store) PutTimer(ctx context.Context, tx store.Tx, t *cvm.ActionTimer) error {
	return timers.Put(ctx, tx, t)
}

// Timer is one timer.
func (Store) Timer(ctx context.Context, tx store.Tx, id string) (*cvm.ActionTimer, error) {
	return timers.Get(ctx, tx, id)
}

// Timers lists timers.
func (Store) Timers(ctx context.Context, tx store.Tx, account, region string) ([]*cvm.ActionTimer, error) {
	return timers.Of(ctx, tx, account, region)
}

// RemoveTimer drops a timer.
func (Store) RemoveTimer(ctx context.Context, tx store.Tx, id string) error {
	return timers.Remove(ctx, tx, id)
}
