package billing

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// TradePayDeals pays orders. Orders here are paid in the moment they are made, so there is never one to be paid.
var TradePayDeals = action.Define(action.Spec{
	Name: "PayDeals", Doc: "Pays orders. Orders here are paid when they are made: this is refused for each.",
	Domain: "trade", Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoDeal, errPaid},
}, (*Service).tradePayDeals)

// TradePayDealsRequest is the input of TradePayDeals.
type TradePayDealsRequest struct {
	DealIDs     []string `json:"dealIds" api:"required,max=100" doc:"The orders."`
	AutoVoucher int64    `json:"autoVoucher" api:"oneof=0 1,default=0" doc:"Whether vouchers are used by themselves."`
	VoucherIDs  []string `json:"voucherIds" api:"max=100" doc:"The vouchers to use; orders take those that they can when they are made."`
}

// TradePayDealsResponse is the answer of TradePayDeals.
type TradePayDealsResponse struct {
	SuccDealIDs []string `json:"succDealIds"`
	FailDealIDs []string `json:"failDealIds"`
}

func (s *Service) tradePayDeals(ctx context.Context, tx store.Tx, c *call.Call, in *TradePayDealsRequest) (*TradePayDealsResponse, error) {
	return nil, s.unpaid(ctx, tx, c, "pay", in.DealIDs)
}

// TradeCancelDeals cancels orders that are not paid.
var TradeCancelDeals = action.Define(action.Spec{
	Name: "CancelDeals", Doc: "Cancels orders that are not paid. Orders here are paid when they are made: this is refused for each.",
	Domain: "trade", Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoDeal, errPaid},
}, (*Service).tradeCancelDeals)

// TradeCancelDealsRequest is the input of TradeCancelDeals.
type TradeCancelDealsRequest struct {
	DealIDs []string `json:"dealIds" api:"required,max=100" doc:"The orders."`
}

func (s *Service) tradeCancelDeals(ctx context.Context, tx store.Tx, c *call.Call, in *TradeCancelDealsRequest) (*TradePayDealsResponse, error) {
	return nil, s.unpaid(ctx, tx, c, "cancel", in.DealIDs)
}

// unpaid refuses what only an order that is not paid allows.
func (s *Service) unpaid(ctx context.Context, tx store.Tx, c *call.Call, what string, ids []string) error {
	for _, id := range ids {
		d, err := s.Store.Deal(ctx, tx, c.Caller.Account, id)
		if err != nil {
			return err
		}
		if d == nil {
			return errNoDeal.Errorf("The order %s does not exist.", id)
		}
	}
	return errPaid.Errorf("Order %s was paid when it was made; there is nothing to %s.", ids[0], what)
}

// PayDeals is TradePayDeals in API 3.0.
var PayDeals = action.Define(action.Spec{
	Name: "PayDeals", Doc: "Pays orders. Orders here are paid when they are made: this is refused for each.",
	Domain3: "billing", Version: "2018-07-09", Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoDeal, errPaid},
}, (*Service).payDeals)

// PayDealsRequest is the input of PayDeals.
type PayDealsRequest struct {
	OrderIds    []string `api:"max=100" doc:"The orders; or BigDealIds."`
	AutoVoucher int64    `api:"oneof=0 1,default=0" doc:"Whether vouchers are used by themselves."`
	VoucherIds  []string `api:"max=100" doc:"The vouchers to use; orders take those that they can when they are made."`
	BigDealIds  []string `api:"max=100" doc:"The groups of orders: here each order is one of its own."`
	AgentPay    int64    `api:"oneof=0 1,default=0" doc:"Whether an agent pays; there are none here."`
	CpsUin      string   `doc:"Who recommended the purchase."`
}

// Check wants one of the two.
func (r *PayDealsRequest) Check() error {
	if (len(r.OrderIds) > 0) == (len(r.BigDealIds) > 0) {
		return catalogue.InvalidParameter.Errorf("OrderIds and BigDealIds are both given or both missing; one of them is expected.")
	}
	return nil
}

// PayDealsResponse is the answer of PayDeals.
type PayDealsResponse struct {
	OrderIds, ResourceIds, BigDealIds []string
}

func (s *Service) payDeals(ctx context.Context, tx store.Tx, c *call.Call, in *PayDealsRequest) (*PayDealsResponse, error) {
	return nil, s.unpaid(ctx, tx, c, "pay", append(in.OrderIds, in.BigDealIds...))
}
