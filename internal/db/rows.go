package db

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Rows are the rows of a query, as those of database/sql.
type Rows struct {
	*sql.Rows
	conn *Conn
}

// Next moves to the next row; after the last one the rows are closed.
func (r *Rows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.done()
	return false
}

// Close closes the rows. Closing twice is no error.
func (r *Rows) Close() error {
	r.done()
	return r.Rows.Close()
}

// Err is what ended the rows early, if anything did.
func (r *Rows) Err() error {
	if err := r.Rows.Err(); err != nil {
		return r.conn.failed(err)
	}
	return nil
}

func (r *Rows) done() {
	if r.conn.rows == r {
		r.conn.rows = nil
	}
}

// Collect reads all rows with scan and closes them. It is made to be called on what Query returned:
//
//	rows, err := db.SQL(tx).Query(ctx, "select …")
//	return db.Collect(rows, err, scanInstance)
//
// scan is given the Scan method of the row.
func Collect[T any](rows *Rows, err error, scan func(scan func(dest ...any) error) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// A Row is the first row of a query.
type Row struct {
	rows *Rows
	err  error
}

// Scan reads the row; it returns sql.ErrNoRows where there is none.
func (r *Row) Scan(dest ...any) error {
	found, err := r.Find(dest...)
	if err == nil && !found {
		return sql.ErrNoRows
	}
	return err
}

// Find reads the row and tells whether there is one.
func (r *Row) Find(dest ...any) (found bool, err error) {
	if r.err != nil {
		return false, r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		return false, r.rows.Err()
	}
	if err := r.rows.Scan(dest...); err != nil {
		return false, err
	}
	return true, errors.Join(r.rows.Err(), r.rows.Close())
}

// micros is how an instant is stored; both engines compare, order and index it as it is.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// ScanTime reads an instant, in UTC, from a BIGINT column of microseconds; null is the zero time.
func ScanTime(t *time.Time) sql.Scanner { return timeScanner{t} }

type timeScanner struct{ t *time.Time }

func (s timeScanner) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s.t = time.Time{}
	case int64:
		*s.t = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("db: a time is stored as microseconds, not as %T", src)
	}
	return nil
}
