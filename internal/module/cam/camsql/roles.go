package camsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

const roleColumns = `account, id, name, description, trust, boundary, added_at, edited, console_login, session_seconds`

func scanRole(scan func(...any) error) (r cam.Role, err error) {
	return r, scan(&r.Account, &r.ID, &r.Name, &r.Description, &r.Trust, &r.Boundary, db.ScanTime(&r.AddedAt), db.ScanTime(&r.Edited), &r.ConsoleLogin, &r.SessionSeconds)
}

// AddRole keeps a new role.
func (Store) AddRole(ctx context.Context, tx store.Tx, r cam.Role) (bool, error) {
	return changes(ctx, tx, `insert into cam_roles (`+roleColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		r.Account, r.ID, r.Name, r.Description, r.Trust, r.Boundary, r.AddedAt, r.Edited, r.ConsoleLogin, r.SessionSeconds)
}

// SetRole changes a role.
func (Store) SetRole(ctx context.Context, tx store.Tx, r cam.Role) (bool, error) {
	return changes(ctx, tx, `update cam_roles set description = ?, trust = ?, boundary = ?, edited = ?, console_login = ?, session_seconds = ? where account = ? and id = ?`,
		r.Description, r.Trust, r.Boundary, r.Edited, r.ConsoleLogin, r.SessionSeconds, r.Account, r.ID)
}

// Role is one role.
func (Store) Role(ctx context.Context, tx store.Tx, account, id string) (*cam.Role, error) {
	return one(ctx, tx, scanRole, `select `+roleColumns+` from cam_roles where account = ? and id = ?`, account, id)
}

// RoleByName is one role.
func (Store) RoleByName(ctx context.Context, tx store.Tx, account, name string) (*cam.Role, error) {
	return one(ctx, tx, scanRole, `select `+roleColumns+` from cam_roles where account = ? and name = ?`, account, name)
}

// Roles lists roles.
func (Store) Roles(ctx context.Context, tx store.Tx, account string) ([]cam.Role, error) {
	return list(ctx, tx, scanRole, `select `+roleColumns+` from cam_roles where account = ? order by id`, account)
}

// RemoveRole drops a role.
func (Store) RemoveRole(ctx context.Context, tx store.Tx, account, id string) (bool, error) {
	return changes(ctx, tx, `delete from cam_roles where account = ? and id = ?`, account, id)
}
