package cam_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/module/cam/camsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/seal"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
	"github.com/paifang/paifang/internal/tagging"
)

const (
	owner, other = "100000000001", "100000000002"
	allowAll     = `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}`
	trustOther   = `{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/100000000002:root"]}}]}`
)

var now = time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)

// accounts are the main accounts, with their quotas.
type accounts map[string]int64

func (accounts) Exists(_ context.Context, _ store.Tx, uin string) (bool, error) {
	return uin == owner || uin == other, nil
}

func (accounts) AppID(context.Context, store.Tx, string) (string, error) { return "1250000000", nil }

func (a accounts) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := a[name]; ok {
		return n, nil
	}
	return def, nil
}

type uses map[string]time.Time

func (u uses) LastUsed(id string) time.Time { return u[id] }

// A cloud is cam alone, over a database in memory.
type cloud struct {
	*cam.Service
	t       *testing.T
	table   *action.Table
	quotas  accounts
	used    uses
	changed int
}

func newCloud(t *testing.T) *cloud {
	c := &cloud{t: t, quotas: accounts{}, used: uses{}}
	c.Service = cam.New(cam.Deps{
		DB: storetest.SQLite(t, camsql.Schema), Store: camsql.Store{}, Random: random.Seeded(1), Box: seal.Ephemeral(),
		Accounts: c.quotas, Uses: c.used, Tags: tags{}, Changed: func() { c.changed++ },
	})
	c.table = action.NewTable(nil, c.Actions())
	return c
}

// tags keeps tags as the module tag does.
type tags map[tagging.Resource][]tagging.Tag

func (t tags) Attach(_ context.Context, _ store.Tx, _ string, r tagging.Resource, more []tagging.Tag) error {
	t[r] = append(t[r], more...)
	return nil
}

func (t tags) Of(_ context.Context, _ store.Tx, _ string, r tagging.Resource) ([]tagging.Tag, error) {
	return t[r], nil
}

func (t tags) All(_ context.Context, _ store.Tx, _, service, prefix, region string) (map[string][]tagging.Tag, error) {
	all := map[string][]tagging.Tag{}
	for r, tags := range t {
		if r.Service == service && r.Prefix == prefix && r.Region == region {
			all[r.ID] = tags
		}
	}
	return all, nil
}

func (t tags) Drop(_ context.Context, _ store.Tx, _ string, r tagging.Resource) error {
	delete(t, r)
	return nil
}

func (c *cloud) must(do func(tx store.Tx) error) {
	c.t.Helper()
	if err := c.DB.Update(c.t.Context(), do); err != nil {
		c.t.Fatal(err)
	}
}

type p = map[string]string

