package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// renewalPrice is what more months of an instance cost.
func (s *Service) renewalPrice(ctx context.Context, tx store.Tx, i *Instance, months int64) (money.Amount, error) {
	o, err := s.Store.Offer(ctx, tx, i.Zone, i.Type)
	if err != nil {
		return 0, err
	}
	if o == nil {
		return 0, errNotSold.Errorf("The type %s is no longer offered in zone %s.", i.Type, i.Zone)
	}
	monthly, err := i.monthly(o.Monthly)
	if err != nil {
		return 0, err
	}
	return monthly.Mul(months)
}
