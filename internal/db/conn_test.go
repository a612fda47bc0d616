package db_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestValuesComeBackAsTheyWere(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		at := time.Date(2026, 2, 3, 4, 5, 6, 789_123_456, time.FixedZone("UTC+8", 8*3600))
		mustUpdate(t, d, func(tx store.Tx) error {
			const insert = "insert into things (id, n, at, body, ready) values (?, ?, ?, ?, ?)"
			if _, err := db.SQL(tx).Exec(ctx, insert, "有?", int64(-1)<<62, at, []byte{0, 255}, true); err != nil {
				return err
			}
			_, err := db.SQL(tx).Exec(ctx, insert, "none", 0, time.Time{}, nil, false)
			return err
		})
		type thing struct {
			ID    string
			N     int64
			At    time.Time
			Body  []byte
			Ready bool
		}
		var got []thing
		var sum int64
		err := d.View(ctx, func(tx store.Tx) error {
			rows, err := db.SQL(tx).Query(ctx, "select id, n, at, body, ready from things where id <> '?' and n <= ? order by n", 0)
			got, err = db.Collect(rows, err, func(scan func(...any) error) (th thing, err error) {
				return th, scan(&th.ID, &th.N, db.ScanTime(&th.At), &th.Body, &th.Ready)
			})
			return errors.Join(err, db.SQL(tx).QueryRow(ctx, "select sum(n) from things").Scan(&sum))
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []thing{{"有?", -1 << 62, at.Truncate(time.Microsecond).UTC(), []byte{0, 255}, true}, {ID: "none"}}
		if diff := cmp.Diff(want, got); diff != "" || sum != -1<<62 {
			t.Errorf("sum %d, things (-want +got):\n%s", sum, diff)
		}
	})
}

func TestRowsLeftOpenAreAnErrorOnBothEngines(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		mustUpdate(t, d, func(tx store.Tx) error { return errors.Join(put(ctx, tx, "a", 1), put(ctx, tx, "b", 1)) })
		err := d.Update(ctx, func(tx store.Tx) error {
			rows, err := db.SQL(tx).Query(ctx, "select id from things")
			if err != nil {
				return err
			}
			rows.Next()
			if err := put(ctx, tx, "c", 1); err == nil {
				t.Error("a statement was run while rows were open")
			}
			return nil
		})
		if err == nil {
			t.Error("rows were left open and nobody said so")
		}
		wantIDs(t, d, "a", "b")
	})
}

func TestForeignKeysHold(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Update(t.Context(), func(tx store.Tx) error {
			_, err := db.SQL(tx).Exec(t.Context(), "insert into links (id, thing) values (?, ?)", "l", "absent")
			return err
		})
		if err == nil {
			t.Error("a link to nothing was taken")
		}
	})
}

func TestATransactionIsNotUsedAfterItsEnd(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var kept store.Tx
		mustUpdate(t, d, func(tx store.Tx) error { kept = tx; return nil })
		if err := put(t.Context(), kept, "a", 1); err == nil {
			t.Error("a statement was run after the end")
		}
		wantIDs(t, d)
	})
}

func TestMigrationsAreRunOnceAndEndAtTheSameTables(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		mustUpdate(t, d, func(tx store.Tx) error { return put(t.Context(), tx, "a", 1) })
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if err := d.Migrate(t.Context(), things); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		wantIDs(t, d, "a")
	})
}

func TestASnapshotIsAWholeCopy(t *testing.T) {
	ctx := t.Context()
	d := storetest.SQLite(t, things)
	mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "a", 1) })
	image, err := d.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "b", 1) })
	if !bytes.HasPrefix(image, []byte("SQLite format 3")) {
		t.Error("no database")
	}
	for _, id := range []string{"c", "d"} {
		copied, err := db.Open(ctx, db.Options{Image: image})
		if err != nil {
			t.Fatal(err)
		}
		mustUpdate(t, copied, func(tx store.Tx) error { return put(ctx, tx, id, 1) })
		wantIDs(t, copied, "a", id)
		if err := errors.Join(copied.Migrate(ctx, things), copied.Close()); err != nil {
			t.Error(err)
		}
	}
	wantIDs(t, d, "a", "b")
}
