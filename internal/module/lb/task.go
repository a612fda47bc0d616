package lb

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

const jobDone = "lb.done"

// refusesChange is what every change of a load balancer may meet.
var refusesChange = []*catalogue.Condition{errNoBalancer, errStatus, errBusy, errIsolated}

func refuses(more ...*catalogue.Condition) []*catalogue.Condition {
	return append(refusesChange[:len(refusesChange):len(refusesChange)], more...)
}

// TaskAnswer is the answer of a change: the number of the task that makes it.
type TaskAnswer struct {
	RequestID int64 `json:"requestId"`
}

// find is the caller's load balancer in the call's region; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, id string) (*LoadBalancer, error) {
	b, err := s.Store.Balancer(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if b == nil || b.Region != c.Region {
		return nil, errNoBalancer.Errorf("The load balancer %s does not exist in %s.", id, c.Region)
	}
	return b, nil
}

// change does something to a load balancer, and starts the task that brings it about. While that runs, no other change
// is taken.
func (s *Service) change(ctx context.Context, tx store.Tx, c *call.Call, id string, do func(b *LoadBalancer) error) (*TaskAnswer, error) {
	b, err := s.find(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	if err := b.changeable(); err != nil {
		return nil, err
	}
	if err := do(b); err != nil {
		return nil, err
	}
	if b.Task, err = s.start(ctx, tx, c, "lb.task", id); err != nil {
		return nil, err
	}
	return &TaskAnswer{b.Task}, s.Store.SetBalancer(ctx, tx, *b)
}

// start starts a task that is done after a delay.
func (s *Service) start(ctx context.Context, tx store.Tx, c *call.Call, delay string, balancers ...string) (int64, error) {
	return s.startTask(ctx, tx, c, delay, Task{Balancers: balancers})
}

// startTask starts a task of which more is known than what it is about.
func (s *Service) startTask(ctx context.Context, tx store.Tx, c *call.Call, delay string, t Task) (int64, error) {
	t.Account, t.Request = c.Caller.Account, c.RequestID
	for added := false; !added; {
		var err error
		if t.ID, err = strconv.ParseInt(s.Random.Digits(9), 10, 64); err != nil {
			return 0, err
		}
		if added, err = s.Store.AddTask(ctx, tx, t); err != nil {
			return 0, err
		}
	}
	return t.ID, s.Later.Put(ctx, tx, later.Job{
		Kind: jobDone, Key: strconv.FormatInt(t.ID, 10), Due: c.Now.Add(s.Settings.Now().Delay(delay)),
	})
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
	for _, id := range t.Balancers {
		b, err := s.Store.Balancer(ctx, tx, t.Account, id)
		if err != nil {
			return err
		}
		if b == nil || (b.Ready && b.Task != t.ID) {
			continue // deleted meanwhile
		}
		b.finish(j.Due)
		if err := s.Store.SetBalancer(ctx, tx, *b); err != nil {
			return err
		}
	}
	return s.Store.EndTask(ctx, tx, t.ID)
}

// DescribeLoadBalancersTaskResult tells whether a task is done.
var DescribeLoadBalancersTaskResult = action.Define(action.Spec{
	Name: "DescribeLoadBalancersTaskResult", Doc: "Tells whether a change is done.",
	Domain: "lb", Service: "clb", Refuses: []*catalogue.Condition{errNoTask},
}, (*Service).describeTaskResult)

// TaskRequest is the input of DescribeLoadBalancersTaskResult.
type TaskRequest struct {
	RequestID int64 `json:"requestId" api:"required" doc:"The number that the change was answered with."`
}

// TaskResponse is the answer of DescribeLoadBalancersTaskResult: 0 done, 1 failed, 2 running (facts/api2-protocol.md §5).
// No task fails here: what can't be done is refused at once.
type TaskResponse struct {
	Data TaskStatus `json:"data"`
}

// A TaskStatus is how a task stands.
type TaskStatus struct {
	Status int64 `json:"status"`
}

func (s *Service) describeTaskResult(ctx context.Context, tx store.Tx, c *call.Call, in *TaskRequest) (*TaskResponse, error) {
	t, err := s.Store.Task(ctx, tx, in.RequestID)
	if err != nil {
		return nil, err
	}
	if t == nil || t.Account != c.Caller.Account {
		return nil, errNoTask.Errorf("The task %d does not exist.", in.RequestID)
	}
	if t.Done {
		return &TaskResponse{TaskStatus{0}}, nil
	}
	return &TaskResponse{TaskStatus{2}}, nil
}
