package action

import (
	"context"
	"errors"
	"fmt"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Nonces writes down, in the transaction of a call's effect, that its nonce is used: so a change is executed once even
// over a power cut, which the door's memory, written but not synced, may not survive.
type Nonces interface {
	// Spend returns false when the nonce was spent before.
	Spend(ctx context.Context, tx store.Tx, c *call.Call) (fresh bool, err error)
}

// Do runs the action for a call that the door has let through: in one transaction, which the call's nonce is part of.
// What the function did is undone when it refuses; the nonce stays used.
func (b *Bound) Do(ctx context.Context, db store.DB, nonces Nonces, c *call.Call) (any, error) {
	if p, ok := c.Input.(Preparer); ok {
		if err := p.Prepare(ctx); err != nil {
			return nil, fmt.Errorf("%s: prepare: %w", b.Name, err)
		}
	}
	if !b.Changes {
		var out any
		err := db.View(ctx, func(tx store.Tx) (err error) {
			c.Cost = nil
			out, err = b.run(ctx, tx, c, c.Input)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Name, err)
		}
		return out, nil
	}
	var out any
	var refused error
	err := db.Update(ctx, func(tx store.Tx) error {
		out, refused, c.Cost = nil, nil, nil
		if c.NonceClaimed {
			fresh, err := nonces.Spend(ctx, tx, c)
			if err != nil {
				return err
			}
			if !fresh {
				return catalogue.Replay.Errorf("Nonce %d was used before with this key and Timestamp.", c.Nonce)
			}
		}
		err := tx.Savepoint(ctx, func() (err error) {
			out, err = b.run(ctx, tx, c, c.Input)
			return err
		})
		var r *catalogue.Refusal
		if errors.As(err, &r) {
			out, refused, c.Cost = nil, err, nil
			return nil // the effect is undone, the nonce stays
		}
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.Name, err)
	}
	return out, nil
}
