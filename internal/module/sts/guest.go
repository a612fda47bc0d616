package sts

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// A role is one that is there, with its trust policy; nil where that can't be read.
type role struct {
	id, name string
	trust    *policy.Trust
}

// A guest is whom an identity provider vouches for, who wants to take on a role.
type guest struct {
	role     role
	arn      roleArn
	action   string
	provider string
	session  string
	seconds  int64
	// conditions are what the provider says, as trust policies ask about it.
	conditions map[string][]string
}

// trusted is the role that somebody wants to take on; it refuses where there is none.
func (s *Service) trusted(ctx context.Context, tx store.Tx, arn roleArn) (r role, err error) {
	r.id, r.name, r.trust, err = s.Roles.RoleTrust(ctx, tx, arn.owner, arn.id, arn.name)
	if err == nil && r.id == "" {
		err = errNoRole.Errorf("The role %s does not exist.", arn.text)
	}
	return r, err
}

// welcome gives a guest a key of a role that trusts the provider with it.
func (s *Service) welcome(ctx context.Context, tx store.Tx, c *call.Call, g guest) (k issued, err error) {
	blocked, err := s.Accounts.Blocked(ctx, tx, g.arn.owner)
	if err != nil {
		return k, err
	}
	if blocked != "" {
		return k, errBlocked.Errorf("The account of the role is blocked: %s.", blocked)
	}
	about := map[string][]string{"qcs:current_time": {c.Now.Format("2006-01-02T15:04:05Z")}, "mfa": {"0"}}
	if c.Remote.IsValid() {
		about["qcs:ip"] = []string{c.Remote.Unmap().String()}
	}
	for key, values := range g.conditions {
		about[key] = values
	}
	switch d := policy.MayAssume(g.role.trust, policy.Principal{Federated: g.provider}, policy.Request{
		Service: "sts", Action: g.action, Resources: []string{g.arn.text}, Owner: g.arn.owner, Conditions: about,
	}); d.Outcome {
	case policy.Allowed:
	case policy.Undecidable:
		return k, errUndecidable.Errorf("Whether the role trusts the guest could not be decided: %s", d.Reason)
	default:
		return k, errNoGuest.Errorf("you are not authorized to perform operation (sts:%s), resource (%s) has no permission: the role's trust policy does not trust %s with this guest.", g.action, g.arn.text, g.provider)
	}
	if err := s.withinSession(ctx, tx, g.arn.owner, g.role, g.seconds); err != nil {
		return k, err
	}
	who := call.Caller{Kind: call.Role, Account: g.arn.owner, Uin: g.arn.owner, Name: g.role.name, RoleID: g.role.id, Session: g.session}
	if who.AppID, err = s.Accounts.AppID(ctx, tx, g.arn.owner); err != nil {
		return k, err
	}
	return s.issue(ctx, tx, c, who, "", g.seconds)
}

// withinSession refuses a session that is longer than the role lets sessions be.
func (s *Service) withinSession(ctx context.Context, tx store.Tx, account string, r role, seconds int64) error {
	most, err := s.Roles.SessionMost(ctx, tx, account, r.id)
	if err == nil && most > 0 && seconds > most {
		err = errDuration.Errorf("The session is to last %d seconds; sessions of the role %s last %d at most.", seconds, r.name, most)
	}
	return err
}
