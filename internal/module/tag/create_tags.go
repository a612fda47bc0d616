package tag

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateTag makes a tag known to the account.
var CreateTag = action.Define(action.Spec{
	Name: "CreateTag", Doc: "Makes a key with a value known to the account.",
	Domain3: "tag", Version: version, Regionless: true, Changes: true, Refuses: with(keeping, errValueEmpty, errTagThere),
}, (*Service).createTag)

// CreateTagRequest is the input of CreateTag.
type CreateTagRequest struct {
	TagKey   string `api:"required" doc:"The key: 1 to 127 letters, digits, blanks and marks."`
	TagValue string `doc:"The value: at most 255 of them."`
}

// Check implements action.Checker.
func (r *CreateTagRequest) Check() error {
	return checkNamed(tagging.Tag{Key: r.TagKey, Value: r.TagValue})
}

func (s *Service) createTag(ctx context.Context, tx store.Tx, c *call.Call, in *CreateTagRequest) (*Empty, error) {
	return &Empty{}, s.create(ctx, tx, c.Caller.Account, one(in.TagKey, in.TagValue))
}

// CreateTags makes tags known to the account.
var CreateTags = action.Define(action.Spec{
	Name: "CreateTags", Doc: "Makes keys with values known to the account: all that it names, or none.",
	Domain3: "tag", Version: version, Regionless: true, Changes: true, Refuses: with(keeping, errValueEmpty, errTagThere, errNoTags),
}, (*Service).createTags)

// CreateTagsRequest is the input of CreateTags.
type CreateTagsRequest struct {
	Tags []TagInput `api:"max=50" doc:"The tags."`
}

// Check implements action.Checker.
func (r *CreateTagsRequest) Check() error { return checkListed(r.Tags) }

func (s *Service) createTags(ctx context.Context, tx store.Tx, c *call.Call, in *CreateTagsRequest) (*Empty, error) {
	return &Empty{}, s.create(ctx, tx, c.Caller.Account, given(in.Tags))
}

// checkListed refuses a list of tags that has none; a key may be there with several values.
func checkListed(in []TagInput) error {
	if len(in) == 0 {
		return errNoTags.Errorf("Parameter Tags is empty; one tag or more is expected.")
	}
	for _, t := range given(in) {
		if err := checkNamed(t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) create(ctx context.Context, tx store.Tx, account string, tags []tagging.Tag) error {
	for _, t := range tags {
		known, err := s.Store.Tags(ctx, tx, account, t.Key)
		if err != nil {
			return err
		}
		for _, k := range known {
			if k == t {
				return errTagThere.Errorf("The tag %s with the value %q exists.", t.Key, t.Value)
			}
		}
		if err := s.know(ctx, tx, account, t); err != nil {
			return err
		}
	}
	return nil
}
