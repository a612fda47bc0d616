package nat

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what nat asks of the accounts.
type Accounts interface {
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, uin string) (bool, error)
	// Quota is how many of name the account may have: def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
}

// Networks is what nat asks of the one that keeps networks.
type Networks interface {
	// HasNetwork tells whether the account has the network in the region.
	HasNetwork(ctx context.Context, tx store.Tx, account, region, vpc string) (bool, error)
	// SubnetRange is the range of a subnet of the network; empty where there is none.
	SubnetRange(ctx context.Context, tx store.Tx, account, region, vpc, subnet string) (string, error)
	// HolderOf is the thing that has a private address in the network ("ins-…"); empty where nobody has.
	HolderOf(ctx context.Context, tx store.Tx, vpc, ip string) (string, error)
	// Did writes down that the request has changed a gateway.
	Did(ctx context.Context, tx store.Tx, c *call.Call, gateway string) error
	// RouteTo is a route table of the account with a route to the gateway; empty where there is none.
	RouteTo(ctx context.Context, tx store.Tx, account, region, gateway string) (string, error)
}

// Addresses is what nat asks of the one that keeps elastic addresses.
type Addresses interface {
	// HoldAddress has a gateway hold an address of the caller's in the call's region. It tells whether it is there, and
	// whether it was free; otherwise nothing is held.
	HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, ip, gateway string) (there, free bool, err error)
	// LetGo takes an address off a gateway.
	LetGo(ctx context.Context, tx store.Tx, account, region, gateway, ip string, at time.Time) error
	// LetAllGo takes all addresses off a gateway that is gone.
	LetAllGo(ctx context.Context, tx store.Tx, account, gateway string, at time.Time) error
	// AddressesOf lists what a gateway holds.
	AddressesOf(ctx context.Context, tx store.Tx, account, gateway string) ([]Address, error)
}

// An Address is a public address as a gateway knows it.
type Address struct{ ID, IP string }

// A quota is how many of something there may be, under the name that an account's own figure has.
type quota struct {
	name string
	def  int64
}

// The quotas are assumed: no source prints them in figures.
var (
	quotaGateways     = quota{"nat.gateways_per_vpc", 3}
	quotaAddresses    = quota{"nat.addresses", 10}     // of a gateway
	quotaForwards     = quota{"nat.forwards", 100}     // of a gateway
	quotaTranslations = quota{"nat.translations", 100} // of a gateway
)

func (s *Service) quota(ctx context.Context, tx store.Tx, account string, q quota) (int64, error) {
	return s.Accounts.Quota(ctx, tx, account, q.name, q.def)
}
