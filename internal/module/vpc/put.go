package vpc

import (
	"context"
	"net/netip"
	"regexp"

	"github.com/paifang/paifang/internal/store"
)

var (
	vpcID    = regexp.MustCompile(`^vpc-[a-z0-9]{8}$`)
	subnetID = regexp.MustCompile(`^subnet-[a-z0-9]{8}$`)
)

// newID draws an id that nothing has.
func newID[T any](ctx context.Context, tx store.Tx, s *Service, prefix string, find func(context.Context, store.Tx, string) (*T, error)) (string, error) {
	for {
		id := s.Random.ResourceID(prefix)
		taken, err := find(ctx, tx, id)
		if err != nil || taken == nil {
			return id, err
		}
	}
}

// PutVPC makes a network with a default route table, or changes the one with its id, which stays its account's. Its ID
// and Number are drawn where they are empty, and its route table where there is none; it returns the network as it is
// kept.
func (s *Service) PutVPC(ctx context.Context, tx store.Tx, v VPC) (VPC, error) {
	if v.ID != "" && !vpcID.MatchString(v.ID) {
		return v, errMalformed.Errorf("The id %.40q is malformed; vpc- and 8 lower-case letters or digits are expected.", v.ID)
	}
	if err := checkRange(v.CIDR, widestVPC); err != nil {
		return v, err
	}
	var old *VPC
	var err error
	if v.ID == "" {
		v.ID, err = newID(ctx, tx, s, "vpc", s.Store.VPC)
	} else {
		old, err = s.Store.VPC(ctx, tx, v.ID)
	}
	if err != nil {
		return v, err
	}
	if v.Creator == "" {
		v.Creator = v.Account
	}
	if old != nil {
		if old.Account != v.Account || old.Region != v.Region {
			return v, errValue.Errorf("The id %s is taken by another account or region.", v.ID)
		}
		v.Number, v.RouteTable = old.Number, old.RouteTable
		return v, s.Store.PutVPC(ctx, tx, v)
	}
	if v.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return v, err
	}
	t, err := s.putTable(ctx, tx, &RouteTable{
		Account: v.Account, Creator: v.Creator, Region: v.Region, VPC: v.ID, Name: "default", Default: true, Created: v.Created,
	})
	if err != nil {
		return v, err
	}
	v.RouteTable = t.ID
	return v, s.Store.PutVPC(ctx, tx, v)
}

// putTable keeps a new route table under an id that it draws.
func (s *Service) putTable(ctx context.Context, tx store.Tx, t *RouteTable) (_ *RouteTable, err error) {
	if t.ID, err = newID(ctx, tx, s, "rtb", s.Store.Table); err != nil {
		return nil, err
	}
	if t.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return nil, err
	}
	return t, s.Store.PutTable(ctx, tx, *t)
}

// PutSubnet makes a subnet of a network, or changes the one with its id, which stays in its network. Account and region
// are its network's; ID and Number are drawn where they are empty, and its route table is its network's default where
// none is named. It returns the subnet as it is kept.
func (s *Service) PutSubnet(ctx context.Context, tx store.Tx, n Subnet) (Subnet, error) {
	v, err := s.Store.VPC(ctx, tx, n.VPC)
	if err != nil {
		return n, err
	}
	if v == nil {
		return n, errNotFound.Errorf("The VPC %s of the subnet %s does not exist.", n.VPC, n.ID)
	}
	n.Account, n.Region = v.Account, v.Region
	if n.ID != "" && !subnetID.MatchString(n.ID) {
		return n, errMalformed.Errorf("The id %.40q is malformed; subnet- and 8 lower-case letters or digits are expected.", n.ID)
	}
	if err := checkRange(n.CIDR, widestSubnet); err != nil {
		return n, err
	}
	if err := s.fits(ctx, tx, v, &n); err != nil {
		return n, err
	}
	var old *Subnet
	if n.ID == "" {
		n.ID, err = newID(ctx, tx, s, "subnet", s.Store.Subnet)
	} else {
		old, err = s.Store.Subnet(ctx, tx, n.ID)
	}
	if err != nil {
		return n, err
	}
	if n.Creator == "" {
		n.Creator = n.Account
	}
	if old != nil {
		if old.VPC != n.VPC {
			return n, errValue.Errorf("The id %s is taken in %s.", n.ID, old.VPC)
		}
		n.Number = old.Number
		if n.RouteTable == "" {
			n.RouteTable = old.RouteTable
		}
		return n, s.Store.PutSubnet(ctx, tx, n)
	}
	if n.RouteTable == "" {
		n.RouteTable = v.RouteTable
	}
	if n.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return n, err
	}
	return n, s.Store.PutSubnet(ctx, tx, n)
}

// fits refuses a subnet whose range is not in its network's, or not beside those of the other subnets.
func (s *Service) fits(ctx context.Context, tx store.Tx, v *VPC, n *Subnet) error {
	part, inside := netip.MustParsePrefix(n.CIDR), false
	for _, whole := range v.ranges() {
		inside = inside || within(whole, part)
	}
	if !inside {
		return errSubnetOutside.Errorf("The range %s is not within that of %s; a part of %v is expected.", n.CIDR, v.ID, v.ranges())
	}
	all, err := s.Store.Subnets(ctx, tx, v.Account, v.Region)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.VPC == v.ID && other.ID != n.ID && part.Overlaps(netip.MustParsePrefix(other.CIDR)) {
			return errSubnetConflict.Errorf("The range %s overlaps %s of %s; a range beside it is expected.", n.CIDR, other.CIDR, other.ID)
		}
	}
	return nil
}
