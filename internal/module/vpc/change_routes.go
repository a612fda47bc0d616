package vpc

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteRoutes drops routes.
var DeleteRoutes = action.Define(action.Spec{
	Name: "DeleteRoutes", Doc: "Drops routes of a route table: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errSystemRoute},
}, (*Service).deleteRoutes)

// DeleteRoutesRequest is the input of DeleteRoutes.
type DeleteRoutesRequest struct {
	RouteTableId string       `api:"required" touches:"rtb" doc:"The route table."`
	Routes       []RouteInput `api:"required" doc:"The routes, by RouteId or RouteItemId: at most 100."`
}

// Check refuses a malformed id, too many routes, and routes without an id.
func (r *DeleteRoutesRequest) Check() error { return checkOldRoutes(r.RouteTableId, r.Routes) }

func checkOldRoutes(table string, routes []RouteInput) error {
	for _, r := range routes {
		if r.RouteId == 0 && r.RouteItemId == "" {
			return catalogue.MissingParameter.Errorf("A route has neither `RouteId` nor `RouteItemId`; one of them is expected.")
		}
	}
	return checkRoutes(table, routes)
}

// DeleteRoutesResponse is the answer of DeleteRoutes.
type DeleteRoutesResponse struct{ RouteSet []RouteItem }

func (s *Service) deleteRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteRoutesRequest) (*DeleteRoutesResponse, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	out := &DeleteRoutesResponse{}
	for _, one := range in.Routes {
		at, err := j.find(one.RouteId, one.RouteItemId)
		if err != nil {
			return nil, err
		}
		out.RouteSet = append(out.RouteSet, routeItem(&j.routes[at]))
		if err := s.Store.RemoveRoute(ctx, tx, j.routes[at].Number); err != nil {
			return nil, err
		}
		j.routes = slices.Delete(j.routes, at, at+1)
	}
	return out, nil
}

// ReplaceRoutes changes routes.
var ReplaceRoutes = action.Define(action.Spec{
	Name: "ReplaceRoutes", Doc: "Changes where routes go and what they are led by: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{
		errNotFound, errValue, errMalformed, errTooMany, errTwice, errNextHop, errVPCConflict, errUnsupported, errECMP, errSystemRoute,
	},
}, (*Service).replaceRoutes)

// ReplaceRoutesRequest is the input of ReplaceRoutes.
type ReplaceRoutesRequest struct {
	RouteTableId string       `api:"required" touches:"rtb" doc:"The route table."`
	Routes       []RouteInput `api:"required" doc:"The routes as they are to be, by RouteId or RouteItemId: at most 100."`
}

// Check refuses a malformed id, routes without an id, and routes that can't be.
func (r *ReplaceRoutesRequest) Check() error {
	if err := checkOldRoutes(r.RouteTableId, r.Routes); err != nil {
		return err
	}
	return checkNewRoutes(r.RouteTableId, r.Routes)
}

// ReplaceRoutesResponse is the answer of ReplaceRoutes.
type ReplaceRoutesResponse struct{ OldRouteSet, NewRouteSet []RouteItem }

func (s *Service) replaceRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *ReplaceRoutesRequest) (*ReplaceRoutesResponse, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	out := &ReplaceRoutesResponse{}
	for _, one := range in.Routes {
		at, err := j.find(one.RouteId, one.RouteItemId)
		if err != nil {
			return nil, err
		}
		r := &j.routes[at]
		out.OldRouteSet = append(out.OldRouteSet, routeItem(r))
		one.into(r)
		if err := s.lead(ctx, tx, j, r); err != nil {
			return nil, err
		}
		out.NewRouteSet = append(out.NewRouteSet, routeItem(r))
	}
	return out, nil
}
