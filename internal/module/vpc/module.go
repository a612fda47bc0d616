// Package vpc keeps the private networks, their subnets and the addresses in them. It decides which network a thing may
// join and which address it is given: unique, in the subnet, not a reserved one. Who holds an address, and for how long,
// is for the modules that ask for one.
//
// So far its networks are made by the world and the operator; it has no actions.
package vpc

import (
	"context"
	"fmt"
	"net/netip"
	"regexp"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// Deps is what vpc needs.
type Deps struct {
	Store  Store
	Random *random.Source
}

// A Service keeps networks.
type Service struct{ Deps }

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are none yet.
func (s *Service) Actions() []*action.Bound { return nil }

var (
	vpcID    = regexp.MustCompile(`^vpc-[a-z0-9]{8}$`)
	subnetID = regexp.MustCompile(`^subnet-[a-z0-9]{8}$`)
)

// PutVPC makes a network, or changes the one with its id, which stays its account's. Its ID and Number are drawn where
// they are empty; it returns the network as it is kept.
func (s *Service) PutVPC(ctx context.Context, tx store.Tx, v VPC) (VPC, error) {
	if v.ID != "" && !vpcID.MatchString(v.ID) {
		return v, fmt.Errorf("vpc id %q: vpc- and 8 lower-case letters or digits are expected", v.ID)
	}
	if err := checkRange(v.CIDR, 12, 28); err != nil {
		return v, fmt.Errorf("vpc %s: %w", v.ID, err)
	}
	for v.ID == "" {
		id := s.Random.ResourceID("vpc")
		taken, err := s.Store.VPC(ctx, tx, id)
		if err != nil {
			return v, err
		}
		if taken == nil {
			v.ID = id
		}
	}
	old, err := s.Store.VPC(ctx, tx, v.ID)
	if err != nil {
		return v, err
	}
	if old != nil && (old.Account != v.Account || old.Region != v.Region) {
		return v, fmt.Errorf("vpc %s: the id is taken by another account or region", v.ID)
	}
	if old != nil {
		v.Number = old.Number
	} else if v.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return v, err
	}
	return v, s.Store.PutVPC(ctx, tx, v)
}

// PutSubnet makes a subnet of a network, or changes the one with its id, which stays in its network. Account and region
// are its network's; ID and Number are drawn where they are empty. It returns the subnet as it is kept.
func (s *Service) PutSubnet(ctx context.Context, tx store.Tx, n Subnet) (Subnet, error) {
	v, err := s.Store.VPC(ctx, tx, n.VPC)
	if err != nil {
		return n, err
	}
	if v == nil {
		return n, fmt.Errorf("subnet %s: there is no vpc %s", n.ID, n.VPC)
	}
	n.Account, n.Region = v.Account, v.Region
	if n.ID != "" && !subnetID.MatchString(n.ID) {
		return n, fmt.Errorf("subnet id %q: subnet- and 8 lower-case letters or digits are expected", n.ID)
	}
	if err := checkRange(n.CIDR, 16, 28); err != nil {
		return n, fmt.Errorf("subnet %s: %w", n.ID, err)
	}
	for n.ID == "" {
		id := s.Random.ResourceID("subnet")
		taken, err := s.Store.Subnet(ctx, tx, id)
		if err != nil {
			return n, err
		}
		if taken == nil {
			n.ID = id
		}
	}
	return s.placeSubnet(ctx, tx, *v, n)
}

// placeSubnet keeps a subnet whose range lies in its network's and beside those of the other subnets.
func (s *Service) placeSubnet(ctx context.Context, tx store.Tx, v VPC, n Subnet) (Subnet, error) {
	whole, part := netip.MustParsePrefix(v.CIDR), netip.MustParsePrefix(n.CIDR)
	if part.Bits() < whole.Bits() || !whole.Contains(part.Addr()) {
		return n, fmt.Errorf("subnet %s: its range %s is not within that of %s, %s", n.ID, n.CIDR, v.ID, v.CIDR)
	}
	all, err := s.Store.Subnets(ctx, tx, v.Account, v.Region)
	if err != nil {
		return n, err
	}
	for _, other := range all {
		if other.VPC == v.ID && other.ID != n.ID && part.Overlaps(netip.MustParsePrefix(other.CIDR)) {
			return n, fmt.Errorf("subnet %s: its range %s overlaps that of %s, %s", n.ID, n.CIDR, other.ID, other.CIDR)
		}
	}
	old, err := s.Store.Subnet(ctx, tx, n.ID)
	if err != nil {
		return n, err
	}
	if old != nil && old.VPC != n.VPC {
		return n, fmt.Errorf("subnet %s: the id is taken in %s", n.ID, old.VPC)
	}
	if old != nil {
		n.Number = old.Number
	} else if n.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return n, err
	}
	return n, s.Store.PutSubnet(ctx, tx, n)
}

// VPCs lists an account's networks in a region by number.
func (s *Service) VPCs(ctx context.Context, tx store.Tx, account, region string) ([]VPC, error) {
	return s.Store.VPCs(ctx, tx, account, region)
}

// Subnets lists an account's subnets in a region by number.
func (s *Service) Subnets(ctx context.Context, tx store.Tx, account, region string) ([]Subnet, error) {
	return s.Store.Subnets(ctx, tx, account, region)
}
