package lb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLoadBalancers3 lists load balancers of both types: DescribeLoadBalancers of API 3.0.
var DescribeLoadBalancers3 = action.Define(action.Spec{
	Name: "DescribeLoadBalancers", Doc: "Lists load balancers of both types.", Domain3: "clb", Version: version, Lists: "clb",
	Refuses: refusesFilter,
}, (*Service).describeLoadBalancers3)

var refusesFilter = reads("", "", errFilter).Refuses

// DescribeLoadBalancers3Request is the input of DescribeLoadBalancers.
type DescribeLoadBalancers3Request struct {
	LoadBalancerIds   []string `api:"max=100" touches:"clb" doc:"The load balancers; those that there are not are left out."`
	LoadBalancerType  string   `api:"oneof=OPEN INTERNAL" doc:"The type by address."`
	Forward           int64    `api:"oneof=-1 0 1,default=-1" doc:"1 application, 0 classic, -1 either."`
	LoadBalancerName  string   `doc:"The name."`
	Domain            string   `doc:"The domain."`
	LoadBalancerVips  []string `api:"max=100" doc:"The addresses."`
	BackendPublicIps  []string `api:"max=100" doc:"Public addresses of servers that are bound."`
	BackendPrivateIps []string `api:"max=100" doc:"Private addresses of servers that are bound."`
	Offset            int64    `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit             int64    `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	OrderBy           string   `api:"oneof=LoadBalancerName CreateTime Domain LoadBalancerType,default=CreateTime" doc:"What to sort by."`
	OrderType         int64    `api:"oneof=0 1,default=1" doc:"1 the greatest first, 0 the smallest."`
	SearchKey         string   `doc:"A part of the name, the domain or an address."`
	ProjectId         *int64   `doc:"The project."`
	WithRs            int64    `api:"oneof=0 1 2,default=2" doc:"0 without servers, 1 with some, 2 either."`
	VpcId             string   `doc:"The network; 0 is the basic one."`
	SecurityGroup     string   `doc:"A security group that guards it."`
	MasterZone        string   `doc:"The zone."`
	Filters           []Filter `api:"max=10" doc:"More to compare: charge-type, internet-charge-type, master-zone-id, vip-isp, sla-type, tag-key, tag:KEY and others."`
	AdditionalFields  []string `doc:"TargetCount for how many servers there are; it is shown anyway."`
}

// DescribeLoadBalancers3Response is the answer of DescribeLoadBalancers.
type DescribeLoadBalancers3Response struct {
	TotalCount      int64
	LoadBalancerSet []LoadBalancerItem
}

func (s *Service) describeLoadBalancers3(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLoadBalancers3Request) (*DescribeLoadBalancers3Response, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	if err := checkFilters(in.Filters, "charge-type", "internet-charge-type", "master-zone-id", "vip-isp", "sla-type", "address-ip-version",
		"loadbalancer-id", "load-balancer-id", "loadbalancer-name", "vpc-id", "project-id", "tag-key", "cluster-id", "function-name", "zones", "exclusive"); err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "clb", "clb", c.Region)
	if err != nil {
		return nil, err
	}
	bound, err := s.ofAddresses(ctx, tx, c, all, &DescribeLoadBalancersRequest{BackendLanIPs: in.BackendPrivateIps, BackendWanIPs: in.BackendPublicIps})
	if err != nil {
		return nil, err
	}
	shown := []LoadBalancerItem{}
	slices.SortStableFunc(all, in.order)
	for _, b := range all {
		item := balancerItem(&b, tagInfos(tags[b.ID]))
		kept, err := filtered(in.Filters, item.fields(), item.Tags)
		if err != nil {
			return nil, err
		}
		if kept && in.keeps(&b, bound) && c.Sees(call.Resource{Service: "clb", Type: "clb", ID: b.ID}, about(&b, tags[b.ID])) {
			shown = append(shown, item)
		}
	}
	return &DescribeLoadBalancers3Response{int64(len(shown)), page(shown, in.Offset, in.Limit)}, nil
}

