package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// HandPublic has another holder have a public address of the account's from now on.
func (s *Service) HandPublic(ctx context.Context, tx store.Tx, account, ip, holder string) error {
	return s.Store.HandAddress(ctx, tx, Address{Pool: poolPublic, IP: ip, Account: account, Holder: holder})
}

// FreePublic gives one public address of a holder back; it returns false where he does not have it.
func (s *Service) FreePublic(ctx context.Context, tx store.Tx, account, ip, holder string) (bool, error) {
	return s.Store.RemoveAddress(ctx, tx, Address{Pool: poolPublic, IP: ip, Account: account, Holder: holder})
}
