package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

var _ action.ResourceFacts = (*Service)(nil)

// ResourceFacts tells CAM about an instance or a key pair: under the id that policies name, whichever the caller used,
// with its zone, type, creator and tags (facts/cam-sts.md §2.1).
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "cvm" || r.ID == "*" {
		return r, nil, nil
	}
	switch r.Type {
	case "instance":
		i, err := s.Store.Instance(ctx, tx, r.ID)
		if err != nil || i == nil || i.Account != account {
			return r, nil, err
		}
		i.Tags, err = s.Tags.Of(ctx, tx, account, i.tagged())
		return i.resource(), i.about(), err
	case "launch-template":
		t, err := s.Store.Template(ctx, tx, r.ID)
		if err != nil || t == nil || t.Account != account {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, t.tagged())
		return r, map[string][]string{
			"cvm:region": {t.Region}, "qcs:create_uin": {t.Creator}, "qcs:tag": tagging.Pairs(tags), "qcs:resource_tag": tagging.Pairs(tags),
		}, err
	case "hpc":
		h, err := s.Store.HpcCluster(ctx, tx, r.ID)
		if err != nil || h == nil || h.Account != account {
			return r, nil, err
		}
		h.Tags, err = s.Tags.Of(ctx, tx, account, h.tagged())
		return r, h.about(), err
	case "sg":
		return s.Groups.ResourceFacts(ctx, tx, account, r)
	case "ps":
		groups, err := s.Store.PlacementGroups(ctx, tx, account, "")
		for _, g := range groups {
			if g.ID == r.ID {
				g.Tags, err = s.Tags.Of(ctx, tx, account, g.tagged())
				return r, g.about(), err
			}
		}
		return r, nil, err
	case "keypair":
		pairs, err := s.Store.KeyPairs(ctx, tx, account)
		if err != nil {
			return r, nil, err
		}
		for _, k := range pairs {
			if k.ID == r.ID {
				k.Tags, err = s.Tags.Of(ctx, tx, account, k.tagged())
				return r, k.about(), err
			}
		}
	}
	return r, nil, nil
}

func (i *Instance) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "instance", ID: i.ID}
}

func (i *Instance) about() map[string][]string {
	return map[string][]string{
		"cvm:region": {i.Region}, "cvm:zone": {i.Zone}, "cvm:instance_type": {i.Type},
		"qcs:create_uin": {i.Creator}, "qcs:tag": tagging.Pairs(i.Tags), "qcs:resource_tag": tagging.Pairs(i.Tags),
	}
}

func (k *KeyPair) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "keypair", ID: k.ID}
}

func (k *KeyPair) about() map[string][]string {
	return map[string][]string{"qcs:create_uin": {k.Creator}, "qcs:tag": tagging.Pairs(k.Tags), "qcs:resource_tag": tagging.Pairs(k.Tags)}
}
