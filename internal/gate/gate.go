// Package gate is the way of one request: it has a dialect read it, the door check it, fault rules break it, the action
// do it, the dialect write the answer, and the journal keep it. It decides nothing of these itself.
package gate

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/fault"
	"github.com/paifang/paifang/internal/journal"
	"github.com/paifang/paifang/internal/store"
)

// Deadline is how long a call may take before it is answered 6000.
const Deadline = 60 * time.Second

// A Gate serves the API over HTTP. Its fields are set before it serves.
type Gate struct {
	Door    *door.Door
	DB      store.DB
	Nonces  action.Nonces
	Faults  *fault.Rules
	Journal *journal.Journal
	Wall    clock.Clock
	Cloud   clock.Clock
	// NewID draws a request id.
	NewID func() string
	// CatchUp does what is due before a call sees the cloud.
	CatchUp func(ctx context.Context) error
	// Record is given every call that an action was found for, with its parameters as they may be shown and its answer;
	// nil for nobody.
	Record func(c *call.Call, shown [][2]string, answer []byte)
	// Observe is told of every answered call; nil for nobody.
	Observe func(e journal.Entry)
	Log     *slog.Logger
}

// ServeHTTP answers one request. Every answer has status 200, for clients raise on any other before they look at the
// code (facts/api2-protocol.md §1.4), and the header X-TC-RequestId.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), Deadline)
	defer cancel()
	c := &call.Call{
		RequestID: g.NewID(), Received: g.Wall.Now(), Now: g.Cloud.Now(),
		PlainHTTP: r.TLS == nil, Method: r.Method, Host: r.Host,
	}
	if a, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		c.Remote = a.Addr()
	}
	reader := g.read(r, c)
	out, passage, rule, err := g.do(ctx, c)
	refusal := catalogue.As(err)
	body, werr := reader.write(c, out, refusal)
	if werr != nil {
		err, refusal = werr, catalogue.As(werr)
		body, _ = reader.write(c, nil, refusal)
	}
	if refusal != nil && refusal.Condition == catalogue.Internal && err != nil {
		g.Log.ErrorContext(ctx, "internal error", "request_id", c.RequestID, "module", c.Domain, "action", c.Action, "error", err)
	}
	shown := g.note(c, out, passage, rule, refusal, reader.name)
	if g.Record != nil && passage != nil && passage.Action != nil {
		g.Record(c, shown, body)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("X-TC-RequestId", c.RequestID)
	if rule != nil && rule.Break != "" {
		breakAnswer(w, rule.Break, body)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a caller that is gone can't be told
}

// do takes the call through the door and has its action done. A panic in either is an error like any other.
func (g *Gate) do(ctx context.Context, c *call.Call) (out any, p *door.Passage, rule *fault.Rule, err error) {
	defer func() {
		if v := recover(); v != nil {
			g.Log.ErrorContext(ctx, "panic", "request_id", c.RequestID, "value", v, "stack", string(debug.Stack()))
			out, err = nil, errors.New("panic")
		}
	}()
	p, err = g.Door.Pass(ctx, c)
	defer p.Release()
	if err != nil {
		return nil, p, nil, err
	}
	if err := g.CatchUp(ctx); err != nil {
		return nil, p, nil, err
	}
	if rule = g.Faults.For(c); rule != nil {
		if err := clock.Sleep(ctx, rule.Delay); err != nil {
			return nil, p, rule, err
		}
		if rule.Refuse != 0 {
			return nil, p, rule, catalogue.Row(rule.Refuse).Errorf("Refused on purpose by the fault rule %s.", rule.ID)
		}
		if rule.Break == fault.LostCall {
			return nil, p, rule, nil
		}
	}
	out, err = p.Action.Do(ctx, g.DB, g.Nonces, c)
	return out, p, rule, err
}

// note writes the call into the journal; it returns the parameters as they may be shown.
func (g *Gate) note(c *call.Call, out any, p *door.Passage, rule *fault.Rule, refusal *catalogue.Refusal, name func(*catalogue.Condition) string) (shown [][2]string) {
	e := journal.Entry{
		RequestID: c.RequestID, Time: c.Received, CloudTime: c.Now, Dialect: c.Dialect.String(), Host: c.Host,
		Module: c.Domain, Action: c.Action, Version: c.Version, Region: c.Region, Client: c.Client,
		SecretID: c.SecretID, Account: c.Caller.Account, Took: g.Wall.Now().Sub(c.Received), Cost: c.Cost,
	}
	if c.Remote.IsValid() {
		e.Remote = c.Remote.String()
	}
	if c.Caller.Account != "" {
		e.Caller = c.Caller.Kind.String() + " " + c.Caller.Uin
	}
	if p != nil {
		e.Verdicts = p.Verdicts
		if p.Action != nil {
			shown, _ = p.Action.Shown(c.Params)
			e.Params = slices.Clone(shown) // the journal clips them
		}
		if n := len(p.Verdicts); n > 0 && p.Verdicts[n-1].Refused {
			e.Check = p.Verdicts[n-1].Check
		}
	}
	if rule != nil {
		e.Fault = rule.ID
	}
	if b, ok := out.(action.Batched); ok && refusal == nil {
		refusal = b.Batch().Outcome()
	}
	if refusal != nil {
		e.Code, e.Condition, e.Message = refusal.Condition.Code.Number, name(refusal.Condition), refusal.Message
		e.Refused = e.Code != 0
	}
	g.Journal.Write(e)
	if g.Observe != nil {
		g.Observe(e)
	}
	return shown
}

// breakAnswer answers as a fault rule wants it.
func breakAnswer(w http.ResponseWriter, b fault.Break, body []byte) {
	switch b {
	case fault.LostCall, fault.LostAnswer:
		panic(http.ErrAbortHandler) // net/http's way to close the connection without an answer
	case fault.Truncated:
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	case fault.NotJSON:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = bytes.NewBufferString("<html><body>502 Bad Gateway</body></html>\n").WriteTo(w)
	}
}
