package later_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

var start = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

type fixture struct {
	*later.Queue
	*later.Runner
	db    *db.DB
	clock *clock.Manual
	log   *strings.Builder
	ran   []string
}

func newFixture(d *db.DB) *fixture {
	f := &fixture{db: d, clock: clock.NewManual(start), log: &strings.Builder{}}
	f.Queue = later.NewQueue(latersql.Store{}, random.Seeded(1))
	f.Runner = later.NewRunner(d, f.Queue, f.clock, slog.New(slog.NewTextHandler(f.log, nil)))
	f.Handle("note", func(_ context.Context, tx store.Tx, j later.Job) error {
		tx.AfterCommit(func() { f.ran = append(f.ran, j.Due.Sub(start).String()+" "+j.Key) })
		return nil
	})
	return f
}

func each(t *testing.T, do func(t *testing.T, f *fixture)) {
	storetest.EachEngine(t, latersql.Schema, func(t *testing.T, d *db.DB) { do(t, newFixture(d)) })
}

func (f *fixture) put(t *testing.T, after time.Duration, kind, key string) {
	t.Helper()
	err := f.db.Update(t.Context(), func(tx store.Tx) error {
		return f.Put(t.Context(), tx, later.Job{Due: start.Add(after), Kind: kind, Key: key})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) catchUp(t *testing.T) {
	t.Helper()
	if err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) wantRan(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, f.ran); diff != "" {
		t.Errorf("jobs that ran (-want +got):\n%s", diff)
	}
}

func (f *fixture) pending(t *testing.T) []later.Entry {
	t.Helper()
	var all []later.Entry
	err := f.db.View(t.Context(), func(tx store.Tx) (err error) {
		all, err = f.Pending(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestJobsRunOnceWhenDueInTheOrderOfTheirTimes(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.put(t, 3*time.Second, "note", "c")
		f.put(t, time.Second, "note", "a")
		f.put(t, 2*time.Second, "note", "b")
		f.catchUp(t)
		f.wantRan(t)
		f.clock.Advance(2 * time.Second)
		f.catchUp(t)
		f.wantRan(t, "1s a", "2s b")
		f.put(t, 0, "note", "late")
		f.clock.Advance(time.Hour)
		f.catchUp(t)
		f.catchUp(t)
		f.wantRan(t, "1s a", "2s b", "0s late", "3s c")
	})
}

func TestAJobMayPutOneThatComesBeforeTheNext(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.Handle("hourly", func(ctx context.Context, tx store.Tx, j later.Job) error {
			tx.AfterCommit(func() { f.ran = append(f.ran, j.Due.Sub(start).String()+" "+j.Key) })
			return f.Put(ctx, tx, later.Job{Due: j.Due.Add(time.Hour), Kind: "hourly", Key: j.Key})
		})
		f.put(t, time.Hour, "hourly", "a")
		f.put(t, 150*time.Minute, "note", "b")
		f.clock.Advance(3 * time.Hour)
		f.catchUp(t)
		f.wantRan(t, "1h0m0s a", "2h0m0s a", "2h30m0s b", "3h0m0s a")
		if left := f.pending(t); len(left) != 1 || !left[0].Due.Equal(start.Add(4*time.Hour)) {
			t.Errorf("left %v, want the bill of the fourth hour", left)
		}
	})
}

func TestACancelledOrUndoneJobDoesNotRun(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ctx := t.Context()
		f.put(t, 0, "note", "a")
		f.put(t, 0, "note", "b")
		err := f.db.Update(ctx, func(tx store.Tx) error { return f.Cancel(ctx, tx, "note", "a") })
		if err != nil {
			t.Fatal(err)
		}
		undone := f.db.Update(ctx, func(tx store.Tx) error {
			return errors.Join(f.Put(ctx, tx, later.Job{Due: start, Kind: "note", Key: "c"}), errors.New("undone"))
		})
		if undone == nil {
			t.Error("not undone")
		}
		f.catchUp(t)
		f.wantRan(t, "0s b")
	})
}

