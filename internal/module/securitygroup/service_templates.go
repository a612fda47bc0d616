package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateServiceTemplate makes a list of services.
var CreateServiceTemplate = action.Define(action.Spec{
	Name: "CreateServiceTemplate", Doc: "Makes a list of services for the rules of security groups.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errTooLong, errFull, errCoexist, errEmpty, errRepeated),
}, (*Service).createServiceTemplate)

// CreateServiceTemplateRequest is the input of CreateServiceTemplate.
type CreateServiceTemplateRequest struct {
	ServiceTemplateName string         `api:"required" doc:"Its name, at most 60 characters."`
	Services            []string       `doc:"What it holds; not together with ServicesExtra."`
	ServicesExtra       []ServicesInfo `doc:"What it holds, with descriptions."`
	Tags                []Tag          `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateServiceTemplateRequest) Check() error {
	members, err := r.members()
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return errEmpty.Errorf("Parameters Services and ServicesExtra are both empty; what the template holds is expected.")
	}
	if err := checkText("ServiceTemplateName", r.ServiceTemplateName, maxName); err != nil {
		return err
	}
	return checkMembers(Services, "Services", members)
}

func (r *CreateServiceTemplateRequest) members() ([]Member, error) {
	return membersOf("Services", r.Services, servicesIn(r.ServicesExtra))
}

// Conditions implements action.Conditioner.
func (r *CreateServiceTemplateRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateServiceTemplateResponse is the output of CreateServiceTemplate.
type CreateServiceTemplateResponse struct {
	ServiceTemplate ServiceTemplateItem
}

// A ServiceTemplateItem is the API's ServiceTemplate.
type ServiceTemplateItem struct {
	ServiceTemplateId   string
	ServiceTemplateName string
	ServiceSet          []string
	CreatedTime         string
	UpdatedTime         string
	ServiceExtraSet     []ServicesInfo
	TagSet              []tagging.Tag
}

// A ServicesInfo is a service with what is said of it.
type ServicesInfo struct {
	Service     string `api:"required" doc:"A protocol with ports: tcp:80."`
	Description string `doc:"What it is, at most 100 characters."`
	UpdatedTime string `doc:"Changes nothing; it is in answers."`
}

func servicesIn(given []ServicesInfo) []Member {
	out := make([]Member, len(given))
	for n, v := range given {
		out[n] = Member{Value: v.Service, Description: v.Description}
	}
	return out
}

func (t *Template) services(tags []tagging.Tag) ServiceTemplateItem {
	out := ServiceTemplateItem{
		ServiceTemplateId: t.ID, ServiceTemplateName: t.Name, ServiceSet: t.values(), CreatedTime: written(t.Created), UpdatedTime: written(t.Updated), TagSet: tags,
	}
	for _, m := range t.Members {
		out.ServiceExtraSet = append(out.ServiceExtraSet, ServicesInfo{m.Value, m.Description, written(m.Updated)})
	}
	return out
}

func (s *Service) createServiceTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *CreateServiceTemplateRequest) (*CreateServiceTemplateResponse, error) {
	members, err := in.members()
	if err != nil {
		return nil, err
	}
	t, err := s.createTemplate(ctx, tx, c, Services, in.ServiceTemplateName, members, in.Tags)
	if err != nil {
		return nil, err
	}
	return &CreateServiceTemplateResponse{t.services(tagsOf(in.Tags))}, nil
}

// DescribeServiceTemplates lists them.
var DescribeServiceTemplates = action.Define(action.Spec{
	Name: "DescribeServiceTemplates", Doc: "Lists what CreateServiceTemplate made.",
	Domain3: "vpc", Version: version, Refuses: listing,
}, (*Service).describeServiceTemplates)

// DescribeServiceTemplatesRequest is the input of DescribeServiceTemplates.
type DescribeServiceTemplatesRequest struct {
	Filters              []Filter `doc:"By service-template-name, service-template-id, service-port, tag-key or tag:KEY."`
	Offset               string   `doc:"How many are skipped."`
	Limit                string   `doc:"How many are listed at most: 20 when left out, up to 100."`
	NeedMemberInfo       bool     `doc:"Whether members are told in full; they always are."`
	OrderField           string   `api:"oneof=ServiceTemplateId CreatedTime UpdateTime" doc:"What they are sorted by."`
	OrderDirection       string   `api:"oneof=ASC DESC" doc:"In which direction."`
	MemberOrderField     string   `api:"oneof=Service UpdateTime" doc:"What members are sorted by."`
	MemberOrderDirection string   `api:"oneof=ASC DESC" doc:"In which direction."`
}

func (r *DescribeServiceTemplatesRequest) query() *templateQuery {
	return &templateQuery{
		kind: Services, filters: r.Filters, offset: r.Offset, limit: r.Limit, field: r.OrderField, down: r.OrderDirection,
		memberField: r.MemberOrderField, memberDown: r.MemberOrderDirection, nameFilter: "service-template-name", idFilter: "service-template-id", memberFilter: "service-port",
	}
}

// Check implements action.Checker.
func (r *DescribeServiceTemplatesRequest) Check() error { return r.query().check() }

// DescribeServiceTemplatesResponse is the output of DescribeServiceTemplates.
type DescribeServiceTemplatesResponse struct {
	TotalCount         int64
	ServiceTemplateSet []ServiceTemplateItem
}

func (s *Service) describeServiceTemplates(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeServiceTemplatesRequest) (*DescribeServiceTemplatesResponse, error) {
	found, n, tags, err := s.templates(ctx, tx, c, in.query())
	if err != nil {
		return nil, err
	}
	out := &DescribeServiceTemplatesResponse{TotalCount: n}
	for _, t := range found {
		out.ServiceTemplateSet = append(out.ServiceTemplateSet, t.services(tags[t.ID]))
	}
	return out, nil
}

// ModifyServiceTemplateAttribute changes its name and what it holds.
var ModifyServiceTemplateAttribute = action.Define(action.Spec{
	Name: "ModifyServiceTemplateAttribute", Doc: "Changes the name and what is held of what CreateServiceTemplate made.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errInvalid, errRepeated, errTooLong, errFull, errNone, errCoexist),
}, (*Service).modifyServiceTemplateAttribute)

// ModifyServiceTemplateAttributeRequest is the input of ModifyServiceTemplateAttribute.
type ModifyServiceTemplateAttributeRequest struct {
	ServiceTemplateId   string         `api:"required" doc:"Its id."`
	ServiceTemplateName *string        `api:"min=1" doc:"Its name, at most 60 characters."`
	Services            []string       `doc:"What it holds, in place of what it has; not together with ServicesExtra."`
	ServicesExtra       []ServicesInfo `doc:"What it holds, with descriptions, in place of what it has."`
}

// Check implements action.Checker.
func (r *ModifyServiceTemplateAttributeRequest) Check() error {
	if err := checkTemplate("Parameter ServiceTemplateId", Services, r.ServiceTemplateId); err != nil {
		return err
	}
	if err := checkText("ServiceTemplateName", said(r.ServiceTemplateName, ""), maxName); err != nil {
		return err
	}
	members, err := r.members()
	if err != nil {
		return err
	}
	return checkMembers(Services, "Services", members)
}

func (r *ModifyServiceTemplateAttributeRequest) members() ([]Member, error) {
	return membersOf("Services", r.Services, servicesIn(r.ServicesExtra))
}

func (s *Service) modifyServiceTemplateAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyServiceTemplateAttributeRequest) (*Nothing, error) {
	members, err := in.members()
	if err != nil {
		return nil, err
	}
	return s.modifyTemplate(ctx, tx, c, in.ServiceTemplateId, in.ServiceTemplateName, members)
}

// DeleteServiceTemplate takes one away that nothing names.
var DeleteServiceTemplate = action.Define(action.Spec{
	Name: "DeleteServiceTemplate", Doc: "Takes away what CreateServiceTemplate made, when nothing names it.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: with(nil, errMalformed, errNone, errInUse),
}, (*Service).deleteServiceTemplate)

// DeleteServiceTemplateRequest is the input of DeleteServiceTemplate.
type DeleteServiceTemplateRequest struct {
	ServiceTemplateId string `api:"required" doc:"Its id."`
}

// Check implements action.Checker.
func (r *DeleteServiceTemplateRequest) Check() error {
	return checkTemplate("Parameter ServiceTemplateId", Services, r.ServiceTemplateId)
}

func (s *Service) deleteServiceTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteServiceTemplateRequest) (*Nothing, error) {
	return s.deleteTemplate(ctx, tx, c, in.ServiceTemplateId)
}
