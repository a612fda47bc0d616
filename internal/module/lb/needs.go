package lb

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what lb asks of the accounts.
type Accounts interface {
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, uin string) (bool, error)
	// Quota is how many of name the account may have: def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, uin string, id int64) (bool, error)
}

// Servers is what lb asks of the one that keeps instances.
type Servers interface {
	// Server is the account's instance with the id (of either form), in whichever region; nil when there is none, or it
	// has been returned.
	Server(ctx context.Context, tx store.Tx, account, id string) (*Server, error)
}

// A Server is an instance as load balancers know it.
type Server struct {
	// ID is the ins-… one, OldID the older one.
	ID, OldID, Name, Region string
	LanIP                   string
	WanIPs                  []string
	// VPC is the vpc-… id of its network, empty in the basic one.
	VPC string
	// Status is its number in legacy answers: 2 running (facts/api2-modules.md §2).
	Status int64
}

// Networks is what lb asks of the one that keeps networks.
type Networks interface {
	// Network is the account's network with the id (of either form, or its number) in the region; nil when there is none.
	Network(ctx context.Context, tx store.Tx, account, region, vpc string) (*Network, error)
	// Subnet is a subnet of that network.
	Subnet(ctx context.Context, tx store.Tx, account, region, vpc, subnet string) (*Network, error)
	// Default is the account's default network in the region; nil when it has none.
	Default(ctx context.Context, tx store.Tx, account, region string) (*Network, error)
	// Allocate gives each holder an address of a subnet, the wanted ones first. Its refusals name the address or the subnet.
	Allocate(ctx context.Context, tx store.Tx, account, subnet string, wanted, holders []string) ([]string, error)
	// Free gives back all addresses of a holder.
	Free(ctx context.Context, tx store.Tx, account, holder string) error
}

// Zones is what lb asks of the one that knows the zones.
type Zones interface {
	// Zone is a region's zone by its name or its number, nil where there is none.
	Zone(ctx context.Context, tx store.Tx, region, zone string) (*Zone, error)
}

// Groups is what lb asks of securitygroup. Its refusals name the group.
type Groups interface {
	// Guard has a holder guarded by exactly these groups, and refuses those that there are not, or that are too many.
	Guard(ctx context.Context, tx store.Tx, account, region, kind, holder string, groups []string) error
	// Unguard forgets a holder.
	Unguard(ctx context.Context, tx store.Tx, account, holder string) error
}

// Certificates is what lb asks of the one that keeps certificates.
type Certificates interface {
	// Certificate tells whether the account has the certificate, and whether it is an authority's, not a server's.
	Certificate(ctx context.Context, tx store.Tx, account, id string) (has, authority bool, err error)
	// KeepCertificate keeps a new certificate of the caller's account: a server's with its key, an authority's without.
	// Its refusals say what is wrong with the texts.
	KeepCertificate(ctx context.Context, tx store.Tx, c *call.Call, name, certificate, key string) (id string, err error)
}

// Addresses is what lb asks of the one that keeps elastic addresses.
type Addresses interface {
	// HoldAddress has a load balancer hold an elastic address of the caller's, by its id; it refuses one that is not there
	// or not free.
	HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, id, balancer, vip string) error
	// LetAllGo takes all addresses off a load balancer that is gone.
	LetAllGo(ctx context.Context, tx store.Tx, account, holder string, at time.Time) error
}

// A Network is a network, or a subnet, under both of its ids.
type Network struct {
	ID     string
	Number int64
	// Range is its addresses, a CIDR; it is not kept with a load balancer.
	Range string
}
