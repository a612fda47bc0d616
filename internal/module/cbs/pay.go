package cbs

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// product is what the till calls cbs.
const product = "cbs"

// open starts the meter of a disk.
func (s *Service) open(ctx context.Context, tx store.Tx, c *call.Call, d *Disk) error {
	price, err := d.hourly()
	if err != nil {
		return err
	}
	_, err = s.Till.Open(ctx, tx, c, purchase.Meter{
		Product: product, Region: d.Region, Resource: d.ID, What: d.what(), Hourly: price, Goods: d.goods(),
	})
	return err
}

// reprice changes a disk and has its price follow: a meter goes on at the new price, the rest of a paid time costs the
// difference, and what is paid with an instance is for cvm.
func (s *Service) reprice(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, change func(*Disk)) error {
	if !d.Own {
		return s.Instances.Repriced(ctx, tx, c, d.Instance, func() error {
			change(d)
			return s.Store.Disks.Put(ctx, tx, d)
		})
	}
	before, err := d.monthly()
	if err != nil {
		return err
	}
	change(d)
	if d.metered() {
		price, err := d.hourly()
		if err != nil {
			return err
		}
		return s.Till.Change(ctx, tx, c, d.ID, price)
	}
	after, err := d.monthly()
	if err != nil {
		return err
	}
	more, err := after.Sub(before)
	if err != nil {
		return err
	}
	return s.payRest(ctx, tx, c, d, more)
}

// payRest pays what more a month costs for the rest of the paid time, or takes back what less costs.
func (s *Service) payRest(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, more money.Amount) error {
	difference, err := d.rest(more, c.Now)
	if err != nil || difference == 0 {
		return err
	}
	if difference > 0 {
		_, err = s.Till.Charge(ctx, tx, c, d.order("upgrade", []string{d.ID}, difference, 0))
	} else {
		difference = max(difference, -d.Paid) // no more than was paid
		_, err = s.Till.Refund(ctx, tx, c, d.order("downgrade", []string{d.ID}, -difference, 0))
	}
	d.Paid += difference
	return err
}

// payMonths pays for months of disks that are alike, in one order.
func (s *Service) payMonths(ctx context.Context, tx store.Tx, c *call.Call, action string, disks []*Disk, months int64) error {
	var ids []string
	var all money.Amount
	for _, d := range disks {
		monthly, err := d.monthly()
		if err != nil {
			return err
		}
		price, err := monthly.Mul(months)
		if err != nil {
			return err
		}
		if all, err = all.Add(price); err != nil {
			return err
		}
		if err := d.extend(months, price, c.Now); err != nil {
			return err
		}
		if err := s.expireAt(ctx, tx, d, c.Now); err != nil {
			return err
		}
		ids = append(ids, d.ID)
	}
	_, err := s.Till.Charge(ctx, tx, c, disks[0].order(action, ids, all, months))
	return err
}

// order is an order about disks like this one.
func (d *Disk) order(action string, ids []string, price money.Amount, months int64) purchase.Order {
	what := d.what()
	if months == 1 {
		what += ", 1 month"
	} else if months > 1 {
		what += fmt.Sprintf(", %d months", months)
	}
	return purchase.Order{
		Product: product, Action: action, What: what, Region: d.Region, Resources: ids, Price: price, Months: months, Goods: d.goods(),
	}
}

// what is its line on a bill.
func (d *Disk) what() string { return fmt.Sprintf("%s of %d GB in %s", d.Type, d.Size, d.Zone) }

// goods are the details that orders show.
func (d *Disk) goods() map[string]any {
	return map[string]any{"zone": d.Zone, "diskType": d.Type, "diskSize": d.Size, "throughput": d.Throughput}
}
