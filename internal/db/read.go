package db

import (
	"context"
	"database/sql"
	"errors"
	"runtime"

	"github.com/paifang/paifang/internal/store"
)

// A reader keeps SQLite connections that can only read. In WAL mode they wait neither for the writer nor for each other.
type reader struct {
	pool *sql.DB
	room chan struct{} // holds a token for each connection in use
	idle chan *session
}

func newReader(pool *sql.DB) *reader {
	most := max(4, 2*runtime.GOMAXPROCS(0))
	pool.SetMaxOpenConns(most)
	return &reader{pool: pool, room: make(chan struct{}, most), idle: make(chan *session, most)}
}

func (r *reader) view(ctx context.Context, do func(tx store.Tx) error) error {
	select {
	case r.room <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.room }()
	s, err := r.take(ctx)
	if err != nil {
		return err
	}
	if err := s.run("begin"); err != nil {
		return errors.Join(err, s.close())
	}
	defer func() {
		if s.run("rollback") != nil {
			_ = s.close()
			return
		}
		r.idle <- s
	}()
	t := &tx{conn: &Conn{stmts: s}}
	if err := t.run(ctx, do); err != nil {
		return err
	}
	t.committed()
	return nil
}

func (r *reader) take(ctx context.Context) (*session, error) {
	select {
	case s := <-r.idle:
		return s, nil
	default:
		return newSession(ctx, r.pool)
	}
}

// close is called when nobody is in view any more.
func (r *reader) close() error {
	var errs []error
	for {
		select {
		case s := <-r.idle:
			errs = append(errs, s.close())
		default:
			return errors.Join(append(errs, r.pool.Close())...)
		}
	}
}
