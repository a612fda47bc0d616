package cvm

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeZones lists the zones of the region.
var DescribeZones = action.Define(action.Spec{
	Name: "DescribeZones", Doc: "Lists the zones of the region.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 20,
}, (*Service).describeZones)

// DescribeZonesRequest is the input of DescribeZones.
type DescribeZonesRequest struct{}

// DescribeZonesResponse is the output of DescribeZones.
type DescribeZonesResponse struct {
	TotalCount int64
	ZoneSet    []ZoneInfo
}

// A ZoneInfo is a zone.
type ZoneInfo struct{ Zone, ZoneName, ZoneId, ZoneState string }

func (s *Service) describeZones(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeZonesRequest) (*DescribeZonesResponse, error) {
	zones, err := s.Store.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	out := &DescribeZonesResponse{TotalCount: int64(len(zones))}
	for _, z := range zones {
		out.ZoneSet = append(out.ZoneSet, ZoneInfo{z.Name, z.Title, strconv.FormatInt(z.ID, 10), z.State()})
	}
	return out, nil
}
