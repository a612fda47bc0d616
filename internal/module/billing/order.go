package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// The states of a deal that happen here: an order is paid and delivered in the transaction that makes it.
const (
	DealDelivered = 4
	DealRefunded  = 6
)

// How a deal is paid.
const (
	PayPrepaid  = "prePay"
	PayPostpaid = "postPay"
)

// A Deal is an order as the account sees it.
type Deal struct {
	// ID is 23 digits (facts/quotas-billing-lifecycle.md §4).
	ID             string
	Account, Buyer string
	Product        string
	Action, What   string
	PayMode        string
	Region         string
	Resources      []string
	Count          int64
	// Price is what it cost, of which vouchers paid Voucher.
	Price, Voucher money.Amount
	Months         int64
	Status         int64
	At             time.Time
	Goods          map[string]any
}

// Charge takes the price of a prepaid purchase; see purchase.Till.
func (s *Service) Charge(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order) (string, error) {
	if o.Price < 0 {
		return "", fmt.Errorf("charge %s: the price is negative", o.Price)
	}
	parts, cash, err := s.byVouchers(ctx, tx, c, o)
	if err != nil {
		return "", err
	}
	if err := s.canPay(ctx, tx, c, cash); err != nil {
		return "", err
	}
	if err := s.move(ctx, tx, c.Caller.Account, Cash, Revenue, cash, c.Now, o.What); err != nil {
		return "", err
	}
	c.Spent("charged", cash)
	if cash != o.Price {
		c.Spent("paid by vouchers", o.Price-cash)
	}
	id, err := s.deal(ctx, tx, c, o, PayPrepaid, DealDelivered, o.Price, o.Price-cash)
	if err != nil {
		return "", err
	}
	return id, s.use(ctx, tx, c, o, id, parts)
}

// Refund gives back what is left of a prepaid purchase, as far as it was paid in cash; see purchase.Till.
func (s *Service) Refund(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order) (string, error) {
	if o.Price < 0 {
		return "", fmt.Errorf("refund %s: the amount is negative", o.Price)
	}
	cash, err := s.inCash(ctx, tx, c.Caller.Account, o)
	if err != nil {
		return "", err
	}
	if err := s.move(ctx, tx, c.Caller.Account, Revenue, Cash, cash, c.Now, o.What); err != nil {
		return "", err
	}
	c.Spent("charged", -cash)
	id, err := s.deal(ctx, tx, c, o, PayPrepaid, DealRefunded, -cash, 0)
	if err != nil {
		return "", err
	}
	return id, s.afterMove(ctx, tx, c.Caller.Account, c.Now)
}

// Refundable implements purchase.Till.
func (s *Service) Refundable(ctx context.Context, tx store.Tx, account string, o purchase.Order) (money.Amount, error) {
	return s.inCash(ctx, tx, account, o)
}

// canPay refuses when the available balance is below the amount.
func (s *Service) canPay(ctx context.Context, tx store.Tx, c *call.Call, amount money.Amount) error {
	available, err := s.available(ctx, tx, c.Caller.Account)
	if err != nil {
		return err
	}
	if amount > 0 && available < amount {
		return errBalance.Errorf("The balance of the account is not enough: %s yuan are available, %s are needed.", available, amount)
	}
	return nil
}

func (s *Service) deal(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order, payMode string, status int64, price, voucher money.Amount) (string, error) {
	d := Deal{
		Account: c.Caller.Account, Buyer: c.Caller.Uin, Product: o.Product, Action: o.Action, What: o.What, PayMode: payMode,
		Region: o.Region, Resources: o.Resources, Count: int64(len(o.Resources)), Price: price, Voucher: voucher, Months: o.Months,
		Status: status, At: c.Now, Goods: o.Goods,
	}
	for {
		d.ID = c.Now.Format("20060102") + s.Random.Digits(15)
		put, err := s.Store.AddDeal(ctx, tx, d)
		if err != nil || put {
			return d.ID, err
		}
	}
}

// A Line is one line of the bill.
type Line struct {
	Account, Product, Region, Resource, What string
	From, To                                 time.Time
	Hourly, Amount                           money.Amount
	// Movement is that of the money.
	Movement string
}
