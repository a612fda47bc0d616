package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// RegisterInstancesWithLoadBalancer binds servers to a classic load balancer.
var RegisterInstancesWithLoadBalancer = action.Define(action.Spec{
	Name: "RegisterInstancesWithLoadBalancer", Doc: "Binds servers to a classic load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refusesBinding,
}, (*Service).register)

// RegisterRequest is the input of RegisterInstancesWithLoadBalancer.
type RegisterRequest struct {
	LoadBalancerID string          `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Backends       []ClassicServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// A ClassicServer is a server to be bound.
type ClassicServer struct {
	InstanceID string `json:"instanceId" api:"required" touches:"cvm:instance" doc:"The instance."`
	Weight     int64  `json:"weight" api:"min=0,max=100,default=10" doc:"Its share."`
}

// classic is what servers of a classic load balancer are bound to.
var classic = []Target{{}}

func (s *Service) register(ctx context.Context, tx store.Tx, c *call.Call, in *RegisterRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		var wanted []Backend
		for _, k := range in.Backends {
			wanted = append(wanted, Backend{Instance: k.InstanceID, Weight: k.Weight})
		}
		return s.bind(ctx, tx, c, b, classic, wanted)
	})
}

// ModifyLoadBalancerBackends changes the weights of servers.
var ModifyLoadBalancerBackends = action.Define(action.Spec{
	Name: "ModifyLoadBalancerBackends", Doc: "Changes the weights of a classic load balancer's servers.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refusesBound,
}, (*Service).modifyBackends)

// ModifyBackendsRequest is the input of ModifyLoadBalancerBackends.
type ModifyBackendsRequest struct {
	LoadBalancerID string          `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Backends       []WeighedServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// A WeighedServer is a server with a new weight.
type WeighedServer struct {
	InstanceID string `json:"instanceId" api:"required" touches:"cvm:instance" doc:"The instance."`
	Weight     int64  `json:"weight" api:"required,min=0,max=100" doc:"Its new share."`
}

func (s *Service) modifyBackends(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyBackendsRequest) (*TaskAnswer, error) {
	var ids []string
	for _, k := range in.Backends {
		ids = append(ids, k.InstanceID)
	}
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		return s.eachBound(ctx, tx, c, classic, ids, func(i int, t Target, instance string) error {
			k, err := b.backend(t, instance, 0)
			if err == nil {
				k.Weight = in.Backends[i].Weight
			}
			return err
		})
	})
}

// DeregisterInstancesFromLoadBalancer unbinds servers.
var DeregisterInstancesFromLoadBalancer = action.Define(action.Spec{
	Name: "DeregisterInstancesFromLoadBalancer", Doc: "Unbinds servers from a classic load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refusesBound,
}, (*Service).deregister)

// DeregisterRequest is the input of DeregisterInstancesFromLoadBalancer.
type DeregisterRequest struct {
	LoadBalancerID string        `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Backends       []NamedServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// A NamedServer is a server to be unbound.
type NamedServer struct {
	InstanceID string `json:"instanceId" api:"required" touches:"cvm:instance" doc:"The instance."`
}

func (s *Service) deregister(ctx context.Context, tx store.Tx, c *call.Call, in *DeregisterRequest) (*TaskAnswer, error) {
	var ids []string
	for _, k := range in.Backends {
		ids = append(ids, k.InstanceID)
	}
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		return s.eachBound(ctx, tx, c, classic, ids, func(_ int, t Target, instance string) error { return b.unbind(t, instance, 0) })
	})
}

// DescribeLoadBalancerBackends lists servers.
var DescribeLoadBalancerBackends = action.Define(action.Spec{
	Name: "DescribeLoadBalancerBackends", Doc: "Lists the servers of a classic load balancer.",
	Domain: "lb", Service: "clb", Refuses: refusesRead,
}, (*Service).describeBackends)

// DescribeBackendsRequest is the input of DescribeLoadBalancerBackends.
type DescribeBackendsRequest struct {
	LoadBalancerID string `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Offset         int64  `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit          int64  `json:"limit" api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// DescribeBackendsResponse is the answer of DescribeLoadBalancerBackends.
type DescribeBackendsResponse struct {
	TotalCount int64         `json:"totalCount"`
	BackendSet []BackendItem `json:"backendSet"`
}

// A BackendItem is a server of a classic load balancer.
type BackendItem struct {
	InstanceID     string   `json:"instanceId"`
	UnInstanceID   string   `json:"unInstanceId"`
	InstanceName   string   `json:"instanceName"`
	LanIP          string   `json:"lanIp"`
	WanIPSet       []string `json:"wanIpSet"`
	InstanceStatus int64    `json:"instanceStatus"`
	Weight         int64    `json:"weight"`
}

func (s *Service) describeBackends(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeBackendsRequest) (*DescribeBackendsResponse, error) {
	b, err := s.of(ctx, tx, c, in.LoadBalancerID, false)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, *b)
	if err != nil {
		return nil, err
	}
	var all []BackendItem
	for _, k := range b.Backends {
		if v := known[k.Instance]; v != nil {
			all = append(all, BackendItem{v.OldID, v.ID, v.Name, v.LanIP, v.WanIPs, v.Status, k.Weight})
		}
	}
	return &DescribeBackendsResponse{int64(len(all)), page(all, in.Offset, in.Limit)}, nil
}
