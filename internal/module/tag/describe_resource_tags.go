package tag

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeResourceTags lists the tags on resources.
var DescribeResourceTags = action.Define(action.Spec{
	Name: "DescribeResourceTags", Doc: "Lists the tags on the account's resources.",
	Domain3: "tag", Version: version,
}, (*Service).describeResourceTags)

// DescribeResourceTagsRequest is the input of DescribeResourceTags.
type DescribeResourceTagsRequest struct {
	CreateUin      int64  `doc:"Who made them; it changes nothing here, since tags are the account's."`
	ResourceRegion string `doc:"The resources' region."`
	ServiceType    string `doc:"The service."`
	ResourcePrefix string `doc:"The kind."`
	ResourceId     string `doc:"The resource's id."`
	Offset         int64  `api:"min=0" doc:"How many are skipped."`
	Limit          int64  `api:"min=1,max=400,default=15" doc:"How many are listed at most."`
}

// DescribeResourceTagsResponse is the output of DescribeResourceTags.
type DescribeResourceTagsResponse struct {
	TotalCount, Offset, Limit int64
	Rows                      []TagResourceItem
}

func (s *Service) describeResourceTags(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeResourceTagsRequest) (*DescribeResourceTagsResponse, error) {
	found, err := s.seen(ctx, tx, c, Query{Service: in.ServiceType, Prefix: in.ResourcePrefix, Region: in.ResourceRegion, ID: in.ResourceId})
	out := &DescribeResourceTagsResponse{TotalCount: int64(len(found)), Offset: in.Offset, Limit: in.Limit}
	for _, a := range page(found, in.Offset, in.Limit) {
		out.Rows = append(out.Rows, a.item())
	}
	return out, err
}

// seen are the attachments that a query means and whose resources are in the region, or in none.
func (s *Service) seen(ctx context.Context, tx store.Tx, c *call.Call, q Query) ([]Attachment, error) {
	region := q.Region
	q.Region = ""
	found, err := s.Store.Attachments(ctx, tx, c.Caller.Account, q)
	return slices.DeleteFunc(found, func(a Attachment) bool { return region != "" && a.Region != "" && a.Region != region }), err
}

// DescribeResourceTagsByResourceIds lists the tags of resources of one kind.
var DescribeResourceTagsByResourceIds = action.Define(action.Spec{
	Name: "DescribeResourceTagsByResourceIds", Doc: "Lists the tags on resources of one kind by their ids.",
	Domain3: "tag", Version: version, Refuses: []*catalogue.Condition{errTooMany},
}, (*Service).describeResourceTagsByResourceIDs)

// DescribeResourceTagsByResourceIdsRequest is the input of DescribeResourceTagsByResourceIds.
type DescribeResourceTagsByResourceIdsRequest struct {
	ServiceType    string   `api:"required" doc:"The service."`
	ResourcePrefix string   `api:"required" doc:"The kind."`
	ResourceIds    []string `api:"required" doc:"The ids, at most 50."`
	ResourceRegion string   `doc:"The region; empty for what is in none."`
	Offset         int64    `api:"min=0" doc:"How many are skipped."`
	Limit          int64    `api:"min=1,max=400,default=15" doc:"How many are listed at most."`
	Category       string   `doc:"Their kind; Custom or All."`
}

// DescribeResourceTagsByResourceIdsResponse is the output of DescribeResourceTagsByResourceIds.
type DescribeResourceTagsByResourceIdsResponse struct {
	TotalCount, Offset, Limit int64
	Tags                      []TagResourceItem
}

func (s *Service) describeResourceTagsByResourceIDs(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeResourceTagsByResourceIdsRequest) (*DescribeResourceTagsByResourceIdsResponse, error) {
	found, err := s.byIDs(ctx, tx, c, in.ServiceType, in.ResourcePrefix, in.ResourceRegion, in.ResourceIds)
	if err != nil {
		return nil, err
	}
	out := &DescribeResourceTagsByResourceIdsResponse{TotalCount: int64(len(found)), Offset: in.Offset, Limit: in.Limit}
	for _, a := range page(found, in.Offset, in.Limit) {
		out.Tags = append(out.Tags, a.item())
	}
	return out, nil
}

func (s *Service) byIDs(ctx context.Context, tx store.Tx, c *call.Call, service, prefix, region string, ids []string) (found []Attachment, err error) {
	all, err := named(service, prefix, region, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		on, err := s.seen(ctx, tx, c, Query{Service: r.Service, Prefix: r.Prefix, Region: r.Region, ID: r.ID})
		if err != nil {
			return nil, err
		}
		found = append(found, on...)
	}
	return found, nil
}

// DescribeResourceTagsByTagKeys lists some tags of resources of one kind.
var DescribeResourceTagsByTagKeys = action.Define(action.Spec{
	Name: "DescribeResourceTagsByTagKeys", Doc: "Lists the values of some keys on resources of one kind.",
	Domain3: "tag", Version: version, Refuses: []*catalogue.Condition{errTooMany},
}, (*Service).describeResourceTagsByTagKeys)

// DescribeResourceTagsByTagKeysRequest is the input of DescribeResourceTagsByTagKeys.
type DescribeResourceTagsByTagKeysRequest struct {
	ServiceType    string   `api:"required" doc:"The service."`
	ResourcePrefix string   `api:"required" doc:"The kind."`
	ResourceRegion string   `doc:"The region; empty for what is in none."`
	ResourceIds    []string `api:"required" doc:"The ids, at most 50."`
	TagKeys        []string `api:"required" doc:"The keys."`
	Limit          int64    `api:"min=1,max=400,default=400" doc:"How many are listed at most."`
	Offset         int64    `api:"min=0" doc:"How many are skipped."`
}

// DescribeResourceTagsByTagKeysResponse is the output of DescribeResourceTagsByTagKeys.
type DescribeResourceTagsByTagKeysResponse struct {
	TotalCount, Offset, Limit int64
	Rows                      []ResourceIDTag
}

// ResourceIDTag is the API's ResourceIdTag.
type ResourceIDTag struct {
	ResourceId   string
	TagKeyValues []TagItem
}

func (s *Service) describeResourceTagsByTagKeys(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeResourceTagsByTagKeysRequest) (*DescribeResourceTagsByTagKeysResponse, error) {
	found, err := s.byIDs(ctx, tx, c, in.ServiceType, in.ResourcePrefix, in.ResourceRegion, in.ResourceIds)
	if err != nil {
		return nil, err
	}
	var rows []ResourceIDTag
	for _, a := range found {
		if !slices.Contains(in.TagKeys, a.Key) {
			continue
		}
		if len(rows) == 0 || rows[len(rows)-1].ResourceId != a.ID {
			rows = append(rows, ResourceIDTag{ResourceId: a.ID})
		}
		row := &rows[len(rows)-1]
		row.TagKeyValues = append(row.TagKeyValues, items([]tagging.Tag{a.Tag})...)
	}
	return &DescribeResourceTagsByTagKeysResponse{int64(len(rows)), in.Offset, in.Limit, page(rows, in.Offset, in.Limit)}, nil
}
