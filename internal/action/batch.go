package action

import (
	"context"
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// A Batch is what became of each resource of a batch action of API 2.0. Its answer's code is 0 when all are done, 5400
// when some are, 5100 when none is (facts/api2-protocol.md §4).
type Batch struct {
	IDs      []string
	Refusals map[string]*catalogue.Refusal // of those that failed
}

// Each runs do for each id by itself: what it did for one is undone when it refuses that one. An error that is no
// refusal ends the whole.
func Each(ctx context.Context, tx store.Tx, ids []string, do func(id string) error) (*Batch, error) {
	b := &Batch{Refusals: map[string]*catalogue.Refusal{}}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			return nil, catalogue.InvalidValue.Errorf("The id %s is given twice; it is expected once.", id)
		}
		seen[id] = true
		b.IDs = append(b.IDs, id)
		err := tx.Savepoint(ctx, func() error { return do(id) })
		var r *catalogue.Refusal
		switch {
		case errors.As(err, &r):
			b.Refusals[id] = r
		case err != nil:
			return nil, err
		}
	}
	return b, nil
}

// Outcome is the refusal that the whole answer carries: nil when all are done.
func (b *Batch) Outcome() *catalogue.Refusal {
	switch len(b.Refusals) {
	case 0:
		return nil
	case len(b.IDs):
		if len(b.IDs) == 1 {
			return catalogue.OperationFailed.Errorf("%s", b.Refusals[b.IDs[0]].Message)
		}
		return catalogue.OperationFailed.Errorf("All %d resources failed; see detail.", len(b.IDs))
	default:
		return catalogue.PartlyDone.Errorf("%d of %d resources failed; see detail.", len(b.Refusals), len(b.IDs))
	}
}

// A Batched answer holds a batch beside what else it says.
type Batched interface{ Batch() *Batch }

// BatchAnswer is the answer of an action that says nothing but what became of each resource.
type BatchAnswer struct {
	batch *Batch
}

// Answer makes the answer of a batch.
func (b *Batch) Answer() *BatchAnswer { return &BatchAnswer{b} }

// Batch is what became of each.
func (a *BatchAnswer) Batch() *Batch { return a.batch }
