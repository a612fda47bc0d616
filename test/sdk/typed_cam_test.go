package sdk

import (
	"fmt"
	"testing"

	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
	tag "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag/v20180813"
)

const (
	mayRead = `{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"cvm:Describe*\",\"resource\":\"*\"}]}`
	trust   = `{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"name/sts:AssumeRole\",\"principal\":{\"qcs\":[\"qcs::cam::uin/100000000001:root\"]}}]}`
)

func lifeOfUsers(t *testing.T, a access) {
	c := typed(t, a, cam.NewClient)
	made := do(t, c.AddUser, cam.NewAddUserRequest(), `{"Name": "night", "Remark": "the night shift", "ConsoleLogin": 0, "UseApi": 1}`).Response
	if made.SecretId == nil || *made.SecretId == "" || made.SecretKey == nil || *made.SecretKey == "" {
		t.Error("a user who is to use the API has no key")
	}
	refused(t, c.AddUser, cam.NewAddUserRequest(), `{"Name": "night"}`, "InvalidParameter.SubUserNameInUse")
	do(t, c.UpdateUser, cam.NewUpdateUserRequest(), `{"Name": "night", "Remark": "from ten to six"}`)
	found := do(t, c.GetUser, cam.NewGetUserRequest(), `{"Name": "night"}`).Response
	is(t, "Uin", found.Uin, *made.Uin)
	is(t, "Remark", found.Remark, "from ten to six")
	do(t, c.DeleteUser, cam.NewDeleteUserRequest(), `{"Name": "night", "Force": 1}`)
	refused(t, c.GetUser, cam.NewGetUserRequest(), `{"Name": "night"}`, "ResourceNotFound.UserNotExist")
}

func lifeOfPolicies(t *testing.T, a access) {
	c := typed(t, a, cam.NewClient)
	id := *do(t, c.CreatePolicy, cam.NewCreatePolicyRequest(), fmt.Sprintf(`{"PolicyName": "reader", "Description": "reads", "PolicyDocument": "%s"}`, mayRead)).Response.PolicyId
	refused(t, c.CreatePolicy, cam.NewCreatePolicyRequest(), fmt.Sprintf(`{"PolicyName": "reader", "PolicyDocument": "%s"}`, mayRead), "FailedOperation.PolicyNameInUse")
	do(t, c.UpdatePolicy, cam.NewUpdatePolicyRequest(), fmt.Sprintf(`{"PolicyId": %d, "Description": "reads instances"}`, id))
	found := do(t, c.GetPolicy, cam.NewGetPolicyRequest(), fmt.Sprintf(`{"PolicyId": %d}`, id)).Response
	is(t, "PolicyName", found.PolicyName, "reader")
	is(t, "Description", found.Description, "reads instances")
	do(t, c.DeletePolicy, cam.NewDeletePolicyRequest(), fmt.Sprintf(`{"PolicyId": [%d]}`, id))
	refused(t, c.GetPolicy, cam.NewGetPolicyRequest(), fmt.Sprintf(`{"PolicyId": %d}`, id), "ResourceNotFound.PolicyIdNotFound")
}

// A role is made and taken: the typed client of STS reads the temporary key, and calls with it.
func lifeOfRoles(t *testing.T, a access) {
	c := typed(t, a, cam.NewClient)
	do(t, c.CreateRole, cam.NewCreateRoleRequest(), fmt.Sprintf(`{"RoleName": "deploy", "PolicyDocument": "%s"}`, trust))
	do(t, c.UpdateRoleDescription, cam.NewUpdateRoleDescriptionRequest(), `{"RoleName": "deploy", "Description": "deploys"}`)
	found := do(t, c.GetRole, cam.NewGetRoleRequest(), `{"RoleName": "deploy"}`).Response.RoleInfo
	is(t, "Description", found.Description, "deploys")

	do(t, c.AttachRolePolicy, cam.NewAttachRolePolicyRequest(), `{"AttachRoleName": "deploy", "PolicyName": "AdministratorAccess"}`)
	is(t, "PolicyName", one(t, "List", do(t, c.ListAttachedRolePolicies, cam.NewListAttachedRolePoliciesRequest(), `{"RoleName": "deploy", "Page": 1, "Rp": 10}`).Response.List).PolicyName, "AdministratorAccess")

	s := typed(t, a, sts.NewClient)
	taken := do(t, s.AssumeRole, sts.NewAssumeRoleRequest(), `{"RoleArn": "qcs::cam::uin/100000000001:roleName/deploy", "RoleSessionName": "ci", "DurationSeconds": 900}`).Response.Credentials
	in := a
	in.key = newTokenKey(taken)
	is(t, "Type", do(t, typed(t, in, sts.NewClient).GetCallerIdentity, sts.NewGetCallerIdentityRequest(), `{}`).Response.Type, "CAMRole")

	do(t, c.DeleteRole, cam.NewDeleteRoleRequest(), `{"RoleName": "deploy"}`)
	refused(t, c.GetRole, cam.NewGetRoleRequest(), `{"RoleName": "deploy"}`, "InvalidParameter.RoleNotExist")
	refused(t, typed(t, in, sts.NewClient).GetCallerIdentity, sts.NewGetCallerIdentityRequest(), `{}`, "AuthFailure.TokenFailure")
}

func lifeOfTags(t *testing.T, a access) {
	c := typed(t, a, tag.NewClient)
	do(t, c.CreateTag, tag.NewCreateTagRequest(), `{"TagKey": "stage", "TagValue": "test"}`)
	refused(t, c.CreateTag, tag.NewCreateTagRequest(), `{"TagKey": "stage", "TagValue": "test"}`, "ResourceInUse.TagDuplicate")
	found := one(t, "Tags", do(t, c.GetTags, tag.NewGetTagsRequest(), `{"TagKeys": ["stage"], "MaxResults": 10}`).Response.Tags)
	is(t, "TagValue", found.TagValue, "test")
	do(t, c.DeleteTag, tag.NewDeleteTagRequest(), `{"TagKey": "stage", "TagValue": "test"}`)
	refused(t, c.DeleteTag, tag.NewDeleteTagRequest(), `{"TagKey": "stage", "TagValue": "test"}`, "ResourceNotFound.TagNonExist")
}

func newTokenKey(c *sts.Credentials) *common.Credential {
	return common.NewTokenCredential(*c.TmpSecretId, *c.TmpSecretKey, *c.Token)
}
