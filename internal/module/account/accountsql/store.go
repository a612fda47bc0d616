// Package accountsql keeps main accounts in SQL.
package accountsql

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is account's tables.
var Schema = db.Schema{Name: "account", Files: files}

// Store is account's store; the sentences on account.Store hold for it.
type Store struct{}

var _ account.Store = Store{}

const columns = `uin, app_id, name, mail, phone, identity, blocked, protected, rates, concurrency`

// PutAccount keeps an account.
func (Store) PutAccount(ctx context.Context, tx store.Tx, a account.Account) (bool, error) {
	var holder string
	taken, err := db.SQL(tx).QueryRow(ctx, `select uin from accounts where app_id = ?`, a.AppID).Find(&holder)
	if err != nil || (taken && holder != a.Uin) {
		return false, err
	}
	protected, err := json.Marshal(a.Protected)
	if err != nil {
		return false, err
	}
	rates, err := json.Marshal(a.Rates)
	if err != nil {
		return false, err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into accounts (`+columns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (uin) do update set app_id = excluded.app_id, name = excluded.name, mail = excluded.mail, phone = excluded.phone,
		identity = excluded.identity, blocked = excluded.blocked, protected = excluded.protected, rates = excluded.rates,
		concurrency = excluded.concurrency`,
		a.Uin, a.AppID, a.Name, a.Mail, a.Phone, string(a.Identity), a.Blocked, string(protected), string(rates), a.Concurrency)
	return err == nil, err
}

// Account is one account.
func (Store) Account(ctx context.Context, tx store.Tx, uin string) (*account.Account, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from accounts where uin = ?`, uin)
	return first(db.Collect(rows, err, scanAccount))
}

// Accounts lists accounts.
func (Store) Accounts(ctx context.Context, tx store.Tx) ([]account.Account, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from accounts order by uin`)
	return db.Collect(rows, err, scanAccount)
}

func scanAccount(scan func(...any) error) (a account.Account, err error) {
	var protected, rates string
	if err := scan(&a.Uin, &a.AppID, &a.Name, &a.Mail, &a.Phone, &a.Identity, &a.Blocked, &protected, &rates, &a.Concurrency); err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(protected), &a.Protected); err != nil {
		return a, fmt.Errorf("account %s: protected: %w", a.Uin, err)
	}
	if err := json.Unmarshal([]byte(rates), &a.Rates); err != nil {
		return a, fmt.Errorf("account %s: rates: %w", a.Uin, err)
	}
	return a, nil
}

// PutQuota sets a quota.
func (Store) PutQuota(ctx context.Context, tx store.Tx, uin, name string, n int64) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into account_quotas (account, name, amount) values (?, ?, ?)
		on conflict (account, name) do update set amount = excluded.amount`, uin, name, n)
	return err
}

// RemoveQuota drops a quota.
func (Store) RemoveQuota(ctx context.Context, tx store.Tx, uin, name string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from account_quotas where account = ? and name = ?`, uin, name)
	return err
}

// Quota is one quota.
func (Store) Quota(ctx context.Context, tx store.Tx, uin, name string) (n int64, set bool, err error) {
	set, err = db.SQL(tx).QueryRow(ctx, `select amount from account_quotas where account = ? and name = ?`, uin, name).Find(&n)
	return n, set, err
}

// Quotas are all quotas of an account.
func (Store) Quotas(ctx context.Context, tx store.Tx, uin string) (map[string]int64, error) {
	type quota struct {
		name string
		n    int64
	}
	rows, err := db.SQL(tx).Query(ctx, `select name, amount from account_quotas where account = ?`, uin)
	all, err := db.Collect(rows, err, func(scan func(...any) error) (q quota, err error) { return q, scan(&q.name, &q.n) })
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, q := range all {
		out[q.name] = q.n
	}
	return out, nil
}

// first is the first of what was collected, nil where there is none.
func first[T any](all []T, err error) (*T, error) {
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}
