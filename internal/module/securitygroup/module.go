// Package securitygroup keeps security groups with their rules, the templates of addresses and services that rules may
// refer to, and who is guarded by which groups. It decides what a rule may say, which rules there are and in which order,
// and what may not be deleted because it is in use. Who may be guarded, and what becomes of traffic, is for others.
//
// Its actions are vpc's; policies know those of groups as cvm's.
package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const version = "2017-03-12"

// Deps is what securitygroup needs.
type Deps struct {
	Store    Store
	Random   *random.Source
	Accounts Accounts
	Tags     tagging.Keeper
}

// A Service keeps security groups.
type Service struct{ Deps }

var _ action.ResourceFacts = (*Service)(nil)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of groups, their rules and templates.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		CreateSecurityGroup, CreateSecurityGroupWithPolicies, CreateDefaultSecurityGroup, CloneSecurityGroup,
		DescribeSecurityGroups, ModifySecurityGroupAttribute, DeleteSecurityGroup,
		CreateSecurityGroupPolicies, DeleteSecurityGroupPolicies, DescribeSecurityGroupPolicies, ModifySecurityGroupPolicies,
		ReplaceSecurityGroupPolicy, ReplaceSecurityGroupPolicies,
		DescribeSecurityGroupAssociationStatistics, DescribeSecurityGroupReferences, DescribeSecurityGroupLimits,
		CreateAddressTemplate, DescribeAddressTemplates, ModifyAddressTemplateAttribute, DeleteAddressTemplate,
		CreateAddressTemplateGroup, DescribeAddressTemplateGroups, ModifyAddressTemplateGroupAttribute, DeleteAddressTemplateGroup,
		CreateServiceTemplate, DescribeServiceTemplates, ModifyServiceTemplateAttribute, DeleteServiceTemplate,
		CreateServiceTemplateGroup, DescribeServiceTemplateGroups, ModifyServiceTemplateGroupAttribute, DeleteServiceTemplateGroup,
		DescribeTemplateLimits,
	)
}

// ResourceFacts tells CAM and tag about a group or a template: who made it, and its tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	switch {
	case r.ID == "*":
	case r.Service == "cvm" && r.Type == "sg":
		g, err := s.Store.Group(ctx, tx, account, r.ID)
		if err != nil || g == nil {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, g.tagged())
		return r, about(g.Creator, tags), err
	case r.Service == "vpc" && kinds[Kind(r.Type)] != nil:
		t, err := s.Store.Template(ctx, tx, account, r.ID)
		if err != nil || t == nil || t.Kind != Kind(r.Type) {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, t.tagged())
		return r, about(t.Creator, tags), err
	}
	return r, nil, nil
}

func about(creator string, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {creator}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}
