package billing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// An oracle keeps an account's money in decimals of arbitrary precision, one meter at a time.
type oracle struct {
	cash, frozen, revenue apd.Decimal
	meters                map[string]*oracleMeter
}

type oracleMeter struct {
	hourly apd.Decimal
	since  time.Time
}

var exact = apd.Context{Precision: 60, MaxExponent: 1000, MinExponent: -1000, Rounding: apd.RoundHalfUp}

func add(to *apd.Decimal, x *apd.Decimal)  { must(exact.Add(to, to, x)) }
func take(to *apd.Decimal, x *apd.Decimal) { must(exact.Sub(to, to, x)) }

func must(_ apd.Condition, err error) {
	if err != nil {
		panic(err)
	}
}

// units is an amount as a count of 10⁻⁸ yuan.
func units(a money.Amount) *apd.Decimal { return apd.New(int64(a), 0) }

func (o *oracle) settle(m *oracleMeter, at time.Time) {
	var cost apd.Decimal
	must(exact.Mul(&cost, &m.hourly, apd.New(int64(at.Sub(m.since)), 0)))
	must(exact.Quo(&cost, &cost, apd.New(int64(time.Hour), 0)))
	must(exact.Quantize(&cost, &cost, 0))
	take(&o.cash, &cost)
	add(&o.revenue, &cost)
	m.since = at
}

// pass settles every meter at every full hour.
func (o *oracle) pass(from, to time.Time) {
	for hour := from.Truncate(time.Hour).Add(time.Hour); !hour.After(to); hour = hour.Add(time.Hour) {
		for _, m := range o.meters {
			o.settle(m, hour)
		}
	}
}

func (o *oracle) canPay(amount *apd.Decimal) bool {
	return amount.Sign() <= 0 || o.cash.Cmp(amount) >= 0
}

func TestMoneyIsExactAndSumsToZero(t *testing.T) {
	c := newCloud(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		account := fmt.Sprint(100000000000 + run)
		o := &oracle{meters: map[string]*oracleMeter{}}
		amounts := rapid.Int64Range(0, int64(100*money.Yuan))
		resources := rapid.SampledFrom([]string{"a", "b", "c"})
		// The oracle's refusal and billing's have to be the same.
		does := func(want bool, do func(ctx context.Context, tx store.Tx) error) bool {
			err := c.update(do)
			if err != nil && !errors.Is(err, catalogue.InsufficientBalance) {
				t.Fatal(err)
			}
			if (err == nil) != want {
				t.Fatalf("got %v, done: want %v", err, want)
			}
			return want
		}
		drop := func(id string) {
			does(true, func(ctx context.Context, tx store.Tx) error { return c.Close(ctx, tx, account, id, c.clock.Now()) })
			if m := o.meters[id]; m != nil {
				o.settle(m, c.clock.Now())
				take(&o.frozen, &m.hourly)
				add(&o.cash, &m.hourly)
				delete(o.meters, id)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"set balance": func(t *rapid.T) {
				amount := money.Amount(rapid.Int64Range(int64(-5*money.Yuan), int64(1000*money.Yuan)).Draw(t, "balance"))
				does(true, func(ctx context.Context, tx store.Tx) error {
					return c.SetBalance(ctx, tx, account, amount, c.clock.Now())
				})
				o.cash.Set(units(amount))
			},
			"charge": func(t *rapid.T) {
				price := money.Amount(amounts.Draw(t, "price"))
				if does(o.canPay(units(price)), func(ctx context.Context, tx store.Tx) error {
					_, err := c.Charge(ctx, tx, c.caller(account), purchase.Order{Price: price})
					return err
				}) {
					take(&o.cash, units(price))
					add(&o.revenue, units(price))
				}
			},
			"refund": func(t *rapid.T) {
				price := money.Amount(amounts.Draw(t, "price"))
				does(true, func(ctx context.Context, tx store.Tx) error {
					_, err := c.Refund(ctx, tx, c.caller(account), purchase.Order{Price: price})
					return err
				})
				add(&o.cash, units(price))
				take(&o.revenue, units(price))
			},
			"open": func(t *rapid.T) {
				id, hourly := resources.Draw(t, "resource"), money.Amount(amounts.Draw(t, "hourly"))
				if o.meters[id] != nil {
					t.Skip("it runs")
				}
				if does(o.canPay(units(hourly)), func(ctx context.Context, tx store.Tx) error {
					_, err := c.Open(ctx, tx, c.caller(account), purchase.Meter{Resource: id, Hourly: hourly})
					return err
				}) {
					take(&o.cash, units(hourly))
					add(&o.frozen, units(hourly))
					o.meters[id] = &oracleMeter{*units(hourly), c.clock.Now()}
				}
			},
			"change": func(t *rapid.T) {
				id, hourly := resources.Draw(t, "resource"), money.Amount(amounts.Draw(t, "hourly"))
				m := o.meters[id]
				if m == nil {
					t.Skip("there is none")
				}
				before := *m
				var cash, revenue, more apd.Decimal
				cash.Set(&o.cash)
				revenue.Set(&o.revenue)
				o.settle(m, c.clock.Now())
				must(exact.Sub(&more, units(hourly), &m.hourly))
				if does(o.canPay(&more), func(ctx context.Context, tx store.Tx) error {
					return c.Change(ctx, tx, c.caller(account), id, hourly)
				}) {
					take(&o.cash, &more)
					add(&o.frozen, &more)
					m.hourly.Set(units(hourly))
				} else {
					o.cash.Set(&cash)
					o.revenue.Set(&revenue)
					*m = before
				}
			},
			"close": func(t *rapid.T) { drop(resources.Draw(t, "resource")) },
			"time passes": func(t *rapid.T) {
				from := c.clock.Now()
				c.wait(time.Duration(rapid.Int64Range(1, int64(5*time.Hour/time.Microsecond)).Draw(t, "µs")) * time.Microsecond)
				o.pass(from, c.clock.Now())
			},
			"": func(t *rapid.T) {
				books := c.books(account)
				for book, want := range map[billing.Book]*apd.Decimal{billing.Cash: &o.cash, billing.Frozen: &o.frozen, billing.Revenue: &o.revenue} {
					if units(books[book]).Cmp(want) != 0 {
						t.Fatalf("%s: got %d, want %s", book, int64(books[book]), want)
					}
				}
				if err := c.update(func(ctx context.Context, tx store.Tx) error { return balanced(ctx, tx, c, account) }); err != nil {
					t.Fatal(err)
				}
			},
		})
		for id := range o.meters {
			drop(id)
		}
	})
}

