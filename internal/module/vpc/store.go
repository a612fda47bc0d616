package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store is what vpc asks of a database.
type Store interface {
	// NextNumber is a positive number that was never given before.
	NextNumber(ctx context.Context, tx store.Tx) (int64, error)

	// PutVPC keeps a network, in place of the one with its id.
	PutVPC(ctx context.Context, tx store.Tx, v VPC) error
	// VPC is the network with the id, whosever it is; nil where there is none.
	VPC(ctx context.Context, tx store.Tx, id string) (*VPC, error)
	// VPCs lists an account's networks in a region by number; in all regions where region is empty.
	VPCs(ctx context.Context, tx store.Tx, account, region string) ([]VPC, error)

	// PutSubnet keeps a subnet, in place of the one with its id.
	PutSubnet(ctx context.Context, tx store.Tx, n Subnet) error
	// Subnet is the subnet with the id, whosever it is; nil where there is none.
	Subnet(ctx context.Context, tx store.Tx, id string) (*Subnet, error)
	// Subnets lists an account's subnets in a region by number; in all regions where region is empty.
	Subnets(ctx context.Context, tx store.Tx, account, region string) ([]Subnet, error)

	// AddAddress keeps an address; it returns false where its pool has given it to somebody.
	AddAddress(ctx context.Context, tx store.Tx, a Address) (bool, error)
	// Addresses lists a pool's addresses that somebody has, by their text.
	Addresses(ctx context.Context, tx store.Tx, pool string) ([]Address, error)
	// RemoveAddresses drops all addresses of an account's holder, in all pools; there need be none.
	RemoveAddresses(ctx context.Context, tx store.Tx, account, holder string) error
}
