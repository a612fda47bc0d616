package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

var things = db.Schema{Name: "things", Files: os.DirFS("testdata/schema")}

var errRefused = errors.New("refused")

func each(t *testing.T, do func(t *testing.T, d *db.DB)) { storetest.EachEngine(t, things, do) }

func put(ctx context.Context, tx store.Tx, id string, n int64) error {
	_, err := db.SQL(tx).Exec(ctx, "insert into things (id, n) values (?, ?)", id, n)
	return err
}

func mustUpdate(t *testing.T, d *db.DB, do func(tx store.Tx) error) {
	t.Helper()
	if err := d.Update(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// ids are the ids of all things, in order.
func ids(t *testing.T, d *db.DB) []string {
	t.Helper()
	var all []string
	err := d.View(t.Context(), func(tx store.Tx) (err error) {
		all, err = idsIn(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func idsIn(ctx context.Context, tx store.Tx) ([]string, error) {
	rows, err := db.SQL(tx).Query(ctx, "select id from things order by id")
	return db.Collect(rows, err, func(scan func(...any) error) (id string, err error) { return id, scan(&id) })
}

func wantIDs(t *testing.T, d *db.DB, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, ids(t, d)); diff != "" {
		t.Errorf("things that hold (-want +got):\n%s", diff)
	}
}

func TestAnErrorUndoesTheUnitAndOnlyIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "a", 1) })
		err := d.Update(ctx, func(tx store.Tx) error { return errors.Join(put(ctx, tx, "b", 1), errRefused) })
		if !errors.Is(err, errRefused) {
			t.Errorf("got %v, want the unit's own error", err)
		}
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "c", 1) })
		wantIDs(t, d, "a", "c")
	})
}

func TestASavepointIsUndoneAloneAndNests(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var called []string
		mustUpdate(t, d, func(tx store.Tx) error {
			say := func(what string) func() { return func() { called = append(called, what) } }
			tx.AfterCommit(say("unit"))
			if err := put(ctx, tx, "a", 1); err != nil {
				return err
			}
			err := tx.Savepoint(ctx, func() error {
				tx.AfterCommit(say("undone"))
				inner := tx.Savepoint(ctx, func() error { return put(ctx, tx, "b", 1) })
				return errors.Join(inner, put(ctx, tx, "c", 1), errRefused)
			})
			if !errors.Is(err, errRefused) {
				t.Errorf("got %v, want do's error", err)
			}
			return tx.Savepoint(ctx, func() error {
				tx.AfterCommit(say("kept"))
				if err := put(ctx, tx, "d", 1); err != nil {
					return err
				}
				conflict := tx.Savepoint(ctx, func() error { return put(ctx, tx, "a", 2) })
				if conflict == nil {
					t.Error("a second thing with the same id was taken")
				}
				return put(ctx, tx, "e", 1)
			})
		})
		wantIDs(t, d, "a", "d", "e")
		if diff := cmp.Diff([]string{"unit", "kept"}, called); diff != "" {
			t.Errorf("called after the commit (-want +got):\n%s", diff)
		}
	})
}

func TestAPanicInASavepointUndoesItEvenIfItIsRecovered(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		mustUpdate(t, d, func(tx store.Tx) error {
			func() {
				defer func() { _ = recover() }()
				_ = tx.Savepoint(ctx, func() error {
					_ = put(ctx, tx, "a", 1)
					panic("oops")
				})
			}()
			return put(ctx, tx, "b", 1)
		})
		wantIDs(t, d, "b")
	})
}

func TestAfterCommitIsCalledWhenTheWorkCanBeSeenAndNeverElse(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var seen []string
		mustUpdate(t, d, func(tx store.Tx) error {
			tx.AfterCommit(func() { seen = ids(t, d) })
			return put(ctx, tx, "a", 1)
		})
		if diff := cmp.Diff([]string{"a"}, seen); diff != "" {
			t.Errorf("seen by AfterCommit (-want +got):\n%s", diff)
		}
		err := d.Update(ctx, func(tx store.Tx) error {
			tx.AfterCommit(func() { t.Error("called for a unit that was undone") })
			return errRefused
		})
		if !errors.Is(err, errRefused) {
			t.Error(err)
		}
	})
}

func TestAPanicGoesToItsCallerAndIsUndone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		func() {
			defer func() {
				if got := recover(); got != "oops" {
					t.Errorf("recovered %v, want oops", got)
				}
			}()
			_ = d.Update(ctx, func(tx store.Tx) error {
				_ = put(ctx, tx, "a", 1)
				panic("oops")
			})
		}()
		ended := make(chan struct{})
		go func() { // what FailNow does inside a unit
			defer close(ended)
			_ = d.Update(ctx, func(tx store.Tx) error {
				_ = put(ctx, tx, "b", 1)
				runtime.Goexit()
				return nil
			})
		}()
		<-ended
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "c", 1) })
		wantIDs(t, d, "c")
	})
}

func TestACancelledUnitLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Update(ctx, func(tx store.Tx) error {
			err := put(ctx, tx, "a", 1)
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		err = d.Update(ctx, func(store.Tx) error { t.Error("begun although the context had ended"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		wantIDs(t, d)
	})
}

func TestConcurrentUnitsAllHoldAndAreCountedOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "sum", 0) })
		const clients, rounds = 8, 20
		var wg sync.WaitGroup
		var refused atomic.Int64
		for c := range clients {
			wg.Go(func() {
				for r := range rounds {
					err := d.Update(ctx, func(tx store.Tx) error {
						var n int64
						if err := db.SQL(tx).QueryRow(ctx, "select n from things where id = ?", "sum").Scan(&n); err != nil {
							return err
						}
						if _, err := db.SQL(tx).Exec(ctx, "update things set n = ? where id = ?", n+1, "sum"); err != nil {
							return err
						}
						if r%5 == 4 {
							return errRefused
						}
						return put(ctx, tx, fmt.Sprint(c, "-", r), 1)
					})
					if errors.Is(err, errRefused) {
						refused.Add(1)
					} else if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var got int64
		err := d.View(ctx, func(tx store.Tx) error {
			return db.SQL(tx).QueryRow(ctx, "select n from things where id = 'sum'").Scan(&got)
		})
		if want := clients*rounds - refused.Load(); err != nil || got != want {
			t.Errorf("sum is %d (%v), want %d: an update was lost or undone work was counted", got, err, want)
		}
		if got, want := len(ids(t, d)), int(clients*rounds-refused.Load())+1; got != want {
			t.Errorf("%d things, want %d", got, want)
		}
	})
}

func TestConcurrentUnitsWithOneIDExactlyOneWins(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				var made int64
				err := d.Update(ctx, func(tx store.Tx) (err error) {
					made, err = db.SQL(tx).Exec(ctx, "insert into things (id, n) values (?, ?) on conflict do nothing", "a", 1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
				won.Add(made)
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d units made the same thing, want 1", won.Load())
		}
	})
}

func TestWriteSkewIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		// Two units each add a thing while there is none yet: serialized, only one of them finds it so.
		var wg sync.WaitGroup
		for _, id := range []string{"a", "b"} {
			wg.Go(func() {
				err := d.Update(ctx, func(tx store.Tx) error {
					var n int
					if err := db.SQL(tx).QueryRow(ctx, "select count(*) from things").Scan(&n); err != nil {
						return err
					}
					runtime.Gosched()
					if n > 0 {
						return nil
					}
					return put(ctx, tx, id, 1)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := ids(t, d); len(got) != 1 {
			t.Errorf("things %v, want one", got)
		}
	})
}

func TestAViewSeesOneStateAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "a", 1) })
		err := d.View(ctx, func(tx store.Tx) error {
			before, err := idsIn(ctx, tx)
			if err != nil {
				return err
			}
			mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "b", 1) })
			after, err := idsIn(ctx, tx)
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the state changed inside a view (-before +after):\n%s", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.View(ctx, func(tx store.Tx) error { return put(ctx, tx, "c", 1) }); err == nil {
			t.Error("a view wrote")
		}
		wantIDs(t, d, "a", "b")
	})
}

func TestCloseWaitsForWhatIsUnderWayAndRefusesTheRest(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		inside, finish := make(chan struct{}), make(chan struct{})
		result := make(chan error, 1)
		go func() {
			result <- d.Update(ctx, func(tx store.Tx) error {
				close(inside)
				<-finish
				return put(ctx, tx, "a", 1)
			})
		}()
		<-inside
		closed := make(chan error, 1)
		go func() { closed <- d.Close() }()
		for d.View(ctx, func(store.Tx) error { return nil }) == nil {
			runtime.Gosched()
		}
		close(finish)
		if err := errors.Join(<-result, <-closed); err != nil {
			t.Error(err)
		}
		if err := d.Update(ctx, func(store.Tx) error { return nil }); !errors.Is(err, db.ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
	})
}

// What fails at the commit fails all that share it: whoever got no error holds, and whoever got one does not.
func TestACommitThatFailsIsAnsweredWithAnError(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for round := range 10 {
			var mu sync.Mutex
			var wg sync.WaitGroup
			want := map[string]bool{}
			for c := range 8 {
				wg.Go(func() {
					id := fmt.Sprint(round, "-", c)
					err := d.Update(ctx, func(tx store.Tx) error {
						if c == 3 { // refers to nothing, which is found out at the commit
							_, err := db.SQL(tx).Exec(ctx, "insert into loose_links (id, thing) values (?, ?)", id, "absent")
							return err
						}
						return put(ctx, tx, id, 1)
					})
					if c == 3 && err == nil {
						t.Error("a commit that can't be was answered well")
					}
					mu.Lock()
					defer mu.Unlock()
					want[id] = err == nil && c != 3
				})
			}
			wg.Wait()
			held := map[string]bool{}
			for _, id := range ids(t, d) {
				held[id] = true
			}
			for id, want := range want {
				if held[id] != want {
					t.Errorf("%s holds: %v, was answered as if %v", id, held[id], want)
				}
			}
		}
		mustUpdate(t, d, func(tx store.Tx) error { return put(ctx, tx, "afterwards", 1) })
	})
}
