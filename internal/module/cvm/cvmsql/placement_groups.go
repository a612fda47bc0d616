package cvmsql

import (
	"context"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

// AddPlacementGroup keeps a new group.
func (Store) AddPlacementGroup(ctx context.Context, tx store.Tx, g cvm.PlacementGroup) (bool, error) {
	details, err := json.Marshal(g)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into cvm_placement_groups (id, account, region, created, details) values (?, ?, ?, ?, ?) on conflict do nothing`,
		g.ID, g.Account, g.Region, g.Created, string(details))
	return n == 1, err
}

// PutPlacementGroup changes a group.
func (Store) PutPlacementGroup(ctx context.Context, tx store.Tx, g cvm.PlacementGroup) error {
	details, err := json.Marshal(g)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `update cvm_placement_groups set details = ? where id = ?`, string(details), g.ID)
	return err
}

// RemovePlacementGroup drops a group.
func (Store) RemovePlacementGroup(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from cvm_placement_groups where id = ?`, id)
	return err
}

// PlacementGroups lists groups.
func (Store) PlacementGroups(ctx context.Context, tx store.Tx, account, region string) ([]cvm.PlacementGroup, error) {
	rows, err := db.SQL(tx).Query(ctx, `select details from cvm_placement_groups where account = ? and (region = ? or ? = '')
		order by created desc, id`, account, region, region)
	return db.Collect(rows, err, func(scan func(...any) error) (g cvm.PlacementGroup, err error) {
		var details string
		if err := scan(&details); err != nil {
			return g, err
		}
		return g, json.Unmarshal([]byte(details), &g)
	})
}
