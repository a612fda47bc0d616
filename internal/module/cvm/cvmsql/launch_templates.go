package cvmsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

var templates = db.Things[cvm.LaunchTemplate]{Table: "cvm_launch_templates", Key: func(t *cvm.LaunchTemplate) db.Key {
	return db.Key{ID: t.ID, Account: t.Account, Region: t.Region, Created: t.Created}
}}

// PutTemplate keeps a template.
func (Store) PutTemplate(ctx context.Context, tx store.Tx, t *cvm.LaunchTemplate) error {
	return templates.Put(ctx, tx, t)
}

// Template is one template.
func (Store) Template(ctx context.Context, tx store.Tx, id string) (*cvm.LaunchTemplate, error) {
	return templates.Get(ctx, tx, id)
}

// Templates lists templates.
func (Store) Templates(ctx context.Context, tx store.Tx, account, region string) ([]*cvm.LaunchTemplate, error) {
	return templates.Of(ctx, tx, account, region)
}

// RemoveTemplate drops a template.
func (Store) RemoveTemplate(ctx context.Context, tx store.Tx, id string) error {
	return templates.Remove(ctx, tx, id)
}
