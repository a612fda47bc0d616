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

// CreateDefaultVpc gives the account a network to begin with.
var CreateDefaultVpc = action.Define(action.Spec{
	Name: "CreateDefaultVpc", Doc: "Makes the account's default network in a region with a subnet, or shows it where it is there.",
	Domain3: "vpc", Version: version, Changes: true, Creates: []string{"vpc", "subnet"}, Refuses: []*catalogue.Condition{errValue, errQuota},
}, (*Service).createDefaultVPC)

// CreateDefaultVpcRequest is the input of CreateDefaultVpc.
type CreateDefaultVpcRequest struct {
	Zone  string `doc:"The zone of its subnet; any by default."`
	Force bool   `doc:"Whether to show the default network where it is there; it is shown anyway."`
}

// CreateDefaultVpcResponse is the answer of CreateDefaultVpc.
type CreateDefaultVpcResponse struct{ Vpc DefaultVPC }

// A DefaultVPC is the account's default network with its default subnet.
type DefaultVPC struct{ VpcId, SubnetId, VpcName, SubnetName, CidrBlock string }

// What the default network is like.
const (
	defaultVPCRange, defaultVPCName       = "172.16.0.0/16", "Default-VPC"
	defaultSubnetRange, defaultSubnetName = "172.16.0.0/20", "Default-Subnet"
)

func (s *Service) createDefaultVPC(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDefaultVpcRequest) (*CreateDefaultVpcResponse, error) {
	all, err := s.Store.VPCs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if v.Default {
			inside, err := s.subnetsOf(ctx, tx, &v)
			out := &CreateDefaultVpcResponse{DefaultVPC{VpcId: v.ID, VpcName: v.Name, CidrBlock: v.CIDR}}
			for _, n := range inside {
				if n.Default {
					out.Vpc.SubnetId, out.Vpc.SubnetName = n.ID, n.Name
				}
			}
			return out, err
		}
	}
	zones, err := s.Zones.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	zone := in.Zone
	if zone == "" && len(zones) > 0 {
		zone = zones[s.Random.Intn(len(zones))]
	}
	if !slices.Contains(zones, zone) {
		return nil, errValue.Errorf("The zone %.40q does not exist in %s; one of %s is expected.", zone, c.Region, strings.Join(zones, ", "))
	}
	v, err := s.makeVPC(ctx, tx, c, VPC{Name: defaultVPCName, CIDR: defaultVPCRange, Default: true})
	if err != nil {
		return nil, err
	}
	n, err := s.PutSubnet(ctx, tx, Subnet{
		VPC: v.ID, Name: defaultSubnetName, CIDR: defaultSubnetRange, Zone: zone, Default: true, Creator: c.Caller.Uin, Created: c.Now,
	})
	if err != nil {
		return nil, err
	}
	return &CreateDefaultVpcResponse{DefaultVPC{v.ID, n.ID, v.Name, n.Name, v.CIDR}}, nil
}
