package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeTargetGroups lists target groups with what sends to them.
var DescribeTargetGroups = action.Define(listsGroups("DescribeTargetGroups"), (*Service).describeTargetGroups)

// DescribeTargetGroupList lists target groups: the same list under another name.
var DescribeTargetGroupList = action.Define(listsGroups("DescribeTargetGroupList"), (*Service).describeTargetGroups)

func listsGroups(name string) action.Spec {
	s := reads(name, "Lists target groups with what sends to them.", errFilter)
	s.Lists = "targetgroup"
	return s
}

// DescribeTargetGroupsRequest is the input of DescribeTargetGroups and DescribeTargetGroupList.
type DescribeTargetGroupsRequest struct {
	TargetGroupIds []string `api:"max=100" touches:"targetgroup" doc:"The groups; those that there are not are left out."`
	Limit          int64    `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	Offset         int64    `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Filters        []Filter `api:"max=10" doc:"TargetGroupVpcId, TargetGroupName, TargetGroupInstanceIP, Type, Protocol, tag-key or tag:KEY."`
}

// Check refuses filters that are not known.
func (r *DescribeTargetGroupsRequest) Check() error {
	return checkFilters(r.Filters, "TargetGroupVpcId", "TargetGroupName", "AssociatedLoadBalancerId", "TargetGroupInstanceIP", "Type", "Protocol", "tag-key")
}

// DescribeTargetGroupsResponse is the answer of both.
type DescribeTargetGroupsResponse struct {
	TotalCount     int64
	TargetGroupSet []TargetGroupInfo
}

// A TargetGroupInfo is a target group as API 3.0 shows it.
type TargetGroupInfo struct {
	TargetGroupId, VpcId, TargetGroupName         string
	Port                                          *int64
	CreatedTime, UpdatedTime                      string
	AssociatedRule                                []AssociationItem
	Protocol, ScheduleAlgorithm                   *string
	HealthCheck                                   *TargetGroupHealthCheck
	TargetGroupType                               string
	AssociatedRuleCount, RegisteredInstancesCount int64
	Tag                                           []TagInfo
	Weight                                        *int64
	FullListenSwitch, KeepaliveEnable             bool
	SessionExpireTime                             int64
	IpVersion                                     string
	SnatEnable                                    bool
}

// An AssociationItem is a listener or a rule that sends to a group.
type AssociationItem struct {
	LoadBalancerId, ListenerId     string
	LocationId                     *string
	Protocol                       string
	Port                           int64
	Domain, Url                    *string
	LoadBalancerName, ListenerName string
	Weight                         int64
	RuleId                         string
}

func (g *TargetGroup) info(tags []TagInfo, by []AssociationItem) TargetGroupInfo {
	out := TargetGroupInfo{
		TargetGroupId: g.ID, VpcId: g.VPC, TargetGroupName: g.Name, CreatedTime: atTime(g.CreatedAt), UpdatedTime: atTime(g.UpdatedAt),
		AssociatedRule: append([]AssociationItem{}, by...), TargetGroupType: g.Type, AssociatedRuleCount: int64(len(by)),
		RegisteredInstancesCount: int64(len(g.Servers)), Tag: tags, FullListenSwitch: g.FullListen, KeepaliveEnable: g.Keepalive,
		SessionExpireTime: g.SessionExpire, IpVersion: g.IPVersion, SnatEnable: g.Snat,
	}
	if g.Port > 0 {
		out.Port = &g.Port
	}
	if g.Weight > 0 {
		out.Weight = &g.Weight
	}
	if out.IpVersion == "" {
		out.IpVersion = "IPV4"
	}
	if g.Type == "v2" {
		if g.Schedule == "" {
			g.Schedule = "WRR"
		}
		out.Protocol, out.ScheduleAlgorithm, out.HealthCheck = &g.Protocol, &g.Schedule, &g.Health
	}
	return out
}

func (s *Service) describeTargetGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTargetGroupsRequest) (*DescribeTargetGroupsResponse, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "clb", "targetgroup", c.Region)
	if err != nil {
		return nil, err
	}
	used, err := s.associated(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown := []TargetGroupInfo{}
	for _, g := range all {
		info := g.info(tagInfos(tags[g.ID]), used[g.ID])
		kept, err := filtered(in.Filters, g.fields(used[g.ID]), info.Tag)
		if err != nil {
			return nil, err
		}
		if kept && (len(in.TargetGroupIds) == 0 || slices.Contains(in.TargetGroupIds, g.ID)) &&
			c.Sees(call.Resource{Service: "clb", Type: "targetgroup", ID: g.ID}, aboutGroup(g, tags[g.ID])) {
			shown = append(shown, info)
		}
	}
	return &DescribeTargetGroupsResponse{int64(len(shown)), page(shown, in.Offset, in.Limit)}, nil
}

// fields are what filters compare, by their names.
func (g *TargetGroup) fields(by []AssociationItem) map[string][]string {
	fields := map[string][]string{
		"TargetGroupVpcId": {g.VPC}, "TargetGroupName": {g.Name}, "Type": {g.Type}, "Protocol": {g.Protocol}, "TargetGroupInstanceIP": nil, "AssociatedLoadBalancerId": nil,
	}
	for _, k := range g.Servers {
		fields["TargetGroupInstanceIP"] = append(fields["TargetGroupInstanceIP"], k.IP)
	}
	for _, a := range by {
		fields["AssociatedLoadBalancerId"] = append(fields["AssociatedLoadBalancerId"], a.LoadBalancerId)
	}
	return fields
}
