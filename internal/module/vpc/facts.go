package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// ResourceFacts implements action.ResourceFacts: conditions may ask for the network, the creator and the tags of networks,
// subnets, route tables and ACLs (facts/cam-sts.md §2).
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "vpc" || r.ID == "*" {
		return r, nil, nil
	}
	owner, region, creator, vpc, err := s.about(ctx, tx, r)
	if err != nil || owner != account || owner == "" {
		return r, nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, account, tagged(region, r.Type, r.ID))
	if err != nil {
		return r, nil, err
	}
	return r, facts(creator, vpc, tags), nil
}

// about is what a resource says of itself; its owner is empty where there is none.
func (s *Service) about(ctx context.Context, tx store.Tx, r call.Resource) (owner, region, creator, vpc string, err error) {
	switch r.Type {
	case "vpc":
		v, err := s.Store.VPC(ctx, tx, r.ID)
		if v != nil {
			return v.Account, v.Region, v.Creator, v.ID, err
		}
		return "", "", "", "", err
	case "subnet":
		n, err := s.Store.Subnet(ctx, tx, r.ID)
		if n != nil {
			return n.Account, n.Region, n.Creator, n.VPC, err
		}
		return "", "", "", "", err
	case "rtb":
		t, err := s.Store.Table(ctx, tx, r.ID)
		if t != nil {
			return t.Account, t.Region, t.Creator, t.VPC, err
		}
		return "", "", "", "", err
	case "acl":
		a, err := s.Store.ACL(ctx, tx, r.ID)
		if a != nil {
			return a.Account, a.Region, a.Creator, a.VPC, err
		}
		return "", "", "", "", err
	}
	return "", "", "", "", nil
}

func facts(creator, vpc string, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {creator}, "vpc:vpc": {vpc}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}
