package tag

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetTags lists the account's tags.
var GetTags = action.Define(action.Spec{
	Name: "GetTags", Doc: "Lists the keys and values that the account knows, page after page.",
	Domain3: "tag", Version: version, Regionless: true, Refuses: []*catalogue.Condition{errPage},
}, (*Service).getTags)

// GetTagsRequest is the input of GetTags.
type GetTagsRequest struct {
	PaginationToken string   `doc:"That of the answer before."`
	MaxResults      int64    `api:"min=1,max=1000,default=50" doc:"How many are listed at most."`
	TagKeys         []string `api:"max=20" doc:"The keys; all where there are none."`
	Category        string   `doc:"Their kind; Custom or All."`
}

// TagsResponse is the output of GetTags and GetTagValues.
type TagsResponse struct {
	PaginationToken string
	Tags            []TagItem
}

func (s *Service) getTags(ctx context.Context, tx store.Tx, c *call.Call, in *GetTagsRequest) (*TagsResponse, error) {
	all, err := s.known(ctx, tx, c.Caller.Account, in.TagKeys, "")
	if err != nil {
		return nil, err
	}
	shown, next, err := follow(all, in.PaginationToken, in.MaxResults, tagID)
	return &TagsResponse{next, items(shown)}, err
}

// GetTagValues lists the values of keys.
var GetTagValues = action.Define(action.Spec{
	Name: "GetTagValues", Doc: "Lists the values of some of the account's keys, page after page.",
	Domain3: "tag", Version: version, Regionless: true, Refuses: []*catalogue.Condition{errPage},
}, (*Service).getTagValues)

// GetTagValuesRequest is the input of GetTagValues.
type GetTagValuesRequest struct {
	TagKeys         []string `api:"required,max=20" doc:"The keys."`
	PaginationToken string   `doc:"That of the answer before."`
	MaxResults      int64    `api:"min=1,max=1000,default=50" doc:"How many are listed at most."`
	Category        string   `doc:"Their kind; Custom or All."`
}

func (s *Service) getTagValues(ctx context.Context, tx store.Tx, c *call.Call, in *GetTagValuesRequest) (*TagsResponse, error) {
	return s.getTags(ctx, tx, c, &GetTagsRequest{TagKeys: in.TagKeys, PaginationToken: in.PaginationToken, MaxResults: in.MaxResults})
}

// GetTagKeys lists the account's keys.
var GetTagKeys = action.Define(action.Spec{
	Name: "GetTagKeys", Doc: "Lists the keys that the account knows, page after page.",
	Domain3: "tag", Version: version, Regionless: true, Refuses: []*catalogue.Condition{errPage},
}, (*Service).getTagKeys)

// GetTagKeysRequest is the input of GetTagKeys.
type GetTagKeysRequest struct {
	PaginationToken string `doc:"That of the answer before."`
	MaxResults      int64  `api:"min=1,max=1000,default=50" doc:"How many are listed at most."`
	Category        string `doc:"Their kind; Custom or All."`
}

// GetTagKeysResponse is the output of GetTagKeys.
type GetTagKeysResponse struct {
	PaginationToken string
	TagKeys         []string
}

func (s *Service) getTagKeys(ctx context.Context, tx store.Tx, c *call.Call, in *GetTagKeysRequest) (*GetTagKeysResponse, error) {
	all, err := s.known(ctx, tx, c.Caller.Account, nil, "")
	if err != nil {
		return nil, err
	}
	shown, next, err := follow(keysOf(all), in.PaginationToken, in.MaxResults, func(k string) string { return k })
	return &GetTagKeysResponse{next, shown}, err
}
