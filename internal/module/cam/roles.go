package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// CreateRole makes a role.
var CreateRole = action.Define(action.Spec{
	Name: "CreateRole", Doc: "Makes a role, which those whom its trust policy names can take on.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errRoleName, errDescription, errRoleInUse, errRoleFull}, documentErrors...),
}, (*Service).createRole)

// CreateRoleRequest is the input of CreateRole.
type CreateRoleRequest struct {
	RoleName       string `json:"roleName" api:"required" doc:"The role's name, which no other of the account has."`
	PolicyDocument string `json:"policyDocument" api:"required" doc:"Its trust policy, as JSON."`
	Description    string `json:"description" doc:"What it is for; at most 300 bytes."`
}

// CreateRoleResponse is the answer of CreateRole.
type CreateRoleResponse struct {
	Data struct {
		RoleID string `json:"roleId"`
	} `json:"data"`
}

func (s *Service) createRole(ctx context.Context, tx store.Tx, c *call.Call, in *CreateRoleRequest) (*CreateRoleResponse, error) {
	if _, err := policy.ParseTrust([]byte(in.PolicyDocument)); err != nil {
		return nil, badDocument(err)
	}
	all, err := s.Store.Roles(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	if err := s.room(ctx, tx, c.Caller.Account, rolesAtMost, len(all)); err != nil {
		return nil, err
	}
	r, err := s.addRole(ctx, tx, Role{
		Account: c.Caller.Account, Name: in.RoleName, Description: in.Description, Trust: in.PolicyDocument, AddedAt: c.Now, Edited: c.Now,
	})
	out := &CreateRoleResponse{}
	out.Data.RoleID = r.ID
	return out, err
}

// addRole keeps a new role, and draws its id where it has none: real ones begin with 4611686018 (facts/cam-sts.md §2.4).
func (s *Service) addRole(ctx context.Context, tx store.Tx, r Role) (Role, error) {
	if !policyName.MatchString(r.Name) {
		return r, errRoleName.Errorf("Parameter roleName is %q; 1 to 128 letters, digits or +=,.@_- are expected.", r.Name)
	}
	if len(r.Description) > maxDescription {
		return r, errDescription.Errorf("Parameter description has %d bytes; at most %d are expected.", len(r.Description), maxDescription)
	}
	if r.ID != "" && !number19.MatchString(r.ID) {
		return r, catalogue.InvalidValue.Errorf("The id of role %s is %q; at most 19 digits are expected.", r.Name, r.ID)
	}
	other, err := s.Store.RoleByName(ctx, tx, r.Account, r.Name)
	if err != nil {
		return r, err
	}
	if other != nil {
		return r, errRoleInUse.Errorf("Parameter roleName is %q, the name of role %s; one that is not in use is expected.", r.Name, other.ID)
	}
	for drawn := r.ID == ""; ; {
		if drawn {
			r.ID = "4611686018" + s.Random.Digits(9)
		}
		added, err := s.Store.AddRole(ctx, tx, r)
		switch {
		case err != nil:
			return r, err
		case added:
			s.changed(tx)
			return r, nil
		case !drawn:
			return r, catalogue.InvalidValue.Errorf("The id %s of role %s is in use; another is expected.", r.ID, r.Name)
		}
	}
}

// UpdateAssumeRolePolicy changes who can take on a role.
var UpdateAssumeRolePolicy = action.Define(action.Spec{
	Name: "UpdateAssumeRolePolicy", Doc: "Changes who can take on a role; sessions that there are go on.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errNoRole}, documentErrors...),
}, (*Service).updateAssumeRolePolicy)

// UpdateAssumeRolePolicyRequest is the input of UpdateAssumeRolePolicy.
type UpdateAssumeRolePolicyRequest struct {
	PolicyDocument string `json:"policyDocument" api:"required" doc:"The new trust policy."`
	RoleID         string `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName       string `json:"roleName" touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *UpdateAssumeRolePolicyRequest) Check() error { return oneRole(r.RoleID, r.RoleName) }

func (s *Service) updateAssumeRolePolicy(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateAssumeRolePolicyRequest) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleID, in.RoleName)
	if err != nil {
		return nil, err
	}
	if _, err := policy.ParseTrust([]byte(in.PolicyDocument)); err != nil {
		return nil, badDocument(err)
	}
	r.Trust, r.Edited = in.PolicyDocument, c.Now
	_, err = s.Store.SetRole(ctx, tx, *r)
	return &NoResponse{}, err
}

// UpdateRoleDescription changes what a role is said to be for.
var UpdateRoleDescription = action.Define(action.Spec{
	Name: "UpdateRoleDescription", Doc: "Changes what a role is said to be for.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole, errDescription},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateRoleDescriptionRequest) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleID, in.RoleName)
	if err != nil {
		return nil, err
	}
	if len(in.Description) > maxDescription {
		return nil, errDescription.Errorf("Parameter description has %d bytes; at most %d are expected.", len(in.Description), maxDescription)
	}
	r.Description, r.Edited = in.Description, c.Now
	_, err = s.Store.SetRole(ctx, tx, *r)
	return &NoResponse{}, err
})

// UpdateRoleDescriptionRequest is the input of UpdateRoleDescription.
type UpdateRoleDescriptionRequest struct {
	Description string `json:"description" api:"required" doc:"What it is for; at most 300 bytes."`
	RoleID      string `json:"roleId" touches:"role" doc:"The role, by its id."`
	RoleName    string `json:"roleName" touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *UpdateRoleDescriptionRequest) Check() error { return oneRole(r.RoleID, r.RoleName) }

// DeleteRole takes a role away and ends its sessions.
var DeleteRole = action.Define(action.Spec{
	Name: "DeleteRole", Doc: "Takes a role away and ends its sessions.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *RoleRequest) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleID, in.RoleName)
	if err != nil {
		return nil, err
	}
	return &NoResponse{}, s.removeRole(ctx, tx, r)
})

func (s *Service) removeRole(ctx context.Context, tx store.Tx, r *Role) error {
	s.changed(tx)
	if err := s.Store.DetachAll(ctx, tx, r.Account, Entity{ToRole, r.ID}); err != nil {
		return err
	}
	if err := s.Store.RevokeOfRole(ctx, tx, r.Account, r.ID); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, r.Account, r.tagged()); err != nil {
		return err
	}
	_, err := s.Store.RemoveRole(ctx, tx, r.Account, r.ID)
	return err
}
