package billing_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// Whatever vouchers are given, orders paid and time passed: those that end first are used first, what they do not pay is
// paid in cash or refused, and what is left on them at their end is gone.
func TestVouchersPayBeforeCash(tt *testing.T) {
	type model struct {
		left    money.Amount
		end     time.Time
		product string
	}
	c, n := newCloud(tt), 0
	rapid.Check(tt, func(t *rapid.T) {
		n++
		owner := fmt.Sprint(100000000000 + n) // each run has an account of its own
		var vouchers []*model
		cash := 100 * money.Yuan
		c.in(func(ctx context.Context, tx store.Tx) error { return c.SetBalance(ctx, tx, owner, cash, c.clock.Now()) })
		wait := func(d time.Duration) {
			c.wait(d)
			vouchers = slices.DeleteFunc(vouchers, func(v *model) bool { return !c.clock.Now().Before(v.end) })
		}
		products := rapid.SampledFrom([]string{"cvm", "cbs"})
		t.Repeat(map[string]func(*rapid.T){
			"grant": func(t *rapid.T) {
				wait(time.Second) // no two are given at the same moment
				amount := money.Amount(rapid.Int64Range(1, int64(50*money.Yuan)).Draw(t, "amount"))
				days := rapid.IntRange(1, 5).Draw(t, "days")
				v := &model{amount, c.clock.Now().Add(time.Duration(days) * 24 * time.Hour), rapid.SampledFrom([]string{"", "cvm", "cbs"}).Draw(t, "product")}
				var only []string
				if v.product != "" {
					only = []string{v.product}
				}
				c.in(func(ctx context.Context, tx store.Tx) error {
					_, err := c.Grant(ctx, tx, owner, amount, v.end.Sub(c.clock.Now()), only, c.clock.Now())
					return err
				})
				vouchers = append([]*model{v}, vouchers...)
			},
			"charge": func(t *rapid.T) {
				price := money.Amount(rapid.Int64Range(0, int64(80*money.Yuan)).Draw(t, "price"))
				product := products.Draw(t, "product")
				can := slices.DeleteFunc(slices.Clone(vouchers), func(v *model) bool { return v.product != "" && v.product != product })
				var pays money.Amount
				for _, v := range can {
					pays += v.left
				}
				rest := max(price-pays, 0)
				err := c.update(func(ctx context.Context, tx store.Tx) error {
					_, err := c.Charge(ctx, tx, c.caller(owner), purchase.Order{Product: product, Price: price})
					return err
				})
				if (err == nil) != (rest == 0 || rest <= cash) {
					t.Fatalf("%s with %s on vouchers and %s in cash: got %v", price, pays, cash, err)
				}
				if err != nil {
					return
				}
				cash -= rest
				slices.SortStableFunc(can, func(a, b *model) int { return a.end.Compare(b.end) })
				for _, v := range can {
					part := min(v.left, price-rest)
					v.left, price = v.left-part, price-part
				}
			},
			"time passes": func(t *rapid.T) {
				wait(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			},
			"": func(t *rapid.T) {
				var left money.Amount
				for _, v := range vouchers {
					left += v.left
				}
				if books := c.books(owner); books[billing.Cash] != cash || books[billing.Vouchers] != left {
					t.Fatalf("got %v, want %s in cash and %s on vouchers", books, cash, left)
				}
				if err := c.update(func(ctx context.Context, tx store.Tx) error { return balanced(ctx, tx, c, owner) }); err != nil {
					t.Fatal(err)
				}
			},
		})
	})
}

// A price that changes several times at one moment, which is finer than what is kept of a time, is billed once.
func TestChangesAtOneMomentAreBilledOnce(t *testing.T) {
	c := newCloud(t)
	c.balance(100 * money.Yuan)
	c.open("ins-1", 34*money.Fen)
	c.wait(90*time.Minute + 123456789*time.Nanosecond)
	for _, hourly := range []money.Amount{0, 20 * money.Fen, 0} {
		c.in(func(ctx context.Context, tx store.Tx) error {
			return c.Change(ctx, tx, c.caller(owner), "ins-1", hourly)
		})
	}
	c.in(func(ctx context.Context, tx store.Tx) error {
		if err := c.Close(ctx, tx, owner, "ins-1", c.clock.Now()); err != nil {
			return err
		}
		lines, err := c.Store.Lines(ctx, tx, owner, time.Unix(0, 0), c.clock.Now().Add(time.Second))
		if want := 3; len(lines) != want { // to each full hour, and to the moment
			t.Errorf("got %d lines, want %d: %v", len(lines), want, lines)
		}
		return err
	})
}

// What is returned gives back the cash that was paid for it since it was last returned: a voucher of before lessens nothing.
func TestARefundIsOfTheCashThatWasPaid(t *testing.T) {
	c := newCloud(t)
	c.balance(100 * money.Yuan)
	charge := func(action string, amount money.Amount, do func(context.Context, store.Tx, purchase.Order) error) {
		t.Helper()
		c.wait(time.Hour)
		c.in(func(ctx context.Context, tx store.Tx) error {
			return do(ctx, tx, purchase.Order{Product: "cvm", Action: action, Resources: []string{"ins-1"}, Price: amount})
		})
	}
	pay := func(ctx context.Context, tx store.Tx, o purchase.Order) error {
		_, err := c.Charge(ctx, tx, c.caller(owner), o)
		return err
	}
	back := func(ctx context.Context, tx store.Tx, o purchase.Order) error {
		_, err := c.Refund(ctx, tx, c.caller(owner), o)
		return err
	}
	wants := func(cash money.Amount) {
		t.Helper()
		if got := c.books(owner)[billing.Cash]; got != cash {
			t.Errorf("got %s in cash, want %s", got, cash)
		}
	}
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := c.Grant(ctx, tx, owner, 30*money.Yuan, 24*time.Hour, nil, c.clock.Now())
		return err
	})
	charge("purchase", 40*money.Yuan, pay)
	wants(90 * money.Yuan)
	charge("refund", 20*money.Yuan, back) // a quarter was cash
	wants(95 * money.Yuan)
	charge("purchase", 40*money.Yuan, pay)
	wants(55 * money.Yuan)
	charge("refund", 20*money.Yuan, back)
	wants(75 * money.Yuan)
}
