package lbsql

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

// Target groups are kept as JSON beside what they are found by.

// AddGroup keeps a new target group.
func (Store) AddGroup(ctx context.Context, tx store.Tx, g *lb.TargetGroup) (bool, error) {
	body, err := json.Marshal(g)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into lb_target_groups (id, account, region, created_at, body) values (?, ?, ?, ?, ?) on conflict (id) do nothing`,
		g.ID, g.Account, g.Region, g.CreatedAt, string(body))
	return n == 1, err
}

// SetGroup changes a target group.
func (Store) SetGroup(ctx context.Context, tx store.Tx, g *lb.TargetGroup) error {
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update lb_target_groups set body = ? where id = ?`, string(body), g.ID)
	return err
}

// Groups lists target groups.
func (Store) Groups(ctx context.Context, tx store.Tx, account, region string) ([]*lb.TargetGroup, error) {
	rows, err := db.SQL(tx).Query(ctx, `select id, account, region, created_at, body from lb_target_groups
		where account = ? and (region = ? or ? = '') order by created_at desc, id`, account, region, region)
	return db.Collect(rows, err, func(scan func(...any) error) (*lb.TargetGroup, error) {
		var kept lb.TargetGroup
		var body string
		if err := scan(&kept.ID, &kept.Account, &kept.Region, db.ScanTime(&kept.CreatedAt), &body); err != nil {
			return nil, err
		}
		var g lb.TargetGroup
		if err := json.Unmarshal([]byte(body), &g); err != nil {
			return nil, fmt.Errorf("target group %s: %w", kept.ID, err)
		}
		g.ID, g.Account, g.Region, g.CreatedAt = kept.ID, kept.Account, kept.Region, kept.CreatedAt
		return &g, nil
	})
}

// RemoveGroup drops a target group.
func (Store) RemoveGroup(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from lb_target_groups where id = ?`, id)
	return err
}
