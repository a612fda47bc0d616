package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// PriceResponse is the output of the actions that tell a price.
type PriceResponse struct {
	Price Price
}

// A Price is the API's InternetPrice, in yuan.
type Price struct {
	AddressPrice  PriceDetail
	IPPrice       PriceDetail
	OriginalPrice float64
	DiscountPrice float64
}

// A PriceDetail is the API's InternetPriceDetail.
type PriceDetail struct {
	UnitPrice     float64
	DiscountPrice float64
	ChargeUnit    string
	OriginalPrice float64
}

// inYuan is an amount as answers write it.
func inYuan(a money.Amount) float64 { return float64(a) / float64(money.Yuan) }

func byHour(a money.Amount) *PriceResponse {
	return &PriceResponse{Price{AddressPrice: PriceDetail{UnitPrice: inYuan(a), DiscountPrice: inYuan(a), ChargeUnit: "HOUR"}}}
}

func inAdvance(a money.Amount) *PriceResponse {
	y := inYuan(a)
	return &PriceResponse{Price{AddressPrice: PriceDetail{DiscountPrice: y, OriginalPrice: y, ChargeUnit: "MONTH"}, OriginalPrice: y, DiscountPrice: y}}
}

// InquiryPriceAllocateAddresses tells what an address costs.
var InquiryPriceAllocateAddresses = action.Define(action.Spec{
	Name: "InquiryPriceAllocateAddresses", Doc: "Tells what an address costs: an hour, while it is bound to something, or for its months.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errBandwidth, errPrepaidWanted},
}, (*Service).inquiryPriceAllocateAddresses)

// InquiryPriceAllocateAddressesRequest is the input of InquiryPriceAllocateAddresses.
type InquiryPriceAllocateAddressesRequest struct {
	InternetChargeType      string                `api:"required,oneof=BANDWIDTH_PACKAGE BANDWIDTH_POSTPAID_BY_HOUR BANDWIDTH_PREPAID_BY_MONTH TRAFFIC_POSTPAID_BY_HOUR" doc:"How it is paid."`
	InternetMaxBandwidthOut int64                 `api:"default=1" doc:"Its bandwidth in Mbps."`
	AddressChargePrepaid    *AddressChargePrepaid `doc:"For how long it is paid in advance."`
	AddressType             string                `api:"oneof=EIP,default=EIP" doc:"The kind of address."`
	IPChargeType            string                `doc:"How native addresses are paid; changes nothing."`
}

// Check implements action.Checker.
func (r *InquiryPriceAllocateAddressesRequest) Check() error {
	return checkCharge(r.InternetChargeType, r.InternetMaxBandwidthOut, r.AddressChargePrepaid)
}

func (s *Service) inquiryPriceAllocateAddresses(_ context.Context, _ store.Tx, _ *call.Call, in *InquiryPriceAllocateAddressesRequest) (*PriceResponse, error) {
	if in.InternetChargeType == ByMonth {
		price, err := months(in.InternetMaxBandwidthOut, in.AddressChargePrepaid.Period)
		return inAdvance(price), err
	}
	price, err := hourly(in.InternetChargeType, in.InternetMaxBandwidthOut, true)
	return byHour(price), err
}

func months(mbps, n int64) (money.Amount, error) {
	price, err := monthly(mbps)
	if err != nil {
		return 0, err
	}
	return price.Mul(n)
}

// InquiryPriceModifyAddressesBandwidth tells what another bandwidth costs.
var InquiryPriceModifyAddressesBandwidth = action.Define(action.Spec{
	Name: "InquiryPriceModifyAddressesBandwidth", Doc: "Tells what another bandwidth of addresses costs.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errMalformed, errTooMany, errBandwidth, errNoAddress, errSmaller},
}, (*Service).inquiryPriceModifyAddressesBandwidth)

// InquiryPriceModifyAddressesBandwidthRequest is the input of InquiryPriceModifyAddressesBandwidth.
type InquiryPriceModifyAddressesBandwidthRequest struct {
	AddressIds              []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	InternetMaxBandwidthOut int64    `api:"required" doc:"Their bandwidth in Mbps."`
}

// Check implements action.Checker.
func (r *InquiryPriceModifyAddressesBandwidthRequest) Check() error { return checkIDs(r.AddressIds) }

func (s *Service) inquiryPriceModifyAddressesBandwidth(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceModifyAddressesBandwidthRequest) (*PriceResponse, error) {
	return s.sumOf(ctx, tx, c, in.AddressIds, func(a *Address) (money.Amount, error) {
		more, err := a.widening(in.InternetMaxBandwidthOut, c.Now)
		if err != nil || a.isPrepaid() {
			return more, err
		}
		return hourly(a.Charge, in.InternetMaxBandwidthOut, a.Holder != Holder{})
	})
}

// InquiryPriceRenewAddresses tells what more months cost.
var InquiryPriceRenewAddresses = action.Define(action.Spec{
	Name: "InquiryPriceRenewAddresses", Doc: "Tells what more months of addresses cost.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errMalformed, errTooMany, errInvalid, errNoAddress, errCharge, errBusy},
}, (*Service).inquiryPriceRenewAddresses)

// InquiryPriceRenewAddressesRequest is the input of InquiryPriceRenewAddresses.
type InquiryPriceRenewAddressesRequest struct {
	AddressIds           []string              `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	AddressChargePrepaid *AddressChargePrepaid `api:"required" doc:"For how long."`
}

// Check implements action.Checker.
func (r *InquiryPriceRenewAddressesRequest) Check() error {
	if err := r.AddressChargePrepaid.check(); err != nil {
		return err
	}
	return checkIDs(r.AddressIds)
}

func (s *Service) inquiryPriceRenewAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceRenewAddressesRequest) (*PriceResponse, error) {
	return s.sumOf(ctx, tx, c, in.AddressIds, func(a *Address) (money.Amount, error) {
		if err := a.renewable(); err != nil {
			return 0, err
		}
		return months(a.Bandwidth, in.AddressChargePrepaid.Period)
	})
}

// sumOf is the price of all addresses together: in advance where they are paid so, else an hour's.
func (s *Service) sumOf(ctx context.Context, tx store.Tx, c *call.Call, ids []string, price func(*Address) (money.Amount, error)) (*PriceResponse, error) {
	all, err := s.addresses(ctx, tx, c, ids)
	if err != nil {
		return nil, err
	}
	var sum money.Amount
	for _, a := range all {
		one, err := price(a)
		if err != nil {
			return nil, err
		}
		if sum, err = sum.Add(one); err != nil {
			return nil, err
		}
	}
	if all[0].isPrepaid() {
		return inAdvance(sum), nil
	}
	return byHour(sum), nil
}
