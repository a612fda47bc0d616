package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AssociateInstancesKeyPairs has key pairs open instances: all that it names, or none.
var AssociateInstancesKeyPairs = action.Define(action.Spec{
	Name: "AssociateInstancesKeyPairs", Doc: "Has key pairs open instances that are off, or restarts them for it.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(bindKeys, errMalformedKey, errNoKey, errWindows, errNotCharging),
}, (*Service).associateInstancesKeyPairs)

// AssociateInstancesKeyPairsRequest is the input of AssociateInstancesKeyPairs.
type AssociateInstancesKeyPairsRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	KeyIds      []string `api:"required" touches:"keypair" doc:"The pairs, at most 100."`
	ForceStop   bool     `doc:"Whether an instance that runs is restarted for it."`
}

// Check implements action.Checker.
func (r *AssociateInstancesKeyPairsRequest) Check() error {
	if err := checkKeyIDs("KeyIds", r.KeyIds); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) associateInstancesKeyPairs(ctx context.Context, tx store.Tx, c *call.Call, in *AssociateInstancesKeyPairsRequest) (*Nothing, error) {
	return s.rekey(ctx, tx, c, in.InstanceIds, in.KeyIds, in.ForceStop, bindKeys, (*Instance).bind)
}

// rekey changes which pairs open instances.
func (s *Service) rekey(ctx context.Context, tx store.Tx, c *call.Call, ids, keys []string, force bool, m move, change func(i *Instance, keys []string)) (*Nothing, error) {
	for _, id := range keys {
		if _, err := s.keyPair(ctx, tx, c.Caller.Account, id); err != nil {
			return nil, err
		}
	}
	return s.eachOf(ctx, tx, c, ids, func(i *Instance) error {
		return s.changeLogin(ctx, tx, c, i, m.orForced(force, i), func() error {
			if i.Windows {
				return errWindows.Errorf("Instance %s runs Windows, which a key pair does not open.", i.ID)
			}
			change(i, keys)
			return nil
		})
	})
}

func (i *Instance) bind(keys []string) {
	for _, id := range keys {
		if !slices.Contains(i.Keys, id) {
			i.Keys = append(i.Keys, id)
		}
	}
}

func (i *Instance) unbind(keys []string) {
	i.Keys = slices.DeleteFunc(i.Keys, func(id string) bool { return slices.Contains(keys, id) })
}
