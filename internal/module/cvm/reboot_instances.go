package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// RebootInstances restarts instances: all that it names, or none.
var RebootInstances = action.Define(action.Spec{
	Name: "RebootInstances", Doc: "Restarts instances.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(move{from: []State{Running, Rescue}}, errCombination),
}, (*Service).rebootInstances)

// RebootInstancesRequest is the input of RebootInstances.
type RebootInstancesRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	ForceReboot *bool    `doc:"Whether to cut the power; not together with StopType."`
	StopType    string   `api:"oneof=SOFT HARD SOFT_FIRST" doc:"How to turn them off."`
}

// Check implements action.Checker.
func (r *RebootInstancesRequest) Check() error {
	if r.ForceReboot != nil && r.StopType != "" {
		return errCombination.Errorf("Parameters ForceReboot and StopType are both given; one of them is expected.")
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) rebootInstances(ctx context.Context, tx store.Tx, c *call.Call, in *RebootInstancesRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if i.State == Rescue {
			return s.moves(ctx, tx, c, i, rebootRescue)
		}
		return s.moves(ctx, tx, c, i, reboot)
	})
}
