package tag

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A bearer is a resource with all its tags.
type bearer struct {
	tagging.Resource
	tags []tagging.Tag
}

// bearers are the account's resources that have tags, of which the query says what is not empty in it, in the order of
// their names.
func (s *Service) bearers(ctx context.Context, tx store.Tx, c *call.Call, q Query) ([]bearer, error) {
	found, err := s.seen(ctx, tx, c, q)
	var all []bearer
	for _, a := range found {
		if len(all) == 0 || all[len(all)-1].Resource != a.Resource {
			all = append(all, bearer{Resource: a.Resource})
		}
		last := &all[len(all)-1]
		last.tags = append(last.tags, a.Tag)
	}
	return all, err
}

// meets tells whether a resource has what a filter asks for.
func (b bearer) meets(f FilterInput) bool {
	return slices.ContainsFunc(b.tags, func(t tagging.Tag) bool {
		return t.Key == f.TagKey && (len(f.TagValue) == 0 || slices.Contains(f.TagValue, t.Value))
	})
}

func checkFilters(filters []FilterInput) error {
	if len(filters) > 6 {
		return errManyFilters.Errorf("Parameter TagFilters has %d items; at most 6 are expected.", len(filters))
	}
	seen := map[string]bool{}
	for _, f := range filters {
		if err := checkKey(f.TagKey); err != nil {
			return err
		}
		if seen[f.TagKey] {
			return errFilters.Errorf("Parameter TagFilters has the key %s twice; it is expected once, with several values.", param.Quote(f.TagKey))
		}
		seen[f.TagKey] = true
	}
	return nil
}

// DescribeResourcesByTags lists the resources that have all of some tags.
var DescribeResourcesByTags = action.Define(action.Spec{
	Name: "DescribeResourcesByTags", Doc: "Lists the resources that meet every one of some filters.",
	Domain3: "tag", Version: version, Refuses: with(spelling, errFilters, errManyFilters),
}, (*Service).describeResourcesByTags)

// ByTagsRequest is the input of DescribeResourcesByTags and DescribeResourcesByTagsUnion.
type ByTagsRequest struct {
	TagFilters     []FilterInput `api:"required" doc:"What they have to have, at most 6."`
	CreateUin      int64         `doc:"Who made them; it changes nothing here, since tags are the account's."`
	Offset         int64         `api:"min=0" doc:"How many are skipped."`
	Limit          int64         `api:"min=1,max=400,default=15" doc:"How many are listed at most."`
	ResourcePrefix string        `doc:"The kind."`
	ResourceId     string        `doc:"The resource's id."`
	ResourceRegion string        `doc:"The region."`
	ServiceType    string        `doc:"The service."`
}

// Check implements action.Checker.
func (r *ByTagsRequest) Check() error { return checkFilters(r.TagFilters) }

// ByTagsResponse is the output of DescribeResourcesByTags and DescribeResourcesByTagsUnion.
type ByTagsResponse struct {
	TotalCount, Offset, Limit int64
	Rows                      []ResourceTagItem
}

// ResourceTagItem is the API's ResourceTag.
type ResourceTagItem struct {
	ResourceRegion, ServiceType, ResourcePrefix, ResourceId string
	Tags                                                    []TagItem
}

func (s *Service) describeResourcesByTags(ctx context.Context, tx store.Tx, c *call.Call, in *ByTagsRequest) (*ByTagsResponse, error) {
	return s.byTags(ctx, tx, c, in, func(b bearer) bool {
		return !slices.ContainsFunc(in.TagFilters, func(f FilterInput) bool { return !b.meets(f) })
	})
}

// DescribeResourcesByTagsUnion lists the resources that have one of some tags.
var DescribeResourcesByTagsUnion = action.Define(action.Spec{
	Name: "DescribeResourcesByTagsUnion", Doc: "Lists the resources that meet at least one of some filters.",
	Domain3: "tag", Version: version, Refuses: with(spelling, errFilters, errManyFilters),
}, (*Service).describeResourcesByTagsUnion)

func (s *Service) describeResourcesByTagsUnion(ctx context.Context, tx store.Tx, c *call.Call, in *ByTagsRequest) (*ByTagsResponse, error) {
	return s.byTags(ctx, tx, c, in, func(b bearer) bool { return slices.ContainsFunc(in.TagFilters, b.meets) })
}

func (s *Service) byTags(ctx context.Context, tx store.Tx, c *call.Call, in *ByTagsRequest, keep func(bearer) bool) (*ByTagsResponse, error) {
	all, err := s.bearers(ctx, tx, c, Query{Service: in.ServiceType, Prefix: in.ResourcePrefix, Region: in.ResourceRegion, ID: in.ResourceId})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(b bearer) bool { return !keep(b) })
	out := &ByTagsResponse{TotalCount: int64(len(all)), Offset: in.Offset, Limit: in.Limit}
	for _, b := range page(all, in.Offset, in.Limit) {
		out.Rows = append(out.Rows, ResourceTagItem{b.Region, b.Service, b.Prefix, b.ID, items(b.tags)})
	}
	return out, nil
}

// GetResources lists tagged resources.
var GetResources = action.Define(action.Spec{
	Name: "GetResources", Doc: "Lists resources with their tags: those that it names, or those that meet every one of some filters.",
	Domain3: "tag", Version: version, Refuses: with(spelling, errFilters, errManyFilters, errDescription, errTooMany, errPage),
}, (*Service).getResources)

// GetResourcesRequest is the input of GetResources.
type GetResourcesRequest struct {
	ResourceList    []string      `doc:"The resources in six segments, at most 50."`
	TagFilters      []FilterInput `doc:"What they have to have, at most 6; not together with ResourceList."`
	PaginationToken string        `doc:"That of the answer before."`
	MaxResults      int64         `api:"min=1,max=200,default=50" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *GetResourcesRequest) Check() error {
	if len(r.ResourceList) > 0 && len(r.TagFilters) > 0 {
		return catalogue.InvalidParameter.Errorf("Parameters ResourceList and TagFilters are both given; one of them is expected.")
	}
	return checkFilters(r.TagFilters)
}

// GetResourcesResponse is the output of GetResources.
type GetResourcesResponse struct {
	PaginationToken        string
	ResourceTagMappingList []ResourceTagMapping
}

// ResourceTagMapping is the API's ResourceTagMapping.
type ResourceTagMapping struct {
	Resource string
	Tags     []TagItem
}

func (s *Service) getResources(ctx context.Context, tx store.Tx, c *call.Call, in *GetResourcesRequest) (*GetResourcesResponse, error) {
	account := c.Caller.Account
	asked, err := parseAll(in.ResourceList, account)
	if err != nil {
		return nil, err
	}
	all, err := s.bearers(ctx, tx, c, Query{})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(b bearer) bool {
		named := len(asked) == 0 || slices.ContainsFunc(asked, func(r tagging.Resource) bool {
			return r.Service == b.Service && r.Prefix == b.Prefix && r.ID == b.ID
		})
		return !named || slices.ContainsFunc(in.TagFilters, func(f FilterInput) bool { return !b.meets(f) })
	})
	shown, next, err := follow(all, in.PaginationToken, in.MaxResults, func(b bearer) string { return b.Service + "\x00" + b.Prefix + "\x00" + b.ID })
	if err != nil {
		return nil, err
	}
	out := &GetResourcesResponse{PaginationToken: next}
	for _, b := range shown {
		out.ResourceTagMappingList = append(out.ResourceTagMappingList, ResourceTagMapping{qcs(b.Resource, account), items(b.tags)})
	}
	return out, nil
}
