package camsql

import (
	"context"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

const policyColumns = `account, id, name, description, document, create_mode, added_at, edited, versions`

func scanPolicy(scan func(...any) error) (p cam.Policy, err error) {
	var versions string
	err = scan(&p.Account, &p.ID, &p.Name, &p.Description, &p.Document, &p.CreateMode, db.ScanTime(&p.AddedAt), db.ScanTime(&p.Edited), &versions)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(versions), &p.Versions)
}

// AddPolicy keeps a new policy.
func (Store) AddPolicy(ctx context.Context, tx store.Tx, p cam.Policy) (bool, error) {
	versions, err := json.Marshal(p.Versions)
	if err != nil {
		return false, err
	}
	return changes(ctx, tx, `insert into cam_policies (`+policyColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		p.Account, p.ID, p.Name, p.Description, p.Document, p.CreateMode, p.AddedAt, p.Edited, string(versions))
}

// SetPolicy changes a policy.
func (Store) SetPolicy(ctx context.Context, tx store.Tx, p cam.Policy) (bool, error) {
	versions, err := json.Marshal(p.Versions)
	if err != nil {
		return false, err
	}
	return changes(ctx, tx, `update cam_policies set name = ?, description = ?, document = ?, create_mode = ?, edited = ?, versions = ? where account = ? and id = ?`,
		p.Name, p.Description, p.Document, p.CreateMode, p.Edited, string(versions), p.Account, p.ID)
}

// Policy is one policy.
func (Store) Policy(ctx context.Context, tx store.Tx, account string, id int64) (*cam.Policy, error) {
	return one(ctx, tx, scanPolicy, `select `+policyColumns+` from cam_policies where account = ? and id = ?`, account, id)
}

// Policies lists policies.
func (Store) Policies(ctx context.Context, tx store.Tx, account string) ([]cam.Policy, error) {
	return list(ctx, tx, scanPolicy, `select `+policyColumns+` from cam_policies where account = ? order by id`, account)
}

// RemovePolicy drops a policy.
func (Store) RemovePolicy(ctx context.Context, tx store.Tx, account string, id int64) (bool, error) {
	there, err := changes(ctx, tx, `delete from cam_policies where account = ? and id = ?`, account, id)
	if err != nil || !there {
		return false, err
	}
	for _, query := range []string{
		`delete from cam_attachments where account = ? and policy = ?`,
		`update cam_users set boundary = 0 where account = ? and boundary = ?`,
		`update cam_roles set boundary = 0 where account = ? and boundary = ?`,
	} {
		if _, err := changes(ctx, tx, query, account, id); err != nil {
			return false, err
		}
	}
	return true, nil
}

const attachmentColumns = `account, kind, entity, policy, at`

func scanAttachment(scan func(...any) error) (a cam.Attachment, err error) {
	return a, scan(&a.Account, &a.Kind, &a.ID, &a.Policy, db.ScanTime(&a.At))
}

// Attach keeps an attachment.
func (Store) Attach(ctx context.Context, tx store.Tx, a cam.Attachment) error {
	_, err := changes(ctx, tx, `insert into cam_attachments (`+attachmentColumns+`) values (?, ?, ?, ?, ?) on conflict do nothing`,
		a.Account, string(a.Kind), a.ID, a.Policy, a.At)
	return err
}

// Detach drops an attachment.
func (Store) Detach(ctx context.Context, tx store.Tx, account string, to cam.Entity, id int64) (bool, error) {
	return changes(ctx, tx, `delete from cam_attachments where account = ? and kind = ? and entity = ? and policy = ?`, account, string(to.Kind), to.ID, id)
}

// DetachAll drops an entity's attachments.
func (Store) DetachAll(ctx context.Context, tx store.Tx, account string, to cam.Entity) error {
	_, err := changes(ctx, tx, `delete from cam_attachments where account = ? and kind = ? and entity = ?`, account, string(to.Kind), to.ID)
	return err
}

// AttachedTo lists an entity's attachments.
func (Store) AttachedTo(ctx context.Context, tx store.Tx, account string, to cam.Entity) ([]cam.Attachment, error) {
	return list(ctx, tx, scanAttachment, `select `+attachmentColumns+` from cam_attachments where account = ? and kind = ? and entity = ? order by policy`,
		account, string(to.Kind), to.ID)
}

// Holders lists a policy's attachments.
func (Store) Holders(ctx context.Context, tx store.Tx, account string, id int64) ([]cam.Attachment, error) {
	return list(ctx, tx, scanAttachment, `select `+attachmentColumns+` from cam_attachments where account = ? and policy = ?
		order by case kind when 'user' then 1 when 'group' then 2 else 3 end, entity`, account, id)
}
