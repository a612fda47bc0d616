package cvm

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

var _ purchase.Seller = (*Service)(nil)

// Product implements purchase.Seller.
func (s *Service) Product() string { return product }

// Grace implements purchase.Seller (facts/quotas-billing-lifecycle.md §3).
func (s *Service) Grace() (running, kept time.Duration) { return 2 * time.Hour, 15 * 24 * time.Hour }

// Suspend implements purchase.Seller: what is paid by the hour is turned off at once.
func (s *Service) Suspend(ctx context.Context, tx store.Tx, account string, at time.Time) ([]string, error) {
	return s.eachMetered(ctx, tx, account, func(i *Instance) error {
		i.Isolated = IsolatedArrears
		return s.move(ctx, tx, i, suspend, at, "")
	})
}

// Resume implements purchase.Seller: instances stay off until they are started.
func (s *Service) Resume(ctx context.Context, tx store.Tx, account string, at time.Time) ([]string, error) {
	return s.eachMetered(ctx, tx, account, func(i *Instance) error {
		i.Isolated, i.Changed = NotIsolated, at
		return s.Store.PutInstance(ctx, tx, i)
	})
}

// Release implements purchase.Seller.
func (s *Service) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	_, err := s.eachMetered(ctx, tx, account, func(i *Instance) error {
		if i.Isolated != IsolatedArrears {
			return nil
		}
		return s.remove(ctx, tx, i, at)
	})
	return err
}

// eachMetered does something with each instance of an account that has a meter and is not on its way out, and returns
// their ids.
func (s *Service) eachMetered(ctx context.Context, tx store.Tx, account string, do func(*Instance) error) ([]string, error) {
	all, err := s.Store.Instances(ctx, tx, account, "")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, i := range all {
		if !i.Metered || i.State == Terminating {
			continue
		}
		if err := do(i); err != nil {
			return nil, err
		}
		ids = append(ids, i.ID)
	}
	return ids, nil
}
