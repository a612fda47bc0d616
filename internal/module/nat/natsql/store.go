// Package natsql keeps NAT gateways in SQL.
package natsql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/nat"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is nat's table.
var Schema = db.Schema{Name: "nat", Files: files}

var gateways = db.Things[nat.Gateway]{Table: "nat_gateways", Key: func(g *nat.Gateway) db.Key {
	return db.Key{ID: g.ID, Account: g.Account, Region: g.Region, Created: g.Created}
}}

// Store is nat's store; the sentences on nat.Store hold for it.
type Store struct{}

var _ nat.Store = Store{}

// PutGateway keeps a gateway.
func (Store) PutGateway(ctx context.Context, tx store.Tx, g *nat.Gateway) error {
	return gateways.Put(ctx, tx, g)
}

// Gateway is one gateway.
func (Store) Gateway(ctx context.Context, tx store.Tx, id string) (*nat.Gateway, error) {
	return gateways.Get(ctx, tx, id)
}

// Gateways lists an account's gateways.
func (Store) Gateways(ctx context.Context, tx store.Tx, account, region string) ([]*nat.Gateway, error) {
	return gateways.Of(ctx, tx, account, region)
}

// RemoveGateway drops a gateway.
func (Store) RemoveGateway(ctx context.Context, tx store.Tx, id string) error {
	return gateways.Remove(ctx, tx, id)
}