func TestAFailingJobIsUndoneKeptBackedOffAndInNobodysWay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		fails := true
		f.Handle("broken", func(ctx context.Context, tx store.Tx, j later.Job) error {
			if err := f.Put(ctx, tx, later.Job{Due: j.Due, Kind: "note", Key: "by " + j.Key}); err != nil {
				return err
			}
			if fails && j.Key == "panics" {
				panic("oops")
			}
			if fails {
				return errors.New("no stock")
			}
			return nil
		})
		f.put(t, 0, "broken", "a")
		f.put(t, 0, "broken", "panics")
		f.put(t, 0, "unheard of", "c")
		f.put(t, time.Second, "note", "d")
		f.clock.Advance(time.Second)
		f.catchUp(t)
		f.wantRan(t, "1s d")
		errs := map[string]string{}
		for _, e := range f.pending(t) {
			errs[e.Key] = strings.SplitN(e.Error, "\n", 2)[0]
			if e.Failures != 1 || !e.At.After(f.clock.Now()) || !e.Due.Equal(start) {
				t.Errorf("kept as %+v", e)
			}
		}
		want := map[string]string{"a": "no stock", "panics": "panic: oops", "c": "no handler for this kind of job"}
		if diff := cmp.Diff(want, errs); diff != "" {
			t.Errorf("errors (-want +got):\n%s", diff)
		}
		if got := strings.Count(f.log.String(), "a job failed"); got != 3 {
			t.Errorf("%d lines in the log, want 3:\n%s", got, f.log)
		}
		f.catchUp(t)
		if got := strings.Count(f.log.String(), "a job failed"); got != 3 {
			t.Error("tried again at once")
		}
		fails = false
		f.clock.Advance(time.Minute)
		f.catchUp(t)
		if len(f.ran) != 3 || len(f.pending(t)) != 1 {
			t.Errorf("ran %v, left %v", f.ran, f.pending(t))
		}
	})
}

func TestRetryTriesWhatFailedWithoutWaiting(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.put(t, 0, "soon", "a")
		f.catchUp(t)
		f.Handle("soon", func(_ context.Context, tx store.Tx, j later.Job) error {
			tx.AfterCommit(func() { f.ran = append(f.ran, j.Key) })
			return nil
		})
		f.catchUp(t)
		f.wantRan(t)
		if err := f.Retry(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.catchUp(t)
		f.wantRan(t, "a")
	})
}

func TestAnotherProcessFindsTheJobs(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.put(t, 0, "note", "a")
		after := newFixture(f.db)
		after.catchUp(t)
		after.wantRan(t, "0s a")
		f.put(t, 0, "note", "b")
		after.Wake()
		after.catchUp(t)
		after.wantRan(t, "0s a", "0s b")
	})
}

func TestWhatIsNoJobIsRefused(t *testing.T) {
	f := newFixture(storetest.SQLite(t, latersql.Schema))
	for _, j := range []later.Job{{Kind: "note"}, {Due: start}} {
		if err := f.db.Update(t.Context(), func(tx store.Tx) error { return f.Put(t.Context(), tx, j) }); err == nil {
			t.Errorf("%+v was taken", j)
		}
	}
	err := f.db.Update(t.Context(), func(tx store.Tx) error {
		j := later.Job{ID: "one", Kind: "note", Due: start}
		return errors.Join(f.Put(t.Context(), tx, j), f.Put(t.Context(), tx, j))
	})
	if !errors.Is(err, later.ErrTaken) {
		t.Errorf("got %v, want ErrTaken", err)
	}
}

// Whoever has put a job that is due and then catches up finds it done, whatever others do at the time.
func TestCatchUpMissesNothingUnderConcurrency(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var mu sync.Mutex
		done := map[string]int{}
		f.Handle("count", func(_ context.Context, tx store.Tx, j later.Job) error {
			tx.AfterCommit(func() {
				mu.Lock()
				defer mu.Unlock()
				done[j.Key]++
			})
			return nil
		})
		var wg sync.WaitGroup
		for c := range 4 {
			wg.Go(func() {
				draw := rand.New(rand.NewPCG(uint64(c), 1))
				for i := range 25 {
					key := fmt.Sprint(c, "-", i)
					f.put(t, time.Duration(draw.IntN(1000))*time.Millisecond-time.Hour, "count", key)
					f.clock.Advance(time.Millisecond)
					f.catchUp(t)
					mu.Lock()
					if done[key] != 1 {
						t.Errorf("%s ran %d times, want once", key, done[key])
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
	})
}

func hourly(b testing.TB) *fixture {
	f := newFixture(storetest.SQLite(b, latersql.Schema))
	f.Runner = later.NewRunner(f.db, f.Queue, f.clock, slog.New(slog.DiscardHandler))
	f.Handle("hourly", func(ctx context.Context, tx store.Tx, j later.Job) error {
		return f.Put(ctx, tx, later.Job{Due: j.Due.Add(time.Hour), Kind: "hourly", Key: j.Key})
	})
	err := f.db.Update(b.Context(), func(tx store.Tx) error {
		return f.Put(b.Context(), tx, later.Job{Due: start, Kind: "hourly", Key: "ins-1"})
	})
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// BenchmarkCatchUpYear runs 8,760 hourly jobs.
func BenchmarkCatchUpYear(b *testing.B) {
	f := hourly(b)
	for b.Loop() {
		f.clock.Advance(8760 * time.Hour)
		if err := f.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	err := f.db.View(b.Context(), func(tx store.Tx) error {
		all, err := f.Pending(b.Context(), tx)
		if want := f.clock.Now().Add(time.Hour); len(all) != 1 || !all[0].Due.Equal(want) {
			b.Errorf("left %v, want one job due at %s", all, want)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkCatchUpNothingDue(b *testing.B) {
	f := hourly(b)
	if err := f.CatchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := f.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
