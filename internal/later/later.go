// Package later does what has to happen after the answer: an instance that gets ready, an expiry, an hourly bill. It
// decides when a job runs (once its due time has come in cloud time), in which order, in which transaction, and what
// becomes of one that fails. What a job does is its handler's; where jobs are kept is a Store's.
//
// One process at a time runs the jobs of a database.
package later

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// A Job is something to be done at a time.
type Job struct {
	// ID is the job's own. Put draws one where it is empty.
	ID string

	// Due is when the job is to happen, in cloud time, to the microsecond. Its handler takes it for the present, also
	// when the clock has long moved on: a year's 8,760 hourly bills are each made at their hour.
	Due time.Time

	// Kind names the handler. Key says what the job is about ("ins-8x0k2m4q"); several jobs may have one kind and key.
	Kind, Key string

	// Payload is the handler's business.
	Payload []byte
}

// An Entry is a job as it is kept.
type Entry struct {
	Job

	// At is when it is tried: at Due, and later after each failure.
	At time.Time

	// Failures counts them; Error is the last one's text.
	Failures int
	Error    string
}

// A Store keeps jobs.
type Store interface {
	// Put keeps an entry, and returns false, keeping what it has, where the id is taken.
	Put(ctx context.Context, tx store.Tx, e Entry) (bool, error)

	// Cancel drops all entries of a kind and key; there need be none.
	Cancel(ctx context.Context, tx store.Tx, kind, key string) error

	// First is the entry with the earliest At, of several the one with the lowest id; nil where there is none.
	First(ctx context.Context, tx store.Tx) (*Entry, error)

	// Remove drops the entry with the id; it need not be there.
	Remove(ctx context.Context, tx store.Tx, id string) error

	// Fail sets At, Failures and Error of the entry with e's id.
	Fail(ctx context.Context, tx store.Tx, e Entry) error

	// All is every entry by At, then id.
	All(ctx context.Context, tx store.Tx) ([]Entry, error)
}

// A Queue takes jobs. It is safe for concurrent use.
type Queue struct {
	store  Store
	random *random.Source
	next   horizon
}

// NewQueue is a Queue over s, whose ids r draws.
func NewQueue(s Store, r *random.Source) *Queue { return &Queue{store: s, random: r} }

// ErrTaken is returned for a job whose id another one has.
var ErrTaken = errors.New("later: the job's id is taken")

// Put keeps a job, which happens if tx does.
func (q *Queue) Put(ctx context.Context, tx store.Tx, j Job) error {
	if j.Kind == "" || j.Due.IsZero() {
		return errors.New("later: a job has a kind and a due time")
	}
	j.Due = j.Due.UTC().Truncate(time.Microsecond)
	drawn := j.ID == ""
	for {
		if drawn {
			j.ID = q.random.UUID()
		}
		put, err := q.store.Put(ctx, tx, Entry{Job: j, At: j.Due})
		if err != nil {
			return fmt.Errorf("later: put: %w", err)
		}
		if put {
			break
		}
		if !drawn {
			return fmt.Errorf("%w: %s", ErrTaken, j.ID)
		}
	}
	tx.AfterCommit(func() { q.next.lower(j.Due) })
	return nil
}

// Cancel drops all jobs of a kind and key; there need be none.
func (q *Queue) Cancel(ctx context.Context, tx store.Tx, kind, key string) error {
	return q.store.Cancel(ctx, tx, kind, key)
}

// Pending is every job that is kept, the next first.
func (q *Queue) Pending(ctx context.Context, tx store.Tx) ([]Entry, error) {
	return q.store.All(ctx, tx)
}
