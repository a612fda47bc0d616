package tag

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// ModifyResourceTags changes the tags of a resource.
var ModifyResourceTags = action.Define(action.Spec{
	Name: "ModifyResourceTags", Doc: "Gives a resource tags, new ones or other values, and takes others off it.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(keeping, errDescription, errNoResource, errDeleteBoth, errNoTags),
}, (*Service).modifyResourceTags)

// ModifyResourceTagsRequest is the input of ModifyResourceTags.
type ModifyResourceTagsRequest struct {
	Resource    string     `api:"required" doc:"The resource in six segments."`
	ReplaceTags []TagInput `doc:"The tags that it gets."`
	DeleteTags  []KeyInput `doc:"The keys that it loses."`
}

// Check implements action.Checker.
func (r *ModifyResourceTagsRequest) Check() error {
	if len(r.ReplaceTags)+len(r.DeleteTags) == 0 {
		return errNoTags.Errorf("Parameters ReplaceTags and DeleteTags are both empty; one of them is expected.")
	}
	for _, k := range r.DeleteTags {
		if err := checkKey(k.TagKey); err != nil {
			return err
		}
		if slices.ContainsFunc(r.ReplaceTags, func(t TagInput) bool { return t.TagKey == k.TagKey }) {
			return errDeleteBoth.Errorf("The tag key %q is in ReplaceTags and in DeleteTags; it is expected in one of them.", k.TagKey)
		}
	}
	return checkAll(given(r.ReplaceTags))
}

// Touches implements action.Toucher.
func (r *ModifyResourceTagsRequest) Touches(c *call.Call) []call.Resource {
	return touched(c, r.Resource)
}

// Conditions implements action.Conditioner.
func (r *ModifyResourceTagsRequest) Conditions(*call.Call) map[string][]string {
	return requested(given(r.ReplaceTags))
}

func (s *Service) modifyResourceTags(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyResourceTagsRequest) (*Empty, error) {
	r, err := s.resource(ctx, tx, c, in.Resource)
	if err != nil {
		return nil, err
	}
	for _, k := range in.DeleteTags {
		if err := s.detach(ctx, tx, c.Caller.Account, r, k.TagKey); err != nil {
			return nil, err
		}
	}
	return &Empty{}, s.Attach(ctx, tx, c.Caller.Account, r, given(in.ReplaceTags))
}

// resource is the caller's resource with that description.
func (s *Service) resource(ctx context.Context, tx store.Tx, c *call.Call, text string) (tagging.Resource, error) {
	r, err := parse(text, c.Caller.Account)
	if err != nil {
		return r, err
	}
	return r, s.there(ctx, tx, c.Caller.Account, r)
}

func (s *Service) detach(ctx context.Context, tx store.Tx, account string, r tagging.Resource, key string) error {
	return s.Store.Remove(ctx, tx, account, Query{Service: r.Service, Prefix: r.Prefix, ID: r.ID, Key: key})
}
