// Package cvmsql keeps instances, zones, offers and key pairs in SQL. What is searched for is in columns of its own; the
// rest of an instance is one JSON text.
package cvmsql

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is cvm's tables.
var Schema = db.Schema{Name: "cvm", Files: files}

// Store is cvm's store; the sentences on cvm.Store hold for it.
type Store struct{}

var _ cvm.Store = Store{}

// AddInstance keeps a new instance.
func (Store) AddInstance(ctx context.Context, tx store.Tx, i *cvm.Instance) (bool, error) {
	details, err := json.Marshal(i)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into cvm_instances (id, uuid, old_id, account, region, zone, charge, created, details)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		i.ID, i.UUID, i.OldID, i.Account, i.Region, i.Zone, i.Charge, i.Created, string(details))
	return n == 1, err
}

// PutInstance keeps an instance.
func (Store) PutInstance(ctx context.Context, tx store.Tx, i *cvm.Instance) error {
	details, err := json.Marshal(i)
	if err != nil {
		return err
	}
	n, err := db.SQL(tx).Exec(ctx, `update cvm_instances set uuid = ?, old_id = ?, account = ?, region = ?, zone = ?, charge = ?, created = ?, details = ?
		where id = ?`, i.UUID, i.OldID, i.Account, i.Region, i.Zone, i.Charge, i.Created, string(details), i.ID)
	if err == nil && n != 1 {
		return fmt.Errorf("there is no instance %s to put", i.ID)
	}
	return err
}

// RemoveInstance drops an instance.
func (Store) RemoveInstance(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from cvm_instances where id = ?`, id)
	return err
}

// Instance is one instance.
func (Store) Instance(ctx context.Context, tx store.Tx, id string) (*cvm.Instance, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from cvm_instances where id = ? or uuid = ? or old_id = ?`, id, id, id)
	all, err := db.Collect(rows, err, scanInstance)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// Instances lists instances.
func (Store) Instances(ctx context.Context, tx store.Tx, account, region string) ([]*cvm.Instance, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from cvm_instances where account = ? and (region = ? or ? = '')
		order by created desc, id`, account, region, region)
	return db.Collect(rows, err, scanInstance)
}

// SpotInstances lists spot instances.
func (Store) SpotInstances(ctx context.Context, tx store.Tx, zone string) ([]*cvm.Instance, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from cvm_instances where zone = ? and charge = ? order by created desc, id`, zone, cvm.Spot)
	return db.Collect(rows, err, scanInstance)
}

func scanInstance(scan func(...any) error) (*cvm.Instance, error) {
	var details string
	if err := scan(&details); err != nil {
		return nil, err
	}
	i := new(cvm.Instance)
	if err := json.Unmarshal([]byte(details), i); err != nil {
		return nil, fmt.Errorf("read an instance: %w", err)
	}
	return i, nil
}

// CountPostpaid counts instances.
func (Store) CountPostpaid(ctx context.Context, tx store.Tx, account, zone string) (n int64, err error) {
	err = db.SQL(tx).QueryRow(ctx, `select count(*) from cvm_instances where account = ? and zone = ? and charge = ?`,
		account, zone, cvm.Postpaid).Scan(&n)
	return n, err
}

// AddBought adds to a month's purchases.
func (Store) AddBought(ctx context.Context, tx store.Tx, account, zone, month string, n int64) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into cvm_bought (account, zone, month, bought) values (?, ?, ?, ?)
		on conflict (account, zone, month) do update set bought = cvm_bought.bought + excluded.bought`, account, zone, month, n)
	return err
}

// Bought is a month's purchases.
func (Store) Bought(ctx context.Context, tx store.Tx, account, zone, month string) (n int64, err error) {
	_, err = db.SQL(tx).QueryRow(ctx, `select bought from cvm_bought where account = ? and zone = ? and month = ?`, account, zone, month).Find(&n)
	return n, err
}

// PutToken notes a token.
func (Store) PutToken(ctx context.Context, tx store.Tx, account, token string, r cvm.Result) error {
	instances, err := json.Marshal(r.Instances)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into cvm_tokens (account, token, request, instances, deal) values (?, ?, ?, ?, ?)`,
		account, token, r.Request, string(instances), r.Deal)
	return err
}

// Token is what was noted.
func (Store) Token(ctx context.Context, tx store.Tx, account, token string) (*cvm.Result, error) {
	var r cvm.Result
	var instances string
	found, err := db.SQL(tx).QueryRow(ctx, `select request, instances, deal from cvm_tokens where account = ? and token = ?`, account, token).
		Find(&r.Request, &instances, &r.Deal)
	if err != nil || !found {
		return nil, err
	}
	return &r, json.Unmarshal([]byte(instances), &r.Instances)
}
