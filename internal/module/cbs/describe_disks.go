package cbs

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeDisks lists disks.
var DescribeDisks = action.Define(spec(action.Spec{
	Name: "DescribeDisks", Doc: "Lists disks, those of instances and those that were bought apart.", Lists: "volume", Refuses: listing,
}), (*Service).describeDisks)

// DescribeDisksRequest is the input of DescribeDisks.
type DescribeDisksRequest struct {
	DiskIds                      []string `touches:"volume" doc:"The disks; not together with Filters."`
	Filters                      []Filter `doc:"What they have to have, at most 10."`
	Offset                       int64    `api:"min=0" doc:"How many are skipped."`
	Limit                        int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Order                        string   `api:"oneof=ASC DESC,default=DESC" doc:"How they are ordered."`
	OrderField                   string   `api:"oneof=CREATE_TIME DEADLINE,default=CREATE_TIME" doc:"By what they are ordered."`
	ReturnBindAutoSnapshotPolicy bool     `doc:"Whether to list their snapshot policies."`
}

// diskFilters are what of a disk is looked at.
var diskFilters = names("disk-usage", "disk-charge-type", "portable", "project-id", "disk-id", "disk-name", "disk-type", "disk-state", "instance-id",
	"zone", "instance-ip-address", "instance-name", "tag-key", "tag-value", tagFilter, "dedicated-cluster-id", "cluster-group-id", "encrypt")

// Check implements action.Checker.
func (r *DescribeDisksRequest) Check() error {
	if err := checkList("DiskIds", len(r.DiskIds), r.Filters, diskFilters); err != nil {
		return err
	}
	return checkDisks(r.DiskIds)
}

// DescribeDisksResponse is the output of DescribeDisks.
type DescribeDisksResponse struct {
	TotalCount int64
	DiskSet    []DiskItem
}

func (s *Service) describeDisks(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDisksRequest) (*DescribeDisksResponse, error) {
	found, err := s.listed(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	order(found, in.Order, func(l listedDisk) string {
		if in.OrderField == "DEADLINE" {
			return l.item.DeadlineTime
		}
		return iso(l.disk.Created)
	})
	out := &DescribeDisksResponse{TotalCount: int64(len(found))}
	for _, l := range page(found, in.Offset, in.Limit) {
		if in.ReturnBindAutoSnapshotPolicy {
			policies, err := s.policiesOf(ctx, tx, l.disk)
			if err != nil {
				return nil, err
			}
			for _, p := range policies {
				l.item.AutoSnapshotPolicyIds = append(l.item.AutoSnapshotPolicyIds, p.ID)
			}
		}
		out.DiskSet = append(out.DiskSet, l.item)
	}
	return out, nil
}

// A listedDisk is a disk with what answers say of it.
type listedDisk struct {
	disk *Disk
	item DiskItem
}

// listed are the caller's disks in the region that he may see and that pass, the newest first; an id that is not there
// is not listed.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDisksRequest) ([]listedDisk, error) {
	all, err := s.Store.Disks.All(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	describe, err := s.describer(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var found []listedDisk
	for _, d := range all {
		if d.kind().Local || len(in.DiskIds) > 0 && !slices.Contains(in.DiskIds, d.ID) {
			continue
		}
		item, err := describe(d)
		if err != nil {
			return nil, err
		}
		host, err := s.host(ctx, tx, d, in.Filters)
		if err != nil {
			return nil, err
		}
		look := func(name string) []string { return item.look(name, host) }
		if passes(in.Filters, look) && c.Sees(d.resource(), d.about(tags(item.Tags))) {
			found = append(found, listedDisk{d, item})
		}
	}
	return found, nil
}

// host is the instance that a disk is attached to, where filters ask for it; else nothing.
func (s *Service) host(ctx context.Context, tx store.Tx, d *Disk, filters []Filter) (*Instance, error) {
	asked := slices.ContainsFunc(filters, func(f Filter) bool { return f.Name == "instance-ip-address" || f.Name == "instance-name" })
	if d.Instance == "" || !asked {
		return &Instance{}, nil
	}
	i, err := s.Instances.Instance(ctx, tx, d.Account, d.Instance)
	if i == nil {
		i = &Instance{}
	}
	return i, err
}

// look finds what a filter looks at.
func (i *DiskItem) look(name string, host *Instance) []string {
	if values, ok := lookTags(name, i.Tags); ok {
		return values
	}
	switch name {
	case "disk-usage":
		return []string{i.DiskUsage}
	case "disk-charge-type":
		return []string{i.DiskChargeType}
	case "portable":
		return []string{truth(i.Portable)}
	case "encrypt":
		return []string{truth(i.Encrypt)}
	case "project-id":
		return []string{strconv.FormatInt(i.Placement.ProjectId, 10)}
	case "disk-id":
		return []string{i.DiskId}
	case "disk-name":
		return []string{i.DiskName}
	case "disk-type":
		return []string{i.DiskType}
	case "disk-state":
		return []string{i.DiskState}
	case "instance-id":
		return []string{i.InstanceId}
	case "zone":
		return []string{i.Placement.Zone}
	case "instance-name":
		return []string{host.Name}
	case "instance-ip-address":
		return host.IPs
	default: // of clusters that there are none of
		return nil
	}
}
