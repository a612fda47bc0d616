// Package billingtest is what every store of money has to do: a test for each sentence of billing.Store.
package billingtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 0, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s billing.Store) {
	ctx := t.Context()
	run := func(name string, do func(t *testing.T, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(ctx, func(tx store.Tx) error { do(t, tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}

	run("ledger", func(t *testing.T, tx store.Tx) {
		if got, err := s.Balance(ctx, tx, "1", billing.Cash); got != 0 || err != nil {
			t.Errorf("an empty book: got %v, %v", got, err)
		}
		entry := func(account string, b billing.Book, amount money.Amount, when time.Time, want money.Amount) billing.Entry {
			e := billing.Entry{Account: account, Book: b, Amount: amount, At: when, Movement: "m", What: "w"}
			got, err := s.Enter(ctx, tx, e)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("enter %v: the balance is %v, want %v", e, got, want)
			}
			e.Balance = want
			return e
		}
		want := []billing.Entry{
			entry("1", billing.Outside, -7, at, -7),
			entry("1", billing.Cash, 7, at, 7),
			entry("1", billing.Cash, -3, at, 4), // the same movement, time and book once more
			entry("1", billing.Frozen, 3, at, 3),
			entry("1", billing.Cash, 5, at.Add(-time.Second), 9), // an earlier time, entered later
		}
		entry("1", billing.Cash, 1, at.Add(time.Second), 10)
		entry("1", billing.Cash, 1, at.Add(-2*time.Second), 11)
		entry("2", billing.Cash, 100, at, 100)
		got, err := s.Entries(ctx, tx, "1", at.Add(-time.Second), at.Add(time.Second))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("entries (-want +got):\n%s %v", diff, err)
		}
		for book, want := range map[billing.Book]money.Amount{billing.Cash: 11, billing.Frozen: 3, billing.Outside: -7, billing.Revenue: 0} {
			if got, err := s.Balance(ctx, tx, "1", book); got != want || err != nil {
				t.Errorf("%s: got %v, %v, want %v", book, got, err, want)
			}
		}
		if got, err := s.Total(ctx, tx); got != 107 || err != nil {
			t.Errorf("total: got %v, %v, want 107 units", got, err)
		}
	})

	run("vouchers", func(t *testing.T, tx store.Tx) {
		if got, err := s.Voucher(ctx, tx, "1"); got != nil || err != nil {
			t.Errorf("an absent voucher: got %v, %v", got, err)
		}
		a := &billing.Voucher{
			ID: "1", Account: "1", Remark: "r", Nominal: 9, Balance: 9, Products: []string{"cvm"}, Begin: at, End: at.Add(time.Hour), Created: at,
			Uses: []billing.VoucherUse{{Deal: "d", Product: "cvm", Action: "purchase", What: "w", Amount: 2, At: at}},
		}
		later := &billing.Voucher{ID: "2", Account: "1", Created: at.Add(time.Second)}
		for _, v := range []*billing.Voucher{a, later, {ID: "3", Account: "9", Created: at}} {
			if err := s.PutVoucher(ctx, tx, v); err != nil {
				t.Fatal(err)
			}
		}
		a.Balance = 7
		if err := s.PutVoucher(ctx, tx, a); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Voucher(ctx, tx, "1"); err != nil || !cmp.Equal(got, a) {
			t.Errorf("a voucher: %v, difference %s", err, cmp.Diff(a, got))
		}
		if got, err := s.Vouchers(ctx, tx, "1"); err != nil || !cmp.Equal(got, []*billing.Voucher{later, a}) {
			t.Errorf("vouchers: got %v, %v", got, err)
		}
	})

	run("deals", func(t *testing.T, tx store.Tx) {
		full := billing.Deal{
			ID: "2", Account: "1", Buyer: "3", Product: "cvm", Action: "purchase", What: "w", PayMode: billing.PayPrepaid, Region: "r",
			Resources: []string{"a", "b"}, Count: 2, Price: 7, Voucher: 2, Months: 3, Status: 4, At: at, Goods: map[string]any{"k": "v"},
		}
		add := func(change func(d *billing.Deal), want bool) billing.Deal {
			d := full
			change(&d)
			if got, err := s.AddDeal(ctx, tx, d); got != want || err != nil {
				t.Errorf("add %s: got %v, %v, want %v", d.ID, got, err, want)
			}
			return d
		}
		add(func(*billing.Deal) {}, true)
		add(func(d *billing.Deal) { d.Account = "9" }, false)
		first := add(func(d *billing.Deal) { d.ID = "1" }, true)
		late := add(func(d *billing.Deal) { d.ID = "5"; d.At = at.Add(time.Second) }, true)
		add(func(d *billing.Deal) { d.ID = "6"; d.Account = "9" }, true)
		got, err := s.Deals(ctx, tx, "1")
		if diff := cmp.Diff([]billing.Deal{late, first, full}, got); diff != "" || err != nil {
			t.Errorf("deals (-want +got):\n%s %v", diff, err)
		}
		one, err := s.Deal(ctx, tx, "1", "2")
		if diff := cmp.Diff(&full, one); diff != "" || err != nil {
			t.Errorf("one deal (-want +got):\n%s %v", diff, err)
		}
		for _, x := range [][2]string{{"9", "2"}, {"1", "7"}} {
			if got, err := s.Deal(ctx, tx, x[0], x[1]); got != nil || err != nil {
				t.Errorf("deal %v: got %v, %v", x, got, err)
			}
		}
	})

	run("meters", func(t *testing.T, tx store.Tx) {
		meter := func(account, resource string, stopped bool) billing.Meter {
			m := billing.Meter{Account: account, Product: "p", Region: "r", Resource: resource, What: "w", Hourly: 5, Frozen: 6, Since: at, Stopped: stopped}
			for _, p := range []billing.Meter{{Account: account, Resource: resource, Since: at.Add(time.Hour)}, m} { // the second takes the first one's place
				if err := s.PutMeter(ctx, tx, p); err != nil {
					t.Fatal(err)
				}
			}
			return m
		}
		b, a, other := meter("1", "b", true), meter("1", "a", false), meter("2", "a", false)
		same := func(account string, want ...billing.Meter) {
			t.Helper()
			got, err := s.Meters(ctx, tx, account)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("meters of %s (-want +got):\n%s %v", account, diff, err)
			}
		}
		same("1", a, b)
		if err := s.SettleMeters(ctx, tx, "1", at.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		a.Since = at.Add(time.Minute)
		same("1", a, b)
		same("2", other)
		if got, err := s.Meter(ctx, tx, "1", "a"); got == nil || *got != a || err != nil {
			t.Errorf("one meter: got %v, %v", got, err)
		}
		for range 2 { // the second time there is none
			if err := s.RemoveMeter(ctx, tx, "1", "a"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Meter(ctx, tx, "1", "a"); got != nil || err != nil {
			t.Errorf("a meter that was removed: got %v, %v", got, err)
		}
		same("1", b)
		same("2", other)
	})

	run("lines", func(t *testing.T, tx store.Tx) {
		line := func(resource string, ends time.Time) billing.Line {
			return billing.Line{Account: "1", Product: "p", Region: "r", Resource: resource, What: "w", From: ends.Add(-time.Hour), To: ends, Hourly: 4, Amount: 3, Movement: "m"}
		}
		if err := s.AddLines(ctx, tx, nil); err != nil {
			t.Errorf("no lines: %v", err)
		}
		want := []billing.Line{line("a", at), line("b", at), line("a", at.Add(time.Hour))}
		if err := s.AddLines(ctx, tx, []billing.Line{want[2], want[1], want[0], line("a", at.Add(-time.Hour)), line("a", at.Add(2*time.Hour))}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Lines(ctx, tx, "1", at.Add(-time.Hour), at.Add(time.Hour))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("lines (-want +got):\n%s %v", diff, err)
		}
		var many []billing.Line
		for i := range 250 {
			l := line(fmt.Sprint(i), at)
			l.Account = "many"
			many = append(many, l)
		}
		if err := s.AddLines(ctx, tx, many); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Lines(ctx, tx, "many", time.Time{}.AddDate(1999, 0, 0), at); len(got) != 250 || err != nil {
			t.Errorf("many lines: got %d, %v", len(got), err)
		}
	})

	run("arrears", func(t *testing.T, tx store.Tx) {
		for _, want := range []time.Time{at, at.Add(time.Hour), {}, {}} {
			if err := s.SetArrearsSince(ctx, tx, "1", want); err != nil {
				t.Fatal(err)
			}
			if got, err := s.ArrearsSince(ctx, tx, "1"); !got.Equal(want) || err != nil {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
		}
	})
}
