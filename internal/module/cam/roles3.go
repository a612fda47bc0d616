package cam

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Roles in API 3.0.

// CreateRole3 is CreateRole in API 3.0.
var CreateRole3 = action.Define(action.Spec{
	Name: "CreateRole", Doc: "Makes a role, which those whom its trust policy names can take on.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errRoleName, errDescription, errRoleInUse, errRoleFull}, documentErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *CreateRole3Request) (*CreateRole3Response, error) {
	made, err := s.createRole(ctx, tx, c, &CreateRoleRequest{in.RoleName, in.PolicyDocument, in.Description})
	if err != nil {
		return nil, err
	}
	if _, err := s.editRole(ctx, tx, c, made.Data.RoleID, "", func(r *Role) { r.ConsoleLogin, r.SessionSeconds = in.ConsoleLogin, in.SessionDuration }); err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, c.Caller.Account, (&Role{ID: made.Data.RoleID}).tagged(), plain(in.Tags)); err != nil {
		return nil, err
	}
	return &CreateRole3Response{made.Data.RoleID}, nil
})

// CreateRole3Request is the input of CreateRole in API 3.0.
type CreateRole3Request struct {
	RoleName        string    `api:"required" doc:"The role's name, which no other of the account has."`
	PolicyDocument  string    `api:"required" doc:"Its trust policy, as JSON."`
	Description     string    `doc:"What it is for; at most 300 bytes."`
	ConsoleLogin    int64     `api:"oneof=0 1" doc:"1 for one that uses the console; there is none here."`
	SessionDuration int64     `api:"min=0,max=43200" doc:"For how many seconds a session may last at most; 0 for no bound of its own."`
	Tags            []RoleTag `api:"max=50" doc:"Its tags."`
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateRole3Request) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(r.Tags))}
}

// CreateRole3Response names the new role.
type CreateRole3Response struct{ RoleId string }

// GetRole3 is GetRole in API 3.0.
var GetRole3 = action.Define(action.Spec{
	Name: "GetRole", Doc: "Shows a role with its trust policy.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *Role3Request) (*GetRole3Response, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, r.Account, r.tagged())
	return &GetRole3Response{roleInfo(*r, tags)}, err
})

// Role3Request names a role in one of two ways.
type Role3Request struct {
	RoleId   string `touches:"role" doc:"The role, by its id."`
	RoleName string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *Role3Request) Check() error { return oneRole(r.RoleId, r.RoleName) }

// GetRole3Response is the answer of GetRole in API 3.0.
type GetRole3Response struct{ RoleInfo RoleInfo }

// A RoleInfo is a role as API 3.0 shows it.
type RoleInfo struct {
	RoleId, RoleName, PolicyDocument, Description, AddTime, UpdateTime string
	ConsoleLogin                                                       int64
	RoleType                                                           string
	SessionDuration                                                    int64
	DeletionTaskId                                                     string
	Tags                                                               []Tag
	RoleArn                                                            string
}

func roleInfo(r Role, tags []tagging.Tag) RoleInfo {
	return RoleInfo{
		RoleId: r.ID, RoleName: r.Name, PolicyDocument: r.Trust, Description: r.Description,
		AddTime: inChina(r.AddedAt), UpdateTime: inChina(r.Edited), ConsoleLogin: r.ConsoleLogin, RoleType: "user", SessionDuration: r.SessionSeconds, Tags: shown(tags),
		RoleArn: "qcs::cam::uin/" + r.Account + ":roleName/" + r.Name,
	}
}

// DescribeRoleList3 is DescribeRoleList in API 3.0.
var DescribeRoleList3 = action.Define(action.Spec{
	Name: "DescribeRoleList", Doc: "Lists the account's roles.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DescribeRoleList3Request) (*DescribeRoleList3Response, error) {
	all, err := s.Store.Roles(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "cam", "role", "")
	out := &DescribeRoleList3Response{TotalNum: int64(len(all))}
	for _, r := range paged(all, in.Page, in.Rp) {
		out.List = append(out.List, roleInfo(r, tags[r.ID]))
	}
	return out, err
})

// DescribeRoleList3Request is the input of DescribeRoleList in API 3.0.
type DescribeRoleList3Request struct {
	Page int64 `api:"required,min=1,max=200" doc:"Which page, from 1."`
	Rp   int64 `api:"required,min=1,max=200" doc:"How many a page."`
}

// DescribeRoleList3Response is a page of roles.
type DescribeRoleList3Response struct {
	List     []RoleInfo
	TotalNum int64
}

// DeleteRole3 is DeleteRole in API 3.0.
var DeleteRole3 = action.Define(action.Spec{
	Name: "DeleteRole", Doc: "Takes a role away and ends its sessions.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *Role3Request) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	return &NoResponse{}, s.removeRole(ctx, tx, r)
})

// UpdateAssumeRolePolicy3 is UpdateAssumeRolePolicy in API 3.0.
var UpdateAssumeRolePolicy3 = action.Define(action.Spec{
	Name: "UpdateAssumeRolePolicy", Doc: "Changes who can take on a role; sessions that there are go on.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errNoRole}, documentErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateAssumeRolePolicy3Request) (*NoResponse, error) {
	return s.updateAssumeRolePolicy(ctx, tx, c, &UpdateAssumeRolePolicyRequest{in.PolicyDocument, in.RoleId, in.RoleName})
})

// UpdateAssumeRolePolicy3Request is the input of UpdateAssumeRolePolicy in API 3.0.
type UpdateAssumeRolePolicy3Request struct {
	PolicyDocument string `api:"required" doc:"The new trust policy."`
	RoleId         string `touches:"role" doc:"The role, by its id."`
	RoleName       string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *UpdateAssumeRolePolicy3Request) Check() error { return oneRole(r.RoleId, r.RoleName) }

