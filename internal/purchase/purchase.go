// Package purchase is the words in which the modules that sell speak to the one that keeps the money. It decides
// nothing: what a thing costs is the seller's affair, whether the account can pay is billing's.
package purchase

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// A Till takes and gives back money. Every method is part of the transaction of what is bought.
//
// The refusals are of row 5300, with nothing charged.
type Till interface {
	// Charge takes the price of a prepaid purchase and writes a paid and delivered order. It refuses when the
	// available balance (cash less what is frozen) is below the price.
	Charge(ctx context.Context, tx store.Tx, c *call.Call, o Order) (dealID string, err error)

	// Refund gives back what is left of a prepaid purchase and writes an order of that.
	Refund(ctx context.Context, tx store.Tx, c *call.Call, o Order) (dealID string, err error)

	// Refundable is what Refund would give back of such an order: what of it was paid in cash.
	Refundable(ctx context.Context, tx store.Tx, account string, o Order) (money.Amount, error)

	// Open starts a pay-as-you-go meter: from at on, the resource costs m.Hourly an hour, settled at every full hour;
	// one hour's price is frozen meanwhile. It writes an order and refuses when the available balance is below the
	// amount to freeze. A price of zero is metered like any other.
	Open(ctx context.Context, tx store.Tx, c *call.Call, m Meter) (dealID string, err error)

	// Change settles what has run so far and goes on at another price, with another freeze. It refuses like Open.
	Change(ctx context.Context, tx store.Tx, c *call.Call, resource string, hourly money.Amount) error

	// Close settles what has run up to at and releases the freeze. A resource without a meter is left alone.
	Close(ctx context.Context, tx store.Tx, account, resource string, at time.Time) error
}

// An Order is a prepaid purchase.
type Order struct {
	// Product sells it: cvm, lb.
	Product string
	// Action is purchase, renew, upgrade, downgrade or refund, as deals say it.
	Action string
	// What is a line for the bill: "S5.SMALL2 in ap-guangzhou-3, 1 month".
	What string
	// Region and Resources are where and what.
	Region    string
	Resources []string
	// Price is the amount in all, not for one.
	Price  money.Amount
	Months int64
	// Goods are the details that the order shows, as JSON members.
	Goods map[string]any
}

// A Meter is a pay-as-you-go purchase of one resource.
type Meter struct {
	Product, Region, Resource string
	// What is a line for the bill.
	What string
	// Hourly is its price for one hour.
	Hourly money.Amount
	Goods  map[string]any
}

// A Seller has resources with meters, and is told when the account can't pay for them (facts §3 of
// quotas-billing-lifecycle.md). Each is called in a transaction of its own, with the cloud time at which it holds.
type Seller interface {
	// Product is the name under which its meters were opened.
	Product() string
	// Grace is how long its resources run on after the balance went negative, and how long they are kept then.
	Grace() (running, kept time.Duration)
	// Suspend stops the account's metered resources of this kind for want of money; their meters are stopped by the
	// caller as far as Suspend returns them.
	Suspend(ctx context.Context, tx store.Tx, account string, at time.Time) (stopped []string, err error)
	// Resume lets them be used again; it returns the resources whose meters run again.
	Resume(ctx context.Context, tx store.Tx, account string, at time.Time) (running []string, err error)
	// Release takes the suspended ones away for good.
	Release(ctx context.Context, tx store.Tx, account string, at time.Time) error
}
