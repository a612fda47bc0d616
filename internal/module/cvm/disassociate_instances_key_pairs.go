package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DisassociateInstancesKeyPairs has key pairs no longer open instances: all that it names, or none.
var DisassociateInstancesKeyPairs = action.Define(action.Spec{
	Name: "DisassociateInstancesKeyPairs", Doc: "Has key pairs no longer open instances that are off, or restarts them for it.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(unbindKeys, errMalformedKey, errNoKey, errWindows, errNotCharging),
}, (*Service).disassociateInstancesKeyPairs)

// DisassociateInstancesKeyPairsRequest is the input of DisassociateInstancesKeyPairs.
type DisassociateInstancesKeyPairsRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	KeyIds      []string `api:"required" touches:"keypair" doc:"The pairs, at most 100."`
	ForceStop   bool     `doc:"Whether an instance that runs is restarted for it."`
}

// Check implements action.Checker.
func (r *DisassociateInstancesKeyPairsRequest) Check() error {
	if err := checkKeyIDs("KeyIds", r.KeyIds); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) disassociateInstancesKeyPairs(ctx context.Context, tx store.Tx, c *call.Call, in *DisassociateInstancesKeyPairsRequest) (*Nothing, error) {
	return s.rekey(ctx, tx, c, in.InstanceIds, in.KeyIds, in.ForceStop, unbindKeys, (*Instance).unbind)
}
