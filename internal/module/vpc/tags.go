package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A Tag is a key with its value.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

func taggings(tags []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(tags))
	for i, t := range tags {
		out[i] = tagging.Tag(t)
	}
	return out
}

// requestTags are what policies' conditions may ask about a request that comes with tags.
func requestTags(tags []Tag) map[string][]string {
	if len(tags) == 0 {
		return nil
	}
	return map[string][]string{"qcs:request_tag": tagging.Pairs(taggings(tags))}
}

func tagged(region, kind, id string) tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: kind, Region: region, ID: id}
}

// attach gives a new thing its tags.
func (s *Service) attach(ctx context.Context, tx store.Tx, c *call.Call, kind, id string, tags []Tag) error {
	if len(tags) == 0 {
		return nil
	}
	return s.Tags.Attach(ctx, tx, c.Caller.Account, tagged(c.Region, kind, id), taggings(tags))
}

// untag takes the tags off a thing that is gone.
func (s *Service) untag(ctx context.Context, tx store.Tx, c *call.Call, kind, id string) error {
	return s.Tags.Drop(ctx, tx, c.Caller.Account, tagged(c.Region, kind, id))
}

// shownTags are tags as answers have them.
func shownTags(tags []tagging.Tag) []Tag {
	out := make([]Tag, len(tags))
	for i, t := range tags {
		out[i] = Tag(t)
	}
	return out
}
