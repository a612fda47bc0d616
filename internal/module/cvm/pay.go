package cvm

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// product is what the till calls cvm.
const product = "cvm"

// pay pays for new instances: the months of all in one order, or a meter for each. It returns the first order's id.
func (s *Service) pay(ctx context.Context, tx store.Tx, c *call.Call, l *launch, made []*Instance) (string, error) {
	if l.like.isPrepaid() {
		return s.payMonths(ctx, tx, c, l, made)
	}
	first := ""
	for _, i := range made {
		price, err := i.perHour(l.offer)
		if err != nil {
			return "", err
		}
		deal, err := s.Till.Open(ctx, tx, c, purchase.Meter{
			Product: product, Region: i.Region, Resource: i.ID, What: i.what(), Hourly: price, Goods: i.goods(),
		})
		if err != nil {
			return "", unpaid(err)
		}
		i.Metered = true
		if first == "" {
			first = deal
		}
	}
	return first, nil
}

func (s *Service) payMonths(ctx context.Context, tx store.Tx, c *call.Call, l *launch, made []*Instance) (string, error) {
	monthly, err := made[0].monthly(l.offer.Monthly)
	if err != nil {
		return "", err
	}
	each, err := monthly.Mul(l.months)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, i := range made {
		ids = append(ids, i.ID)
		if err := i.extend(l.months, each, c.Now); err != nil {
			return "", err
		}
		if err := s.expireAt(ctx, tx, i); err != nil {
			return "", err
		}
	}
	all, err := each.Mul(int64(len(made)))
	if err != nil {
		return "", err
	}
	if err := s.Store.AddBought(ctx, tx, c.Caller.Account, l.like.Zone, month(c), int64(len(made))); err != nil {
		return "", err
	}
	deal, err := s.Till.Charge(ctx, tx, c, made[0].order("purchase", ids, all, l.months))
	return deal, unpaid(err)
}

// order is an order about instances like this one.
func (i *Instance) order(action string, ids []string, price money.Amount, months int64) purchase.Order {
	what := i.what()
	if months == 1 {
		what += ", 1 month"
	} else if months > 1 {
		what += fmt.Sprintf(", %d months", months)
	}
	return purchase.Order{
		Product: product, Action: action, What: what, Region: i.Region, Resources: ids, Price: price, Months: months, Goods: i.goods(),
	}
}

// what is its line on a bill.
func (i *Instance) what() string { return i.Type + " in " + i.Zone }

// goods are the details that orders show.
func (i *Instance) goods() map[string]any {
	return map[string]any{"zone": i.Zone, "instanceType": i.Type, "cpu": i.CPU, "memory": i.Memory, "imageId": i.Image, "systemDisk": i.System.Size}
}
