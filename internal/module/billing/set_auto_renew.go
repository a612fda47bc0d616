package billing

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// TradeSetAutoRenew sets how prepaid instances renew.
var TradeSetAutoRenew = action.Define(action.Spec{
	Name: "SetAutoRenew", Doc: "Sets how prepaid instances renew.", Domain: "trade", Changes: true,
	Refuses: []*catalogue.Condition{catalogue.NotFound, errProduct},
}, (*Service).setAutoRenew)

// SetAutoRenewRequest is the input of TradeSetAutoRenew.
type SetAutoRenewRequest struct {
	InstanceType int64    `json:"instanceType" api:"required,oneof=1 2" doc:"1 cvm, 2 cdb."`
	InstanceIDs  []string `json:"instanceIds" api:"required,max=100" touches:"cvm:instance" doc:"The instances."`
	AutoRenew    int64    `json:"autoRenew" api:"required,oneof=0 1 2" doc:"0 by hand, 1 by themselves, 2 not at all."`
}

// SetAutoRenewResponse is the answer of TradeSetAutoRenew.
type SetAutoRenewResponse struct{}

func (s *Service) setAutoRenew(ctx context.Context, tx store.Tx, c *call.Call, in *SetAutoRenewRequest) (*SetAutoRenewResponse, error) {
	if in.InstanceType != 1 {
		return nil, errProduct.Errorf("The instanceType is %d, a database; there are none here, and 1 is expected.", in.InstanceType)
	}
	return &SetAutoRenewResponse{}, s.Renewals.SetAutoRenew(ctx, tx, c, in.InstanceIDs, in.AutoRenew)
}
