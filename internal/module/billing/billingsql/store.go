// Package billingsql keeps billing's money in SQL.
package billingsql

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is billing's tables.
var Schema = db.Schema{Name: "billing", Files: files}

// Store is billing's store; the sentences on billing.Store hold for it.
type Store struct{}

var _ billing.Store = Store{}

// Enter writes one side of a movement.
func (Store) Enter(ctx context.Context, tx store.Tx, e billing.Entry) (money.Amount, error) {
	q := db.SQL(tx)
	var balance int64
	if err := q.QueryRow(ctx, `insert into ledger_balances (account, book, amount) values (?, ?, ?)
		on conflict (account, book) do update set amount = ledger_balances.amount + excluded.amount returning amount`,
		e.Account, string(e.Book), int64(e.Amount)).Scan(&balance); err != nil {
		return 0, fmt.Errorf("enter: %w", err)
	}
	if _, err := q.Exec(ctx, `insert into ledger_entries (account, seq, book, amount, balance, at, movement, what)
		values (?, (select coalesce(max(seq), 0) + 1 from ledger_entries where account = ?), ?, ?, ?, ?, ?, ?)`,
		e.Account, e.Account, string(e.Book), int64(e.Amount), balance, e.At, e.Movement, e.What); err != nil {
		return 0, fmt.Errorf("enter: %w", err)
	}
	return money.Amount(balance), nil
}

// Balance is the sum of a book.
func (Store) Balance(ctx context.Context, tx store.Tx, account string, b billing.Book) (money.Amount, error) {
	var n int64
	_, err := db.SQL(tx).QueryRow(ctx, `select amount from ledger_balances where account = ? and book = ?`, account, string(b)).Find(&n)
	return money.Amount(n), err
}

// Entries lists entries in the order entered.
func (Store) Entries(ctx context.Context, tx store.Tx, account string, from, to time.Time) ([]billing.Entry, error) {
	rows, err := db.SQL(tx).Query(ctx, `select account, book, amount, at, movement, what, balance from ledger_entries
		where account = ? and at >= ? and at < ? order by seq`, account, from, to)
	return db.Collect(rows, err, func(scan func(...any) error) (e billing.Entry, err error) {
		return e, scan(&e.Account, &e.Book, &e.Amount, db.ScanTime(&e.At), &e.Movement, &e.What, &e.Balance)
	})
}

// Total is the sum over everything.
func (Store) Total(ctx context.Context, tx store.Tx) (money.Amount, error) {
	var entries, balances int64
	if err := db.SQL(tx).QueryRow(ctx, `select cast(coalesce(sum(amount), 0) as bigint) from ledger_entries`).Scan(&entries); err != nil {
		return 0, err
	}
	if err := db.SQL(tx).QueryRow(ctx, `select cast(coalesce(sum(amount), 0) as bigint) from ledger_balances`).Scan(&balances); err != nil {
		return 0, err
	}
	if entries != balances {
		return 0, fmt.Errorf("the entries sum to %d, the balances to %d", entries, balances)
	}
	return money.Amount(entries), nil
}

// AddDeal keeps a deal.
func (Store) AddDeal(ctx context.Context, tx store.Tx, d billing.Deal) (bool, error) {
	resources, err := json.Marshal(d.Resources)
	if err != nil {
		return false, err
	}
	goods, err := json.Marshal(d.Goods)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into deals
		(id, account, buyer, product, action, what, pay_mode, region, resources, count, price, voucher, months, status, at, goods)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
		d.ID, d.Account, d.Buyer, d.Product, d.Action, d.What, d.PayMode, d.Region, string(resources), d.Count, int64(d.Price), int64(d.Voucher), d.Months, d.Status, d.At, string(goods))
	return n == 1, err
}

const dealColumns = `id, account, buyer, product, action, what, pay_mode, region, resources, count, price, voucher, months, status, at, goods`

// Deals lists deals, newest first.
func (Store) Deals(ctx context.Context, tx store.Tx, account string) ([]billing.Deal, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+dealColumns+` from deals where account = ? order by at desc, id`, account)
	return db.Collect(rows, err, scanDeal)
}

// Deal is one deal.
func (Store) Deal(ctx context.Context, tx store.Tx, account, id string) (*billing.Deal, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+dealColumns+` from deals where account = ? and id = ?`, account, id)
	found, err := db.Collect(rows, err, scanDeal)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func scanDeal(scan func(...any) error) (d billing.Deal, err error) {
	var resources, goods string
	err = scan(&d.ID, &d.Account, &d.Buyer, &d.Product, &d.Action, &d.What, &d.PayMode, &d.Region, &resources, &d.Count, &d.Price, &d.Voucher, &d.Months,
		&d.Status, db.ScanTime(&d.At), &goods)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(resources), &d.Resources); err != nil {
		return d, fmt.Errorf("deal %s: resources: %w", d.ID, err)
	}
	if err := json.Unmarshal([]byte(goods), &d.Goods); err != nil {
		return d, fmt.Errorf("deal %s: goods: %w", d.ID, err)
	}
	return d, nil
}

