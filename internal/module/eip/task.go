package eip

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

const jobDone = "eip.done"

// A Task brings addresses into the states that they are on their way to.
type Task struct {
	ID        int64
	Account   string
	Addresses []string
	// Deal is the order that it belongs to, if any.
	Deal string
	Done bool
}

// TaskResponse is the answer of a change: the number of the task that makes it, as text.
type TaskResponse struct {
	TaskId string
}

// start starts a task that is done after a delay, before it is known which addresses it is about.
func (s *Service) start(ctx context.Context, tx store.Tx, c *call.Call) (*Task, error) {
	t := &Task{Account: c.Caller.Account}
	for added := false; !added; {
		var err error
		if t.ID, err = strconv.ParseInt(s.Random.Digits(9), 10, 64); err != nil {
			return nil, err
		}
		if added, err = s.Store.AddTask(ctx, tx, t); err != nil {
			return nil, err
		}
	}
	return t, s.Later.Put(ctx, tx, later.Job{Kind: jobDone, Key: strconv.FormatInt(t.ID, 10), Due: c.Now.Add(s.Settings.Now().Delay("eip.task"))})
}

// moves has an address go to a state by a task of its own.
func (s *Service) moves(ctx context.Context, tx store.Tx, c *call.Call, a *Address, through, to string) (*TaskResponse, error) {
	t, err := s.start(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	a.move(through, to, t.ID)
	t.Addresses = []string{a.ID}
	if err := s.Store.PutTask(ctx, tx, t); err != nil {
		return nil, err
	}
	return &TaskResponse{strconv.FormatInt(t.ID, 10)}, s.Store.PutAddress(ctx, tx, a)
}

// done ends a task.
func (s *Service) done(ctx context.Context, tx store.Tx, j later.Job) error {
	id, err := strconv.ParseInt(j.Key, 10, 64)
	if err != nil {
		return err
	}
	t, err := s.Store.Task(ctx, tx, id)
	if err != nil || t == nil {
		return err
	}
	for _, id := range t.Addresses {
		a, err := s.Store.Address(ctx, tx, t.Account, id)
		if err != nil {
			return err
		}
		switch {
		case a == nil || a.Task != t.ID:
			continue // gone, or on another way
		case a.Gone:
			err = s.remove(ctx, tx, a)
		default:
			a.finish()
			err = s.Store.PutAddress(ctx, tx, a)
		}
		if err != nil {
			return err
		}
	}
	t.Done = true
	return s.Store.PutTask(ctx, tx, t)
}

// DescribeTaskResult tells whether a task is done.
var DescribeTaskResult = action.Define(action.Spec{
	Name: "DescribeTaskResult", Doc: "Tells whether a change of addresses is done.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errNoTask},
}, (*Service).describeTaskResult)

// DescribeTaskResultRequest is the input of DescribeTaskResult.
type DescribeTaskResultRequest struct {
	TaskId   *int64 `api:"min=0" doc:"The number that the change was answered with."`
	DealName string `doc:"The order in place of it."`
}

// Check implements action.Checker.
func (r *DescribeTaskResultRequest) Check() error {
	if (r.TaskId == nil) == (r.DealName == "") {
		return catalogue.MissingParameter.Errorf("The request names %s; one of TaskId and DealName is expected.", map[bool]string{true: "neither", false: "both"}[r.TaskId == nil])
	}
	return nil
}

// DescribeTaskResultResponse is the output of DescribeTaskResult: SUCCESS or RUNNING. No task fails here: what can't be done is
// refused at once.
type DescribeTaskResultResponse struct {
	TaskId int64
	Result string
}

func (s *Service) describeTaskResult(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTaskResultRequest) (*DescribeTaskResultResponse, error) {
	var t *Task
	var err error
	if in.TaskId != nil {
		t, err = s.Store.Task(ctx, tx, *in.TaskId)
	} else {
		t, err = s.Store.TaskOfDeal(ctx, tx, c.Caller.Account, in.DealName)
	}
	if err != nil {
		return nil, err
	}
	if t == nil || t.Account != c.Caller.Account {
		return nil, errNoTask.Errorf("The task does not exist.")
	}
	out := &DescribeTaskResultResponse{TaskId: t.ID, Result: "RUNNING"}
	if t.Done {
		out.Result = "SUCCESS"
	}
	return out, nil
}
