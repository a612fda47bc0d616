// Package latertest says what a later.Store has to do.
package latertest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

var start = time.Date(2026, 5, 1, 12, 0, 0, 1000, time.UTC)

func entry(id string, after time.Duration, kind, key string) later.Entry {
	at := start.Add(after)
	return later.Entry{Job: later.Job{ID: id, Due: at, Kind: kind, Key: key, Payload: []byte("{" + id + "}")}, At: at}
}

// Store runs the suite on a Store whose tables d has and are empty.
func Store(t *testing.T, d store.DB, s later.Store) {
	ctx := t.Context()
	update := func(t *testing.T, do func(tx store.Tx) error) {
		t.Helper()
		if err := d.Update(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	// holds checks All and First against want, and empties the store.
	holds := func(t *testing.T, want ...later.Entry) {
		t.Helper()
		update(t, func(tx store.Tx) error {
			all, err := s.All(ctx, tx)
			if diff := cmp.Diff(want, all, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("All (-want +got):\n%s", diff)
			}
			first, err2 := s.First(ctx, tx)
			if len(want) == 0 && first != nil {
				t.Errorf("First: got %v, want nil", first)
			}
			if len(want) > 0 {
				if diff := cmp.Diff(&want[0], first); diff != "" {
					t.Errorf("First (-want +got):\n%s", diff)
				}
			}
			for _, e := range all {
				err = errors.Join(err, s.Remove(ctx, tx, e.ID))
			}
			return errors.Join(err, err2)
		})
	}
	put := func(t *testing.T, e later.Entry, want bool) {
		t.Helper()
		update(t, func(tx store.Tx) error {
			got, err := s.Put(ctx, tx, e)
			if got != want {
				t.Errorf("Put %s: got %v, want %v", e.ID, got, want)
			}
			return err
		})
	}

	t.Run("an empty store", func(t *testing.T) { holds(t) })
	t.Run("entries come by time, then by id", func(t *testing.T) {
		a, b, c := entry("a", time.Second, "k", "x"), entry("b", 0, "k", "x"), entry("c", time.Second, "k", "y")
		c.Payload = nil
		for _, e := range []later.Entry{c, a, b} {
			put(t, e, true)
		}
		holds(t, b, a, c)
	})
	t.Run("a taken id keeps what is there", func(t *testing.T) {
		put(t, entry("a", 0, "k", "x"), true)
		put(t, entry("a", time.Hour, "other", "y"), false)
		holds(t, entry("a", 0, "k", "x"))
	})
	t.Run("Cancel drops all of a kind and key and nothing else", func(t *testing.T) {
		kept1, kept2 := entry("c", 0, "other", "x"), entry("d", 0, "k", "y")
		for _, e := range []later.Entry{entry("a", 0, "k", "x"), entry("b", time.Hour, "k", "x"), kept1, kept2} {
			put(t, e, true)
		}
		update(t, func(tx store.Tx) error {
			return errors.Join(s.Cancel(ctx, tx, "k", "x"), s.Cancel(ctx, tx, "absent", "x"))
		})
		holds(t, kept1, kept2)
	})
	t.Run("Remove drops one, which need not be there", func(t *testing.T) {
		put(t, entry("a", 0, "k", "x"), true)
		put(t, entry("b", 0, "k", "x"), true)
		update(t, func(tx store.Tx) error { return errors.Join(s.Remove(ctx, tx, "a"), s.Remove(ctx, tx, "absent")) })
		holds(t, entry("b", 0, "k", "x"))
	})
	t.Run("Fail sets when it is tried, the count and the error, and not when it is due", func(t *testing.T) {
		a, b := entry("a", 0, "k", "x"), entry("b", time.Second, "k", "x")
		put(t, a, true)
		put(t, b, true)
		failed := a
		failed.At, failed.Failures, failed.Error = start.Add(time.Minute), 3, "什么"
		changed := failed
		changed.Due, changed.Payload, changed.Kind = start.Add(time.Hour), nil, "other"
		update(t, func(tx store.Tx) error { return s.Fail(ctx, tx, changed) })
		holds(t, b, failed)
	})
}
