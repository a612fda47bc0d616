package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSnapshotGroups lists groups of snapshots.
var DescribeSnapshotGroups = action.Define(spec(action.Spec{
	Name: "DescribeSnapshotGroups", Doc: "Lists groups of snapshots.", Lists: "snapshotgroup", Refuses: listing,
}), (*Service).describeSnapshotGroups)

// DescribeSnapshotGroupsRequest is the input of DescribeSnapshotGroups.
type DescribeSnapshotGroupsRequest struct {
	Filters []Filter `doc:"What they have to have, at most 10: snapshot-group-id, snapshot-group-state, snapshot-group-name, snapshot-id."`
	Offset  int64    `api:"min=0" doc:"How many are skipped."`
	Limit   int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

var groupFilters = names("snapshot-group-id", "snapshot-group-state", "snapshot-group-name", "snapshot-id")

// Check implements action.Checker.
func (r *DescribeSnapshotGroupsRequest) Check() error {
	return checkList("SnapshotGroupIds", 0, r.Filters, groupFilters)
}

// DescribeSnapshotGroupsResponse is the output of DescribeSnapshotGroups.
type DescribeSnapshotGroupsResponse struct {
	TotalCount       int64
	SnapshotGroupSet []SnapshotGroupItem
}

// A SnapshotGroupItem is the API's SnapshotGroup.
type SnapshotGroupItem struct {
	SnapshotGroupId, SnapshotGroupType string
	ContainRootSnapshot                bool
	SnapshotIdSet                      []string
	SnapshotGroupState                 string
	Percent                            int64
	CreateTime, ModifyTime             string
	Images                             []ImageItem
	SnapshotGroupName                  string
	ImageCount                         int64
	IsPermanent                        bool
	DeadlineTime                       *string
	AutoSnapshotPolicyId               *string
}

func (s *Service) describeSnapshotGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSnapshotGroupsRequest) (*DescribeSnapshotGroupsResponse, error) {
	all, err := s.Store.Groups.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tagged, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "snapshotgroup", c.Region)
	if err != nil {
		return nil, err
	}
	var found []SnapshotGroupItem
	for _, g := range all {
		members, err := s.inGroup(ctx, tx, g)
		if err != nil {
			return nil, err
		}
		item := g.item(members)
		if passes(in.Filters, item.look) && c.Sees(g.resource(), g.about(tagged[g.ID])) {
			found = append(found, item)
		}
	}
	return &DescribeSnapshotGroupsResponse{int64(len(found)), page(found, in.Offset, in.Limit)}, nil
}

func (g *SnapshotGroup) item(members []*Snapshot) SnapshotGroupItem {
	state := groupState(members)
	i := SnapshotGroupItem{
		SnapshotGroupId: g.ID, SnapshotGroupType: Normal, SnapshotGroupState: state, Percent: percent(state), CreateTime: iso(g.Created), ModifyTime: iso(g.Modified),
		SnapshotGroupName: g.Name, IsPermanent: true,
	}
	for _, n := range members {
		i.SnapshotIdSet = append(i.SnapshotIdSet, n.ID)
		i.ContainRootSnapshot = i.ContainRootSnapshot || n.DiskUsage == SystemDisk
		for _, one := range n.Images {
			i.Images = append(i.Images, ImageItem{one.Name, one.ID})
		}
	}
	slices.Sort(i.SnapshotIdSet)
	i.ImageCount = int64(len(i.Images))
	return i
}

// look finds what a filter looks at.
func (i *SnapshotGroupItem) look(name string) []string {
	switch name {
	case "snapshot-group-id":
		return []string{i.SnapshotGroupId}
	case "snapshot-group-state":
		return []string{i.SnapshotGroupState}
	case "snapshot-group-name":
		return []string{i.SnapshotGroupName}
	default:
		return i.SnapshotIdSet
	}
}
