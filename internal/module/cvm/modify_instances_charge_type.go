package cvm

import (
	"context"
	"errors"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// ModifyInstancesChargeType changes how instances are paid.
var ModifyInstancesChargeType = action.Define(action.Spec{
	Name: "ModifyInstancesChargeType", Doc: "Has instances be paid in advance that are paid by the hour, or the other way round.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(steady, errPeriod, errChargeType, errNotVerified, errChargeFull, errNotSold, errBalance, errNotCharging),
}, (*Service).modifyInstancesChargeType)

// ModifyInstancesChargeTypeRequest is the input of ModifyInstancesChargeType and of its inquiry.
type ModifyInstancesChargeTypeRequest struct {
	InstanceIds            []string       `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InstanceChargeType     string         `api:"required,oneof=PREPAID POSTPAID_BY_HOUR" doc:"How they are to be paid."`
	InstanceChargePrepaid  *ChargePrepaid `doc:"For how long they are paid in advance."`
	ModifyPortableDataDisk bool           `doc:"Whether their elastic data disks are paid so too; those have a price of their own, which stays."`
}

// Check implements action.Checker.
func (r *ModifyInstancesChargeTypeRequest) Check() error {
	if r.InstanceChargeType == Prepaid {
		if r.InstanceChargePrepaid == nil {
			return errPeriod.Errorf("With InstanceChargeType PREPAID, InstanceChargePrepaid.Period is expected.")
		}
		if err := r.InstanceChargePrepaid.check(); err != nil {
			return err
		}
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) modifyInstancesChargeType(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesChargeTypeRequest) (*Nothing, error) {
	if err := s.qualify(ctx, tx, c, nil); err != nil {
		return nil, err
	}
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := i.mayBePaid(in.InstanceChargeType); err != nil {
			return err
		}
		like := Instance{Zone: i.Zone, Charge: in.InstanceChargeType}
		if err := s.withinQuota(ctx, tx, c, &launch{like: like, count: 1}); err != nil {
			return full(err)
		}
		if in.InstanceChargeType == Prepaid {
			return s.payAhead(ctx, tx, c, i, in.InstanceChargePrepaid)
		}
		return s.payByHour(ctx, tx, c, i)
	})
}

// errChargeFull is how this action calls a full quota.
var errChargeFull = catalogue.QuotaExceeded.Named("LimitExceeded.InstanceQuota")

// full is a full quota of purchases under that name.
func full(err error) error {
	var r *catalogue.Refusal
	if errors.As(err, &r) && r.Condition.Code == catalogue.QuotaExceeded.Code {
		return errChargeFull.Errorf("%s", r.Message)
	}
	return err
}

// mayBePaid refuses an instance that is paid so already, or that can't change now.
func (i *Instance) mayBePaid(charge string) error {
	if i.Charge == charge {
		return errChargeType.Errorf("Instance %s is %s already.", i.ID, charge)
	}
	if i.Charge == Spot {
		return errChargeType.Errorf("Instance %s is %s; how a spot instance is paid can't be changed.", i.ID, i.Charge)
	}
	return i.mayWhileCharged(steady.named("ModifyInstancesChargeType"))
}

// paidBy is how an instance's bandwidth is paid beside it: by what is paid in advance with it, or by the hour.
func (n Internet) paidBy(charge string) Internet {
	switch {
	case charge == Prepaid && n.Charge == ByBandwidth:
		n.Charge = ByBandwidthMonths
	case charge != Prepaid && n.Charge == ByBandwidthMonths:
		n.Charge = ByBandwidth
	}
	return n
}

// payAhead ends an instance's meter and has its months be paid.
func (s *Service) payAhead(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, p *ChargePrepaid) error {
	offer, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return err
	}
	if err := s.Till.Close(ctx, tx, i.Account, i.ID, c.Now); err != nil {
		return err
	}
	i.Metered, i.Charge, i.Renew, i.Internet = false, Prepaid, p.RenewFlag, i.Internet.paidBy(Prepaid)
	i.BandwidthSince = c.Now
	monthly, err := i.monthly(offer.Monthly)
	if err != nil {
		return err
	}
	price, err := monthly.Mul(p.Period)
	if err != nil {
		return err
	}
	if err := i.extend(p.Period, price, c.Now); err != nil {
		return err
	}
	if _, err := s.Till.Charge(ctx, tx, c, i.order("purchase", []string{i.ID}, price, p.Period)); err != nil {
		return unpaid(err)
	}
	if err := s.Store.AddBought(ctx, tx, i.Account, i.Zone, month(c), 1); err != nil {
		return err
	}
	if err := s.expireAt(ctx, tx, i); err != nil {
		return err
	}
	return s.Store.PutInstance(ctx, tx, i)
}

// payByHour gives back what is left of an instance's months and opens a meter.
func (s *Service) payByHour(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	offer, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return err
	}
	left, err := i.refund(c.Now)
	if err != nil {
		return err
	}
	if left > 0 {
		if _, err := s.Till.Refund(ctx, tx, c, i.order("refund", []string{i.ID}, left, 0)); err != nil {
			return err
		}
	}
	if err := s.Later.Cancel(ctx, tx, jobExpire, i.ID); err != nil {
		return err
	}
	i.Charge, i.Renew, i.Internet = Postpaid, "", i.Internet.paidBy(Postpaid)
	i.BandwidthSince = c.Now
	i.Expires, i.PaidSince, i.Paid = time.Time{}, time.Time{}, 0
	hourly, err := i.hourly(offer.Hourly)
	if err != nil {
		return err
	}
	if _, err := s.Till.Open(ctx, tx, c, purchase.Meter{
		Product: product, Region: i.Region, Resource: i.ID, What: i.what(), Hourly: hourly, Goods: i.goods(),
	}); err != nil {
		return unpaid(err)
	}
	i.Metered = true
	return s.Store.PutInstance(ctx, tx, i)
}

// InquiryPriceModifyInstancesChargeType tells what that would cost.
var InquiryPriceModifyInstancesChargeType = action.Define(action.Spec{
	Name: "InquiryPriceModifyInstancesChargeType", Doc: "Tells what it would cost to have instances be paid in another way.",
	Domain3: "cvm", Version: version, Refuses: refusals(steady, errPeriod, errChargeType, errNotSold, errNotCharging),
}, (*Service).inquiryPriceModifyInstancesChargeType)

func (s *Service) inquiryPriceModifyInstancesChargeType(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesChargeTypeRequest) (*PriceResponse, error) {
	return s.priceOf(ctx, tx, c, in.InstanceIds, func(i *Instance) (Price, error) {
		if err := i.mayBePaid(in.InstanceChargeType); err != nil {
			return Price{}, err
		}
		o, err := s.stillOffered(ctx, tx, i)
		if err != nil {
			return Price{}, err
		}
		like, months := *i, int64(1)
		like.Charge, like.Internet = in.InstanceChargeType, i.Internet.paidBy(in.InstanceChargeType)
		if in.InstanceChargePrepaid != nil {
			months = in.InstanceChargePrepaid.Period
		}
		return like.price(*o, months, 1)
	})
}
