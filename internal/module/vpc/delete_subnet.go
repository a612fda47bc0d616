package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteSubnet drops an empty subnet.
var DeleteSubnet = action.Define(action.Spec{
	Name: "DeleteSubnet", Doc: "Drops a subnet in which nothing has an address.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errHeld},
}, (*Service).deleteSubnet)

// DeleteSubnetRequest is the input of DeleteSubnet.
type DeleteSubnetRequest struct {
	SubnetId string `api:"required" touches:"subnet" doc:"The subnet."`
}

// Check refuses a malformed id.
func (r *DeleteSubnetRequest) Check() error { return checkID("SubnetId", "subnet", r.SubnetId) }

func (s *Service) deleteSubnet(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteSubnetRequest) (*Nothing, error) {
	n, err := s.subnet(ctx, tx, c, in.SubnetId)
	if err != nil {
		return nil, err
	}
	held, err := s.Store.Addresses(ctx, tx, n.ID)
	if err != nil {
		return nil, err
	}
	if len(held) > 0 {
		return nil, errHeld.Errorf("The subnet %s is in use: %s has the address %s; an empty one is expected.", n.ID, held[0].Holder, held[0].IP)
	}
	if err := s.untag(ctx, tx, c, "subnet", n.ID); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveSubnet(ctx, tx, n.ID)
}
