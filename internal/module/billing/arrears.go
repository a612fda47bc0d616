package billing

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

const (
	jobSuspend = "billing.suspend"
	jobRelease = "billing.release"
)

// releasing marks the context in which a seller releases resources. The freezes that come back meanwhile must not bring
// the account out of arrears while the seller is half way: it is looked at afterwards.
type releasing struct{}

// afterMove looks at the balance after money has moved: the account may have come into arrears, or out of them.
func (s *Service) afterMove(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	if ctx.Value(releasing{}) != nil {
		return nil
	}
	available, err := s.available(ctx, tx, account)
	if err != nil {
		return err
	}
	since, err := s.Store.ArrearsSince(ctx, tx, account)
	if err != nil {
		return err
	}
	switch {
	case available < 0 && since.IsZero():
		return s.intoArrears(ctx, tx, account, at)
	case available > 0 && !since.IsZero():
		return s.outOfArrears(ctx, tx, account, at)
	default:
		return nil
	}
}

// intoArrears starts the respite of every seller's resources.
func (s *Service) intoArrears(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	if err := s.Store.SetArrearsSince(ctx, tx, account, at); err != nil {
		return err
	}
	for _, seller := range s.sellers {
		running, _ := seller.Grace()
		if err := s.Later.Put(ctx, tx, later.Job{Kind: jobSuspend, Key: key(account, seller), Due: at.Add(running)}); err != nil {
			return err
		}
	}
	return nil
}

// outOfArrears lets everything run again.
func (s *Service) outOfArrears(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	if err := s.Store.SetArrearsSince(ctx, tx, account, time.Time{}); err != nil {
		return err
	}
	for _, seller := range s.sellers {
		for _, kind := range []string{jobSuspend, jobRelease} {
			if err := s.Later.Cancel(ctx, tx, kind, key(account, seller)); err != nil {
				return err
			}
		}
		running, err := seller.Resume(ctx, tx, account, at)
		if err != nil {
			return fmt.Errorf("resume %s: %w", seller.Product(), err)
		}
		if err := s.stop(ctx, tx, account, running, false, at); err != nil {
			return err
		}
	}
	return nil
}

// suspend stops a seller's resources at the end of the respite.
func (s *Service) suspend(ctx context.Context, tx store.Tx, j later.Job) error {
	account, seller, err := s.byKey(j.Key)
	if err != nil {
		return err
	}
	stopped, err := seller.Suspend(ctx, tx, account, j.Due)
	if err != nil {
		return fmt.Errorf("suspend %s: %w", seller.Product(), err)
	}
	if err := s.stop(ctx, tx, account, stopped, true, j.Due); err != nil {
		return err
	}
	_, kept := seller.Grace()
	return s.Later.Put(ctx, tx, later.Job{Kind: jobRelease, Key: j.Key, Due: j.Due.Add(kept)})
}

// release takes a seller's suspended resources away.
func (s *Service) release(ctx context.Context, tx store.Tx, j later.Job) error {
	account, seller, err := s.byKey(j.Key)
	if err != nil {
		return err
	}
	if err := seller.Release(context.WithValue(ctx, releasing{}, true), tx, account, j.Due); err != nil {
		return fmt.Errorf("release %s: %w", seller.Product(), err)
	}
	return s.afterMove(ctx, tx, account, j.Due)
}

// stop stops meters, or lets them run again.
func (s *Service) stop(ctx context.Context, tx store.Tx, account string, resources []string, stopped bool, at time.Time) error {
	for _, resource := range resources {
		m, err := s.Store.Meter(ctx, tx, account, resource)
		if err != nil {
			return err
		}
		if m == nil || m.Stopped == stopped {
			continue
		}
		if err := s.settle(ctx, tx, m, at); err != nil {
			return err
		}
		m.Stopped = stopped
		if err := s.Store.PutMeter(ctx, tx, *m); err != nil {
			return err
		}
	}
	return nil
}

func key(account string, seller purchase.Seller) string { return account + "/" + seller.Product() }

func (s *Service) byKey(key string) (account string, seller purchase.Seller, err error) {
	account, product, _ := strings.Cut(key, "/")
	for _, seller := range s.sellers {
		if seller.Product() == product {
			return account, seller, nil
		}
	}
	return "", nil, fmt.Errorf("no seller of %q", product)
}
