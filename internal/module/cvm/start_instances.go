package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// StartInstances turns instances on: all that it names, or none.
var StartInstances = action.Define(action.Spec{
	Name: "StartInstances", Doc: "Turns instances on.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(start, errNotSold, errBalance),
}, (*Service).startInstances)

// StartInstancesRequest is the input of StartInstances.
type StartInstancesRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *StartInstancesRequest) Check() error { return checkIDs(r.InstanceIds) }

func (s *Service) startInstances(ctx context.Context, tx store.Tx, c *call.Call, in *StartInstancesRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error { return s.start(ctx, tx, c, i) })
}

// start turns an instance on; one that costs less while it is off costs its price again.
func (s *Service) start(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if err := i.may(start); err != nil {
		return err
	}
	if err := s.charging(ctx, tx, c, i, NotApplicable); err != nil {
		return err
	}
	return s.move(ctx, tx, i, start, c.Now, c.RequestID)
}

// charging sets what an instance costs while it is off, and changes its meter where that is another price.
func (s *Service) charging(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, mode string) error {
	before := i.StopCharging
	i.StopCharging = mode
	if !i.Metered || (before == StopCharging) == (mode == StopCharging) {
		return nil
	}
	return s.reprice(ctx, tx, c, i)
}

// reprice has the meter of an instance run at what it costs now.
func (s *Service) reprice(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	o, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return err
	}
	price, err := i.perHour(*o)
	if err != nil {
		return err
	}
	return unpaid(s.Till.Change(ctx, tx, c, i.ID, price))
}
