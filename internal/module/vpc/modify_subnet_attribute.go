package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifySubnetAttribute changes what is said about a subnet.
var ModifySubnetAttribute = action.Define(action.Spec{
	Name: "ModifySubnetAttribute", Doc: "Changes the name of a subnet, and whether it has broadcast.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong},
}, (*Service).modifySubnetAttribute)

// ModifySubnetAttributeRequest is the input of ModifySubnetAttribute.
type ModifySubnetAttributeRequest struct {
	SubnetId        string  `api:"required" touches:"subnet" doc:"The subnet."`
	SubnetName      *string `doc:"Its new name, of at most 60 bytes."`
	EnableBroadcast *string `api:"oneof=true false" doc:"Whether it has broadcast."`
}

// Check refuses a malformed id and a name that is too long.
func (r *ModifySubnetAttributeRequest) Check() error {
	if err := checkID("SubnetId", "subnet", r.SubnetId); err != nil {
		return err
	}
	name := ""
	put(&name, r.SubnetName)
	return checkName("SubnetName", name)
}

func (s *Service) modifySubnetAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySubnetAttributeRequest) (*Nothing, error) {
	n, err := s.subnet(ctx, tx, c, in.SubnetId)
	if err != nil {
		return nil, err
	}
	put(&n.Name, in.SubnetName)
	if in.EnableBroadcast != nil {
		n.Broadcast = *in.EnableBroadcast == "true"
	}
	return &Nothing{}, s.Store.PutSubnet(ctx, tx, *n)
}
