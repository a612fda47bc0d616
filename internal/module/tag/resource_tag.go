package tag

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// AddResourceTag gives a resource a tag.
var AddResourceTag = action.Define(action.Spec{
	Name: "AddResourceTag", Doc: "Gives a resource a tag whose key it does not have.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(keeping, errDescription, errNoResource, errKeyAttached),
}, (*Service).addResourceTag)

// ResourceTagRequest is the input of AddResourceTag and UpdateResourceTagValue.
type ResourceTagRequest struct {
	TagKey   string `api:"required" doc:"The key."`
	TagValue string `doc:"The value."`
	Resource string `api:"required" doc:"The resource in six segments."`
}

// Check implements action.Checker.
func (r *ResourceTagRequest) Check() error { return checkAll(one(r.TagKey, r.TagValue)) }

// Touches implements action.Toucher.
func (r *ResourceTagRequest) Touches(c *call.Call) []call.Resource { return touched(c, r.Resource) }

// Conditions implements action.Conditioner.
func (r *ResourceTagRequest) Conditions(*call.Call) map[string][]string {
	return requested(one(r.TagKey, r.TagValue))
}

func (s *Service) addResourceTag(ctx context.Context, tx store.Tx, c *call.Call, in *ResourceTagRequest) (*Empty, error) {
	r, err := s.resource(ctx, tx, c, in.Resource)
	if err != nil {
		return nil, err
	}
	has, err := s.Of(ctx, tx, c.Caller.Account, r)
	if err != nil {
		return nil, err
	}
	if keyed(has, in.TagKey) {
		return nil, errKeyAttached.Errorf("Resource %s has the tag key %q; UpdateResourceTagValue changes its value.", r.ID, in.TagKey)
	}
	return &Empty{}, s.Attach(ctx, tx, c.Caller.Account, r, one(in.TagKey, in.TagValue))
}

// UpdateResourceTagValue changes the value of a resource's tag.
var UpdateResourceTagValue = action.Define(action.Spec{
	Name: "UpdateResourceTagValue", Doc: "Changes the value of a key that a resource has.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(keeping, errDescription, errNoResource, errNotAttached),
}, (*Service).updateResourceTagValue)

func (s *Service) updateResourceTagValue(ctx context.Context, tx store.Tx, c *call.Call, in *ResourceTagRequest) (*Empty, error) {
	r, err := s.resource(ctx, tx, c, in.Resource)
	if err != nil {
		return nil, err
	}
	if err := s.has(ctx, tx, c, r, in.TagKey); err != nil {
		return nil, err
	}
	return &Empty{}, s.Attach(ctx, tx, c.Caller.Account, r, one(in.TagKey, in.TagValue))
}

// DeleteResourceTag takes a tag off a resource.
var DeleteResourceTag = action.Define(action.Spec{
	Name: "DeleteResourceTag", Doc: "Takes a key off a resource.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(spelling, errDescription, errNoResource, errNotAttached),
}, (*Service).deleteResourceTag)

// DeleteResourceTagRequest is the input of DeleteResourceTag.
type DeleteResourceTagRequest struct {
	TagKey   string `api:"required" doc:"The key."`
	Resource string `api:"required" doc:"The resource in six segments."`
}

// Check implements action.Checker.
func (r *DeleteResourceTagRequest) Check() error { return checkKey(r.TagKey) }

// Touches implements action.Toucher.
func (r *DeleteResourceTagRequest) Touches(c *call.Call) []call.Resource {
	return touched(c, r.Resource)
}

func (s *Service) deleteResourceTag(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteResourceTagRequest) (*Empty, error) {
	r, err := s.resource(ctx, tx, c, in.Resource)
	if err != nil {
		return nil, err
	}
	if err := s.has(ctx, tx, c, r, in.TagKey); err != nil {
		return nil, err
	}
	return &Empty{}, s.detach(ctx, tx, c.Caller.Account, r, in.TagKey)
}

// has refuses a key that the resource does not have.
func (s *Service) has(ctx context.Context, tx store.Tx, c *call.Call, r tagging.Resource, key string) error {
	tags, err := s.Of(ctx, tx, c.Caller.Account, r)
	if err != nil {
		return err
	}
	if !keyed(tags, key) {
		return errNotAttached.Errorf("Resource %s does not have the tag key %q.", r.ID, key)
	}
	return nil
}
