package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstancesActionTimer lists timers.
var DescribeInstancesActionTimer = action.Define(action.Spec{
	Name: "DescribeInstancesActionTimer", Doc: "Lists the timers of instances, those too that have done what they were set for.",
	Domain3: "cvm", Version: version, Lists: "instance",
	Refuses: []*catalogue.Condition{errMalformedInstance, errTooManyIDs, errTime},
}, (*Service).describeTimers)

// DescribeInstancesActionTimerRequest is the input of DescribeInstancesActionTimer.
type DescribeInstancesActionTimerRequest struct {
	ActionTimerIds  []string `api:"max=100" doc:"The timers."`
	InstanceIds     []string `touches:"instance" doc:"The instances that they are set on."`
	TimerAction     string   `api:"oneof=TerminateInstances" doc:"What they do."`
	EndActionTime   string   `doc:"Until when they are due: 2018-05-01 19:00:00 in Beijing, or 2018-05-01T11:00:00Z."`
	StartActionTime string   `doc:"From when on they are due."`
	StatusList      []string `api:"oneof=UNDO DOING DONE" doc:"Where they are: UNDO, DOING, DONE."`
}

// Check implements action.Checker.
func (r *DescribeInstancesActionTimerRequest) Check() error {
	for name, text := range map[string]string{"StartActionTime": r.StartActionTime, "EndActionTime": r.EndActionTime} {
		if text == "" {
			continue
		}
		if _, err := readTime(name, text); err != nil {
			return err
		}
	}
	return checkTimedIDs(r.InstanceIds)
}

// DescribeInstancesActionTimerResponse is the output of DescribeInstancesActionTimer.
type DescribeInstancesActionTimerResponse struct{ ActionTimers []ActionTimerItem }

func (s *Service) describeTimers(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesActionTimerRequest) (*DescribeInstancesActionTimerResponse, error) {
	all, err := s.Store.Timers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	seen, err := s.listed(ctx, tx, c, nil, func(*Instance) bool { return true })
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesActionTimerResponse{}
	for _, t := range all {
		// Of an instance that is gone there is no more to decide by than its id.
		may := slices.ContainsFunc(seen, func(i *Instance) bool { return i.ID == t.Instance }) || c.Sees((&Instance{ID: t.Instance}).resource(), nil)
		if may && in.wants(t) {
			out.ActionTimers = append(out.ActionTimers, t.item())
		}
	}
	return out, nil
}

func (r *DescribeInstancesActionTimerRequest) wants(t *ActionTimer) bool {
	in := func(all []string, one string) bool { return len(all) == 0 || slices.Contains(all, one) }
	if !in(r.ActionTimerIds, t.ID) || !in(r.InstanceIds, t.Instance) || !in(r.StatusList, t.Status) || r.TimerAction != "" && r.TimerAction != t.Action {
		return false
	}
	if from, err := readTime("", r.StartActionTime); err == nil && t.Due.Before(from) {
		return false
	}
	until, err := readTime("", r.EndActionTime)
	return err != nil || !t.Due.After(until)
}
