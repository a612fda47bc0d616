package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// renewalPrice is what more months of an instance cost.
func (s *Service) renewalPrice(ctx context.Context, tx store.Tx, i *Instance, months int64) (money.Amount, error) {
	o, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return 0, err
	}
	monthly, err := i.monthly(o.Monthly)
	if err != nil {
		return 0, err
	}
	return monthly.Mul(months)
}

// stillOffered is the offer that an instance came from, for its price.
func (s *Service) stillOffered(ctx context.Context, tx store.Tx, i *Instance) (*Offer, error) {
	o, err := s.Store.Offer(ctx, tx, i.Zone, i.Type)
	if err == nil && o == nil {
		err = errNotSold.Errorf("The type %s is no longer offered in zone %s.", i.Type, i.Zone)
	}
	return o, err
}
