package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// A Meter runs for one pay-as-you-go resource.
type Meter struct {
	Account, Product, Region, Resource, What string
	Hourly, Frozen                           money.Amount
	// Since is up to when it is settled.
	Since time.Time
	// Stopped holds while the resource is suspended for want of money: it costs nothing then.
	Stopped bool
}

const jobSettle = "billing.settle"

// Open starts a meter; see purchase.Till.
func (s *Service) Open(ctx context.Context, tx store.Tx, c *call.Call, m purchase.Meter) (string, error) {
	if m.Hourly < 0 {
		return "", fmt.Errorf("meter %s at %s: the price is negative", m.Resource, m.Hourly)
	}
	if err := s.canPay(ctx, tx, c, m.Hourly); err != nil {
		return "", err
	}
	account := c.Caller.Account
	if err := s.move(ctx, tx, account, Cash, Frozen, m.Hourly, c.Now, "freeze for "+m.Resource); err != nil {
		return "", err
	}
	c.Spent("frozen", m.Hourly)
	if err := s.schedule(ctx, tx, account, c.Now); err != nil {
		return "", err
	}
	err := s.Store.PutMeter(ctx, tx, Meter{
		Account: account, Product: m.Product, Region: m.Region, Resource: m.Resource, What: m.What,
		Hourly: m.Hourly, Frozen: m.Hourly, Since: c.Now,
	})
	if err != nil {
		return "", err
	}
	return s.deal(ctx, tx, c, purchase.Order{
		Product: m.Product, Action: "purchase", What: m.What, Region: m.Region, Resources: []string{m.Resource}, Goods: m.Goods,
	}, PayPostpaid, DealDelivered, m.Hourly)
}

// Change goes on at another price; see purchase.Till.
func (s *Service) Change(ctx context.Context, tx store.Tx, c *call.Call, resource string, hourly money.Amount) error {
	m, err := s.Store.Meter(ctx, tx, c.Caller.Account, resource)
	if err != nil {
		return err
	}
	if m == nil {
		return fmt.Errorf("resource %s has no meter", resource)
	}
	if err := s.settle(ctx, tx, m, c.Now); err != nil {
		return err
	}
	more, err := hourly.Sub(m.Frozen)
	if err != nil {
		return err
	}
	if err := s.canPay(ctx, tx, c, more); err != nil {
		return err
	}
	if err := s.move(ctx, tx, m.Account, Cash, Frozen, more, c.Now, "freeze for "+resource); err != nil {
		return err
	}
	c.Spent("frozen", more)
	m.Hourly, m.Frozen = hourly, hourly
	return s.Store.PutMeter(ctx, tx, *m)
}

// Close ends a meter; see purchase.Till.
func (s *Service) Close(ctx context.Context, tx store.Tx, account, resource string, at time.Time) error {
	m, err := s.Store.Meter(ctx, tx, account, resource)
	if err != nil || m == nil {
		return err
	}
	if err := s.settle(ctx, tx, m, at); err != nil {
		return err
	}
	if err := s.move(ctx, tx, account, Frozen, Cash, m.Frozen, at, "release freeze of "+resource); err != nil {
		return err
	}
	if err := s.Store.RemoveMeter(ctx, tx, account, resource); err != nil {
		return err
	}
	return s.afterMove(ctx, tx, account, at)
}

// settle charges what a meter has run since it was last settled, and writes the bill's line. Amounts are rounded half
// up to 10⁻⁸ yuan, once a line.
func (s *Service) settle(ctx context.Context, tx store.Tx, m *Meter, at time.Time) error {
	ran := at.Sub(m.Since)
	if ran <= 0 {
		return nil
	}
	from := m.Since
	m.Since = at
	if m.Stopped {
		return nil
	}
	amount, err := m.Hourly.ForHours(ran, money.HalfUp)
	if err != nil {
		return fmt.Errorf("settle %s: %w", m.Resource, err)
	}
	if err := s.move(ctx, tx, m.Account, Cash, Revenue, amount, at, m.What); err != nil {
		return err
	}
	return s.Store.AddLine(ctx, tx, Line{m.Account, m.Product, m.Resource, m.What, from, at, amount})
}

// schedule has the account settled at the next full hour, unless it already will be.
func (s *Service) schedule(ctx context.Context, tx store.Tx, account string, now time.Time) error {
	meters, err := s.Store.Meters(ctx, tx, account)
	if err != nil {
		return err
	}
	if len(meters) > 0 {
		return nil // the job is there as long as there are meters
	}
	// One of an earlier meter may still wait for its hour.
	if err := s.Later.Cancel(ctx, tx, jobSettle, account); err != nil {
		return err
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobSettle, Key: account, Due: now.Truncate(time.Hour).Add(time.Hour)})
}

// settleHour settles all meters of an account at a full hour.
func (s *Service) settleHour(ctx context.Context, tx store.Tx, j later.Job) error {
	meters, err := s.Store.Meters(ctx, tx, j.Key)
	if err != nil || len(meters) == 0 {
		return err
	}
	for i := range meters {
		m := &meters[i]
		if m.Stopped {
			continue
		}
		if err := s.settle(ctx, tx, m, j.Due); err != nil {
			return err
		}
		if err := s.Store.PutMeter(ctx, tx, *m); err != nil {
			return err
		}
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobSettle, Key: j.Key, Due: j.Due.Add(time.Hour)}); err != nil {
		return err
	}
	return s.afterMove(ctx, tx, j.Key, j.Due)
}
