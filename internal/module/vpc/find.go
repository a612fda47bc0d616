package vpc

import (
	"context"
	"regexp"
	"slices"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var ids = map[string]*regexp.Regexp{
	"vpc": vpcID, "subnet": subnetID,
	"rtb": regexp.MustCompile(`^rtb-[a-z0-9]{8}$`), "acl": regexp.MustCompile(`^acl-[a-z0-9]{8}$`),
}

// checkID refuses an id that is not of its kind's form.
func checkID(parameter, kind, id string) error {
	if !ids[kind].MatchString(id) {
		return errMalformed.Errorf("%s %.40q is malformed; %s- and 8 lower-case letters or digits are expected.", parameter, id, kind)
	}
	return nil
}

// mine is a thing that belongs to the caller's account and is in the call's region, by its account and region; absent,
// another account's and another region's are refused alike.
func mine[T any](c *call.Call, parameter, kind, id string, find func() (*T, error), of func(*T) (account, region string)) (*T, error) {
	if err := checkID(parameter, kind, id); err != nil {
		return nil, err
	}
	t, err := find()
	if err != nil {
		return nil, err
	}
	if t != nil {
		if account, region := of(t); account == c.Caller.Account && region == c.Region {
			return t, nil
		}
	}
	return nil, absent(c, parameter, id)
}

func absent(c *call.Call, parameter, id string) error {
	return errNotFound.Errorf("The %s %s does not exist in %s.", parameter, id, c.Region)
}

func (s *Service) vpc(ctx context.Context, tx store.Tx, c *call.Call, id string) (*VPC, error) {
	return mine(c, "VpcId", "vpc", id, func() (*VPC, error) { return s.Store.VPC(ctx, tx, id) },
		func(v *VPC) (string, string) { return v.Account, v.Region })
}

func (s *Service) subnet(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Subnet, error) {
	return mine(c, "SubnetId", "subnet", id, func() (*Subnet, error) { return s.Store.Subnet(ctx, tx, id) },
		func(n *Subnet) (string, string) { return n.Account, n.Region })
}

func (s *Service) routeTable(ctx context.Context, tx store.Tx, c *call.Call, id string) (*RouteTable, error) {
	return mine(c, "RouteTableId", "rtb", id, func() (*RouteTable, error) { return s.Store.Table(ctx, tx, id) },
		func(t *RouteTable) (string, string) { return t.Account, t.Region })
}

func (s *Service) acl(ctx context.Context, tx store.Tx, c *call.Call, id string) (*ACL, error) {
	return mine(c, "NetworkAclId", "acl", id, func() (*ACL, error) { return s.Store.ACL(ctx, tx, id) },
		func(a *ACL) (string, string) { return a.Account, a.Region })
}

// subnetsOf are the subnets of a network by number.
func (s *Service) subnetsOf(ctx context.Context, tx store.Tx, v *VPC) ([]Subnet, error) {
	all, err := s.Store.Subnets(ctx, tx, v.Account, v.Region)
	return slices.DeleteFunc(all, func(n Subnet) bool { return n.VPC != v.ID }), err
}

// tablesOf are the route tables of a network by number.
func (s *Service) tablesOf(ctx context.Context, tx store.Tx, v *VPC) ([]RouteTable, error) {
	all, err := s.Store.Tables(ctx, tx, v.Account, v.Region)
	return slices.DeleteFunc(all, func(t RouteTable) bool { return t.VPC != v.ID }), err
}

// aclsOf are the ACLs of a network by number.
func (s *Service) aclsOf(ctx context.Context, tx store.Tx, v *VPC) ([]ACL, error) {
	all, err := s.Store.ACLs(ctx, tx, v.Account, v.Region)
	return slices.DeleteFunc(all, func(a ACL) bool { return a.VPC != v.ID }), err
}
