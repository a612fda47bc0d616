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
	account := c.Caller.Account
	running, err := s.Store.Meter(ctx, tx, account, m.Resource)
	if err != nil {
		return "", err
	}
	if running != nil {
		return "", fmt.Errorf("meter %s: it runs already", m.Resource) // its freeze would be lost
	}
	if err := s.canPay(ctx, tx, c, m.Hourly); err != nil {
		return "", err
	}
	if err := s.move(ctx, tx, account, Cash, Frozen, m.Hourly, c.Now, "freeze for "+m.Resource); err != nil {
		return "", err
	}
	c.Spent("frozen", m.Hourly)
	if err := s.schedule(ctx, tx, account, c.Now); err != nil {
		return "", err
	}
	err = s.Store.PutMeter(ctx, tx, Meter{
		Account: account, Product: m.Product, Region: m.Region, Resource: m.Resource, What: m.What,
		Hourly: m.Hourly, Frozen: m.Hourly, Since: c.Now.Truncate(time.Microsecond),
	})
	if err != nil {
		return "", err
	}
	return s.deal(ctx, tx, c, purchase.Order{
		Product: m.Product, Action: "purchase", What: m.What, Region: m.Region, Resources: []string{m.Resource}, Goods: m.Goods,
	}, PayPostpaid, DealDelivered, m.Hourly, 0)
}

// Change goes on at another price; see purchase.Till.
func (s *Service) Change(ctx context.Context, tx store.Tx, c *call.Call, resource string, hourly money.Amount) error {
	if hourly < 0 {
		return fmt.Errorf("meter %s at %s: the price is negative", resource, hourly)
	}
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
	if err := s.shift(ctx, tx, m.Account, Cash, Frozen, more, c.Now, "freeze for "+resource, "release freeze of "+resource); err != nil {
		return err
	}
	c.Spent("frozen", more)
	m.Hourly, m.Frozen = hourly, hourly
	if err := s.Store.PutMeter(ctx, tx, *m); err != nil {
		return err
	}
	return s.afterMove(ctx, tx, m.Account, c.Now)
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

// run is what a meter has run since it was last settled, as a line of the bill; nil when it costs nothing. Amounts are
// rounded half up to 10⁻⁸ yuan, once a line. Times are counted in microseconds, as they are kept: the rest of one would be
// run again by a second change at the same moment.
func (m *Meter) run(at time.Time, movement string) (*Line, error) {
	at = at.Truncate(time.Microsecond)
	ran := at.Sub(m.Since)
	if ran <= 0 || m.Stopped {
		return nil, nil
	}
	amount, err := m.Hourly.ForHours(ran, money.HalfUp)
	if err != nil {
		return nil, fmt.Errorf("settle %s: %w", m.Resource, err)
	}
	return &Line{m.Account, m.Product, m.Region, m.Resource, m.What, m.Since, at, m.Hourly, amount, movement}, nil
}

// settle charges what a meter has run, and writes the bill's line.
func (s *Service) settle(ctx context.Context, tx store.Tx, m *Meter, at time.Time) error {
	at = at.Truncate(time.Microsecond)
	movement := s.Random.UUID()
	l, err := m.run(at, movement)
	if err != nil {
		return err
	}
	if at.After(m.Since) {
		m.Since = at
	}
	if l == nil {
		return nil
	}
	if err := s.moveAs(ctx, tx, movement, m.Account, Cash, Revenue, l.Amount, at, "settlement of "+m.Resource); err != nil {
		return err
	}
	return s.Store.AddLines(ctx, tx, []Line{*l})
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

// settleHour settles all meters of an account at a full hour: a line for each, and one movement of money for all, since a
// year of hours has to be made up for in seconds.
func (s *Service) settleHour(ctx context.Context, tx store.Tx, j later.Job) error {
	meters, err := s.Store.Meters(ctx, tx, j.Key)
	if err != nil || len(meters) == 0 {
		return err
	}
	movement := s.Random.UUID()
	var lines []Line
	var sum money.Amount
	for i := range meters {
		l, err := meters[i].run(j.Due, movement)
		if err != nil {
			return err
		}
		if l == nil {
			continue
		}
		if sum, err = sum.Add(l.Amount); err != nil {
			return err
		}
		lines = append(lines, *l)
	}
	if err := s.moveAs(ctx, tx, movement, j.Key, Cash, Revenue, sum, j.Due, "hourly settlement"); err != nil {
		return err
	}
	if err := s.Store.AddLines(ctx, tx, lines); err != nil {
		return err
	}
	if err := s.Store.SettleMeters(ctx, tx, j.Key, j.Due); err != nil {
		return err
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobSettle, Key: j.Key, Due: j.Due.Add(time.Hour)}); err != nil {
		return err
	}
	return s.afterMove(ctx, tx, j.Key, j.Due)
}
