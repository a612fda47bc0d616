package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Tags are kept by the module tag; what cvm shows and decides by is filled in from there.

func (i *Instance) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "instance", Region: i.Region, ID: i.ID}
}

// tagged has no region: a pair opens instances in all of them.
func (k *KeyPair) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "keypair", ID: k.ID}
}

// tagInstances fills in the tags of an account's instances.
func (s *Service) tagInstances(ctx context.Context, tx store.Tx, account, region string, all ...*Instance) error {
	tags, err := s.Tags.All(ctx, tx, account, "cvm", "instance", region)
	for _, i := range all {
		i.Tags = tags[i.ID]
	}
	return err
}

// tagKeys fills in the tags of an account's key pairs.
func (s *Service) tagKeys(ctx context.Context, tx store.Tx, account string, all []KeyPair) error {
	tags, err := s.Tags.All(ctx, tx, account, "cvm", "keypair", "")
	for n := range all {
		all[n].Tags = tags[all[n].ID]
	}
	return err
}
