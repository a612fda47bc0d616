package securitygroup

import (
	"context"
	"maps"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GroupIdsRequest is the input of the actions that tell something of groups.
type GroupIdsRequest struct {
	SecurityGroupIds []string `api:"required" touches:"sg" doc:"The groups, at most 100."`
}

// Check implements action.Checker.
func (r *GroupIdsRequest) Check() error { return checkGroupIDs("SecurityGroupIds", r.SecurityGroupIds) }

// DescribeSecurityGroupAssociationStatistics counts what groups guard.
var DescribeSecurityGroupAssociationStatistics = action.Define(action.Spec{
	Name: "DescribeSecurityGroupAssociationStatistics", Doc: "Counts what security groups guard, and the groups whose rules name them.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: with(nil, errMalformed, errTooMany, errNone),
}, (*Service).describeSecurityGroupAssociationStatistics)

// DescribeSecurityGroupAssociationStatisticsResponse is the output of DescribeSecurityGroupAssociationStatistics.
type DescribeSecurityGroupAssociationStatisticsResponse struct {
	SecurityGroupAssociationStatisticsSet []AssociationStatistics
}

// AssociationStatistics is the API's SecurityGroupAssociationStatistics.
type AssociationStatistics struct {
	SecurityGroupId        string
	CVM, CDB, ENI, SG, CLB int64
	InstanceStatistics     []InstanceStatistic
	TotalCount             int64
}

// An InstanceStatistic counts things of a kind.
type InstanceStatistic struct {
	InstanceType  string
	InstanceCount int64
}

// kindNames are the kinds of holders as statistics call them.
var kindNames = map[string]string{Instance: "CVM", NetworkInterface: "ENI", LoadBalancer: "CLB"}

func (s *Service) describeSecurityGroupAssociationStatistics(ctx context.Context, tx store.Tx, c *call.Call, in *GroupIdsRequest) (*DescribeSecurityGroupAssociationStatisticsResponse, error) {
	groups, err := s.named(ctx, tx, c, in.SecurityGroupIds)
	if err != nil {
		return nil, err
	}
	out := &DescribeSecurityGroupAssociationStatisticsResponse{}
	for _, g := range groups {
		guarded, err := s.Store.Guarded(ctx, tx, g.Account, g.ID)
		if err != nil {
			return nil, err
		}
		referrers, err := s.referrers(ctx, tx, g)
		if err != nil {
			return nil, err
		}
		one := AssociationStatistics{
			SecurityGroupId: g.ID, CVM: guarded[Instance], ENI: guarded[NetworkInterface], CLB: guarded[LoadBalancer],
			SG: int64(len(referrers)), TotalCount: total(guarded),
		}
		for _, kind := range slices.Sorted(maps.Keys(guarded)) {
			name := kindNames[kind]
			if name == "" {
				name = kind
			}
			one.InstanceStatistics = append(one.InstanceStatistics, InstanceStatistic{name, guarded[kind]})
		}
		out.SecurityGroupAssociationStatisticsSet = append(out.SecurityGroupAssociationStatisticsSet, one)
	}
	return out, nil
}

// DescribeSecurityGroupReferences tells which groups' rules name a group.
var DescribeSecurityGroupReferences = action.Define(action.Spec{
	Name: "DescribeSecurityGroupReferences", Doc: "Tells which security groups have rules that name the given ones.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: with(nil, errMalformed, errTooMany, errNone),
}, (*Service).describeSecurityGroupReferences)

// DescribeSecurityGroupReferencesResponse is the output of DescribeSecurityGroupReferences.
type DescribeSecurityGroupReferencesResponse struct {
	ReferredSecurityGroupSet []ReferredGroup
}

// A ReferredGroup is the API's ReferredSecurityGroup.
type ReferredGroup struct {
	SecurityGroupId          string
	ReferredSecurityGroupIds []string
}

func (s *Service) describeSecurityGroupReferences(ctx context.Context, tx store.Tx, c *call.Call, in *GroupIdsRequest) (*DescribeSecurityGroupReferencesResponse, error) {
	groups, err := s.named(ctx, tx, c, in.SecurityGroupIds)
	if err != nil {
		return nil, err
	}
	out := &DescribeSecurityGroupReferencesResponse{}
	for _, g := range groups {
		ids, err := s.referrers(ctx, tx, g)
		if err != nil {
			return nil, err
		}
		if g.refers(g.ID) {
			ids = append(ids, g.ID)
		}
		slices.Sort(ids)
		out.ReferredSecurityGroupSet = append(out.ReferredSecurityGroupSet, ReferredGroup{g.ID, ids})
	}
	return out, nil
}
