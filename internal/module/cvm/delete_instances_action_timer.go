package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// DeleteInstancesActionTimer takes timers off: all that it names, or none.
var DeleteInstancesActionTimer = action.Define(action.Spec{
	Name: "DeleteInstancesActionTimer", Doc: "Takes timers off instances, which have not done anything yet.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNoTimer, errTimerDone},
}, (*Service).deleteTimers)

// DeleteInstancesActionTimerRequest is the input of DeleteInstancesActionTimer.
type DeleteInstancesActionTimerRequest struct {
	ActionTimerIds []string `api:"required,max=100" doc:"The timers."`
}

func (s *Service) deleteTimers(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteInstancesActionTimerRequest) (*Nothing, error) {
	for _, id := range in.ActionTimerIds {
		t, err := s.Store.Timer(ctx, tx, id)
		switch {
		case err != nil:
			return nil, err
		case t == nil || t.Account != c.Caller.Account || t.Region != c.Region:
			return nil, errNoTimer.Errorf("The timer %s does not exist in this region.", param.Quote(id))
		case t.Status != TimerWaits:
			return nil, errTimerDone.Errorf("The timer %s is %s; one that is %s is expected.", id, t.Status, TimerWaits)
		}
		if err := s.Later.Cancel(ctx, tx, jobTimer, id); err != nil {
			return nil, err
		}
		if err := s.Store.RemoveTimer(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