// balanced tells whether everything sums to zero, balances are what their entries sum to, and what is frozen is what the
// open meters froze.
func balanced(ctx context.Context, tx store.Tx, c *cloud, account string) error {
	total, err := c.Store.Total(ctx, tx)
	if err != nil || total != 0 {
		return errors.Join(err, fmt.Errorf("the total is %s", total))
	}
	entries, err := c.Store.Entries(ctx, tx, account, time.Unix(0, 0), c.clock.Now().Add(time.Second))
	if err != nil {
		return err
	}
	sums := map[billing.Book]money.Amount{}
	for _, e := range entries {
		if sums[e.Book] += e.Amount; sums[e.Book] != e.Balance {
			return fmt.Errorf("%s: after an entry the balance is %s, the sum %s", e.Book, e.Balance, sums[e.Book])
		}
	}
	for book, sum := range sums {
		if got, err := c.Store.Balance(ctx, tx, account, book); err != nil || got != sum {
			return errors.Join(err, fmt.Errorf("%s: the balance is %s, the sum %s", book, got, sum))
		}
	}
	meters, err := c.Store.Meters(ctx, tx, account)
	if err != nil {
		return err
	}
	var frozen money.Amount
	for _, m := range meters {
		frozen += m.Frozen
	}
	if frozen != sums[billing.Frozen] {
		return fmt.Errorf("frozen is %s, the meters froze %s", sums[billing.Frozen], frozen)
	}
	vouchers, err := c.Store.Vouchers(ctx, tx, account)
	if err != nil {
		return err
	}
	var valid money.Amount
	for _, v := range vouchers {
		var used money.Amount
		for _, u := range v.Uses {
			used += u.Amount
		}
		if v.Balance < 0 || v.Balance+used != v.Nominal {
			return fmt.Errorf("voucher %s of %s: %s is left and %s used", v.ID, v.Nominal, v.Balance, used)
		}
		if c.clock.Now().Before(v.End) {
			valid += v.Balance
		}
	}
	if valid != sums[billing.Vouchers] {
		return fmt.Errorf("vouchers have %s in the book, and %s by themselves", sums[billing.Vouchers], valid)
	}
	return nil
}

// catchUp lets 20 meters run for some days, and tells what they have earned.
func catchUp(t testing.TB, days int64) (earned money.Amount) {
	c := newCloud(t)
	c.balance(1_000_000 * money.Yuan)
	for i := range 20 {
		c.open(fmt.Sprintf("ins-%d", i), 34*money.Fen)
	}
	c.wait(time.Duration(days) * 24 * time.Hour)
	return c.books(owner)[billing.Revenue]
}

func TestManyHoursAreMadeUpFor(t *testing.T) {
	want := 20 * (31*24*34*money.Fen - 17*money.Fen) // from half past on, up to the last full hour
	if got := catchUp(t, 31); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// BenchmarkAYearOfHours was at 1.5 seconds on two cores when it was written.
func BenchmarkAYearOfHours(b *testing.B) {
	for b.Loop() {
		catchUp(b, 365)
	}
}

func TestWhatCannotBeIsAFault(t *testing.T) {
	c := newCloud(t)
	c.balance(10 * money.Yuan)
	c.open("a", 1)
	for name, do := range map[string]func(ctx context.Context, tx store.Tx) error{
		"a negative price": func(ctx context.Context, tx store.Tx) error {
			_, err := c.Charge(ctx, tx, c.caller(owner), purchase.Order{Price: -1})
			return err
		},
		"a negative refund": func(ctx context.Context, tx store.Tx) error {
			_, err := c.Refund(ctx, tx, c.caller(owner), purchase.Order{Price: -1})
			return err
		},
		"a negative meter": func(ctx context.Context, tx store.Tx) error {
			_, err := c.Open(ctx, tx, c.caller(owner), purchase.Meter{Resource: "b", Hourly: -1})
			return err
		},
		"a second meter": func(ctx context.Context, tx store.Tx) error {
			_, err := c.Open(ctx, tx, c.caller(owner), purchase.Meter{Resource: "a"})
			return err
		},
		"a negative change":  func(ctx context.Context, tx store.Tx) error { return c.Change(ctx, tx, c.caller(owner), "a", -1) },
		"change of no meter": func(ctx context.Context, tx store.Tx) error { return c.Change(ctx, tx, c.caller(owner), "b", 1) },
	} {
		if err := c.update(do); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if got := c.books(owner); got[billing.Cash] != 10*money.Yuan-1 || got[billing.Revenue] != 0 {
		t.Errorf("got %v", got)
	}
}
