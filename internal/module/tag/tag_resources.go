package tag

import (
	"context"
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// TagResources gives resources tags.
var TagResources = action.Define(action.Spec{
	Name: "TagResources", Doc: "Gives each of some resources tags; it answers with those that could not be given them.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(spelling, errDescription, errTooMany, errManyTags, errNoTags),
}, (*Service).tagResources)

// TagResourcesRequest is the input of TagResources.
type TagResourcesRequest struct {
	ResourceList []string   `api:"required" doc:"The resources in six segments, at most 50."`
	Tags         []TagInput `api:"required" doc:"The tags, at most 10."`
}

// Check implements action.Checker.
func (r *TagResourcesRequest) Check() error {
	if len(r.Tags) == 0 || len(r.Tags) > 10 {
		return errManyTags.Errorf("Parameter Tags has %d items; 1 to 10 are expected.", len(r.Tags))
	}
	return checkAll(given(r.Tags))
}

// Touches implements action.Toucher.
func (r *TagResourcesRequest) Touches(c *call.Call) []call.Resource {
	return touched(c, r.ResourceList...)
}

// Conditions implements action.Conditioner.
func (r *TagResourcesRequest) Conditions(*call.Call) map[string][]string {
	return requested(given(r.Tags))
}

// FailedResponse is the output of TagResources and UnTagResources.
type FailedResponse struct {
	FailedResources []FailedResource
}

// FailedResource is a resource that something could not be done to.
type FailedResource struct{ Resource, Code, Message string }

func (s *Service) tagResources(ctx context.Context, tx store.Tx, c *call.Call, in *TagResourcesRequest) (*FailedResponse, error) {
	return s.each(ctx, tx, c, in.ResourceList, func(r tagging.Resource) error {
		return s.Attach(ctx, tx, c.Caller.Account, r, given(in.Tags))
	})
}

// UnTagResources takes tags off resources.
var UnTagResources = action.Define(action.Spec{
	Name: "UnTagResources", Doc: "Takes keys off each of some resources; it answers with those that do not have them.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(spelling, errDescription, errTooMany, errManyTags),
}, (*Service).untagResources)

// UnTagResourcesRequest is the input of UnTagResources.
type UnTagResourcesRequest struct {
	ResourceList []string `api:"required" doc:"The resources in six segments, at most 50."`
	TagKeys      []string `api:"required" doc:"The keys, at most 10."`
}

// Check implements action.Checker.
func (r *UnTagResourcesRequest) Check() error {
	if len(r.TagKeys) == 0 || len(r.TagKeys) > 10 {
		return errManyTags.Errorf("Parameter TagKeys has %d items; 1 to 10 are expected.", len(r.TagKeys))
	}
	for _, k := range r.TagKeys {
		if err := checkKey(k); err != nil {
			return err
		}
	}
	return nil
}

// Touches implements action.Toucher.
func (r *UnTagResourcesRequest) Touches(c *call.Call) []call.Resource {
	return touched(c, r.ResourceList...)
}

func (s *Service) untagResources(ctx context.Context, tx store.Tx, c *call.Call, in *UnTagResourcesRequest) (*FailedResponse, error) {
	return s.each(ctx, tx, c, in.ResourceList, func(r tagging.Resource) error {
		for _, k := range in.TagKeys {
			if err := s.has(ctx, tx, c, r, k); err != nil {
				return err
			}
			if err := s.detach(ctx, tx, c.Caller.Account, r, k); err != nil {
				return err
			}
		}
		return nil
	})
}

// each does something to every resource on its own; what is refused for one is undone for that one.
func (s *Service) each(ctx context.Context, tx store.Tx, c *call.Call, texts []string, do func(r tagging.Resource) error) (*FailedResponse, error) {
	all, err := parseAll(texts, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	out := &FailedResponse{}
	for i, r := range all {
		err := tx.Savepoint(ctx, func() error {
			if err := s.there(ctx, tx, c.Caller.Account, r); err != nil {
				return err
			}
			return do(r)
		})
		var refusal *catalogue.Refusal
		if errors.As(err, &refusal) {
			out.FailedResources = append(out.FailedResources, FailedResource{texts[i], refusal.Condition.Name3, refusal.Message})
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}
