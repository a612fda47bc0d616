// Package sts gives temporary keys: of a role, of a federated user, and of a caller that showed an MFA code. A role is given to
// callers, and to guests for whom an identity provider vouches; these sign nothing. It decides
// who gets one, for how long and with what session policy. The rows of temporary keys, roles and devices are cam's.
//
// Each action is there twice, as API 2.0 spells it and as 3.0 does, over the same function.
package sts

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/store"
)

// Deps is what sts needs.
type Deps struct {
	Keys      Keys
	Roles     Roles
	MFA       MFA
	Providers Providers
	// Accounts tells the other number of a main account.
	Accounts Accounts
	// Wall is the clock that MFA codes and what providers say go by. Tokens end by cloud time.
	Wall clock.Clock
}

// A Service gives temporary keys.
type Service struct{ Deps }

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of sts.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		LegacyAssumeRole, LegacyGetFederationToken, LegacyGetSessionToken,
		AssumeRole, AssumeRoleWithSAML, LegacyAssumeRoleWithSAML, AssumeRoleWithWebIdentity, GetFederationToken, GetSessionToken, GetCallerIdentity, QueryApiKey,
	)
}

// ResourceFacts implements action.ResourceFacts. Policies know a role by its name; a caller may have named it by its id,
// and a deny on the one must hold for the other.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Type != "role" {
		return r, nil, nil
	}
	if r.Account != "" {
		account = r.Account
	}
	_, name, _, err := s.Roles.RoleTrust(ctx, tx, account, r.ID, "")
	if err == nil && name != "" {
		r.Type, r.ID = "roleName", name
	}
	return r, nil, err
}

// version is that of the actions of API 3.0.
const version = "2018-08-13"
