package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/store"
)

var (
	errEnded    = errors.New("db: the transaction has ended")
	errRowsOpen = errors.New("db: the rows of an earlier query are still open; close them first")
)

// A Conn is SQL inside one transaction. Statements are written with `?` for either engine. As arguments it takes what
// database/sql takes; a time.Time is stored as BIGINT microseconds since 1970 (the zero time as null, what is below a
// microsecond cut off) and read back by ScanTime, a bool as 0 or 1. Rows are closed before the next statement: PostgreSQL
// has it so, and SQLite is held to the same.
type Conn struct {
	stmts  statements
	detach bool // statements may not be interrupted: see writer
	rows   *Rows
	ended  bool
	broken error // the whole transaction can't be committed any more
}

// statements runs SQL on one engine inside one transaction.
type statements interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
}

// SQL is the SQL behind a transaction that a DB of this package opened.
func SQL(t store.Tx) *Conn { return t.(*tx).conn }

// Exec runs a statement and returns how many rows it changed: 0 for an insert with `on conflict do nothing` that met a
// conflict, which is how an id is found to be taken without spoiling the transaction.
func (c *Conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, err := c.ready(ctx)
	if err != nil {
		return 0, err
	}
	result, err := c.stmts.exec(ctx, query, stored(args))
	if err != nil {
		return 0, c.failed(err)
	}
	return result.RowsAffected()
}

// Query runs a query. The caller closes the rows.
func (c *Conn) Query(ctx context.Context, query string, args ...any) (*Rows, error) {
	ctx, err := c.ready(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := c.stmts.query(ctx, query, stored(args))
	if err != nil {
		return nil, c.failed(err)
	}
	c.rows = &Rows{Rows: rows, conn: c}
	return c.rows, nil
}

// QueryRow runs a query of which the first row is wanted.
func (c *Conn) QueryRow(ctx context.Context, query string, args ...any) *Row {
	rows, err := c.Query(ctx, query, args...)
	return &Row{rows: rows, err: err}
}

func (c *Conn) ready(ctx context.Context) (context.Context, error) {
	switch {
	case c.ended:
		return nil, errEnded
	case c.rows != nil:
		return nil, errRowsOpen
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case c.detach:
		return context.WithoutCancel(ctx), nil
	}
	return ctx, nil
}

// failed notes an error after which the transaction has to be run again as a whole, even where its user goes on.
func (c *Conn) failed(err error) error {
	if serialization(err) {
		c.broken = errors.Join(c.broken, err)
	}
	return err
}

// idle closes rows that were left open, and says so.
func (c *Conn) idle() error {
	if c.rows == nil {
		return nil
	}
	return errors.Join(errRowsOpen, c.rows.Close())
}

// undo runs statements that must be run whatever became of the caller.
func (c *Conn) undo(queries ...string) error {
	_ = c.idle()
	for _, query := range queries {
		if _, err := c.stmts.exec(context.Background(), query, nil); err != nil {
			return fmt.Errorf("db: %s: %w", query, err)
		}
	}
	return nil
}

func (c *Conn) end() {
	_ = c.idle()
	c.ended = true
}

func stored(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			args[i] = micros(v)
		case *time.Time:
			args[i] = nil
			if v != nil {
				args[i] = micros(*v)
			}
		case bool:
			args[i] = int64(0)
			if v {
				args[i] = int64(1)
			}
		}
	}
	return args
}
