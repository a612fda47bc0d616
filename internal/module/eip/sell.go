package eip

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

const (
	product   = "eip"
	jobExpire = "eip.expire" // a paid time ends
	jobEmpty  = "eip.empty"  // an address that is kept without service goes
	kept      = 7 * 24 * time.Hour
)

// what is a line for the bill.
func (a *Address) what() string {
	return fmt.Sprintf("Elastic address, %s, %d Mbps in %s", a.Charge, a.Bandwidth, a.Region)
}

// open pays for an address from now on: its months in one order, or a meter. It returns the order's id.
func (s *Service) open(ctx context.Context, tx store.Tx, c *call.Call, a *Address, months int64) (string, error) {
	if a.isPrepaid() {
		return s.buyMonths(ctx, tx, c, a, "purchase", months)
	}
	price, err := a.hourly()
	if err != nil {
		return "", err
	}
	deal, err := s.Till.Open(ctx, tx, c, purchase.Meter{Product: product, Region: a.Region, Resource: a.ID, What: a.what(), Hourly: price})
	return deal, unpaid(err)
}

// buyMonths pays for months of an address: from the end of its paid time, or from now where there is none.
func (s *Service) buyMonths(ctx context.Context, tx store.Tx, c *call.Call, a *Address, action string, months int64) (string, error) {
	price, err := monthly(a.Bandwidth)
	if err != nil {
		return "", err
	}
	if price, err = price.Mul(months); err != nil {
		return "", err
	}
	deal, err := s.Till.Charge(ctx, tx, c, a.order(action, price, months))
	if err != nil {
		return "", unpaid(err)
	}
	if a.Expires.IsZero() || a.Expires.Before(c.Now) {
		a.Expires, a.PaidSince, a.Paid = c.Now, c.Now, 0
	}
	if a.Paid, err = a.Paid.Add(price); err != nil {
		return "", err
	}
	a.Expires = addMonths(a.Expires, months)
	return deal, s.expireAt(ctx, tx, a)
}

func (a *Address) order(action string, price money.Amount, months int64) purchase.Order {
	return purchase.Order{Product: product, Action: action, What: a.what(), Region: a.Region, Resources: []string{a.ID}, Price: price, Months: months}
}

func (s *Service) expireAt(ctx context.Context, tx store.Tx, a *Address) error {
	for _, kind := range []string{jobExpire, jobEmpty} {
		if err := s.Later.Cancel(ctx, tx, kind, a.ID); err != nil {
			return err
		}
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobExpire, Key: a.ID, Payload: []byte(a.Account), Due: a.Expires})
}

// close ends what an address costs: its meter, or its months, of which the whole days that are left come back.
func (s *Service) close(ctx context.Context, tx store.Tx, c *call.Call, a *Address) error {
	if !a.isPrepaid() {
		return s.Till.Close(ctx, tx, a.Account, a.ID, c.Now)
	}
	if err := s.Later.Cancel(ctx, tx, jobExpire, a.ID); err != nil {
		return err
	}
	left, err := a.refund(c.Now)
	if err != nil || left == 0 {
		return err
	}
	a.Paid, a.Expires = 0, c.Now
	_, err = s.Till.Refund(ctx, tx, c, a.order("refund", left, 0))
	return err
}

// refund is what is left of what was paid: the whole days that remain of those that were paid for, rounded down to fen.
func (a *Address) refund(now time.Time) (money.Amount, error) {
	const day = 24 * time.Hour
	all, left := int64(a.Expires.Sub(a.PaidSince)/day), int64(a.Expires.Sub(now)/day)
	if all <= 0 || left <= 0 {
		return 0, nil
	}
	part, err := a.Paid.Times(min(left, all), all, money.Down)
	if err != nil {
		return 0, err
	}
	_, rounded := part.Cents(money.Down)
	return rounded, nil
}

// reprice has the meter go on at what the address costs now. Where the fee for lying idle can't be frozen the meter goes
// on as it was: taking an address off something is not refused for want of money, and the account is in arrears soon
// enough.
func (s *Service) reprice(ctx context.Context, tx store.Tx, c *call.Call, a *Address) error {
	if a.isPrepaid() || a.Suspended {
		return nil
	}
	price, err := a.hourly()
	if err != nil {
		return err
	}
	err = tx.Savepoint(ctx, func() error { return s.Till.Change(ctx, tx, c, a.ID, price) })
	if errors.Is(err, catalogue.InsufficientBalance) {
		return nil
	}
	return err
}

