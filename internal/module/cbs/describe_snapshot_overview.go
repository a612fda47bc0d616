package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSnapshotOverview tells how many snapshots there are, and how large they are.
var DescribeSnapshotOverview = action.Define(spec(action.Spec{
	Name: "DescribeSnapshotOverview", Doc: "Tells how many snapshots the account has in the region, and how large they are; they cost nothing here.",
}), (*Service).describeSnapshotOverview)

// DescribeSnapshotOverviewRequest is the input of DescribeSnapshotOverview.
type DescribeSnapshotOverviewRequest struct{}

// DescribeSnapshotOverviewResponse is the output of DescribeSnapshotOverview; sizes are in GB.
type DescribeSnapshotOverviewResponse struct {
	TotalNums                           int64
	TotalSize, FreeQuota, RealTradeSize float64
}

func (s *Service) describeSnapshotOverview(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeSnapshotOverviewRequest) (*DescribeSnapshotOverviewResponse, error) {
	all, err := s.Store.Snapshots.All(ctx, tx, c.Caller.Account, c.Region)
	out := &DescribeSnapshotOverviewResponse{}
	for _, n := range all {
		if n.State == Creating || n.State == Copying {
			continue
		}
		out.TotalNums++
		out.TotalSize += float64(n.DiskSize)
	}
	out.FreeQuota = out.TotalSize
	return out, err
}

// GetSnapOverview is DescribeSnapshotOverview under its older name.
var GetSnapOverview = action.Define(spec(action.Spec{
	Name: "GetSnapOverview", Doc: "Tells how many snapshots the account has in the region, and how large they are; the older name of DescribeSnapshotOverview.",
}), (*Service).getSnapOverview)

// GetSnapOverviewRequest is the input of GetSnapOverview.
type GetSnapOverviewRequest struct{}

func (s *Service) getSnapOverview(ctx context.Context, tx store.Tx, c *call.Call, _ *GetSnapOverviewRequest) (*DescribeSnapshotOverviewResponse, error) {
	return s.describeSnapshotOverview(ctx, tx, c, nil)
}
