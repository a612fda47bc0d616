package tag

import (
	"crypto/md5" // #nosec G501 -- the API shows it as an identifier, nothing rests on it
	"encoding/hex"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/tagging"
)

const version = "2018-08-13"

// category is what tags are that users made.
const category = "Custom"

// TagInput is a tag in a request.
type TagInput struct {
	TagKey   string `api:"required" doc:"The key: 1 to 127 letters, digits, blanks and marks."`
	TagValue string `doc:"The value: at most 255 of them."`
	Category string `doc:"Its kind; Custom."`
}

// KeyInput is a key in a request.
type KeyInput struct {
	TagKey string `api:"required" doc:"The key."`
}

// FilterInput asks for resources with a key, and one of some values where there are any.
type FilterInput struct {
	TagKey   string   `api:"required" doc:"The key."`
	TagValue []string `doc:"Its values; any where there are none."`
}

// TagItem is the API's Tag.
type TagItem struct{ TagKey, TagValue, Category string }

// TagResourceItem is the API's TagResource.
type TagResourceItem struct {
	TagKey, TagValue, ResourceId, TagKeyMd5, TagValueMd5, ServiceType, Category string
}

// Empty is the answer of actions that say nothing.
type Empty struct{}

func given(in []TagInput) []tagging.Tag {
	tags := make([]tagging.Tag, len(in))
	for i, t := range in {
		tags[i] = tagging.Tag{Key: t.TagKey, Value: t.TagValue}
	}
	return tags
}

func items(tags []tagging.Tag) []TagItem {
	out := make([]TagItem, len(tags))
	for i, t := range tags {
		out[i] = TagItem{t.Key, t.Value, category}
	}
	return out
}

func (a *Attachment) item() TagResourceItem {
	return TagResourceItem{a.Key, a.Value, a.ID, digest(a.Key), digest(a.Value), a.Service, category}
}

func digest(text string) string {
	sum := md5.Sum([]byte(text)) // #nosec G401 -- see the import
	return hex.EncodeToString(sum[:])
}

// requested are the tags of a request as conditions of policies name them.
func requested(tags []tagging.Tag) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tags)}
}

func one(key, value string) []tagging.Tag { return []tagging.Tag{{Key: key, Value: value}} }

// page is what a page shows of a list.
func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

func with(all []*catalogue.Condition, more ...*catalogue.Condition) []*catalogue.Condition {
	return slices.Concat(more, all)
}
