// Package recording keeps calls with their answers, one JSON line each, and makes them anew: what a client did once is
// a test that needs the client no more. It knows no wire; who makes the calls is the caller's affair.
package recording

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
)

// A Call is one call with its answer.
type Call struct {
	// After is how long after the first call of the recording it came, in cloud time.
	After   time.Duration `json:"after,omitempty"`
	Dialect string        `json:"dialect"`
	Module  string        `json:"module"`
	Version string        `json:"version,omitempty"`
	Action  string        `json:"action"`
	Region  string        `json:"region,omitempty"`
	// Params are flat (Filters.0.Name); the value of a secret one is "(secret)".
	Params [][2]string `json:"params,omitempty"`
	// Answer is the body as the caller got it.
	Answer json.RawMessage `json:"answer"`
}

// A Recorder writes calls down. It is safe for concurrent use.
type Recorder struct {
	mu    sync.Mutex
	to    *json.Encoder
	began time.Time
	err   error
}

// NewRecorder writes to w.
func NewRecorder(w io.Writer) *Recorder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &Recorder{to: enc}
}

// Record writes a call down, with its parameters as they may be shown.
func (r *Recorder) Record(c *call.Call, shown [][2]string, answer []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began.IsZero() {
		r.began = c.Now
	}
	line := Call{
		After: c.Now.Sub(r.began), Dialect: c.Dialect.String(), Module: c.Domain, Version: c.Version, Action: c.Action, Region: c.Region,
		Params: shown, Answer: answer,
	}
	if err := r.to.Encode(line); err != nil && r.err == nil {
		r.err = fmt.Errorf("record %s: %w", c.RequestID, err)
	}
}

// Err is the first error of writing.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// maxLine bounds a line of a recording: an answer may be long.
const maxLine = 16 << 20

// Read reads a recording.
func Read(r io.Reader) ([]Call, error) {
	var all []Call
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var c Call
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("recording, line %d: %w", len(all)+1, err)
		}
		all = append(all, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("recording, after line %d: %w", len(all), err)
	}
	return all, nil
}

// Tree is the parameters as an object: Filters.0.Name is the member Name of the first item of the list Filters. Every
// value is a text.
func (c Call) Tree() (map[string]any, error) { return param.Nest(c.Params, param.AsText) }
