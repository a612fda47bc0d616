package cvmsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

// AddKeyPair keeps a new pair.
func (Store) AddKeyPair(ctx context.Context, tx store.Tx, k cvm.KeyPair) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into cvm_key_pairs (id, account, creator, name, description, project, public_key, created)
		values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
		k.ID, k.Account, k.Creator, k.Name, k.Description, k.Project, k.PublicKey, k.Created)
	return n == 1, err
}

// PutKeyPair keeps a pair.
func (Store) PutKeyPair(ctx context.Context, tx store.Tx, k cvm.KeyPair) error {
	_, err := db.SQL(tx).Exec(ctx, `update cvm_key_pairs set name = ?, description = ?, project = ? where id = ?`,
		k.Name, k.Description, k.Project, k.ID)
	return err
}

// RemoveKeyPair drops a pair.
func (Store) RemoveKeyPair(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from cvm_key_pairs where id = ?`, id)
	return err
}

// KeyPairs lists pairs.
func (Store) KeyPairs(ctx context.Context, tx store.Tx, account string) ([]cvm.KeyPair, error) {
	rows, err := db.SQL(tx).Query(ctx, `select id, account, creator, name, description, project, public_key, created
		from cvm_key_pairs where account = ? order by created desc, id`, account)
	return db.Collect(rows, err, func(scan func(...any) error) (k cvm.KeyPair, err error) {
		return k, scan(&k.ID, &k.Account, &k.Creator, &k.Name, &k.Description, &k.Project, &k.PublicKey, db.ScanTime(&k.Created))
	})
}
