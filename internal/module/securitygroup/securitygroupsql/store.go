// Package securitygroupsql keeps security groups and templates in SQL. What is searched for is in columns of its own; the
// rest of each is one JSON text.
package securitygroupsql

import (
	"context"
	"embed"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is the module's tables.
var Schema = db.Schema{Name: "securitygroup", Files: files}

// Store is the module's store; the sentences on securitygroup.Store hold for it.
type Store struct{}

var _ securitygroup.Store = Store{}

// AddGroup keeps a new group.
func (Store) AddGroup(ctx context.Context, tx store.Tx, g *securitygroup.Group) (bool, error) {
	details, err := json.Marshal(g)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into security_groups (id, account, region, created_at, details) values (?, ?, ?, ?, ?) on conflict do nothing`,
		g.ID, g.Account, g.Region, g.Created, string(details))
	return n == 1, err
}

// PutGroup changes a group.
func (Store) PutGroup(ctx context.Context, tx store.Tx, g *securitygroup.Group) error {
	details, err := json.Marshal(g)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update security_groups set details = ? where id = ?`, string(details), g.ID)
	return err
}

// RemoveGroup drops a group.
func (Store) RemoveGroup(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from security_groups where id = ?`, id)
	return err
}

// Group is one group.
func (Store) Group(ctx context.Context, tx store.Tx, account, id string) (*securitygroup.Group, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from security_groups where account = ? and id = ?`, account, id)
	return first(db.Collect(rows, err, decoded[securitygroup.Group]))
}

// Groups lists groups.
func (Store) Groups(ctx context.Context, tx store.Tx, account, region string) ([]*securitygroup.Group, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from security_groups where account = ? and region = ? order by created_at desc, id`, account, region)
	return db.Collect(rows, err, decoded[securitygroup.Group])
}

// AddTemplate keeps a new template.
func (Store) AddTemplate(ctx context.Context, tx store.Tx, t *securitygroup.Template) (bool, error) {
	details, err := json.Marshal(t)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into security_templates (id, account, region, kind, created_at, details) values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
		t.ID, t.Account, t.Region, string(t.Kind), t.Created, string(details))
	return n == 1, err
}

// PutTemplate changes a template.
func (Store) PutTemplate(ctx context.Context, tx store.Tx, t *securitygroup.Template) error {
	details, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update security_templates set details = ? where id = ?`, string(details), t.ID)
	return err
}

// RemoveTemplate drops a template.
func (Store) RemoveTemplate(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from security_templates where id = ?`, id)
	return err
}

// Template is one template.
func (Store) Template(ctx context.Context, tx store.Tx, account, id string) (*securitygroup.Template, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from security_templates where account = ? and id = ?`, account, id)
	return first(db.Collect(rows, err, decoded[securitygroup.Template]))
}

// Templates lists templates.
func (Store) Templates(ctx context.Context, tx store.Tx, account, region string, kind securitygroup.Kind) ([]*securitygroup.Template, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from security_templates where account = ? and region = ? and kind = ? order by created_at desc, id`,
		account, region, string(kind))
	return db.Collect(rows, err, decoded[securitygroup.Template])
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

// SetGuards sets the groups of a holder.
func (Store) SetGuards(ctx context.Context, tx store.Tx, account, kind, holder string, groups []string) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from security_guards where account = ? and holder = ?`, account, holder); err != nil {
		return err
	}
	for n, id := range groups {
		if _, err := db.SQL(tx).Exec(ctx, `insert into security_guards (account, holder, kind, place, grp) values (?, ?, ?, ?, ?)`,
			account, holder, kind, n, id); err != nil {
			return err
		}
	}
	return nil
}

// Guards lists the groups of a holder.
func (Store) Guards(ctx context.Context, tx store.Tx, account, holder string) ([]string, error) {
	rows, err := db.SQL(tx).Query(ctx, `select grp from security_guards where account = ? and holder = ? order by place`, account, holder)
	return db.Collect(rows, err, func(scan func(...any) error) (id string, err error) { return id, scan(&id) })
}

// Guarded counts the holders of a group.
func (Store) Guarded(ctx context.Context, tx store.Tx, account, group string) (map[string]int64, error) {
	type count struct {
		kind string
		n    int64
	}
	rows, err := db.SQL(tx).Query(ctx, `select kind, count(*) from security_guards where account = ? and grp = ? group by kind`, account, group)
	all, err := db.Collect(rows, err, func(scan func(...any) error) (k count, err error) { return k, scan(&k.kind, &k.n) })
	out := map[string]int64{}
	for _, k := range all {
		out[k.kind] = k.n
	}
	return out, err
}
