package lb

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLoadBalancers lists load balancers. Policies decide about it as a whole (facts/cam-sts.md §2.1).
var DescribeLoadBalancers = action.Define(action.Spec{
	Name: "DescribeLoadBalancers", Doc: "Lists load balancers.", Domain: "lb", Service: "clb",
}, (*Service).describeLoadBalancers)

// DescribeLoadBalancersRequest is the input of DescribeLoadBalancers.
type DescribeLoadBalancersRequest struct {
	LoadBalancerIDs  []string `json:"loadBalancerIds" api:"max=100" doc:"The load balancers to show."`
	LoadBalancerType *int64   `json:"loadBalancerType" api:"oneof=2 3" doc:"2 public, 3 private."`
	Forward          int64    `json:"forward" api:"oneof=-1 0 1,default=0" doc:"1 application, 0 classic, -1 both."`
	LoadBalancerName string   `json:"loadBalancerName" doc:"The name."`
	Domain           string   `json:"domain" doc:"The domain."`
	LoadBalancerVips []string `json:"loadBalancerVips" api:"max=100" doc:"The addresses."`
	BackendWanIPs    []string `json:"backendWanIps" api:"max=100" doc:"Public addresses of servers that are bound."`
	BackendLanIPs    []string `json:"backendLanIps" api:"max=100" doc:"Private addresses of servers that are bound."`
	Offset           int64    `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit            int64    `json:"limit" api:"min=1,max=100,default=20" doc:"How many to show at most."`
	OrderBy          string   `json:"orderBy" api:"oneof=loadBalancerName createTime domain loadBalancerType,default=createTime" doc:"What to sort by."`
	OrderType        int64    `json:"orderType" api:"oneof=0 1,default=1" doc:"1 the greatest first, 0 the smallest."`
	SearchKey        string   `json:"searchKey" doc:"A part of the name, the domain or an address."`
	ProjectID        *int64   `json:"projectId" doc:"The project."`
	WithRs           int64    `json:"withRs" api:"oneof=0 1 2,default=2" doc:"0 without servers, 1 with some, 2 either."`
}

// DescribeLoadBalancersResponse is the answer of DescribeLoadBalancers.
type DescribeLoadBalancersResponse struct {
	TotalCount      int64          `json:"totalCount"`
	LoadBalancerSet []BalancerItem `json:"loadBalancerSet"`
}

// A BalancerItem is a load balancer as DescribeLoadBalancers shows it, with every member of a captured answer
// (facts/api2-modules.md §7).
type BalancerItem struct {
	LoadBalancerID     string         `json:"loadBalancerId"`
	UnLoadBalancerID   string         `json:"unLoadBalancerId"`
	LoadBalancerName   string         `json:"loadBalancerName"`
	LoadBalancerType   int64          `json:"loadBalancerType"`
	Forward            int64          `json:"forward"`
	Domain             string         `json:"domain"`
	LoadBalancerVips   []string       `json:"loadBalancerVips"`
	Status             int64          `json:"status"`
	CreateTime         string         `json:"createTime"`
	StatusTime         string         `json:"statusTime"`
	ExpireTime         string         `json:"expireTime"`
	IsolatedTime       string         `json:"isolatedTime"`
	VpcID              int64          `json:"vpcId"`
	UniqVpcID          string         `json:"uniqVpcId"`
	SubnetID           int64          `json:"subnetId"`
	ProjectID          int64          `json:"projectId"`
	OpenBgp            int64          `json:"openBgp"`
	Snat               bool           `json:"snat"`
	Log                string         `json:"log"`
	Isolation          int64          `json:"isolation"`
	LbChargeType       string         `json:"lbChargeType"`
	LbChargePrepaid    ChargePrepaid  `json:"lbChargePrepaid"`
	InternetAccessible InternetAccess `json:"internetAccessible"`
	RsRegionInfo       RsRegion       `json:"rsRegionInfo"`
}

// ChargePrepaid is empty: load balancers are paid by the hour here.
type ChargePrepaid struct {
	RenewFlag string `json:"renewFlag"`
	Period    int64  `json:"period"`
}

// InternetAccess is empty for load balancers that are paid by the hour.
type InternetAccess struct {
	InternetChargeType      string `json:"internetChargeType"`
	InternetMaxBandwidthOut int64  `json:"internetMaxBandwidthOut"`
}

// RsRegion is where the servers are.
type RsRegion struct {
	Region string `json:"region"`
	VpcID  string `json:"vpcId"`
}

// never is how API 2.0 writes a time that does not come.
const never = "0000-00-00 00:00:00"

// china is the zone in which API 2.0 writes times.
var china = time.FixedZone("CST", 8*60*60)

func inChina(t time.Time) string {
	if t.IsZero() {
		return never
	}
	return t.In(china).Format(time.DateTime)
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func item(b *LoadBalancer) BalancerItem {
	return BalancerItem{
		LoadBalancerID: b.ID, UnLoadBalancerID: b.ID, LoadBalancerName: b.Name, LoadBalancerType: b.Type, Forward: number(b.Forward),
		Domain: b.Domain, LoadBalancerVips: []string{b.VIP}, Status: number(b.Ready), CreateTime: inChina(b.CreatedAt),
		StatusTime: inChina(b.StatusAt), ExpireTime: never, IsolatedTime: inChina(b.Isolated), VpcID: b.VPC.Number, UniqVpcID: b.VPC.ID,
		SubnetID: b.Subnet.Number, ProjectID: b.Project, Isolation: number(!b.Isolated.IsZero()),
		RsRegionInfo: RsRegion{region.Code(b.Region), b.VPC.ID},
	}
}

func (s *Service) describeLoadBalancers(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLoadBalancersRequest) (*DescribeLoadBalancersResponse, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	servers, err := s.ofAddresses(ctx, tx, c, all, in)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(b LoadBalancer) bool { return !in.keeps(&b, servers) })
	slices.SortStableFunc(all, in.order)
	out := &DescribeLoadBalancersResponse{TotalCount: int64(len(all))}
	for _, b := range page(all, in.Offset, in.Limit) {
		out.LoadBalancerSet = append(out.LoadBalancerSet, item(&b))
	}
	return out, nil
}

func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

// ofAddresses are the bound servers that have one of the wanted addresses; nil when none is wanted.
func (s *Service) ofAddresses(ctx context.Context, tx store.Tx, c *call.Call, all []LoadBalancer, in *DescribeLoadBalancersRequest) (map[string]bool, error) {
	if len(in.BackendLanIPs)+len(in.BackendWanIPs) == 0 {
		return nil, nil
	}
	known, err := s.servers(ctx, tx, c, all...)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for id, server := range known {
		if slices.Contains(in.BackendLanIPs, server.LanIP) || slices.ContainsFunc(server.WanIPs, func(ip string) bool { return slices.Contains(in.BackendWanIPs, ip) }) {
			found[id] = true
		}
	}
	return found, nil
}

func (r *DescribeLoadBalancersRequest) keeps(b *LoadBalancer, servers map[string]bool) bool {
	bound := func(k Backend) bool { return servers[k.Instance] }
	return (len(r.LoadBalancerIDs) == 0 || slices.Contains(r.LoadBalancerIDs, b.ID)) &&
		(r.LoadBalancerType == nil || *r.LoadBalancerType == b.Type) &&
		(r.Forward == -1 || r.Forward == number(b.Forward)) &&
		(r.LoadBalancerName == "" || r.LoadBalancerName == b.Name) &&
		(r.Domain == "" || r.Domain == b.Domain) &&
		(len(r.LoadBalancerVips) == 0 || slices.Contains(r.LoadBalancerVips, b.VIP)) &&
		(servers == nil || slices.ContainsFunc(b.Backends, bound)) &&
		(strings.Contains(b.Name, r.SearchKey) || strings.Contains(b.Domain, r.SearchKey) || strings.Contains(b.VIP, r.SearchKey)) &&
		(r.ProjectID == nil || *r.ProjectID == b.Project) &&
		(r.WithRs == 2 || r.WithRs == number(len(b.Backends) > 0))
}

// order compares two load balancers by what the request sorts by.
func (r *DescribeLoadBalancersRequest) order(a, b LoadBalancer) int {
	var n int
	switch r.OrderBy {
	case "loadBalancerName":
		n = strings.Compare(a.Name, b.Name)
	case "domain":
		n = strings.Compare(a.Domain, b.Domain)
	case "loadBalancerType":
		n = cmp.Compare(a.Type, b.Type)
	default:
		n = a.CreatedAt.Compare(b.CreatedAt)
	}
	if r.OrderType == 1 {
		return -n
	}
	return n
}
