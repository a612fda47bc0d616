package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// renewing is what is asked of a disk that is renewed; one in the recycle bin comes back.
var renewing = move{op: "RenewDisk", from: []State{Unattached, Attached, ToRecycle}, busy: errBusy, wrong: errNotSupported}

// RenewDisk pays for more months of a disk.
var RenewDisk = action.Define(spec(action.Spec{
	Name: "RenewDisk", Doc: "Pays for more months of a disk that is paid in advance; one in the recycle bin comes back.", Changes: true,
	Refuses: moving(renewing, errNotSupported, errBalance),
}), (*Service).renewDisk)

// RenewDiskRequest is the input of RenewDisk.
type RenewDiskRequest struct {
	DiskChargePrepaid *ChargePrepaid `api:"required" doc:"For how long."`
	DiskId            string         `api:"required" touches:"volume" doc:"The disk."`
}

// Check implements action.Checker.
func (r *RenewDiskRequest) Check() error { return checkID("DiskId", r.DiskId, diskForm) }

func (s *Service) renewDisk(ctx context.Context, tx store.Tx, c *call.Call, in *RenewDiskRequest) (*Nothing, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	if err := d.may(renewing); err != nil {
		return nil, err
	}
	if err := d.paidAhead(); err != nil {
		return nil, err
	}
	d.Renew = in.DiskChargePrepaid.RenewFlag
	return &Nothing{}, s.renew(ctx, tx, c, d, in.DiskChargePrepaid.Period)
}

// paidAhead refuses a disk that has no paid time of its own.
func (d *Disk) paidAhead() error {
	switch {
	case !d.Own:
		return errNotSupported.Errorf("Disk %s is paid with its instance %s; one that is paid by itself, %s, is expected.", d.ID, d.Instance, Prepaid)
	case d.Charge != Prepaid:
		return errNotSupported.Errorf("Disk %s is %s; a %s one is expected.", d.ID, d.Charge, Prepaid)
	default:
		return nil
	}
}

// InquiryPriceRenewDisks tells what renewals would cost.
var InquiryPriceRenewDisks = action.Define(spec(action.Spec{
	Name: "InquiryPriceRenewDisks", Doc: "Tells what it would cost to renew disks.", Refuses: naming(errNotSupported, errNoProject),
}), (*Service).inquiryPriceRenewDisks)

// InquiryPriceRenewDisksRequest is the input of InquiryPriceRenewDisks.
type InquiryPriceRenewDisksRequest struct {
	DiskIds            []string        `api:"required" touches:"volume" doc:"The disks, at most 100."`
	DiskChargePrepaids []ChargePrepaid `api:"required,max=100" doc:"For how long each is renewed, in the order of DiskIds."`
	ProjectId          int64           `api:"min=0" doc:"The project."`
}

// Check implements action.Checker.
func (r *InquiryPriceRenewDisksRequest) Check() error {
	if len(r.DiskChargePrepaids) != len(r.DiskIds) {
		return errValue.Errorf("Parameter DiskChargePrepaids has %d items for %d disks; one for each is expected.", len(r.DiskChargePrepaids), len(r.DiskIds))
	}
	return checkDisks(r.DiskIds)
}

func (s *Service) inquiryPriceRenewDisks(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceRenewDisksRequest) (*PrepayPriceResponse, error) {
	if err := s.project(ctx, tx, c, in.ProjectId); err != nil {
		return nil, err
	}
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	var sum money.Amount
	for n, d := range disks {
		if err := d.paidAhead(); err != nil {
			return nil, err
		}
		monthly, err := d.monthly()
		if err != nil {
			return nil, err
		}
		price, err := monthly.Mul(in.DiskChargePrepaids[n].Period)
		if err != nil {
			return nil, err
		}
		if sum, err = sum.Add(price); err != nil {
			return nil, err
		}
	}
	return &PrepayPriceResponse{inAdvance(sum).prepay()}, nil
}

// ModifyDisksRenewFlag sets what happens when the paid time of disks is up.
var ModifyDisksRenewFlag = action.Define(spec(action.Spec{
	Name: "ModifyDisksRenewFlag", Doc: "Sets what happens when the paid time of disks is up.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoDisk, errNotSupported},
}), (*Service).modifyDisksRenewFlag)

// ModifyDisksRenewFlagRequest is the input of ModifyDisksRenewFlag.
type ModifyDisksRenewFlagRequest struct {
	DiskIds         []string `api:"required" touches:"volume" doc:"The disks, at most 100."`
	RenewFlag       string   `api:"required,oneof=NOTIFY_AND_AUTO_RENEW NOTIFY_AND_MANUAL_RENEW DISABLE_NOTIFY_AND_MANUAL_RENEW" doc:"What happens."`
	AutoRenewPeriod int64    `api:"min=1,max=1,default=1" doc:"For how many months they renew themselves; 1 here."`
}

// Check implements action.Checker.
func (r *ModifyDisksRenewFlagRequest) Check() error { return checkDisks(r.DiskIds) }

func (s *Service) modifyDisksRenewFlag(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDisksRenewFlagRequest) (*Nothing, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := d.paidAhead(); err != nil {
			return nil, err
		}
		d.Renew = in.RenewFlag
		if err := s.Store.Disks.Put(ctx, tx, d); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