// AttachRolePolicy3 is AttachRolePolicy in API 3.0.
var AttachRolePolicy3 = action.Define(action.Spec{
	Name: "AttachRolePolicy", Doc: "Attaches a policy to a role.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *AttachRolePolicy3Request) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.AttachRoleId, in.AttachRoleName, alone(in.PolicyId), alone(in.PolicyName), s.attach)
})

// AttachRolePolicy3Request is the input of AttachRolePolicy in API 3.0.
type AttachRolePolicy3Request struct {
	PolicyId       int64  `touches:"policyid" doc:"The policy, by its id."`
	PolicyName     string `doc:"Or by its name."`
	AttachRoleId   string `touches:"role" doc:"The role, by its id."`
	AttachRoleName string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *AttachRolePolicy3Request) Check() error {
	return onePolicyAndRole(r.PolicyId, r.PolicyName, r.AttachRoleId, r.AttachRoleName)
}

// DetachRolePolicy3 is DetachRolePolicy in API 3.0.
var DetachRolePolicy3 = action.Define(action.Spec{
	Name: "DetachRolePolicy", Doc: "Detaches a policy from a role.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoRole)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DetachRolePolicy3Request) (*NoResponse, error) {
	return s.attachRole(ctx, tx, c, in.DetachRoleId, in.DetachRoleName, alone(in.PolicyId), alone(in.PolicyName), s.detach)
})

// DetachRolePolicy3Request is the input of DetachRolePolicy in API 3.0.
type DetachRolePolicy3Request struct {
	PolicyId       int64  `touches:"policyid" doc:"The policy, by its id."`
	PolicyName     string `doc:"Or by its name."`
	DetachRoleId   string `touches:"role" doc:"The role, by its id."`
	DetachRoleName string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *DetachRolePolicy3Request) Check() error {
	return onePolicyAndRole(r.PolicyId, r.PolicyName, r.DetachRoleId, r.DetachRoleName)
}

func onePolicyAndRole(policyID int64, policyName, roleID, roleName string) error {
	if (policyID == 0) == (policyName == "") {
		return catalogue.InvalidValue.Errorf("One of PolicyId and PolicyName is expected.")
	}
	if (roleID == "") == (roleName == "") {
		return catalogue.InvalidValue.Errorf("One of the role's id and its name is expected.")
	}
	return nil
}

// UpdateRoleDescription3 is UpdateRoleDescription in API 3.0.
var UpdateRoleDescription3 = action.Define(action.Spec{
	Name: "UpdateRoleDescription", Doc: "Changes what a role is said to be for.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole, errDescription},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateRoleDescription3Request) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	if len(in.Description) > maxDescription {
		return nil, errDescription.Errorf("Parameter Description has %d bytes; at most %d are expected.", len(in.Description), maxDescription)
	}
	r.Description, r.Edited = in.Description, c.Now
	_, err = s.Store.SetRole(ctx, tx, *r)
	return &NoResponse{}, err
})

// UpdateRoleDescription3Request is the input of UpdateRoleDescription in API 3.0.
type UpdateRoleDescription3Request struct {
	Description string `doc:"What it is for; at most 300 bytes."`
	RoleId      string `touches:"role" doc:"The role, by its id."`
	RoleName    string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *UpdateRoleDescription3Request) Check() error { return oneRole(r.RoleId, r.RoleName) }

// ListAttachedRolePolicies3 is ListAttachedRolePolicies in API 3.0.
var ListAttachedRolePolicies3 = action.Define(action.Spec{
	Name: "ListAttachedRolePolicies", Doc: "Lists the policies attached to a role.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedRolePolicies3Request) (*ListAttachedRolePolicies3Response, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	attached, err := s.Store.AttachedTo(ctx, tx, c.Caller.Account, Entity{ToRole, r.ID})
	if err != nil {
		return nil, err
	}
	var all []AttachedPolicyOfRole
	for _, a := range attached {
		p, err := s.hasPolicy(ctx, tx, c.Caller.Account, a.Policy)
		if err != nil {
			return nil, err
		}
		if in.PolicyType != "" && in.PolicyType != typeName(p) || !strings.Contains(p.Name, in.Keyword) {
			continue
		}
		all = append(all, AttachedPolicyOfRole{
			PolicyId: p.ID, PolicyName: p.Name, AddTime: inChina(a.At), PolicyType: typeName(p), CreateMode: p.CreateMode, Description: p.Description,
		})
	}
	return &ListAttachedRolePolicies3Response{paged(all, in.Page, in.Rp), int64(len(all))}, nil
})

// ListAttachedRolePolicies3Request is the input of ListAttachedRolePolicies in API 3.0.
type ListAttachedRolePolicies3Request struct {
	Page       int64  `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp         int64  `api:"default=20,min=1,max=200" doc:"How many a page."`
	RoleId     string `touches:"role" doc:"The role, by its id."`
	RoleName   string `touches:"roleName" doc:"Or by its name."`
	PolicyType string `api:"oneof=User QCS" doc:"User for the account's own, QCS for preset ones; both when left out."`
	Keyword    string `doc:"A part of the policies' names."`
}

// Check implements action.Checker.
func (r *ListAttachedRolePolicies3Request) Check() error { return oneRole(r.RoleId, r.RoleName) }

// ListAttachedRolePolicies3Response is a page of the policies of a role.
type ListAttachedRolePolicies3Response struct {
	List     []AttachedPolicyOfRole
	TotalNum int64
}

// An AttachedPolicyOfRole is one of them.
type AttachedPolicyOfRole struct {
	PolicyId              int64
	PolicyName, AddTime   string
	PolicyType            string
	CreateMode, Deactived int64
	DeactivedDetail       []string
	Description           string
}
