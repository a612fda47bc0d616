package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateServiceTemplateGroup makes a group of lists of services.
var CreateServiceTemplateGroup = action.Define(action.Spec{
	Name: "CreateServiceTemplateGroup", Doc: "Makes a group of lists of services for the rules of security groups.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errTooLong, errFull, errNone, errRepeated),
}, (*Service).createServiceTemplateGroup)

// CreateServiceTemplateGroupRequest is the input of CreateServiceTemplateGroup.
type CreateServiceTemplateGroupRequest struct {
	ServiceTemplateGroupName string   `api:"required" doc:"Its name, at most 60 characters."`
	ServiceTemplateIds       []string `api:"required" doc:"The templates that it holds."`
	Tags                     []Tag    `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateServiceTemplateGroupRequest) Check() error {
	if err := checkText("ServiceTemplateGroupName", r.ServiceTemplateGroupName, maxName); err != nil {
		return err
	}
	return checkMembers(ServiceGroups, "ServiceTemplateIds", templatesIn(r.ServiceTemplateIds))
}

// Conditions implements action.Conditioner.
func (r *CreateServiceTemplateGroupRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateServiceTemplateGroupResponse is the output of CreateServiceTemplateGroup.
type CreateServiceTemplateGroupResponse struct {
	ServiceTemplateGroup ServiceTemplateGroupItem
}

// A ServiceTemplateGroupItem is the API's ServiceTemplateGroup.
type ServiceTemplateGroupItem struct {
	ServiceTemplateGroupId   string
	ServiceTemplateGroupName string
	ServiceTemplateIdSet     []string
	CreatedTime              string
	UpdatedTime              string
	ServiceTemplateSet       []ServiceTemplateItem
	TagSet                   []tagging.Tag
}

func (s *Service) serviceGroup(ctx context.Context, tx store.Tx, t *Template, tags []tagging.Tag) (ServiceTemplateGroupItem, error) {
	out := ServiceTemplateGroupItem{
		ServiceTemplateGroupId: t.ID, ServiceTemplateGroupName: t.Name, ServiceTemplateIdSet: t.values(),
		CreatedTime: written(t.Created), UpdatedTime: written(t.Updated), TagSet: tags,
	}
	for _, m := range t.Members {
		in, err := s.Store.Template(ctx, tx, t.Account, m.Value)
		if err != nil || in == nil {
			return out, err
		}
		out.ServiceTemplateSet = append(out.ServiceTemplateSet, in.services(nil))
	}
	return out, nil
}

func (s *Service) createServiceTemplateGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateServiceTemplateGroupRequest) (*CreateServiceTemplateGroupResponse, error) {
	t, err := s.createTemplate(ctx, tx, c, ServiceGroups, in.ServiceTemplateGroupName, templatesIn(in.ServiceTemplateIds), in.Tags)
	if err != nil {
		return nil, err
	}
	item, err := s.serviceGroup(ctx, tx, t, tagsOf(in.Tags))
	return &CreateServiceTemplateGroupResponse{item}, err
}

// DescribeServiceTemplateGroups lists them.
var DescribeServiceTemplateGroups = action.Define(action.Spec{
	Name: "DescribeServiceTemplateGroups", Doc: "Lists what CreateServiceTemplateGroup made.",
	Domain3: "vpc", Version: version, Refuses: listing,
}, (*Service).describeServiceTemplateGroups)

// DescribeServiceTemplateGroupsRequest is the input of DescribeServiceTemplateGroups.
type DescribeServiceTemplateGroupsRequest struct {
	Filters              []Filter `doc:"By service-template-group-name, service-template-group-id, tag-key or tag:KEY."`
	Offset               string   `doc:"How many are skipped."`
	Limit                string   `doc:"How many are listed at most: 20 when left out, up to 100."`
	NeedMemberInfo       bool     `doc:"Whether members are told in full; they always are."`
	OrderField           string   `api:"oneof=ServiceTemplateGroupId CreatedTime UpdateTime" doc:"What they are sorted by."`
	OrderDirection       string   `api:"oneof=ASC DESC" doc:"In which direction."`
	MemberOrderField     string   `api:"oneof=ServiceTemplateId UpdateTime" doc:"What members are sorted by."`
	MemberOrderDirection string   `api:"oneof=ASC DESC" doc:"In which direction."`
}

func (r *DescribeServiceTemplateGroupsRequest) query() *templateQuery {
	return &templateQuery{
		kind: ServiceGroups, filters: r.Filters, offset: r.Offset, limit: r.Limit, field: r.OrderField, down: r.OrderDirection,
		memberField: r.MemberOrderField, memberDown: r.MemberOrderDirection, nameFilter: "service-template-group-name", idFilter: "service-template-group-id",
	}
}

// Check implements action.Checker.
func (r *DescribeServiceTemplateGroupsRequest) Check() error { return r.query().check() }

// DescribeServiceTemplateGroupsResponse is the output of DescribeServiceTemplateGroups.
type DescribeServiceTemplateGroupsResponse struct {
	TotalCount              int64
	ServiceTemplateGroupSet []ServiceTemplateGroupItem
}

func (s *Service) describeServiceTemplateGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeServiceTemplateGroupsRequest) (*DescribeServiceTemplateGroupsResponse, error) {
	found, n, tags, err := s.templates(ctx, tx, c, in.query())
	if err != nil {
		return nil, err
	}
	out := &DescribeServiceTemplateGroupsResponse{TotalCount: n}
	for _, t := range found {
		item, err := s.serviceGroup(ctx, tx, t, tags[t.ID])
		if err != nil {
			return nil, err
		}
		out.ServiceTemplateGroupSet = append(out.ServiceTemplateGroupSet, item)
	}
	return out, nil
}

// ModifyServiceTemplateGroupAttribute changes its name and what it holds.
var ModifyServiceTemplateGroupAttribute = action.Define(action.Spec{
	Name: "ModifyServiceTemplateGroupAttribute", Doc: "Changes the name and what is held of what CreateServiceTemplateGroup made.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errRepeated, errTooLong, errFull, errNone),
}, (*Service).modifyServiceTemplateGroupAttribute)

// ModifyServiceTemplateGroupAttributeRequest is the input of ModifyServiceTemplateGroupAttribute.
type ModifyServiceTemplateGroupAttributeRequest struct {
	ServiceTemplateGroupId   string   `api:"required" doc:"Its id."`
	ServiceTemplateGroupName *string  `api:"min=1" doc:"Its name, at most 60 characters."`
	ServiceTemplateIds       []string `doc:"The templates that it holds, in place of those that it has."`
}

// Check implements action.Checker.
func (r *ModifyServiceTemplateGroupAttributeRequest) Check() error {
	if err := checkTemplate("Parameter ServiceTemplateGroupId", ServiceGroups, r.ServiceTemplateGroupId); err != nil {
		return err
	}
	if err := checkText("ServiceTemplateGroupName", said(r.ServiceTemplateGroupName, ""), maxName); err != nil {
		return err
	}
	return checkMembers(ServiceGroups, "ServiceTemplateIds", templatesIn(r.ServiceTemplateIds))
}

func (s *Service) modifyServiceTemplateGroupAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyServiceTemplateGroupAttributeRequest) (*Nothing, error) {
	return s.modifyTemplate(ctx, tx, c, in.ServiceTemplateGroupId, in.ServiceTemplateGroupName, templatesIn(in.ServiceTemplateIds))
}

// DeleteServiceTemplateGroup takes one away that nothing names.
var DeleteServiceTemplateGroup = action.Define(action.Spec{
	Name: "DeleteServiceTemplateGroup", Doc: "Takes away what CreateServiceTemplateGroup made, when nothing names it.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errNone, errInUse),
}, (*Service).deleteServiceTemplateGroup)

// DeleteServiceTemplateGroupRequest is the input of DeleteServiceTemplateGroup.
type DeleteServiceTemplateGroupRequest struct {
	ServiceTemplateGroupId string `api:"required" doc:"Its id."`
}

// Check implements action.Checker.
func (r *DeleteServiceTemplateGroupRequest) Check() error {
	return checkTemplate("Parameter ServiceTemplateGroupId", ServiceGroups, r.ServiceTemplateGroupId)
}

func (s *Service) deleteServiceTemplateGroup(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteServiceTemplateGroupRequest) (*Nothing, error) {
	return s.deleteTemplate(ctx, tx, c, in.ServiceTemplateGroupId)
}
