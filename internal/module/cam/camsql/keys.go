package camsql

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

const keyColumns = `secret_id, account, uin, sealed, enabled, description, created_at`

func scanKey(scan func(...any) error) (k cam.Key, err error) {
	return k, scan(&k.SecretID, &k.Account, &k.Uin, &k.Sealed, &k.Enabled, &k.Description, db.ScanTime(&k.CreatedAt))
}

// AddKey keeps a new key.
func (Store) AddKey(ctx context.Context, tx store.Tx, k cam.Key) (bool, error) {
	return changes(ctx, tx, `insert into cam_keys (`+keyColumns+`) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		k.SecretID, k.Account, k.Uin, k.Sealed, k.Enabled, k.Description, k.CreatedAt)
}

// SetKey changes a key.
func (Store) SetKey(ctx context.Context, tx store.Tx, k cam.Key) (bool, error) {
	return changes(ctx, tx, `update cam_keys set enabled = ?, description = ? where account = ? and secret_id = ?`, k.Enabled, k.Description, k.Account, k.SecretID)
}

// KeyByID is one key.
func (Store) KeyByID(ctx context.Context, tx store.Tx, secretID string) (*cam.Key, error) {
	return one(ctx, tx, scanKey, `select `+keyColumns+` from cam_keys where secret_id = ?`, secretID)
}

// KeysOf lists keys.
func (Store) KeysOf(ctx context.Context, tx store.Tx, account, uin string) ([]cam.Key, error) {
	return list(ctx, tx, scanKey, `select `+keyColumns+` from cam_keys where account = ? and uin = ? order by created_at, secret_id`, account, uin)
}

// RemoveKey drops a key.
func (Store) RemoveKey(ctx context.Context, tx store.Tx, account, secretID string) (bool, error) {
	return changes(ctx, tx, `delete from cam_keys where account = ? and secret_id = ?`, account, secretID)
}

const sessionColumns = `secret_id, account, uin, app_id, kind, name, role_id, session, mfa, sealed, token_hash, policy, created_at, expires, revoked`

func scanSession(scan func(...any) error) (s cam.Session, err error) {
	s.Caller.Temporary = true
	return s, scan(&s.SecretID, &s.Caller.Account, &s.Caller.Uin, &s.Caller.AppID, &s.Caller.Kind, &s.Caller.Name, &s.Caller.RoleID, &s.Caller.Session,
		&s.Caller.MFA, &s.Sealed, &s.TokenHash, &s.Policy, db.ScanTime(&s.CreatedAt), db.ScanTime(&s.Expires), &s.Revoked)
}

// AddSession keeps a new temporary key.
func (Store) AddSession(ctx context.Context, tx store.Tx, s cam.Session) (bool, error) {
	return changes(ctx, tx, `insert into cam_sessions (`+sessionColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		s.SecretID, s.Caller.Account, s.Caller.Uin, s.Caller.AppID, int64(s.Caller.Kind), s.Caller.Name, s.Caller.RoleID, s.Caller.Session,
		s.Caller.MFA, s.Sealed, s.TokenHash, s.Policy, s.CreatedAt, s.Expires, s.Revoked)
}

// SessionByID is one temporary key.
func (Store) SessionByID(ctx context.Context, tx store.Tx, secretID string) (*cam.Session, error) {
	return one(ctx, tx, scanSession, `select `+sessionColumns+` from cam_sessions where secret_id = ?`, secretID)
}

// Sessions lists temporary keys.
func (Store) Sessions(ctx context.Context, tx store.Tx, account string) ([]cam.Session, error) {
	return list(ctx, tx, scanSession, `select `+sessionColumns+` from cam_sessions where account = ? order by created_at, secret_id`, account)
}

// Revoke ends a temporary key.
func (Store) Revoke(ctx context.Context, tx store.Tx, account, secretID string) (bool, error) {
	return changes(ctx, tx, `update cam_sessions set revoked = 1 where account = ? and secret_id = ?`, account, secretID)
}

// RevokeOfUser ends an identity's temporary keys.
func (Store) RevokeOfUser(ctx context.Context, tx store.Tx, account, uin string) error {
	_, err := changes(ctx, tx, `update cam_sessions set revoked = 1 where account = ? and uin = ? and kind <> ?`, account, uin, int64(call.Role))
	return err
}

// RevokeOfRole ends a role's temporary keys.
func (Store) RevokeOfRole(ctx context.Context, tx store.Tx, account, roleID string) error {
	_, err := changes(ctx, tx, `update cam_sessions set revoked = 1 where account = ? and role_id = ? and kind = ?`, account, roleID, int64(call.Role))
	return err
}

// PutDevice keeps a device.
func (Store) PutDevice(ctx context.Context, tx store.Tx, d cam.Device) error {
	_, err := changes(ctx, tx, `insert into cam_devices (account, uin, sealed, last_step) values (?, ?, ?, ?)
		on conflict (account, uin) do update set sealed = excluded.sealed, last_step = excluded.last_step`, d.Account, d.Uin, d.Sealed, d.LastStep)
	return err
}

// Device is one device.
func (Store) Device(ctx context.Context, tx store.Tx, account, uin string) (*cam.Device, error) {
	return one(ctx, tx, func(scan func(...any) error) (d cam.Device, err error) {
		return d, scan(&d.Account, &d.Uin, &d.Sealed, &d.LastStep)
	}, `select account, uin, sealed, last_step from cam_devices where account = ? and uin = ?`, account, uin)
}

// RemoveDevice drops a device.
func (Store) RemoveDevice(ctx context.Context, tx store.Tx, account, uin string) (bool, error) {
	return changes(ctx, tx, `delete from cam_devices where account = ? and uin = ?`, account, uin)
}

// Advance moves LastStep on.
func (Store) Advance(ctx context.Context, tx store.Tx, account, uin string, step int64) (bool, error) {
	return changes(ctx, tx, `update cam_devices set last_step = ? where account = ? and uin = ? and last_step < ?`, step, account, uin, step)
}
