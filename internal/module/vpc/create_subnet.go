package vpc

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesSubnet = []*catalogue.Condition{errNotFound, errValue, errMalformed, errTooLong, errSubnetOutside, errSubnetConflict, errQuota}

// CreateSubnet makes a subnet.
var CreateSubnet = action.Define(action.Spec{
	Name: "CreateSubnet", Doc: "Makes a subnet of a private network in a zone.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"subnet"}, Refuses: refusesSubnet,
}, (*Service).createSubnet)

// CreateSubnetRequest is the input of CreateSubnet.
type CreateSubnetRequest struct {
	VpcId      string `api:"required" touches:"vpc" doc:"The network."`
	SubnetName string `api:"required" doc:"Its name, of at most 60 bytes."`
	CidrBlock  string `api:"required" doc:"Its range, of 16 to 28 bits: a part of the network's beside the other subnets."`
	Zone       string `api:"required" doc:"Its zone."`
	Tags       []Tag  `doc:"Its tags."`
}

// Check refuses a malformed id or range and a name that is too long.
func (r *CreateSubnetRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	if err := checkName("SubnetName", r.SubnetName); err != nil {
		return err
	}
	return checkRange(r.CidrBlock, widestSubnet)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateSubnetRequest) Conditions(*call.Call) map[string][]string { return requestTags(r.Tags) }

// CreateSubnetResponse is the answer of CreateSubnet.
type CreateSubnetResponse struct{ Subnet SubnetItem }

func (s *Service) createSubnet(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSubnetRequest) (*CreateSubnetResponse, error) {
	made, err := s.makeSubnets(ctx, tx, c, in.VpcId, []Subnet{{Name: in.SubnetName, CIDR: in.CidrBlock, Zone: in.Zone}}, in.Tags)
	if err != nil {
		return nil, err
	}
	return &CreateSubnetResponse{made[0]}, nil
}

// CreateSubnets makes several subnets, or none.
var CreateSubnets = action.Define(action.Spec{
	Name: "CreateSubnets", Doc: "Makes several subnets of a private network: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"subnet"}, Refuses: refusesSubnet,
}, (*Service).createSubnets)

// CreateSubnetsRequest is the input of CreateSubnets.
type CreateSubnetsRequest struct {
	VpcId   string        `api:"required" touches:"vpc" doc:"The network."`
	Subnets []SubnetInput `api:"required,max=100" doc:"The subnets."`
	Tags    []Tag         `doc:"The tags of each of them."`
}

// A SubnetInput is a subnet that is to be made.
type SubnetInput struct {
	CidrBlock    string `api:"required" doc:"Its range."`
	SubnetName   string `api:"required" doc:"Its name, of at most 60 bytes."`
	Zone         string `api:"required" doc:"Its zone."`
	RouteTableId string `touches:"rtb" doc:"Its route table; the network's default one by default."`
}

// Check refuses malformed ids and ranges and names that are too long.
func (r *CreateSubnetsRequest) Check() error {
	for _, n := range r.Subnets {
		one := CreateSubnetRequest{VpcId: r.VpcId, SubnetName: n.SubnetName, CidrBlock: n.CidrBlock}
		if err := one.Check(); err != nil {
			return err
		}
		if n.RouteTableId != "" {
			if err := checkID("RouteTableId", "rtb", n.RouteTableId); err != nil {
				return err
			}
		}
	}
	return nil
}

// Conditions lets policies ask for the tags that they are to have.
func (r *CreateSubnetsRequest) Conditions(*call.Call) map[string][]string { return requestTags(r.Tags) }

// CreateSubnetsResponse is the answer of CreateSubnets.
type CreateSubnetsResponse struct{ SubnetSet []SubnetItem }

func (s *Service) createSubnets(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSubnetsRequest) (*CreateSubnetsResponse, error) {
	var wanted []Subnet
	for _, n := range in.Subnets {
		wanted = append(wanted, Subnet{Name: n.SubnetName, CIDR: n.CidrBlock, Zone: n.Zone, RouteTable: n.RouteTableId})
	}
	made, err := s.makeSubnets(ctx, tx, c, in.VpcId, wanted, in.Tags)
	if err != nil {
		return nil, err
	}
	return &CreateSubnetsResponse{made}, nil
}

// makeSubnets makes subnets of a network of the caller's where it may have that many more.
func (s *Service) makeSubnets(ctx context.Context, tx store.Tx, c *call.Call, id string, wanted []Subnet, tags []Tag) ([]SubnetItem, error) {
	v, err := s.vpc(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	zones, err := s.Zones.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	for _, n := range wanted {
		if !slices.Contains(zones, n.Zone) {
			return nil, errValue.Errorf("The zone %.40q does not exist in %s; one of %s is expected.", n.Zone, c.Region, strings.Join(zones, ", "))
		}
		if n.RouteTable == "" {
			continue
		}
		t, err := s.routeTable(ctx, tx, c, n.RouteTable)
		if err != nil {
			return nil, err
		}
		if t.VPC != v.ID {
			return nil, errNotFound.Errorf("The RouteTableId %s does not exist in %s; it is in %s.", t.ID, v.ID, t.VPC)
		}
	}
	there, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, tx, c, subnets, len(there)+len(wanted)); err != nil {
		return nil, err
	}
	for i, n := range wanted {
		n.VPC, n.Creator, n.Created = v.ID, c.Caller.Uin, c.Now
		if wanted[i], err = s.PutSubnet(ctx, tx, n); err != nil {
			return nil, err
		}
		if err := s.attach(ctx, tx, c, "subnet", wanted[i].ID, tags); err != nil {
			return nil, err
		}
	}
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []SubnetItem
	for _, n := range wanted {
		out = append(out, w.subnet(&n))
	}
	return out, nil
}
