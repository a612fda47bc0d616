package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeVpcResourceDashboard counts what is in networks.
var DescribeVpcResourceDashboard = action.Define(action.Spec{
	Name: "DescribeVpcResourceDashboard", Doc: "Counts what is in private networks, by its kind.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany},
}, (*Service).describeVPCResourceDashboard)

// DescribeVpcResourceDashboardRequest is the input of DescribeVpcResourceDashboard.
type DescribeVpcResourceDashboardRequest struct {
	VpcIds []string `api:"required" touches:"vpc" doc:"The networks: at most 100."`
}

// Check refuses malformed ids and too many of them.
func (r *DescribeVpcResourceDashboardRequest) Check() error {
	return checkIDs("VpcIds", "vpc", r.VpcIds, nil)
}

// DescribeVpcResourceDashboardResponse is the answer of DescribeVpcResourceDashboard.
type DescribeVpcResourceDashboardResponse struct{ ResourceDashboardSet []ResourceDashboard }

// A ResourceDashboard counts what is in a network; the members of what is not sold here stay zero.
type ResourceDashboard struct {
	VpcId, SubnetId                                                                       string
	Classiclink, Dcg, Pcx, Ip, Nat, Vpngw, FlowLog, NetworkDetect, NetworkACL, CVM, LB    int64
	CDB, Cmem, CTSDB, MariaDB, SQLServer, Postgres, NAS, Greenplumn, Ckafka, Grocery      int64
	HSM, Tcaplus, Cnas, TiDB, Emr, SEAL, CFS, Oracle, ElasticSearch, TBaaS, Itop, DBAudit int64
	CynosDBPostgres, Redis, MongoDB, DCDB, CynosDBMySQL, Subnet, RouteTable               int64
}

func (s *Service) describeVPCResourceDashboard(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcResourceDashboardRequest) (*DescribeVpcResourceDashboardResponse, error) {
	out := &DescribeVpcResourceDashboardResponse{}
	for _, id := range in.VpcIds {
		v, err := s.vpc(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		one, err := s.dashboard(ctx, tx, v)
		if err != nil {
			return nil, err
		}
		out.ResourceDashboardSet = append(out.ResourceDashboardSet, *one)
	}
	return out, nil
}

func (s *Service) dashboard(ctx context.Context, tx store.Tx, v *VPC) (*ResourceDashboard, error) {
	held, err := s.Store.AddressesIn(ctx, tx, v.ID)
	if err != nil {
		return nil, err
	}
	inside, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	tables, err := s.tablesOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	acls, err := s.aclsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	return &ResourceDashboard{
		VpcId: v.ID, CVM: of("CVM", held), Nat: of("NAT", held), LB: of("CLB", held),
		Ip:     int64(len(held)) - of("CVM", held) - of("ENI", held), // instances and ENIs are counted by themselves
		Subnet: int64(len(inside)), RouteTable: int64(len(tables)), NetworkACL: int64(len(acls)),
	}, nil
}

// DescribeSubnetResourceDashboard counts what is in subnets.
var DescribeSubnetResourceDashboard = action.Define(action.Spec{
	Name: "DescribeSubnetResourceDashboard", Doc: "Counts the addresses of subnets that something has, by its kind.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany},
}, (*Service).describeSubnetResourceDashboard)

// DescribeSubnetResourceDashboardRequest is the input of DescribeSubnetResourceDashboard.
type DescribeSubnetResourceDashboardRequest struct {
	SubnetIds []string `api:"required" touches:"subnet" doc:"The subnets: at most 100."`
}

// Check refuses malformed ids and too many of them.
func (r *DescribeSubnetResourceDashboardRequest) Check() error {
	return checkIDs("SubnetIds", "subnet", r.SubnetIds, nil)
}

// DescribeSubnetResourceDashboardResponse is the answer of DescribeSubnetResourceDashboard.
type DescribeSubnetResourceDashboardResponse struct{ ResourceStatisticsSet []ResourceStatistics }

// ResourceStatistics counts what is in a subnet.
type ResourceStatistics struct {
	VpcId, SubnetId           string
	Ip                        int64
	ResourceStatisticsItemSet []ResourceStatisticsItem
}

// A ResourceStatisticsItem counts the things of a kind.
type ResourceStatisticsItem struct {
	ResourceType, ResourceName string
	ResourceCount              int64
}

func (s *Service) describeSubnetResourceDashboard(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSubnetResourceDashboardRequest) (*DescribeSubnetResourceDashboardResponse, error) {
	out := &DescribeSubnetResourceDashboardResponse{}
	for _, id := range in.SubnetIds {
		n, err := s.subnet(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		held, err := s.Store.Addresses(ctx, tx, n.ID)
		if err != nil {
			return nil, err
		}
		one := ResourceStatistics{VpcId: n.VPC, SubnetId: n.ID, Ip: int64(len(held))}
		for _, kind := range []string{"CVM", "ENI", "NAT", "CLB", "HAVIP"} {
			if count := of(kind, held); count > 0 {
				one.ResourceStatisticsItemSet = append(one.ResourceStatisticsItemSet, ResourceStatisticsItem{kind, kind, count})
			}
		}
		out.ResourceStatisticsSet = append(out.ResourceStatisticsSet, one)
	}
	return out, nil
}
