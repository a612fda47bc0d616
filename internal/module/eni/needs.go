package eni

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what eni asks of the accounts.
type Accounts interface {
	// Quota is how many of name the account may have: def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
}

// Networks is what eni asks of the one that keeps networks and the addresses in them.
type Networks interface {
	// SubnetIn is the account's subnet in the region; nil where there is none.
	SubnetIn(ctx context.Context, tx store.Tx, account, region, id string) (*Subnet, error)
	// Take gives a holder addresses of a subnet: those wanted and n others. It refuses where they can't be had.
	Take(ctx context.Context, tx store.Tx, account, region, subnet, holder string, wanted []string, n int) ([]string, error)
	// GiveBack frees one address of a holder.
	GiveBack(ctx context.Context, tx store.Tx, account, subnet, ip, holder string) error
	// Free gives back all addresses of a holder.
	Free(ctx context.Context, tx store.Tx, account, holder string) error
	// Did writes down that the request has changed a thing, for those who ask what became of it.
	Did(ctx context.Context, tx store.Tx, c *call.Call, resource string) error
}

// A Subnet is one as interfaces know it.
type Subnet struct{ ID, VPC, Zone string }

// Servers is what eni asks of the one that keeps instances.
type Servers interface {
	// InNetworks lists the account's instances in a region that are in networks; in all regions where it is empty.
	InNetworks(ctx context.Context, tx store.Tx, account, region string) ([]Server, error)
	// Server is the account's instance; nil where there is none.
	Server(ctx context.Context, tx store.Tx, account, id string) (*Server, error)
	// SetPrivate has an instance have exactly these private addresses; the first is the main one.
	SetPrivate(ctx context.Context, tx store.Tx, account, id string, ips []string) error
	// SetGroups has an instance guarded by exactly these security groups.
	SetGroups(ctx context.Context, tx store.Tx, account, id string, groups []string) error
}

// A Server is an instance as interfaces know it.
type Server struct {
	ID, Account, Creator, Region, Zone, VPC, Subnet, State string
	// Steady holds while it runs or is off.
	Steady bool
	// CPU is how many it has, Memory how many GB.
	CPU, Memory        int64
	PrivateIPs, Groups []string
	Created            time.Time
}

// Groups is what eni asks of the one that keeps security groups.
type Groups interface {
	// Guard has a holder guarded by exactly these groups; it refuses those that are not there, and too many.
	Guard(ctx context.Context, tx store.Tx, account, region, kind, holder string, groups []string) error
	// Unguard forgets a holder.
	Unguard(ctx context.Context, tx store.Tx, account, holder string) error
}

// Addresses is what eni asks of the one that keeps elastic addresses.
type Addresses interface {
	// Bound lists the elastic addresses of a holder (an interface, an instance or a high-availability address).
	Bound(ctx context.Context, tx store.Tx, account, holder string) ([]Address, error)
	// HoldAddress has a high-availability address hold an elastic one of the caller's in the call's region. It tells
	// whether it is there, and whether it was free; otherwise nothing is held.
	HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, ip, havip string) (there, free bool, err error)
	// LetGo takes an elastic address off a holder.
	LetGo(ctx context.Context, tx store.Tx, account, region, holder, ip string, at time.Time) error
	// LetAllGo takes all elastic addresses off a holder that is gone.
	LetAllGo(ctx context.Context, tx store.Tx, account, holder string, at time.Time) error
	// Follow has the elastic addresses of an interface be an instance's from now on; nobody's where it is empty.
	Follow(ctx context.Context, tx store.Tx, account, eni, instance string) error
}

// An Address is an elastic address as interfaces know it.
type Address struct{ ID, IP, PrivateIP string }

// A quota is how many of something there may be, under the name that an account's own figure has.
type quota struct {
	name string
	def  int64
}

var (
	quotaInterfaces = quota{"eni.interfaces", 1000} // of an account in a region; assumed
	quotaAddresses  = quota{"eni.addresses", 30}    // of an interface that hangs free: the most that any instance allows
	quotaHaVips     = quota{"eni.havips", 10}       // of a network (facts/quotas-billing-lifecycle.md §2)
	quotaInstances  = quota{"eni.havip_instances", 10}
)

func (s *Service) quota(ctx context.Context, tx store.Tx, account string, q quota) (int64, error) {
	return s.Accounts.Quota(ctx, tx, account, q.name, q.def)
}

// limits are how many interfaces an instance may have, the primary one among them, and how many private addresses each
// (facts/quotas-billing-lifecycle.md §2).
func (s *Server) limits() (interfaces, addresses int64) {
	switch {
	case s.CPU <= 1 && s.Memory <= 1:
		return 2, 2
	case s.CPU <= 1:
		return 2, 6
	case s.CPU < 4:
		return 2, 10
	case s.CPU < 8 && s.Memory < 16:
		return 4, 10
	case s.CPU < 8:
		return 4, 20
	case s.CPU <= 12:
		return 6, 20
	}
	return 8, 30
}
