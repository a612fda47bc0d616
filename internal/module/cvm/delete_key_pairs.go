package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteKeyPairs drops key pairs: all that it names, or none.
var DeleteKeyPairs = action.Define(action.Spec{
	Name: "DeleteKeyPairs", Doc: "Drops key pairs that open no instance.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedKey, errTooManyIDs, errNoKey, errKeyInUse},
}, (*Service).deleteKeyPairs)

// DeleteKeyPairsRequest is the input of DeleteKeyPairs.
type DeleteKeyPairsRequest struct {
	KeyIds []string `api:"required" touches:"keypair" doc:"The pairs, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteKeyPairsRequest) Check() error { return checkKeyIDs("KeyIds", r.KeyIds) }

func (s *Service) deleteKeyPairs(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteKeyPairsRequest) (*Nothing, error) {
	return &Nothing{}, s.dropKeys(ctx, tx, c, in.KeyIds)
}

// dropKeys drops pairs that open no instance.
func (s *Service) dropKeys(ctx context.Context, tx store.Tx, c *call.Call, ids []string) error {
	instances, err := s.Store.Instances(ctx, tx, c.Caller.Account, "")
	if err != nil {
		return err
	}
	for _, id := range ids {
		k, err := s.keyPair(ctx, tx, c.Caller.Account, id)
		if err != nil {
			return err
		}
		for _, i := range instances {
			if k.opens(i) {
				return errKeyInUse.Errorf("The key pair %s opens instance %s; it has to be taken from it first.", id, i.ID)
			}
		}
		if err := s.Store.RemoveKeyPair(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Tags.Drop(ctx, tx, k.Account, k.tagged()); err != nil {
			return err
		}
	}
	return nil
}
