package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesRoutes = []*catalogue.Condition{
	errNotFound, errValue, errMalformed, errTooMany, errTwice, errNextHop, errVPCConflict, errUnsupported, errECMP, errSystemRoute, errQuota,
}

// CreateRoutes adds routes to a table.
var CreateRoutes = action.Define(action.Spec{
	Name: "CreateRoutes", Doc: "Adds routes to a route table: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: refusesRoutes,
}, (*Service).createRoutes)

// CreateRoutesRequest is the input of CreateRoutes.
type CreateRoutesRequest struct {
	RouteTableId string       `api:"required" touches:"rtb" doc:"The route table."`
	Routes       []RouteInput `api:"required" doc:"The routes: at most 100."`
}

// Check refuses a malformed id and routes that can't be made.
func (r *CreateRoutesRequest) Check() error { return checkNewRoutes(r.RouteTableId, r.Routes) }

func checkNewRoutes(table string, routes []RouteInput) error {
	if err := checkRoutes(table, routes); err != nil {
		return err
	}
	for _, r := range routes {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

// CreateRoutesResponse is the answer of CreateRoutes: the table with the new routes alone.
type CreateRoutesResponse struct {
	TotalCount    int64
	RouteTableSet []RouteTableItem
}

func (s *Service) createRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *CreateRoutesRequest) (*CreateRoutesResponse, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	made, err := s.addAll(ctx, tx, c, j, in.Routes)
	if err != nil {
		return nil, err
	}
	w, err := s.tableView(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	one := w.item(j.table)
	one.RouteSet = routeItems(made)
	return &CreateRoutesResponse{TotalCount: int64(len(made)), RouteTableSet: []RouteTableItem{one}}, nil
}

// addAll adds routes where the table may have that many more.
func (s *Service) addAll(ctx context.Context, tx store.Tx, c *call.Call, j *junction, in []RouteInput) ([]Route, error) {
	if err := s.allow(ctx, tx, c, routes, len(j.routes)+len(in)); err != nil {
		return nil, err
	}
	var made []Route
	for _, one := range in {
		r, err := s.add(ctx, tx, c, j, &one)
		if err != nil {
			return nil, err
		}
		made = append(made, *r)
	}
	return made, nil
}

// ResetRoutes puts routes in the place of all that a table has.
var ResetRoutes = action.Define(action.Spec{
	Name: "ResetRoutes", Doc: "Renames a route table and puts routes in the place of all that it has.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: append([]*catalogue.Condition{errTooLong}, refusesRoutes...),
}, (*Service).resetRoutes)

// ResetRoutesRequest is the input of ResetRoutes.
type ResetRoutesRequest struct {
	RouteTableId   string       `api:"required" touches:"rtb" doc:"The route table."`
	RouteTableName string       `api:"required" doc:"Its new name, of at most 60 bytes."`
	Routes         []RouteInput `api:"required" doc:"The routes: at most 100."`
}

// Check refuses a malformed id, a name that is too long and routes that can't be made.
func (r *ResetRoutesRequest) Check() error {
	if err := checkName("RouteTableName", r.RouteTableName); err != nil {
		return err
	}
	return checkNewRoutes(r.RouteTableId, r.Routes)
}

func (s *Service) resetRoutes(ctx context.Context, tx store.Tx, c *call.Call, in *ResetRoutesRequest) (*Nothing, error) {
	j, err := s.junction(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	for _, r := range j.routes {
		if err := s.Store.RemoveRoute(ctx, tx, r.Number); err != nil {
			return nil, err
		}
	}
	j.routes, j.table.Name = nil, in.RouteTableName
	if err := s.Store.PutTable(ctx, tx, *j.table); err != nil {
		return nil, err
	}
	_, err = s.addAll(ctx, tx, c, j, in.Routes)
	return &Nothing{}, err
}
