package cloud_test

import (
	"strconv"
	"testing"

	"github.com/paifang/paifang/paifangtest"
)

// A boundary that is put through API 3.0 caps what is attached, in both dialects; tags are on users, roles and policies.
func TestBoundariesAndTagsOfAPI3(t *testing.T) {
	c := paifangtest.New(t)
	do := func(service, version, action string, in map[string]any, out any) {
		t.Helper()
		a := c.Call3(service, version, action, in)
		if !a.OK() {
			t.Fatalf("%s: %s", action, a.Body)
		}
		if out != nil {
			if err := a.Decode(out); err != nil {
				t.Fatal(err)
			}
		}
	}
	const version = "2019-01-16"
	makes := func(name, action string) (id int64) {
		var policy struct{ PolicyId int64 }
		do("cam", version, "CreatePolicy", map[string]any{
			"PolicyName": name, "PolicyDocument": `{"version":"2.0","statement":[{"effect":"allow","action":["` + action + `"],"resource":"*"}]}`,
			"Tags": []map[string]any{{"Key": "of", "Value": name}},
		}, &policy)
		return policy.PolicyId
	}
	var user struct {
		Uin                 int64
		SecretId, SecretKey string
	}
	do("cam", version, "AddUser", map[string]any{"Name": "alice", "UseApi": 1}, &user)
	alice := paifangtest.Signer{SecretID: user.SecretId, SecretKey: user.SecretKey}
	cvm, vpc := makes("cvm", "cvm:*"), makes("vpc", "vpc:*")
	do("cam", version, "AttachUserPolicy", map[string]any{"PolicyId": cvm, "AttachUin": user.Uin}, nil)
	may := func(want bool) {
		t.Helper()
		if a := c.CallAs(alice, "cvm", "DescribeInstances"); a.OK() != want {
			t.Errorf("2.0: got %s, allowed is %v", a.Body, want)
		}
		if a := c.Call3As(alice, "cvm", "2017-03-12", "DescribeInstances", nil); a.OK() != want {
			t.Errorf("3.0: got %s, allowed is %v", a.Body, want)
		}
	}
	may(true)
	do("cam", version, "PutUserPermissionsBoundary", map[string]any{"TargetUin": user.Uin, "PolicyId": vpc}, nil)
	may(false)
	var bound struct {
		PolicyId   *int64
		PolicyName *string
	}
	do("cam", version, "GetUserPermissionBoundary", map[string]any{"TargetUin": user.Uin}, &bound)
	if bound.PolicyId == nil || *bound.PolicyId != vpc || *bound.PolicyName != "vpc" {
		t.Errorf("the boundary: got %+v", bound)
	}
	do("cam", version, "PutUserPermissionsBoundary", map[string]any{"TargetUin": user.Uin, "PolicyId": cvm}, nil)
	may(true)
	do("cam", version, "DeleteUserPermissionsBoundary", map[string]any{"TargetUin": user.Uin}, nil)
	may(true)
	bound.PolicyId = nil
	do("cam", version, "GetUserPermissionBoundary", map[string]any{"TargetUin": user.Uin}, &bound)
	if bound.PolicyId != nil {
		t.Errorf("no boundary: got %d", *bound.PolicyId)
	}
	for _, of := range []struct {
		action string
		in     map[string]any
		code   string
	}{
		{"PutUserPermissionsBoundary", map[string]any{"TargetUin": 5, "PolicyId": cvm}, "InvalidParameter.UserNotExist"},
		{"PutUserPermissionsBoundary", map[string]any{"TargetUin": user.Uin, "PolicyId": 987654321}, "InvalidParameter.PolicyIdNotExist"},
		{"PutRolePermissionsBoundary", map[string]any{"RoleName": "none", "PolicyId": cvm}, "InvalidParameter.RoleNotExist"},
		{"TagRole", map[string]any{"RoleName": "none", "Tags": []map[string]any{{"Key": "a", "Value": "b"}}}, "InvalidParameter.RoleNotExist"},
		{"UntagRole", map[string]any{"RoleName": "none", "TagKeys": []string{"a"}}, "InvalidParameter.RoleNotExist"},
	} {
		if a := c.Call3("cam", version, of.action, of.in); a.CodeDesc != of.code {
			t.Errorf("%s %v: got %s, want %s", of.action, of.in, a.Body, of.code)
		}
	}

	var role struct{ RoleId string }
	do("cam", version, "CreateRole", map[string]any{
		"RoleName": "deployer", "PolicyDocument": `{"version":"2.0","statement":[{"action":"name/sts:AssumeRole","effect":"allow","principal":{"service":["cvm.qcloud.com"]}}]}`,
		"Tags": []map[string]any{{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}},
	}, &role)
	do("cam", version, "TagRole", map[string]any{"RoleId": role.RoleId, "Tags": []map[string]any{{"Key": "a", "Value": "3"}}}, nil)
	do("cam", version, "UntagRole", map[string]any{"RoleId": role.RoleId, "TagKeys": []string{"b", "none"}}, nil)
	do("cam", version, "PutRolePermissionsBoundary", map[string]any{"RoleId": role.RoleId, "PolicyId": vpc}, nil)
	do("cam", version, "GetRolePermissionBoundary", map[string]any{"RoleId": role.RoleId}, &bound)
	if bound.PolicyId == nil || *bound.PolicyId != vpc {
		t.Errorf("the role's boundary: got %+v", bound)
	}
	do("cam", version, "DeleteRolePermissionsBoundary", map[string]any{"RoleName": "deployer"}, nil)
	type tags []struct{ Key, Value string }
	var shown struct{ RoleInfo struct{ Tags tags } }
	do("cam", version, "GetRole", map[string]any{"RoleId": role.RoleId}, &shown)
	if got := shown.RoleInfo.Tags; len(got) != 1 || got[0].Key != "a" || got[0].Value != "3" {
		t.Errorf("the role's tags: got %v", got)
	}
	// Terraform's provider names a region for what is in none.
	for _, of := range []string{"uin/" + strconv.FormatInt(user.Uin, 10), "role/" + role.RoleId, "policy/" + strconv.FormatInt(cvm, 10)} {
		do("tag", "2018-08-13", "ModifyResourceTags", map[string]any{
			"Resource": "qcs::cam:ap-guangzhou:uin/:" + of, "ReplaceTags": []map[string]any{{"TagKey": "team", "TagValue": "ops"}},
		}, nil)
	}
	// What there is.
	var users struct {
		Data        []struct{ Uin int64 }
		SubAccounts []struct{ Name string }
	}
	do("cam", version, "ListUsers", map[string]any{}, &users)
	do("cam", version, "DescribeSubAccounts", map[string]any{"FilterSubAccountUin": []int64{user.Uin, 5}}, &users)
	if len(users.Data) != 1 || users.Data[0].Uin != user.Uin || len(users.SubAccounts) != 1 || users.SubAccounts[0].Name != "alice" {
		t.Errorf("sub-accounts: got %+v", users)
	}
	var policies struct {
		TotalNum int64
		List     []struct {
			PolicyName                                   string
			AttachEntityCount, AttachEntityBoundaryCount int64
			Tags                                         tags
		}
	}
	do("cam", version, "PutRolePermissionsBoundary", map[string]any{"RoleId": role.RoleId, "PolicyId": cvm}, nil)
	do("cam", version, "ListPolicies", map[string]any{"Scope": "Local", "Keyword": "cv"}, &policies)
	if policies.TotalNum != 1 || policies.List[0].AttachEntityCount != 1 || policies.List[0].AttachEntityBoundaryCount != 1 || len(policies.List[0].Tags) != 2 {
		t.Errorf("policies: got %+v", policies)
	}
	var entities struct{ List []struct{ Name string } }
	do("cam", version, "ListEntitiesForPolicy", map[string]any{"PolicyId": cvm, "EntityFilter": "User"}, &entities)
	if len(entities.List) != 1 || entities.List[0].Name != "alice" {
		t.Errorf("who has the policy: got %+v", entities)
	}
	var groups struct{ TotalNum, GroupId int64 }
	do("cam", version, "CreateGroup", map[string]any{"GroupName": "all"}, &groups)
	do("cam", version, "AddUserToGroup", map[string]any{"Info": []map[string]any{{"Uin": user.Uin, "GroupId": groups.GroupId}}}, nil)
	do("cam", version, "ListGroupsForUser", map[string]any{"SubUin": user.Uin}, &groups)
	if groups.TotalNum != 1 {
		t.Errorf("groups: got %+v", groups)
	}
	do("cam", version, "AttachGroupPolicy", map[string]any{"PolicyId": cvm, "AttachGroupId": groups.GroupId}, nil)
	var all struct {
		TotalNum   int64
		PolicyList []struct {
			PolicyName string
			Groups     []struct{ GroupName string }
		}
	}
	for _, x := range []struct {
		with             map[string]any
		policies, groups int64
	}{
		{map[string]any{"AttachType": 0}, 1, 1},
		{map[string]any{"AttachType": 1}, 1, 0},
		{map[string]any{"AttachType": 2}, 1, 1},
		{map[string]any{"AttachType": 0, "StrategyType": 2}, 0, 0},
		{map[string]any{"AttachType": 0, "Keyword": "none has it"}, 0, 0},
	} {
		x.with["TargetUin"], x.with["Rp"], x.with["Page"] = user.Uin, 20, 1
		all.PolicyList = nil
		do("cam", version, "ListAttachedUserAllPolicies", x.with, &all)
		through := int64(0)
		for _, p := range all.PolicyList {
			through += int64(len(p.Groups))
		}
		if all.TotalNum != x.policies || through != x.groups {
			t.Errorf("%v: got %+v", x.with, all)
		}
	}
	var summary struct{ Policies, Roles, User, Group int64 }
	do("cam", version, "GetAccountSummary", map[string]any{}, &summary)
	if summary.Policies != 2 || summary.Roles != 1 || summary.User != 1 || summary.Group != 1 {
		t.Errorf("summary: got %+v", summary)
	}
	var me struct {
		Uin, OwnerUin string
		AppId         int64
	}
	do("cam", version, "GetUserAppId", map[string]any{}, &me)
	if me.Uin == "" || me.Uin != me.OwnerUin || me.AppId == 0 {
		t.Errorf("the caller: got %+v", me)
	}

	var policy struct{ Tags tags }
	do("cam", version, "GetPolicy", map[string]any{"PolicyId": cvm}, &policy)
	if len(policy.Tags) != 2 {
		t.Errorf("the policy's tags: got %v", policy.Tags)
	}
	if a := c.Call3("tag", "2018-08-13", "ModifyResourceTags", map[string]any{
		"Resource": "qcs::cam::uin/:role/4611686018000000000", "ReplaceTags": []map[string]any{{"TagKey": "team", "TagValue": "ops"}},
	}); a.OK() {
		t.Error("a tag on a role that is not there")
	}
}

