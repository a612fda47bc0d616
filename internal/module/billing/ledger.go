package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// A Book is where money of an account is. The sum over all books of all accounts is zero at every moment.
type Book string

// The books.
const (
	// Outside is where money comes from and goes to when a balance is set.
	Outside Book = "outside"
	// Cash is what the account can spend; it goes below zero when a settlement exceeds it.
	Cash Book = "cash"
	// Frozen is held back for meters.
	Frozen Book = "frozen"
	// Vouchers is what is on vouchers whose time is not up.
	Vouchers Book = "vouchers"
	// Revenue is what the cloud has earned of it.
	Revenue Book = "revenue"
)

// An Entry is one side of a movement of money.
type Entry struct {
	Account string
	Book    Book
	Amount  money.Amount
	At      time.Time
	// Movement is common to both sides.
	Movement string
	What     string
	// Balance is that of the book after this entry.
	Balance money.Amount
}

// move takes an amount from one book of an account to another.
func (s *Service) move(ctx context.Context, tx store.Tx, account string, from, to Book, amount money.Amount, at time.Time, what string) error {
	return s.moveAs(ctx, tx, s.Random.UUID(), account, from, to, amount, at, what)
}

// moveAs is move for a movement that others refer to by its id.
func (s *Service) moveAs(ctx context.Context, tx store.Tx, id, account string, from, to Book, amount money.Amount, at time.Time, what string) error {
	if amount == 0 {
		return nil
	}
	if amount < 0 {
		return fmt.Errorf("move %s from %s to %s: the amount is negative", amount, from, to)
	}
	back, err := money.Amount(0).Sub(amount)
	if err != nil {
		return fmt.Errorf("move %s from %s to %s: %w", amount, from, to, err)
	}
	for _, e := range []Entry{
		{Account: account, Book: from, Amount: back, At: at, Movement: id, What: what},
		{Account: account, Book: to, Amount: amount, At: at, Movement: id, What: what},
	} {
		if _, err := s.Store.Enter(ctx, tx, e); err != nil {
			return fmt.Errorf("move %s from %s to %s: %w", amount, from, to, err)
		}
	}
	return nil
}

// shift is move for an amount that may be negative: then it goes the other way, and is called otherwise.
func (s *Service) shift(ctx context.Context, tx store.Tx, account string, from, to Book, amount money.Amount, at time.Time, what, back string) error {
	if amount >= 0 {
		return s.move(ctx, tx, account, from, to, amount, at, what)
	}
	amount, err := money.Amount(0).Sub(amount)
	if err != nil {
		return fmt.Errorf("move from %s to %s: %w", to, from, err)
	}
	return s.move(ctx, tx, account, to, from, amount, at, back)
}

// Balances are the sums of an account's books.
func (s *Service) Balances(ctx context.Context, tx store.Tx, account string) (map[Book]money.Amount, error) {
	out := map[Book]money.Amount{}
	for _, b := range []Book{Outside, Cash, Frozen, Vouchers, Revenue} {
		amount, err := s.Store.Balance(ctx, tx, account, b)
		if err != nil {
			return nil, err
		}
		out[b] = amount
	}
	return out, nil
}

// SetBalance makes the account's cash the given amount, by a movement from outside; what was stopped for want of money
// goes on when it is above zero.
func (s *Service) SetBalance(ctx context.Context, tx store.Tx, account string, amount money.Amount, at time.Time) error {
	now, err := s.available(ctx, tx, account)
	if err != nil {
		return err
	}
	difference, err := amount.Sub(now)
	if err != nil {
		return fmt.Errorf("set balance of %s: %w", account, err)
	}
	if err := s.shift(ctx, tx, account, Outside, Cash, difference, at, "recharge", "withdrawal"); err != nil {
		return err
	}
	return s.afterMove(ctx, tx, account, at)
}