// decode finds an action, of API 2.0 first, and reads its parameters for account's main account.
func (c *cloud) decode(account, name string, params p) (*action.Bound, *call.Call, error) {
	c.t.Helper()
	at := &call.Call{Domain: "cam", Action: name, Now: now, Caller: call.Caller{Account: account, Uin: account}}
	b, err := c.table.Find(at)
	if err != nil {
		at.Version, at.Dialect = "2019-01-16", call.API3
		if b, err = c.table.Find(at); err != nil {
			c.t.Fatal(err)
		}
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

// try does an action as account's main account.
func (c *cloud) try(account, name string, params p) (any, error) {
	c.t.Helper()
	b, at, err := c.decode(account, name, params)
	if err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.DB, nil, at)
}

// do does an action as the owner and returns its answer's members.
func (c *cloud) do(name string, params p) map[string]any {
	c.t.Helper()
	out, err := c.try(owner, name, params)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	text, err := json.Marshal(out)
	if err != nil {
		c.t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		c.t.Fatal(err)
	}
	if data, ok := members["data"].(map[string]any); ok {
		return data
	}
	return members
}

// text is a number or a string of an answer as a parameter.
func text(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	s, _ := v.(string)
	return s
}

// A street is a cloud with one of each thing.
type street struct {
	*cloud
	uin, uid, group, policy, role, secretID string
}

func newStreet(t *testing.T) *street {
	s := &street{cloud: newCloud(t)}
	u := s.do("AddUser", p{"name": "ann", "useApi": "1", "remark": "r"})
	s.uin, s.secretID = text(u["uin"]), text(u["secretId"])
	s.uid = text(s.do("GetUser", p{"name": "ann"})["uid"])
	s.group = text(s.do("CreateGroup", p{"groupName": "devs"})["groupId"])
	s.policy = text(s.do("CreatePolicy", p{"policyName": "all", "policyDocument": allowAll})["policyId"])
	s.role = text(s.do("CreateRole", p{"roleName": "ops", "policyDocument": trustOther})["roleId"])
	return s
}

func TestRefusals(t *testing.T) {
	s := newStreet(t)
	bad := func(statement string) string { return `{"version":"2.0","statement":[` + statement + `]}` }
	for _, x := range []struct {
		name, action, account string
		params                p
		number                int
		desc, name3           string
	}{
		{"a name in use", "AddUser", owner, p{"name": "ann"}, 5100, "", "InvalidParameter.SubUserNameInUse"},
		{"a name that can't be", "AddUser", owner, p{"name": "a b"}, 4000, "", "InvalidParameter.UserNameIllegal"},
		{"absent", "GetUser", owner, p{"name": "bob"}, 5000, "InvalidParameter.user.NotExist", ""},
		{"another account's", "GetUser", other, p{"name": "ann"}, 5000, "", ""},
		{"absent", "UpdateUser", owner, p{"name": "bob"}, 5000, "", ""},
		{"absent", "DeleteUser", owner, p{"name": "bob"}, 5000, "", ""},
		{"a name in use", "CreateGroup", owner, p{"groupName": "devs"}, 5100, "", "InvalidParameter.GroupNameInUse"},
		{"absent", "GetGroup", owner, p{"groupId": "1"}, 5000, "InvalidParameter.group.NotExist", ""},
		{"another account's", "UpdateGroup", other, p{"groupId": s.group, "remark": "x"}, 5000, "", ""},
		{"absent", "DeleteGroup", owner, p{"groupId": "1"}, 5000, "", ""},
		{"no user", "AddUserToGroup", owner, p{"info.0.uid": "1", "info.0.groupId": s.group}, 5000, "", ""},
		{"no group", "AddUserToGroup", owner, p{"info.0.uid": s.uid, "info.0.groupId": "1"}, 5000, "", ""},
		{"not in it", "RemoveUserFromGroup", owner, p{"info.0.uid": s.uid, "info.0.groupId": s.group}, 5000, "", ""},
		{"no user", "ListGroupsForUser", owner, p{"uid": "1", "page": "1", "rp": "1"}, 5000, "", ""},
		{"no group", "ListUsersForGroup", owner, p{"groupId": "1", "page": "1", "rp": "1"}, 5000, "", ""},
		{"a name in use", "CreatePolicy", owner, p{"policyName": "all", "policyDocument": allowAll}, 5100, "InvalidParameter.policyName.InUse", "FailedOperation.PolicyNameInUse"},
		{"a preset's name", "CreatePolicy", owner, p{"policyName": "ReadOnlyAccess", "policyDocument": allowAll}, 5100, "", ""},
		{"a name that can't be", "CreatePolicy", owner, p{"policyName": "a b", "policyDocument": allowAll}, 4000, "InvalidParameter.policyName.Error", ""},
		{"a long description", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": allowAll, "description": longText(301)}, 4000, "InvalidParameter.description.LengthOverlimit", ""},
		{"no JSON", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": "{"}, 4000, "InvalidParameter.policyDocument.TypeError", ""},
		{"too long", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": longText(4097)}, 4000, "InvalidParameter.policyDocument.LengthOverlimit", ""},
		{"version", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": `{"version":"1.0","statement":[]}`}, 4000, "InvalidParameter.version.Error", ""},
		{"statement", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": `{"version":"2.0","statement":[]}`}, 4000, "InvalidParameter.statement.Error", ""},
		{"effect", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": bad(`{"effect":"x","action":"*","resource":"*"}`)}, 4000, "InvalidParameter.effect.Error", ""},
		{"action", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": bad(`{"effect":"allow","action":"x","resource":"*"}`)}, 4000, "InvalidParameter.action.Error", ""},
		{"resource", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": bad(`{"effect":"allow","action":"*","resource":"x"}`)}, 4000, "InvalidParameter.resource.Error", ""},
		{"condition", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": bad(`{"effect":"allow","action":"*","resource":"*","condition":{"x":{"a":"b"}}}`)}, 4000, "InvalidParameter.condition.Error", ""},
		{"principal", "CreatePolicy", owner, p{"policyName": "b", "policyDocument": bad(`{"effect":"allow","action":"*","resource":"*","principal":"*"}`)}, 4000, "InvalidParameter.principal.Error", ""},
		{"absent", "GetPolicy", owner, p{"policyId": "12345"}, 5000, "InvalidParameter.policyId.NotExist", ""},
		{"another account's", "GetPolicy", other, p{"policyId": s.policy}, 5000, "", ""},
		{"a preset", "UpdatePolicy", owner, p{"policyId": "1", "description": "x"}, 5100, "", "FailedOperation.Unmodifiable"},
		{"a bad document", "UpdatePolicy", owner, p{"policyId": s.policy, "policyDocument": "{"}, 4000, "", ""},
		{"a preset's name", "UpdatePolicy", owner, p{"policyId": s.policy, "policyName": "AdministratorAccess"}, 5100, "", ""},
		{"a preset", "DeletePolicy", owner, p{"policyId.0": "1"}, 5100, "", ""},
		{"absent", "DeletePolicy", owner, p{"policyId.0": "12345"}, 5000, "", ""},
		{"absent", "ListEntitiesForPolicy", owner, p{"policyId": "12345"}, 5000, "", ""},
		{"no policy", "AttachUserPolicy", owner, p{"policyId": "12345", "uin": s.uin}, 5000, "InvalidParameter.policyId.NotExist", ""},
		{"no user", "AttachUserPolicy", owner, p{"policyId": "1", "uin": "5"}, 5000, "InvalidParameter.user.NotExist", ""},
		{"not attached", "DetachUserPolicy", owner, p{"policyId": "1", "uin": s.uin}, 5000, "", ""},
		{"no group", "AttachGroupPolicy", owner, p{"policyId": "1", "groupId": "5"}, 5000, "", ""},
		{"not attached", "DetachGroupPolicies", owner, p{"policyId.0": "1", "groupId": s.group}, 5000, "", ""},
		{"no role", "AttachRolePolicy", owner, p{"policyId": "1", "roleName": "x"}, 5000, "InvalidParameter.role.NotExist", ""},
		{"no policy of that name", "AttachRolePolicies", owner, p{"policyName.0": "x", "roleName": "ops"}, 5000, "", ""},
		{"neither policy", "AttachRolePolicy", owner, p{"roleName": "ops"}, 4000, "", ""},
		{"two roles", "AttachRolePolicy", owner, p{"policyId": "1", "roleName": "ops", "roleId": s.role}, 4000, "", ""},
		{"neither policy", "DetachRolePolicies", owner, p{"roleName": "ops"}, 4000, "", ""},
		{"no role", "ListAttachedRolePolicies", owner, p{"roleName": "x"}, 5000, "", ""},
		{"no user", "ListAttachedUserPolicies", owner, p{"uin": "5"}, 5000, "", ""},
		{"a name in use", "CreateRole", owner, p{"roleName": "ops", "policyDocument": trustOther}, 5100, "InvalidParameter.roleName.InUse", ""},
		{"a name that can't be", "CreateRole", owner, p{"roleName": "a b", "policyDocument": trustOther}, 4000, "InvalidParameter.roleName.Error", ""},
		{"a long description", "CreateRole", owner, p{"roleName": "b", "policyDocument": trustOther, "description": longText(301)}, 4000, "", ""},
		{"no principal", "CreateRole", owner, p{"roleName": "b", "policyDocument": allowAll}, 4000, "InvalidParameter.principal.Error", ""},
		{"absent", "GetRole", owner, p{"roleId": "1"}, 5000, "", ""},
		{"another account's", "GetRole", other, p{"roleId": s.role}, 5000, "", ""},
		{"absent", "UpdateAssumeRolePolicy", owner, p{"roleName": "x", "policyDocument": trustOther}, 5000, "", ""},
		{"a bad document", "UpdateAssumeRolePolicy", owner, p{"roleName": "ops", "policyDocument": "{"}, 4000, "", ""},
		{"absent", "UpdateRoleDescription", owner, p{"roleName": "x", "description": "d"}, 5000, "", ""},
		{"too long", "UpdateRoleDescription", owner, p{"roleName": "ops", "description": longText(301)}, 4000, "", ""},
		{"absent", "DeleteRole", owner, p{"roleName": "x"}, 5000, "", ""},
		{"of nobody", "CreateAccessKey", owner, p{"TargetUin": "5"}, 5000, "", "ResourceNotFound.UserNotExist"},
		{"of another account's user", "CreateAccessKey", other, p{"TargetUin": s.uin}, 5000, "", ""},
		{"of nobody", "ListAccessKeys", owner, p{"TargetUin": "5"}, 5000, "", ""},
		{"not the target's", "UpdateAccessKey", owner, p{"AccessKeyId": s.secretID, "Status": "Inactive"}, 5000, "", "ResourceNotFound.SecretNotExist"},
		{"not the target's", "DeleteAccessKey", owner, p{"AccessKeyId": s.secretID}, 5000, "", ""},
		{"another account's", "DeleteAccessKey", other, p{"AccessKeyId": s.secretID, "TargetUin": s.uin}, 5000, "", ""},
		{"another account's", "GetSecurityLastUsed", other, p{"SecretIdList.0": s.secretID}, 5000, "", ""},
	} {
		t.Run(x.action+" "+x.name, func(t *testing.T) {
			_, err := s.try(x.account, x.action, x.params)
			var r *catalogue.Refusal
			if !errors.As(err, &r) {
				t.Fatalf("got %v, want %d", err, x.number)
			}
			if r.Condition.Code.Number != x.number {
				t.Errorf("got %v, want %d", err, x.number)
			}
			if x.desc != "" && r.Condition.Desc != x.desc {
				t.Errorf("codeDesc: got %s, want %s", r.Condition.Desc, x.desc)
			}
			if x.name3 != "" && r.Condition.Name3 != x.name3 {
				t.Errorf("name in 3.0: got %s, want %s", r.Condition.Name3, x.name3)
			}
		})
	}
}

func longText(n int) string { return strings.Repeat("x", n) }

func TestQuotas(t *testing.T) {
	s := newStreet(t)
	s.do("AddUser", p{"name": "bob"})
	bob := text(s.do("GetUser", p{"name": "bob"})["uid"])
	s.do("AddUserToGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group})
	second := text(s.do("CreateGroup", p{"groupName": "second"})["groupId"])
	s.do("AttachUserPolicy", p{"policyId": "1", "uin": s.uin})
	for _, x := range []struct {
		quota, action string
		most          int64
		params        p
		want          string
	}{
		{"cam.users", "AddUser", 2, p{"name": "eve"}, "InvalidParameter.SubUserFull"},
		{"cam.groups", "CreateGroup", 2, p{"groupName": "x"}, "InvalidParameter.GroupFull"},
		{"cam.policies", "CreatePolicy", 1, p{"policyName": "x", "policyDocument": allowAll}, "FailedOperation.PolicyFull"},
		{"cam.roles", "CreateRole", 1, p{"roleName": "x", "policyDocument": trustOther}, "InvalidParameter.RoleFull"},
		{"cam.users_per_group", "AddUserToGroup", 1, p{"info.0.uid": bob, "info.0.groupId": s.group}, "InvalidParameter.GroupUserFull"},
		{"cam.groups_per_user", "AddUserToGroup", 1, p{"info.0.uid": s.uid, "info.0.groupId": second}, "InvalidParameter.UserGroupFull"},
		{"cam.attached_policies", "AttachUserPolicies", 2, p{"policyId.0": "1", "policyId.1": "2", "policyId.2": "3", "uin": s.uin}, "InvalidParameter.AttachmentFull"},
		{"cam.keys_per_identity", "CreateAccessKey", 1, p{"TargetUin": s.uin}, "OperationDenied.AccessKeyOverLimit"},
	} {
		t.Run(x.quota, func(t *testing.T) {
			s.quotas[x.quota] = x.most
			_, err := s.try(owner, x.action, x.params)
			if !errors.Is(err, catalogue.LimitExceeded) || catalogue.As(err).Condition.Name3 != x.want {
				t.Errorf("got %v, want 4400 %s", err, x.want)
			}
			s.quotas[x.quota] = x.most + 1
			if _, err := s.try(owner, x.action, x.params); err != nil {
				t.Errorf("with room for one more: %v", err)
			}
		})
	}
	if got := s.do("ListAttachedUserPolicies", p{"uin": s.uin})["totalNum"]; text(got) != "3" {
		t.Errorf("attached: got %v, want 3", got)
	}
}
