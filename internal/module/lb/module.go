// Package lb keeps load balancers of both types, classic and application, with their listeners, rules and backends. It
// decides what may be bound to what, when a change is done and whether a backend is healthy. What a server or a network
// is, is for cvm and vpc; the money is for billing.
//
// Its actions live on the domain lb of API 2.0 and on clb of 3.0, which name the same things in other words; policies know
// them as clb's.
package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what lb needs.
type Deps struct {
	Store    Store
	Later    *later.Queue
	Random   *random.Source
	Settings *settings.Keeper
	Accounts Accounts
	Servers  Servers
	Networks Networks
	Zones    Zones
	Groups   Groups
	Tags     tagging.Keeper
	// Addresses may be set afterwards, before it is used: eip asks for load balancers in turn.
	Addresses Addresses
	// Certificates may be nil: then any id of the right form is taken.
	Certificates Certificates
	Till         purchase.Till
}

// A Service keeps load balancers.
type Service struct{ Deps }

var (
	_ action.ResourceFacts = (*Service)(nil)
	_ purchase.Seller      = (*Service)(nil)
)

// New is the service. Its Servers may be set afterwards, before it is used: cvm asks for load balancers in turn.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner finish the tasks.
func (s *Service) Handle(r *later.Runner) { r.Handle(jobDone, s.done) }

// Actions are those of the domain lb, and of clb in API 3.0.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		CreateLoadBalancer, DescribeLoadBalancers, DescribeLoadBalancersByInstances, ModifyLoadBalancerAttributes, ModifyForwardLBName,
		DeleteLoadBalancers, InquiryLBPrice, DescribeLoadBalancersTaskResult,
		CreateLoadBalancerListeners, DescribeLoadBalancerListeners, ModifyLoadBalancerListener, DeleteLoadBalancerListeners,
		RegisterInstancesWithLoadBalancer, DescribeLoadBalancerBackends, ModifyLoadBalancerBackends, DeregisterInstancesFromLoadBalancer,
		DescribeLBHealthStatus,
		CreateForwardLBFourthLayerListeners, CreateForwardLBSeventhLayerListeners, DescribeForwardLBListeners,
		ModifyForwardLBFourthListener, ModifyForwardLBSeventhListener, DeleteForwardLBListener, DeleteForwardLBSeventhListeners,
		CreateForwardLBListenerRules, ModifyLoadBalancerRulesProbe, ModifyForwardLBRulesDomain, DeleteForwardLBListenerRules,
		RegisterInstancesWithForwardLBFourthListener, RegisterInstancesWithForwardLBSeventhListener,
		DeregisterInstancesFromForwardLBFourthListener, DeregisterInstancesFromForwardLB,
		ModifyForwardFourthBackendsWeight, ModifyForwardFourthBackendsPort, ModifyForwardSeventhBackends, ModifyForwardSeventhBackendsPort,
		DescribeForwardLBBackends, DescribeForwardLBHealthStatus,

		CreateLoadBalancer3, DescribeLoadBalancers3, ModifyLoadBalancerAttributes3, ModifyLoadBalancersProject, ModifyLoadBalancerSla,
		SetLoadBalancerSecurityGroups, SetSecurityGroupForLoadbalancers, SetLoadBalancerClsLog, DeleteLoadBalancer, DescribeTaskStatus,
		ReplaceCertForLoadBalancers, DescribeQuota, DescribeExclusiveClusters, DescribeClusterResources,
		CreateListener, DescribeListeners, ModifyListener, DeleteListener, DeleteLoadBalancerListeners3,
		CreateRule, ModifyRule, ModifyDomain, ModifyDomainAttributes, DeleteRule,
		AutoRewrite, ManualRewrite, DescribeRewrite, DeleteRewrite,
		RegisterTargets, DeregisterTargets, BatchRegisterTargets, BatchDeregisterTargets, ModifyTargetWeight, BatchModifyTargetWeight, ModifyTargetPort,
		DescribeTargets, DescribeTargetHealth, DescribeLBListeners, DescribeLoadBalancersDetail,
		CreateTargetGroup, DescribeTargetGroups, DescribeTargetGroupList, DescribeTargetGroupInstances, ModifyTargetGroupAttribute, DeleteTargetGroups,
		RegisterTargetGroupInstances, DeregisterTargetGroupInstances, ModifyTargetGroupInstancesPort, ModifyTargetGroupInstancesWeight,
		AssociateTargetGroups, DisassociateTargetGroups,
	)
}

// OfInstance lists the load balancers that an instance is bound to, by id.
func (s *Service) OfInstance(ctx context.Context, tx store.Tx, account, instanceID string) ([]string, error) {
	return s.Store.Bound(ctx, tx, account, instanceID)
}

// Unbind takes an instance out of all load balancers.
func (s *Service) Unbind(ctx context.Context, tx store.Tx, account, instanceID string) error {
	ids, err := s.Store.Bound(ctx, tx, account, instanceID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		b, err := s.Store.Balancer(ctx, tx, account, id)
		if err != nil {
			return err
		}
		b.unbindAll(func(k Backend) bool { return k.Instance == instanceID })
		if err := s.Store.SetBalancer(ctx, tx, *b); err != nil {
			return err
		}
	}
	return nil
}

// ResourceFacts implements action.ResourceFacts. Policies name instances by their ins-… ids, whichever the caller used.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	switch {
	case r.ID == "*":
	case r.Type == "clb":
		b, err := s.Store.Balancer(ctx, tx, account, r.ID)
		if err != nil || b == nil {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, b.tagged())
		return r, about(b, tags), err
	case r.Type == "targetgroup":
		all, err := s.Store.Groups(ctx, tx, account, "")
		n := slices.IndexFunc(all, func(g *TargetGroup) bool { return g.ID == r.ID })
		if err != nil || n < 0 {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, all[n].tagged())
		return r, aboutGroup(all[n], tags), err
	case r.Type == "instance":
		server, err := s.Servers.Server(ctx, tx, account, r.ID)
		if err != nil || server == nil {
			return r, nil, err
		}
		r.ID = server.ID
	}
	return r, nil, nil
}
