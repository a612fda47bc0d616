package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyAddressAttribute changes what an address is called.
var ModifyAddressAttribute = action.Define(action.Spec{
	Name: "ModifyAddressAttribute", Doc: "Changes the name of an address, or whether its instance sees it as its own.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errTooLong, errNoAddress, errStatus},
}, (*Service).modifyAddressAttribute)

// ModifyAddressAttributeRequest is the input of ModifyAddressAttribute.
type ModifyAddressAttributeRequest struct {
	AddressId           string  `api:"required" touches:"eip" doc:"The address."`
	AddressName         *string `doc:"Its name, at most 128 characters."`
	EipDirectConnection string  `api:"oneof=TRUE FALSE" doc:"Whether the instance that it is bound to sees it as its own."`
}

// Check implements action.Checker.
func (r *ModifyAddressAttributeRequest) Check() error {
	if r.AddressName == nil && r.EipDirectConnection == "" {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; AddressName or EipDirectConnection is expected.")
	}
	if r.AddressName != nil {
		if err := checkName("AddressName", *r.AddressName); err != nil {
			return err
		}
	}
	return checkID(r.AddressId)
}

// Nothing is the answer of an action that has nothing to say.
type Nothing struct{}

func (s *Service) modifyAddressAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressAttributeRequest) (*Nothing, error) {
	a, err := s.address(ctx, tx, c, in.AddressId)
	if err != nil {
		return nil, err
	}
	if in.AddressName != nil {
		a.Name = *in.AddressName
	}
	if in.EipDirectConnection != "" {
		if err := a.in(Bound); err != nil {
			return nil, err
		}
		a.Direct = in.EipDirectConnection == "TRUE"
	}
	return &Nothing{}, s.Store.PutAddress(ctx, tx, a)
}
