package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// ModifyKeyPairAttribute changes what a key pair is called.
var ModifyKeyPairAttribute = action.Define(action.Spec{
	Name: "ModifyKeyPairAttribute", Doc: "Changes the name and the description of a key pair.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedKey, errNoKey, errKeyNameLong, errKeyNameChar, errKeyNameTaken},
}, (*Service).modifyKeyPairAttribute)

// ModifyKeyPairAttributeRequest is the input of ModifyKeyPairAttribute.
type ModifyKeyPairAttributeRequest struct {
	KeyId       string  `api:"required" touches:"keypair" doc:"The pair."`
	KeyName     string  `doc:"Its name: at most 25 letters, digits and underscores."`
	Description *string `api:"max=60" doc:"What it is for."`
}

// Check implements action.Checker.
func (r *ModifyKeyPairAttributeRequest) Check() error {
	if r.KeyName == "" && r.Description == nil {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; KeyName or Description is expected.")
	}
	if r.KeyName != "" {
		if err := checkKeyName(r.KeyName); err != nil {
			return err
		}
	}
	return checkKeyIDs("KeyId", []string{r.KeyId})
}

func (s *Service) modifyKeyPairAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyKeyPairAttributeRequest) (*Nothing, error) {
	k, err := s.keyPair(ctx, tx, c.Caller.Account, in.KeyId)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.KeyPairs(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		if other.ID != k.ID && other.Name == in.KeyName {
			return nil, errKeyNameTaken.Errorf("The key pair %s has the name %s already.", other.ID, param.Quote(in.KeyName))
		}
	}
	k.Name = orElse(in.KeyName, k.Name)
	set(&k.Description, in.Description)
	return &Nothing{}, s.Store.PutKeyPair(ctx, tx, *k)
}
