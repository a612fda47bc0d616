package lb

import (
	"context"
	"fmt"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// The quotas (facts/quotas-billing-lifecycle.md §2), where the account's say nothing else.
const (
	perRegion    = 100 // of each type: lb.public, lb.private
	perListeners = 50  // lb.listeners, of a load balancer
	perRules     = 50  // lb.rules, of a load balancer
	perServers   = 100 // lb.servers, of a rule, a listener or a classic load balancer

	perTargetGroups = 100 // lb.target_groups, in a region; the figure is assumed
)

// CreateLoadBalancer buys load balancers by the hour.
var CreateLoadBalancer = action.Define(action.Spec{
	Name: "CreateLoadBalancer", Doc: "Buys load balancers, which are paid by the hour.",
	Domain: "lb", Service: "clb", Changes: true, Creates: []string{"clb"},
	Refuses: []*catalogue.Condition{errNoNetwork, errNoSubnet, errNoProject, errDomainTaken, errNotVerified, errQuota, errNoAddress, catalogue.InsufficientBalance},
}, (*Service).createLoadBalancer)

// CreateLoadBalancerRequest is the input of CreateLoadBalancer.
type CreateLoadBalancerRequest struct {
	LoadBalancerType int64   `json:"loadBalancerType" api:"required,oneof=2 3" doc:"2 public, 3 private."`
	Forward          int64   `json:"forward" api:"oneof=0 1,default=0" doc:"1 application, 0 classic."`
	LoadBalancerName *string `json:"loadBalancerName" api:"min=1,max=50" doc:"Its name; its id when left out."`
	DomainPrefix     string  `json:"domainPrefix" api:"max=20" doc:"The first label of its domain: letters, digits and hyphens."`
	VpcID            string  `json:"vpcId" doc:"The network that it sends to; the basic network when left out or 0."`
	SubnetID         string  `json:"subnetId" doc:"The subnet that a private one in a network is in."`
	ProjectID        int64   `json:"projectId" api:"min=0" doc:"The project that it is sorted into."`
	Number           int64   `json:"number" api:"min=1,max=20,default=1" doc:"How many."`
}

// Check refuses a prefix that can't be, and a private one in a network without subnet.
func (r *CreateLoadBalancerRequest) Check() error {
	if err := checkPrefix(r.DomainPrefix); err != nil {
		return err
	}
	if r.DomainPrefix != "" && r.Number > 1 {
		return catalogue.InvalidParameter.Errorf("The domainPrefix is given for %d load balancers; with one it is expected for one.", r.Number)
	}
	if r.LoadBalancerType == Private && given(r.VpcID) && !given(r.SubnetID) {
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `subnetId`, for a private load balancer in network %s.", r.VpcID)
	}
	return nil
}

func checkPrefix(prefix string) error {
	if strings.Trim(prefix, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		return catalogue.InvalidValue.Errorf("The domainPrefix %q is not valid; letters, digits and hyphens are expected.", prefix)
	}
	return nil
}

// given tells whether an id of a network was given: 0 and nothing mean the basic network.
func given(id string) bool { return id != "" && id != "0" }

// CreateLoadBalancerResponse is the answer of CreateLoadBalancer.
type CreateLoadBalancerResponse struct {
	// UnLoadBalancerIDs are the new ids by deal.
	UnLoadBalancerIDs map[string][]string `json:"unLoadBalancerIds"`
	DealIDs           []string            `json:"dealIds"`
	RequestID         int64               `json:"requestId"`
}

func (s *Service) createLoadBalancer(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLoadBalancerRequest) (*CreateLoadBalancerResponse, error) {
	like, err := s.design(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := s.mayBuy(ctx, tx, c, in.LoadBalancerType, in.Number); err != nil {
		return nil, err
	}
	out := &CreateLoadBalancerResponse{UnLoadBalancerIDs: map[string][]string{}}
	var ids []string
	for range in.Number {
		b := *like
		if err := s.add(ctx, tx, &b); err != nil {
			return nil, err
		}
		if b.Name == "" {
			b.Name = b.ID
			if err := s.Store.SetBalancer(ctx, tx, b); err != nil {
				return nil, err
			}
		}
		deal, err := s.Till.Open(ctx, tx, c, purchase.Meter{
			Product: product, Region: c.Region, Resource: b.ID, What: "load balancer in " + c.Region, Hourly: hourly(b.Type),
			Goods: map[string]any{"loadBalancerType": b.Type, "forward": in.Forward},
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, b.ID)
		out.DealIDs = append(out.DealIDs, deal)
		out.UnLoadBalancerIDs[deal] = []string{b.ID}
	}
	out.RequestID, err = s.start(ctx, tx, c, "lb.create", ids...)
	return out, err
}

// design is what each of the new load balancers is like.
func (s *Service) design(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLoadBalancerRequest) (*LoadBalancer, error) {
	b := &LoadBalancer{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Forward: in.Forward == 1, Type: in.LoadBalancerType,
		Project: in.ProjectID, CreatedAt: c.Now, StatusAt: c.Now,
	}
	put(&b.Name, in.LoadBalancerName)
	if given(in.VpcID) {
		network, err := s.Networks.Network(ctx, tx, c.Caller.Account, c.Region, in.VpcID)
		if err != nil {
			return nil, err
		}
		if network == nil {
			return nil, errNoNetwork.Errorf("The network %s does not exist in %s.", in.VpcID, c.Region)
		}
		b.VPC = *network
	}
	if given(in.SubnetID) {
		if !given(in.VpcID) {
			return nil, errNoSubnet.Errorf("The subnet %s does not exist in the basic network; its vpcId is expected with it.", in.SubnetID)
		}
		subnet, err := s.Networks.Subnet(ctx, tx, c.Caller.Account, c.Region, in.VpcID, in.SubnetID)
		if err != nil {
			return nil, err
		}
		if subnet == nil {
			return nil, errNoSubnet.Errorf("The subnet %s does not exist in network %s.", in.SubnetID, in.VpcID)
		}
		b.Subnet = *subnet
	}
	has, err := s.Accounts.HasProject(ctx, tx, c.Caller.Account, in.ProjectID)
	if err != nil {
		return nil, err
	}
	if !has {
		return nil, errNoProject.Errorf("The project %d does not exist.", in.ProjectID)
	}
	return b, s.name(ctx, tx, c, b, in.DomainPrefix)
}

// name gives a load balancer its domain, which no other of the account's in the region has.
func (s *Service) name(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, prefix string) error {
	if prefix == "" {
		return nil
	}
	b.Domain = fmt.Sprintf("%s.%s.%s.clb.myqcloud.com", prefix, region.Code(c.Region), c.Caller.AppID)
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Domain == b.Domain && other.ID != b.ID {
			return errDomainTaken.Errorf("The domainPrefix %q is that of load balancer %s; one that is not in use is expected.", prefix, other.ID)
		}
	}
	return nil
}

// mayBuy refuses an account that is not verified, or has too many.
func (s *Service) mayBuy(ctx context.Context, tx store.Tx, c *call.Call, kind, n int64) error {
	verified, err := s.Accounts.Verified(ctx, tx, c.Caller.Account)
	if err != nil {
		return err
	}
	if !verified {
		return errNotVerified.Errorf("The identity of account %s is not verified; load balancers are sold to verified accounts.", c.Caller.Account)
	}
	quota := map[int64]string{Public: "lb.public", Private: "lb.private"}[kind]
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quota, perRegion)
	if err != nil {
		return err
	}
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return err
	}
	for _, b := range all {
		if b.Type == kind {
			n++
		}
	}
	if n > most {
		return errQuota.Errorf("The account would have %d load balancers of type %d in %s; at most %d are allowed.", n, kind, c.Region, most)
	}
	return nil
}
