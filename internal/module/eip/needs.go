package eip

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what eip asks of the accounts.
type Accounts interface {
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, account string) (bool, error)
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
}

// Pool is what eip asks of the one that has the public addresses.
type Pool interface {
	// AllocatePublic gives each holder a public address.
	AllocatePublic(ctx context.Context, tx store.Tx, account string, holders []string) ([]string, error)
	// HandPublic has another holder have a public address from now on.
	HandPublic(ctx context.Context, tx store.Tx, account, ip, holder string) error
	// Free gives back all addresses of a holder.
	Free(ctx context.Context, tx store.Tx, account, holder string) error
}

// Servers is what eip asks of the one that keeps instances.
type Servers interface {
	// Server is the account's instance, in whichever region; nil when there is none.
	Server(ctx context.Context, tx store.Tx, account, id string) (*Server, error)
	// Show has an instance have an elastic address; a plain one that it had is given back, unless it is this one.
	Show(ctx context.Context, tx store.Tx, account, id, ip string) error
	// Hide takes an address off an instance; a plain one is given back.
	Hide(ctx context.Context, tx store.Tx, account, id, ip string) error
	// Reassign gives an instance a plain public address.
	Reassign(ctx context.Context, tx store.Tx, account, id string) error
	// WithPublic is the account's instance in a region that has a plain public address; empty when there is none.
	WithPublic(ctx context.Context, tx store.Tx, account, region, ip string) (id string, err error)
	// ResourceFacts tells CAM about an instance.
	ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error)
}

// A Server is an instance as addresses know it.
type Server struct {
	ID, Region, PrivateIP string
	PublicIPs             []string
	// Steady holds where its state lasts: it runs or is off.
	Steady bool
	State  string
	// Charge is how its plain address is paid: TRAFFIC_POSTPAID_BY_HOUR, …; Bandwidth its Mbps.
	Charge    string
	Bandwidth int64
}

// Interfaces is what eip asks of the one that keeps network interfaces.
type Interfaces interface {
	// Interface is the account's interface in the region; nil when there is none.
	Interface(ctx context.Context, tx store.Tx, account, region, id string) (*Interface, error)
}

// An Interface is a network interface as addresses know it.
type Interface struct {
	ID string
	// Instance is what it is attached to; empty for one that hangs free.
	Instance   string
	PrivateIPs []string
}

// Balancers is what eip asks of the one that keeps load balancers.
type Balancers interface {
	// Balancer is the account's load balancer in the region; nil when there is none.
	Balancer(ctx context.Context, tx store.Tx, account, region, id string) (*Balancer, error)
}

// A Balancer is a load balancer as addresses know it.
type Balancer struct {
	ID, VIP string
	// Public holds for one that has a public address of its own.
	Public bool
}

// A quota is how many of something there may be, under the name that an account's own figure has.
type quota struct {
	name string
	def  int64
}

// The quotas (facts/quotas-billing-lifecycle.md §2); those of packages are assumed.
var (
	quotaAddresses = quota{"eip.addresses", 20}          // of an account in a region
	quotaDaily     = quota{"eip.daily_applications", 40} // of an account in a region
	quotaReassign  = quota{"eip.daily_reassignments", 10}
	quotaPackages  = quota{"eip.packages", 20}           // of an account in a region
	quotaResources = quota{"eip.package_resources", 100} // of a package
)

func (s *Service) quota(ctx context.Context, tx store.Tx, account string, q quota) (int64, error) {
	return s.Accounts.Quota(ctx, tx, account, q.name, q.def)
}
