package camsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

const groupColumns = `account, id, name, remark, created_at`

func scanGroup(scan func(...any) error) (g cam.Group, err error) {
	return g, scan(&g.Account, &g.ID, &g.Name, &g.Remark, db.ScanTime(&g.CreatedAt))
}

// AddGroup keeps a new group.
func (Store) AddGroup(ctx context.Context, tx store.Tx, g cam.Group) (bool, error) {
	return changes(ctx, tx, `insert into cam_groups (`+groupColumns+`) values (?, ?, ?, ?, ?) on conflict do nothing`,
		g.Account, g.ID, g.Name, g.Remark, g.CreatedAt)
}

// SetGroup changes a group.
func (Store) SetGroup(ctx context.Context, tx store.Tx, g cam.Group) (bool, error) {
	return changes(ctx, tx, `update cam_groups set name = ?, remark = ? where account = ? and id = ?`, g.Name, g.Remark, g.Account, g.ID)
}

// Group is one group.
func (Store) Group(ctx context.Context, tx store.Tx, account string, id int64) (*cam.Group, error) {
	return one(ctx, tx, scanGroup, `select `+groupColumns+` from cam_groups where account = ? and id = ?`, account, id)
}

// Groups lists groups.
func (Store) Groups(ctx context.Context, tx store.Tx, account string) ([]cam.Group, error) {
	return list(ctx, tx, scanGroup, `select `+groupColumns+` from cam_groups where account = ? order by id`, account)
}

// RemoveGroup drops a group.
func (Store) RemoveGroup(ctx context.Context, tx store.Tx, account string, id int64) (bool, error) {
	there, err := changes(ctx, tx, `delete from cam_groups where account = ? and id = ?`, account, id)
	if err != nil || !there {
		return false, err
	}
	_, err = changes(ctx, tx, `delete from cam_members where group_id = ?`, id)
	return true, err
}

// AddMember puts a user into a group.
func (Store) AddMember(ctx context.Context, tx store.Tx, group int64, uin string) error {
	_, err := changes(ctx, tx, `insert into cam_members (group_id, uin) values (?, ?) on conflict do nothing`, group, uin)
	return err
}

// RemoveMember takes a user out of a group.
func (Store) RemoveMember(ctx context.Context, tx store.Tx, group int64, uin string) (bool, error) {
	return changes(ctx, tx, `delete from cam_members where group_id = ? and uin = ?`, group, uin)
}

// Members lists a group's users.
func (Store) Members(ctx context.Context, tx store.Tx, group int64) ([]cam.User, error) {
	return list(ctx, tx, scanUser, `select `+userColumns+` from cam_users
		where uin in (select uin from cam_members where group_id = ?) order by uin`, group)
}

// GroupsOf lists a user's groups.
func (Store) GroupsOf(ctx context.Context, tx store.Tx, uin string) ([]cam.Group, error) {
	return list(ctx, tx, scanGroup, `select `+groupColumns+` from cam_groups
		where id in (select group_id from cam_members where uin = ?) order by id`, uin)
}
