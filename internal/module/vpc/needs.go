package vpc

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/store"
)

// Accounts is what vpc asks of the accounts.
type Accounts interface {
	// Quota is how many of name the account may have: def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
}

// Zones is what vpc asks of the one that keeps the zones.
type Zones interface {
	// Zones lists the names of a region's zones.
	Zones(ctx context.Context, tx store.Tx, region string) ([]string, error)
}

// Occupants is what vpc asks of a module that keeps things in networks without an address of theirs.
type Occupants interface {
	// InVPC names one thing that the account keeps in a network ("lb-8x0k2m4q"); false where there is none.
	InVPC(ctx context.Context, tx store.Tx, account, vpc string) (string, bool, error)
}

// Gateways is what vpc asks of a module that keeps a kind of thing that routes lead to.
type Gateways interface {
	// HasGateway tells whether the account has the gateway with the id in a network.
	HasGateway(ctx context.Context, tx store.Tx, account, vpc, id string) (bool, error)
}

// Instances is what vpc asks of the one that keeps instances.
type Instances interface {
	// InNetworks lists the account's instances that are in networks of a region.
	InNetworks(ctx context.Context, tx store.Tx, account, region string) ([]Instance, error)
}

// An Instance is what is shown of one.
type Instance struct {
	ID, Name, State, Type, VPC, Subnet string
	CPU, Memory                        int64
	Created                            time.Time
}
