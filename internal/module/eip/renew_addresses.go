package eip

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var zero time.Time

// RenewAddresses pays for more months of addresses: of all that it names, or of none. One that is kept without service
// comes back.
var RenewAddresses = action.Define(action.Spec{
	Name: "RenewAddresses", Doc: "Pays for more months of addresses that are paid by the month.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errTooMany, errInvalid, errNoAddress, errCharge, errBusy, errBalance},
}, (*Service).renewAddresses)

// RenewAddressesRequest is the input of RenewAddresses.
type RenewAddressesRequest struct {
	AddressIds           []string              `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	AddressChargePrepaid *AddressChargePrepaid `api:"required" doc:"For how long."`
}

// Check implements action.Checker.
func (r *RenewAddressesRequest) Check() error {
	if err := r.AddressChargePrepaid.check(); err != nil {
		return err
	}
	return checkIDs(r.AddressIds)
}

func (s *Service) renewAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *RenewAddressesRequest) (*Nothing, error) {
	all, err := s.addresses(ctx, tx, c, in.AddressIds)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if err := a.renewable(); err != nil {
			return nil, err
		}
		a.Suspended, a.Renew = false, in.AddressChargePrepaid.renew()
		if _, err := s.buyMonths(ctx, tx, c, a, "renew", in.AddressChargePrepaid.Period); err != nil {
			return nil, err
		}
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// renewable refuses an address that is not paid by the month, or on its way out.
func (a *Address) renewable() error {
	if !a.isPrepaid() {
		return errCharge.Errorf("The address %s is paid by %s; %s is expected.", a.ID, a.Charge, ByMonth)
	}
	if a.Gone {
		return errBusy.Errorf("The address %s is on its way out.", a.ID)
	}
	return nil
}

// ModifyAddressesRenewFlag sets what happens when the paid time of addresses ends.
var ModifyAddressesRenewFlag = action.Define(action.Spec{
	Name: "ModifyAddressesRenewFlag", Doc: "Sets what happens when the paid time of addresses ends.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errTooMany, errNoAddress, errCharge, errBusy},
}, (*Service).modifyAddressesRenewFlag)

// ModifyAddressesRenewFlagRequest is the input of ModifyAddressesRenewFlag.
type ModifyAddressesRenewFlagRequest struct {
	AddressIds []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	RenewFlag  string   `api:"required,oneof=NOTIFY_AND_AUTO_RENEW NOTIFY_AND_MANUAL_RENEW DISABLE_NOTIFY_AND_MANUAL_RENEW" doc:"What happens then."`
}

// Check implements action.Checker.
func (r *ModifyAddressesRenewFlagRequest) Check() error { return checkIDs(r.AddressIds) }

func (s *Service) modifyAddressesRenewFlag(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressesRenewFlagRequest) (*Nothing, error) {
	all, err := s.addresses(ctx, tx, c, in.AddressIds)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if err := a.renewable(); err != nil {
			return nil, err
		}
		a.Renew = in.RenewFlag
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
