package sts

import (
	"regexp"

	"github.com/paifang/paifang/internal/call"
)

// A roleArn names a role of a main account, by its id or by its name.
type roleArn struct {
	text, owner string
	id, name    string
}

var arnForm = regexp.MustCompile(`^qcs::cam::uin/([1-9][0-9]{0,17}):(role|roleName|role/tencentcloudServiceRole|role/tencentcloudServiceRoleName)/([A-Za-z0-9+=,.@_-]{1,128})$`)

// parseRoleArn refuses what names no role (the forms: facts/cam-sts.md §4).
func parseRoleArn(parameter, text string) (roleArn, error) {
	m := arnForm.FindStringSubmatch(text)
	if m == nil {
		return roleArn{}, errRoleArn.Errorf("Parameter %s is %q; qcs::cam::uin/NUMBER:role/ID or qcs::cam::uin/NUMBER:roleName/NAME is expected.", parameter, text)
	}
	a := roleArn{text: text, owner: m[1]}
	if m[2] == "role" || m[2] == "role/tencentcloudServiceRole" {
		a.id = m[3]
	} else {
		a.name = m[3]
	}
	return a, nil
}

// touches is what the caller's policies are asked about: the role, which may be another account's.
func (a roleArn) touches(c *call.Call) []call.Resource {
	r := call.Resource{Service: "cam", Type: "roleName", ID: a.name, Regionless: true}
	if a.id != "" {
		r.Type, r.ID = "role", a.id
	}
	if a.owner != c.Caller.Account {
		r.Account = a.owner
	}
	return []call.Resource{r}
}
