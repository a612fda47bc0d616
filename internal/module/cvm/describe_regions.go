package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// DescribeRegions lists the regions that have zones.
var DescribeRegions = action.Define(action.Spec{
	Name: "DescribeRegions", Doc: "Lists the regions that have zones.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 20,
}, (*Service).describeRegions)

// DescribeRegionsRequest is the input of DescribeRegions.
type DescribeRegionsRequest struct{}

// DescribeRegionsResponse is the output of DescribeRegions.
type DescribeRegionsResponse struct {
	TotalCount int64
	RegionSet  []RegionInfo
}

// A RegionInfo is a region.
type RegionInfo struct{ Region, RegionName, RegionState string }

func (s *Service) describeRegions(ctx context.Context, tx store.Tx, _ *call.Call, _ *DescribeRegionsRequest) (*DescribeRegionsResponse, error) {
	regions, err := s.regions(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := &DescribeRegionsResponse{TotalCount: int64(len(regions))}
	for _, r := range regions {
		out.RegionSet = append(out.RegionSet, RegionInfo{r.Name, r.Title, "AVAILABLE"})
	}
	return out, nil
}

// regions are those with zones, in the order of their zones' numbers.
func (s *Service) regions(ctx context.Context, tx store.Tx) ([]region.Region, error) {
	zones, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	var out []region.Region
	seen := map[string]bool{}
	for _, z := range zones {
		if seen[z.Region] {
			continue
		}
		seen[z.Region] = true
		r, ok := region.Find(z.Region)
		if !ok {
			r = region.Region{Name: z.Region, Code: z.Region, Title: z.Region}
		}
		out = append(out, r)
	}
	return out, nil
}
