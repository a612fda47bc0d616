package later

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/store"
)

const (
	// maxBatch is how many jobs share a transaction: a commit is dearer than a job, and other writers wait meanwhile.
	maxBatch = 64

	// maxRuns ends a catch-up whose jobs put one another without end; a year of hourly bills for 100 instances fits.
	maxRuns = 1_000_000

	firstBackoff = time.Second
	maxBackoff   = time.Hour
)

// A Handler does a job in the transaction that drops it. It may be run again, and does nothing outside tx. For it the
// present is j.Due. It may put and cancel jobs, also ones that are due already.
type Handler func(ctx context.Context, tx store.Tx, j Job) error

// A Runner runs the jobs of a Queue. It is safe for concurrent use once its handlers are there.
type Runner struct {
	queue    *Queue
	db       store.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]Handler
	turn     chan struct{} // holds a token while a catch-up is under way
}

// NewRunner is a Runner of q's jobs, which are kept in d, by cloud time.
func NewRunner(d store.DB, q *Queue, cloud clock.Clock, log *slog.Logger) *Runner {
	return &Runner{queue: q, db: d, clock: cloud, log: log, handlers: map[string]Handler{}, turn: make(chan struct{}, 1)}
}

// Handle has do run the jobs of a kind. It is called before the first CatchUp.
func (r *Runner) Handle(kind string, do Handler) { r.handlers[kind] = do }

// CatchUp runs all jobs that are due, and those that they put and are due too, by the time at which they are, then by id;
// once it has returned, everything that had to happen by now has happened. It costs next to nothing when nothing is due.
// There is one catch-up at a time, for which concurrent callers wait; a handler may not call it.
//
// A job that fails, or has no handler, is undone, kept with its error and tried again after a while of cloud time; it
// holds up no other and is no error here.
func (r *Runner) CatchUp(ctx context.Context) error {
	if r.queue.next.beyond(r.clock.Now()) {
		return nil
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.turn }()
	now := r.clock.Now()
	for runs := 0; !r.queue.next.beyond(now); runs += maxBatch {
		if runs > maxRuns {
			return fmt.Errorf("later: more than %d jobs are due: do they put one another?", maxRuns)
		}
		if err := r.batch(ctx, now); err != nil {
			return fmt.Errorf("later: %w", err)
		}
	}
	return nil
}

// Wake has the next CatchUp look into the database: another process may have put jobs there, or it was replaced.
func (r *Runner) Wake() { r.queue.next.forget() }

// Retry has every job that failed tried again by the next CatchUp.
func (r *Runner) Retry(ctx context.Context) error {
	err := r.db.Update(ctx, func(tx store.Tx) error {
		all, err := r.queue.store.All(ctx, tx)
		for _, e := range all {
			if e.At != e.Due && err == nil {
				e.At = e.Due
				err = r.queue.store.Fail(ctx, tx, e)
			}
		}
		return err
	})
	r.Wake()
	return err
}

// batch runs the next jobs that are due by now in one transaction, one by one: each may put one that comes before the
// next.
func (r *Runner) batch(ctx context.Context, now time.Time) error {
	var first *Entry
	err := r.db.Update(ctx, func(tx store.Tx) (err error) {
		r.queue.next.scan()
		for range maxBatch {
			if first, err = r.queue.store.First(ctx, tx); err != nil || first == nil || first.At.After(now) {
				return err
			}
			if err := r.run(ctx, tx, *first, now); err != nil {
				return err
			}
		}
		first, err = r.queue.store.First(ctx, tx)
		return err
	})
	if err == nil {
		r.queue.next.scanned(first)
	}
	return err
}

// run runs one job and drops it, or keeps it with its failure.
func (r *Runner) run(ctx context.Context, tx store.Tx, e Entry, now time.Time) error {
	failure := tx.Savepoint(ctx, func() error {
		if err := r.queue.store.Remove(ctx, tx, e.ID); err != nil {
			return err
		}
		return r.handle(ctx, tx, e.Job)
	})
	if failure == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	backoff := maxBackoff
	if e.Failures < 12 {
		backoff = min(maxBackoff, firstBackoff<<e.Failures)
	}
	e.At, e.Failures, e.Error = now.Add(backoff).Truncate(time.Microsecond), e.Failures+1, failure.Error()
	tx.AfterCommit(func() {
		r.log.Error("a job failed", "kind", e.Kind, "key", e.Key, "job", e.ID, "failures", e.Failures, "error", failure)
	})
	return r.queue.store.Fail(ctx, tx, e)
}

func (r *Runner) handle(ctx context.Context, tx store.Tx, j Job) (err error) {
	do := r.handlers[j.Kind]
	if do == nil {
		return errors.New("no handler for this kind of job")
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(ctx, tx, j)
}
