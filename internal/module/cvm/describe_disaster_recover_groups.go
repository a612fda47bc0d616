package cvm

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeDisasterRecoverGroups lists placement groups.
var DescribeDisasterRecoverGroups = action.Define(action.Spec{
	Name: "DescribeDisasterRecoverGroups", Doc: "Lists placement groups with the instances in them.",
	Domain3: "cvm", Version: version, Lists: "ps",
	Refuses: []*catalogue.Condition{errMalformedPlacement, errTooManyIDs, errFilter, errFilterValues},
}, (*Service).describePlacementGroups)

// DescribeDisasterRecoverGroupsRequest is the input of DescribeDisasterRecoverGroups.
type DescribeDisasterRecoverGroupsRequest struct {
	DisasterRecoverGroupIds []string `touches:"ps" doc:"The groups; those that are not there are not listed."`
	Name                    string   `doc:"A part of their names."`
	Filters                 []Filter `doc:"What they have to have: tag-key, tag-value, tag:KEY."`
	Offset                  int64    `api:"min=0" doc:"How many are skipped."`
	Limit                   int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *DescribeDisasterRecoverGroupsRequest) Check() error {
	known := func(name string) bool {
		return name == "tag-key" || name == "tag-value" || strings.HasPrefix(name, "tag:")
	}
	if err := checkFilters(r.Filters, known); err != nil {
		return err
	}
	return checkPlacementIDs("DisasterRecoverGroupIds", r.DisasterRecoverGroupIds)
}

// DescribeDisasterRecoverGroupsResponse is the output of DescribeDisasterRecoverGroups.
type DescribeDisasterRecoverGroupsResponse struct {
	DisasterRecoverGroupSet []DisasterRecoverGroupItem
	TotalCount              int64
}

// A DisasterRecoverGroupItem is the API's DisasterRecoverGroup.
type DisasterRecoverGroupItem struct {
	DisasterRecoverGroupId, Name, Type string
	CvmQuotaTotal, CurrentNum          int64
	InstanceIds                        []string
	CreateTime                         *string
	Affinity                           int64
	Strategy                           string
	PartitionCount                     int64
	Tags                               []Tag
}

func (s *Service) describePlacementGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDisasterRecoverGroupsRequest) (*DescribeDisasterRecoverGroupsResponse, error) {
	all, err := s.Store.PlacementGroups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "ps", c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(g PlacementGroup) bool {
		g.Tags = tags[g.ID]
		named := len(in.DisasterRecoverGroupIds) == 0 || slices.Contains(in.DisasterRecoverGroupIds, g.ID)
		tagged := Instance{Tags: g.Tags}
		return !named || !strings.Contains(g.Name, in.Name) || !tagged.passes(in.Filters) || !c.Sees(g.resource(), g.about())
	})
	out := &DescribeDisasterRecoverGroupsResponse{TotalCount: int64(len(all))}
	for _, g := range page(all, in.Offset, in.Limit) {
		ids, err := s.placed(ctx, tx, g.Account, g.Region, g.ID)
		if err != nil {
			return nil, err
		}
		out.DisasterRecoverGroupSet = append(out.DisasterRecoverGroupSet, DisasterRecoverGroupItem{
			DisasterRecoverGroupId: g.ID, Name: g.Name, Type: g.Type, CvmQuotaTotal: inGroup[g.Type], CurrentNum: int64(len(ids)), InstanceIds: ids,
			CreateTime: iso(g.Created), Affinity: g.Affinity, Strategy: g.Strategy, PartitionCount: g.Partitions, Tags: tags[g.ID],
		})
	}
	return out, nil
}

// DescribeDisasterRecoverGroupQuota tells how many groups there may be.
var DescribeDisasterRecoverGroupQuota = action.Define(action.Spec{
	Name: "DescribeDisasterRecoverGroupQuota", Doc: "Tells how many placement groups the account may have, and how many instances a group.",
	Domain3: "cvm", Version: version,
}, (*Service).describePlacementQuota)

// DescribeDisasterRecoverGroupQuotaRequest is the input of DescribeDisasterRecoverGroupQuota.
type DescribeDisasterRecoverGroupQuotaRequest struct{}

// DescribeDisasterRecoverGroupQuotaResponse is the output of DescribeDisasterRecoverGroupQuota.
type DescribeDisasterRecoverGroupQuotaResponse struct {
	GroupQuota, CurrentNum                     int64
	CvmInHostGroupQuota, CvmInSwGroupQuota     int64
	CvmInRackGroupQuota, CvmInSwitchGroupQuota int64
}

func (s *Service) describePlacementQuota(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeDisasterRecoverGroupQuotaRequest) (*DescribeDisasterRecoverGroupQuotaResponse, error) {
	all, err := s.Store.PlacementGroups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaPlacementGroups, maxPlacementGroups)
	return &DescribeDisasterRecoverGroupQuotaResponse{
		GroupQuota: most, CurrentNum: int64(len(all)),
		CvmInHostGroupQuota: inGroup["HOST"], CvmInSwGroupQuota: inGroup["SW"], CvmInRackGroupQuota: inGroup["RACK"], CvmInSwitchGroupQuota: inGroup["SW"],
	}, err
}
