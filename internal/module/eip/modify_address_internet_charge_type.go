package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyAddressInternetChargeType changes how an address is paid.
var ModifyAddressInternetChargeType = action.Define(action.Spec{
	Name: "ModifyAddressInternetChargeType", Doc: "Changes how an address is paid.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errBandwidth, errPrepaidWanted, errNoAddress, errStatus, errBusy, errArrears, errUnchanged, errCharge, errBalance},
}, (*Service).modifyAddressInternetChargeType)

// ModifyAddressInternetChargeTypeRequest is the input of ModifyAddressInternetChargeType.
type ModifyAddressInternetChargeTypeRequest struct {
	AddressId               string                `api:"required" touches:"eip" doc:"The address."`
	InternetChargeType      string                `api:"required,oneof=BANDWIDTH_PREPAID_BY_MONTH TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_HOUR" doc:"How it is paid from now on."`
	InternetMaxBandwidthOut int64                 `api:"required" doc:"Its bandwidth in Mbps from now on."`
	AddressChargePrepaid    *AddressChargePrepaid `doc:"For how long it is paid in advance."`
}

// Check implements action.Checker.
func (r *ModifyAddressInternetChargeTypeRequest) Check() error {
	if err := checkCharge(r.InternetChargeType, r.InternetMaxBandwidthOut, r.AddressChargePrepaid); err != nil {
		return err
	}
	return checkID(r.AddressId)
}

func (s *Service) modifyAddressInternetChargeType(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressInternetChargeTypeRequest) (*Nothing, error) {
	a, err := s.address(ctx, tx, c, in.AddressId)
	if err != nil {
		return nil, err
	}
	if err := a.may(anyState...); err != nil {
		return nil, err
	}
	if a.Charge == in.InternetChargeType {
		return nil, errUnchanged.Errorf("The address %s is paid by %s already.", a.ID, a.Charge)
	}
	if a.Charge == ByPackage {
		return nil, errCharge.Errorf("The address %s is paid by the package %s; it has to be taken out of that first.", a.ID, a.Package)
	}
	if err := s.close(ctx, tx, c, a); err != nil {
		return nil, err
	}
	months := int64(0)
	a.Charge, a.Bandwidth, a.Renew = in.InternetChargeType, in.InternetMaxBandwidthOut, ""
	a.Expires, a.PaidSince, a.Paid = zero, zero, 0
	if a.isPrepaid() {
		a.Renew, months = in.AddressChargePrepaid.renew(), in.AddressChargePrepaid.Period
	}
	if _, err := s.open(ctx, tx, c, a, months); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.PutAddress(ctx, tx, a)
}
