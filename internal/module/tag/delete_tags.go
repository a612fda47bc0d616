package tag

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DeleteTag forgets a tag.
var DeleteTag = action.Define(action.Spec{
	Name: "DeleteTag", Doc: "Forgets a key with a value that no resource has.",
	Domain3: "tag", Version: version, Regionless: true, Changes: true, Refuses: with(spelling, errValueEmpty, errUnknownTag, errTagUsed),
}, (*Service).deleteTag)

// DeleteTagRequest is the input of DeleteTag.
type DeleteTagRequest struct {
	TagKey   string `api:"required" doc:"The key."`
	TagValue string `doc:"The value."`
}

// Check implements action.Checker.
func (r *DeleteTagRequest) Check() error {
	return checkNamed(tagging.Tag{Key: r.TagKey, Value: r.TagValue})
}

func (s *Service) deleteTag(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteTagRequest) (*Empty, error) {
	return &Empty{}, s.forget(ctx, tx, c.Caller.Account, one(in.TagKey, in.TagValue))
}

// DeleteTags forgets tags.
var DeleteTags = action.Define(action.Spec{
	Name: "DeleteTags", Doc: "Forgets keys with values that no resource has: all that it names, or none.",
	Domain3: "tag", Version: version, Regionless: true, Changes: true, Refuses: with(spelling, errValueEmpty, errUnknownTag, errTagUsed, errNoTags),
}, (*Service).deleteTags)

// DeleteTagsRequest is the input of DeleteTags.
type DeleteTagsRequest struct {
	Tags []TagInput `api:"required,max=50" doc:"The tags."`
}

// Check implements action.Checker.
func (r *DeleteTagsRequest) Check() error { return checkListed(r.Tags) }

func (s *Service) deleteTags(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteTagsRequest) (*Empty, error) {
	return &Empty{}, s.forget(ctx, tx, c.Caller.Account, given(in.Tags))
}

func (s *Service) forget(ctx context.Context, tx store.Tx, account string, tags []tagging.Tag) error {
	for _, t := range tags {
		used, err := s.Store.Attachments(ctx, tx, account, Query{Key: t.Key})
		if err != nil {
			return err
		}
		for _, a := range used {
			if a.Value == t.Value {
				return errTagUsed.Errorf("The tag %s with the value %q is on %s; a tag that no resource has is expected.", t.Key, t.Value, a.ID)
			}
		}
		removed, err := s.Store.RemoveTag(ctx, tx, account, t)
		if err != nil {
			return err
		}
		if !removed {
			return errUnknownTag.Errorf("The tag %s with the value %q does not exist.", t.Key, t.Value)
		}
	}
	return nil
}
