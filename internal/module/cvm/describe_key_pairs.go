package cvm

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeKeyPairs lists key pairs.
var DescribeKeyPairs = action.Define(action.Spec{
	Name: "DescribeKeyPairs", Doc: "Lists key pairs with the instances that they open.",
	Domain: "cvm", Domain3: "cvm", Version: version, Lists: "keypair",
	Refuses: []*catalogue.Condition{errMalformedKey, errTooManyIDs, errFilter, errFilterValues},
}, (*Service).describeKeyPairs)

// DescribeKeyPairsRequest is the input of DescribeKeyPairs.
type DescribeKeyPairsRequest struct {
	KeyIds  []string `touches:"keypair" doc:"The pairs; not together with Filters."`
	Filters []Filter `doc:"By project-id, key-name or tag; at most 10."`
	Offset  int64    `api:"min=0" doc:"How many are skipped."`
	Limit   int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *DescribeKeyPairsRequest) Check() error {
	if len(r.KeyIds) > 0 && len(r.Filters) > 0 {
		return catalogue.InvalidParameter.Errorf("Parameters KeyIds and Filters are both given; one of them is expected.")
	}
	known := func(name string) bool {
		return slices.Contains([]string{"project-id", "key-name", "tag-key"}, name) || strings.HasPrefix(name, "tag:")
	}
	if err := checkFilters(r.Filters, known); err != nil {
		return err
	}
	return checkKeyIDs("KeyIds", r.KeyIds)
}

// DescribeKeyPairsResponse is the output of DescribeKeyPairs.
type DescribeKeyPairsResponse struct {
	TotalCount int64
	KeyPairSet []KeyPairItem
}

// A KeyPairItem is the API's KeyPair.
type KeyPairItem struct {
	KeyId, KeyName        string
	ProjectId             int64
	Description           string
	PublicKey             string
	PrivateKey            *string
	AssociatedInstanceIds []string
	CreatedTime           *string
	Tags                  []Tag
}

func (k *KeyPair) item(instances []string) KeyPairItem {
	return KeyPairItem{
		KeyId: k.ID, KeyName: k.Name, ProjectId: k.Project, Description: k.Description, PublicKey: k.PublicKey,
		AssociatedInstanceIds: instances, CreatedTime: iso(k.Created), Tags: k.Tags,
	}
}

func (s *Service) describeKeyPairs(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeKeyPairsRequest) (*DescribeKeyPairsResponse, error) {
	found, err := s.listedKeys(ctx, tx, c, in.KeyIds, func(k *KeyPair) bool { return k.passes(in.Filters) })
	if err != nil {
		return nil, err
	}
	instances, err := s.Store.Instances(ctx, tx, c.Caller.Account, "")
	if err != nil {
		return nil, err
	}
	out := &DescribeKeyPairsResponse{TotalCount: int64(len(found))}
	for _, k := range page(found, in.Offset, in.Limit) {
		var opened []string
		for _, i := range instances {
			if k.opens(i) {
				opened = append(opened, i.ID)
			}
		}
		out.KeyPairSet = append(out.KeyPairSet, k.item(opened))
	}
	return out, nil
}

// listedKeys are the caller's pairs that he may see, the newest first: those of ids, where there are any.
func (s *Service) listedKeys(ctx context.Context, tx store.Tx, c *call.Call, ids []string, keep func(*KeyPair) bool) ([]KeyPair, error) {
	all, err := s.Store.KeyPairs(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	if err := s.tagKeys(ctx, tx, c.Caller.Account, all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(k KeyPair) bool {
		named := len(ids) == 0 || slices.Contains(ids, k.ID)
		return !named || !keep(&k) || !c.Sees(k.resource(), k.about())
	}), nil
}

// passes tells whether the pair has one of the values of every filter.
func (k *KeyPair) passes(given []Filter) bool {
	for _, f := range given {
		values := []string{k.Name}
		switch key, tag := strings.CutPrefix(f.Name, "tag:"); {
		case f.Name == "project-id":
			values = []string{strconv.FormatInt(k.Project, 10)}
		case f.Name == "tag-key" || tag:
			values = nil
			for _, t := range k.Tags {
				switch {
				case !tag:
					values = append(values, t.Key)
				case t.Key == key:
					values = append(values, t.Value)
				}
			}
		}
		if !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}
