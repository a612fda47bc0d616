package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/maphash"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/paifang/paifang/internal/store"
)

// attempts bounds how often a unit of work is run when the server refuses to serialize it with its neighbours.
const attempts = 12

// OpenPostgres opens a PostgreSQL database by its URL or keyword string. The caller closes the DB.
func OpenPostgres(ctx context.Context, dsn string) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("db: the PostgreSQL connection string can't be read") // err may show its password
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	if err := pool.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("db: open PostgreSQL: %w", errors.Join(err, pool.Close()))
	}
	return &DB{engine: postgres, pool: pool}, nil
}

func (d *DB) updatePostgres(ctx context.Context, do func(tx store.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := d.tryPostgres(ctx, sql.TxOptions{Isolation: sql.LevelSerializable}, do)
		if !serialization(err) {
			return err
		}
		if attempt == attempts {
			return fmt.Errorf("db: given up after %d attempts: %w", attempts, err)
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// viewPostgres reads one snapshot; repeatable read never has to be run again.
func (d *DB) viewPostgres(ctx context.Context, do func(tx store.Tx) error) error {
	return d.tryPostgres(ctx, sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, do)
}

func (d *DB) tryPostgres(ctx context.Context, o sql.TxOptions, do func(tx store.Tx) error) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: connect: %w", err)
	}
	defer conn.Close()
	// pgx commits under the context of the beginning: a caller who leaves just then must not make the outcome unknown.
	under, err := conn.BeginTx(context.WithoutCancel(ctx), &o)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	defer under.Rollback() //nolint:errcheck // after Commit it does nothing; else do's error or panic is what matters
	t := &tx{conn: &Conn{stmts: pgStatements{under, &d.rebound}}}
	err = t.run(ctx, do)
	if t.conn.broken != nil {
		return t.conn.broken // also where do made something else of it, or nothing
	}
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("db: not committed: %w", err)
	}
	if err := under.Commit(); err != nil {
		return fmt.Errorf("db: commit: %w", err)
	}
	t.committed()
	return nil
}

// serialization tells whether the server asks for the transaction to be run again.
func serialization(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40001" || refused.Code == "40P01")
}

// pause waits for half to all of 1 ms doubled by each attempt, up to 128 ms, so that those who met once do not meet again.
func pause(ctx context.Context, attempt int) error {
	longest := time.Millisecond << min(attempt, 7)
	half := uint64(longest / 2)
	wait := time.Duration(half + maphash.Comparable(maphash.MakeSeed(), attempt)%half)
	waited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	<-waited.Done()
	return ctx.Err()
}

// pgStatements runs SQL in a PostgreSQL transaction. pgx keeps the prepared statements of a connection by itself.
type pgStatements struct {
	tx      *sql.Tx
	rebound *rebound
}

func (p pgStatements) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return p.tx.ExecContext(ctx, p.rebound.of(query), args...)
}

func (p pgStatements) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return p.tx.QueryContext(ctx, p.rebound.of(query), args...)
}
