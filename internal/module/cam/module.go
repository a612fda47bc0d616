// Package cam keeps who may do what: sub-accounts, groups, policies and what they are attached to, roles, keys, MFA
// devices and the rows of temporary keys. It decides which policies a caller has, and what may be made, named and
// attached. What a policy means is for package policy; who gets a temporary key is for sts.
//
// Its actions live on the domain cam, without a version in API 2.0; the actions on keys are those of API 3.0, since 2.0
// documents none (facts/api2-modules.md §11).
package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/seal"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what cam needs.
type Deps struct {
	DB       store.DB
	Store    Store
	Random   *random.Source
	Box      *seal.Box
	Accounts Accounts
	Tags     tagging.Keeper
	// Uses tells when keys were last used; nil where nobody keeps that, and then no key is said to have been used.
	Uses Uses
	// Changed is called after every commit that changed a key, a policy or who has it.
	Changed func()
}

// A Service keeps identities and their rights.
type Service struct {
	Deps
	presets map[int64]Policy
}

var (
	_ identity.Keys        = (*Service)(nil)
	_ identity.Rights      = (*Service)(nil)
	_ action.ResourceFacts = (*Service)(nil)
)

// New is the service.
func New(d Deps) *Service { return &Service{d, presets()} }

// Actions are those of cam.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		AddUser, GetUser, ListUsers, UpdateUser, DeleteUser,
		CreateGroup, GetGroup, ListGroups, UpdateGroup, DeleteGroup,
		AddUserToGroup, RemoveUserFromGroup, ListGroupsForUser, ListUsersForGroup,
		CreatePolicy, GetPolicy, ListPolicies, UpdatePolicy, DeletePolicy, ListEntitiesForPolicy,
		AttachUserPolicy, DetachUserPolicy, AttachUserPolicies, DetachUserPolicies, ListAttachedUserPolicies,
		AttachGroupPolicy, DetachGroupPolicy, AttachGroupPolicies, DetachGroupPolicies, ListAttachedGroupPolicies,
		AttachRolePolicy, DetachRolePolicy, AttachRolePolicies, DetachRolePolicies, ListAttachedRolePolicies,
		CreateRole, GetRole, DescribeRoleList, UpdateAssumeRolePolicy, UpdateRoleDescription, DeleteRole,
		CreateAccessKey, ListAccessKeys, UpdateAccessKey, DeleteAccessKey, GetSecurityLastUsed,
		AddUser3, GetUser3, UpdateUser3, DeleteUser3,
		CreatePolicy3, GetPolicy3, UpdatePolicy3, DeletePolicy3,
		CreatePolicyVersion, GetPolicyVersion, ListPolicyVersions, SetDefaultPolicyVersion, DeletePolicyVersion,
		CreateRole3, GetRole3, DescribeRoleList3, DeleteRole3, UpdateAssumeRolePolicy3, AttachRolePolicy3, DetachRolePolicy3,
		UpdateRoleDescription3, UpdateRoleConsoleLogin, UpdateRoleSessionDuration, ListAttachedRolePolicies3,
		CreateGroup3, GetGroup3, UpdateGroup3, DeleteGroup3, ListGroups3, AddUserToGroup3, RemoveUserFromGroup3, ListUsersForGroup3,
		ListAttachedGroupPolicies3,
		ListUsers3, DescribeSubAccounts, ListGroupsForUser3, ListPolicies3, ListEntitiesForPolicy3, GetAccountSummary, GetUserAppId,
		TagRole, UntagRole, PutUserPermissionsBoundary, DeleteUserPermissionsBoundary, GetUserPermissionBoundary,
		PutRolePermissionsBoundary, DeleteRolePermissionsBoundary, GetRolePermissionBoundary,
		AttachUserPolicy3, DetachUserPolicy3, AttachGroupPolicy3, DetachGroupPolicy3, ListAttachedUserPolicies3, ListAttachedUserAllPolicies,
		CreateSAMLProvider, UpdateSAMLProvider, DeleteSAMLProvider, GetSAMLProvider, ListSAMLProviders,
		CreateSAMLProvider3, UpdateSAMLProvider3, DeleteSAMLProvider3, GetSAMLProvider3, ListSAMLProviders3,
		CreateOIDCConfig, UpdateOIDCConfig, DeleteOIDCConfig, DescribeOIDCConfig,
	)
}

// ResourceFacts implements action.ResourceFacts. Policies know users by uin (facts/cam-sts.md §1.2); actions also name
// them by name and by uid. A user, a role or a policy that is there has facts: its tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	var u *User
	var err error
	switch r.Type {
	case userByName:
		u, err = s.Store.UserByName(ctx, tx, account, r.ID)
	case userByUID:
		u, err = s.Store.UserByUID(ctx, tx, account, r.ID)
	case "uin":
		if r.Service == "cam" {
			u, err = s.Store.User(ctx, tx, account, r.ID)
		}
	case "role":
		role, err := s.Store.Role(ctx, tx, account, r.ID)
		if err != nil || role == nil || r.Service != "cam" {
			return r, nil, err
		}
		return s.withTags(ctx, tx, r, account, role.tagged())
	case "policy":
		id, _ := strconv.ParseInt(r.ID, 10, 64)
		p, err := s.Store.Policy(ctx, tx, account, id)
		if err != nil || p == nil || r.Service != "cam" {
			return r, nil, err
		}
		return s.withTags(ctx, tx, r, account, p.tagged())
	default:
		return r, nil, nil
	}
	r.Type = "uin"
	if err != nil || u == nil {
		return r, nil, err
	}
	r.ID = u.Uin
	return s.withTags(ctx, tx, r, account, u.tagged())
}

func (s *Service) withTags(ctx context.Context, tx store.Tx, r call.Resource, account string, of tagging.Resource) (call.Resource, map[string][]string, error) {
	tags, err := s.Tags.Of(ctx, tx, account, of)
	pairs := tagging.Pairs(tags)
	return r, map[string][]string{"qcs:tag": pairs, "qcs:resource_tag": pairs}, err
}

// The kinds of resources that actions name otherwise than policies do.
const (
	userByName = "user name"
	userByUID  = "uid"
)
