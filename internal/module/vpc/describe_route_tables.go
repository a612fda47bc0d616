package vpc

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeRouteTables lists route tables.
var DescribeRouteTables = action.Define(action.Spec{
	Name: "DescribeRouteTables", Doc: "Lists route tables with their routes.", Domain3: "vpc", Version: version, Lists: "rtb",
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errRange, errTogether, listing.ErrFilter, errFilterAlone},
}, (*Service).describeRouteTables)

// DescribeRouteTablesRequest is the input of DescribeRouteTables.
type DescribeRouteTablesRequest struct {
	Filters        []listing.Filter `doc:"What to go by: route-table-id, route-table-name, vpc-id, association.main, tag-key, tag:KEY, visible, or next-hop-type (with route-table-id and vpc-id)."`
	RouteTableIds  []string         `touches:"rtb" doc:"The tables to show: at most 100; not together with Filters."`
	Offset         string           `doc:"How many to leave out at the start."`
	Limit          string           `doc:"How many to show at most: 1 to 100, 20 by default."`
	NeedRouterInfo bool             `api:"default=true" doc:"Whether to show their routes."`
}

// Check refuses ids beside filters, malformed ids, filters that are not known or lack another, and a page that can't be.
func (r *DescribeRouteTablesRequest) Check() error {
	if err := checkIDs("RouteTableIds", "rtb", r.RouteTableIds, r.Filters); err != nil {
		return err
	}
	if err := listing.Check(r.Filters, "route-table-id", "route-table-name", "vpc-id", "association.main", "tag-key", "visible", nextHopType); err != nil {
		return err
	}
	by := func(name string) bool {
		return slices.ContainsFunc(r.Filters, func(f listing.Filter) bool { return f.Name == name })
	}
	if by(nextHopType) && (!by("route-table-id") || !by("vpc-id")) {
		return errFilterAlone.Errorf("The filter next-hop-type stands alone; route-table-id and vpc-id are expected beside it.")
	}
	_, err := newPage(r.Offset, r.Limit)
	return err
}

const nextHopType = "next-hop-type"

// DescribeRouteTablesResponse is the answer of DescribeRouteTables.
type DescribeRouteTablesResponse struct {
	TotalCount    int64
	RouteTableSet []RouteTableItem
}

func (s *Service) describeRouteTables(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeRouteTablesRequest) (*DescribeRouteTablesResponse, error) {
	all, err := s.Store.Tables(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	w, err := s.tableView(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown, err := pick(c, "RouteTableIds", "rtb", all, in.RouteTableIds, in.Filters, w.facet)
	if err != nil {
		return nil, err
	}
	p, err := newPage(in.Offset, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &DescribeRouteTablesResponse{TotalCount: int64(len(shown))}
	for _, t := range paged(shown, p) {
		one := w.item(&t)
		one.RouteSet = slices.DeleteFunc(one.RouteSet, func(r RouteItem) bool {
			return !in.NeedRouterInfo || slices.ContainsFunc(in.Filters, func(f listing.Filter) bool {
				return f.Name == nextHopType && !slices.Contains(f.Values, r.GatewayType)
			})
		})
		out.RouteTableSet = append(out.RouteTableSet, one)
	}
	return out, nil
}

func (w *tableView) facet(t *RouteTable) facet {
	hops := []string{"LOCAL"}
	for _, r := range w.routes[t.ID] {
		hops = append(hops, r.GatewayType)
	}
	return facet{t.ID, t.Creator, t.VPC, w.tags[t.ID], map[string][]string{
		"route-table-id": {t.ID}, "route-table-name": {t.Name}, "vpc-id": {t.VPC}, "association.main": {strconv.FormatBool(t.Default)},
		"visible": {"true"}, nextHopType: hops,
	}}
}
