package cvm

import (
	"context"
	"errors"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// expire is the end of a paid time: the instance renews itself by a month where it is told to and the account can pay,
// else it goes to the recycle bin.
func (s *Service) expire(ctx context.Context, tx store.Tx, j later.Job) error {
	i, err := s.Store.Instance(ctx, tx, j.Key)
	if err != nil || i == nil || !i.isPrepaid() || i.State == Shutdown || i.State == Terminating {
		return err
	}
	if i.Renew == RenewItself {
		err := tx.Savepoint(ctx, func() error { return s.renewByItself(ctx, tx, i, j.Due) })
		if err == nil || !errors.Is(err, catalogue.InsufficientBalance) {
			return err
		}
		if i, err = s.Store.Instance(ctx, tx, j.Key); err != nil { // as it was before it could not pay
			return err
		}
	}
	return s.recycle(ctx, tx, i, IsolatedExpired, j.Due, "")
}

// renewByItself renews an instance by a month, as its account's own call would.
func (s *Service) renewByItself(ctx context.Context, tx store.Tx, i *Instance, at time.Time) error {
	c := &call.Call{Now: at, Region: i.Region, Caller: call.Caller{Account: i.Account, Uin: i.Account}}
	return s.renew(ctx, tx, c, i, 1)
}

// renew pays for more months. An instance in the recycle bin comes back.
func (s *Service) renew(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, months int64) error {
	price, err := s.renewalPrice(ctx, tx, i, months)
	if err != nil {
		return err
	}
	if err := i.extend(months, price, c.Now); err != nil {
		return err
	}
	if _, err := s.Till.Charge(ctx, tx, c, i.order("renew", []string{i.ID}, price, months)); err != nil {
		return unpaid(err)
	}
	if err := s.expireAt(ctx, tx, i); err != nil {
		return err
	}
	if i.State != Shutdown {
		return s.Store.PutInstance(ctx, tx, i)
	}
	if err := s.Later.Cancel(ctx, tx, jobEmptyBin, i.ID); err != nil {
		return err
	}
	i.Isolated, i.ReleaseDisks = NotIsolated, false
	return s.move(ctx, tx, i, revive, c.Now, c.RequestID)
}

// recycle turns an instance off and keeps it in the recycle bin for a while.
func (s *Service) recycle(ctx context.Context, tx store.Tx, i *Instance, why string, at time.Time, requestID string) error {
	if err := s.Later.Cancel(ctx, tx, jobExpire, i.ID); err != nil {
		return err
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobEmptyBin, Key: i.ID, Due: at.Add(kept)}); err != nil {
		return err
	}
	i.Isolated = why
	return s.move(ctx, tx, i, recycle, at, requestID)
}

// emptyBin is the end of an instance's time in the recycle bin.
func (s *Service) emptyBin(ctx context.Context, tx store.Tx, j later.Job) error {
	i, err := s.Store.Instance(ctx, tx, j.Key)
	if err != nil || i == nil || i.State != Shutdown {
		return err
	}
	return s.remove(ctx, tx, i, j.Due)
}
