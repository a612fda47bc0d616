// Package fault makes calls fail on purpose: late, refused, or broken on the wire. It decides which calls a rule
// matches and how often; the gate carries it out.
package fault

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
)

// A Break is a way to break an answer.
type Break string

// The ways to break an answer.
const (
	// LostCall closes the connection before the action runs.
	LostCall Break = "lost_call"
	// LostAnswer runs the action and closes the connection instead of answering: did it happen or not?
	LostAnswer Break = "lost_answer"
	// Truncated sends half of the answer.
	Truncated Break = "truncated"
	// NotJSON sends a page as a broken proxy would, with status 502.
	NotJSON Break = "not_json"
)

// Breaks lists the ways.
var Breaks = []Break{LostCall, LostAnswer, Truncated, NotJSON}

// A Rule makes matching calls fail. An empty field matches everything.
type Rule struct {
	ID      string `json:"id"`
	Module  string `json:"module,omitempty"`
	Action  string `json:"action,omitempty"`
	Account string `json:"account,omitempty"`
	// Skip is how many matching calls are let through first.
	Skip int `json:"skip,omitempty"`
	// Times is how many calls fail then; 0 for all.
	Times int `json:"times,omitempty"`

	// Delay holds the call up before its action.
	Delay time.Duration `json:"delay,omitempty"`
	// Refuse is the number of a row to refuse with; 0 for none.
	Refuse int `json:"refuse,omitempty"`
	// Break is how the answer breaks; empty for not at all.
	Break Break `json:"break,omitempty"`
}

// Check tells what is wrong with the rule.
func (r *Rule) Check() error {
	if r.Refuse != 0 && catalogue.Row(r.Refuse) == nil {
		return fmt.Errorf("refuse is %d; a code of the catalogue is expected", r.Refuse)
	}
	if r.Break != "" && !slices.Contains(Breaks, r.Break) {
		return fmt.Errorf("break is %q; one of %v is expected", r.Break, Breaks)
	}
	if r.Skip < 0 || r.Times < 0 || r.Delay < 0 {
		return fmt.Errorf("skip, times and delay may not be negative")
	}
	if r.Delay == 0 && r.Refuse == 0 && r.Break == "" {
		return fmt.Errorf("the rule does nothing; delay, refuse or break is expected")
	}
	return nil
}

func (r *Rule) matches(c *call.Call) bool {
	return (r.Module == "" || r.Module == c.Domain) && (r.Action == "" || r.Action == c.Action) && (r.Account == "" || r.Account == c.Caller.Account)
}

// Rules holds the rules in force. The zero value has none. It is safe for concurrent use.
type Rules struct {
	mu    sync.Mutex
	rules []*armed
	drawn int
}

type armed struct {
	Rule
	met int
}

// Add puts a rule in force, after those that are there, and returns it with an id.
func (rs *Rules) Add(r Rule) (Rule, error) {
	if err := r.Check(); err != nil {
		return r, fmt.Errorf("fault rule: %w", err)
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r.ID == "" {
		rs.drawn++
		r.ID = fmt.Sprintf("fault-%d", rs.drawn)
	}
	if slices.ContainsFunc(rs.rules, func(a *armed) bool { return a.ID == r.ID }) {
		return r, fmt.Errorf("fault rule %q is there already", r.ID)
	}
	rs.rules = append(rs.rules, &armed{Rule: r})
	return r, nil
}

// Remove takes a rule out of force; it returns false when there is none of that id.
func (rs *Rules) Remove(id string) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	n := len(rs.rules)
	rs.rules = slices.DeleteFunc(rs.rules, func(a *armed) bool { return a.ID == id })
	return len(rs.rules) < n
}

// List lists the rules in force in their order.
func (rs *Rules) List() []Rule {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	out := make([]Rule, len(rs.rules))
	for i, a := range rs.rules {
		out[i] = a.Rule
	}
	return out
}

// For is the first rule that makes this call fail, nil when none does.
func (rs *Rules) For(c *call.Call) *Rule {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, a := range rs.rules {
		if !a.matches(c) {
			continue
		}
		a.met++
		if a.met <= a.Skip || (a.Times > 0 && a.met > a.Skip+a.Times) {
			continue
		}
		r := a.Rule
		return &r
	}
	return nil
}
