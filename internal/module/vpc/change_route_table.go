package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyRouteTableAttribute renames a route table.
var ModifyRouteTableAttribute = action.Define(action.Spec{
	Name: "ModifyRouteTableAttribute", Doc: "Renames a route table.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong},
}, (*Service).modifyRouteTableAttribute)

// ModifyRouteTableAttributeRequest is the input of ModifyRouteTableAttribute.
type ModifyRouteTableAttributeRequest struct {
	RouteTableId   string `api:"required" touches:"rtb" doc:"The route table."`
	RouteTableName string `api:"required" doc:"Its new name, of at most 60 bytes."`
}

// Check refuses a malformed id and a name that is too long.
func (r *ModifyRouteTableAttributeRequest) Check() error {
	if err := checkID("RouteTableId", "rtb", r.RouteTableId); err != nil {
		return err
	}
	return checkName("RouteTableName", r.RouteTableName)
}

func (s *Service) modifyRouteTableAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyRouteTableAttributeRequest) (*Nothing, error) {
	t, err := s.routeTable(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	t.Name = in.RouteTableName
	return &Nothing{}, s.Store.PutTable(ctx, tx, *t)
}

// DeleteRouteTable drops a route table that no subnet has.
var DeleteRouteTable = action.Define(action.Spec{
	Name: "DeleteRouteTable", Doc: "Drops a route table that is no default one and that no subnet has.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errDefaultTable, errTableUsed},
}, (*Service).deleteRouteTable)

// DeleteRouteTableRequest is the input of DeleteRouteTable.
type DeleteRouteTableRequest struct {
	RouteTableId string `api:"required" touches:"rtb" doc:"The route table."`
}

// Check refuses a malformed id.
func (r *DeleteRouteTableRequest) Check() error {
	return checkID("RouteTableId", "rtb", r.RouteTableId)
}

func (s *Service) deleteRouteTable(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteRouteTableRequest) (*Nothing, error) {
	t, err := s.routeTable(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	if t.Default {
		return nil, errDefaultTable.Errorf("The route table %s is the default one of %s; it goes with its network.", t.ID, t.VPC)
	}
	all, err := s.Store.Subnets(ctx, tx, t.Account, t.Region)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if n.RouteTable == t.ID {
			return nil, errTableUsed.Errorf("The route table %s is that of the subnet %s; one that no subnet has is expected.", t.ID, n.ID)
		}
	}
	if err := s.untag(ctx, tx, c, "rtb", t.ID); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveTable(ctx, tx, t.ID)
}

// ReplaceRouteTableAssociation gives a subnet another route table.
var ReplaceRouteTableAssociation = action.Define(action.Spec{
	Name: "ReplaceRouteTableAssociation", Doc: "Gives a subnet another route table of its network.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errOtherNetwork},
}, (*Service).replaceRouteTableAssociation)

// ReplaceRouteTableAssociationRequest is the input of ReplaceRouteTableAssociation.
type ReplaceRouteTableAssociationRequest struct {
	RouteTableId string `api:"required" touches:"rtb" doc:"The route table."`
	SubnetId     string `api:"required" touches:"subnet" doc:"The subnet."`
}

// Check refuses malformed ids.
func (r *ReplaceRouteTableAssociationRequest) Check() error {
	if err := checkID("RouteTableId", "rtb", r.RouteTableId); err != nil {
		return err
	}
	return checkID("SubnetId", "subnet", r.SubnetId)
}

func (s *Service) replaceRouteTableAssociation(ctx context.Context, tx store.Tx, c *call.Call, in *ReplaceRouteTableAssociationRequest) (*Nothing, error) {
	t, err := s.routeTable(ctx, tx, c, in.RouteTableId)
	if err != nil {
		return nil, err
	}
	n, err := s.subnet(ctx, tx, c, in.SubnetId)
	if err != nil {
		return nil, err
	}
	if n.VPC != t.VPC {
		return nil, errOtherNetwork.Errorf("The route table %s is in %s and the subnet %s in %s; both in one network are expected.", t.ID, t.VPC, n.ID, n.VPC)
	}
	n.RouteTable = t.ID
	return &Nothing{}, s.Store.PutSubnet(ctx, tx, *n)
}
