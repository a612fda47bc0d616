package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// SessionMost is for how many seconds a session of a role may last at most; 0 where nobody bounds it, or where there is no
// such role.
func (s *Service) SessionMost(ctx context.Context, tx store.Tx, account, roleID string) (int64, error) {
	r, err := s.Store.Role(ctx, tx, account, roleID)
	if err != nil || r == nil {
		return 0, err
	}
	return r.SessionSeconds, nil
}

// UpdateRoleConsoleLogin says whether a role is for the console.
var UpdateRoleConsoleLogin = action.Define(action.Spec{
	Name: "UpdateRoleConsoleLogin", Doc: "Says whether a role is meant to use the console; there is none here.", Domain3: "cam", Version: version,
	Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoRole},
}, (*Service).updateRoleConsoleLogin)

// UpdateRoleConsoleLoginRequest is the input of UpdateRoleConsoleLogin.
type UpdateRoleConsoleLoginRequest struct {
	ConsoleLogin int64  `api:"required,min=0,max=1" doc:"1 for one that is."`
	RoleId       int64  `touches:"role" doc:"The role, by its id."`
	RoleName     string `touches:"roleName" doc:"Or by its name."`
}

// Check implements action.Checker.
func (r *UpdateRoleConsoleLoginRequest) Check() error { return oneRole(roleID(r.RoleId), r.RoleName) }

func roleID(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func (s *Service) updateRoleConsoleLogin(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateRoleConsoleLoginRequest) (*NoResponse, error) {
	return s.editRole(ctx, tx, c, roleID(in.RoleId), in.RoleName, func(r *Role) { r.ConsoleLogin = in.ConsoleLogin })
}

// UpdateRoleSessionDuration bounds the sessions of a role.
var UpdateRoleSessionDuration = action.Define(action.Spec{
	Name: "UpdateRoleSessionDuration", Doc: "Says for how long a session of a role may last at most; sessions that there are go on.", Domain3: "cam", Version: version,
	Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoRole},
}, (*Service).updateRoleSessionDuration)

// UpdateRoleSessionDurationRequest is the input of UpdateRoleSessionDuration.
type UpdateRoleSessionDurationRequest struct {
	SessionDuration int64  `api:"required,min=0,max=43200" doc:"Seconds; 0 for no bound of its own."`
	RoleName        string `touches:"roleName" doc:"The role, by its name."`
	RoleId          int64  `touches:"role" doc:"Or by its id."`
}

// Check implements action.Checker.
func (r *UpdateRoleSessionDurationRequest) Check() error {
	return oneRole(roleID(r.RoleId), r.RoleName)
}

func (s *Service) updateRoleSessionDuration(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateRoleSessionDurationRequest) (*NoResponse, error) {
	return s.editRole(ctx, tx, c, roleID(in.RoleId), in.RoleName, func(r *Role) { r.SessionSeconds = in.SessionDuration })
}

// editRole changes a role.
func (s *Service) editRole(ctx context.Context, tx store.Tx, c *call.Call, id, name string, change func(*Role)) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, id, name)
	if err != nil {
		return nil, err
	}
	change(r)
	r.Edited = c.Now
	_, err = s.Store.SetRole(ctx, tx, *r)
	return &NoResponse{}, err
}
