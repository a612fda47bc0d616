package eni

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps interfaces and high-availability addresses. Lists are the latest first, then by id; those of a region, of
// all where it is empty.
type Store interface {
	// PutInterface keeps an interface, in place of the one with its id.
	PutInterface(ctx context.Context, tx store.Tx, i *Interface) error
	// Interface is the one with the id, whosever it is; nil where there is none.
	Interface(ctx context.Context, tx store.Tx, id string) (*Interface, error)
	// Interfaces lists an account's interfaces.
	Interfaces(ctx context.Context, tx store.Tx, account, region string) ([]*Interface, error)
	// RemoveInterface drops an interface; it need not be there.
	RemoveInterface(ctx context.Context, tx store.Tx, id string) error

	// PutHaVip keeps a high-availability address, in place of the one with its id.
	PutHaVip(ctx context.Context, tx store.Tx, h *HaVip) error
	// HaVip is the one with the id, whosever it is; nil where there is none.
	HaVip(ctx context.Context, tx store.Tx, id string) (*HaVip, error)
	// HaVips lists an account's high-availability addresses.
	HaVips(ctx context.Context, tx store.Tx, account, region string) ([]*HaVip, error)
	// RemoveHaVip drops one; it need not be there.
	RemoveHaVip(ctx context.Context, tx store.Tx, id string) error
}
