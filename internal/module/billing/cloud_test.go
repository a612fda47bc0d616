package billing_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/billing/billingsql"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const owner, other = "100000000001", "100000000002"

var start = time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)

// A cloud is billing alone, over a database in memory.
type cloud struct {
	*billing.Service
	t       testing.TB
	db      *db.DB
	table   *action.Table
	runner  *later.Runner
	clock   *clock.Manual
	renewed []string
}

func (c *cloud) Owner(context.Context, store.Tx, string) (name, mail, phone string, err error) {
	return "n", "m@example.com", "1", nil
}

func (c *cloud) SetAutoRenew(_ context.Context, _ store.Tx, _ *call.Call, ids []string, _ int64) error {
	c.renewed = append(c.renewed, ids...)
	return nil
}

func newCloud(t testing.TB) *cloud {
	c := &cloud{t: t, db: storetest.SQLite(t, billingsql.Schema, latersql.Schema), clock: clock.NewManual(start)}
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	c.Service = billing.New(billing.Deps{Store: billingsql.Store{}, Later: queue, Random: r, Accounts: c, Renewals: c})
	c.table = action.NewTable(nil, c.Actions())
	c.runner = later.NewRunner(c.db, queue, c.clock, slog.New(slog.DiscardHandler))
	c.Handle(c.runner)
	return c
}

// wait lets time pass.
func (c *cloud) wait(d time.Duration) {
	c.t.Helper()
	c.clock.Advance(d)
	if err := c.runner.CatchUp(context.Background()); err != nil {
		c.t.Fatal(err)
	}
	c.in(func(ctx context.Context, tx store.Tx) error {
		pending, err := c.Later.Pending(ctx, tx)
		for _, e := range pending {
			if e.Failures > 0 {
				c.t.Errorf("job %s %s failed: %s", e.Kind, e.Key, e.Error)
			}
		}
		return err
	})
}

func (c *cloud) update(do func(ctx context.Context, tx store.Tx) error) error {
	ctx := context.Background()
	return c.db.Update(ctx, func(tx store.Tx) error { return do(ctx, tx) })
}

func (c *cloud) in(do func(ctx context.Context, tx store.Tx) error) {
	c.t.Helper()
	if err := c.update(do); err != nil {
		c.t.Fatal(err)
	}
}

// caller is a call of an account at this moment.
func (c *cloud) caller(account string) *call.Call {
	return &call.Call{Now: c.clock.Now(), Region: "ap-guangzhou", Caller: call.Caller{Account: account, Uin: account, AppID: "1250000000"}}
}

func (c *cloud) balance(amount money.Amount) {
	c.t.Helper()
	c.in(func(ctx context.Context, tx store.Tx) error {
		return c.SetBalance(ctx, tx, owner, amount, c.clock.Now())
	})
}

func (c *cloud) open(resource string, hourly money.Amount) (deal string) {
	c.t.Helper()
	c.in(func(ctx context.Context, tx store.Tx) (err error) {
		deal, err = c.Open(ctx, tx, c.caller(owner), purchase.Meter{Product: "cvm", Region: "ap-guangzhou", Resource: resource, What: "a server", Hourly: hourly})
		return err
	})
	return deal
}

func (c *cloud) books(account string) (out map[billing.Book]money.Amount) {
	c.t.Helper()
	c.in(func(ctx context.Context, tx store.Tx) (err error) {
		out, err = c.Balances(ctx, tx, account)
		return err
	})
	return out
}

type p = map[string]string

func (c *cloud) as(uin, domain, name string, params p) (any, error) {
	c.t.Helper()
	k := c.caller(uin)
	k.Domain, k.Action = domain, name
	if domain == "billing" {
		k.Dialect, k.Version = call.API3, "2018-07-09"
	}
	b, err := c.table.Find(k)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for key, v := range params {
		if err := tree.AddFlat(key, v); err != nil {
			c.t.Fatal(err)
		}
	}
	if k.Input, err = b.Decode(tree); err != nil {
		return nil, err
	}
	return b.Do(context.Background(), c.db, nil, k)
}

func answer[T any](c *cloud, domain, name string, params p) *T {
	c.t.Helper()
	out, err := c.as(owner, domain, name, params)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	return out.(*T)
}
