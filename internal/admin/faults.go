package admin

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/fault"
)

var faultRoutes = []Route{
	route("GET", "/v1/faults", "List the fault rules.", listFaults),
	route("POST", "/v1/faults", "Add a fault rule: matching calls are delayed, refused, or their answers broken.", addFault),
	route("DELETE", "/v1/faults/{id}", "Remove a fault rule.", removeFault),
}

// A Fault makes matching calls fail; what is left out matches everything.
type Fault struct {
	ID      string `json:"id,omitempty"`
	Module  string `json:"module,omitempty"`
	Action  string `json:"action,omitempty"`
	Account string `json:"account,omitempty"`
	// Skip is how many matching calls are let through first; Times how many fail then, 0 for all.
	Skip  int `json:"skip,omitempty"`
	Times int `json:"times,omitempty"`
	// Delay is a duration such as 2s.
	Delay string `json:"delay,omitempty"`
	// Refuse is a code of the catalogue.
	Refuse int `json:"refuse,omitempty"`
	// Break is lost_call, lost_answer, truncated or not_json.
	Break string `json:"break,omitempty"`
}

func faultOf(r fault.Rule) Fault {
	f := Fault{ID: r.ID, Module: r.Module, Action: r.Action, Account: r.Account, Skip: r.Skip, Times: r.Times, Refuse: r.Refuse, Break: string(r.Break)}
	if r.Delay > 0 {
		f.Delay = r.Delay.String()
	}
	return f
}

func listFaults(_ context.Context, a *API, _ Query, _ nothing) ([]Fault, error) {
	out := []Fault{}
	for _, r := range a.Cloud.Faults.List() {
		out = append(out, faultOf(r))
	}
	return out, nil
}

func addFault(ctx context.Context, a *API, _ Query, in Fault) (Fault, error) {
	var delay time.Duration
	if in.Delay != "" {
		var err error
		if delay, err = (Span{in.Delay}).parse(); err != nil {
			return Fault{}, err
		}
	}
	r, err := a.Cloud.AddFault(ctx, fault.Rule{
		ID: in.ID, Module: in.Module, Action: in.Action, Account: in.Account, Skip: in.Skip, Times: in.Times,
		Delay: delay, Refuse: in.Refuse, Break: fault.Break(in.Break),
	})
	if err != nil {
		return Fault{}, badRequest("%s", err)
	}
	return faultOf(r), nil
}

func removeFault(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	removed, err := a.Cloud.RemoveFault(ctx, q.Path("id"))
	if err == nil && !removed {
		err = notFound("there is no fault rule %s", q.Path("id"))
	}
	return nothing{}, err
}
