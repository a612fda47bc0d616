// Package cbssql keeps disks and what is made of them in SQL. What is searched for is in columns of its own; the rest of a
// thing is one JSON text.
package cbssql

import (
	"context"
	"embed"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is cbs's tables.
var Schema = db.Schema{Name: "cbs", Files: files}

// New is cbs's store; the sentences on cbs.Shelf and cbs.Book hold for it.
func New() cbs.Store {
	return cbs.Store{
		Disks:     shelf[cbs.Disk]{"cbs_disks", func(d *cbs.Disk) keys { return keys{d.ID, d.Account, d.Region, d.Instance, d.Created} }},
		Snapshots: shelf[cbs.Snapshot]{"cbs_snapshots", func(n *cbs.Snapshot) keys { return keys{n.ID, n.Account, n.Region, n.Disk, n.Created} }},
		Policies:  shelf[cbs.Policy]{"cbs_policies", func(p *cbs.Policy) keys { return keys{p.ID, p.Account, p.Region, "", p.Created} }},
		Backups:   shelf[cbs.Backup]{"cbs_backups", func(b *cbs.Backup) keys { return keys{b.ID, b.Account, b.Region, b.Disk, b.Created} }},
		Groups:    shelf[cbs.SnapshotGroup]{"cbs_snapshot_groups", func(g *cbs.SnapshotGroup) keys { return keys{g.ID, g.Account, g.Region, g.Instance, g.Created} }},
		Book:      book{},
	}
}

type book struct{}

// PutToken notes a token.
func (book) PutToken(ctx context.Context, tx store.Tx, account, token string, r cbs.Result) error {
	disks, err := json.Marshal(r.Disks)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into cbs_tokens (account, token, request, disks) values (?, ?, ?, ?)`, account, token, r.Request, string(disks))
	return err
}

// Token is what was noted.
func (book) Token(ctx context.Context, tx store.Tx, account, token string) (*cbs.Result, error) {
	var r cbs.Result
	var disks string
	found, err := db.SQL(tx).QueryRow(ctx, `select request, disks from cbs_tokens where account = ? and token = ?`, account, token).Find(&r.Request, &disks)
	if err != nil || !found {
		return nil, err
	}
	return &r, json.Unmarshal([]byte(disks), &r.Disks)
}

// Share keeps with whom a snapshot is shared.
func (book) Share(ctx context.Context, tx store.Tx, n *cbs.Snapshot) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from cbs_shares where snapshot = ?`, n.ID); err != nil {
		return err
	}
	for _, sh := range n.Shares {
		if _, err := db.SQL(tx).Exec(ctx, `insert into cbs_shares (snapshot, account, region) values (?, ?, ?)`, n.ID, sh.Account, n.Region); err != nil {
			return err
		}
	}
	return nil
}

// SharedWith lists what is shared with an account.
func (book) SharedWith(ctx context.Context, tx store.Tx, account, region string) ([]string, error) {
	rows, err := db.SQL(tx).Query(ctx, `select snapshot from cbs_shares where account = ? and region = ? order by snapshot`, account, region)
	return db.Collect(rows, err, func(scan func(...any) error) (id string, err error) { return id, scan(&id) })
}

// SetStock sets a stock.
func (book) SetStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into cbs_stock (zone, type, stock) values (?, ?, ?)
		on conflict (zone, type) do update set stock = excluded.stock`, zone, typ, n)
	return err
}

// Stock is a stock.
func (book) Stock(ctx context.Context, tx store.Tx, zone, typ string) (int64, error) {
	n := int64(cbs.Unlimited)
	_, err := db.SQL(tx).QueryRow(ctx, `select stock from cbs_stock where zone = ? and type = ?`, zone, typ).Find(&n)
	return n, err
}

// Take takes from a stock.
func (b book) Take(ctx context.Context, tx store.Tx, zone, typ string, n int64) (bool, error) {
	have, err := b.Stock(ctx, tx, zone, typ)
	if err != nil || have == cbs.Unlimited {
		return err == nil, err
	}
	if have < n {
		return false, nil
	}
	return true, b.SetStock(ctx, tx, zone, typ, have-n)
}
