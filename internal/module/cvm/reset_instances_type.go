package cvm

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// resizing are the conditions of changing a type.
var resizing = []*catalogue.Condition{errMalformedType, errOtherRegion, errZoneShut, errNotSold, errSoldOut, errNotCharging, errSameType, errNotVerified, errBalance, errSpotType, errNoSpot, errFromFamily, errToFamily}

// ResetInstancesType changes the type of instances: of all that it names, or of none.
var ResetInstancesType = action.Define(action.Spec{
	Name: "ResetInstancesType", Doc: "Changes the type of instances; they run afterwards.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(resize, resizing...),
}, (*Service).resetInstancesType)

// ResetInstancesTypeRequest is the input of ResetInstancesType.
type ResetInstancesTypeRequest struct {
	InstanceIds  []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InstanceType string   `api:"required" doc:"Their new type."`
	ForceStop    bool     `doc:"Whether one that runs is turned off for it."`
}

// Check implements action.Checker.
func (r *ResetInstancesTypeRequest) Check() error {
	if err := checkType(r.InstanceType); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

// Conditions implements action.Conditioner.
func (r *ResetInstancesTypeRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"cvm:instance_type": {r.InstanceType}}
}

func checkType(typ string) error {
	if typeForm.MatchString(typ) {
		return nil
	}
	return errMalformedType.Errorf("Parameter InstanceType is %s; a type such as S5.SMALL2 is expected.", param.Quote(typ))
}

func (s *Service) resetInstancesType(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancesTypeRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		m := resize.orForced(in.ForceStop, i)
		if err := s.mayResize(i, m, in.InstanceType); err != nil {
			return err
		}
		if err := s.resize(ctx, tx, c, i, in.InstanceType); err != nil {
			return err
		}
		return s.move(ctx, tx, i, m, c.Now, c.RequestID)
	})
}

func (s *Service) mayResize(i *Instance, m move, typ string) error {
	if err := i.mayWhileCharged(m); err != nil {
		return err
	}
	if i.Type == typ {
		return errSameType.Errorf("Instance %s is of type %s; another type is expected.", i.ID, typ)
	}
	return nil
}

// mayWhileCharged is may, for what an instance that is not charged while it is off can't be asked.
func (i *Instance) mayWhileCharged(m move) error {
	if err := i.may(m); err != nil {
		return err
	}
	if i.StopCharging == StopCharging {
		return errNotCharging.Errorf("Instance %s is off and not charged; it has to be started, or stopped with KEEP_CHARGING, before %s.", i.ID, m.op)
	}
	return nil
}

// resize exchanges the type of an instance: the old one goes back to the stock, the new one is taken from it and paid.
func (s *Service) resize(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, typ string) error {
	if err := i.mayBeOf(typ); err != nil {
		return err
	}
	if err := s.qualify(ctx, tx, c, nil); err != nil {
		return err
	}
	old, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return err
	}
	o, err := s.offer(ctx, tx, c, i.Zone, typ)
	if err != nil {
		return err
	}
	if i.Charge == Spot {
		if err := s.mayResizeSpot(ctx, tx, c, i, *o); err != nil {
			return err
		}
	}
	if taken, err := s.Store.AddStock(ctx, tx, i.Zone, typ, -1); err != nil || !taken {
		if err == nil {
			err = errSoldOut.Errorf("Zone %s has no more of type %s.", i.Zone, typ)
		}
		return err
	}
	if _, err := s.Store.AddStock(ctx, tx, i.Zone, i.Type, 1); err != nil {
		return err
	}
	difference, err := i.difference(*old, *o, c.Now)
	if err != nil {
		return err
	}
	i.sized(*o)
	i.Topology = Topology{}
	if !i.isPrepaid() {
		if !i.Metered {
			return nil
		}
		return s.reprice(ctx, tx, c, i)
	}
	return s.payDifference(ctx, tx, c, i, difference)
}

// difference is what the rest of a prepaid time costs more at another offer: below zero where it costs less.
func (i *Instance) difference(old, next Offer, now time.Time) (money.Amount, error) {
	if !i.isPrepaid() {
		return 0, nil
	}
	more, err := next.Monthly.Sub(old.Monthly)
	if err != nil {
		return 0, err
	}
	return i.rest(more, now)
}

// rest is what more a month costs for the rest of the paid time. A month counts 30 days; half a day or more of the rest is
// a day.
func (i *Instance) rest(more money.Amount, now time.Time) (money.Amount, error) {
	if !i.Expires.After(now) {
		return 0, nil
	}
	days := int64(i.Expires.Sub(now).Round(24*time.Hour) / (24 * time.Hour))
	part, err := more.Times(days, 30, money.HalfUp)
	if err != nil {
		return 0, err
	}
	_, fen := part.Cents(money.HalfUp)
	return fen, nil
}

func (s *Service) payDifference(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, difference money.Amount) error {
	paid, err := i.Paid.Add(difference)
	if err != nil {
		return err
	}
	switch {
	case difference > 0:
		_, err = s.Till.Charge(ctx, tx, c, i.order("upgrade", []string{i.ID}, difference, 0))
	case difference < 0:
		back := min(-difference, i.Paid) // no more than was paid
		paid = i.Paid - back
		if back > 0 {
			_, err = s.Till.Refund(ctx, tx, c, i.order("downgrade", []string{i.ID}, back, 0))
		}
	}
	i.Paid = paid
	return unpaid(err)
}
