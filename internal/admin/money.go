package admin

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var moneyRoutes = []Route{
	route("GET", "/v1/accounts/{uin}/balance", "Show what the account has: what it can spend, and what is frozen.", showBalance),
	route("PUT", "/v1/accounts/{uin}/balance", "Make the account's available balance the given amount in yuan.", setBalance),
	route("GET", "/v1/accounts/{uin}/vouchers", "List the account's vouchers, the latest first.", listVouchers),
	route("POST", "/v1/accounts/{uin}/vouchers", "Give the account a voucher, which pays orders that are paid in advance.", giveVoucher),
}

// A Balance is in yuan.
type Balance struct {
	// Available is what can be spent.
	Available money.Amount `json:"available"`
	// Frozen is held back for what is paid as it goes.
	Frozen money.Amount `json:"frozen,omitempty"`
}

func showBalance(ctx context.Context, a *API, q Query, _ nothing) (out Balance, err error) {
	err = a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		books, err := a.Cloud.Billing.Balances(ctx, tx, q.Path("uin"))
		out = Balance{books[billing.Cash], books[billing.Frozen]}
		return err
	})
	return out, err
}

func setBalance(ctx context.Context, a *API, q Query, in Balance) (Balance, error) {
	if in.Frozen != 0 {
		return Balance{}, badRequest("frozen can't be set; available is expected alone")
	}
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		return a.Cloud.Billing.SetBalance(ctx, tx, q.Path("uin"), in.Available, a.Cloud.Clock.Now())
	})
	if err != nil {
		return Balance{}, err
	}
	return showBalance(ctx, a, q, nothing{})
}

// A Voucher is worth so many yuan.
type Voucher struct {
	ID    string       `json:"id,omitempty"`
	Value money.Amount `json:"value"`
	// Left is what is left of it.
	Left money.Amount `json:"left,omitempty"`
	// ValidDays is for how many days it is valid from now on; 365 when left out.
	ValidDays int64 `json:"valid_days,omitempty"`
	// Ends is when its time is up.
	Ends *time.Time `json:"ends,omitempty"`
	// Products are those that it pays: cvm, cbs, eip; all when left out.
	Products []string `json:"products,omitempty"`
}

func voucher(v *billing.Voucher) Voucher {
	return Voucher{ID: v.ID, Value: v.Nominal, Left: v.Balance, Ends: &v.End, Products: v.Products}
}

func listVouchers(ctx context.Context, a *API, q Query, _ nothing) (out []Voucher, err error) {
	out = []Voucher{}
	err = a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		all, err := a.Cloud.Billing.AllVouchers(ctx, tx, q.Path("uin"))
		for _, v := range all {
			out = append(out, voucher(v))
		}
		return err
	})
	return out, err
}

func giveVoucher(ctx context.Context, a *API, q Query, in Voucher) (out Voucher, err error) {
	if in.ID != "" || in.Left != 0 || in.Ends != nil {
		return out, badRequest("id, left and ends can't be set; value, valid_days and products are expected")
	}
	if in.Value <= 0 || in.ValidDays < 0 {
		return out, badRequest("value is %s and valid_days %d; a value above zero and a positive number of days are expected", in.Value, in.ValidDays)
	}
	days := in.ValidDays
	if days == 0 {
		days = 365
	}
	err = a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		v, err := a.Cloud.Billing.Grant(ctx, tx, q.Path("uin"), in.Value, time.Duration(days)*24*time.Hour, in.Products, a.Cloud.Clock.Now())
		if err == nil {
			out = voucher(v)
		}
		return err
	})
	return out, err
}

// mustHave refuses a main account that is not there.
func (a *API) mustHave(ctx context.Context, tx store.Tx, uin string) error {
	there, err := a.Cloud.Account.Exists(ctx, tx, uin)
	if err == nil && !there {
		err = notFound("there is no main account %s", uin)
	}
	return err
}
