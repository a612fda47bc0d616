package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateAddressTemplate makes a list of addresses.
var CreateAddressTemplate = action.Define(action.Spec{
	Name: "CreateAddressTemplate", Doc: "Makes a list of addresses for the rules of security groups.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errTooLong, errFull, errCoexist, errEmpty, errRepeated),
}, (*Service).createAddressTemplate)

// CreateAddressTemplateRequest is the input of CreateAddressTemplate.
type CreateAddressTemplateRequest struct {
	AddressTemplateName string        `api:"required" doc:"Its name, at most 60 characters."`
	Addresses           []string      `doc:"What it holds; not together with AddressesExtra."`
	AddressesExtra      []AddressInfo `doc:"What it holds, with descriptions."`
	Tags                []Tag         `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateAddressTemplateRequest) Check() error {
	members, err := r.members()
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return errEmpty.Errorf("Parameters Addresses and AddressesExtra are both empty; what the template holds is expected.")
	}
	if err := checkText("AddressTemplateName", r.AddressTemplateName, maxName); err != nil {
		return err
	}
	return checkMembers(Addresses, "Addresses", members)
}

func (r *CreateAddressTemplateRequest) members() ([]Member, error) {
	return membersOf("Addresses", r.Addresses, addressesIn(r.AddressesExtra))
}

// Conditions implements action.Conditioner.
func (r *CreateAddressTemplateRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateAddressTemplateResponse is the output of CreateAddressTemplate.
type CreateAddressTemplateResponse struct {
	AddressTemplate AddressTemplateItems
}

// An AddressTemplateItems is the API's AddressTemplate.
type AddressTemplateItems struct {
	AddressTemplateName string
	AddressTemplateId   string
	AddressSet          []string
	CreatedTime         string
	UpdatedTime         string
	AddressExtraSet     []AddressInfo
	TagSet              []tagging.Tag
}

// An AddressInfo is an address with what is said of it.
type AddressInfo struct {
	Address     string `api:"required" doc:"An address or range."`
	Description string `doc:"What it is, at most 100 characters."`
	UpdatedTime string `doc:"Changes nothing; it is in answers."`
}

func addressesIn(given []AddressInfo) []Member {
	out := make([]Member, len(given))
	for n, a := range given {
		out[n] = Member{Value: a.Address, Description: a.Description}
	}
	return out
}

func (t *Template) addresses(tags []tagging.Tag) AddressTemplateItems {
	out := AddressTemplateItems{
		AddressTemplateName: t.Name, AddressTemplateId: t.ID, AddressSet: t.values(), CreatedTime: written(t.Created), UpdatedTime: written(t.Updated), TagSet: tags,
	}
	for _, m := range t.Members {
		out.AddressExtraSet = append(out.AddressExtraSet, AddressInfo{m.Value, m.Description, written(m.Updated)})
	}
	return out
}

func (s *Service) createAddressTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAddressTemplateRequest) (*CreateAddressTemplateResponse, error) {
	members, err := in.members()
	if err != nil {
		return nil, err
	}
	t, err := s.createTemplate(ctx, tx, c, Addresses, in.AddressTemplateName, members, in.Tags)
	if err != nil {
		return nil, err
	}
	return &CreateAddressTemplateResponse{t.addresses(tagsOf(in.Tags))}, nil
}

// DescribeAddressTemplates lists them.
var DescribeAddressTemplates = action.Define(action.Spec{
	Name: "DescribeAddressTemplates", Doc: "Lists what CreateAddressTemplate made.",
	Domain3: "vpc", Version: version, Refuses: listing,
}, (*Service).describeAddressTemplates)

// DescribeAddressTemplatesRequest is the input of DescribeAddressTemplates.
type DescribeAddressTemplatesRequest struct {
	Filters              []Filter `doc:"By address-template-name, address-template-id, address-ip, tag-key or tag:KEY."`
	Offset               string   `doc:"How many are skipped."`
	Limit                string   `doc:"How many are listed at most: 20 when left out, up to 100."`
	NeedMemberInfo       bool     `doc:"Whether members are told in full; they always are."`
	OrderField           string   `api:"oneof=AddressTemplateId CreatedTime UpdateTime" doc:"What they are sorted by."`
	OrderDirection       string   `api:"oneof=ASC DESC" doc:"In which direction."`
	MemberOrderField     string   `api:"oneof=Address UpdateTime" doc:"What members are sorted by."`
	MemberOrderDirection string   `api:"oneof=ASC DESC" doc:"In which direction."`
}

func (r *DescribeAddressTemplatesRequest) query() *templateQuery {
	return &templateQuery{
		kind: Addresses, filters: r.Filters, offset: r.Offset, limit: r.Limit, field: r.OrderField, down: r.OrderDirection,
		memberField: r.MemberOrderField, memberDown: r.MemberOrderDirection, nameFilter: "address-template-name", idFilter: "address-template-id", memberFilter: "address-ip",
	}
}

// Check implements action.Checker.
func (r *DescribeAddressTemplatesRequest) Check() error { return r.query().check() }

// DescribeAddressTemplatesResponse is the output of DescribeAddressTemplates.
type DescribeAddressTemplatesResponse struct {
	TotalCount         int64
	AddressTemplateSet []AddressTemplateItems
}

func (s *Service) describeAddressTemplates(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAddressTemplatesRequest) (*DescribeAddressTemplatesResponse, error) {
	found, n, tags, err := s.templates(ctx, tx, c, in.query())
	if err != nil {
		return nil, err
	}
	out := &DescribeAddressTemplatesResponse{TotalCount: n}
	for _, t := range found {
		out.AddressTemplateSet = append(out.AddressTemplateSet, t.addresses(tags[t.ID]))
	}
	return out, nil
}

// ModifyAddressTemplateAttribute changes its name and what it holds.
var ModifyAddressTemplateAttribute = action.Define(action.Spec{
	Name: "ModifyAddressTemplateAttribute", Doc: "Changes the name and what is held of what CreateAddressTemplate made.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errRepeated, errTooLong, errFull, errNone, errCoexist),
}, (*Service).modifyAddressTemplateAttribute)

// ModifyAddressTemplateAttributeRequest is the input of ModifyAddressTemplateAttribute.
type ModifyAddressTemplateAttributeRequest struct {
	AddressTemplateId   string        `api:"required" doc:"Its id."`
	AddressTemplateName *string       `api:"min=1" doc:"Its name, at most 60 characters."`
	Addresses           []string      `doc:"What it holds, in place of what it has; not together with AddressesExtra."`
	AddressesExtra      []AddressInfo `doc:"What it holds, with descriptions, in place of what it has."`
}

// Check implements action.Checker.
func (r *ModifyAddressTemplateAttributeRequest) Check() error {
	if err := checkTemplate("Parameter AddressTemplateId", Addresses, r.AddressTemplateId); err != nil {
		return err
	}
	if err := checkText("AddressTemplateName", said(r.AddressTemplateName, ""), maxName); err != nil {
		return err
	}
	members, err := r.members()
	if err != nil {
		return err
	}
	return checkMembers(Addresses, "Addresses", members)
}

func (r *ModifyAddressTemplateAttributeRequest) members() ([]Member, error) {
	return membersOf("Addresses", r.Addresses, addressesIn(r.AddressesExtra))
}

func (s *Service) modifyAddressTemplateAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressTemplateAttributeRequest) (*Nothing, error) {
	members, err := in.members()
	if err != nil {
		return nil, err
	}
	return s.modifyTemplate(ctx, tx, c, in.AddressTemplateId, in.AddressTemplateName, members)
}

// DeleteAddressTemplate takes one away that nothing names.
var DeleteAddressTemplate = action.Define(action.Spec{
	Name: "DeleteAddressTemplate", Doc: "Takes away what CreateAddressTemplate made, when nothing names it.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errNone, errInUse),
}, (*Service).deleteAddressTemplate)

// DeleteAddressTemplateRequest is the input of DeleteAddressTemplate.
type DeleteAddressTemplateRequest struct {
	AddressTemplateId string `api:"required" doc:"Its id."`
}

// Check implements action.Checker.
func (r *DeleteAddressTemplateRequest) Check() error {
	return checkTemplate("Parameter AddressTemplateId", Addresses, r.AddressTemplateId)
}

func (s *Service) deleteAddressTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteAddressTemplateRequest) (*Nothing, error) {
	return s.deleteTemplate(ctx, tx, c, in.AddressTemplateId)
}
