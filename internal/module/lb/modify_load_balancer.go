package lb

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyLoadBalancerAttributes changes a load balancer's name or domain.
var ModifyLoadBalancerAttributes = action.Define(action.Spec{
	Name: "ModifyLoadBalancerAttributes", Doc: "Changes the name or the domain of a load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errDomainTaken),
}, (*Service).modifyLoadBalancer)

// ModifyLoadBalancerRequest is the input of ModifyLoadBalancerAttributes.
type ModifyLoadBalancerRequest struct {
	LoadBalancerID   string  `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	LoadBalancerName *string `json:"loadBalancerName" api:"min=1,max=50" doc:"Its new name."`
	DomainPrefix     string  `json:"domainPrefix" api:"max=20" doc:"The first label of its new domain."`
}

// Check refuses a prefix that can't be, and a call that changes nothing.
func (r *ModifyLoadBalancerRequest) Check() error {
	if r.LoadBalancerName == nil && r.DomainPrefix == "" {
		return catalogue.MissingParameter.Errorf("Neither `loadBalancerName` nor `domainPrefix` is given; at least one is expected.")
	}
	return checkPrefix(r.DomainPrefix)
}

func (s *Service) modifyLoadBalancer(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyLoadBalancerRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		put(&b.Name, in.LoadBalancerName)
		return s.name(ctx, tx, c, b, in.DomainPrefix)
	})
}

// ModifyForwardLBName changes an application load balancer's name, at once.
var ModifyForwardLBName = action.Define(action.Spec{
	Name: "ModifyForwardLBName", Doc: "Changes the name of an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind),
}, (*Service).modifyForwardName)

// ModifyForwardNameRequest is the input of ModifyForwardLBName.
type ModifyForwardNameRequest struct {
	LoadBalancerID   string `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	LoadBalancerName string `json:"loadBalancerName" api:"required,min=1,max=50" doc:"Its new name."`
}

// ModifyForwardNameResponse is the answer of ModifyForwardLBName.
type ModifyForwardNameResponse struct{}

func (s *Service) modifyForwardName(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyForwardNameRequest) (*ModifyForwardNameResponse, error) {
	b, err := s.find(ctx, tx, c, in.LoadBalancerID)
	if err != nil {
		return nil, err
	}
	if err := b.changeable(); err != nil {
		return nil, err
	}
	if err := b.is(true); err != nil {
		return nil, err
	}
	b.Name = in.LoadBalancerName
	return &ModifyForwardNameResponse{}, s.Store.SetBalancer(ctx, tx, *b)
}

// DeleteLoadBalancers takes load balancers away: all that it names, or none.
var DeleteLoadBalancers = action.Define(action.Spec{
	Name: "DeleteLoadBalancers", Doc: "Takes load balancers away, with their listeners: all that it names, or none.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: []*catalogue.Condition{errNoBalancer, errStatus, errBusy, errProtected},
}, (*Service).deleteLoadBalancers)

// DeleteLoadBalancersRequest is the input of DeleteLoadBalancers.
type DeleteLoadBalancersRequest struct {
	LoadBalancerIDs []string `json:"loadBalancerIds" api:"required,max=100" touches:"clb" doc:"The load balancers."`
}

func (s *Service) deleteLoadBalancers(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteLoadBalancersRequest) (*TaskAnswer, error) {
	for _, id := range in.LoadBalancerIDs {
		b, err := s.find(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if err := b.idle(); err != nil {
			return nil, err
		}
		if b.Protected {
			return nil, errProtected.Errorf("Load balancer %s is protected from being deleted; DeleteProtect false is expected first.", b.ID)
		}
		if err := s.remove(ctx, tx, b, c.Now); err != nil {
			return nil, err
		}
	}
	id, err := s.start(ctx, tx, c, "lb.task", in.LoadBalancerIDs...)
	if err != nil {
		return nil, err
	}
	return &TaskAnswer{id}, nil
}
