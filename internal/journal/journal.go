// Package journal is the record of what was asked of the cloud and what became of it: a bounded number of the newest
// requests, each with the verdict of every check, and counts over all of them.
package journal

import (
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/money"
)

// Kept is how many requests a journal remembers unless told otherwise.
const Kept = 10_000

// What an entry keeps of what a caller may choose freely: anybody can write into a journal, and it must stay small.
const (
	keptName   = 128  // of a name: a host, an action, a SecretId
	keptText   = 2048 // of a message
	keptValue  = 512  // of a parameter's value
	keptParams = 100  // parameters
	keptSeen   = 16 << 10
	keptTotals = 4096 // actions and codes that are counted apart
)

// An Entry is one request.
type Entry struct {
	RequestID string    `json:"request_id"`
	Time      time.Time `json:"time"`
	CloudTime time.Time `json:"cloud_time"`
	Remote    string    `json:"remote"`
	Dialect   string    `json:"dialect"`
	Host      string    `json:"host"`
	Module    string    `json:"module"`
	Action    string    `json:"action"`
	Version   string    `json:"version,omitempty"`
	Region    string    `json:"region"`
	Client    string    `json:"client,omitempty"`

	SecretID string `json:"secret_id,omitempty"`
	// Caller is known once the key is; Account owns what was asked for.
	Caller  string `json:"caller,omitempty"`
	Account string `json:"account,omitempty"`

	Params [][2]string `json:"params,omitempty"`

	// Code is the catalogue's number, Condition the name in the caller's dialect.
	Code      int    `json:"code"`
	Condition string `json:"condition,omitempty"`
	Message   string `json:"message,omitempty"`
	// Check is the one that refused; empty when the action itself did, and then Refused holds all the same.
	Check    string         `json:"check,omitempty"`
	Refused  bool           `json:"refused"`
	Fault    string         `json:"fault,omitempty"`
	Verdicts []door.Verdict `json:"verdicts,omitempty"`

	Took time.Duration `json:"took_ns"`
	Cost []call.Cost   `json:"cost,omitempty"`
}

// A Journal keeps entries. It is safe for concurrent use.
type Journal struct {
	mu      sync.Mutex
	entries []Entry // a ring once it is full
	next    int
	kept    int
	byID    map[string]int
	totals  map[Total]int
	cost    map[string]money.Amount
	calls   int
	used    map[string]time.Time // by SecretId, of keys whose signature held
}

// A Total counts the calls of one action that ended with one code.
type Total struct {
	Module, Action, Version string
	Code                    int
}

// New is a journal that remembers that many requests.
func New(kept int) *Journal {
	return &Journal{kept: kept, byID: map[string]int{}, totals: map[Total]int{}, cost: map[string]money.Amount{}, used: map[string]time.Time{}}
}

// clip shortens what is longer than a journal keeps.
func (e *Entry) clip() {
	for _, s := range []*string{&e.Host, &e.Module, &e.Action, &e.Version, &e.Client, &e.SecretID} {
		*s = clip(*s, keptName)
	}
	e.Message = clip(e.Message, keptText)
	if len(e.Params) > keptParams {
		e.Params = e.Params[:keptParams:keptParams]
	}
	for i := range e.Params {
		e.Params[i] = [2]string{clip(e.Params[i][0], keptName), clip(e.Params[i][1], keptValue)}
	}
	for _, v := range e.Verdicts {
		for i := range v.Notes {
			v.Notes[i].Seen = clip(v.Notes[i].Seen, keptSeen)
		}
	}
}

// clip is a copy of the beginning of s, so that the rest of what it was part of can be forgotten.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.Clone(strings.ToValidUTF8(s[:most], "")) + "…"
}

// Write adds an entry, shortened where it is long; the oldest makes room for it.
func (j *Journal) Write(e Entry) {
	e.clip()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls++
	total := Total{e.Module, e.Action, e.Version, e.Code}
	if _, counted := j.totals[total]; !counted && len(j.totals) >= keptTotals {
		total = Total{Module: "(others)", Code: e.Code}
	}
	j.totals[total]++
	if e.Caller != "" {
		j.used[e.SecretID] = e.CloudTime
	}
	for _, c := range e.Cost {
		if sum, err := j.cost[c.What].Add(c.Amount); err == nil {
			j.cost[c.What] = sum
		}
	}
	if len(j.entries) < j.kept {
		j.byID[e.RequestID] = len(j.entries)
		j.entries = append(j.entries, e)
		return
	}
	delete(j.byID, j.entries[j.next].RequestID)
	j.entries[j.next] = e
	j.byID[e.RequestID] = j.next
	j.next = (j.next + 1) % j.kept
}

// LastUsed is when a key last came with a call, in cloud time; the zero time for one that has not since the start.
func (j *Journal) LastUsed(secretID string) time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.used[secretID]
}

// Find is the request of that id.
func (j *Journal) Find(requestID string) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	i, ok := j.byID[requestID]
	if !ok {
		return Entry{}, false
	}
	return j.entries[i], true
}

// Newest lists at most n requests for which want holds, the newest first; a nil want wants all.
func (j *Journal) Newest(n int, want func(Entry) bool) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []Entry
	for i := range len(j.entries) {
		at := (j.next - 1 - i + 2*len(j.entries)) % len(j.entries)
		if e := j.entries[at]; len(out) < n && (want == nil || want(e)) {
			out = append(out, e)
		}
	}
	return out
}

// A Summary is what all requests so far came to.
type Summary struct {
	Calls, Refused int
	Totals         []Count
	Cost           []call.Cost
}

// A Count is a total with its number.
type Count struct {
	Total
	Count int
}

// Summary sums up, in the order of module, action and code.
func (j *Journal) Summary() Summary {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := Summary{Calls: j.calls}
	for t, n := range j.totals {
		s.Totals = append(s.Totals, Count{t, n})
		if t.Code != 0 {
			s.Refused += n
		}
	}
	sort.Slice(s.Totals, func(a, b int) bool {
		x, y := s.Totals[a].Total, s.Totals[b].Total
		switch {
		case x.Module != y.Module:
			return x.Module < y.Module
		case x.Action != y.Action:
			return x.Action < y.Action
		case x.Version != y.Version:
			return x.Version < y.Version
		default:
			return x.Code < y.Code
		}
	})
	for what, amount := range j.cost {
		s.Cost = append(s.Cost, call.Cost{What: what, Amount: amount})
	}
	sort.Slice(s.Cost, func(a, b int) bool { return s.Cost[a].What < s.Cost[b].What })
	return s
}
