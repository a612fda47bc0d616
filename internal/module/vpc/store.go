package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store is what vpc asks of a database. Lists of an account are those of a region; of all regions where it is empty.
type Store interface {
	// NextNumber is a positive number that was never given before.
	NextNumber(ctx context.Context, tx store.Tx) (int64, error)

	// PutVPC keeps a network, in place of the one with its id.
	PutVPC(ctx context.Context, tx store.Tx, v VPC) error
	// VPC is the network with the id, whosever it is; nil where there is none.
	VPC(ctx context.Context, tx store.Tx, id string) (*VPC, error)
	// VPCs lists an account's networks by number.
	VPCs(ctx context.Context, tx store.Tx, account, region string) ([]VPC, error)
	// RemoveVPC drops the network with the id, and nothing else; there need be none.
	RemoveVPC(ctx context.Context, tx store.Tx, id string) error

	// PutSubnet keeps a subnet, in place of the one with its id.
	PutSubnet(ctx context.Context, tx store.Tx, n Subnet) error
	// Subnet is the subnet with the id, whosever it is; nil where there is none.
	Subnet(ctx context.Context, tx store.Tx, id string) (*Subnet, error)
	// Subnets lists an account's subnets by number.
	Subnets(ctx context.Context, tx store.Tx, account, region string) ([]Subnet, error)
	// RemoveSubnet drops the subnet with the id, and nothing else; there need be none.
	RemoveSubnet(ctx context.Context, tx store.Tx, id string) error

	// PutTable keeps a route table, in place of the one with its id.
	PutTable(ctx context.Context, tx store.Tx, t RouteTable) error
	// Table is the route table with the id, whosever it is; nil where there is none.
	Table(ctx context.Context, tx store.Tx, id string) (*RouteTable, error)
	// Tables lists an account's route tables by number.
	Tables(ctx context.Context, tx store.Tx, account, region string) ([]RouteTable, error)
	// RemoveTable drops the route table with the id and its routes; there need be none.
	RemoveTable(ctx context.Context, tx store.Tx, id string) error

	// PutRoute keeps a route, in place of the one with its number.
	PutRoute(ctx context.Context, tx store.Tx, r Route) error
	// Routes lists the routes of a table by number.
	Routes(ctx context.Context, tx store.Tx, table string) ([]Route, error)
	// AllRoutes lists the routes of all of an account's tables by number.
	AllRoutes(ctx context.Context, tx store.Tx, account, region string) ([]Route, error)
	// RemoveRoute drops the route with the number; there need be none.
	RemoveRoute(ctx context.Context, tx store.Tx, number int64) error

	// PutACL keeps an ACL, in place of the one with its id.
	PutACL(ctx context.Context, tx store.Tx, a ACL) error
	// ACL is the one with the id, whosever it is; nil where there is none.
	ACL(ctx context.Context, tx store.Tx, id string) (*ACL, error)
	// ACLs lists an account's ACLs by number.
	ACLs(ctx context.Context, tx store.Tx, account, region string) ([]ACL, error)
	// RemoveACL drops the ACL with the id and its entries; there need be none.
	RemoveACL(ctx context.Context, tx store.Tx, id string) error

	// PutEntries keeps entries as all that an ACL has in a direction, in that order.
	PutEntries(ctx context.Context, tx store.Tx, acl string, egress bool, entries []Entry) error
	// Entries lists the entries of an ACL in a direction in their order.
	Entries(ctx context.Context, tx store.Tx, acl string, egress bool) ([]Entry, error)
	// AllEntries lists the entries of all of an account's ACLs in a region, each ACL's and direction's in their order.
	AllEntries(ctx context.Context, tx store.Tx, account, region string) ([]Entry, error)

	// AddAddress keeps an address; it returns false where its pool has given it to somebody.
	AddAddress(ctx context.Context, tx store.Tx, a Address) (bool, error)
	// Addresses lists a pool's addresses that somebody has, by their text.
	Addresses(ctx context.Context, tx store.Tx, pool string) ([]Address, error)
	// AddressesIn lists the addresses that somebody has in the subnets of a network, by pool and their text.
	AddressesIn(ctx context.Context, tx store.Tx, vpc string) ([]Address, error)
	// Held counts an account's addresses by pool.
	Held(ctx context.Context, tx store.Tx, account string) (map[string]int64, error)
	// RemoveAddresses drops all addresses of an account's holder, in all pools; there need be none.
	RemoveAddresses(ctx context.Context, tx store.Tx, account, holder string) error
	// RemoveAddress drops one address of a pool that an account's holder has; it returns false where he does not have it.
	RemoveAddress(ctx context.Context, tx store.Tx, a Address) (bool, error)
	// HandAddress has an address of a pool, which its account has, be another holder's.
	HandAddress(ctx context.Context, tx store.Tx, a Address) error

	// AddTask keeps what a request did, in place of what is kept of it.
	AddTask(ctx context.Context, tx store.Tx, t Task) error
	// Task is what a request did; nil where it did nothing.
	Task(ctx context.Context, tx store.Tx, requestID string) (*Task, error)
}
