package cam_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

// said is an answer as a caller reads it.
func (s *street) said(t *testing.T, name string, params p, want string) {
	t.Helper()
	var members any
	if err := json.Unmarshal([]byte(want), &members); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(members, any(s.do(name, params))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestAnswers(t *testing.T) {
	s := newStreet(t)
	s.do("UpdateUser", p{"name": "ann", "remark": "r2", "phoneNum": "5", "countryCode": "86", "email": "a@example.com", "consoleLogin": "1"})
	s.do("UpdateGroup", p{"groupId": s.group, "groupName": "devs2", "remark": "m"})
	s.do("UpdatePolicy", p{"policyId": s.policy, "policyName": "all2", "description": "d"})
	s.do("UpdateRoleDescription", p{"roleId": s.role, "description": "d"})
	s.do("AddUserToGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group})
	s.do("AttachUserPolicy", p{"policyId": s.policy, "uin": s.uin})
	s.do("AttachGroupPolicy", p{"policyId": s.policy, "groupId": s.group})
	s.do("AttachRolePolicy", p{"policyName": "all2", "roleName": "ops"})

	const at = `"2024-05-02 04:30:00"`
	user := `{"uin":"` + s.uin + `","name":"ann","uid":"` + s.uid + `","remark":"r2","consoleLogin":1,"phoneNum":"5","countryCode":"86","email":"a@example.com"}`
	group := `"groupId":` + s.group + `,"groupName":"devs2","channel":0,"remark":"m","createTime":` + at
	trust, _ := json.Marshal(trustOther)
	role := `{"roleId":"` + s.role + `","roleName":"ops","policyDocument":` + string(trust) + `,"description":"d","addTime":` + at + `,"updateTime":` + at + `}`
	attached := `{"totalNum":1,"list":[{"policyId":` + s.policy + `,"policyName":"all2","addTime":` + at + `,"createMode":2}]}`
	page := func(params p) p { params["page"], params["rp"] = "1", "1"; return params }

	s.said(t, "GetUser", p{"name": "ann"}, user)
	s.said(t, "ListUsers", nil, `{"data":[`+user+`]}`)
	s.said(t, "GetGroup", p{"groupId": s.group}, `{`+group+`,"groupNum":1,"userInfo":[`+user+`]}`)
	s.said(t, "ListGroups", page(p{"keyword": "dev"}), `{"totalNum":"1","groupInfo":[{`+group+`}]}`)
	s.said(t, "ListGroups", page(p{"keyword": "none"}), `{"totalNum":"0","groupInfo":null}`)
	s.said(t, "ListGroupsForUser", page(p{"uid": s.uid}), `{"totalNum":"1","groupInfo":[{`+group+`}]}`)
	s.said(t, "ListUsersForGroup", page(p{"groupId": s.group}), `{"totalNum":1,"userInfo":[`+user+`]}`)
	s.said(t, "GetPolicy", p{"policyId": s.policy}, `{"policyName":"all2","description":"d","type":1,"addTime":`+at+`,"updateTime":`+at+`,"policyDocument":`+allowAll+`}`)
	s.said(t, "ListPolicies", p{"scope": "Local"}, `{"totalNum":1,"list":[{"policyId":`+s.policy+`,"policyName":"all2","addTime":`+at+`,"type":1,"description":"d","createMode":2}]}`)
	s.said(t, "ListAttachedUserPolicies", p{"uin": s.uin}, attached)
	s.said(t, "ListAttachedGroupPolicies", p{"groupId": s.group}, attached)
	s.said(t, "ListAttachedRolePolicies", p{"roleId": s.role}, attached)
	s.said(t, "ListEntitiesForPolicy", p{"policyId": s.policy}, `{"totalNum":3,"list":[
		{"id":"`+s.uid+`","name":"ann","uin":`+s.uin+`,"relatedType":1},
		{"id":"`+s.group+`","name":"devs2","uin":0,"relatedType":2},
		{"id":"`+s.role+`","name":"ops","uin":0,"relatedType":3}]}`)
	s.said(t, "ListEntitiesForPolicy", p{"policyId": s.policy, "entityFilter": "Group"}, `{"totalNum":1,"list":[{"id":"`+s.group+`","name":"devs2","uin":0,"relatedType":2}]}`)
	s.said(t, "GetRole", p{"roleName": "ops"}, role)
	s.said(t, "DescribeRoleList", page(p{}), `{"totalNum":1,"list":[`+role+`]}`)
}

func TestPresetsAreListedForEverybody(t *testing.T) {
	c := newCloud(t)
	got := c.do("ListPolicies", p{"scope": "QCS", "rp": "2", "page": "1"})
	first := got["list"].([]any)[0].(map[string]any)
	if first["policyName"] != "AdministratorAccess" || text(first["policyId"]) != "1" || text(first["type"]) != "2" || len(got["list"].([]any)) != 2 {
		t.Errorf("got %v", got)
	}
	if beyond := c.do("ListPolicies", p{"page": "200", "rp": "200"}); beyond["list"] != nil {
		t.Errorf("beyond the last page: got %v", beyond["list"])
	}
}

func TestWhatIsDeletedIsGoneForAll(t *testing.T) {
	s := newStreet(t)
	s.do("AttachUserPolicies", p{"policyId.0": s.policy, "policyId.1": "1", "uin": s.uin})
	s.do("AddUserToGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group})
	s.do("DeletePolicy", p{"policyId.0": s.policy})
	s.do("DeleteGroup", p{"groupId": s.group})
	got, _ := s.names(call.Caller{Kind: call.SubAccount, Account: owner, Uin: s.uin})
	if diff := cmp.Diff([]string{"AdministratorAccess by user"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.do("DetachUserPolicies", p{"policyId.0": "1", "uin": s.uin})
	s.do("UpdateAssumeRolePolicy", p{"roleId": s.role, "policyDocument": `{"version":"2.0","statement":{"effect":"allow","action":"sts:AssumeRole","principal":"*"}}`})
	s.must(func(tx store.Tx) error {
		id, name, trust, err := s.RoleTrust(t.Context(), tx, owner, "", "ops")
		if id != s.role || name != "ops" || trust == nil || !trust.Statements[0].Principals.Anyone {
			t.Errorf("got %s, %s, %v", id, name, trust)
		}
		return err
	})
}

func TestABatchIsDoneWholeOrNotAtAll(t *testing.T) {
	s := newStreet(t)
	if _, err := s.try(owner, "AttachUserPolicies", p{"policyId.0": "1", "policyId.1": "12345", "uin": s.uin}); !errors.Is(err, catalogue.NotFound) {
		t.Fatalf("got %v", err)
	}
	if got := text(s.do("ListAttachedUserPolicies", p{"uin": s.uin})["totalNum"]); got != "0" {
		t.Errorf("attached all the same: %s", got)
	}
}

func TestPoliciesAreAskedAboutUsersByUin(t *testing.T) {
	s := newStreet(t)
	for _, x := range []struct {
		action string
		params p
		want   []string
	}{
		{"GetUser", p{"name": "ann"}, []string{"uin/" + s.uin}},
		{"GetUser", p{"name": "nobody"}, []string{"uin/nobody"}},
		{"AddUserToGroup", p{"info.0.uid": s.uid, "info.0.groupId": s.group}, []string{"uin/" + s.uin, "groupid/" + s.group}},
		{"AttachUserPolicy", p{"policyId": "1", "uin": s.uin}, []string{"policyid/1", "uin/" + s.uin}},
		{"GetRole", p{"roleName": "ops"}, []string{"roleName/ops"}},
		{"GetRole", p{"roleId": s.role}, []string{"role/" + s.role}},
		{"ListAccessKeys", nil, []string{"uin/" + owner}},
	} {
		t.Run(x.action, func(t *testing.T) {
			b, at, err := s.decode(owner, x.action, x.params)
			if err != nil {
				t.Fatal(err)
			}
			resources, _ := b.Touches(at)
			var got []string
			s.must(func(tx store.Tx) error {
				for _, r := range resources {
					r, _, err := b.Facts(t.Context(), tx, owner, r)
					if err != nil {
						return err
					}
					got = append(got, r.QCS("ap-guangzhou", owner))
				}
				return nil
			})
			var want []string
			for _, name := range x.want {
				want = append(want, "qcs::cam::uin/"+owner+":"+name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestAWorldPutsTheSameTwice(t *testing.T) {
	c := newCloud(t)
	ctx := t.Context()
	for _, remark := range []string{"first", "second"} {
		c.must(func(tx store.Tx) error {
			u, err := c.PutUser(ctx, tx, cam.User{Account: owner, Uin: "200", UID: "20", Name: "ann", Remark: remark, CreatedAt: now})
			if err != nil {
				return err
			}
			g, err := c.PutGroup(ctx, tx, cam.Group{Account: owner, ID: 30, Name: "devs", Remark: remark, CreatedAt: now})
			if err != nil {
				return err
			}
			r, err := c.PutRole(ctx, tx, cam.Role{Account: owner, ID: "40", Name: "ops", Description: remark, Trust: trustOther, AddedAt: now}, false)
			if err != nil {
				return err
			}
			x, err := c.PutPolicy(ctx, tx, cam.Policy{Account: owner, ID: 50000, Name: "all", Description: remark, Document: allowAll, AddedAt: now}, false)
			if err != nil {
				return err
			}
			return errors.Join(
				c.SetMember(ctx, tx, owner, g.ID, u.Uin, true),
				c.AttachPolicy(ctx, tx, owner, cam.Entity{Kind: cam.ToRole, ID: r.ID}, x.ID, now))
		})
	}
	c.must(func(tx store.Tx) error {
		users, err1 := c.SubAccounts(ctx, tx, owner)
		groups, err2 := c.GroupList(ctx, tx, owner)
		roles, err3 := c.RoleList(ctx, tx, owner)
		members, err4 := c.MemberList(ctx, tx, owner, 30)
		attached, err5 := c.Attached(ctx, tx, owner, cam.Entity{Kind: cam.ToRole, ID: "40"})
		if len(users) != 1 || len(groups) != 1 || len(roles) != 1 || len(members) != 1 || len(attached) != 1 {
			t.Fatalf("got %v, %v, %v, %v, %v", users, groups, roles, members, attached)
		}
		if users[0].Remark != "second" || groups[0].Remark != "second" || roles[0].Description != "second" {
			t.Errorf("got %v, %v, %v", users, groups, roles)
		}
		return errors.Join(err1, err2, err3, err4, err5)
	})
}

func TestAnOperatorIsRefusedWhatCannotBe(t *testing.T) {
	s := newStreet(t)
	ctx := t.Context()
	user := cam.Entity{Kind: cam.ToUser, ID: s.uin}
	for _, x := range []struct {
		name string
		do   func(tx store.Tx) error
		want error
	}{
		{"another uin", func(tx store.Tx) error {
			_, err := s.PutUser(ctx, tx, cam.User{Account: owner, Uin: "5", Name: "ann"})
			return err
		}, catalogue.InvalidValue},
		{"a main account's uin", func(tx store.Tx) error {
			_, err := s.PutUser(ctx, tx, cam.User{Account: owner, Uin: other, Name: "b", CreatedAt: now})
			return err
		}, catalogue.InvalidValue},
		{"a uid in use", func(tx store.Tx) error {
			_, err := s.PutUser(ctx, tx, cam.User{Account: owner, UID: s.uid, Name: "b", CreatedAt: now})
			return err
		}, catalogue.InvalidValue},
		{"a uin of letters", func(tx store.Tx) error {
			_, err := s.PutUser(ctx, tx, cam.User{Account: owner, Uin: "x", Name: "b", CreatedAt: now})
			return err
		}, catalogue.InvalidValue},
		{"a preset's id", func(tx store.Tx) error {
			_, err := s.PutPolicy(ctx, tx, cam.Policy{Account: owner, ID: 1, Name: "b", Document: allowAll, AddedAt: now}, false)
			return err
		}, catalogue.InvalidValue},
		{"a preset's name", func(tx store.Tx) error {
			_, err := s.PutPolicy(ctx, tx, cam.Policy{Account: owner, Name: "ReadOnlyAccess", Document: allowAll, AddedAt: now}, false)
			return err
		}, catalogue.OperationFailed},
		{"a role's id of letters", func(tx store.Tx) error {
			_, err := s.PutRole(ctx, tx, cam.Role{Account: owner, ID: "x", Name: "b", Trust: trustOther, AddedAt: now}, false)
			return err
		}, catalogue.InvalidValue},
		{"a bad trust policy", func(tx store.Tx) error {
			_, err := s.PutRole(ctx, tx, cam.Role{Account: owner, Name: "b", Trust: "x", AddedAt: now}, false)
			return err
		}, catalogue.InvalidParameter},
		{"a group's boundary", func(tx store.Tx) error {
			return s.SetBoundary(ctx, tx, owner, cam.Entity{Kind: cam.ToGroup, ID: s.group}, 1)
		}, catalogue.InvalidValue},
		{"an absent boundary", func(tx store.Tx) error { return s.SetBoundary(ctx, tx, owner, user, 12345) }, catalogue.NotFound},
		{"attaching to nothing", func(tx store.Tx) error { return s.AttachPolicy(ctx, tx, owner, cam.Entity{Kind: "x"}, 1, now) }, catalogue.InvalidValue},
		{"attaching to no group", func(tx store.Tx) error {
			return s.AttachPolicy(ctx, tx, owner, cam.Entity{Kind: cam.ToGroup, ID: "x"}, 1, now)
		}, catalogue.NotFound},
		{"a key of nobody", func(tx store.Tx) error {
			return s.PutKey(ctx, tx, cam.Key{SecretID: "AKID1", Account: owner, Uin: "5", CreatedAt: now}, "secret")
		}, catalogue.NotFound},
		{"a SecretId in use", func(tx store.Tx) error {
			return s.PutKey(ctx, tx, cam.Key{SecretID: s.secretID, Account: owner, Uin: owner, CreatedAt: now}, "secret")
		}, catalogue.InvalidValue},
		{"a SecretId that can't be", func(tx store.Tx) error {
			return s.PutKey(ctx, tx, cam.Key{SecretID: "a b", Account: owner, Uin: owner, CreatedAt: now}, "secret")
		}, catalogue.InvalidValue},
		{"a short SecretKey", func(tx store.Tx) error {
			return s.PutKey(ctx, tx, cam.Key{SecretID: "AKID1", Account: owner, Uin: owner, CreatedAt: now}, "s")
		}, catalogue.InvalidValue},
		{"a key without time", func(tx store.Tx) error {
			return s.PutKey(ctx, tx, cam.Key{SecretID: "AKID1", Account: owner, Uin: owner}, "secret")
		}, catalogue.InvalidValue},
		{"revoking nothing", func(tx store.Tx) error { return s.RevokeTemporary(ctx, tx, owner, "x") }, catalogue.NotFound},
		{"removing nobody", func(tx store.Tx) error { return s.RemoveUser(ctx, tx, owner, "5") }, catalogue.NotFound},
		{"removing no role", func(tx store.Tx) error { return s.RemoveRole(ctx, tx, owner, "5") }, catalogue.NotFound},
		{"a member of no group", func(tx store.Tx) error { return s.SetMember(ctx, tx, owner, 5, s.uin, true) }, catalogue.NotFound},
	} {
		t.Run(x.name, func(t *testing.T) {
			if err := s.DB.Update(ctx, x.do); !errors.Is(err, x.want) {
				t.Errorf("got %v, want %v", err, x.want)
			}
		})
	}
	var names []string
	s.must(func(tx store.Tx) error {
		return s.EachGroup(ctx, tx, owner, func(_ int64, name, _ string, created time.Time) {
			names = append(names, name+created.Format(" 15:04"))
		})
	})
	if !slices.Equal(names, []string{"devs 20:30"}) {
		t.Errorf("groups: got %v", names)
	}
}
