package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLoadBalancersByInstances lists load balancers by the servers that are bound to them.
var DescribeLoadBalancersByInstances = action.Define(action.Spec{
	Name: "DescribeLoadBalancersByInstances", Doc: "Lists load balancers by the servers that are bound to them.", Domain: "lb", Service: "clb",
}, (*Service).describeByInstances)

// ByInstancesRequest is the input of DescribeLoadBalancersByInstances.
type ByInstancesRequest struct {
	BackendIPs          []string `json:"backendIps" api:"max=100" doc:"Addresses of the servers, public or private."`
	BackendInstanceName string   `json:"backendInstanceName" doc:"The name of the servers."`
	Offset              int64    `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit               int64    `json:"limit" api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// ByInstancesResponse is the answer of DescribeLoadBalancersByInstances.
type ByInstancesResponse struct {
	TotalCount      int64            `json:"totalCount"`
	LoadBalancerSet []ByInstanceItem `json:"loadBalancerSet"`
}

// A ByInstanceItem is a load balancer with one of its servers.
type ByInstanceItem struct {
	LoadBalancerID   string   `json:"loadBalancerId"`
	UnLoadBalancerID string   `json:"unLoadBalancerId"`
	LoadBalancerName string   `json:"loadBalancerName"`
	LoadBalancerType int64    `json:"loadBalancerType"`
	Domain           string   `json:"domain"`
	LoadBalancerVips []string `json:"loadBalancerVips"`
	Status           int64    `json:"status"`
	CreateTime       string   `json:"createTime"`
	SessionExpire    int64    `json:"sessionExpire"`
	InstanceID       string   `json:"instanceId"`
	UnInstanceID     string   `json:"unInstanceId"`
	InstanceName     string   `json:"instanceName"`
	BackendLanIP     string   `json:"backendLanIp"`
	BackendWanIPSet  []string `json:"backendWanIpSet"`
	VpcID            int64    `json:"vpcId"`
	SubnetID         int64    `json:"subnetId"`
	ProjectID        int64    `json:"projectId"`
}

func (s *Service) describeByInstances(ctx context.Context, tx store.Tx, c *call.Call, in *ByInstancesRequest) (*ByInstancesResponse, error) {
	balancers, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, balancers...)
	if err != nil {
		return nil, err
	}
	var all []ByInstanceItem
	for _, b := range balancers {
		shown := map[string]bool{}
		for _, k := range b.Backends {
			v := known[k.Instance]
			if v == nil || shown[v.ID] || !in.keeps(v) {
				continue
			}
			shown[v.ID] = true
			all = append(all, ByInstanceItem{
				b.ID, b.ID, b.Name, b.Type, b.Domain,
				[]string{b.VIP},
				number(b.Ready), inChina(b.CreatedAt), 0,
				v.OldID, v.ID, v.Name, v.LanIP, v.WanIPs, b.VPC.Number, b.Subnet.Number, b.Project,
			})
		}
	}
	return &ByInstancesResponse{int64(len(all)), page(all, in.Offset, in.Limit)}, nil
}

func (r *ByInstancesRequest) keeps(v *Server) bool {
	wanted := func(ip string) bool { return slices.Contains(r.BackendIPs, ip) }
	return (len(r.BackendIPs) == 0 || wanted(v.LanIP) || slices.ContainsFunc(v.WanIPs, wanted)) &&
		(r.BackendInstanceName == "" || r.BackendInstanceName == v.Name)
}