// expire is the end of a paid time: the address renews itself by a month where it is told to and the account can pay,
// else it is kept without service for a while (facts/quotas-billing-lifecycle.md §3).
func (s *Service) expire(ctx context.Context, tx store.Tx, j later.Job) error {
	a, err := s.Store.Address(ctx, tx, string(j.Payload), j.Key)
	if err != nil || a == nil || !a.isPrepaid() || a.Gone {
		return err
	}
	if a.Renew == RenewItself {
		c := &call.Call{Now: j.Due, Region: a.Region, Caller: call.Caller{Account: a.Account, Uin: a.Account}}
		err := tx.Savepoint(ctx, func() error {
			if _, err := s.buyMonths(ctx, tx, c, a, "renew", 1); err != nil {
				return err
			}
			return s.Store.PutAddress(ctx, tx, a)
		})
		if err == nil || !errors.Is(err, catalogue.InsufficientBalance) {
			return err
		}
		if a, err = s.Store.Address(ctx, tx, string(j.Payload), j.Key); err != nil || a == nil { // as it was before it could not pay
			return err
		}
	}
	return s.shelve(ctx, tx, a, j.Due)
}

// shelve keeps an address that is paid by the month without service, until it is renewed or goes.
func (s *Service) shelve(ctx context.Context, tx store.Tx, a *Address, at time.Time) error {
	a.Suspended = true
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobEmpty, Key: a.ID, Payload: []byte(a.Account), Due: at.Add(kept)}); err != nil {
		return err
	}
	return s.Store.PutAddress(ctx, tx, a)
}

// empty is the end of that.
func (s *Service) empty(ctx context.Context, tx store.Tx, j later.Job) error {
	a, err := s.Store.Address(ctx, tx, string(j.Payload), j.Key)
	if err != nil || a == nil || !a.Suspended {
		return err
	}
	return s.remove(ctx, tx, a)
}

// remove takes an address away, with all that it had.
func (s *Service) remove(ctx context.Context, tx store.Tx, a *Address) error {
	for _, kind := range []string{jobExpire, jobEmpty} {
		if err := s.Later.Cancel(ctx, tx, kind, a.ID); err != nil {
			return err
		}
	}
	if a.Holder.Kind == Instance {
		if err := s.Servers.Hide(ctx, tx, a.Account, a.Holder.ID, a.IP); err != nil {
			return err
		}
	}
	if err := s.Pool.Free(ctx, tx, a.Account, a.ID); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, a.Account, a.tagged()); err != nil {
		return err
	}
	return s.Store.RemoveAddress(ctx, tx, a.ID)
}

// Product implements purchase.Seller.
func (s *Service) Product() string { return product }

// Grace implements purchase.Seller (facts/quotas-billing-lifecycle.md §3).
func (s *Service) Grace() (running, kept time.Duration) { return 2 * time.Hour, 15 * 24 * time.Hour }

// Suspend implements purchase.Seller: addresses are kept without service.
func (s *Service) Suspend(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return s.each(ctx, tx, account, func(a *Address) bool { return !a.Suspended && !a.Gone }, func(a *Address) error {
		a.Suspended = true
		return s.Store.PutAddress(ctx, tx, a)
	})
}

// Resume implements purchase.Seller.
func (s *Service) Resume(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return s.each(ctx, tx, account, func(a *Address) bool { return a.Suspended }, func(a *Address) error {
		a.Suspended = false
		return s.Store.PutAddress(ctx, tx, a)
	})
}

// Release implements purchase.Seller: those that are bound to something stay.
func (s *Service) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	_, err := s.each(ctx, tx, account, func(a *Address) bool { return a.Suspended && a.State == Unbound }, func(a *Address) error {
		if err := s.Till.Close(ctx, tx, a.Account, a.ID, at); err != nil {
			return err
		}
		return s.remove(ctx, tx, a)
	})
	return err
}

// each does something with some of an account's addresses that have a meter, in all regions, and names them.
func (s *Service) each(ctx context.Context, tx store.Tx, account string, which func(*Address) bool, do func(*Address) error) ([]string, error) {
	all, err := s.Store.Addresses(ctx, tx, account, "")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range all {
		if a.isPrepaid() || !which(a) {
			continue
		}
		if err := do(a); err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
	}
	return ids, nil
}
