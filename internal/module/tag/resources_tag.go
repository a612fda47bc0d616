package tag

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// refusedOfMany are the conditions of naming resources by their ids.
var refusedOfMany = []*catalogue.Condition{errTooMany, errNoResource, errDescription}

// AttachResourcesTag gives resources of one kind a tag.
var AttachResourcesTag = action.Define(action.Spec{
	Name: "AttachResourcesTag", Doc: "Gives resources of one kind a tag that the account knows: all that it names, or none.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(keeping, with(refusedOfMany, errUnknownTag, errKeyAttached)...),
}, (*Service).attachResourcesTag)

// ResourcesTagRequest is the input of AttachResourcesTag and ModifyResourcesTagValue.
type ResourcesTagRequest struct {
	ServiceType    string   `api:"required" doc:"The service: cvm, vpc, clb, cam, …"`
	ResourceIds    []string `api:"required" doc:"The resources' ids, at most 50."`
	TagKey         string   `api:"required" doc:"The key."`
	TagValue       string   `doc:"The value."`
	ResourceRegion string   `doc:"Their region."`
	ResourcePrefix string   `doc:"Their kind: instance, volume, subnet, …"`
}

// Check implements action.Checker.
func (r *ResourcesTagRequest) Check() error { return checkAll(one(r.TagKey, r.TagValue)) }

// Touches implements action.Toucher.
func (r *ResourcesTagRequest) Touches(*call.Call) []call.Resource {
	return touchedIDs(r.ServiceType, r.ResourcePrefix, r.ResourceRegion, r.ResourceIds)
}

// Conditions implements action.Conditioner.
func (r *ResourcesTagRequest) Conditions(*call.Call) map[string][]string {
	return requested(one(r.TagKey, r.TagValue))
}

func touchedIDs(service, prefix, region string, ids []string) (out []call.Resource) {
	for _, id := range ids {
		out = append(out, asked(tagging.Resource{Service: service, Prefix: prefix, Region: region, ID: id}))
	}
	return out
}

func (s *Service) attachResourcesTag(ctx context.Context, tx store.Tx, c *call.Call, in *ResourcesTagRequest) (*Empty, error) {
	known, err := s.known(ctx, tx, c.Caller.Account, []string{in.TagKey}, in.TagValue)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, errUnknownTag.Errorf("The tag %s with the value %q does not exist; CreateTag makes it.", in.TagKey, in.TagValue)
	}
	return &Empty{}, s.eachNamed(ctx, tx, c, in, func(r tagging.Resource) error {
		has, err := s.Of(ctx, tx, c.Caller.Account, r)
		if err != nil {
			return err
		}
		if keyed(has, in.TagKey) {
			return errKeyAttached.Errorf("Resource %s has the tag key %q; ModifyResourcesTagValue changes its value.", r.ID, in.TagKey)
		}
		return s.Attach(ctx, tx, c.Caller.Account, r, one(in.TagKey, in.TagValue))
	})
}

// ModifyResourcesTagValue changes the value of a tag on resources.
var ModifyResourcesTagValue = action.Define(action.Spec{
	Name: "ModifyResourcesTagValue", Doc: "Changes the value of a key that resources of one kind have: of all that it names, or of none.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(keeping, with(refusedOfMany, errNotAttached)...),
}, (*Service).modifyResourcesTagValue)

func (s *Service) modifyResourcesTagValue(ctx context.Context, tx store.Tx, c *call.Call, in *ResourcesTagRequest) (*Empty, error) {
	return &Empty{}, s.eachNamed(ctx, tx, c, in, func(r tagging.Resource) error {
		if err := s.has(ctx, tx, c, r, in.TagKey); err != nil {
			return err
		}
		return s.Attach(ctx, tx, c.Caller.Account, r, one(in.TagKey, in.TagValue))
	})
}

// DetachResourcesTag takes a tag off resources.
var DetachResourcesTag = action.Define(action.Spec{
	Name: "DetachResourcesTag", Doc: "Takes a key off resources of one kind: off all that it names, or off none.",
	Domain3: "tag", Version: version, Changes: true, Refuses: with(spelling, with(refusedOfMany, errNotAttached)...),
}, (*Service).detachResourcesTag)

// DetachResourcesTagRequest is the input of DetachResourcesTag.
type DetachResourcesTagRequest struct {
	ServiceType    string   `api:"required" doc:"The service: cvm, vpc, clb, cam, …"`
	ResourceIds    []string `api:"required" doc:"The resources' ids, at most 50."`
	TagKey         string   `api:"required" doc:"The key."`
	ResourceRegion string   `doc:"Their region."`
	ResourcePrefix string   `doc:"Their kind: instance, volume, subnet, …"`
}

// Check implements action.Checker.
func (r *DetachResourcesTagRequest) Check() error { return checkKey(r.TagKey) }

// Touches implements action.Toucher.
func (r *DetachResourcesTagRequest) Touches(*call.Call) []call.Resource {
	return touchedIDs(r.ServiceType, r.ResourcePrefix, r.ResourceRegion, r.ResourceIds)
}

func (s *Service) detachResourcesTag(ctx context.Context, tx store.Tx, c *call.Call, in *DetachResourcesTagRequest) (*Empty, error) {
	which := &ResourcesTagRequest{ServiceType: in.ServiceType, ResourceIds: in.ResourceIds, ResourceRegion: in.ResourceRegion, ResourcePrefix: in.ResourcePrefix}
	return &Empty{}, s.eachNamed(ctx, tx, c, which, func(r tagging.Resource) error {
		if err := s.has(ctx, tx, c, r, in.TagKey); err != nil {
			return err
		}
		return s.detach(ctx, tx, c.Caller.Account, r, in.TagKey)
	})
}

// eachNamed does something to every resource that is named; what is refused for one is refused for all.
func (s *Service) eachNamed(ctx context.Context, tx store.Tx, c *call.Call, in *ResourcesTagRequest, do func(r tagging.Resource) error) error {
	all, err := named(in.ServiceType, in.ResourcePrefix, in.ResourceRegion, in.ResourceIds)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := s.there(ctx, tx, c.Caller.Account, r); err != nil {
			return err
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}
