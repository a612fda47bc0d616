package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// StopInstances turns instances off: all that it names, or none.
var StopInstances = action.Define(action.Spec{
	Name: "StopInstances", Doc: "Turns instances off.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(stop, errCombination, errNotCharging),
}, (*Service).stopInstances)

// StopInstancesRequest is the input of StopInstances.
type StopInstancesRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	ForceStop   *bool    `doc:"Whether to cut the power; not together with StopType."`
	StopType    string   `api:"oneof=SOFT HARD SOFT_FIRST" doc:"How to turn them off."`
	StoppedMode string   `api:"oneof=KEEP_CHARGING STOP_CHARGING,default=KEEP_CHARGING" doc:"What a pay-as-you-go instance costs while it is off: its price, or its disks alone."`
}

// Check implements action.Checker.
func (r *StopInstancesRequest) Check() error {
	if r.ForceStop != nil && r.StopType != "" {
		return errCombination.Errorf("Parameters ForceStop and StopType are both given; one of them is expected.")
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) stopInstances(ctx context.Context, tx store.Tx, c *call.Call, in *StopInstancesRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error { return s.stop(ctx, tx, c, i, in.StoppedMode) })
}

// stop turns an instance off.
func (s *Service) stop(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, mode string) error {
	if err := i.may(stop); err != nil {
		return err
	}
	if mode == StopCharging && i.Charge != Postpaid {
		return errNotCharging.Errorf("Instance %s is "+i.Charge+"; StoppedMode STOP_CHARGING is for pay-as-you-go instances.", i.ID)
	}
	if err := s.charging(ctx, tx, c, i, mode); err != nil {
		return err
	}
	return s.move(ctx, tx, i, stop, c.Now, c.RequestID)
}
