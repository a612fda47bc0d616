// Package vpc keeps the private networks, their subnets, route tables and network ACLs, and the addresses in them. It
// decides how networks are cut, which network a thing may join and which address it is given: unique, in the subnet, not
// a reserved one. Who holds an address, and for how long, is for the modules that ask for one; what routes and ACLs do to
// traffic is nobody's: there is none.
package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what vpc needs. Its actions need all of it; what the world makes needs Store and Random alone.
type Deps struct {
	Store    Store
	Random   *random.Source
	Accounts Accounts
	Tags     tagging.Keeper

	// These ask for networks in turn and may be set after New, before the service is used.
	Zones     Zones
	Instances Instances
	// Occupants are all that keep things in networks without an address of theirs.
	Occupants []Occupants
	// Gateways are what routes may lead to, by the type that routes call them ("NAT").
	Gateways map[string]Gateways
}

// A Service keeps networks.
type Service struct{ Deps }

var _ action.ResourceFacts = (*Service)(nil)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of networks.
func (s *Service) Actions() []*action.Bound { return action.BindAll(s, table...) }

// VPCs lists an account's networks in a region by number; in all regions where region is empty.
func (s *Service) VPCs(ctx context.Context, tx store.Tx, account, region string) ([]VPC, error) {
	return s.Store.VPCs(ctx, tx, account, region)
}

// Subnets lists an account's subnets in a region by number; in all regions where region is empty.
func (s *Service) Subnets(ctx context.Context, tx store.Tx, account, region string) ([]Subnet, error) {
	return s.Store.Subnets(ctx, tx, account, region)
}

// Network is the account's network with the id in a region; nil where there is none.
func (s *Service) Network(ctx context.Context, tx store.Tx, account, region, id string) (*VPC, error) {
	v, err := s.Store.VPC(ctx, tx, id)
	if err != nil || v == nil || v.Account != account || v.Region != region {
		return nil, err
	}
	return v, nil
}

// SubnetOf is the account's subnet with the id in a region; nil where there is none.
func (s *Service) SubnetOf(ctx context.Context, tx store.Tx, account, region, id string) (*Subnet, error) {
	n, err := s.Store.Subnet(ctx, tx, id)
	if err != nil || n == nil || n.Account != account || n.Region != region {
		return nil, err
	}
	return n, nil
}
