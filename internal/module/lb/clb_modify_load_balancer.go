package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyLoadBalancerAttributes3 changes a load balancer: ModifyLoadBalancerAttributes of API 3.0.
var ModifyLoadBalancerAttributes3 = action.Define(changes("ModifyLoadBalancerAttributes",
	"Changes the name, the bandwidth, the protection and other attributes of a load balancer.", refuses(errUnsupported, catalogue.InsufficientBalance)...,
), (*Service).modifyLoadBalancer3)

// ModifyLoadBalancer3Request is the input of ModifyLoadBalancerAttributes.
type ModifyLoadBalancer3Request struct {
	LoadBalancerId           string              `api:"required" touches:"clb" doc:"The load balancer."`
	LoadBalancerName         *string             `api:"min=1,max=80" doc:"Its new name."`
	TargetRegionInfo         *TargetRegionInfo   `doc:"Where its servers are, of a public one."`
	InternetChargeInfo       *InternetAccessible `doc:"How its traffic is paid, of a public one."`
	LoadBalancerPassToTarget *bool               `doc:"Whether servers' security groups let everything from it through."`
	SwitchFlag               int64               `api:"oneof=0 1" doc:"Changes nothing."`
	SnatPro                  *bool               `doc:"Whether it sends to other networks."`
	DeleteProtect            *bool               `doc:"Whether it is kept from being deleted."`
	ModifyClassicDomain      bool                `doc:"Changes nothing: it has its own domain."`
	AssociateEndpoint        *string             `api:"max=64" doc:"The endpoint that it is reached by; an empty text takes it away."`
}

// Check refuses a way of paying that is not here.
func (r *ModifyLoadBalancer3Request) Check() error { return r.InternetChargeInfo.check() }

// DealAnswer is the answer of a change that may be an order; none is written here: meters go on at another price.
type DealAnswer struct{ DealName *string }

func (s *Service) modifyLoadBalancer3(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyLoadBalancer3Request) (*DealAnswer, error) {
	_, err := s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		if b.Type == Private && (in.TargetRegionInfo != nil || in.InternetChargeInfo != nil) {
			return errUnsupported.Errorf("Load balancer %s is INTERNAL; TargetRegionInfo and InternetChargeInfo are expected for OPEN ones.", b.ID)
		}
		put(&b.Name, in.LoadBalancerName)
		put(&b.PassToTarget, in.LoadBalancerPassToTarget)
		put(&b.SnatPro, in.SnatPro)
		put(&b.Protected, in.DeleteProtect)
		put(&b.Endpoint, in.AssociateEndpoint)
		if t := in.TargetRegionInfo; t != nil {
			if region, vpc := b.reach(); len(b.Backends) > 0 && (t.Region != region || t.VpcId != vpc) {
				return errUnsupported.Errorf("To load balancer %s servers are bound; TargetRegionInfo is expected before.", b.ID)
			}
			b.TargetRegion, b.TargetVPC = t.Region, t.VpcId
		}
		before := b.hourly()
		b.pay(in.InternetChargeInfo)
		if b.hourly() == before {
			return nil
		}
		return s.Till.Change(ctx, tx, c, b.ID, b.hourly())
	})
	return &DealAnswer{}, err
}

// ModifyLoadBalancersProject sorts load balancers into another project.
var ModifyLoadBalancersProject = action.Define(changes("ModifyLoadBalancersProject", "Sorts load balancers into another project.", refuses(errNoProject)...), (*Service).modifyProject)

// ModifyProjectRequest is the input of ModifyLoadBalancersProject.
type ModifyProjectRequest struct {
	LoadBalancerIds []string `api:"required,max=20" touches:"clb" doc:"The load balancers."`
	ProjectId       int64    `api:"required,min=0" doc:"The project."`
}

func (s *Service) modifyProject(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyProjectRequest) (*Done, error) {
	has, err := s.Accounts.HasProject(ctx, tx, c.Caller.Account, in.ProjectId)
	if err != nil {
		return nil, err
	}
	if !has {
		return nil, errNoProject.Errorf("The project %d does not exist.", in.ProjectId)
	}
	return s.changedAll(ctx, tx, c, in.LoadBalancerIds, func(b *LoadBalancer) error {
		b.Project = in.ProjectId
		return nil
	})
}

// ModifyLoadBalancerSla gives load balancers other capacities.
var ModifyLoadBalancerSla = action.Define(changes("ModifyLoadBalancerSla", "Gives load balancers other capacities.", refuses()...), (*Service).modifySLA)

// ModifySLARequest is the input of ModifyLoadBalancerSla.
type ModifySLARequest struct {
	LoadBalancerSla []SlaUpdateParam `api:"required,max=20" doc:"Which one is to have which."`
	Force           bool             `doc:"Changes nothing."`
}

// A SlaUpdateParam is the capacity that one is to have.
type SlaUpdateParam struct {
	LoadBalancerId string `api:"required" touches:"clb" doc:"The load balancer."`
	SlaType        string `api:"required,oneof=SLA shared clb.c1.small clb.c2.medium clb.c3.small clb.c3.medium clb.c4.small clb.c4.medium clb.c4.large clb.c4.xlarge" doc:"The size."`
}