// What is attached through API 3.0 decides calls of both dialects, at once.
func TestAttachmentsOfAPI3DecideInBothDialects(t *testing.T) {
	c := paifangtest.New(t)
	const version = "2019-01-16"
	do := func(action string, in map[string]any, out any) {
		t.Helper()
		a := c.Call3("cam", version, action, in)
		if !a.OK() {
			t.Fatalf("%s: %s", action, a.Body)
		}
		if out != nil {
			if err := a.Decode(out); err != nil {
				t.Fatal(err)
			}
		}
	}
	var user struct {
		Uin                 int64
		SecretId, SecretKey string
	}
	do("AddUser", map[string]any{"Name": "alice", "UseApi": 1}, &user)
	alice := paifangtest.Signer{SecretID: user.SecretId, SecretKey: user.SecretKey}
	var policy struct{ PolicyId int64 }
	do("CreatePolicy", map[string]any{
		"PolicyName":     "look",
		"PolicyDocument": `{"version":"2.0","statement":[{"effect":"allow","action":["cvm:Describe*"],"resource":"*"}]}`,
	}, &policy)

	asks := func(code int, desc string) {
		t.Helper()
		if a := c.CallAs(alice, "cvm", "DescribeInstances"); a.Code != code {
			t.Errorf("2.0: got %s, want %d", a.Body, code)
		}
		if a := c.Call3As(alice, "cvm", "2017-03-12", "DescribeInstances", nil); a.CodeDesc != desc {
			t.Errorf("3.0: got %s, want %q", a.Body, desc)
		}
	}
	asks(4101, "AuthFailure.UnauthorizedOperation")
	do("AttachUserPolicy", map[string]any{"PolicyId": policy.PolicyId, "AttachUin": user.Uin}, nil)
	asks(0, "")
	var attached struct{ TotalNum int64 }
	do("ListAttachedUserPolicies", map[string]any{"TargetUin": user.Uin, "Page": 1, "Rp": 20}, &attached)
	if attached.TotalNum != 1 {
		t.Errorf("attached: got %d, want 1", attached.TotalNum)
	}
	do("UpdatePolicy", map[string]any{
		"PolicyId":       policy.PolicyId,
		"PolicyDocument": `{"version":"2.0","statement":[{"effect":"allow","action":["vpc:*"],"resource":"*"}]}`,
	}, nil)
	asks(4101, "AuthFailure.UnauthorizedOperation")
	do("DetachUserPolicy", map[string]any{"PolicyId": policy.PolicyId, "DetachUin": user.Uin}, nil)

	// The same through a group.
	do("UpdatePolicy", map[string]any{
		"PolicyId":       policy.PolicyId,
		"PolicyDocument": `{"version":"2.0","statement":[{"effect":"allow","action":["cvm:Describe*"],"resource":"*"}]}`,
	}, nil)
	var group struct{ GroupId, GroupNum, TotalNum int64 }
	do("CreateGroup", map[string]any{"GroupName": "lookers"}, &group)
	do("AttachGroupPolicy", map[string]any{"PolicyId": policy.PolicyId, "AttachGroupId": group.GroupId}, nil)
	do("ListAttachedGroupPolicies", map[string]any{"TargetGroupId": group.GroupId}, &attached)
	if attached.TotalNum != 1 {
		t.Errorf("policies of the group: got %d, want 1", attached.TotalNum)
	}
	asks(4101, "AuthFailure.UnauthorizedOperation")
	member := map[string]any{"Info": []any{map[string]any{"GroupId": group.GroupId, "Uin": user.Uin}}}
	do("AddUserToGroup", member, nil)
	asks(0, "")
	do("UpdateGroup", map[string]any{"GroupId": group.GroupId, "GroupName": "watchers"}, nil)
	do("GetGroup", map[string]any{"GroupId": group.GroupId}, &group)
	do("ListUsersForGroup", map[string]any{"GroupId": group.GroupId}, &group)
	if group.GroupNum != 1 || group.TotalNum != 1 {
		t.Errorf("the group: got %+v, want one member", group)
	}
	do("ListGroups", map[string]any{"Keyword": "watch"}, &group)
	if group.TotalNum != 1 {
		t.Errorf("groups: got %d, want 1", group.TotalNum)
	}
	do("RemoveUserFromGroup", member, nil)
	asks(4101, "AuthFailure.UnauthorizedOperation")
	if a := c.Call3("cam", version, "RemoveUserFromGroup", member); a.OK() {
		t.Errorf("one who is not in it: got %s", a.Body)
	}
	if a := c.Call3("cam", version, "AddUserToGroup", map[string]any{"Info": []any{map[string]any{"GroupId": group.GroupId}}}); a.CodeDesc != "InvalidParameterValue" {
		t.Errorf("nobody: got %s", a.Body)
	}
	do("DeleteGroup", map[string]any{"GroupId": group.GroupId}, nil)

	var role struct{ RoleId string }
	do("CreateRole", map[string]any{
		"RoleName":       "deployer",
		"PolicyDocument": `{"version":"2.0","statement":[{"action":["name/sts:AssumeRole"],"effect":"allow","principal":{"service":["cvm.qcloud.com"]}}]}`,
	}, &role)
	do("AttachRolePolicy", map[string]any{"PolicyId": policy.PolicyId, "AttachRoleId": role.RoleId}, nil)
	do("UpdateRoleDescription", map[string]any{"RoleId": role.RoleId, "Description": "who deploys"}, nil)
	for keyword, want := range map[string]int64{"": 1, "lo": 1, "zzz": 0} {
		do("ListAttachedRolePolicies", map[string]any{"RoleId": role.RoleId, "Page": 1, "Rp": 20, "Keyword": keyword}, &attached)
		if attached.TotalNum != want {
			t.Errorf("policies of the role with %q: got %d, want %d", keyword, attached.TotalNum, want)
		}
	}
	if a := c.Call3("cam", version, "ListAttachedRolePolicies", map[string]any{"RoleId": "4611686018000000000", "Page": 1, "Rp": 20}); a.OK() {
		t.Errorf("of an absent role: got %s", a.Body)
	}
	do("DetachRolePolicy", map[string]any{"PolicyId": policy.PolicyId, "DetachRoleId": role.RoleId}, nil)
	do("DeleteRole", map[string]any{"RoleId": role.RoleId}, nil)
	do("DeletePolicy", map[string]any{"PolicyId": []int64{policy.PolicyId}}, nil)
	do("DeleteUser", map[string]any{"Name": "alice", "Force": 1}, nil)
	asks(4104, "AuthFailure.SecretIdNotFound")
	if a := c.Call3("cam", version, "GetUser", map[string]any{"Name": "alice"}); a.CodeDesc != "ResourceNotFound.UserNotExist" {
		t.Errorf("the user is gone: got %s (uin %s)", a.Body, strconv.FormatInt(user.Uin, 10))
	}
}

