// Package billing keeps the money: balances, orders, meters and the bill, exact and double-entry. It decides whether an
// account can pay, and what happens when it no longer can. What a thing costs, and what stops for want of money, is the
// seller's affair; it speaks to billing in the words of internal/purchase.
//
// Its actions live on the domains trade, feecenter and bill.
package billing

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// Deps is what billing needs.
type Deps struct {
	Store    Store
	Later    *later.Queue
	Random   *random.Source
	Accounts Accounts
	Renewals Renewals
}

// A Service keeps the money of all accounts.
type Service struct {
	Deps
	sellers []purchase.Seller
}

var _ purchase.Till = (*Service)(nil)

// New is the service; Sell is called next, before it is used.
func New(d Deps) *Service { return &Service{Deps: d} }

// Sell names the sellers that are told when an account can't pay.
func (s *Service) Sell(sellers ...purchase.Seller) { s.sellers = append(s.sellers, sellers...) }

// Handle has the runner do what is due: settlements and what follows from arrears.
func (s *Service) Handle(r *later.Runner) {
	r.Handle(jobSettle, s.settleHour)
	r.Handle(jobSuspend, s.suspend)
	r.Handle(jobRelease, s.release)
	r.Handle(jobVoucherEnds, s.voucherEnds)
}

// Actions are those of trade, feecenter and bill.
func (s *Service) Actions() []*action.Bound { return action.BindAll(s, table...) }

// available is what an account can spend: its cash less what is frozen.
func (s *Service) available(ctx context.Context, tx store.Tx, account string) (money.Amount, error) {
	return s.Store.Balance(ctx, tx, account, Cash)
}
