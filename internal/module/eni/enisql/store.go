// Package enisql keeps network interfaces and high-availability addresses in SQL.
package enisql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/eni"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is eni's tables.
var Schema = db.Schema{Name: "eni", Files: files}

var (
	interfaces = db.Things[eni.Interface]{Table: "eni_interfaces", Key: func(i *eni.Interface) db.Key {
		return db.Key{ID: i.ID, Account: i.Account, Region: i.Region, Created: i.Created}
	}}
	havips = db.Things[eni.HaVip]{Table: "eni_havips", Key: func(h *eni.HaVip) db.Key {
		return db.Key{ID: h.ID, Account: h.Account, Region: h.Region, Created: h.Created}
	}}
)

// Store is eni's store; the sentences on eni.Store hold for it.
type Store struct{}

var _ eni.Store = Store{}

// PutInterface keeps an interface.
func (Store) PutInterface(ctx context.Context, tx store.Tx, i *eni.Interface) error {
	return interfaces.Put(ctx, tx, i)
}

// Interface is one interface.
func (Store) Interface(ctx context.Context, tx store.Tx, id string) (*eni.Interface, error) {
	return interfaces.Get(ctx, tx, id)
}

// Interfaces lists an account's interfaces.
func (Store) Interfaces(ctx context.Context, tx store.Tx, account, region string) ([]*eni.Interface, error) {
	return interfaces.Of(ctx, tx, account, region)
}

// RemoveInterface drops an interface.
func (Store) RemoveInterface(ctx context.Context, tx store.Tx, id string) error {
	return interfaces.Remove(ctx, tx, id)
}

// PutHaVip keeps a high-availability address.
func (Store) PutHaVip(ctx context.Context, tx store.Tx, h *eni.HaVip) error {
	return havips.Put(ctx, tx, h)
}

// HaVip is one high-availability address.
func (Store) HaVip(ctx context.Context, tx store.Tx, id string) (*eni.HaVip, error) {
	return havips.Get(ctx, tx, id)
}

// HaVips lists an account's high-availability addresses.
func (Store) HaVips(ctx context.Context, tx store.Tx, account, region string) ([]*eni.HaVip, error) {
	return havips.Of(ctx, tx, account, region)
}

// RemoveHaVip drops a high-availability address.
func (Store) RemoveHaVip(ctx context.Context, tx store.Tx, id string) error {
	return havips.Remove(ctx, tx, id)
}
