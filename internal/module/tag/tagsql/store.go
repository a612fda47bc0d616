// Package tagsql keeps tags in SQL.
package tagsql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

//go:embed migrations
var files embed.FS

// Schema is tag's tables.
var Schema = db.Schema{Name: "tag", Files: files}

// Store is tag's store; the sentences on tag.Store hold for it.
type Store struct{}

var _ tag.Store = Store{}

// AddTag keeps a tag as known.
func (Store) AddTag(ctx context.Context, tx store.Tx, account string, t tagging.Tag) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into tags (account, key, value) values (?, ?, ?) on conflict do nothing`, account, t.Key, t.Value)
	return n == 1, err
}

// RemoveTag forgets a tag.
func (Store) RemoveTag(ctx context.Context, tx store.Tx, account string, t tagging.Tag) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `delete from tags where account = ? and key = ? and value = ?`, account, t.Key, t.Value)
	return n == 1, err
}

// Tags lists what is known.
func (Store) Tags(ctx context.Context, tx store.Tx, account, key string) ([]tagging.Tag, error) {
	where, args := only(account, "key", key)
	rows, err := db.SQL(tx).Query(ctx, `select key, value from tags where `+where+` order by key, value`, args...)
	return db.Collect(rows, err, func(scan func(...any) error) (t tagging.Tag, err error) {
		return t, scan(&t.Key, &t.Value)
	})
}

// CountTags counts keys, and the values of one.
func (Store) CountTags(ctx context.Context, tx store.Tx, account, key string) (keys, values int64, err error) {
	err = db.SQL(tx).QueryRow(ctx, `select count(distinct key), coalesce(sum(case when key = ? then 1 else 0 end), 0) from tags where account = ?`,
		key, account).Scan(&keys, &values)
	return keys, values, err
}

// Put keeps a tag on a resource.
func (Store) Put(ctx context.Context, tx store.Tx, a tag.Attachment) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into tag_attachments (account, service, prefix, id, key, value, region) values (?, ?, ?, ?, ?, ?, ?)
		on conflict (account, service, prefix, id, key) do update set value = excluded.value, region = excluded.region`,
		a.Account, a.Service, a.Prefix, a.ID, a.Key, a.Value, a.Region)
	return err
}

// Remove takes tags off resources.
func (Store) Remove(ctx context.Context, tx store.Tx, account string, q tag.Query) error {
	where, args := meant(account, q)
	_, err := db.SQL(tx).Exec(ctx, `delete from tag_attachments where `+where, args...)
	return err
}

// Attachments lists the tags on resources.
func (Store) Attachments(ctx context.Context, tx store.Tx, account string, q tag.Query) ([]tag.Attachment, error) {
	where, args := meant(account, q)
	rows, err := db.SQL(tx).Query(ctx, `select account, service, prefix, id, key, value, region from tag_attachments where `+where+`
		order by service, prefix, id, key`, args...)
	return db.Collect(rows, err, func(scan func(...any) error) (a tag.Attachment, err error) {
		return a, scan(&a.Account, &a.Service, &a.Prefix, &a.ID, &a.Key, &a.Value, &a.Region)
	})
}

func meant(account string, q tag.Query) (where string, args []any) {
	return only(account, "service", q.Service, "prefix", q.Prefix, "region", q.Region, "id", q.ID, "key", q.Key)
}

// only says which rows of an account are meant, by pairs of a column and its value: those with every value that is not
// empty. The columns are written here, the values are arguments.
func only(account string, pairs ...string) (where string, args []any) {
	where, args = "account = ?", []any{account}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			where, args = where+" and "+pairs[i]+" = ?", append(args, pairs[i+1])
		}
	}
	return where, args
}
