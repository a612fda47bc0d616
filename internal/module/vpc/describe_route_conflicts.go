package vpc

import (
	"context"
	"net/netip"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeRouteConflicts tells which routes are in the way of destinations.
var DescribeRouteConflicts = action.Define(action.Spec{
	Name: "DescribeRouteConflicts", Doc: "Lists for each destination the routes of a table that overlap it.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed},
}, (*Service).describeRouteConflicts)

// DescribeRouteConflictsRequest is the input of DescribeRouteConflicts.
type DescribeRouteConflictsRequest struct {
	RouteTableId          string   `api:"required" touches:"rtb" doc:"The route table."`
	DestinationCidrBlocks []string `api:"required,max=100" doc:"The destinations."`
}

// Check refuses a malformed id and malformed destinations.
func (r *DescribeRouteConflictsRequest) Check() error {
	for _, cidr := range r.DestinationCidrBlocks {
		if err := checkDestination("DestinationCidrBlocks", cidr); err != nil {
			return err
		}
	}
	return checkID("RouteTableId", "rtb", r.RouteTableId)
}

// DescribeRouteConflictsResponse is the answer of DescribeRouteConflicts.
type DescribeRouteConflictsResponse struct{ RouteConflictSet []RouteConflict }

// A RouteConflict is a destination with the routes that overlap it.
type RouteConflict struct {
	RouteTableId, DestinationCidrBlock string
	ConflictSet                        []RouteItem
}

func (s *Service) describeRouteConflicts(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeRouteConflictsRequest) (*DescribeRouteConflictsResponse, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	out := &DescribeRouteConflictsResponse{}
	for _, cidr := range in.DestinationCidrBlocks {
		one := RouteConflict{RouteTableId: j.table.ID, DestinationCidrBlock: cidr}
		for _, r := range append(local(j.vpc, j.table), routeItems(j.routes)...) {
			if netip.MustParsePrefix(cidr).Overlaps(netip.MustParsePrefix(r.DestinationCidrBlock)) {
				one.ConflictSet = append(one.ConflictSet, r)
			}
		}
		if len(one.ConflictSet) > 0 {
			out.RouteConflictSet = append(out.RouteConflictSet, one)
		}
	}
	return out, nil
}
