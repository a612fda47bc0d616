package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pgConnector opens pgx connections for database/sql, which pools them. pgx's own adapter would do, at the price of a
// second connection pool that it links and that is not used here.
type pgConnector struct{ config *pgx.ConnConfig }

func newPGConnector(dsn string) (*pgConnector, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	return &pgConnector{config}, nil
}

func (p *pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, p.config)
	if err != nil {
		return nil, err
	}
	return &pgConn{conn}, nil
}

func (p *pgConnector) Driver() driver.Driver { return pgDriver{} }

type pgDriver struct{}

func (pgDriver) Open(dsn string) (driver.Conn, error) {
	p, err := newPGConnector(dsn)
	if err != nil {
		return nil, err
	}
	return p.Connect(context.Background())
}

type pgConn struct{ conn *pgx.Conn }

var (
	_ driver.ConnBeginTx     = (*pgConn)(nil)
	_ driver.ExecerContext   = (*pgConn)(nil)
	_ driver.QueryerContext  = (*pgConn)(nil)
	_ driver.SessionResetter = (*pgConn)(nil)
	_ driver.Validator       = (*pgConn)(nil)
	_ driver.Pinger          = (*pgConn)(nil)
)

func (c *pgConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	tag, err := c.conn.Exec(ctx, query, values(args)...)
	if err != nil {
		return nil, retryable(err)
	}
	return driver.RowsAffected(tag.RowsAffected()), nil
}

func (c *pgConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.conn.Query(ctx, query, values(args)...)
	if err != nil {
		return nil, retryable(err)
	}
	// Columns is asked before the first row, and pgx knows some errors only once it has read.
	return newPGRows(rows)
}

func (c *pgConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	var options pgx.TxOptions
	switch sql.IsolationLevel(o.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		options.IsoLevel = pgx.RepeatableRead
	case sql.LevelSerializable:
		options.IsoLevel = pgx.Serializable
	default:
		return nil, fmt.Errorf("db: isolation level %d is not used here", o.Isolation)
	}
	if o.ReadOnly {
		options.AccessMode = pgx.ReadOnly
	}
	t, err := c.conn.BeginTx(ctx, options)
	if err != nil {
		return nil, retryable(err)
	}
	return pgTx{t}, nil
}

func (c *pgConn) Ping(ctx context.Context) error { return c.conn.Ping(ctx) }

func (c *pgConn) Close() error { return c.conn.Close(context.Background()) }

// IsValid keeps a connection that broke, or that was left inside a transaction, out of the pool.
func (c *pgConn) IsValid() bool { return !c.conn.IsClosed() && c.conn.PgConn().TxStatus() == 'I' }

func (c *pgConn) ResetSession(context.Context) error {
	if !c.IsValid() {
		return driver.ErrBadConn
	}
	return nil
}

func (c *pgConn) Prepare(string) (driver.Stmt, error) { return nil, errors.ErrUnsupported }
func (c *pgConn) Begin() (driver.Tx, error)           { return nil, errors.ErrUnsupported }

type pgTx struct{ tx pgx.Tx }

func (t pgTx) Commit() error   { return t.tx.Commit(context.Background()) }
func (t pgTx) Rollback() error { return t.tx.Rollback(context.Background()) }

// retryable has database/sql try another connection where the server has certainly seen nothing.
func retryable(err error) error {
	if pgconn.SafeToRetry(err) {
		return errors.Join(driver.ErrBadConn, err)
	}
	return err
}

func values(args []driver.NamedValue) []any {
	all := make([]any, len(args))
	for i, arg := range args {
		all[i] = arg.Value
	}
	return all
}

// pgRows are pgx's rows in the few types that database/sql knows.
type pgRows struct {
	rows    pgx.Rows
	columns []string
	waiting bool // a row has been read ahead
}

func newPGRows(rows pgx.Rows) (*pgRows, error) {
	r := &pgRows{rows: rows, waiting: rows.Next()}
	if err := rows.Err(); err != nil {
		rows.Close()
		return nil, err
	}
	for _, field := range rows.FieldDescriptions() {
		r.columns = append(r.columns, field.Name)
	}
	return r, nil
}

func (r *pgRows) Columns() []string { return r.columns }

func (r *pgRows) Close() error {
	r.rows.Close()
	return nil
}

func (r *pgRows) Next(dest []driver.Value) error {
	if !r.waiting && !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	r.waiting = false
	row, err := r.rows.Values()
	if err != nil {
		return err
	}
	for i, v := range row {
		if dest[i], err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
			return fmt.Errorf("db: column %s: %w", r.columns[i], err)
		}
	}
	return nil
}
