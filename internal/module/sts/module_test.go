package sts_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/module/sts"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const (
	owner, other, user = "100000000001", "100000000002", "100000000009"
	allowAll           = `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}`
	arn                = "qcs::cam::uin/" + owner + ":roleName/ops"
	serial             = "qcs::cam:uin/" + owner + "::mfa/softToken"
	fresh              = "123456"
)

var (
	now  = time.Date(2024, 5, 1, 20, 30, 0, 500, time.UTC)
	wall = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

	root      = call.Caller{Kind: call.Root, Account: owner, Uin: owner, AppID: "1"}
	sub       = call.Caller{Kind: call.SubAccount, Account: owner, Uin: user, AppID: "1", Name: "ann"}
	stranger  = call.Caller{Kind: call.SubAccount, Account: other, Uin: "100000000008", AppID: "2"}
	session   = call.Caller{Kind: call.Role, Account: owner, Uin: user, AppID: "1", RoleID: "46", Session: "x", Temporary: true}
	temporary = call.Caller{Kind: call.SubAccount, Account: owner, Uin: user, AppID: "1", Temporary: true}
)

// A cloud is sts alone; what it asks of others is kept here.
type cloud struct {
	t           *testing.T
	db          store.DB
	table       *action.Table
	sessionMost int64
	trusts      map[string]string // trust policies by owner and role name
	codes       map[string]bool   // codes of user's device that are not taken
	issued      []issued
	s           *sts.Service
}

type issued struct {
	Who    call.Caller
	Policy string
	Until  time.Time
}

func (c *cloud) IssueTemporary(_ context.Context, _ store.Tx, who call.Caller, p string, _, until time.Time) (string, string, string, error) {
	c.issued = append(c.issued, issued{who, p, until})
	return "id", "key", "token", nil
}

func (c *cloud) Blocked(context.Context, store.Tx, string) (string, error) { return "", nil }

func (c *cloud) ProviderMetadata(context.Context, store.Tx, string, string) (*federation.Metadata, error) {
	return nil, nil
}

func (c *cloud) ProviderKeys(context.Context, store.Tx, string, string) (*federation.Keys, string, []string, error) {
	return nil, "", nil, nil
}

func (c *cloud) EachKey(_ context.Context, _ store.Tx, _, uin string, do func(string, bool, time.Time)) error {
	if uin != user {
		return catalogue.NotFound.Errorf("There is no %s.", uin)
	}
	do("AKIDa", true, now)
	do("AKIDb", false, now)
	return nil
}

func (c *cloud) RevokeTemporary(_ context.Context, _ store.Tx, account, secretID string) error {
	if account != owner || secretID != "id" {
		return catalogue.NotFound.Errorf("There is no %s.", secretID)
	}
	return nil
}

func (c *cloud) RoleTrust(_ context.Context, _ store.Tx, account, id, name string) (string, string, *policy.Trust, error) {
	if id == "46" {
		name = "ops"
	}
	text, ok := c.trusts[account+" "+name]
	if !ok {
		return "", "", nil, nil
	}
	trust, err := policy.ParseTrust([]byte(text))
	if err != nil {
		trust = nil
	}
	return "46", name, trust, nil
}

func (c *cloud) SessionMost(_ context.Context, _ store.Tx, _, _ string) (int64, error) {
	return c.sessionMost, nil
}

func (c *cloud) CheckMFA(_ context.Context, _ store.Tx, account, uin, code string, at time.Time) (bool, bool, error) {
	if !at.Equal(wall) {
		c.t.Errorf("codes go by %v, want the wall clock's %v", at, wall)
	}
	if account != owner || uin != user {
		return false, false, nil
	}
	ok := c.codes[code]
	delete(c.codes, code)
	return true, ok, nil
}

func (c *cloud) AppID(_ context.Context, _ store.Tx, uin string) (string, error) {
	return "app of " + uin, nil
}

func trusting(principal, condition string) string {
	if condition != "" {
		condition = `,"condition":` + condition
	}
	return `{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/` + principal + `"]}` + condition + `}]}`
}

