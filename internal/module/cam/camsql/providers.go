package camsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

// A provider's region is its kind: what is in no region is found by what it is.
var providers = db.Things[cam.IdentityProvider]{Table: "cam_identity_providers", Key: func(p *cam.IdentityProvider) db.Key {
	return db.Key{ID: p.Arn(), Account: p.Account, Region: string(p.Kind), Created: p.Created}
}}

// PutProvider keeps a provider.
func (Store) PutProvider(ctx context.Context, tx store.Tx, p *cam.IdentityProvider) error {
	return providers.Put(ctx, tx, p)
}

// Provider is one provider.
func (Store) Provider(ctx context.Context, tx store.Tx, account string, kind cam.ProviderKind, name string) (*cam.IdentityProvider, error) {
	return providers.Get(ctx, tx, (&cam.IdentityProvider{Account: account, Kind: kind, Name: name}).Arn())
}

// Providers lists an account's providers.
func (Store) Providers(ctx context.Context, tx store.Tx, account string, kind cam.ProviderKind) ([]*cam.IdentityProvider, error) {
	return providers.Of(ctx, tx, account, string(kind))
}

// RemoveProvider drops a provider.
func (Store) RemoveProvider(ctx context.Context, tx store.Tx, p *cam.IdentityProvider) error {
	return providers.Remove(ctx, tx, p.Arn())
}
