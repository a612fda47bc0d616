package cam_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pquerna/otp/hotp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// key loads a key, nil where there is none.
func (c *cloud) key(secretID string) *identity.Key {
	c.t.Helper()
	k, err := c.Key(c.t.Context(), secretID)
	if err != nil {
		c.t.Fatal(err)
	}
	return k
}

// names are the policies that a caller has, by layer.
func (c *cloud) names(who call.Caller) (policies []string, boundary string) {
	c.t.Helper()
	set, err := c.Rights(c.t.Context(), who)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range set.Policies {
		policies = append(policies, p.Name+" by "+p.Via)
	}
	if set.Boundary != nil {
		boundary = set.Boundary.Name
	}
	return policies, boundary
}

func TestAKeyTellsWhoIsBehindIt(t *testing.T) {
	s := newStreet(t)
	got := s.key(s.secretID)
	want := &identity.Key{SecretID: s.secretID, Enabled: true, Caller: call.Caller{Kind: call.SubAccount, Account: owner, Uin: s.uin, AppID: "1250000000", Name: "ann"}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(identity.Key{}, "Signing")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	made := s.do("CreateAccessKey", p{"Description": "d"})["AccessKey"].(map[string]any)
	root := s.key(text(made["AccessKeyId"]))
	if root.Caller.Kind != call.Root || root.Caller.Uin != owner {
		t.Errorf("the main account's key: got %+v", root.Caller)
	}
	if s.key("AKIDnone") != nil {
		t.Error("a stranger's key is there")
	}
}

func TestASecretIsShownOnceAndSignsFromThenOn(t *testing.T) {
	c := newCloud(t)
	ctx := t.Context()
	const secret = "a secret of the world"
	c.must(func(tx store.Tx) error {
		return c.PutKey(ctx, tx, cam.Key{SecretID: "AKIDworld", Account: owner, Uin: owner, Enabled: true, CreatedAt: now}, secret)
	})
	c.must(func(tx store.Tx) error {
		keys, err := c.KeysOf(ctx, tx, owner, owner)
		if len(keys) != 1 || strings.Contains(keys[0].Sealed, secret) {
			t.Errorf("the secret lies open in %v", keys)
		}
		if got, err := c.Secret(ctx, tx, owner, "AKIDworld"); got != secret || err != nil {
			t.Errorf("the secret asked for by name: got %q, %v", got, err)
		}
		if _, err := c.Secret(ctx, tx, other, "AKIDworld"); !errors.Is(err, catalogue.NotFound) {
			t.Errorf("another account's secret: got %v", err)
		}
		return err
	})
	if c.key("AKIDworld").Signing == nil {
		t.Error("the key does not sign")
	}
}

func TestADisabledKeyIsThereAndADeletedOneIsNot(t *testing.T) {
	s := newStreet(t)
	target := p{"AccessKeyId": s.secretID, "TargetUin": s.uin}
	before := s.changed
	s.do("UpdateAccessKey", p{"AccessKeyId": s.secretID, "TargetUin": s.uin, "Status": "Inactive"})
	if k := s.key(s.secretID); k == nil || k.Enabled {
		t.Errorf("disabled: got %v", k)
	}
	if s.changed == before {
		t.Error("Changed was not called: the door would go on with the key")
	}
	list := s.do("ListAccessKeys", p{"TargetUin": s.uin})["AccessKeys"].([]any)
	want := map[string]any{"AccessKeyId": s.secretID, "Status": "Inactive", "CreateTime": "2024-05-02 04:30:00", "Description": ""}
	if diff := cmp.Diff([]any{want}, list); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.used[s.secretID] = now
	rows := s.do("GetSecurityLastUsed", p{"SecretIdList.0": s.secretID})["SecretIdLastUsedRows"].([]any)
	if diff := cmp.Diff([]any{map[string]any{"SecretId": s.secretID, "LastUsedDate": "2024-05-02", "LastSecretUsedDate": float64(now.Unix())}}, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.do("DeleteAccessKey", target)
	if s.key(s.secretID) != nil {
		t.Error("a deleted key is there")
	}
}

func TestRightsComeFromTheUserAndItsGroups(t *testing.T) {
	s := newStreet(t)
	ann := call.Caller{Kind: call.SubAccount, Account: owner, Uin: s.uin}
	if got, _ := s.names(ann); got != nil {
		t.Errorf("a new sub-account: got %v", got)
	}
	s.do("AttachUserPolicy", p{"policyId": s.policy, "uin": s.uin})
	s.do("AttachGroupPolicies", p{"policyId.0": "1", "policyId.1": "2", "groupId": s.group})
	s.do("AddUserToGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group})
	got, _ := s.names(ann)
	want := []string{"all by user", "AdministratorAccess by group devs", "ReadOnlyAccess by group devs"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.do("DetachUserPolicy", p{"policyId": s.policy, "uin": s.uin})
	s.do("DetachGroupPolicy", p{"policyId": "1", "groupId": s.group})
	got, _ = s.names(ann)
	if diff := cmp.Diff([]string{"ReadOnlyAccess by group devs"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.do("RemoveUserFromGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group})
	if got, _ := s.names(ann); got != nil {
		t.Errorf("out of the group: got %v", got)
	}
}

func TestTheMainAccountMayDoEverythingButNotInARole(t *testing.T) {
	s := newStreet(t)
	for who, want := range map[call.Caller]bool{
		{Kind: call.Root, Account: owner, Uin: owner}:                     true,
		{Kind: call.Federated, Account: owner, Uin: owner}:                true,
		{Kind: call.Role, Account: owner, Uin: owner, RoleID: s.role}:     false,
		{Kind: call.SubAccount, Account: owner, Uin: s.uin}:               false,
		{Kind: call.Federated, Account: owner, Uin: s.uin, Session: "me"}: false,
	} {
		set, err := s.Rights(t.Context(), who)
		if err != nil || set.Root != want {
			t.Errorf("%+v: got %v, %v, want %v", who, set.Root, err, want)
		}
	}
}

func TestARoleHasItsOwnPoliciesAndBoundary(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	s.do("AttachRolePolicies", p{"policyName.0": "all", "policyName.1": "ReadOnlyAccess", "roleName": "ops"})
	s.do("DetachRolePolicy", p{"policyId": "2", "roleId": s.role})
	s.must(func(tx store.Tx) error {
		return errors.Join(s.SetBoundary(ctx, tx, owner, cam.Entity{Kind: cam.ToRole, ID: s.role}, 2), s.SetBoundary(ctx, tx, owner, cam.Entity{Kind: cam.ToUser, ID: s.uin}, 3))
	})
	who := call.Caller{Kind: call.Role, Account: owner, Uin: other, RoleID: s.role}
	policies, boundary := s.names(who)
	if diff := cmp.Diff([]string{"all by role ops"}, policies); diff != "" || boundary != "ReadOnlyAccess" {
		t.Errorf("(-want +got):\n%s boundary %q", diff, boundary)
	}
	if _, boundary := s.names(call.Caller{Kind: call.SubAccount, Account: owner, Uin: s.uin}); boundary != "QcloudCVMFullAccess" {
		t.Errorf("the user's boundary: got %q", boundary)
	}
	for _, want := range []struct {
		policyType, total string
	}{{"QCS", "0"}, {"User", "1"}} {
		if got := text(s.do("ListAttachedRolePolicies", p{"roleName": "ops", "policyType": want.policyType})["totalNum"]); got != want.total {
			t.Errorf("%s: got %s, want %s", want.policyType, got, want.total)
		}
	}
}

func TestARawPolicyIsBrokenWhereItIsAttached(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	s.must(func(tx store.Tx) error {
		if _, err := s.PutPolicy(ctx, tx, cam.Policy{Account: owner, Name: "x", Document: "not a policy", AddedAt: now}, false); !errors.Is(err, catalogue.InvalidParameter) {
			t.Errorf("not raw: got %v", err)
		}
		raw, err := s.PutPolicy(ctx, tx, cam.Policy{Account: owner, Name: "raw", Document: "not a policy", AddedAt: now}, true)
		if err != nil {
			return err
		}
		return s.AttachPolicy(ctx, tx, owner, cam.Entity{Kind: cam.ToUser, ID: s.uin}, raw.ID, now)
	})
	set, err := s.Rights(ctx, call.Caller{Kind: call.SubAccount, Account: owner, Uin: s.uin})
	if err != nil || len(set.Policies) != 1 || set.Policies[0].Broken == nil {
		t.Fatalf("got %+v, %v", set, err)
	}
	d := policy.Decide(set, policy.Request{Service: "cvm", Action: "RunInstances", Owner: owner, Caller: s.uin})
	if d.Outcome != policy.Undecidable {
		t.Errorf("got %v, want 4110", d)
	}
}

func TestADeletedUserLeavesNothingBehind(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	who := s.key(s.secretID).Caller
	var temporary string
	s.must(func(tx store.Tx) (err error) {
		temporary, _, _, err = s.IssueTemporary(ctx, tx, who, "", now, now.Add(time.Hour))
		return err
	})
	s.do("AttachUserPolicy", p{"policyId": s.policy, "uin": s.uin})
	s.do("DeleteUser", p{"name": "ann"})
	if s.key(s.secretID) != nil {
		t.Error("its key is there")
	}
	if k := s.key(temporary); k == nil || !k.Revoked {
		t.Errorf("its session goes on: %v", k)
	}
	if got := text(s.do("ListEntitiesForPolicy", p{"policyId": s.policy})["totalNum"]); got != "0" {
		t.Errorf("its attachments: got %s", got)
	}
}

func TestATemporaryKeyKeepsWhoTookItAndItsPolicy(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	who := call.Caller{Kind: call.Role, Account: owner, Uin: other, AppID: "7", Name: "ops", RoleID: s.role, Session: "x", MFA: true}
	var id, secret, token string
	s.must(func(tx store.Tx) (err error) {
		id, secret, token, err = s.IssueTemporary(ctx, tx, who, allowAll, now, now.Add(time.Hour))
		return err
	})
	k := s.key(id)
	who.Temporary = true
	want := &identity.Key{SecretID: id, Enabled: true, Caller: who, Temporary: true, TokenHash: sha256.Sum256([]byte(token)), Expires: now.Add(time.Hour)}
	if diff := cmp.Diff(want, k, cmpopts.IgnoreFields(identity.Key{}, "Signing", "Session")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if k.Session == nil || k.Session.Broken != nil || k.Session.Document.String() != allowAll {
		t.Errorf("session policy: got %+v", k.Session)
	}
	if secret == "" || token == "" {
		t.Error("no secret or token")
	}
	s.do("DeleteRole", p{"roleName": "ops"})
	if !s.key(id).Revoked {
		t.Error("the session outlives its role")
	}
}

func TestAnMFACodeIsTakenOnce(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	const secret = "JBSWY3DPEHPK3PXP"
	code := func(step int64) string {
		c, err := hotp.GenerateCode(secret, uint64(now.Unix()/30+step))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	check := func(uin, code string) (has, ok bool) {
		s.must(func(tx store.Tx) (err error) {
			has, ok, err = s.CheckMFA(ctx, tx, owner, uin, code, now)
			return err
		})
		return has, ok
	}
	if has, ok := check(s.uin, code(0)); has || ok {
		t.Errorf("without a device: got %v, %v", has, ok)
	}
	s.must(func(tx store.Tx) error { return s.PutMFA(ctx, tx, owner, s.uin, strings.ToLower(secret)) })
	for _, x := range []struct {
		name, code string
		want       bool
	}{
		{"two steps old", code(-2), false},
		{"two steps ahead", code(2), false},
		{"empty", "", false},
		{"one step old", code(-1), true},
		{"taken", code(-1), false},
		{"now", code(0), true},
		{"older than the last", code(-1), false},
		{"taken", code(0), false},
		{"one step ahead", code(1), true},
		{"taken", code(1), false},
	} {
		if _, ok := check(s.uin, x.code); ok != x.want {
			t.Errorf("%s: got %v, want %v", x.name, ok, x.want)
		}
	}
	s.must(func(tx store.Tx) error {
		if got, err := s.MFASecret(ctx, tx, owner, s.uin); got != secret || err != nil {
			t.Errorf("secret: got %q, %v", got, err)
		}
		if err := s.PutMFA(ctx, tx, owner, s.uin, "0000"); !errors.Is(err, catalogue.InvalidValue) {
			t.Errorf("no base32: got %v", err)
		}
		if err := s.RemoveMFA(ctx, tx, owner, s.uin); err != nil {
			return err
		}
		if err := s.RemoveMFA(ctx, tx, owner, s.uin); !errors.Is(err, catalogue.NotFound) {
			t.Errorf("removed twice: got %v", err)
		}
		return nil
	})
}
