package db

import (
	"context"
	"errors"

	"github.com/paifang/paifang/internal/store"
)

// tx is a store.Tx over one Conn.
type tx struct {
	conn  *Conn
	after []func()
}

var _ store.Tx = (*tx)(nil)

// Savepoint implements store.Tx. A panic in do undoes it as an error would: somebody further out may recover.
func (t *tx) Savepoint(ctx context.Context, do func() error) error {
	if _, err := t.conn.Exec(ctx, "savepoint s"); err != nil {
		return err
	}
	registered := len(t.after)
	keep := false
	defer func() {
		if keep {
			return
		}
		t.after = t.after[:registered]
		if err := t.conn.undo("rollback to savepoint s", "release savepoint s"); err != nil {
			t.conn.broken = errors.Join(t.conn.broken, err)
		}
	}()
	if err := do(); err != nil {
		return err
	}
	if err := t.conn.idle(); err != nil {
		return err
	}
	if _, err := t.conn.Exec(ctx, "release savepoint s"); err != nil {
		return err
	}
	keep = true
	return nil
}

// AfterCommit implements store.Tx.
func (t *tx) AfterCommit(do func()) { t.after = append(t.after, do) }

// run runs do and tells whether what it wrote may be committed.
func (t *tx) run(ctx context.Context, do func(tx store.Tx) error) error {
	defer t.conn.end()
	if err := do(t); err != nil {
		return err
	}
	if t.conn.broken != nil {
		return t.conn.broken
	}
	if err := t.conn.idle(); err != nil {
		return err
	}
	return ctx.Err()
}

func (t *tx) committed() {
	for _, do := range t.after {
		do()
	}
}
