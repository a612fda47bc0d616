package nat

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/store"
)

const product = "nat"

// Product implements purchase.Seller.
func (s *Service) Product() string { return product }

// Grace implements purchase.Seller: 2 hours, then 7 days; assumed, as for others that are paid by the hour.
func (s *Service) Grace() (running, kept time.Duration) { return 2 * time.Hour, 7 * 24 * time.Hour }

// Suspend stops the account's gateways.
func (s *Service) Suspend(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return s.each(ctx, tx, account, false, func(g *Gateway) error {
		g.Suspended = true
		return s.Store.PutGateway(ctx, tx, g)
	})
}

// Resume ends that.
func (s *Service) Resume(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return s.each(ctx, tx, account, true, func(g *Gateway) error {
		g.Suspended = false
		return s.Store.PutGateway(ctx, tx, g)
	})
}

// Release takes those away that are suspended.
func (s *Service) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	_, err := s.each(ctx, tx, account, true, func(g *Gateway) error { return s.remove(ctx, tx, g, at) })
	return err
}

// each does something to the account's gateways that are suspended, or that are not, and names them.
func (s *Service) each(ctx context.Context, tx store.Tx, account string, suspended bool, do func(g *Gateway) error) ([]string, error) {
	all, err := s.Store.Gateways(ctx, tx, account, "")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range all {
		if g.Suspended != suspended {
			continue
		}
		if err := do(g); err != nil {
			return nil, err
		}
		ids = append(ids, g.ID)
	}
	return ids, nil
}

// remove takes a gateway away, lets its addresses go and ends its meter.
func (s *Service) remove(ctx context.Context, tx store.Tx, g *Gateway, at time.Time) error {
	if err := s.Addresses.LetAllGo(ctx, tx, g.Account, g.ID, at); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, g.Account, g.tagged()); err != nil {
		return err
	}
	if err := s.Store.RemoveGateway(ctx, tx, g.ID); err != nil {
		return err
	}
	return s.Till.Close(ctx, tx, g.Account, g.ID, at)
}
