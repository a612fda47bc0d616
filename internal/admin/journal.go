package admin

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/journal"
	"github.com/paifang/paifang/internal/money"
)

var journalRoutes = []Route{
	route("GET", "/v1/journal", "List the newest requests with the verdict of every check.", listJournal).asks(
		"limit: how many, 100 when left out", "module: only of that module", "action: only of that action", "code: only with that code",
		"account: only of that main account", "refused: true for refused ones only"),
	route("GET", "/v1/journal/summary", "Sum up all requests: calls by action and code, and the cost.", sumUp),
	route("GET", "/v1/journal/{request_id}", "Show one request.", showRequest),
}

func listJournal(_ context.Context, a *API, q Query, _ nothing) ([]journal.Entry, error) {
	limit := 100
	if text := q.Value("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > journal.Kept {
			return nil, badRequest("limit is %q; a number from 1 to %d is expected", text, journal.Kept)
		}
		limit = n
	}
	wants := func(name, value string) bool { return q.Value(name) == "" || q.Value(name) == value }
	return listed(a.Cloud.Journal.Newest(limit, func(e journal.Entry) bool {
		return wants("module", e.Module) && wants("action", e.Action) && wants("code", strconv.Itoa(e.Code)) &&
			wants("account", e.Account) && wants("refused", strconv.FormatBool(e.Refused))
	})), nil
}

func showRequest(_ context.Context, a *API, q Query, _ nothing) (journal.Entry, error) {
	e, ok := a.Cloud.Journal.Find(q.Path("request_id"))
	if !ok {
		return e, notFound("the journal has no request %s; it keeps the newest %d", q.Path("request_id"), journal.Kept)
	}
	return e, nil
}

// A Summary is what all requests came to.
type Summary struct {
	Calls   int     `json:"calls"`
	Refused int     `json:"refused"`
	Totals  []Total `json:"totals"`
	Cost    []Cost  `json:"cost"`
}

// A Total counts the calls of one action with one code.
type Total struct {
	Module  string `json:"module"`
	Action  string `json:"action"`
	Version string `json:"version,omitempty"`
	Code    int    `json:"code"`
	Count   int    `json:"count"`
}

// A Cost is what was charged or frozen, in yuan.
type Cost struct {
	What   string       `json:"what"`
	Amount money.Amount `json:"amount"`
}

func sumUp(_ context.Context, a *API, _ Query, _ nothing) (Summary, error) {
	s := a.Cloud.Journal.Summary()
	out := Summary{Calls: s.Calls, Refused: s.Refused, Totals: []Total{}, Cost: []Cost{}}
	for _, t := range s.Totals {
		out.Totals = append(out.Totals, Total{t.Module, t.Action, t.Version, t.Code, t.Count})
	}
	for _, c := range s.Cost {
		out.Cost = append(out.Cost, Cost{c.What, c.Amount})
	}
	return out, nil
}
