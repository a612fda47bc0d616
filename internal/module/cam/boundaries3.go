package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Permissions boundaries in API 3.0: a policy that a user's or role's own policies can't go beyond. Their actions name an
// absent policy and user otherwise than others do (facts/api3-cam.json).
var (
	errNoBoundPolicy = catalogue.NotFound.Named("InvalidParameter.PolicyIdNotExist")
	errNoBoundUser   = catalogue.NotFound.Named("InvalidParameter.UserNotExist")
)

// bound sets the boundary of a user or a role; 0 takes it away.
func (s *Service) bound(ctx context.Context, tx store.Tx, c *call.Call, of Entity, id int64) (*NoResponse, error) {
	if id != 0 {
		p, err := s.policy(ctx, tx, c.Caller.Account, id)
		if err != nil {
			return nil, err
		}
		if p == nil {
			return nil, errNoBoundPolicy.Errorf("The policy %d does not exist.", id)
		}
	}
	if of.Kind == ToUser {
		u, err := s.Store.User(ctx, tx, c.Caller.Account, of.ID)
		if err != nil {
			return nil, err
		}
		if u == nil {
			return nil, errNoBoundUser.Errorf("The sub-account %s does not exist.", of.ID)
		}
	}
	return &NoResponse{}, s.SetBoundary(ctx, tx, c.Caller.Account, of, id)
}

func (s *Service) boundRole(ctx context.Context, tx store.Tx, c *call.Call, id, name string, policy int64) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, id, name)
	if err != nil {
		return nil, err
	}
	return s.bound(ctx, tx, c, Entity{ToRole, r.ID}, policy)
}

// PutUserPermissionsBoundary bounds a user.
var PutUserPermissionsBoundary = action.Define(action.Spec{
	Name: "PutUserPermissionsBoundary", Doc: "Bounds what a sub-account may do by a policy.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoBoundUser, errNoBoundPolicy},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *PutUserBoundaryRequest) (*NoResponse, error) {
	return s.bound(ctx, tx, c, Entity{ToUser, strconv.FormatInt(in.TargetUin, 10)}, in.PolicyId)
})

// PutUserBoundaryRequest is the input of PutUserPermissionsBoundary.
type PutUserBoundaryRequest struct {
	TargetUin int64 `api:"required,min=1" touches:"uin" doc:"The sub-account."`
	PolicyId  int64 `api:"required,min=1" touches:"policyid" doc:"The policy."`
}

// DeleteUserPermissionsBoundary ends that.
var DeleteUserPermissionsBoundary = action.Define(action.Spec{
	Name: "DeleteUserPermissionsBoundary", Doc: "Has a sub-account's own policies alone decide; it need not be bounded.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoBoundUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserBoundaryRequest) (*NoResponse, error) {
	return s.bound(ctx, tx, c, Entity{ToUser, strconv.FormatInt(in.TargetUin, 10)}, 0)
})

// UserBoundaryRequest names a sub-account.
type UserBoundaryRequest struct {
	TargetUin int64 `api:"required,min=1" touches:"uin" doc:"The sub-account."`
}

// PutRolePermissionsBoundary bounds a role.
var PutRolePermissionsBoundary = action.Define(action.Spec{
	Name: "PutRolePermissionsBoundary", Doc: "Bounds what a role may do by a policy.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole, errNoBoundPolicy},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *PutRoleBoundaryRequest) (*NoResponse, error) {
	return s.boundRole(ctx, tx, c, in.RoleId, in.RoleName, in.PolicyId)
})

// PutRoleBoundaryRequest is the input of PutRolePermissionsBoundary.
type PutRoleBoundaryRequest struct {
	PolicyId int64  `api:"required,min=1" touches:"policyid" doc:"The policy."`
	RoleId   string `touches:"role" doc:"The role, by its id."`
	RoleName string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *PutRoleBoundaryRequest) Check() error { return oneRole(r.RoleId, r.RoleName) }

// DeleteRolePermissionsBoundary ends that.
var DeleteRolePermissionsBoundary = action.Define(action.Spec{
	Name: "DeleteRolePermissionsBoundary", Doc: "Has a role's own policies alone decide; it need not be bounded.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *Role3Request) (*NoResponse, error) {
	return s.boundRole(ctx, tx, c, in.RoleId, in.RoleName, 0)
})

// BoundaryResponse is a boundary; all of it is null where there is none.
type BoundaryResponse struct {
	PolicyId       *int64
	PolicyName     *string
	PolicyDocument *string
	PolicyType     *int64
	CreateMode     *int64
}

func (s *Service) boundaryOf(ctx context.Context, tx store.Tx, c *call.Call, id int64) (*BoundaryResponse, error) {
	if id == 0 {
		return &BoundaryResponse{}, nil
	}
	p, err := s.policy(ctx, tx, c.Caller.Account, id)
	if err != nil || p == nil {
		return &BoundaryResponse{}, err
	}
	kind := p.Type()
	return &BoundaryResponse{&p.ID, &p.Name, &p.Document, &kind, &p.CreateMode}, nil
}

// GetUserPermissionBoundary shows what bounds a user.
var GetUserPermissionBoundary = action.Define(action.Spec{
	Name: "GetUserPermissionBoundary", Doc: "Shows the policy that bounds a sub-account.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserBoundaryRequest) (*BoundaryResponse, error) {
	u, err := s.user(ctx, tx, c.Caller.Account, strconv.FormatInt(in.TargetUin, 10))
	if err != nil {
		return nil, err
	}
	return s.boundaryOf(ctx, tx, c, u.Boundary)
})

// GetRolePermissionBoundary shows what bounds a role.
var GetRolePermissionBoundary = action.Define(action.Spec{
	Name: "GetRolePermissionBoundary", Doc: "Shows the policy that bounds a role.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GetRoleBoundaryRequest) (*BoundaryResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, "")
	if err != nil {
		return nil, err
	}
	return s.boundaryOf(ctx, tx, c, r.Boundary)
})

// GetRoleBoundaryRequest is the input of GetRolePermissionBoundary.
type GetRoleBoundaryRequest struct {
	RoleId string `api:"required" touches:"role" doc:"The role."`
}
