package account

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// What an operator and a world do to accounts. Each is part of the caller's transaction; what can't be is refused with
// row 4000, an account that is not there with row 5000.

// PutAccount makes an account or sets all of an existing one. An empty Identity means none; an empty AppID is drawn for
// a new account and kept for one that is there.
func (s *Service) PutAccount(ctx context.Context, tx store.Tx, a Account) error {
	kept, err := s.Store.Account(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	if a.Identity == "" {
		a.Identity = Unverified
	}
	if a.AppID == "" && kept != nil {
		a.AppID = kept.AppID
	}
	for drawn := a.AppID == ""; ; {
		if drawn {
			a.AppID = "12" + s.Random.Digits(8)
		}
		if err := a.check(); err != nil {
			return err
		}
		put, err := s.Store.PutAccount(ctx, tx, a)
		switch {
		case err != nil:
			return err
		case put:
			tx.AfterCommit(s.Changed)
			return nil
		case !drawn:
			return catalogue.InvalidValue.Errorf("The appid %s of account %s is another account's; one of its own is expected.", a.AppID, a.Uin)
		}
	}
}

// Accounts lists all main accounts by uin.
func (s *Service) Accounts(ctx context.Context, tx store.Tx) ([]Account, error) {
	return s.Store.Accounts(ctx, tx)
}

// Exists tells whether there is such a main account.
func (s *Service) Exists(ctx context.Context, tx store.Tx, uin string) (bool, error) {
	a, err := s.Store.Account(ctx, tx, uin)
	return a != nil, err
}

// change does one thing to an account.
func (s *Service) change(ctx context.Context, tx store.Tx, uin string, do func(a *Account)) error {
	a, err := s.Store.Account(ctx, tx, uin)
	if err != nil {
		return err
	}
	if a == nil {
		return errNoAccount.Errorf("There is no main account %s.", uin)
	}
	do(a)
	return s.PutAccount(ctx, tx, *a)
}

// SetBlocked blocks an account for a reason; an empty reason unblocks it.
func (s *Service) SetBlocked(ctx context.Context, tx store.Tx, uin, reason string) error {
	return s.change(ctx, tx, uin, func(a *Account) { a.Blocked = reason })
}

// SetIdentity sets as what the account's owner is verified.
func (s *Service) SetIdentity(ctx context.Context, tx store.Tx, uin string, i Identity) error {
	return s.change(ctx, tx, uin, func(a *Account) { a.Identity = i })
}

// SetProtected sets the actions that want an MFA session.
func (s *Service) SetProtected(ctx context.Context, tx store.Tx, uin string, actions []string) error {
	return s.change(ctx, tx, uin, func(a *Account) { a.Protected = actions })
}

// SetRate sets the requests a second of what ("cvm:RunInstances", "cvm:*", "*"); 0 brings back the default.
func (s *Service) SetRate(ctx context.Context, tx store.Tx, uin, what string, perSecond int) error {
	return s.change(ctx, tx, uin, func(a *Account) {
		rates := map[string]int{}
		for k, v := range a.Rates {
			rates[k] = v
		}
		rates[what] = perSecond
		if perSecond == 0 {
			delete(rates, what)
		}
		a.Rates = rates
	})
}

// SetConcurrency sets how many of its calls may run at once; 0 brings back the default.
func (s *Service) SetConcurrency(ctx context.Context, tx store.Tx, uin string, n int) error {
	return s.change(ctx, tx, uin, func(a *Account) { a.Concurrency = n })
}

// SetQuota sets how many of name the account may have; a negative n brings back the default.
func (s *Service) SetQuota(ctx context.Context, tx store.Tx, uin, name string, n int64) error {
	if name == "" {
		return catalogue.InvalidValue.Errorf("The name of a quota of account %s is empty; one such as cvm.postpaid_per_zone is expected.", uin)
	}
	found, err := s.Exists(ctx, tx, uin)
	if err != nil {
		return err
	}
	if !found {
		return errNoAccount.Errorf("There is no main account %s.", uin)
	}
	if n < 0 {
		return s.Store.RemoveQuota(ctx, tx, uin, name)
	}
	return s.Store.PutQuota(ctx, tx, uin, name, n)
}

// Quotas are the quotas of an account that differ from the defaults, by name.
func (s *Service) Quotas(ctx context.Context, tx store.Tx, uin string) (map[string]int64, error) {
	return s.Store.Quotas(ctx, tx, uin)
}

// Projects lists an account's projects by id, without the default one.
func (s *Service) Projects(ctx context.Context, tx store.Tx, uin string) ([]Project, error) {
	return s.Store.Projects(ctx, tx, uin)
}

// PutProject makes a project with the given id, or sets name, info and Hidden of an existing one. Without a Creator the
// account made it itself.
func (s *Service) PutProject(ctx context.Context, tx store.Tx, p Project) error {
	if p.ID < 1 {
		return catalogue.InvalidValue.Errorf("The id of project %q is %d; a number above 0 is expected.", p.Name, p.ID)
	}
	if p.CreatedAt.IsZero() {
		return catalogue.InvalidValue.Errorf("Project %d of account %s has no time of creation; one is expected.", p.ID, p.Account)
	}
	if p.Creator == "" {
		p.Creator = p.Account
	}
	if !number.MatchString(p.Creator) {
		return catalogue.InvalidValue.Errorf("The creator of project %d is %q; a uin is expected.", p.ID, p.Creator)
	}
	added, err := s.Store.AddProject(ctx, tx, p)
	if err != nil || added {
		return err
	}
	changed, err := s.Store.SetProject(ctx, tx, p)
	if err == nil && !changed {
		err = catalogue.InvalidValue.Errorf("The project id %d is another account's.", p.ID)
	}
	return err
}