func (r *DescribeLoadBalancers3Request) keeps(b *LoadBalancer, bound map[string]bool) bool {
	same := func(wanted, have string) bool { return wanted == "" || wanted == have }
	network := b.VPC.ID
	if network == "" {
		network = "0"
	}
	return (len(r.LoadBalancerIds) == 0 || slices.Contains(r.LoadBalancerIds, b.ID)) &&
		same(r.LoadBalancerType, typeName(b.Type)) && (r.Forward == -1 || r.Forward == number(b.Forward)) &&
		same(r.LoadBalancerName, b.Name) && same(r.Domain, b.Domain) && same(r.VpcId, network) &&
		(len(r.LoadBalancerVips) == 0 || slices.Contains(r.LoadBalancerVips, b.VIP)) &&
		(bound == nil || slices.ContainsFunc(b.Backends, func(k Backend) bool { return bound[k.Instance] })) &&
		(strings.Contains(b.Name, r.SearchKey) || strings.Contains(b.Domain, r.SearchKey) || strings.Contains(b.VIP, r.SearchKey)) &&
		(r.ProjectId == nil || *r.ProjectId == b.Project) && (r.WithRs == 2 || r.WithRs == number(len(b.Backends) > 0)) &&
		(r.SecurityGroup == "" || slices.Contains(b.Groups, r.SecurityGroup)) && same(r.MasterZone, b.Zone.Name)
}

// order compares two load balancers by what the request sorts by.
func (r *DescribeLoadBalancers3Request) order(a, b LoadBalancer) int {
	var n int
	switch r.OrderBy {
	case "LoadBalancerName":
		n = strings.Compare(a.Name, b.Name)
	case "Domain":
		n = strings.Compare(a.Domain, b.Domain)
	case "LoadBalancerType":
		n = cmp.Compare(a.Type, b.Type)
	default:
		n = a.CreatedAt.Compare(b.CreatedAt)
	}
	if r.OrderType == 1 {
		return -n
	}
	return n
}

// DescribeQuota tells the quotas.
var DescribeQuota = action.Define(reads("DescribeQuota", "Tells how many load balancers, listeners, rules and servers there may be."), (*Service).describeQuota)

// DescribeQuotaRequest is the input of DescribeQuota.
type DescribeQuotaRequest struct{}

// DescribeQuotaResponse is the answer of DescribeQuota.
type DescribeQuotaResponse struct{ QuotaSet []Quota }

// A Quota is how many of something there are and may be; how many there are is known of load balancers and target groups.
type Quota struct {
	QuotaId      string
	QuotaCurrent *int64
	QuotaLimit   int64
}

func (s *Service) describeQuota(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeQuotaRequest) (*DescribeQuotaResponse, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	groups, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	var public, private int64
	for _, b := range all {
		public, private = public+number(b.Type == Public), private+number(b.Type == Private)
	}
	have := int64(len(groups))
	out := &DescribeQuotaResponse{}
	for _, q := range []struct {
		id, name string
		def      int64
		current  *int64
	}{
		{"TOTAL_OPEN_CLB_QUOTA", "lb.public", perRegion, &public},
		{"TOTAL_INTERNAL_CLB_QUOTA", "lb.private", perRegion, &private},
		{"TOTAL_LISTENER_QUOTA", "lb.listeners", perListeners, nil},
		{"TOTAL_LISTENER_RULE_QUOTA", "lb.rules", perRules, nil},
		{"TOTAL_TARGET_BIND_QUOTA", "lb.servers", perServers, nil},
		{"TOTAL_TARGET_GROUP_QUOTA", "lb.target_groups", perTargetGroups, &have},
	} {
		most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, q.name, q.def)
		if err != nil {
			return nil, err
		}
		out.QuotaSet = append(out.QuotaSet, Quota{q.id, q.current, most})
	}
	return out, nil
}