// SLAAnswer is the answer of ModifyLoadBalancerSla.
type SLAAnswer struct{ DealName string }

func (s *Service) modifySLA(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySLARequest) (*SLAAnswer, error) {
	wanted := map[string]string{}
	var ids []string
	for _, w := range in.LoadBalancerSla {
		ids = append(ids, w.LoadBalancerId)
		if wanted[w.LoadBalancerId] = w.SlaType; w.SlaType == "SLA" || w.SlaType == "shared" {
			wanted[w.LoadBalancerId] = ""
		}
	}
	_, err := s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		b.SLA = wanted[b.ID]
		return nil
	}, ids...)
	return &SLAAnswer{}, err
}

// SetLoadBalancerSecurityGroups has a load balancer guarded by exactly these groups.
var SetLoadBalancerSecurityGroups = action.Define(changes("SetLoadBalancerSecurityGroups", "Has a load balancer guarded by exactly these security groups.", refuses()...), (*Service).setGroups)

// SetGroupsRequest is the input of SetLoadBalancerSecurityGroups.
type SetGroupsRequest struct {
	LoadBalancerId string   `api:"required" touches:"clb" doc:"The load balancer."`
	SecurityGroups []string `api:"max=50" touches:"cvm:sg" doc:"The groups, the first one first; none take all away."`
}

func (s *Service) setGroups(ctx context.Context, tx store.Tx, c *call.Call, in *SetGroupsRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error { return s.guard(ctx, tx, b, in.SecurityGroups) })
}

func (s *Service) guard(ctx context.Context, tx store.Tx, b *LoadBalancer, groups []string) error {
	b.Groups = groups
	return s.Groups.Guard(ctx, tx, b.Account, b.Region, "clb", b.ID, groups)
}

// SetSecurityGroupForLoadbalancers has load balancers guarded by one group more, or less.
var SetSecurityGroupForLoadbalancers = action.Define(changes("SetSecurityGroupForLoadbalancers", "Has load balancers guarded by a security group more, or less.", refuses()...), (*Service).setGroup)

// SetGroupRequest is the input of SetSecurityGroupForLoadbalancers.
type SetGroupRequest struct {
	SecurityGroup   string   `api:"required" touches:"cvm:sg" doc:"The group."`
	OperationType   string   `api:"required,oneof=ADD DEL" doc:"Whether it is added or taken away."`
	LoadBalancerIds []string `api:"required,max=20" touches:"clb" doc:"The load balancers."`
}

func (s *Service) setGroup(ctx context.Context, tx store.Tx, c *call.Call, in *SetGroupRequest) (*Done, error) {
	return s.changedAll(ctx, tx, c, in.LoadBalancerIds, func(b *LoadBalancer) error {
		groups := slices.DeleteFunc(slices.Clone(b.Groups), func(id string) bool { return id == in.SecurityGroup })
		if in.OperationType == "ADD" {
			groups = append(groups, in.SecurityGroup)
		}
		return s.guard(ctx, tx, b, groups)
	})
}

// SetLoadBalancerClsLog says where what is logged goes. Nothing is logged here: none arrives.
var SetLoadBalancerClsLog = action.Define(changes("SetLoadBalancerClsLog", "Says to which log set and topic a load balancer's log goes.", refuses()...), (*Service).setLog)

// SetLogRequest is the input of SetLoadBalancerClsLog.
type SetLogRequest struct {
	LoadBalancerId string `api:"required" touches:"clb" doc:"The load balancer."`
	LogSetId       string `api:"required,max=64" doc:"The log set."`
	LogTopicId     string `api:"required,max=64" doc:"The topic."`
	LogType        string `api:"oneof=ACCESS HEALTH,default=ACCESS" doc:"What is logged; HEALTH is not shown."`
}

func (s *Service) setLog(ctx context.Context, tx store.Tx, c *call.Call, in *SetLogRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		if in.LogType == "ACCESS" {
			b.LogSet, b.LogTopic = in.LogSetId, in.LogTopicId
		}
		return nil
	})
}

// DeleteLoadBalancer takes load balancers away: all that it names, or none.
var DeleteLoadBalancer = action.Define(changes("DeleteLoadBalancer", "Takes load balancers away, with their listeners: all that it names, or none.",
	errNoBalancer, errStatus, errBusy, errProtected), (*Service).deleteLoadBalancer)

// DeleteLoadBalancerRequest is the input of DeleteLoadBalancer.
type DeleteLoadBalancerRequest struct {
	LoadBalancerIds []string `api:"required,max=20" touches:"clb" doc:"The load balancers."`
	ForceDelete     bool     `doc:"Changes nothing: nothing flows that could be cut off."`
}

func (s *Service) deleteLoadBalancer(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteLoadBalancerRequest) (*Done, error) {
	_, err := s.deleteLoadBalancers(ctx, tx, c, &DeleteLoadBalancersRequest{in.LoadBalancerIds})
	return &Done{}, err
}