const meterColumns = `account, product, region, resource, what, hourly, frozen, since, stopped`

func scanMeter(scan func(...any) error) (m billing.Meter, err error) {
	return m, scan(&m.Account, &m.Product, &m.Region, &m.Resource, &m.What, &m.Hourly, &m.Frozen, db.ScanTime(&m.Since), &m.Stopped)
}

// PutMeter keeps a meter.
func (Store) PutMeter(ctx context.Context, tx store.Tx, m billing.Meter) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into meters (`+meterColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (account, resource) do update set product = excluded.product, region = excluded.region, what = excluded.what,
		hourly = excluded.hourly, frozen = excluded.frozen, since = excluded.since, stopped = excluded.stopped`,
		m.Account, m.Product, m.Region, m.Resource, m.What, int64(m.Hourly), int64(m.Frozen), m.Since, m.Stopped)
	return err
}

// Meter is the meter of a resource.
func (Store) Meter(ctx context.Context, tx store.Tx, account, resource string) (*billing.Meter, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+meterColumns+` from meters where account = ? and resource = ?`, account, resource)
	found, err := db.Collect(rows, err, scanMeter)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Meters lists meters by resource.
func (Store) Meters(ctx context.Context, tx store.Tx, account string) ([]billing.Meter, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+meterColumns+` from meters where account = ? order by resource`, account)
	return db.Collect(rows, err, scanMeter)
}

// SettleMeters sets up to when running meters are settled.
func (Store) SettleMeters(ctx context.Context, tx store.Tx, account string, since time.Time) error {
	_, err := db.SQL(tx).Exec(ctx, `update meters set since = ? where account = ? and stopped = 0`, since, account)
	return err
}

// RemoveMeter drops a meter.
func (Store) RemoveMeter(ctx context.Context, tx store.Tx, account, resource string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from meters where account = ? and resource = ?`, account, resource)
	return err
}

// linesAtOnce keeps a statement's arguments well below what engines take.
const linesAtOnce = 100

// AddLines keeps lines of the bill.
func (Store) AddLines(ctx context.Context, tx store.Tx, lines []billing.Line) error {
	for some := range slices.Chunk(lines, linesAtOnce) {
		var args []any
		for _, l := range some {
			args = append(args, l.Account, l.Product, l.Region, l.Resource, l.What, l.From, l.To, int64(l.Hourly), int64(l.Amount), l.Movement)
		}
		values := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?), ", len(some)), ", ")
		if _, err := db.SQL(tx).Exec(ctx, `insert into bill_lines (account, product, region, resource, what, starts, ends, hourly, amount, movement) values `+values, args...); err != nil {
			return fmt.Errorf("add lines of %s and others: %w", some[0].Resource, err)
		}
	}
	return nil
}

// Lines lists lines of the bill.
func (Store) Lines(ctx context.Context, tx store.Tx, account string, from, to time.Time) ([]billing.Line, error) {
	rows, err := db.SQL(tx).Query(ctx, `select account, product, region, resource, what, starts, ends, hourly, amount, movement from bill_lines
		where account = ? and ends > ? and ends <= ? order by ends, resource, starts`, account, from, to)
	return db.Collect(rows, err, func(scan func(...any) error) (l billing.Line, err error) {
		return l, scan(&l.Account, &l.Product, &l.Region, &l.Resource, &l.What, db.ScanTime(&l.From), db.ScanTime(&l.To), &l.Hourly, &l.Amount, &l.Movement)
	})
}

// ArrearsSince is since when an account is in arrears.
func (Store) ArrearsSince(ctx context.Context, tx store.Tx, account string) (since time.Time, err error) {
	_, err = db.SQL(tx).QueryRow(ctx, `select since from arrears where account = ?`, account).Find(db.ScanTime(&since))
	return since, err
}

// SetArrearsSince sets since when; the zero time ends them.
func (Store) SetArrearsSince(ctx context.Context, tx store.Tx, account string, since time.Time) error {
	if since.IsZero() {
		_, err := db.SQL(tx).Exec(ctx, `delete from arrears where account = ?`, account)
		return err
	}
	_, err := db.SQL(tx).Exec(ctx, `insert into arrears (account, since) values (?, ?) on conflict (account) do update set since = excluded.since`, account, since)
	return err
}
