package cvm

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// An ActionTimer does something to an instance at a time.
type ActionTimer struct {
	ID, Account, Creator, Region, Instance string
	// Action is TerminateInstances: there is no other.
	Action  string
	Due     time.Time
	Status  string
	Created time.Time
}

// Where a timer is: it waits, it tries, it has tried.
const (
	TimerWaits = "UNDO"
	TimerTries = "DOING"
	TimerDone  = "DONE"
)

const (
	jobTimer = "cvm.timer" // a timer is due
	// leastAhead is how far ahead a timer is set at least, retryTimer when it tries again where another operation is under way.
	leastAhead = 5 * time.Minute
	retryTimer = time.Minute
)

var (
	errMalformedInstance = catalogue.InvalidParameter.Named("InvalidParameterValue.InstanceIdMalformed")
	errTime              = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidTimeFormat")
	errTimerThere        = catalogue.OperationFailed.Named("FailedOperation.MutActionTimerExist")
	errNotTimed          = catalogue.OperationFailed.Named("UnsupportedOperation.NotSupportImportInstancesActionTimer")
	errNoTimer           = catalogue.NotFound
	errTimerDone         = catalogue.OperationFailed
)

// ActionTimerToSet is what a request says of a timer.
type ActionTimerToSet struct {
	TimerAction string `api:"required,oneof=TerminateInstances" doc:"What is done: TerminateInstances."`
	ActionTime  string `api:"required" doc:"When: 2018-05-29T11:26:40Z, or 2018-05-29 19:26:40 in Beijing; more than 5 minutes from now."`
}

func (t *ActionTimerToSet) check() error {
	if t == nil {
		return nil
	}
	_, err := readTime("ActionTimer.ActionTime", t.ActionTime)
	return err
}

// at is when it is due; zero for none. It was checked.
func (t *ActionTimerToSet) at() (due time.Time) {
	if t != nil {
		due, _ = readTime("", t.ActionTime)
	}
	return due
}

// readTime reads a time in one of the two forms that the documents print: in UTC with a Z, in Beijing without.
func readTime(name, text string) (time.Time, error) {
	if t, err := time.Parse("2006-01-02T15:04:05Z", text); err == nil {
		return t.UTC(), nil
	}
	if t, err := time.ParseInLocation("2006-01-02 15:04:05", text, beijing); err == nil {
		return t.UTC(), nil
	}
	return time.Time{}, errTime.Errorf("Parameter %s is %s; a time such as 2018-05-29T11:26:40Z or 2018-05-29 19:26:40 is expected.", name, param.Quote(text))
}

// mayTime refuses a time that is too near, and an instance that is paid in advance.
func mayTime(i *Instance, due, now time.Time) error {
	if due.Sub(now) <= leastAhead {
		return errTime.Errorf("Parameter ActionTimer.ActionTime is %s; more than 5 minutes from now, %s, is expected.", *iso(due), *iso(now))
	}
	if i.isPrepaid() {
		return errNotTimed.Errorf("An instance that is %s has no timer; %s or %s is expected.", i.Charge, Postpaid, Spot)
	}
	return nil
}

// addTimer sets a timer on an instance that may have one.
func (s *Service) addTimer(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, due time.Time) (string, error) {
	t := &ActionTimer{
		ID: s.Random.UUID(), Account: i.Account, Creator: c.Caller.Uin, Region: i.Region, Instance: i.ID, Action: terminate.op, Due: due, Status: TimerWaits, Created: c.Now,
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobTimer, Key: t.ID, Due: due}); err != nil {
		return "", err
	}
	return t.ID, s.Store.PutTimer(ctx, tx, t)
}

// timerOf is the timer of an instance that has not done anything yet; nil where there is none.
func (s *Service) timerOf(ctx context.Context, tx store.Tx, i *Instance) (*ActionTimer, error) {
	all, err := s.Store.Timers(ctx, tx, i.Account, i.Region)
	n := slices.IndexFunc(all, func(t *ActionTimer) bool { return t.Instance == i.ID && t.Status != TimerDone })
	if err != nil || n < 0 {
		return nil, err
	}
	return all[n], nil
}

// dropTimer takes the timer off an instance that is going by other means.
func (s *Service) dropTimer(ctx context.Context, tx store.Tx, i *Instance) error {
	t, err := s.timerOf(ctx, tx, i)
	if err != nil || t == nil {
		return err
	}
	if err := s.Later.Cancel(ctx, tx, jobTimer, t.ID); err != nil {
		return err
	}
	return s.Store.RemoveTimer(ctx, tx, t.ID)
}

// ring is a timer that is due: it does what its creator's call would do. While another operation is under way it waits;
// where the instance may not be terminated at all, it has tried, and the instance stays.
func (s *Service) ring(ctx context.Context, tx store.Tx, j later.Job) error {
	t, err := s.Store.Timer(ctx, tx, j.Key)
	if err != nil || t == nil || t.Status == TimerDone {
		return err
	}
	i, err := s.Store.Instance(ctx, tx, t.Instance)
	if err != nil || i == nil {
		return err
	}
	if i.underWay() {
		t.Status = TimerTries
		if err := s.Later.Put(ctx, tx, later.Job{Kind: jobTimer, Key: t.ID, Due: j.Due.Add(retryTimer)}); err != nil {
			return err
		}
		return s.Store.PutTimer(ctx, tx, t)
	}
	c := &call.Call{Now: j.Due, Region: i.Region, Caller: call.Caller{Account: i.Account, Uin: t.Creator}}
	var refusal *catalogue.Refusal
	if err := tx.Savepoint(ctx, func() error { return s.giveBack(ctx, tx, c, i) }); err != nil && !errors.As(err, &refusal) {
		return err
	}
	t.Status = TimerDone
	return s.Store.PutTimer(ctx, tx, t)
}

// underWay tells whether an instance is on its way to another state.
func (i *Instance) underWay() bool { return i.Next != "" && i.Next != gone }

// ActionTimerItem is the API's ActionTimer.
type ActionTimerItem struct {
	TimerAction   string
	ActionTime    *string
	Externals     Externals
	ActionTimerId string
	Status        string
	InstanceId    string
}

func (t *ActionTimer) item() ActionTimerItem {
	return ActionTimerItem{TimerAction: t.Action, ActionTime: iso(t.Due), ActionTimerId: t.ID, Status: t.Status, InstanceId: t.Instance}
}
