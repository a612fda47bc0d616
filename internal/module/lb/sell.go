package lb

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

const product = "lb"

// hourly is what a load balancer costs an hour. The figure is assumed: the documents print the unit and no price
// (facts/api2-modules.md §7). Private ones are free of charge.
func hourly(kind int64) money.Amount {
	if kind == Private {
		return 0
	}
	return 2 * money.Fen
}

// How traffic is paid: by what flows, which costs nothing as nothing flows, or by how much may flow at once.
const (
	byTraffic   = "TRAFFIC_POSTPAID_BY_HOUR"
	byBandwidth = "BANDWIDTH_POSTPAID_BY_HOUR"
)

// pay sets what is said of how traffic is paid.
func (b *LoadBalancer) pay(a *InternetAccessible) {
	if a == nil {
		return
	}
	put(&b.PayBy, a.InternetChargeType)
	put(&b.Mbps, a.InternetMaxBandwidthOut)
}

// hourly is what it costs an hour with its bandwidth: for each Mbps up to five less than for those above, as for elastic
// addresses. The figures are assumed.
func (b *LoadBalancer) hourly() money.Amount {
	price := hourly(b.Type)
	if b.Type == Public && b.PayBy == byBandwidth {
		low := min(b.Mbps, 5)
		price += money.Amount(low)*(63*money.Yuan/1000) + money.Amount(b.Mbps-low)*(25*money.Fen)
	}
	return price
}

// InquiryLBPrice tells what a load balancer costs.
var InquiryLBPrice = action.Define(action.Spec{
	Name: "InquiryLBPrice", Doc: "Tells what a load balancer costs an hour, in hundredths of a yuan.", Domain: "lb", Service: "clb",
}, (*Service).inquiryPrice)

// PriceRequest is the input of InquiryLBPrice.
type PriceRequest struct {
	LoadBalancerType int64 `json:"loadBalancerType" api:"required,oneof=2 3" doc:"2 public, 3 private."`
}

// PriceResponse is the answer of InquiryLBPrice.
type PriceResponse struct {
	Price int64 `json:"price"`
}

func (s *Service) inquiryPrice(_ context.Context, _ store.Tx, _ *call.Call, in *PriceRequest) (*PriceResponse, error) {
	fen, _ := hourly(in.LoadBalancerType).Cents(money.HalfUp)
	return &PriceResponse{fen}, nil
}

// Product implements purchase.Seller.
func (s *Service) Product() string { return product }

// Grace implements purchase.Seller: 24 hours, then 7 days (facts/quotas-billing-lifecycle.md §3).
func (s *Service) Grace() (running, kept time.Duration) { return 24 * time.Hour, 7 * 24 * time.Hour }

// Suspend isolates the account's load balancers that cost something.
func (s *Service) Suspend(ctx context.Context, tx store.Tx, account string, at time.Time) ([]string, error) {
	return s.each(ctx, tx, account, func(b *LoadBalancer) bool { return b.Type == Public && b.Isolated.IsZero() }, func(b *LoadBalancer) error {
		b.Isolated = at
		return s.Store.SetBalancer(ctx, tx, *b)
	})
}

// Resume ends that.
func (s *Service) Resume(ctx context.Context, tx store.Tx, account string, _ time.Time) ([]string, error) {
	return s.each(ctx, tx, account, isolated, func(b *LoadBalancer) error {
		b.Isolated = time.Time{}
		return s.Store.SetBalancer(ctx, tx, *b)
	})
}

// Release takes those away that are isolated.
func (s *Service) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	_, err := s.each(ctx, tx, account, isolated, func(b *LoadBalancer) error { return s.remove(ctx, tx, b, at) })
	return err
}

func isolated(b *LoadBalancer) bool { return !b.Isolated.IsZero() }

// remove takes a load balancer away and ends its meter.
func (s *Service) remove(ctx context.Context, tx store.Tx, b *LoadBalancer, at time.Time) error {
	if err := s.Store.RemoveBalancer(ctx, tx, b.ID); err != nil {
		return err
	}
	if err := s.Networks.Free(ctx, tx, b.Account, b.ID); err != nil {
		return err
	}
	if err := s.Addresses.LetAllGo(ctx, tx, b.Account, b.ID, at); err != nil {
		return err
	}
	if err := s.Groups.Unguard(ctx, tx, b.Account, b.ID); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, b.Account, b.tagged()); err != nil {
		return err
	}
	return s.Till.Close(ctx, tx, b.Account, b.ID, at)
}

// each does something to some of an account's load balancers, in all regions, and names them.
func (s *Service) each(ctx context.Context, tx store.Tx, account string, which func(b *LoadBalancer) bool, do func(b *LoadBalancer) error) ([]string, error) {
	all, err := s.Store.Balancers(ctx, tx, account, "")
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range all {
		if !which(&all[i]) {
			continue
		}
		if err := do(&all[i]); err != nil {
			return nil, err
		}
		ids = append(ids, all[i].ID)
	}
	return ids, nil
}
