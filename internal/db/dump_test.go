package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

// A dump of one engine restores on itself and on the other, but for the tables that are left out.
func TestADumpIsTakenBackByEitherEngine(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var dump, again *db.Dump
		err := d.Update(ctx, func(tx store.Tx) (err error) {
			if _, err = db.SQL(tx).Exec(ctx, `insert into things (id, n, at, body) values (?, ?, ?, ?)`, "a", 1, int64(7), []byte{0, 255}); err != nil {
				return err
			}
			if dump, err = d.Dump(ctx, tx); err != nil {
				return err
			}
			if _, err = db.SQL(tx).Exec(ctx, `update things set n = 2`); err != nil {
				return err
			}
			if err = d.Restore(ctx, tx, dump); err != nil {
				return err
			}
			again, err = d.Dump(ctx, tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dump, again); diff != "" {
			t.Errorf("dumps (-first +restored):\n%s", diff)
		}
		strange := &db.Dump{Tables: []db.Table{{Name: "things; drop table things", Columns: []string{"id"}}}}
		if err := d.Update(ctx, func(tx store.Tx) error { return d.Restore(ctx, tx, strange) }); err == nil {
			t.Error("a dump with a table that is no name was taken")
		}
	})
}
