package billing

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// Store is what billing asks of a database.
type Store interface {
	// Enter writes one side of a movement and adds it to the balance of its book, which it returns.
	Enter(ctx context.Context, tx store.Tx, e Entry) (money.Amount, error)
	// Balance is the sum of all entries of an account's book.
	Balance(ctx context.Context, tx store.Tx, account string, b Book) (money.Amount, error)
	// Entries lists an account's entries from one time up to before another, in the order entered, each with the balance
	// of its book after it.
	Entries(ctx context.Context, tx store.Tx, account string, from, to time.Time) ([]Entry, error)
	// Total is the sum over all entries of all accounts.
	Total(ctx context.Context, tx store.Tx) (money.Amount, error)

	// AddDeal keeps a deal; it returns false when its id is taken.
	AddDeal(ctx context.Context, tx store.Tx, d Deal) (bool, error)
	// Deals lists an account's deals, newest first and then by id.
	Deals(ctx context.Context, tx store.Tx, account string) ([]Deal, error)
	// Deal is the account's deal with the id, nil when there is none.
	Deal(ctx context.Context, tx store.Tx, account, id string) (*Deal, error)

	// PutVoucher keeps a voucher, in place of the one with its id.
	PutVoucher(ctx context.Context, tx store.Tx, v *Voucher) error
	// Voucher is the one with the id, whosever it is; nil where there is none.
	Voucher(ctx context.Context, tx store.Tx, id string) (*Voucher, error)
	// Vouchers lists an account's vouchers, the latest first, then by id.
	Vouchers(ctx context.Context, tx store.Tx, account string) ([]*Voucher, error)

	// PutMeter keeps a meter, in place of the one that its account has for the resource.
	PutMeter(ctx context.Context, tx store.Tx, m Meter) error
	// Meter is the meter of a resource, nil when there is none.
	Meter(ctx context.Context, tx store.Tx, account, resource string) (*Meter, error)
	// Meters lists an account's meters by resource.
	Meters(ctx context.Context, tx store.Tx, account string) ([]Meter, error)
	// SettleMeters sets Since of all meters of an account that are not stopped.
	SettleMeters(ctx context.Context, tx store.Tx, account string, since time.Time) error
	// RemoveMeter drops a meter; it need not be there.
	RemoveMeter(ctx context.Context, tx store.Tx, account, resource string) error

	// AddLines keeps lines of the bill.
	AddLines(ctx context.Context, tx store.Tx, lines []Line) error
	// Lines lists an account's lines that end after from and not after to, by their end and resource.
	Lines(ctx context.Context, tx store.Tx, account string, from, to time.Time) ([]Line, error)

	// ArrearsSince is since when an account is in arrears, the zero time when it is not.
	ArrearsSince(ctx context.Context, tx store.Tx, account string) (time.Time, error)
	// SetArrearsSince sets that; the zero time ends them.
	SetArrearsSince(ctx context.Context, tx store.Tx, account string, since time.Time) error
}
