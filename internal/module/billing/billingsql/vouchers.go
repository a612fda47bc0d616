package billingsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/store"
)

// Vouchers are in no region.
var vouchers = db.Things[billing.Voucher]{Table: "vouchers", Key: func(v *billing.Voucher) db.Key {
	return db.Key{ID: v.ID, Account: v.Account, Created: v.Created}
}}

// PutVoucher keeps a voucher.
func (Store) PutVoucher(ctx context.Context, tx store.Tx, v *billing.Voucher) error {
	return vouchers.Put(ctx, tx, v)
}

// Voucher is one voucher.
func (Store) Voucher(ctx context.Context, tx store.Tx, id string) (*billing.Voucher, error) {
	return vouchers.Get(ctx, tx, id)
}

// Vouchers lists an account's vouchers.
func (Store) Vouchers(ctx context.Context, tx store.Tx, account string) ([]*billing.Voucher, error) {
	return vouchers.Of(ctx, tx, account, "")
}
