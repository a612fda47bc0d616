package lb

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// What the actions of API 3.0 have in common.

const version = "2018-03-17"

// reads declares an action that looks, changes one that makes a change.
func reads(name, doc string, refuses ...*catalogue.Condition) action.Spec {
	return action.Spec{Name: name, Doc: doc, Domain3: "clb", Version: version, Refuses: refuses}
}

func changes(name, doc string, refuses ...*catalogue.Condition) action.Spec {
	s := reads(name, doc, refuses...)
	s.Changes = true
	return s
}

// Done is the answer of a change that says nothing: DescribeTaskStatus tells of it by the request's id.
type Done struct{}

// A Filter keeps of a list what has one of some values.
type Filter struct {
	Name   string   `api:"required" doc:"What is compared."`
	Values []string `api:"required,max=50" doc:"One of these is expected."`
}

// filtered tells whether all filters keep what has the fields; tag:KEY and tag-key are looked up in tags.
func filtered(filters []Filter, fields map[string][]string, tags []TagInfo) (bool, error) {
	for _, f := range filters {
		have, known := fields[f.Name]
		key, byTag := strings.CutPrefix(f.Name, "tag:")
		switch {
		case byTag:
			for _, t := range tags {
				if t.TagKey == key {
					have = append(have, t.TagValue)
				}
			}
		case f.Name == "tag-key":
			for _, t := range tags {
				have = append(have, t.TagKey)
			}
		case !known:
			return false, errFilter.Errorf("The filter %s is not known here.", f.Name)
		}
		if !slices.ContainsFunc(have, func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false, nil
		}
	}
	return true, nil
}

// checkFilters refuses filters that are not known, where nothing is there to compare.
func checkFilters(filters []Filter, names ...string) error {
	for _, f := range filters {
		if !slices.Contains(names, f.Name) && (!strings.HasPrefix(f.Name, "tag:") || !slices.Contains(names, "tag-key")) {
			return errFilter.Errorf("The filter %s is not known; one of %s is expected.", f.Name, strings.Join(names, ", "))
		}
	}
	return nil
}

// atTime writes a time as API 3.0's clb does; an empty text is one that does not come.
func atTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(china).Format(time.DateTime)
}

// changed makes a change of one load balancer, of which the answer says nothing.
func (s *Service) changed(ctx context.Context, tx store.Tx, c *call.Call, id string, do func(b *LoadBalancer) error) (*Done, error) {
	return s.changedAll(ctx, tx, c, []string{id}, do)
}

// changedAll makes a change of several by one task: all of them, or none.
func (s *Service) changedAll(ctx context.Context, tx store.Tx, c *call.Call, ids []string, do func(b *LoadBalancer) error) (*Done, error) {
	return s.changedIf(ctx, tx, c, ids, (*LoadBalancer).changeable, do)
}

// changedMeanwhile is changed for the actions that don't list FailedOperation.ResourceInOperating (facts/api3-clb.json): they
// are taken while another task runs, and what is under way then ends with theirs.
func (s *Service) changedMeanwhile(ctx context.Context, tx store.Tx, c *call.Call, do func(b *LoadBalancer) error, ids ...string) (*Done, error) {
	return s.changedIf(ctx, tx, c, ids, (*LoadBalancer).usable, do)
}

func (s *Service) changedIf(ctx context.Context, tx store.Tx, c *call.Call, ids []string, may func(b *LoadBalancer) error, do func(b *LoadBalancer) error) (*Done, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var all []*LoadBalancer
	for _, id := range ids {
		b, err := s.find(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if err := may(b); err != nil {
			return nil, err
		}
		if err := do(b); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	task, err := s.start(ctx, tx, c, "lb.task", ids...)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		b.Task = task
		if err := s.Store.SetBalancer(ctx, tx, *b); err != nil {
			return nil, err
		}
	}
	return &Done{}, nil
}

// DescribeTaskStatus tells whether a change is done.
var DescribeTaskStatus = action.Define(reads("DescribeTaskStatus", "Tells whether a change is done.", errNoTask), (*Service).describeTaskStatus)

// DescribeTaskStatusRequest is the input of DescribeTaskStatus.
type DescribeTaskStatusRequest struct {
	TaskId   string `doc:"The RequestId that the change was answered with."`
	DealName string `doc:"The order in place of it."`
}

// Check refuses a call that names neither or both.
func (r *DescribeTaskStatusRequest) Check() error {
	if r.TaskId == "" && r.DealName == "" {
		return catalogue.MissingParameter.Errorf("Neither TaskId nor DealName is given; one of them is expected.")
	}
	return nil
}

// DescribeTaskStatusResponse is the answer of DescribeTaskStatus: 0 done, 1 failed, 2 running. No task fails here: what
// can't be done is refused at once.
type DescribeTaskStatusResponse struct {
	Status          int64
	LoadBalancerIds []string
	Message         string
}

func (s *Service) describeTaskStatus(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTaskStatusRequest) (*DescribeTaskStatusResponse, error) {
	key := TaskKey{Request: in.TaskId}
	if in.TaskId == "" {
		key = TaskKey{Deal: in.DealName}
	}
	t, err := s.Store.FindTask(ctx, tx, c.Caller.Account, key)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, errNoTask.Errorf("The task %s does not exist.", in.TaskId+in.DealName)
	}
	out := &DescribeTaskStatusResponse{Status: 2, LoadBalancerIds: t.Balancers}
	if t.Done {
		out.Status = 0
	}
	return out, nil
}
