package admin

import (
	"context"

	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/store"
)

var accountRoutes = []Route{
	route("GET", "/v1/accounts", "List the main accounts.", listAccounts),
	route("POST", "/v1/accounts", "Make a main account.", makeAccount),
	route("GET", "/v1/accounts/{uin}", "Show a main account.", showAccount),
	route("PATCH", "/v1/accounts/{uin}", "Change how a main account stands: block or unblock it, set its identity verification, what it protects with MFA, its concurrency.", changeAccount),
	route("PUT", "/v1/accounts/{uin}/quotas/{name}", "Set how many of a resource the account may have.", setQuota),
	route("DELETE", "/v1/accounts/{uin}/quotas/{name}", "Bring a quota back to its default.", resetQuota),
	route("PUT", "/v1/accounts/{uin}/rates/{what}", "Set the requests a second for cvm:RunInstances, cvm:*, * or account (all calls together).", setRate),
	route("DELETE", "/v1/accounts/{uin}/rates/{what}", "Bring a rate back to its default.", resetRate),
}

// An Account is a main account.
type Account struct {
	Uin      string `json:"uin"`
	AppID    string `json:"app_id,omitempty"`
	Name     string `json:"name,omitempty"`
	Mail     string `json:"mail,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Identity string `json:"identity,omitempty"`
	// Blocked is why it is blocked, empty when it is not.
	Blocked     string           `json:"blocked,omitempty"`
	Protected   []string         `json:"mfa_protected,omitempty"`
	Rates       map[string]int   `json:"rates,omitempty"`
	Quotas      map[string]int64 `json:"quotas,omitempty"`
	Concurrency int              `json:"concurrency,omitempty"`
}

// An AccountChange sets what is given and leaves the rest.
type AccountChange struct {
	Name        *string   `json:"name,omitempty"`
	Identity    *string   `json:"identity,omitempty"`
	Blocked     *string   `json:"blocked,omitempty"`
	Protected   *[]string `json:"mfa_protected,omitempty"`
	Concurrency *int      `json:"concurrency,omitempty"`
}

// A Number is a count.
type Number struct {
	Number int64 `json:"number"`
}

func accountOf(a account.Account, quotas map[string]int64) Account {
	return Account{
		Uin: a.Uin, AppID: a.AppID, Name: a.Name, Mail: a.Mail, Phone: a.Phone, Identity: string(a.Identity), Blocked: a.Blocked,
		Protected: a.Protected, Rates: a.Rates, Quotas: quotas, Concurrency: a.Concurrency,
	}
}

func listAccounts(ctx context.Context, a *API, _ Query, _ nothing) ([]Account, error) {
	out := []Account{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		all, err := a.Cloud.Account.Accounts(ctx, tx)
		for _, one := range all {
			quotas, err := a.Cloud.Account.Quotas(ctx, tx, one.Uin)
			if err != nil {
				return err
			}
			out = append(out, accountOf(one, quotas))
		}
		return err
	})
	return out, err
}

func showAccount(ctx context.Context, a *API, q Query, _ nothing) (Account, error) {
	all, err := listAccounts(ctx, a, q, nothing{})
	for _, one := range all {
		if one.Uin == q.Path("uin") {
			return one, nil
		}
	}
	if err == nil {
		err = notFound("there is no main account %s", q.Path("uin"))
	}
	return Account{}, err
}

func makeAccount(ctx context.Context, a *API, q Query, in Account) (Account, error) {
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		there, err := a.Cloud.Account.Exists(ctx, tx, in.Uin)
		if err != nil {
			return err
		}
		if there {
			return badRequest("the main account %s is there already; PATCH it", in.Uin)
		}
		err = a.Cloud.Account.PutAccount(ctx, tx, account.Account{
			Uin: in.Uin, AppID: in.AppID, Name: in.Name, Mail: in.Mail, Phone: in.Phone, Identity: account.Identity(in.Identity),
			Blocked: in.Blocked, Protected: in.Protected, Rates: in.Rates, Concurrency: in.Concurrency,
		})
		for name, n := range in.Quotas {
			if err == nil {
				err = a.Cloud.Account.SetQuota(ctx, tx, in.Uin, name, n)
			}
		}
		return err
	})
	return in, err
}

func changeAccount(ctx context.Context, a *API, q Query, in AccountChange) (Account, error) {
	uin, s := q.Path("uin"), a.Cloud.Account
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		all, err := s.Accounts(ctx, tx)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Uin != uin {
				continue
			}
			set(&one.Name, in.Name)
			set((*string)(&one.Identity), in.Identity)
			set(&one.Blocked, in.Blocked)
			set(&one.Protected, in.Protected)
			set(&one.Concurrency, in.Concurrency)
			return s.PutAccount(ctx, tx, one)
		}
		return notFound("there is no main account %s", uin)
	})
	if err != nil {
		return Account{}, err
	}
	return showAccount(ctx, a, q, nothing{})
}

func set[T any](where, given *T) {
	if given != nil {
		*where = *given
	}
}

func setQuota(ctx context.Context, a *API, q Query, in Number) (nothing, error) {
	if in.Number < 0 {
		return nothing{}, badRequest("number is %d; 0 or more is expected", in.Number)
	}
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.Account.SetQuota(ctx, tx, q.Path("uin"), q.Path("name"), in.Number)
	})
}

func resetQuota(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.Account.SetQuota(ctx, tx, q.Path("uin"), q.Path("name"), -1)
	})
}

func setRate(ctx context.Context, a *API, q Query, in Number) (nothing, error) {
	if in.Number < 1 {
		return nothing{}, badRequest("number is %d; 1 or more is expected", in.Number)
	}
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.Account.SetRate(ctx, tx, q.Path("uin"), q.Path("what"), int(in.Number))
	})
}

func resetRate(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.Account.SetRate(ctx, tx, q.Path("uin"), q.Path("what"), 0)
	})
}
