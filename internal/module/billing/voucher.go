package billing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

const jobVoucherEnds = "billing.voucher_ends"

// A Voucher pays orders that are paid in advance, in place of cash; never what is frozen for meters
// (facts/quotas-billing-lifecycle.md §4). What is left when its time is up is lost, and what it paid is not given back
// when the purchase is returned.
type Voucher struct {
	ID, Account, Remark string
	// Nominal is what it was worth, Balance what it is.
	Nominal, Balance money.Amount
	// Products are those that it pays, by the names that the till has for them (cvm, cbs, …); all where there are none.
	Products            []string
	Begin, End, Created time.Time
	Uses                []VoucherUse
}

// A VoucherUse is an order that a voucher paid, in whole or in part.
type VoucherUse struct {
	Deal, Product, Action, What string
	Amount                      money.Amount
	At                          time.Time
}

// The states of a voucher, as answers name them.
const (
	VoucherUnused  = "unUsed"
	VoucherUsed    = "used"
	VoucherOverdue = "overdue"
)

func (v *Voucher) status(now time.Time) string {
	switch {
	case v.Balance == 0:
		return VoucherUsed
	case !now.Before(v.End):
		return VoucherOverdue
	}
	return VoucherUnused
}

// pays tells whether it can pay for a product now.
func (v *Voucher) pays(product string, now time.Time) bool {
	return v.Balance > 0 && !now.Before(v.Begin) && now.Before(v.End) && (len(v.Products) == 0 || slices.Contains(v.Products, product))
}

// Grant gives an account a voucher of an amount above zero that is valid from now on for some time, for the products
// named or for all.
func (s *Service) Grant(ctx context.Context, tx store.Tx, account string, amount money.Amount, valid time.Duration, products []string, now time.Time) (*Voucher, error) {
	if amount <= 0 || valid <= 0 {
		return nil, fmt.Errorf("grant a voucher of %s for %s: both are expected to be above zero", amount, valid)
	}
	v := &Voucher{
		Account: account, Remark: "given by the operator", Nominal: amount, Balance: amount, Products: products, Begin: now, End: now.Add(valid), Created: now,
	}
	for v.ID == "" {
		v.ID = s.Random.Digits(19)
		if other, err := s.Store.Voucher(ctx, tx, v.ID); err != nil {
			return nil, err
		} else if other != nil {
			v.ID = ""
		}
	}
	if err := s.move(ctx, tx, account, Outside, Vouchers, amount, now, "voucher "+v.ID); err != nil {
		return nil, err
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobVoucherEnds, Key: v.ID, Due: v.End}); err != nil {
		return nil, err
	}
	return v, s.Store.PutVoucher(ctx, tx, v)
}

// voucherEnds takes what is left on a voucher whose time is up; the voucher goes on telling how much that was.
func (s *Service) voucherEnds(ctx context.Context, tx store.Tx, j later.Job) error {
	v, err := s.Store.Voucher(ctx, tx, j.Key)
	if err != nil || v == nil {
		return err
	}
	return s.move(ctx, tx, v.Account, Vouchers, Outside, v.Balance, j.Due, "voucher "+v.ID+" is overdue")
}

// AllVouchers lists an account's vouchers, the latest first.
func (s *Service) AllVouchers(ctx context.Context, tx store.Tx, account string) ([]*Voucher, error) {
	return s.Store.Vouchers(ctx, tx, account)
}

// usable are the account's vouchers that can pay for a product now: those that end first come first.
func (s *Service) usable(ctx context.Context, tx store.Tx, account, product string, now time.Time) ([]*Voucher, error) {
	all, err := s.Store.Vouchers(ctx, tx, account)
	all = slices.DeleteFunc(all, func(v *Voucher) bool { return !v.pays(product, now) })
	slices.SortStableFunc(all, func(a, b *Voucher) int { return a.End.Compare(b.End) })
	return all, err
}

// A part is what a voucher pays of an order.
type part struct {
	of     *Voucher
	amount money.Amount
}

// byVouchers tells what the account's vouchers pay of an order, and what of it is left for its cash.
func (s *Service) byVouchers(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order) (parts []part, cash money.Amount, err error) {
	all, err := s.usable(ctx, tx, c.Caller.Account, o.Product, c.Now)
	cash = o.Price
	for _, v := range all {
		if cash == 0 {
			break
		}
		p := part{v, min(v.Balance, cash)}
		parts, cash = append(parts, p), cash-p.amount
	}
	return parts, cash, err
}

// use takes the parts of an order off their vouchers.
func (s *Service) use(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order, deal string, parts []part) error {
	for _, p := range parts {
		if err := s.move(ctx, tx, c.Caller.Account, Vouchers, Revenue, p.amount, c.Now, o.What); err != nil {
			return err
		}
		p.of.Balance -= p.amount
		p.of.Uses = append(p.of.Uses, VoucherUse{Deal: deal, Product: o.Product, Action: o.Action, What: o.What, Amount: p.amount, At: c.Now})
		if err := s.Store.PutVoucher(ctx, tx, p.of); err != nil {
			return err
		}
	}
	return nil
}

// inCash is what of a refund was paid in cash: as much of it as of what was paid for the resources since they were last
// returned, rounded down to fen.
func (s *Service) inCash(ctx context.Context, tx store.Tx, account string, o purchase.Order) (money.Amount, error) {
	all, err := s.Store.Deals(ctx, tx, account)
	if err != nil {
		return 0, err
	}
	var paid, byVoucher money.Amount
	for _, d := range all { // the latest first
		if d.PayMode != PayPrepaid || !slices.ContainsFunc(d.Resources, func(id string) bool { return slices.Contains(o.Resources, id) }) {
			continue
		}
		if d.Status == DealRefunded {
			break
		}
		paid, byVoucher = paid+d.Price, byVoucher+d.Voucher
	}
	if byVoucher == 0 {
		return o.Price, nil
	}
	cash, err := o.Price.Times(int64(paid-byVoucher), int64(paid), money.Down)
	_, cash = cash.Cents(money.Down)
	return cash, err
}
