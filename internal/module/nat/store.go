package nat

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps gateways.
type Store interface {
	// PutGateway keeps a gateway, in place of the one with its id.
	PutGateway(ctx context.Context, tx store.Tx, g *Gateway) error
	// Gateway is the gateway with the id, whosever it is; nil where there is none.
	Gateway(ctx context.Context, tx store.Tx, id string) (*Gateway, error)
	// Gateways lists an account's gateways in a region, in all where it is empty: the latest first, then by id.
	Gateways(ctx context.Context, tx store.Tx, account, region string) ([]*Gateway, error)
	// RemoveGateway drops a gateway; it need not be there.
	RemoveGateway(ctx context.Context, tx store.Tx, id string) error
}
