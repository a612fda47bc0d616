package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ImportInstancesActionTimer sets a timer on instances: on all that it names, or on none.
var ImportInstancesActionTimer = action.Define(action.Spec{
	Name: "ImportInstancesActionTimer", Doc: "Has instances be terminated at a time.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedInstance, errTooManyIDs, errNoInstance, errTime, errTimerThere, errNotTimed},
}, (*Service).importTimers)

// ImportInstancesActionTimerRequest is the input of ImportInstancesActionTimer.
type ImportInstancesActionTimerRequest struct {
	InstanceIds []string          `api:"required" touches:"instance" doc:"The instances, at most 100."`
	ActionTimer *ActionTimerToSet `api:"required" doc:"What is done to them, and when."`
}

// Check implements action.Checker.
func (r *ImportInstancesActionTimerRequest) Check() error {
	if err := r.ActionTimer.check(); err != nil {
		return err
	}
	return checkTimedIDs(r.InstanceIds)
}

func checkTimedIDs(ids []string) error {
	return checkList(ids, "InstanceIds", idForm, errMalformedInstance, "ins- and 8 lower-case letters or digits")
}

// ImportInstancesActionTimerResponse is the output of ImportInstancesActionTimer.
type ImportInstancesActionTimerResponse struct{ ActionTimerIds []string }

func (s *Service) importTimers(ctx context.Context, tx store.Tx, c *call.Call, in *ImportInstancesActionTimerRequest) (*ImportInstancesActionTimerResponse, error) {
	out := &ImportInstancesActionTimerResponse{}
	_, err := s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := mayTime(i, in.ActionTimer.at(), c.Now); err != nil {
			return err
		}
		before, err := s.timerOf(ctx, tx, i)
		if err != nil {
			return err
		}
		if before != nil {
			return errTimerThere.Errorf("Instance %s has the timer %s already, which is due at %s.", i.ID, before.ID, *iso(before.Due))
		}
		id, err := s.addTimer(ctx, tx, c, i, in.ActionTimer.at())
		out.ActionTimerIds = append(out.ActionTimerIds, id)
		return err
	})
	return out, err
}
