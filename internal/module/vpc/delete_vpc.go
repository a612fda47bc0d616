package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteVpc drops an empty network.
var DeleteVpc = action.Define(action.Spec{
	Name: "DeleteVpc", Doc: "Drops a private network in which nothing is left but its default route table.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errHeld},
}, (*Service).deleteVPC)

// DeleteVpcRequest is the input of DeleteVpc.
type DeleteVpcRequest struct {
	VpcId string `api:"required" touches:"vpc" doc:"The network."`
}

// Check refuses a malformed id.
func (r *DeleteVpcRequest) Check() error { return checkID("VpcId", "vpc", r.VpcId) }

func (s *Service) deleteVPC(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteVpcRequest) (*Nothing, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	what, err := s.occupant(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	if what != "" {
		return nil, errHeld.Errorf("The VPC %s is in use: %s is in it; an empty one is expected.", v.ID, what)
	}
	for _, kind := range []struct{ kind, id string }{{"rtb", v.RouteTable}, {"vpc", v.ID}} {
		if err := s.untag(ctx, tx, c, kind.kind, kind.id); err != nil {
			return nil, err
		}
	}
	if err := s.Store.RemoveTable(ctx, tx, v.RouteTable); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveVPC(ctx, tx, v.ID)
}

// occupant names one thing in a network beside its default route table; it is empty where there is none.
func (s *Service) occupant(ctx context.Context, tx store.Tx, v *VPC) (string, error) {
	inside, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return "", err
	}
	for _, n := range inside {
		return n.ID, nil
	}
	tables, err := s.tablesOf(ctx, tx, v)
	if err != nil {
		return "", err
	}
	for _, t := range tables {
		if !t.Default {
			return t.ID, nil
		}
	}
	acls, err := s.aclsOf(ctx, tx, v)
	if err != nil {
		return "", err
	}
	for _, a := range acls {
		return a.ID, nil
	}
	for _, o := range s.Occupants {
		if what, there, err := o.InVPC(ctx, tx, v.Account, v.ID); err != nil || there {
			return what, err
		}
	}
	return "", nil
}
