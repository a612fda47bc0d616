package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AttachRolePolicy attaches a policy to a role.
var AttachRolePolicy = action.Define(action.Spec{
	Name: "AttachRolePolicy", Doc: "Attaches a policy to a role.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RolePolicyRequest) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.RoleID, in.RoleName, alone(in.PolicyID), alone(in.PolicyName), s.attach)
})

// DetachRolePolicy detaches a policy from a role.
var DetachRolePolicy = action.Define(action.Spec{
	Name: "DetachRolePolicy", Doc: "Detaches a policy from a role.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RolePolicyRequest) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.RoleID, in.RoleName, alone(in.PolicyID), alone(in.PolicyName), s.detach)
})

// AttachRolePolicies attaches policies to a role: all that it names, or none.
var AttachRolePolicies = action.Define(action.Spec{
	Name: "AttachRolePolicies", Doc: "Attaches policies to a role: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RolePoliciesRequest) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.RoleID, in.RoleName, in.PolicyID, in.PolicyName, s.attach)
})

// DetachRolePolicies detaches policies from a role: all that it names, or none.
var DetachRolePolicies = action.Define(action.Spec{
	Name: "DetachRolePolicies", Doc: "Detaches policies from a role: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RolePoliciesRequest) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.RoleID, in.RoleName, in.PolicyID, in.PolicyName, s.detach)
})

// RolePolicyRequest names a policy and a role, each in one of two ways.
type RolePolicyRequest struct {
	PolicyID   int64  `json:"policyId" touches:"policyid" doc:"The policy, by its id."`
	PolicyName string `json:"policyName" doc:"Or by its name."`
	RoleID     string `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName   string `json:"roleName" touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *RolePolicyRequest) Check() error {
	if (r.PolicyID == 0) == (r.PolicyName == "") {
		return catalogue.InvalidValue.Errorf("One of policyId and policyName is expected.")
	}
	return oneRole(r.RoleID, r.RoleName)
}

// RolePoliciesRequest names policies and a role, each in one of two ways.
type RolePoliciesRequest struct {
	PolicyID   []int64  `json:"policyId" api:"max=200" touches:"policyid" doc:"The policies, by their ids."`
	PolicyName []string `json:"policyName" api:"max=200" doc:"Or by their names."`
	RoleID     string   `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName   string   `json:"roleName" touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *RolePoliciesRequest) Check() error {
	if (len(r.PolicyID) == 0) == (len(r.PolicyName) == 0) {
		return catalogue.InvalidValue.Errorf("One of policyId and policyName is expected.")
	}
	return oneRole(r.RoleID, r.RoleName)
}

// alone is a list of what was given.
func alone[T comparable](given T) []T {
	var none T
	if given == none {
		return nil
	}
	return []T{given}
}

func (s *Service) attachRole(ctx context.Context, tx store.Tx, c *call.Call, roleID, roleName string, ids []int64, names []string, do change) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, roleID, roleName)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p, err := s.PolicyNamed(ctx, tx, c.Caller.Account, name)
		if err != nil {
			return nil, err
		}
		if p == nil {
			return nil, errNoPolicy.Errorf("The policy %q does not exist.", name)
		}
		ids = append(ids, p.ID)
	}
	return do(ctx, tx, c, Entity{ToRole, r.ID}, ids)
}

// ListAttachedRolePolicies lists the policies attached to a role.
var ListAttachedRolePolicies = action.Define(action.Spec{
	Name: "ListAttachedRolePolicies", Doc: "Lists the policies attached to a role.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedRolePoliciesRequest) (*ListAttachedResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleID, in.RoleName)
	if err != nil {
		return nil, err
	}
	return s.listAttached(ctx, tx, c.Caller.Account, Entity{ToRole, r.ID}, in.Page, in.Rp, in.PolicyType)
})

// ListAttachedRolePoliciesRequest is the input of ListAttachedRolePolicies.
type ListAttachedRolePoliciesRequest struct {
	RoleID     string `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName   string `json:"roleName" touches:"roleName" doc:"Or by its name."`
	Page       int64  `json:"page" api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp         int64  `json:"rp" api:"default=20,min=1,max=200" doc:"How many a page."`
	PolicyType string `json:"policyType" api:"oneof=User QCS" doc:"User for the account's own, QCS for presets; both without it."`
}

// Check implements action.Checker.
func (r *ListAttachedRolePoliciesRequest) Check() error { return oneRole(r.RoleID, r.RoleName) }
