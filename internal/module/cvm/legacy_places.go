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

// DescribeAvailabilityZones lists the zones of the region.
var DescribeAvailabilityZones = action.Define(action.Spec{
	Name: "DescribeAvailabilityZones", Doc: "Lists the zones of the region by number.",
	Domain: "cvm", Rate: 20,
}, (*Service).describeAvailabilityZones)

// DescribeAvailabilityZonesRequest is the input of DescribeAvailabilityZones.
type DescribeAvailabilityZonesRequest struct {
	ZoneID *int64 `json:"zoneId" doc:"The zone's number; all zones when left out."`
}

// DescribeAvailabilityZonesResponse is the output of DescribeAvailabilityZones.
type DescribeAvailabilityZonesResponse struct {
	TotalCount int64        `json:"totalCount"`
	ZoneSet    []LegacyZone `json:"zoneSet"`
}

// A LegacyZone is a zone in the older answers.
type LegacyZone struct {
	ZoneName string      `json:"zoneName"`
	ZoneID   int64       `json:"zoneId"`
	IDCList  []LegacyIDC `json:"idcList"`
}

// A LegacyIDC is a data centre; a zone has one here.
type LegacyIDC struct {
	IDCID   int64  `json:"idcId"`
	IDCName string `json:"idcName"`
}

func (s *Service) describeAvailabilityZones(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAvailabilityZonesRequest) (*DescribeAvailabilityZonesResponse, error) {
	zones, err := s.Store.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	out := &DescribeAvailabilityZonesResponse{}
	for _, z := range zones {
		if in.ZoneID == nil || *in.ZoneID == z.ID {
			out.ZoneSet = append(out.ZoneSet, LegacyZone{z.Title, z.ID, []LegacyIDC{{z.ID, z.Title}}})
		}
	}
	out.TotalCount = int64(len(out.ZoneSet))
	return out, nil
}

// DescribeZoneAbility tells what a zone can do.
var DescribeZoneAbility = action.Define(action.Spec{
	Name: "DescribeZoneAbility", Doc: "Tells which of some capacities a zone has.",
	Domain: "cvm", Rate: 20, Refuses: []*catalogue.Condition{errZone},
}, (*Service).describeZoneAbility)

// DescribeZoneAbilityRequest is the input of DescribeZoneAbility.
type DescribeZoneAbilityRequest struct {
	ZoneID   int64    `json:"zoneId" api:"required" doc:"The zone's number."`
	Capacity []string `json:"capacity" api:"required,max=10" doc:"The capacities: cbs, vpc."`
}

// DescribeZoneAbilityResponse is the output of DescribeZoneAbility.
type DescribeZoneAbilityResponse struct {
	CapacitySet []LegacyCapacity `json:"capacitySet"`
}

// A LegacyCapacity tells of one capacity.
type LegacyCapacity struct {
	Capacity    []string `json:"capacity"`
	IsSupported int64    `json:"isSupported"`
}

func (s *Service) describeZoneAbility(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeZoneAbilityRequest) (*DescribeZoneAbilityResponse, error) {
	if _, err := s.zoneNumbered(ctx, tx, c.Region, in.ZoneID); err != nil {
		return nil, err
	}
	out := &DescribeZoneAbilityResponse{}
	for _, name := range in.Capacity {
		supported := int64(0)
		if slices.Contains([]string{"cbs", "vpc"}, strings.ToLower(name)) {
			supported = 1
		}
		out.CapacitySet = append(out.CapacitySet, LegacyCapacity{[]string{name}, supported})
	}
	return out, nil
}

// DescribeProductRegionList lists the regions that sell a product.
var DescribeProductRegionList = action.Define(action.Spec{
	Name: "DescribeProductRegionList", Doc: "Lists the regions that sell a product.",
	Domain: "cvm", Rate: 20,
}, (*Service).describeProductRegionList)

// DescribeProductRegionListRequest is the input of DescribeProductRegionList.
type DescribeProductRegionListRequest struct {
	InstanceType int64 `json:"instanceType" api:"required,oneof=1 2 3" doc:"The product: 1 cvm, 2 cdb, which is not here, 3 lb."`
}

// DescribeProductRegionListResponse is the output of DescribeProductRegionList.
type DescribeProductRegionListResponse struct {
	// AvailableRegion has names by short codes.
	AvailableRegion map[string]string `json:"availableRegion"`
}

func (s *Service) describeProductRegionList(ctx context.Context, tx store.Tx, _ *call.Call, in *DescribeProductRegionListRequest) (*DescribeProductRegionListResponse, error) {
	out := &DescribeProductRegionListResponse{map[string]string{}}
	if in.InstanceType == 2 {
		return out, nil
	}
	regions, err := s.regions(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range regions {
		name := r.Title
		if _, city, ok := strings.Cut(r.Title, "("); ok {
			name = strings.TrimSuffix(city, ")")
		}
		out.AvailableRegion[r.Code] = name
	}
	return out, nil
}
