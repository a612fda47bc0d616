package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateAddressTemplateGroup makes a group of lists of addresses.
var CreateAddressTemplateGroup = action.Define(action.Spec{
	Name: "CreateAddressTemplateGroup", Doc: "Makes a group of lists of addresses for the rules of security groups.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errTooLong, errFull, errNone, errRepeated),
}, (*Service).createAddressTemplateGroup)

// CreateAddressTemplateGroupRequest is the input of CreateAddressTemplateGroup.
type CreateAddressTemplateGroupRequest struct {
	AddressTemplateGroupName string   `api:"required" doc:"Its name, at most 60 characters."`
	AddressTemplateIds       []string `api:"required" doc:"The templates that it holds."`
	Tags                     []Tag    `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateAddressTemplateGroupRequest) Check() error {
	if err := checkText("AddressTemplateGroupName", r.AddressTemplateGroupName, maxName); err != nil {
		return err
	}
	return checkMembers(AddressGroups, "AddressTemplateIds", templatesIn(r.AddressTemplateIds))
}

// Conditions implements action.Conditioner.
func (r *CreateAddressTemplateGroupRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateAddressTemplateGroupResponse is the output of CreateAddressTemplateGroup.
type CreateAddressTemplateGroupResponse struct {
	AddressTemplateGroup AddressTemplateGroupItem
}

// An AddressTemplateGroupItem is the API's AddressTemplateGroup.
type AddressTemplateGroupItem struct {
	AddressTemplateGroupName string
	AddressTemplateGroupId   string
	AddressTemplateIdSet     []string
	CreatedTime              string
	UpdatedTime              string
	AddressTemplateSet       []AddressTemplateItem
	TagSet                   []tagging.Tag
}

// An AddressTemplateItem is a template in a group of them.
type AddressTemplateItem struct {
	AddressTemplateId   string
	AddressTemplateName string
	From                string
	To                  string
	Description         string
	UpdatedTime         string
}

func templatesIn(ids []string) []Member {
	out := make([]Member, len(ids))
	for n, id := range ids {
		out[n] = Member{Value: id}
	}
	return out
}

func (s *Service) addressGroup(ctx context.Context, tx store.Tx, t *Template, tags []tagging.Tag) (AddressTemplateGroupItem, error) {
	out := AddressTemplateGroupItem{
		AddressTemplateGroupName: t.Name, AddressTemplateGroupId: t.ID, AddressTemplateIdSet: t.values(),
		CreatedTime: written(t.Created), UpdatedTime: written(t.Updated), TagSet: tags,
	}
	for _, m := range t.Members {
		in, err := s.Store.Template(ctx, tx, t.Account, m.Value)
		if err != nil || in == nil {
			return out, err
		}
		out.AddressTemplateSet = append(out.AddressTemplateSet, AddressTemplateItem{AddressTemplateId: in.ID, AddressTemplateName: in.Name, UpdatedTime: written(in.Updated)})
	}
	return out, nil
}

func (s *Service) createAddressTemplateGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAddressTemplateGroupRequest) (*CreateAddressTemplateGroupResponse, error) {
	t, err := s.createTemplate(ctx, tx, c, AddressGroups, in.AddressTemplateGroupName, templatesIn(in.AddressTemplateIds), in.Tags)
	if err != nil {
		return nil, err
	}
	item, err := s.addressGroup(ctx, tx, t, tagsOf(in.Tags))
	return &CreateAddressTemplateGroupResponse{item}, err
}

// DescribeAddressTemplateGroups lists them.
var DescribeAddressTemplateGroups = action.Define(action.Spec{
	Name: "DescribeAddressTemplateGroups", Doc: "Lists what CreateAddressTemplateGroup made.",
	Domain3: "vpc", Version: version, Refuses: listing,
}, (*Service).describeAddressTemplateGroups)

// DescribeAddressTemplateGroupsRequest is the input of DescribeAddressTemplateGroups.
type DescribeAddressTemplateGroupsRequest struct {
	Filters              []Filter `doc:"By address-template-group-name, address-template-group-id, tag-key or tag:KEY."`
	Offset               string   `doc:"How many are skipped."`
	Limit                string   `doc:"How many are listed at most: 20 when left out, up to 100."`
	NeedMemberInfo       bool     `doc:"Whether members are told in full; they always are."`
	OrderField           string   `api:"oneof=AddressTemplateGroupId CreatedTime UpdateTime" doc:"What they are sorted by."`
	OrderDirection       string   `api:"oneof=ASC DESC" doc:"In which direction."`
	MemberOrderField     string   `api:"oneof=AddressTemplateId UpdateTime" doc:"What members are sorted by."`
	MemberOrderDirection string   `api:"oneof=ASC DESC" doc:"In which direction."`
}

func (r *DescribeAddressTemplateGroupsRequest) query() *templateQuery {
	return &templateQuery{
		kind: AddressGroups, filters: r.Filters, offset: r.Offset, limit: r.Limit, field: r.OrderField, down: r.OrderDirection,
		memberField: r.MemberOrderField, memberDown: r.MemberOrderDirection, nameFilter: "address-template-group-name", idFilter: "address-template-group-id",
	}
}

// Check implements action.Checker.
func (r *DescribeAddressTemplateGroupsRequest) Check() error { return r.query().check() }

// DescribeAddressTemplateGroupsResponse is the output of DescribeAddressTemplateGroups.
type DescribeAddressTemplateGroupsResponse struct {
	TotalCount              int64
	AddressTemplateGroupSet []AddressTemplateGroupItem
}

func (s *Service) describeAddressTemplateGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAddressTemplateGroupsRequest) (*DescribeAddressTemplateGroupsResponse, error) {
	found, n, tags, err := s.templates(ctx, tx, c, in.query())
	if err != nil {
		return nil, err
	}
	out := &DescribeAddressTemplateGroupsResponse{TotalCount: n}
	for _, t := range found {
		item, err := s.addressGroup(ctx, tx, t, tags[t.ID])
		if err != nil {
			return nil, err
		}
		out.AddressTemplateGroupSet = append(out.AddressTemplateGroupSet, item)
	}
	return out, nil
}

// ModifyAddressTemplateGroupAttribute changes its name and what it holds.
var ModifyAddressTemplateGroupAttribute = action.Define(action.Spec{
	Name: "ModifyAddressTemplateGroupAttribute", Doc: "Changes the name and what is held of what CreateAddressTemplateGroup made.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errRepeated, errTooLong, errFull, errNone),
}, (*Service).modifyAddressTemplateGroupAttribute)

// ModifyAddressTemplateGroupAttributeRequest is the input of ModifyAddressTemplateGroupAttribute.
type ModifyAddressTemplateGroupAttributeRequest struct {
	AddressTemplateGroupId   string   `api:"required" doc:"Its id."`
	AddressTemplateGroupName *string  `api:"min=1" doc:"Its name, at most 60 characters."`
	AddressTemplateIds       []string `doc:"The templates that it holds, in place of those that it has."`
}

// Check implements action.Checker.
func (r *ModifyAddressTemplateGroupAttributeRequest) Check() error {
	if err := checkTemplate("Parameter AddressTemplateGroupId", AddressGroups, r.AddressTemplateGroupId); err != nil {
		return err
	}
	if err := checkText("AddressTemplateGroupName", said(r.AddressTemplateGroupName, ""), maxName); err != nil {
		return err
	}
	return checkMembers(AddressGroups, "AddressTemplateIds", templatesIn(r.AddressTemplateIds))
}

func (s *Service) modifyAddressTemplateGroupAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressTemplateGroupAttributeRequest) (*Nothing, error) {
	return s.modifyTemplate(ctx, tx, c, in.AddressTemplateGroupId, in.AddressTemplateGroupName, templatesIn(in.AddressTemplateIds))
}

// DeleteAddressTemplateGroup takes one away that nothing names.
var DeleteAddressTemplateGroup = action.Define(action.Spec{
	Name: "DeleteAddressTemplateGroup", Doc: "Takes away what CreateAddressTemplateGroup made, when nothing names it.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errNone, errInUse),
}, (*Service).deleteAddressTemplateGroup)

// DeleteAddressTemplateGroupRequest is the input of DeleteAddressTemplateGroup.
type DeleteAddressTemplateGroupRequest struct {
	AddressTemplateGroupId string `api:"required" doc:"Its id."`
}

// Check implements action.Checker.
func (r *DeleteAddressTemplateGroupRequest) Check() error {
	return checkTemplate("Parameter AddressTemplateGroupId", AddressGroups, r.AddressTemplateGroupId)
}

func (s *Service) deleteAddressTemplateGroup(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteAddressTemplateGroupRequest) (*Nothing, error) {
	return s.deleteTemplate(ctx, tx, c, in.AddressTemplateGroupId)
}
