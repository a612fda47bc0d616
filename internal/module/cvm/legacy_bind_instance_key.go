package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// BindInstanceKey has a key pair open instances.
var BindInstanceKey = action.Define(action.Spec{
	Name: "BindInstanceKey", Doc: "Has a key pair open instances that are off.",
	Domain: "cvm", Changes: true, Refuses: refusals(bindKeys, errMalformedKey, errNoKey, errWindows, errNotCharging),
}, (*Service).bindInstanceKey)

// UnBindInstanceKey has a key pair no longer open instances.
var UnBindInstanceKey = action.Define(action.Spec{
	Name: "UnBindInstanceKey", Doc: "Has a key pair no longer open instances that are off.",
	Domain: "cvm", Changes: true, Refuses: refusals(unbindKeys, errMalformedKey, errNoKey, errWindows, errNotCharging),
}, (*Service).unBindInstanceKey)

// BindInstanceKeyRequest is the input of BindInstanceKey and UnBindInstanceKey.
type BindInstanceKeyRequest struct {
	InstanceIDs []string `json:"instanceIds" api:"required" touches:"instance" doc:"The instances, at most 100."`
	KeyID       string   `json:"keyId" api:"required" touches:"keypair" doc:"The pair."`
}

// Check implements action.Checker.
func (r *BindInstanceKeyRequest) Check() error {
	if err := checkKeyIDs("keyId", []string{r.KeyID}); err != nil {
		return err
	}
	return checkAnyIDs(r.InstanceIDs)
}

func (s *Service) bindInstanceKey(ctx context.Context, tx store.Tx, c *call.Call, in *BindInstanceKeyRequest) (*Nothing, error) {
	return s.rekey(ctx, tx, c, in.InstanceIDs, []string{in.KeyID}, false, bindKeys.named("BindInstanceKey"), (*Instance).bind)
}

func (s *Service) unBindInstanceKey(ctx context.Context, tx store.Tx, c *call.Call, in *BindInstanceKeyRequest) (*Nothing, error) {
	return s.rekey(ctx, tx, c, in.InstanceIDs, []string{in.KeyID}, false, unbindKeys.named("UnBindInstanceKey"), (*Instance).unbind)
}

// DeleteKeyPair drops key pairs: all that it names, or none.
var DeleteKeyPair = action.Define(action.Spec{
	Name: "DeleteKeyPair", Doc: "Drops key pairs that open no instance.",
	Domain: "cvm", Changes: true, Refuses: []*catalogue.Condition{errMalformedKey, errTooManyIDs, errNoKey, errKeyInUse},
}, (*Service).deleteKeyPair)

// DeleteKeyPairRequest is the input of DeleteKeyPair.
type DeleteKeyPairRequest struct {
	KeyIDs []string `json:"keyIds" api:"required" touches:"keypair" doc:"The pairs, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteKeyPairRequest) Check() error { return checkKeyIDs("keyIds", r.KeyIDs) }

// DeleteKeyPairResponse is the output of DeleteKeyPair.
type DeleteKeyPairResponse struct {
	DeleteKeySet []LegacyKeyID `json:"deleteKeySet"`
}

func (s *Service) deleteKeyPair(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteKeyPairRequest) (*DeleteKeyPairResponse, error) {
	if err := s.dropKeys(ctx, tx, c, in.KeyIDs); err != nil {
		return nil, err
	}
	out := &DeleteKeyPairResponse{}
	for _, id := range in.KeyIDs {
		out.DeleteKeySet = append(out.DeleteKeySet, LegacyKeyID{id})
	}
	return out, nil
}
