package tag

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeTags lists the account's tags.
var DescribeTags = action.Define(action.Spec{
	Name: "DescribeTags", Doc: "Lists the keys and values that the account knows, and whether they can be forgotten.",
	Domain3: "tag", Version: version, Regionless: true,
}, (*Service).describeTags)

// DescribeTagsRequest is the input of DescribeTags.
type DescribeTagsRequest struct {
	TagKey      string   `doc:"The key; not together with TagKeys."`
	TagValue    string   `doc:"The value."`
	TagKeys     []string `doc:"The keys."`
	CreateUin   int64    `doc:"Who made them; it changes nothing here, since tags are the account's."`
	ShowProject int64    `api:"min=0,max=1" doc:"Whether the project's tag is shown."`
	Offset      int64    `api:"min=0" doc:"How many are skipped."`
	Limit       int64    `api:"min=1,max=1000,default=15" doc:"How many are listed at most."`
}

// DescribeTagsResponse is the output of DescribeTags.
type DescribeTagsResponse struct {
	TotalCount, Offset, Limit int64
	Tags                      []TagWithDelete
}

// TagWithDelete is the API's TagWithDelete.
type TagWithDelete struct {
	TagKey, TagValue string
	// CanDelete is 1 for a tag that no resource has.
	CanDelete int64
	Category  string
}

func (s *Service) describeTags(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTagsRequest) (*DescribeTagsResponse, error) {
	keys := in.TagKeys
	if in.TagKey != "" {
		keys = []string{in.TagKey}
	}
	all, err := s.known(ctx, tx, c.Caller.Account, keys, in.TagValue)
	if err != nil {
		return nil, err
	}
	used, err := s.Store.Attachments(ctx, tx, c.Caller.Account, Query{})
	if err != nil {
		return nil, err
	}
	out := &DescribeTagsResponse{TotalCount: int64(len(all)), Offset: in.Offset, Limit: in.Limit}
	for _, t := range page(all, in.Offset, in.Limit) {
		item := TagWithDelete{t.Key, t.Value, 1, category}
		if slices.ContainsFunc(used, func(a Attachment) bool { return a.Tag == t }) {
			item.CanDelete = 0
		}
		out.Tags = append(out.Tags, item)
	}
	return out, nil
}

// DescribeTagKeys lists the account's keys.
var DescribeTagKeys = action.Define(action.Spec{
	Name: "DescribeTagKeys", Doc: "Lists the keys that the account knows.",
	Domain3: "tag", Version: version, Regionless: true,
}, (*Service).describeTagKeys)

// DescribeTagKeysRequest is the input of DescribeTagKeys.
type DescribeTagKeysRequest struct {
	CreateUin   int64  `doc:"Who made them; it changes nothing here, since tags are the account's."`
	Offset      int64  `api:"min=0" doc:"How many are skipped."`
	Limit       int64  `api:"min=1,max=1000,default=15" doc:"How many are listed at most."`
	ShowProject int64  `api:"min=0,max=1" doc:"Whether the project's tag is shown."`
	Category    string `doc:"Their kind; Custom or All."`
}

// DescribeTagKeysResponse is the output of DescribeTagKeys.
type DescribeTagKeysResponse struct {
	TotalCount, Offset, Limit int64
	Tags                      []string
}

func (s *Service) describeTagKeys(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTagKeysRequest) (*DescribeTagKeysResponse, error) {
	all, err := s.known(ctx, tx, c.Caller.Account, nil, "")
	keys := keysOf(all)
	return &DescribeTagKeysResponse{int64(len(keys)), in.Offset, in.Limit, page(keys, in.Offset, in.Limit)}, err
}

// DescribeTagValues lists the values of keys.
var DescribeTagValues = action.Define(action.Spec{
	Name: "DescribeTagValues", Doc: "Lists the values of some of the account's keys.",
	Domain3: "tag", Version: version, Regionless: true,
}, (*Service).describeTagValues)

// DescribeTagValuesRequest is the input of DescribeTagValues.
type DescribeTagValuesRequest struct {
	TagKeys   []string `api:"required" doc:"The keys."`
	CreateUin int64    `doc:"Who made them; it changes nothing here, since tags are the account's."`
	Offset    int64    `api:"min=0" doc:"How many are skipped."`
	Limit     int64    `api:"min=1,max=1000,default=15" doc:"How many are listed at most."`
	Category  string   `doc:"Their kind; Custom or All."`
}

// DescribeTagValuesResponse is the output of DescribeTagValues.
type DescribeTagValuesResponse struct {
	TotalCount, Offset, Limit int64
	Tags                      []TagItem
}

func (s *Service) describeTagValues(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTagValuesRequest) (*DescribeTagValuesResponse, error) {
	all, err := s.known(ctx, tx, c.Caller.Account, in.TagKeys, "")
	return &DescribeTagValuesResponse{int64(len(all)), in.Offset, in.Limit, items(page(all, in.Offset, in.Limit))}, err
}
