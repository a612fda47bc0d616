package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// GetRole shows a role.
var GetRole = action.Define(action.Spec{
	Name: "GetRole", Doc: "Shows a role with its trust policy.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RoleRequest) (*GetRoleResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleID, in.RoleName)
	if err != nil {
		return nil, err
	}
	return &GetRoleResponse{roleItem(*r)}, nil
})

// RoleRequest names a role in one of two ways.
type RoleRequest struct {
	RoleID   string `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName string `json:"roleName" touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *RoleRequest) Check() error { return oneRole(r.RoleID, r.RoleName) }

func oneRole(id, name string) error {
	if (id == "") == (name == "") {
		return catalogue.InvalidValue.Errorf("One of roleId and roleName is expected.")
	}
	return nil
}

// GetRoleResponse is the answer of GetRole.
type GetRoleResponse struct {
	Data RoleItem `json:"data"`
}

// A RoleItem is a role as answers show it. The trust policy is a string (facts/api2-modules.md §11).
type RoleItem struct {
	RoleID         string `json:"roleId"`
	RoleName       string `json:"roleName"`
	PolicyDocument string `json:"policyDocument"`
	Description    string `json:"description"`
	AddTime        string `json:"addTime"`
	UpdateTime     string `json:"updateTime"`
}

func roleItem(r Role) RoleItem {
	return RoleItem{r.ID, r.Name, r.Trust, r.Description, inChina(r.AddedAt), inChina(r.Edited)}
}

// DescribeRoleList lists the account's roles.
var DescribeRoleList = action.Define(action.Spec{
	Name: "DescribeRoleList", Doc: "Lists the account's roles.", Domain: "cam", Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DescribeRoleListRequest) (*DescribeRoleListResponse, error) {
	all, err := s.Store.Roles(ctx, tx, c.Caller.Account)
	out := &DescribeRoleListResponse{}
	out.Data.TotalNum = int64(len(all))
	for _, r := range paged(all, in.Page, in.Rp) {
		out.Data.List = append(out.Data.List, roleItem(r))
	}
	return out, err
})

// DescribeRoleListRequest is the input of DescribeRoleList.
type DescribeRoleListRequest struct {
	Page int64 `json:"page" api:"required,min=1,max=200" doc:"Which page, from 1."`
	Rp   int64 `json:"rp" api:"required,min=1,max=200" doc:"How many a page."`
}

// DescribeRoleListResponse is the answer of DescribeRoleList.
type DescribeRoleListResponse struct {
	Data struct {
		TotalNum int64      `json:"totalNum"`
		List     []RoleItem `json:"list"`
	} `json:"data"`
}

// role is the account's role by its id, or else by its name; it refuses where there is none.
func (s *Service) role(ctx context.Context, tx store.Tx, account, id, name string) (r *Role, err error) {
	if id != "" {
		r, err = s.Store.Role(ctx, tx, account, id)
	} else {
		r, err = s.Store.RoleByName(ctx, tx, account, name)
	}
	if err == nil && r == nil {
		err = errNoRole.Errorf("The role %s does not exist.", id+name)
	}
	return r, err
}

// RoleTrust is what has to be known of a role to take it on, by its id or else its name: an empty roleID where there is
// none, a nil trust where its trust policy can't be read.
func (s *Service) RoleTrust(ctx context.Context, tx store.Tx, account, id, name string) (roleID, roleName string, trust *policy.Trust, err error) {
	var r *Role
	if id != "" {
		r, err = s.Store.Role(ctx, tx, account, id)
	} else {
		r, err = s.Store.RoleByName(ctx, tx, account, name)
	}
	if err != nil || r == nil {
		return "", "", nil, err
	}
	if trust, err = policy.ParseTrust([]byte(r.Trust)); err != nil {
		trust = nil
	}
	return r.ID, r.Name, trust, nil
}
