package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSecurityGroupLimits tells how much of what there may be.
var DescribeSecurityGroupLimits = action.Define(action.Spec{
	Name: "DescribeSecurityGroupLimits", Doc: "Tells how many security groups, rules and bindings there may be.",
	Domain3: "vpc", Version: version, Service: "cvm",
}, (*Service).describeSecurityGroupLimits)

// DescribeSecurityGroupLimitsRequest is the input of DescribeSecurityGroupLimits.
type DescribeSecurityGroupLimitsRequest struct{}

// DescribeSecurityGroupLimitsResponse is the output of DescribeSecurityGroupLimits.
type DescribeSecurityGroupLimitsResponse struct {
	SecurityGroupLimitSet LimitSet
}

// A LimitSet is the API's SecurityGroupLimitSet.
type LimitSet struct {
	SecurityGroupLimit                 int64
	SecurityGroupPolicyLimit           int64
	ReferedSecurityGroupLimit          int64
	SecurityGroupInstanceLimit         int64
	InstanceSecurityGroupLimit         int64
	SecurityGroupExtendedPolicyLimit   int64
	SecurityGroupReferedCvmAndEniLimit int64
	SecurityGroupReferedSvcLimit       int64
}

func (s *Service) describeSecurityGroupLimits(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeSecurityGroupLimitsRequest) (*DescribeSecurityGroupLimitsResponse, error) {
	out := &DescribeSecurityGroupLimitsResponse{}
	l := &out.SecurityGroupLimitSet
	return out, s.limits(ctx, tx, c, map[*int64]quota{
		&l.SecurityGroupLimit: quotaGroups, &l.SecurityGroupPolicyLimit: quotaRules, &l.ReferedSecurityGroupLimit: quotaNested,
		&l.SecurityGroupInstanceLimit: quotaHolders, &l.InstanceSecurityGroupLimit: quotaOfInstance,
		// These three limit nothing of their own here.
		&l.SecurityGroupExtendedPolicyLimit: quotaRules, &l.SecurityGroupReferedCvmAndEniLimit: quotaHolders, &l.SecurityGroupReferedSvcLimit: quotaHolders,
	})
}

// limits fills in the account's quotas.
func (s *Service) limits(ctx context.Context, tx store.Tx, c *call.Call, into map[*int64]quota) error {
	for to, q := range into {
		n, err := s.quota(ctx, tx, c.Caller.Account, q)
		if err != nil {
			return err
		}
		*to = n
	}
	return nil
}

// DescribeTemplateLimits tells how many members templates may have.
var DescribeTemplateLimits = action.Define(action.Spec{
	Name: "DescribeTemplateLimits", Doc: "Tells how many members templates and groups of templates may have.",
	Domain3: "vpc", Version: version,
}, (*Service).describeTemplateLimits)

// DescribeTemplateLimitsRequest is the input of DescribeTemplateLimits.
type DescribeTemplateLimitsRequest struct{}

// DescribeTemplateLimitsResponse is the output of DescribeTemplateLimits.
type DescribeTemplateLimitsResponse struct {
	TemplateLimit TemplateLimit
}

// A TemplateLimit is the API's type of that name.
type TemplateLimit struct {
	AddressTemplateMemberLimit      int64
	AddressTemplateGroupMemberLimit int64
	ServiceTemplateMemberLimit      int64
	ServiceTemplateGroupMemberLimit int64
}

func (s *Service) describeTemplateLimits(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeTemplateLimitsRequest) (*DescribeTemplateLimitsResponse, error) {
	out := &DescribeTemplateLimitsResponse{}
	l := &out.TemplateLimit
	return out, s.limits(ctx, tx, c, map[*int64]quota{
		&l.AddressTemplateMemberLimit: quotaMembers, &l.ServiceTemplateMemberLimit: quotaMembers,
		&l.AddressTemplateGroupMemberLimit: quotaTemplates, &l.ServiceTemplateGroupMemberLimit: quotaTemplates,
	})
}
