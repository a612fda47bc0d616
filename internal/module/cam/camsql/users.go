package camsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

const userColumns = `account, uin, uid, name, remark, console_login, phone, country_code, email, boundary, created_at`

func scanUser(scan func(...any) error) (u cam.User, err error) {
	return u, scan(&u.Account, &u.Uin, &u.UID, &u.Name, &u.Remark, &u.ConsoleLogin, &u.Phone, &u.CountryCode, &u.Email, &u.Boundary, db.ScanTime(&u.CreatedAt))
}

// AddUser keeps a new user.
func (Store) AddUser(ctx context.Context, tx store.Tx, u cam.User) (bool, error) {
	return changes(ctx, tx, `insert into cam_users (`+userColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		u.Account, u.Uin, u.UID, u.Name, u.Remark, u.ConsoleLogin, u.Phone, u.CountryCode, u.Email, u.Boundary, u.CreatedAt)
}

// SetUser changes a user.
func (Store) SetUser(ctx context.Context, tx store.Tx, u cam.User) (bool, error) {
	return changes(ctx, tx, `update cam_users set name = ?, remark = ?, console_login = ?, phone = ?, country_code = ?, email = ?, boundary = ?
		where account = ? and uin = ?`, u.Name, u.Remark, u.ConsoleLogin, u.Phone, u.CountryCode, u.Email, u.Boundary, u.Account, u.Uin)
}

// User is one user.
func (Store) User(ctx context.Context, tx store.Tx, account, uin string) (*cam.User, error) {
	return one(ctx, tx, scanUser, `select `+userColumns+` from cam_users where account = ? and uin = ?`, account, uin)
}

// UserByName is one user.
func (Store) UserByName(ctx context.Context, tx store.Tx, account, name string) (*cam.User, error) {
	return one(ctx, tx, scanUser, `select `+userColumns+` from cam_users where account = ? and name = ?`, account, name)
}

// UserByUID is one user.
func (Store) UserByUID(ctx context.Context, tx store.Tx, account, uid string) (*cam.User, error) {
	return one(ctx, tx, scanUser, `select `+userColumns+` from cam_users where account = ? and uid = ?`, account, uid)
}

// Users lists users.
func (Store) Users(ctx context.Context, tx store.Tx, account string) ([]cam.User, error) {
	return list(ctx, tx, scanUser, `select `+userColumns+` from cam_users where account = ? order by uin`, account)
}

// RemoveUser drops a user.
func (Store) RemoveUser(ctx context.Context, tx store.Tx, account, uin string) (bool, error) {
	there, err := changes(ctx, tx, `delete from cam_users where account = ? and uin = ?`, account, uin)
	if err != nil || !there {
		return false, err
	}
	_, err = changes(ctx, tx, `delete from cam_members where uin = ?`, uin)
	return true, err
}
