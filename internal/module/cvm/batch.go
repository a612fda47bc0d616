package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Nothing is the answer of an action that has nothing to say.
type Nothing struct{}

// eachOf does something with all instances, or with none of them: one that is not there, or may not, refuses the call.
func (s *Service) eachOf(ctx context.Context, tx store.Tx, c *call.Call, ids []string, do func(*Instance) error) (*Nothing, error) {
	all, err := s.instances(ctx, tx, c, ids)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if err := do(i); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// moves has an instance make a move, which its state may refuse.
func (s *Service) moves(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, m move) error {
	if err := i.may(m); err != nil {
		return err
	}
	return s.move(ctx, tx, i, m, c.Now, c.RequestID)
}
