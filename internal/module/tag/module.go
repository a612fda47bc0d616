// Package tag keeps the tags of an account: which keys and values it knows, and which of its resources have them. It
// decides what a tag may look like and how many there may be. What a resource is, and whether it is there, it asks the
// module that keeps it; these in turn ask here for the tags of theirs, in the words of package tagging.
package tag

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what tag needs.
type Deps struct {
	Store    Store
	Accounts Accounts
	// Resources are those of all modules; it may be set after New.
	Resources Resources
}

// A Service keeps tags.
type Service struct{ Deps }

var (
	_ tagging.Keeper       = (*Service)(nil)
	_ action.ResourceFacts = (*Service)(nil)
)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of the domain tag.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		CreateTag, CreateTags, DeleteTag, DeleteTags,
		GetTags, GetTagKeys, GetTagValues, DescribeTags, DescribeTagKeys, DescribeTagValues,
		AddResourceTag, UpdateResourceTagValue, DeleteResourceTag, ModifyResourceTags, TagResources, UnTagResources,
		AttachResourcesTag, ModifyResourcesTagValue, DetachResourcesTag,
		DescribeResourceTags, DescribeResourceTagsByResourceIds, DescribeResourceTagsByTagKeys,
		DescribeResourcesByTags, DescribeResourcesByTagsUnion, GetResources,
	)
}

// ResourceFacts tells CAM about a resource that is tagged: what its own module says.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.ID == "*" || s.Resources == nil {
		return r, nil, nil
	}
	return s.Resources.ResourceFacts(ctx, tx, account, r)
}
