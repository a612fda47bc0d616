package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateRouteTable makes a route table.
var CreateRouteTable = action.Define(action.Spec{
	Name: "CreateRouteTable", Doc: "Makes a route table of a private network.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"rtb"}, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errQuota},
}, (*Service).createRouteTable)

// CreateRouteTableRequest is the input of CreateRouteTable.
type CreateRouteTableRequest struct {
	VpcId          string `api:"required" touches:"vpc" doc:"The network."`
	RouteTableName string `api:"required" doc:"Its name, of at most 60 bytes."`
	Tags           []Tag  `doc:"Its tags."`
}

// Check refuses a malformed id and a name that is too long.
func (r *CreateRouteTableRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	return checkName("RouteTableName", r.RouteTableName)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateRouteTableRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateRouteTableResponse is the answer of CreateRouteTable.
type CreateRouteTableResponse struct{ RouteTable RouteTableItem }

func (s *Service) createRouteTable(ctx context.Context, tx store.Tx, c *call.Call, in *CreateRouteTableRequest) (*CreateRouteTableResponse, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	there, err := s.tablesOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, tx, c, tables, len(there)+1); err != nil {
		return nil, err
	}
	t, err := s.putTable(ctx, tx, &RouteTable{
		Account: v.Account, Creator: c.Caller.Uin, Region: v.Region, VPC: v.ID, Name: in.RouteTableName, Created: c.Now,
	})
	if err != nil {
		return nil, err
	}
	if err := s.attach(ctx, tx, c, "rtb", t.ID, in.Tags); err != nil {
		return nil, err
	}
	w, err := s.tableView(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &CreateRouteTableResponse{w.item(t)}, nil
}