func newCloud(t *testing.T) *cloud {
	c := &cloud{t: t, db: storetest.SQLite(t), codes: map[string]bool{fresh: true}, trusts: map[string]string{
		owner + " ops":      trusting(owner+":root", ""),
		owner + " ann":      trusting(owner+":uin/"+user, ""),
		owner + " foreign":  trusting(other+":root", ""),
		owner + " external": trusting(owner+":root", `{"string_equal":{"sts:external_id":"abc"}}`),
		owner + " mfa":      trusting(owner+":root", `{"string_equal":{"mfa":"1"}}`),
		owner + " raw":      "no policy",
	}}
	c.s = sts.New(sts.Deps{Keys: c, Roles: c, MFA: c, Providers: c, Accounts: c, Wall: clock.NewManual(wall)})
	c.table = action.NewTable(nil, c.s.Actions())
	return c
}

type p = map[string]string

// decode finds an action and reads its parameters; three is for API 3.0.
func (c *cloud) decode(three bool, name string, who call.Caller, params p) (*action.Bound, *call.Call, error) {
	c.t.Helper()
	at := &call.Call{Domain: "sts", Action: name, Now: now, Caller: who}
	if three {
		at.Dialect, at.Version = call.API3, "2018-08-13"
	}
	b, err := c.table.Find(at)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for k, v := range params {
		if err := tree.AddFlat(k, v); err != nil {
			c.t.Fatal(err)
		}
	}
	at.Input, err = b.Decode(tree)
	return b, at, err
}

func (c *cloud) try(three bool, name string, who call.Caller, params p) (any, error) {
	c.t.Helper()
	b, at, err := c.decode(three, name, who, params)
	if err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.db, nil, at)
}

