package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

var _ action.ResourceFacts = (*Service)(nil)

// ResourceFacts tells CAM about a disk or a snapshot (facts/cam-sts.md §2.1). Those of instances, which some actions of
// cbs name too, are cvm's.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "cvm" || r.ID == "*" {
		return r, nil, nil
	}
	switch r.Type {
	case "volume":
		d, err := s.Store.Disks.One(ctx, tx, r.ID)
		if err != nil || d == nil || d.Account != account || d.kind().Local {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, d.tagged())
		return r, d.about(tags), err
	case "snapshot":
		n, err := s.Store.Snapshots.One(ctx, tx, r.ID)
		if err != nil || n == nil || n.Account != account {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, n.tagged())
		return r, n.about(tags), err
	case "snapshotgroup":
		g, err := s.Store.Groups.One(ctx, tx, r.ID)
		if err != nil || g == nil || g.Account != account {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, g.tagged())
		return r, g.about(tags), err
	}
	return r, nil, nil
}

func (d *Disk) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "volume", ID: d.ID}
}

func (d *Disk) about(tags []tagging.Tag) map[string][]string {
	return map[string][]string{
		"cvm:region": {d.Region}, "cvm:zone": {d.Zone}, "cvm:disk_type": {d.Type}, "qcs:create_uin": {d.Creator},
		"qcs:tag": tagging.Pairs(tags), "qcs:resource_tag": tagging.Pairs(tags),
	}
}

func (n *Snapshot) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "snapshot", ID: n.ID}
}

func (n *Snapshot) about(tags []tagging.Tag) map[string][]string {
	return map[string][]string{
		"cvm:region": {n.Region}, "qcs:create_uin": {n.Creator}, "qcs:tag": tagging.Pairs(tags), "qcs:resource_tag": tagging.Pairs(tags),
	}
}
