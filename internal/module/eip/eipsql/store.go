// Package eipsql keeps elastic addresses and bandwidth packages in SQL. What is searched for is in columns of its own; the
// rest of each is one JSON text.
package eipsql

import (
	"context"
	"embed"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is eip's tables.
var Schema = db.Schema{Name: "eip", Files: files}

// Store is eip's store; the sentences on eip.Store hold for it.
type Store struct{}

var _ eip.Store = Store{}

// AddAddress keeps a new address.
func (Store) AddAddress(ctx context.Context, tx store.Tx, a *eip.Address) (bool, error) {
	details, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into eip_addresses (id, account, region, created_at, details) values (?, ?, ?, ?, ?) on conflict do nothing`,
		a.ID, a.Account, a.Region, a.Created, string(details))
	return n == 1, err
}

// PutAddress changes an address.
func (Store) PutAddress(ctx context.Context, tx store.Tx, a *eip.Address) error {
	details, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update eip_addresses set details = ? where id = ?`, string(details), a.ID)
	return err
}

// RemoveAddress drops an address.
func (Store) RemoveAddress(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from eip_addresses where id = ?`, id)
	return err
}

// Address is one address.
func (Store) Address(ctx context.Context, tx store.Tx, account, id string) (*eip.Address, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_addresses where account = ? and id = ?`, account, id)
	return first(db.Collect(rows, err, decoded[eip.Address]))
}

// Addresses lists addresses.
func (Store) Addresses(ctx context.Context, tx store.Tx, account, region string) ([]*eip.Address, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_addresses where account = ? and (region = ? or ? = '') order by created_at desc, id`,
		account, region, region)
	return db.Collect(rows, err, decoded[eip.Address])
}

// AddPackage keeps a new package.
func (Store) AddPackage(ctx context.Context, tx store.Tx, p *eip.Package) (bool, error) {
	details, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into eip_packages (id, account, region, created_at, details) values (?, ?, ?, ?, ?) on conflict do nothing`,
		p.ID, p.Account, p.Region, p.Created, string(details))
	return n == 1, err
}

// PutPackage changes a package.
func (Store) PutPackage(ctx context.Context, tx store.Tx, p *eip.Package) error {
	details, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update eip_packages set details = ? where id = ?`, string(details), p.ID)
	return err
}

// RemovePackage drops a package.
func (Store) RemovePackage(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from eip_packages where id = ?`, id)
	return err
}

// Package is one package.
func (Store) Package(ctx context.Context, tx store.Tx, account, id string) (*eip.Package, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_packages where account = ? and id = ?`, account, id)
	return first(db.Collect(rows, err, decoded[eip.Package]))
}

// Packages lists packages.
func (Store) Packages(ctx context.Context, tx store.Tx, account, region string) ([]*eip.Package, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from eip_packages where account = ? and region = ? order by created_at desc, id`, account, region)
	return db.Collect(rows, err, decoded[eip.Package])
}

func decoded[T any](scan func(...any) error) (*T, error) {
	var details string
	if err := scan(&details); err != nil {
		return nil, err
	}
	one := new(T)
	return one, json.Unmarshal([]byte(details), one)
}

func first[T any](all []*T, err error) (*T, error) {
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}
