package cbs

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/store"
)

// What follows is for the world and the operator: there is no action for it.

// SetStock sets how many disks of a type a zone has left; Unlimited for no end of them.
func (s *Service) SetStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) error {
	if _, ok := disk.Find(typ); !ok || n < Unlimited {
		return fmt.Errorf("zone %s: stock %d of %q; a type of disk and a number, or %d for unlimited, are expected", zone, n, typ, Unlimited)
	}
	return s.Store.Book.SetStock(ctx, tx, zone, typ, n)
}
