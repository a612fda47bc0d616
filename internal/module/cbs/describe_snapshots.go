package cbs

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeSnapshots lists snapshots.
var DescribeSnapshots = action.Define(spec(action.Spec{
	Name: "DescribeSnapshots", Doc: "Lists snapshots, the account's own and those that are shared with it.", Lists: "snapshot", Refuses: listing,
}), (*Service).describeSnapshots)

// DescribeSnapshotsRequest is the input of DescribeSnapshots.
type DescribeSnapshotsRequest struct {
	SnapshotIds []string `touches:"snapshot" doc:"The snapshots; not together with Filters."`
	Filters     []Filter `doc:"What they have to have, at most 10."`
	Offset      int64    `api:"min=0" doc:"How many are skipped."`
	Limit       int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Order       string   `api:"oneof=ASC DESC,default=DESC" doc:"How they are ordered."`
	OrderField  string   `api:"oneof=CREATE_TIME,default=CREATE_TIME" doc:"By what they are ordered."`
}

var snapshotFilters = names("snapshot-id", "snapshot-name", "snapshot-state", "disk-usage", "project-id", "disk-id", "zone", "encrypt", "snapshot-type",
	"tag-key", "tag-value", tagFilter)

// Check implements action.Checker.
func (r *DescribeSnapshotsRequest) Check() error {
	if err := checkList("SnapshotIds", len(r.SnapshotIds), r.Filters, snapshotFilters); err != nil {
		return err
	}
	return checkIDs("SnapshotIds", r.SnapshotIds, snapshotForm, maxIDs)
}

// DescribeSnapshotsResponse is the output of DescribeSnapshots.
type DescribeSnapshotsResponse struct {
	TotalCount  int64
	SnapshotSet []SnapshotItem
}

// A SnapshotItem is the API's Snapshot.
type SnapshotItem struct {
	Placement            PlacementItem
	CopyFromRemote       bool
	SnapshotState        string
	IsPermanent          bool
	SnapshotName         string
	DeadlineTime         string
	Percent              int64
	Images               []ImageItem
	ShareReference       int64
	SnapshotType         string
	DiskSize             int64
	DiskId               string
	CopyingToRegions     []string
	Encrypt              bool
	CreateTime           string
	ImageCount           int64
	DiskUsage            string
	SnapshotId           string
	TimeStartShare       string
	Tags                 []Tag
	IsLocked             bool
	LatestModifyTime     string
	AutoSnapshotPolicyId string
	SnapshotMode         string
}

// An ImageItem is the API's Image.
type ImageItem struct{ ImageName, ImageId string }

// The kinds of snapshots.
const (
	PrivateSnapshot = "PRIVATE_SNAPSHOT"
	SharedSnapshot  = "SHARED_SNAPSHOT"
)

func (s *Service) describeSnapshots(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSnapshotsRequest) (*DescribeSnapshotsResponse, error) {
	all, err := s.Store.Snapshots.All(ctx, tx, c.Caller.Account, "")
	if err != nil {
		return nil, err
	}
	copying := map[string][]string{}
	for _, n := range all {
		if n.State == Copying {
			copying[n.CopyOf] = append(copying[n.CopyOf], n.Region)
		}
	}
	all = slices.DeleteFunc(all, func(n *Snapshot) bool { return n.Region != c.Region })
	shared, err := s.Store.Book.SharedWith(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, id := range shared {
		n, err := s.Store.Snapshots.One(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if n != nil {
			all = append(all, n)
		}
	}
	tagged, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "snapshot", c.Region)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(n *Snapshot) bool {
		if len(in.SnapshotIds) > 0 && !slices.Contains(in.SnapshotIds, n.ID) {
			return true
		}
		item := n.item(c.Caller.Account, tagged[n.ID])
		return !passes(in.Filters, item.look) || !c.Sees(n.resource(), n.about(tagged[n.ID]))
	})
	order(found, in.Order, func(n *Snapshot) string { return iso(n.Created) })
	out := &DescribeSnapshotsResponse{TotalCount: int64(len(found))}
	for _, n := range page(found, in.Offset, in.Limit) {
		item := n.item(c.Caller.Account, tagged[n.ID])
		item.CopyingToRegions = copying[n.ID]
		out.SnapshotSet = append(out.SnapshotSet, item)
	}
	return out, nil
}

// item is the snapshot as an account that may see it does.
func (n *Snapshot) item(account string, tags []tagging.Tag) SnapshotItem {
	i := SnapshotItem{
		Placement: PlacementItem{Zone: n.Zone, ProjectId: n.Project}, SnapshotState: n.State, IsPermanent: n.Deadline.IsZero(), SnapshotName: n.Name,
		DeadlineTime: local(n.Deadline), Percent: percent(n.State), SnapshotType: PrivateSnapshot, DiskSize: n.DiskSize, DiskId: n.Disk + n.Origin, CopyFromRemote: n.CopyOf != "", Encrypt: n.Encrypted,
		CreateTime: local(n.Created), DiskUsage: n.DiskUsage, SnapshotId: n.ID, Tags: untag(tags), LatestModifyTime: iso(n.Modified),
		AutoSnapshotPolicyId: n.Policy, ShareReference: int64(len(n.Shares)), ImageCount: int64(len(n.Images)),
	}
	for _, one := range n.Images {
		i.Images = append(i.Images, ImageItem{one.Name, one.ID})
	}
	if len(n.Shares) > 0 {
		i.TimeStartShare = local(n.Shares[0].At)
	}
	if n.Account != account {
		i.SnapshotType, i.ShareReference = SharedSnapshot, 0
	}
	return i
}

func percent(state string) int64 {
	if state == Creating || state == Copying {
		return 0
	}
	return 100
}

// look finds what a filter looks at.
func (i *SnapshotItem) look(name string) []string {
	if values, ok := lookTags(name, i.Tags); ok {
		return values
	}
	switch name {
	case "snapshot-id":
		return []string{i.SnapshotId}
	case "snapshot-name":
		return []string{i.SnapshotName}
	case "snapshot-state":
		return []string{i.SnapshotState}
	case "disk-usage":
		return []string{i.DiskUsage}
	case "project-id":
		return []string{strconv.FormatInt(i.Placement.ProjectId, 10)}
	case "disk-id":
		return []string{i.DiskId}
	case "zone":
		return []string{i.Placement.Zone}
	case "encrypt":
		return []string{truth(i.Encrypt)}
	default:
		return []string{i.SnapshotType}
	}
}