// The default version of a policy decides, in both dialects, from the moment on in which it is set.
func TestTheDefaultVersionOfAPolicyDecides(t *testing.T) {
	c := paifangtest.New(t)
	const version = "2019-01-16"
	document := func(action string) string {
		return `{"version":"2.0","statement":[{"effect":"allow","action":["` + action + `"],"resource":"*"}]}`
	}
	do := func(action string, in, out any) {
		t.Helper()
		if a := c.Call3("cam", version, action, in.(map[string]any)); !a.OK() {
			t.Fatalf("%s: %s", action, a.Body)
		} else if err := a.Decode(out); err != nil {
			t.Fatal(err)
		}
	}
	denies := func(action, code string, in map[string]any) {
		t.Helper()
		if a := c.Call3("cam", version, action, in); a.CodeDesc != code {
			t.Errorf("%s %v: got %s %s, want %s", action, in, a.CodeDesc, a.Message, code)
		}
	}
	var nothing struct{}
	var user struct {
		Uin                 int64
		SecretId, SecretKey string
	}
	do("AddUser", map[string]any{"Name": "alice", "UseApi": 1}, &user)
	alice := paifangtest.Signer{SecretID: user.SecretId, SecretKey: user.SecretKey}
	may := func(want bool) {
		t.Helper()
		if a := c.CallAs(alice, "cvm", "DescribeInstances"); a.OK() != want {
			t.Errorf("2.0: got %s, allowed is %v", a.Body, want)
		}
		if a := c.Call3As(alice, "cvm", "2017-03-12", "DescribeInstances", nil); a.OK() != want {
			t.Errorf("3.0: got %s, allowed is %v", a.Body, want)
		}
	}
	var made struct{ PolicyId int64 }
	do("CreatePolicy", map[string]any{"PolicyName": "p", "PolicyDocument": document("vpc:*")}, &made)
	of := func(in map[string]any) map[string]any {
		in["PolicyId"] = made.PolicyId
		return in
	}
	do("AttachUserPolicy", of(map[string]any{"AttachUin": user.Uin}), &nothing)
	may(false)
	var second struct{ VersionId int64 }
	do("CreatePolicyVersion", of(map[string]any{"PolicyDocument": document("cvm:*"), "SetAsDefault": false}), &second)
	may(false)
	do("SetDefaultPolicyVersion", of(map[string]any{"VersionId": second.VersionId}), &nothing)
	may(true)
	denies("SetDefaultPolicyVersion", "FailedOperation.PolicyVersionAlreadyDefault", of(map[string]any{"VersionId": 2}))
	denies("SetDefaultPolicyVersion", "InvalidParameter.PolicyVersionNotExists", of(map[string]any{"VersionId": 9}))
	denies("DeletePolicyVersion", "FailedOperation.PolicyVersionAlreadyDefault", of(map[string]any{"VersionId": []int{2}}))
	denies("GetPolicyVersion", "InvalidParameter.PolicyVersionNotExists", of(map[string]any{"VersionId": 9}))
	denies("CreatePolicyVersion", "InvalidParameter.PolicyDocumentError", of(map[string]any{"PolicyDocument": "{", "SetAsDefault": true}))

	do("UpdatePolicy", of(map[string]any{"PolicyDocument": document("clb:*")}), &nothing) // it changes the default one
	may(false)
	var shown struct {
		PolicyVersion struct {
			VersionId, IsDefaultVersion int64
			Document                    string
		}
	}
	do("GetPolicyVersion", of(map[string]any{"VersionId": 2}), &shown)
	if v := shown.PolicyVersion; v.Document != document("clb:*") || v.IsDefaultVersion != 1 {
		t.Errorf("got %+v", v)
	}
	do("GetPolicyVersion", of(map[string]any{"VersionId": 1}), &shown)
	if v := shown.PolicyVersion; v.Document != document("vpc:*") || v.IsDefaultVersion != 0 {
		t.Errorf("got %+v", v)
	}
	for range 3 {
		do("CreatePolicyVersion", of(map[string]any{"PolicyDocument": document("cvm:*"), "SetAsDefault": true}), &second)
	}
	may(true)
	denies("CreatePolicyVersion", "FailedOperation.PolicyVersionFull", of(map[string]any{"PolicyDocument": document("cvm:*"), "SetAsDefault": true}))
	do("DeletePolicyVersion", of(map[string]any{"VersionId": []int64{1, 4}}), &nothing)
	var listed struct {
		Versions []struct{ VersionId, IsDefaultVersion int64 }
	}
	do("ListPolicyVersions", of(map[string]any{}), &listed)
	if v := listed.Versions; len(v) != 3 || v[0].VersionId != 2 || v[2].VersionId != 5 || v[2].IsDefaultVersion != 1 {
		t.Errorf("got %+v", v)
	}
	do("CreatePolicyVersion", of(map[string]any{"PolicyDocument": document("cvm:*"), "SetAsDefault": false}), &second)
	if second.VersionId != 6 {
		t.Errorf("a number is given again: got %d", second.VersionId)
	}
}

