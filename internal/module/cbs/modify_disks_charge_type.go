package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyDisksChargeType changes how disks are paid: all that it names, or none.
var ModifyDisksChargeType = action.Define(spec(action.Spec{
	Name: "ModifyDisksChargeType", Doc: "Has disks that are paid by the hour be paid in advance, or the other way round.", Changes: true,
	Refuses: moving(paying, errBalance),
}), (*Service).modifyDisksChargeType)

// ModifyDisksChargeTypeRequest is the input of ModifyDisksChargeType.
type ModifyDisksChargeTypeRequest struct {
	DiskIds            []string       `api:"required" touches:"volume" doc:"The disks, at most 100."`
	DiskChargePrepaid  *ChargePrepaid `doc:"For how long they are paid in advance from now on."`
	DiskChargePostpaid bool           `doc:"TRUE has them be paid by the hour from now on; what is left of their paid time comes back."`
}

// Check implements action.Checker.
func (r *ModifyDisksChargeTypeRequest) Check() error {
	if (r.DiskChargePrepaid != nil) == r.DiskChargePostpaid {
		return catalogue.MissingParameter.Errorf("Parameters DiskChargePrepaid and DiskChargePostpaid are both given or both left out; one of them is expected.")
	}
	return checkDisks(r.DiskIds)
}

func (s *Service) modifyDisksChargeType(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDisksChargeTypeRequest) (*Nothing, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := d.mayChange(c, in.DiskChargePostpaid); err != nil {
			return nil, err
		}
		if in.DiskChargePostpaid {
			err = s.payByHour(ctx, tx, c, d)
		} else {
			err = s.payAhead(ctx, tx, c, d, in.DiskChargePrepaid)
		}
		if err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (d *Disk) mayChange(c *call.Call, toPostpaid bool) error {
	if err := d.may(paying); err != nil {
		return err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return err
	}
	switch {
	case !d.Own:
		return errNotSupported.Errorf("Disk %s is paid with its instance %s; one that is paid by itself is expected.", d.ID, d.Instance)
	case (d.Charge == Postpaid) == toPostpaid:
		return errNotSupported.Errorf("Disk %s is %s already.", d.ID, d.Charge)
	default:
		return nil
	}
}

func (s *Service) payAhead(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, p *ChargePrepaid) error {
	if err := s.Till.Close(ctx, tx, d.Account, d.ID, c.Now); err != nil {
		return err
	}
	d.Charge, d.Renew = Prepaid, p.RenewFlag
	if err := s.payMonths(ctx, tx, c, "purchase", []*Disk{d}, p.Period); err != nil {
		return err
	}
	return s.Store.Disks.Put(ctx, tx, d)
}

func (s *Service) payByHour(ctx context.Context, tx store.Tx, c *call.Call, d *Disk) error {
	left, err := d.refund(c.Now)
	if err != nil {
		return err
	}
	if left > 0 {
		if _, err := s.Till.Refund(ctx, tx, c, d.order("refund", []string{d.ID}, left, 0)); err != nil {
			return err
		}
	}
	if err := s.Later.Cancel(ctx, tx, jobExpire, d.ID); err != nil {
		return err
	}
	never := Disk{}
	d.Charge, d.Renew, d.Expires, d.PaidSince, d.Paid = Postpaid, "", never.Expires, never.PaidSince, 0
	if err := s.open(ctx, tx, c, d); err != nil {
		return err
	}
	return s.Store.Disks.Put(ctx, tx, d)
}
