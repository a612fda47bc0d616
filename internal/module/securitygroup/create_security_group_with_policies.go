package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateSecurityGroupWithPolicies makes a group with rules in both directions.
var CreateSecurityGroupWithPolicies = action.Define(action.Spec{
	Name: "CreateSecurityGroupWithPolicies", Doc: "Makes a security group with its rules.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"sg"}, Refuses: writing,
}, (*Service).createSecurityGroupWithPolicies)

// CreateSecurityGroupWithPoliciesRequest is the input of CreateSecurityGroupWithPolicies.
type CreateSecurityGroupWithPoliciesRequest struct {
	GroupName              string     `api:"required" doc:"Its name, at most 60 characters."`
	GroupDescription       string     `api:"required" doc:"What it is for, at most 100 characters."`
	ProjectId              string     `doc:"The project that it is sorted into."`
	SecurityGroupPolicySet *PolicySet `doc:"Its rules."`
	Tags                   []Tag      `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateSecurityGroupWithPoliciesRequest) Check() error {
	if _, err := projectOf(r.ProjectId); err != nil {
		return err
	}
	if err := checkNaming(r.GroupName, r.GroupDescription); err != nil || r.SecurityGroupPolicySet == nil {
		return err
	}
	return r.SecurityGroupPolicySet.check()
}

// Conditions implements action.Conditioner.
func (r *CreateSecurityGroupWithPoliciesRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

func (s *Service) createSecurityGroupWithPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSecurityGroupWithPoliciesRequest) (*GroupResponse, error) {
	g := &Group{Account: c.Caller.Account, Name: in.GroupName, Description: in.GroupDescription}
	if set := in.SecurityGroupPolicySet; set != nil {
		var err error
		if g.Ingress, err = s.rules(ctx, tx, c, "Ingress", set.Ingress); err != nil {
			return nil, err
		}
		if g.Egress, err = s.rules(ctx, tx, c, "Egress", set.Egress); err != nil {
			return nil, err
		}
		if err := s.fits(ctx, tx, g); err != nil {
			return nil, err
		}
		g.Version = 1
	}
	return s.create(ctx, tx, c, g, in.ProjectId, tagsOf(in.Tags))
}
