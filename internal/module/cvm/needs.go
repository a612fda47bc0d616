package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what cvm asks of the accounts.
type Accounts interface {
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, account string) (bool, error)
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
}

// Networks is what cvm asks of vpc. Its refusals name the network, the subnet or the address.
type Networks interface {
	// Join tells the numbers of a network and its subnet that n instances in a zone may join, with the wanted addresses
	// where there are any, and refuses where they may not.
	Join(ctx context.Context, tx store.Tx, account, region, vpc, subnet, zone string, wanted []string, n int) (vpcNumber, subnetNumber int64, err error)
	// Allocate gives each holder an address of a subnet, the wanted ones first; an empty subnet is the basic network.
	Allocate(ctx context.Context, tx store.Tx, account, subnet string, wanted, holders []string) ([]string, error)
	// AllocatePublic gives each holder a public address.
	AllocatePublic(ctx context.Context, tx store.Tx, account string, holders []string) ([]string, error)
	// Free gives back all addresses of a holder.
	Free(ctx context.Context, tx store.Tx, account, holder string) error
}

// An Image is what an instance starts from.
type Image struct {
	ID, Name string
	// OS is its system as answers print it: "centos7.2x86_64".
	OS string
	// Type is PUBLIC_IMAGE, PRIVATE_IMAGE, SHARED_IMAGE or MARKET_IMAGE; Platform CentOS, Ubuntu, Windows, …
	Type, Platform string
	SizeGB         int64
	// NumericID is its id in older answers.
	NumericID int64
	// State is NORMAL for one that can be used.
	State string
}

// Images is what cvm asks of image.
type Images interface {
	// Image is the image with that id that the caller's account may use in the call's region; ok is false where there
	// is none.
	Image(ctx context.Context, tx store.Tx, c *call.Call, id string) (img Image, ok bool, err error)
}

// Balancers is what cvm asks of lb.
type Balancers interface {
	// OfInstance lists the load balancers that an instance is bound to.
	OfInstance(ctx context.Context, tx store.Tx, account, instanceID string) ([]string, error)
	// Unbind takes an instance out of all of them.
	Unbind(ctx context.Context, tx store.Tx, account, instanceID string) error
}
