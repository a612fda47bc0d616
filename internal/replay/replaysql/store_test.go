package replaysql_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/replay/replaysql"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestANonceIsSpentOnce(t *testing.T) {
	storetest.EachEngine(t, replaysql.Schema, func(t *testing.T, d *db.DB) {
		s := &replaysql.Store{Window: 5 * time.Minute}
		now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		spend := func(secretID string, sent time.Time, nonce uint64) (fresh bool) {
			t.Helper()
			err := d.Update(t.Context(), func(tx store.Tx) (err error) {
				fresh, err = s.Spend(t.Context(), tx, &call.Call{SecretID: secretID, Timestamp: sent.Unix(), Nonce: nonce, Received: now})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return fresh
		}
		if !spend("a", now, 1) {
			t.Error("a fresh nonce was taken for a used one")
		}
		if spend("a", now, 1) {
			t.Error("a used nonce was taken for a fresh one")
		}
		if !spend("b", now, 1) || !spend("a", now.Add(time.Second), 1) || !spend("a", now, 0) || !spend("a", now, 1<<63-1) {
			t.Error("another key, Timestamp or Nonce was taken for the used one")
		}
	})
}

func TestOldNoncesAreDropped(t *testing.T) {
	d := storetest.SQLite(t, replaysql.Schema)
	s := &replaysql.Store{Window: 5 * time.Minute}
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	err := d.Update(t.Context(), func(tx store.Tx) error {
		for i := range 600 {
			at := now.Add(time.Duration(i) * 6 * time.Second) // an hour in all
			if _, err := s.Spend(t.Context(), tx, &call.Call{SecretID: "a", Timestamp: at.Unix(), Nonce: 1, Received: at}); err != nil {
				return err
			}
		}
		var left int
		if err := db.SQL(tx).QueryRow(t.Context(), `select count(*) from spent_nonces`).Scan(&left); err != nil {
			return err
		}
		if left > 400 {
			t.Errorf("%d nonces of an hour are kept; those of some ten minutes are expected", left)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
