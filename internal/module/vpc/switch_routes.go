package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// EnableRoutes has routes hold.
var EnableRoutes = action.Define(action.Spec{
	Name: "EnableRoutes", Doc: "Has routes of a route table hold: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errTogether, errECMP, errSystemRoute},
}, (*Service).enableRoutes)

// EnableRoutesRequest is the input of EnableRoutes.
type EnableRoutesRequest struct {
	RouteTableId string   `api:"required" touches:"rtb" doc:"The route table."`
	RouteIds     []int64  `doc:"The routes' numbers: at most 100."`
	RouteItemIds []string `doc:"The routes' other ids: at most 100; not together with RouteIds."`
}

// Check refuses a malformed id, no routes, too many, and both kinds of ids.
func (r *EnableRoutesRequest) Check() error {
	switch {
	case len(r.RouteIds) > 0 && len(r.RouteItemIds) > 0:
		return errTogether.Errorf("RouteIds and RouteItemIds are both given; one of them is expected.")
	case len(r.RouteIds)+len(r.RouteItemIds) == 0:
		return catalogue.MissingParameter.Errorf("Neither `RouteIds` nor `RouteItemIds` is given; one of them is expected.")
	case len(r.RouteIds)+len(r.RouteItemIds) > 100:
		return errTooMany.Errorf("%d routes are named; at most 100 are expected.", len(r.RouteIds)+len(r.RouteItemIds))
	}
	return checkID("RouteTableId", "rtb", r.RouteTableId)
}

func (s *Service) enableRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *EnableRoutesRequest) (*Nothing, error) {
	return s.switchRoutes(ctx, tx, c, in, true)
}

// DisableRoutes has routes not hold.
var DisableRoutes = action.Define(action.Spec{
	Name: "DisableRoutes", Doc: "Has routes of a route table not hold: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errTogether, errSystemRoute},
}, (*Service).disableRoutes)

// DisableRoutesRequest is the input of DisableRoutes.
type DisableRoutesRequest struct {
	RouteTableId string   `api:"required" touches:"rtb" doc:"The route table."`
	RouteIds     []int64  `doc:"The routes' numbers: at most 100."`
	RouteItemIds []string `doc:"The routes' other ids: at most 100; not together with RouteIds."`
}

// Check refuses what EnableRoutes refuses.
func (r *DisableRoutesRequest) Check() error { return (*EnableRoutesRequest)(r).Check() }

func (s *Service) disableRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *DisableRoutesRequest) (*Nothing, error) {
	return s.switchRoutes(ctx, tx, c, (*EnableRoutesRequest)(in), false)
}

func (s *Service) switchRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *EnableRoutesRequest, on bool) (*Nothing, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	change := func(number int64, id string) error {
		at, err := j.find(number, id)
		if err != nil {
			return err
		}
		r := &j.routes[at]
		r.Enabled = on
		if on {
			if err := r.beside(j.vpc, j.routes); err != nil {
				return err
			}
		}
		return s.Store.PutRoute(ctx, tx, *r)
	}
	for _, number := range in.RouteIds {
		if err := change(number, ""); err != nil {
			return nil, err
		}
	}
	for _, id := range in.RouteItemIds {
		if err := change(0, id); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
