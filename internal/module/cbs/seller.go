package cbs

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

// Suspend implements purchase.Seller: a disk can't be used any more, and its meter goes on.
func (s *Service) Suspend(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return nil, s.eachMetered(ctx, tx, account, func(d *Disk) error {
		d.Unusable = true
		return s.Store.Disks.Put(ctx, tx, d)
	})
}

// Resume implements purchase.Seller.
func (s *Service) Resume(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return nil, s.eachMetered(ctx, tx, account, func(d *Disk) error {
		d.Unusable = false
		return s.Store.Disks.Put(ctx, tx, d)
	})
}

// Release implements purchase.Seller.
func (s *Service) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	return s.eachMetered(ctx, tx, account, func(d *Disk) error {
		if !d.Unusable {
			return nil
		}
		return s.remove(ctx, tx, d, at)
	})
}

// eachMetered does something with each disk of an account that has a meter.
func (s *Service) eachMetered(ctx context.Context, tx store.Tx, account string, do func(*Disk) error) error {
	all, err := s.Store.Disks.All(ctx, tx, account, "")
	if err != nil {
		return err
	}
	for _, d := range all {
		if !d.metered() {
			continue
		}
		if err := do(d); err != nil {
			return err
		}
	}
	return nil
}
