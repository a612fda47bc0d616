package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// LegacyStartInstances turns instances on, each by itself.
var LegacyStartInstances = action.Define(action.Spec{
	Name: "StartInstances", Doc: "Turns instances on, each by itself.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: batched(start, errNotSold, errBalance),
}, (*Service).legacyStartInstances)

// LegacyStopInstances turns instances off, each by itself.
var LegacyStopInstances = action.Define(action.Spec{
	Name: "StopInstances", Doc: "Turns instances off, each by itself.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: batched(stop),
}, (*Service).legacyStopInstances)

// RestartInstances restarts instances, each by itself.
var RestartInstances = action.Define(action.Spec{
	Name: "RestartInstances", Doc: "Restarts instances, each by itself.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: batched(reboot),
}, (*Service).restartInstances)

// LegacyStartRequest is the input of LegacyStartInstances.
type LegacyStartRequest struct {
	InstanceIDs []string `json:"instanceIds" api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *LegacyStartRequest) Check() error { return checkAnyIDs(r.InstanceIDs) }

// LegacyStopRequest is the input of LegacyStopInstances and RestartInstances.
type LegacyStopRequest struct {
	InstanceIDs []string `json:"instanceIds" api:"required" touches:"instance" doc:"The instances, at most 100."`
	ForceStop   int64    `json:"forceStop" api:"oneof=0 1,default=0" doc:"Whether to cut the power."`
}

// Check implements action.Checker.
func (r *LegacyStopRequest) Check() error { return checkAnyIDs(r.InstanceIDs) }

func (s *Service) legacyStartInstances(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyStartRequest) (*action.BatchAnswer, error) {
	return s.each(ctx, tx, c, in.InstanceIDs, func(i *Instance) error { return s.start(ctx, tx, c, i) })
}

func (s *Service) legacyStopInstances(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyStopRequest) (*action.BatchAnswer, error) {
	return s.each(ctx, tx, c, in.InstanceIDs, func(i *Instance) error { return s.stop(ctx, tx, c, i, KeepCharging) })
}

func (s *Service) restartInstances(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyStopRequest) (*action.BatchAnswer, error) {
	return s.each(ctx, tx, c, in.InstanceIDs, func(i *Instance) error { return s.moves(ctx, tx, c, i, reboot.named("RestartInstances")) })
}
