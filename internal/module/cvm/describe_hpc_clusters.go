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

// DescribeHpcClusters lists clusters.
var DescribeHpcClusters = action.Define(action.Spec{
	Name: "DescribeHpcClusters", Doc: "Lists clusters with the instances in them.",
	Domain3: "cvm", Version: version, Lists: "hpc",
	Refuses: []*catalogue.Condition{errHpcValue, errTooManyIDs, errFilter, errFilterValues, errOtherRegion, errHpcZone},
}, (*Service).describeHpcClusters)

// DescribeHpcClustersRequest is the input of DescribeHpcClusters.
type DescribeHpcClustersRequest struct {
	HpcClusterIds        []string `touches:"hpc" doc:"The clusters; those that are not there are not listed."`
	Name                 string   `doc:"A part of their names."`
	Zone                 string   `doc:"Where they are."`
	Offset               int64    `api:"min=0" doc:"How many are skipped."`
	Limit                int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	HpcClusterType       string   `api:"oneof=CDC CHC STANDARD" doc:"Their type; those here are STANDARD."`
	HpcClusterBusinessId string   `doc:"Whose dedicated clusters they are of; those here are of none."`
	InstanceType         string   `doc:"A type that may be in them: one for high performance computing."`
	Filters              []Filter `doc:"What they have to have: tag-key, tag-value, tag:KEY."`
}

// Check implements action.Checker.
func (r *DescribeHpcClustersRequest) Check() error {
	known := func(name string) bool {
		return name == "tag-key" || name == "tag-value" || strings.HasPrefix(name, "tag:")
	}
	if err := checkFilters(r.Filters, known); err != nil {
		return err
	}
	return checkHpcIDs("HpcClusterIds", r.HpcClusterIds)
}

// DescribeHpcClustersResponse is the output of DescribeHpcClusters.
type DescribeHpcClustersResponse struct {
	HpcClusterSet []HpcClusterInfo
	TotalCount    int64
}

func (s *Service) describeHpcClusters(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeHpcClustersRequest) (*DescribeHpcClustersResponse, error) {
	if in.Zone != "" {
		if err := s.hpcZone(ctx, tx, c.Region, in.Zone); err != nil {
			return nil, err
		}
	}
	all, err := s.Store.HpcClusters(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "hpc", c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(h *HpcCluster) bool {
		h.Tags = tags[h.ID]
		return !in.wants(h) || !c.Sees(h.resource(), h.about())
	})
	out := &DescribeHpcClustersResponse{TotalCount: int64(len(all))}
	for _, h := range page(all, in.Offset, in.Limit) {
		info, err := s.hpcInfo(ctx, tx, h)
		if err != nil {
			return nil, err
		}
		out.HpcClusterSet = append(out.HpcClusterSet, info)
	}
	return out, nil
}

func (r *DescribeHpcClustersRequest) wants(h *HpcCluster) bool {
	tagged := Instance{Tags: h.Tags}
	return (len(r.HpcClusterIds) == 0 || slices.Contains(r.HpcClusterIds, h.ID)) && strings.Contains(h.Name, r.Name) &&
		(r.Zone == "" || r.Zone == h.Zone) && (r.HpcClusterType == "" || r.HpcClusterType == standardHpc) && r.HpcClusterBusinessId == "" &&
		(r.InstanceType == "" || forHpc(r.InstanceType)) && tagged.passes(r.Filters)
}
