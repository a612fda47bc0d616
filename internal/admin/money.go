package admin

import (
	"context"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var moneyRoutes = []Route{
	route("GET", "/v1/accounts/{uin}/balance", "Show what the account has: what it can spend, and what is frozen.", showBalance),
	route("PUT", "/v1/accounts/{uin}/balance", "Make the account's available balance the given amount in yuan.", setBalance),
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

// mustHave refuses a main account that is not there.
func (a *API) mustHave(ctx context.Context, tx store.Tx, uin string) error {
	there, err := a.Cloud.Account.Exists(ctx, tx, uin)
	if err == nil && !there {
		err = notFound("there is no main account %s", uin)
	}
	return err
}
