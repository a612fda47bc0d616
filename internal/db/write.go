package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/paifang/paifang/internal/store"
)

// maxGroup is how many units of work share a commit. Measured: with 64 writers one commit each does about 1,000 a second
// (the disk's sync), shared ones 13 times that.
const maxGroup = 64

// A writer owns SQLite's one write connection. Units of work that wait at the same time run one after the other in one
// transaction, each in a savepoint, and are answered after the shared commit: also those that failed, because what they
// saw may be the work of a neighbour.
//
// A unit runs on its caller's goroutine, to which the writer lends the connection: so a panic, and a test's FailNow, end
// the caller and not the writer. Its statements are not interrupted when its context ends (that would roll back the
// neighbours too, https://www.sqlite.org/c3ref/interrupt.html); it ends before the next statement.
type writer struct {
	pool    *sql.DB
	session *session // nil until it is needed, and after a failure
	queue   chan *unit
	stopped chan struct{}
}

// A unit is one call of Update on its way through the writer.
type unit struct {
	gone   <-chan struct{} // the caller's context has ended
	turn   chan lease      // unbuffered: either the writer lends or the caller leaves, never both
	back   chan error      // the connection comes back; an error spoils the whole group
	result chan error      // the shared commit's
}

type lease struct {
	session *session
	err     error
}

func newWriter(pool *sql.DB) *writer {
	w := &writer{pool: pool, queue: make(chan *unit, maxGroup), stopped: make(chan struct{})}
	go func() {
		defer close(w.stopped)
		for first := range w.queue {
			w.group(first)
		}
	}()
	return w
}

func (w *writer) update(ctx context.Context, do func(tx store.Tx) error) error {
	u := &unit{gone: ctx.Done(), turn: make(chan lease), back: make(chan error, 1), result: make(chan error, 1)}
	var l lease
	select {
	case w.queue <- u:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case l = <-u.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	if l.err != nil {
		return l.err
	}
	t := &tx{conn: &Conn{stmts: l.session, detach: true}}
	failed := u.run(ctx, t, l.session, do)
	if err := <-u.result; err != nil {
		return fmt.Errorf("db: nothing was committed: %w", err)
	}
	if failed != nil {
		return failed
	}
	t.committed()
	return nil
}

// run runs do in a savepoint and gives the connection back, however do ends.
func (u *unit) run(ctx context.Context, t *tx, s *session, do func(tx store.Tx) error) error {
	if err := s.run("savepoint unit"); err != nil {
		u.back <- err
		return err
	}
	keep := false
	defer func() {
		if keep {
			u.back <- s.run("release savepoint unit")
			return
		}
		u.back <- errors.Join(s.run("rollback to savepoint unit"), s.run("release savepoint unit"))
	}()
	err := t.run(ctx, do)
	keep = err == nil
	return err
}

// group runs the first unit and those that wait behind it in one transaction.
func (w *writer) group(first *unit) {
	begun := w.begin()
	var members []*unit
	var spoilt error
	for u := first; u != nil; u = w.next(len(members)) {
		select {
		case u.turn <- lease{session: w.session, err: begun}:
		case <-u.gone:
			continue
		}
		if begun != nil {
			continue
		}
		members = append(members, u)
		if spoilt = <-u.back; spoilt != nil {
			break
		}
	}
	if begun != nil {
		return
	}
	err := w.end(spoilt)
	for _, u := range members {
		u.result <- err
	}
}

// next is a unit that is waiting already, if the group has room for it.
func (w *writer) next(members int) *unit {
	if members >= maxGroup {
		return nil
	}
	select {
	case u := <-w.queue: // nil once the queue is closed
		return u
	default:
		return nil
	}
}

func (w *writer) begin() error {
	if w.session == nil {
		s, err := newSession(context.Background(), w.pool)
		if err != nil {
			return err
		}
		w.session = s
	}
	if err := w.session.run("begin immediate"); err != nil {
		return errors.Join(err, w.drop())
	}
	return nil
}

func (w *writer) end(spoilt error) error {
	if spoilt == nil {
		if spoilt = w.session.run("commit"); spoilt == nil {
			return nil
		}
	}
	// SQLite may have rolled back by itself (a full disk): then this fails, and says nothing new.
	_ = w.session.run("rollback")
	return errors.Join(spoilt, w.drop())
}

// drop gives up the connection; the next group opens another.
func (w *writer) drop() error {
	err := w.session.close()
	w.session = nil
	return err
}

// close is called when nobody is in update any more.
func (w *writer) close() error {
	close(w.queue)
	<-w.stopped
	var err error
	if w.session != nil {
		err = w.drop()
	}
	return errors.Join(err, w.pool.Close())
}