// A role bounds how long its sessions last; sessions that there are go on.
func TestARoleBoundsItsSessions(t *testing.T) {
	c := paifangtest.New(t)
	const version = "2019-01-16"
	var made struct{ RoleId string }
	if a := c.Call3("cam", version, "CreateRole", map[string]any{
		"RoleName": "ops", "SessionDuration": 3600, "ConsoleLogin": 1,
		"PolicyDocument": `{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/100000000001:root"]}}]}`,
	}); !a.OK() || a.Decode(&made) != nil {
		t.Fatalf("CreateRole: %s", a.Body)
	}
	var user struct {
		Uin                 int64
		SecretId, SecretKey string
	}
	if a := c.Call3("cam", version, "AddUser", map[string]any{"Name": "alice", "UseApi": 1}); !a.OK() || a.Decode(&user) != nil {
		t.Fatalf("AddUser: %s", a.Body)
	}
	if a := c.Call3("cam", version, "AttachUserPolicy", map[string]any{"PolicyId": 1, "AttachUin": user.Uin}); !a.OK() {
		t.Fatalf("AttachUserPolicy: %s", a.Body)
	}
	alice := paifangtest.Signer{SecretID: user.SecretId, SecretKey: user.SecretKey}
	assume := func(seconds int, code string) {
		t.Helper()
		a := c.Call3As(alice, "sts", "2018-08-13", "AssumeRole", map[string]any{
			"RoleArn": "qcs::cam::uin/100000000001:roleName/ops", "RoleSessionName": "se", "DurationSeconds": seconds,
		})
		if a.CodeDesc != code {
			t.Errorf("for %d seconds: got %s %s, want %q", seconds, a.CodeDesc, a.Message, code)
		}
	}
	assume(3600, "")
	assume(3601, "InvalidParameter.OverTimeError")
	if a := c.Call3("cam", version, "UpdateRoleSessionDuration", map[string]any{"RoleName": "ops", "SessionDuration": 7200}); !a.OK() {
		t.Fatalf("UpdateRoleSessionDuration: %s", a.Body)
	}
	if a := c.Call3("cam", version, "UpdateRoleConsoleLogin", map[string]any{"RoleName": "ops", "ConsoleLogin": 0}); !a.OK() {
		t.Fatalf("UpdateRoleConsoleLogin: %s", a.Body)
	}
	assume(7200, "")
	var role struct {
		RoleInfo struct{ ConsoleLogin, SessionDuration int64 }
	}
	if err := c.Call3("cam", version, "GetRole", map[string]any{"RoleId": made.RoleId}).Decode(&role); err != nil || role.RoleInfo.SessionDuration != 7200 || role.RoleInfo.ConsoleLogin != 0 {
		t.Errorf("got %+v, %v", role, err)
	}
	if a := c.Call3("cam", version, "UpdateRoleSessionDuration", map[string]any{"RoleName": "none", "SessionDuration": 1}); a.CodeDesc != "InvalidParameter.RoleNotExist" {
		t.Errorf("no such role: got %s", a.Body)
	}
}
