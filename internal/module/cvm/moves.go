package cvm

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

const (
	jobMove     = "cvm.move"      // a transition ends
	jobExpire   = "cvm.expire"    // a paid time ends
	jobEmptyBin = "cvm.empty_bin" // an instance in the recycle bin goes
)

// kept is how long the recycle bin keeps a prepaid instance (facts/quotas-billing-lifecycle.md §3).
const kept = 7 * 24 * time.Hour

// move has an instance make a move that it may make.
func (s *Service) move(ctx context.Context, tx store.Tx, i *Instance, m move, now time.Time, requestID string) error {
	if err := s.settleDisks(ctx, tx, i); err != nil {
		return err
	}
	i.begin(m, requestID)
	i.Changed = now
	if err := s.Later.Cancel(ctx, tx, jobMove, i.ID); err != nil {
		return err
	}
	if i.Next != "" {
		due := now.Add(s.Settings.Now().Delay(m.delay))
		if err := s.Later.Put(ctx, tx, later.Job{Kind: jobMove, Key: i.ID, Due: due}); err != nil {
			return err
		}
	}
	return s.Store.PutInstance(ctx, tx, i)
}

// endMove is the end of a transition.
func (s *Service) endMove(ctx context.Context, tx store.Tx, j later.Job) error {
	i, err := s.Store.Instance(ctx, tx, j.Key)
	if err != nil || i == nil {
		return err
	}
	if err := s.settleDisks(ctx, tx, i); err != nil {
		return err
	}
	if i.end() {
		return s.remove(ctx, tx, i, j.Due)
	}
	i.Changed = j.Due
	return s.Store.PutInstance(ctx, tx, i)
}

// settleDisks ends that the disks of an instance that was restarted for their sake are shown as they were.
func (s *Service) settleDisks(ctx context.Context, tx store.Tx, i *Instance) error {
	if i.Operation != resizeDisks.op || i.OperationState != Operating {
		return nil
	}
	return s.Disks.Settle(ctx, tx, i.ID)
}

// remove takes an instance away, with all that it had: what comes back comes back now.
func (s *Service) remove(ctx context.Context, tx store.Tx, i *Instance, at time.Time) error {
	for _, kind := range []string{jobMove, jobExpire, jobEmptyBin} {
		if err := s.Later.Cancel(ctx, tx, kind, i.ID); err != nil {
			return err
		}
	}
	if err := s.dropTimer(ctx, tx, i); err != nil {
		return err
	}
	if err := s.Balancers.Unbind(ctx, tx, i.Account, i.ID); err != nil {
		return err
	}
	if err := s.Groups.Unguard(ctx, tx, i.Account, i.ID); err != nil {
		return err
	}
	if err := s.Interfaces.InstanceGone(ctx, tx, i.Account, i.ID); err != nil {
		return err
	}
	if err := s.Elastic.LetAllGo(ctx, tx, i.Account, i.ID, at); err != nil {
		return err
	}
	if err := s.Networks.Free(ctx, tx, i.Account, i.ID); err != nil {
		return err
	}
	if _, err := s.Store.AddStock(ctx, tx, i.Zone, i.Type, 1); err != nil {
		return err
	}
	if err := s.Till.Close(ctx, tx, i.Account, i.ID, at); err != nil {
		return err
	}
	if i.ReleaseDisks {
		if err := s.Disks.ReturnPrepaid(ctx, tx, i.ID, i.isPrepaid(), at); err != nil {
			return err
		}
	}
	if err := s.Disks.Leave(ctx, tx, i.ID, i.Expires, at); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, i.Account, i.tagged()); err != nil {
		return err
	}
	return s.Store.RemoveInstance(ctx, tx, i.ID)
}
