// Package natsql keeps NAT gateways in SQL. What is searched for is in columns of its own; the rest is one JSON text.
package natsql

import (
	"context"
	"embed"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/nat"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is nat's tables.
var Schema = db.Schema{Name: "nat", Files: files}

// Store is nat's store; the sentences on nat.Store hold for it.
type Store struct{}

var _ nat.Store = Store{}

// PutGateway keeps a gateway.
func (Store) PutGateway(ctx context.Context, tx store.Tx, g *nat.Gateway) error {
	text, err := json.Marshal(g)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into nat_gateways (id, account, region, created_at, gateway) values (?, ?, ?, ?, ?)
		on conflict (id) do update set account = excluded.account, region = excluded.region, created_at = excluded.created_at, gateway = excluded.gateway`,
		g.ID, g.Account, g.Region, g.Created, string(text))
	return err
}

// Gateway is one gateway.
func (Store) Gateway(ctx context.Context, tx store.Tx, id string) (*nat.Gateway, error) {
	rows, err := db.SQL(tx).Query(ctx, `select gateway from nat_gateways where id = ?`, id)
	found, err := db.Collect(rows, err, scan)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// Gateways lists an account's gateways.
func (Store) Gateways(ctx context.Context, tx store.Tx, account, region string) ([]*nat.Gateway, error) {
	rows, err := db.SQL(tx).Query(ctx, `select gateway from nat_gateways where account = ? and (? = '' or region = ?) order by created_at desc, id`,
		account, region, region)
	return db.Collect(rows, err, scan)
}

// RemoveGateway drops a gateway.
func (Store) RemoveGateway(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from nat_gateways where id = ?`, id)
	return err
}

// AddTask keeps what a request did.
func (Store) AddTask(ctx context.Context, tx store.Tx, t nat.Task) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into nat_tasks (request_id, account, gateway) values (?, ?, ?) on conflict do nothing`, t.RequestID, t.Account, t.Gateway)
	return err
}

// Task is what a request did.
func (Store) Task(ctx context.Context, tx store.Tx, requestID string) (*nat.Task, error) {
	rows, err := db.SQL(tx).Query(ctx, `select request_id, account, gateway from nat_tasks where request_id = ?`, requestID)
	found, err := db.Collect(rows, err, func(scan func(...any) error) (t nat.Task, err error) {
		return t, scan(&t.RequestID, &t.Account, &t.Gateway)
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func scan(scan func(...any) error) (*nat.Gateway, error) {
	var text string
	if err := scan(&text); err != nil {
		return nil, err
	}
	g := new(nat.Gateway)
	return g, json.Unmarshal([]byte(text), g)
}
