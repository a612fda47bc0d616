package sts

import (
	"context"
	"regexp"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// How long keys last at most, and at least where that is printed (facts/cam-sts.md §4, facts/api2-modules.md §12).
const (
	legacyMost   = 7200
	roleMost     = 43200
	rootMost     = 7200
	subMost      = 129600
	sessionLeast = 300
)

// An issued key with its token.
type issued struct {
	SecretID, SecretKey, Token string
	Until                      time.Time
}

func (k issued) expiration() string { return k.Until.UTC().Format("2006-01-02T15:04:05Z") }

// issue makes a temporary key for who. It ends on a full second, since answers say when in seconds.
func (s *Service) issue(ctx context.Context, tx store.Tx, c *call.Call, who call.Caller, sessionPolicy string, seconds int64) (k issued, err error) {
	k.Until = c.Now.Truncate(time.Second).Add(time.Duration(seconds) * time.Second)
	k.SecretID, k.SecretKey, k.Token, err = s.Keys.IssueTemporary(ctx, tx, who, sessionPolicy, c.Now, k.Until)
	return k, err
}

// lasting refuses a duration that is out of bounds.
func lasting(parameter string, seconds, least, most int64) error {
	if seconds < least || seconds > most {
		return errDuration.Errorf("Parameter %s is %d; %d to %d seconds are expected.", parameter, seconds, least, most)
	}
	return nil
}

var (
	sessionName    = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{2,128}$`)
	externalID     = regexp.MustCompile(`^[A-Za-z0-9_+=,.@:/-]{2,128}$`)
	federationName = regexp.MustCompile(`^[A-Za-z]{1,128}$`)
)

// An assumption is a request to take on a role, as either dialect makes it.
type assumption struct {
	arn           roleArn
	session       string
	seconds       int64
	policy        string
	conditions    map[string][]string // what the trust policy may ask about, beside who asks
	code          string
	codeParameter string
}

// assume gives a key of a role, which has the role's rights as far as the session's policy allows them.
func (s *Service) assume(ctx context.Context, tx store.Tx, c *call.Call, a assumption) (k issued, err error) {
	role, err := s.trusted(ctx, tx, a.arn)
	if err != nil {
		return k, err
	}
	mfa := c.Caller.MFA
	if a.code != "" {
		if err := s.takeCode(ctx, tx, c, a.codeParameter, a.code); err != nil {
			return k, err
		}
		mfa = true
	}
	switch d := policy.MayAssume(role.trust, principal(c.Caller), trustRequest(c, a, mfa)); d.Outcome {
	case policy.Allowed:
	case policy.Undecidable:
		return k, errUndecidable.Errorf("Whether the role trusts the caller could not be decided: %s", d.Reason)
	default:
		return k, errUntrusted.Errorf("you are not authorized to perform operation (sts:AssumeRole), resource (%s) has no permission: the role's trust policy does not trust the caller.", a.arn.text)
	}
	if err := s.withinSession(ctx, tx, a.arn.owner, role, a.seconds); err != nil {
		return k, err
	}
	who := call.Caller{Kind: call.Role, Account: a.arn.owner, Uin: c.Caller.Uin, Name: role.name, RoleID: role.id, Session: a.session, MFA: mfa}
	if who.AppID, err = s.Accounts.AppID(ctx, tx, a.arn.owner); err != nil {
		return k, err
	}
	return s.issue(ctx, tx, c, who, a.policy, a.seconds)
}

// principal is who a trust policy is asked about. A role session is nobody but a member of its account: the language has
// no way to name it.
func principal(c call.Caller) policy.Principal {
	if c.Kind == call.Role {
		return policy.Principal{Account: c.Account}
	}
	return policy.Principal{Account: c.Account, Uin: c.Uin}
}

func trustRequest(c *call.Call, a assumption, mfa bool) policy.Request {
	about := map[string][]string{
		"qcs:current_time": {c.Now.Format("2006-01-02T15:04:05Z")},
		"qcs:uin":          {c.Caller.Uin},
		"qcs:owner_uin":    {c.Caller.Account},
		"mfa":              {"0"},
	}
	if mfa {
		about["mfa"] = []string{"1"}
	}
	if c.Remote.IsValid() {
		about["qcs:ip"] = []string{c.Remote.Unmap().String()}
	}
	for key, values := range a.conditions {
		about[key] = values
	}
	return policy.Request{
		Service: "sts", Action: "AssumeRole", Resources: []string{a.arn.text}, Owner: a.arn.owner, Caller: c.Caller.Uin, Conditions: about,
	}
}

// takeCode refuses a wrong code, one that was taken before, and a caller without a device, all alike.
func (s *Service) takeCode(ctx context.Context, tx store.Tx, c *call.Call, parameter, code string) error {
	if c.Caller.Kind == call.Role || c.Caller.Kind == call.Federated {
		return errTemporary.Errorf("The caller is a %s session, which has no MFA device; a permanent key is expected.", c.Caller.Kind)
	}
	_, ok, err := s.MFA.CheckMFA(ctx, tx, c.Caller.Account, c.Caller.Uin, code, s.Wall.Now())
	if err == nil && !ok {
		err = errMFA.Errorf("MFA Invalid: parameter %s is not a fresh code of the caller's MFA device.", parameter)
	}
	return err
}

// federate gives a key of the caller's, with the caller's rights as far as the policy allows them.
func (s *Service) federate(ctx context.Context, tx store.Tx, c *call.Call, name, policy string, seconds int64) (k issued, err error) {
	if err := permanent(c); err != nil {
		return k, err
	}
	who := c.Caller
	who.Kind, who.Name, who.Session = call.Federated, name, name
	return s.issue(ctx, tx, c, who, policy, seconds)
}

// verify gives a key of the caller's to whoever shows its MFA code.
func (s *Service) verify(ctx context.Context, tx store.Tx, c *call.Call, parameter, code string, seconds int64) (k issued, err error) {
	if err := permanent(c); err != nil {
		return k, err
	}
	if err := s.takeCode(ctx, tx, c, parameter, code); err != nil {
		return k, err
	}
	who := c.Caller
	who.MFA = true
	return s.issue(ctx, tx, c, who, "", seconds)
}

func permanent(c *call.Call) error {
	if c.Caller.Temporary {
		return errTemporary.Errorf("The caller has a temporary key; a permanent one is expected.")
	}
	return nil
}

// mostFor is how long a key of the caller's lasts at most.
func mostFor(c *call.Call) int64 {
	if c.Caller.Uin == c.Caller.Account {
		return rootMost
	}
	return subMost
}

// Revoke ends a temporary key of an account, for an operator.
func (s *Service) Revoke(ctx context.Context, tx store.Tx, account, secretID string) error {
	return s.Keys.RevokeTemporary(ctx, tx, account, secretID)
}
