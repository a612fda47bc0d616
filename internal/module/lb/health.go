package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLBHealthStatus tells which servers of a classic load balancer are well.
var DescribeLBHealthStatus = action.Define(action.Spec{
	Name: "DescribeLBHealthStatus", Doc: "Tells which servers of a classic load balancer are well.",
	Domain: "lb", Service: "clb", Refuses: append(refusesRead[:len(refusesRead):len(refusesRead)], errNoListener),
}, (*Service).describeHealth)

// HealthRequest is the input of DescribeLBHealthStatus.
type HealthRequest struct {
	LoadBalancerID string `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string `json:"listenerId" doc:"Only this listener."`
}

// HealthResponse is the answer of DescribeLBHealthStatus.
type HealthResponse struct {
	Data []HealthItem `json:"data"`
}

// A HealthItem is one server behind one listener.
type HealthItem struct {
	IP           string `json:"ip"`
	Protocol     string `json:"protocol"`
	Port         int64  `json:"port"`
	Vport        int64  `json:"vport"`
	HealthStatus int64  `json:"healthStatus"`
}

func (s *Service) describeHealth(ctx context.Context, tx store.Tx, c *call.Call, in *HealthRequest) (*HealthResponse, error) {
	b, err := s.of(ctx, tx, c, in.LoadBalancerID, false)
	if err != nil {
		return nil, err
	}
	listeners := b.Listeners
	if in.ListenerID != "" {
		l, err := b.listener(in.ListenerID)
		if err != nil {
			return nil, err
		}
		listeners = []Listener{*l}
	}
	known, err := s.servers(ctx, tx, c, *b)
	if err != nil {
		return nil, err
	}
	out := &HealthResponse{}
	for _, l := range listeners {
		for _, k := range b.Backends {
			if v := known[k.Instance]; v != nil {
				out.Data = append(out.Data, HealthItem{v.LanIP, protocolNames[l.Protocol], l.InstancePort, l.Port, health(l.Probe, v)})
			}
		}
	}
	return out, nil
}

// DescribeForwardLBHealthStatus tells which servers of application load balancers are well.
var DescribeForwardLBHealthStatus = action.Define(action.Spec{
	Name: "DescribeForwardLBHealthStatus", Doc: "Tells which servers of application load balancers are well.",
	Domain: "lb", Service: "clb", Refuses: refusesRead,
}, (*Service).describeForwardHealth)

// ForwardHealthRequest is the input of DescribeForwardLBHealthStatus.
type ForwardHealthRequest struct {
	LoadBalancerIDs []string `json:"loadBalancerIds" api:"required,max=100" touches:"clb" doc:"The load balancers."`
}

// ForwardHealthResponse is the answer of DescribeForwardLBHealthStatus.
type ForwardHealthResponse struct {
	Data []BalancerHealth `json:"data"`
}

// BalancerHealth is one load balancer.
type BalancerHealth struct {
	LoadBalancerID   string           `json:"loadBalancerId"`
	UnLoadBalancerID string           `json:"unLoadBalancerId"`
	LoadBalancerName string           `json:"loadBalancerName"`
	Listener         []ListenerHealth `json:"listener"`
}

// ListenerHealth is one listener; those for TCP and UDP, which have no rules, show their servers in a rule without id.
type ListenerHealth struct {
	ListenerID       string       `json:"listenerId"`
	ListenerName     string       `json:"listenerName"`
	Protocol         int64        `json:"protocol"`
	LoadBalancerPort int64        `json:"loadBalancerPort"`
	Rules            []RuleHealth `json:"rules"`
}

// RuleHealth is one rule.
type RuleHealth struct {
	LocationID string         `json:"locationId"`
	Domain     string         `json:"domain"`
	URL        string         `json:"url"`
	Backends   []ServerHealth `json:"backends"`
}

// ServerHealth is one server.
type ServerHealth struct {
	IP           string `json:"ip"`
	Port         int64  `json:"port"`
	HealthStatus int64  `json:"healthStatus"`
}

func (s *Service) describeForwardHealth(ctx context.Context, tx store.Tx, c *call.Call, in *ForwardHealthRequest) (*ForwardHealthResponse, error) {
	out := &ForwardHealthResponse{}
	for _, id := range in.LoadBalancerIDs {
		b, err := s.of(ctx, tx, c, id, true)
		if err != nil {
			return nil, err
		}
		known, err := s.servers(ctx, tx, c, *b)
		if err != nil {
			return nil, err
		}
		of := func(t Target, p Probe) (all []ServerHealth) {
			for _, k := range b.backends(t) {
				if v := known[k.Instance]; v != nil {
					all = append(all, ServerHealth{v.LanIP, k.Port, health(p, v)})
				}
			}
			return all
		}
		one := BalancerHealth{LoadBalancerID: b.ID, UnLoadBalancerID: b.ID, LoadBalancerName: b.Name}
		for _, l := range b.Listeners {
			lh := ListenerHealth{ListenerID: l.ID, ListenerName: l.Name, Protocol: l.Protocol, LoadBalancerPort: l.Port}
			if l.Protocol == TCP || l.Protocol == UDP {
				lh.Rules = []RuleHealth{{Backends: of(Target{Listener: l.ID}, l.Probe)}}
			}
			for _, r := range l.Rules {
				lh.Rules = append(lh.Rules, RuleHealth{r.ID, r.Domain, r.URL, of(Target{l.ID, r.ID}, r.Probe)})
			}
			one.Listener = append(one.Listener, lh)
		}
		out.Data = append(out.Data, one)
	}
	return out, nil
}