func TestWhoeverAsksGetsAKeyOfTheRightKind(t *testing.T) {
	role := call.Caller{Kind: call.Role, Account: owner, Uin: user, AppID: "app of " + owner, Name: "ops", RoleID: "46", Session: "web"}
	inRole := func(change func(c *call.Caller)) call.Caller { c := role; change(&c); return c }
	full := now.Truncate(time.Second)
	federated := sub
	federated.Kind, federated.Name, federated.Session = call.Federated, "web", "web"
	verified := sub
	verified.MFA = true
	for _, x := range []struct {
		name, action string
		three        bool
		who          call.Caller
		params       p
		want         issued
	}{
		{"2.0", "AssumeRole", false, sub, p{"roleArn": arn, "roleSessionName": "web"}, issued{role, "", full.Add(30 * time.Minute)}},
		{"2.0, by id", "AssumeRole", false, sub, p{"roleArn": "qcs::cam::uin/" + owner + ":role/46", "roleSessionName": "web", "durationSeconds": "7200"}, issued{role, "", full.Add(2 * time.Hour)}},
		{"3.0", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": url.QueryEscape(allowAll)}, issued{role, allowAll, full.Add(2 * time.Hour)}},
		{"a policy that is not escaped", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": allowAll}, issued{role, allowAll, full.Add(2 * time.Hour)}},
		{"the longest", "AssumeRole", true, root, p{"RoleArn": arn, "RoleSessionName": "web", "DurationSeconds": "43200"}, issued{inRole(func(c *call.Caller) { c.Uin = owner }), "", full.Add(12 * time.Hour)}},
		{"from another account", "AssumeRole", true, stranger, p{"RoleArn": "qcs::cam::uin/" + owner + ":roleName/foreign", "RoleSessionName": "web"}, issued{inRole(func(c *call.Caller) { c.Uin, c.Name = stranger.Uin, "foreign" }), "", full.Add(2 * time.Hour)}},
		{"from a role", "AssumeRole", true, session, p{"RoleArn": arn, "RoleSessionName": "web"}, issued{role, "", full.Add(2 * time.Hour)}},
		{"with what the trust policy asks for", "AssumeRole", true, sub, p{"RoleArn": "qcs::cam::uin/" + owner + ":roleName/external", "RoleSessionName": "web", "ExternalId": "abc"}, issued{inRole(func(c *call.Caller) { c.Name = "external" }), "", full.Add(2 * time.Hour)}},
		{"with a code", "AssumeRole", true, sub, p{"RoleArn": "qcs::cam::uin/" + owner + ":roleName/mfa", "RoleSessionName": "web", "SerialNumber": serial, "TokenCode": fresh}, issued{inRole(func(c *call.Caller) { c.Name, c.MFA = "mfa", true }), "", full.Add(2 * time.Hour)}},
		{"2.0", "GetFederationToken", false, sub, p{"name": "web", "policy": url.QueryEscape(allowAll)}, issued{federated, allowAll, full.Add(30 * time.Minute)}},
		{"3.0", "GetFederationToken", true, sub, p{"Name": "web", "Policy": url.QueryEscape(allowAll), "DurationSeconds": "129600"}, issued{federated, allowAll, full.Add(36 * time.Hour)}},
		{"2.0", "GetSessionToken", false, sub, p{"tokenCode": fresh, "durationSeconds": "300"}, issued{verified, "", full.Add(5 * time.Minute)}},
		{"3.0", "GetSessionToken", true, sub, p{"SerialNumber": serial, "TokenCode": fresh}, issued{verified, "", full.Add(30 * time.Minute)}},
	} {
		t.Run(x.action+" "+x.name, func(t *testing.T) {
			c := newCloud(t)
			if _, err := c.try(x.three, x.action, x.who, x.params); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]issued{x.want}, c.issued); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	role := func(name string) string { return "qcs::cam::uin/" + owner + ":roleName/" + name }
	withPrincipal := `{"version":"2.0","principal":"*","statement":[{"effect":"allow","action":"*","resource":"*"}]}`
	badResource := `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"x"}]}`
	long := `{"version":"2.0","statement":[{"effect":"allow","action":"cvm:` + string(make4097()) + `","resource":"*"}]}`
	for _, x := range []struct {
		name, action string
		three        bool
		who          call.Caller
		params       p
		number       int
		name3        string
	}{
		{"no arn", "AssumeRole", false, sub, p{"roleArn": "ops", "roleSessionName": "web"}, 4000, ""},
		{"an arn of a user", "AssumeRole", true, sub, p{"RoleArn": "qcs::cam::uin/1:uin/2", "RoleSessionName": "web"}, 4000, "InvalidParameter.ParamError"},
		{"a short session name", "AssumeRole", false, sub, p{"roleArn": arn, "roleSessionName": "w"}, 4000, ""},
		{"a session name with a blank", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "w b"}, 4000, ""},
		{"too long for 2.0", "AssumeRole", false, sub, p{"roleArn": arn, "roleSessionName": "web", "durationSeconds": "7201"}, 4000, "InvalidParameter.OverTimeError"},
		{"too long", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "DurationSeconds": "43201"}, 4000, "InvalidParameter.OverTimeError"},
		{"no time", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "DurationSeconds": "0"}, 4000, ""},
		{"a bad external id", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "ExternalId": "a b"}, 4000, ""},
		{"a tag twice", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Tags.0.Key": "a", "Tags.0.Value": "1", "Tags.1.Key": "a", "Tags.1.Value": "2"}, 4000, ""},
		{"a code without device", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "TokenCode": fresh}, 4000, ""},
		{"another's device", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "SerialNumber": "x", "TokenCode": fresh}, 4000, "FailedOperation.MFATypeNotSupported"},
		{"a wrong code", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "SerialNumber": serial, "TokenCode": "000000"}, 4106, "FailedOperation.CheckMFAError"},
		{"a code in a session", "AssumeRole", true, session, p{"RoleArn": arn, "RoleSessionName": "web", "SerialNumber": serial, "TokenCode": fresh}, 5100, "FailedOperation.TempKeyNotAllowed"},
		{"an absent role", "AssumeRole", true, sub, p{"RoleArn": role("none"), "RoleSessionName": "web"}, 5000, "ResourceNotFound.RoleNotFound"},
		{"a role of nobody", "AssumeRole", true, sub, p{"RoleArn": "qcs::cam::uin/5:roleName/ops", "RoleSessionName": "web"}, 5000, ""},
		{"a role that trusts another", "AssumeRole", true, sub, p{"RoleArn": role("foreign"), "RoleSessionName": "web"}, 4103, ""},
		{"a role that trusts somebody else of the account", "AssumeRole", true, root, p{"RoleArn": role("ann"), "RoleSessionName": "web"}, 4103, ""},
		{"a role that trusts the asker, not its session", "AssumeRole", true, session, p{"RoleArn": role("ann"), "RoleSessionName": "web"}, 4103, ""},
		{"without what the trust policy asks for", "AssumeRole", true, sub, p{"RoleArn": role("external"), "RoleSessionName": "web", "ExternalId": "abd"}, 4103, ""},
		{"without a code", "AssumeRole", true, sub, p{"RoleArn": role("mfa"), "RoleSessionName": "web"}, 4103, ""},
		{"a trust policy that can't be read", "AssumeRole", true, sub, p{"RoleArn": role("raw"), "RoleSessionName": "web"}, 4110, ""},
		{"a policy with principal", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": withPrincipal}, 4000, "InvalidParameter.StrategyInvalid"},
		{"a policy that is no JSON", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": "x"}, 4000, "InvalidParameter.StrategyFormatError"},
		{"a policy escaped wrongly", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": "%7"}, 4000, "InvalidParameter.StrategyFormatError"},
		{"a policy with a bad resource", "AssumeRole", true, sub, p{"RoleArn": arn, "RoleSessionName": "web", "Policy": badResource}, 4000, "InvalidParameter.ResouceError"},
		{"a policy that is too long", "GetFederationToken", true, sub, p{"Name": "web", "Policy": long}, 4000, "InvalidParameter.PolicyTooLong"},
		{"a blank policy", "GetFederationToken", true, sub, p{"Name": "web", "Policy": "+"}, 4000, "InvalidParameter.StrategyFormatError"},
		{"a name with a digit", "GetFederationToken", false, sub, p{"name": "web1", "policy": allowAll}, 4000, ""},
		{"too long for 2.0", "GetFederationToken", false, sub, p{"name": "web", "policy": allowAll, "durationSeconds": "7201"}, 4000, ""},
		{"too long for a main account", "GetFederationToken", true, root, p{"Name": "web", "Policy": allowAll, "DurationSeconds": "7201"}, 4000, "InvalidParameter.OverTimeError"},
		{"too long for a sub-account", "GetFederationToken", true, sub, p{"Name": "web", "Policy": allowAll, "DurationSeconds": "129601"}, 4000, ""},
		{"with a temporary key", "GetFederationToken", false, temporary, p{"name": "web", "policy": allowAll}, 5100, "FailedOperation.TempKeyNotAllowed"},
		{"a wrong code", "GetSessionToken", false, sub, p{"tokenCode": "000000"}, 4106, ""},
		{"without a device", "GetSessionToken", false, root, p{"tokenCode": fresh}, 4106, ""},
		{"another kind of device", "GetSessionToken", false, sub, p{"tokenCode": fresh, "tokenType": "phone"}, 4000, ""},
		{"too short", "GetSessionToken", false, sub, p{"tokenCode": fresh, "durationSeconds": "299"}, 4000, ""},
		{"too short", "GetSessionToken", true, sub, p{"SerialNumber": serial, "TokenCode": fresh, "DurationSeconds": "299"}, 4000, ""},
		{"another's device", "GetSessionToken", true, sub, p{"SerialNumber": "x", "TokenCode": fresh}, 4000, ""},
		{"with a temporary key", "GetSessionToken", true, temporary, p{"SerialNumber": serial, "TokenCode": fresh}, 5100, "FailedOperation.TempKeyNotAllowed"},
		{"keys of nobody", "QueryApiKey", true, sub, p{"TargetUin": "5"}, 5000, ""},
	} {
		t.Run(x.action+" "+x.name, func(t *testing.T) {
			c := newCloud(t)
			_, err := c.try(x.three, x.action, x.who, x.params)
			var r *catalogue.Refusal
			if !errors.As(err, &r) || r.Condition.Code.Number != x.number {
				t.Fatalf("got %v, want %d", err, x.number)
			}
			if x.name3 != "" && r.Condition.Name3 != x.name3 {
				t.Errorf("got %s, want %s", r.Condition.Name3, x.name3)
			}
			if len(c.issued) > 0 {
				t.Errorf("a key was made all the same: %v", c.issued)
			}
		})
	}
}

func make4097() []byte {
	b := make([]byte, policy.MaxLength+1)
	for i := range b {
		b[i] = 'x'
	}
	return b
}

func TestACodeIsTakenOnce(t *testing.T) {
	c := newCloud(t)
	params := p{"tokenCode": fresh}
	if _, err := c.try(false, "GetSessionToken", sub, params); err != nil {
		t.Fatal(err)
	}
	_, err := c.try(false, "GetSessionToken", sub, params)
	if !errors.Is(err, catalogue.MFAFailed) || catalogue.As(err).Condition.ModuleCode != 60006 {
		t.Errorf("got %v, want 4106 (60006)", err)
	}
}

func TestAnswers(t *testing.T) {
	c := newCloud(t)
	until := now.Truncate(time.Second).Add(30 * time.Minute)
	credentials := sts.LegacyCredentials{SessionToken: "token", Token: "token", TmpSecretID: "id", TmpSecretKey: "key"}
	for _, x := range []struct {
		action string
		three  bool
		params p
		want   any
	}{
		{"AssumeRole", false, p{"roleArn": arn, "roleSessionName": "web"}, &sts.LegacyAssumeRoleResponse{Data: sts.LegacyKeyUntil{Credentials: credentials, ExpiredTime: until.Unix(), Expiration: "2024-05-01T21:00:00Z"}}},
		{"GetFederationToken", false, p{"name": "web", "policy": allowAll}, &sts.LegacyKeyResponse{Data: sts.LegacyKey{Credentials: credentials, ExpiredTime: until.Unix()}}},
		{"GetFederationToken", true, p{"Name": "web", "Policy": allowAll}, &sts.AssumeRoleResponse{Credentials: sts.Credentials{Token: "token", TmpSecretId: "id", TmpSecretKey: "key"}, ExpiredTime: until.Unix(), Expiration: "2024-05-01T21:00:00Z"}},
		{"QueryApiKey", true, nil, &sts.QueryApiKeyResponse{IdKeys: []sts.ApiKey{{SecretId: "AKIDa", CreateTime: now.Unix(), Status: 2}, {SecretId: "AKIDb", CreateTime: now.Unix(), Status: 3}}}},
	} {
		got, err := c.try(x.three, x.action, sub, x.params)
		if diff := cmp.Diff(x.want, got); diff != "" || err != nil {
			t.Errorf("%s (-want +got):\n%s %v", x.action, diff, err)
		}
	}
}

func TestTheCallerIsToldWhoItIs(t *testing.T) {
	c := newCloud(t)
	federated := sub
	federated.Kind, federated.Session = call.Federated, "web"
	for _, x := range []struct {
		name string
		who  call.Caller
		want sts.GetCallerIdentityResponse
	}{
		{"root", root, sts.GetCallerIdentityResponse{Arn: "qcs::cam:" + owner + ":uin/" + owner, AccountId: owner, UserId: owner, PrincipalId: owner, Type: "CAMUser"}},
		{"sub-account", sub, sts.GetCallerIdentityResponse{Arn: "qcs::cam:" + owner + ":uin/" + user, AccountId: owner, UserId: user, PrincipalId: user, Type: "CAMUser"}},
		{"role", session, sts.GetCallerIdentityResponse{Arn: "qcs::sts:" + owner + ":assumed-role/46", AccountId: owner, UserId: "46:x", PrincipalId: user, Type: "CAMRole"}},
		{"federated", federated, sts.GetCallerIdentityResponse{Arn: "qcs::sts:" + owner + ":federated-user/" + user, AccountId: owner, UserId: user + ":web", PrincipalId: user, Type: "CAMUser"}},
	} {
		got, err := c.try(true, "GetCallerIdentity", x.who, nil)
		if diff := cmp.Diff(&x.want, got); diff != "" || err != nil {
			t.Errorf("%s (-want +got):\n%s %v", x.name, diff, err)
		}
	}
}

func TestPoliciesAreAskedAboutTheRole(t *testing.T) {
	c := newCloud(t)
	for _, x := range []struct {
		arn  string
		who  call.Caller
		want string
	}{
		{arn, sub, "qcs::cam::uin/" + owner + ":roleName/ops"},
		{"qcs::cam::uin/" + owner + ":role/46", sub, "qcs::cam::uin/" + owner + ":role/46"},
	} {
		b, at, err := c.decode(false, "AssumeRole", x.who, p{"roleArn": x.arn, "roleSessionName": "web"})
		if err != nil {
			t.Fatal(err)
		}
		resources, _ := b.Touches(at)
		if len(resources) != 1 || resources[0].QCS("ap-guangzhou", x.who.Account) != x.want {
			t.Errorf("got %v, want %s", resources, x.want)
		}
	}
}

func TestAnOperatorRevokes(t *testing.T) {
	c := newCloud(t)
	for account, want := range map[string]error{owner: nil, other: catalogue.NotFound} {
		err := c.db.Update(t.Context(), func(tx store.Tx) error { return c.s.Revoke(t.Context(), tx, account, "id") })
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", account, err, want)
		}
	}
}
