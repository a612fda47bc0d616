// Package door is the front door: the ordered list of checks that a request passes before its action runs. Each check
// is one file, named after what it refuses. The door sees no HTTP and knows no module.
//
// The order is part of the contract with callers: it decides which of several faults is told, and it keeps a stranger
// from learning about, or using up, what is another's.
package door

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/rate"
	"github.com/paifang/paifang/internal/replay"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
)

// Order is the door.
var Order = []Check{
	PlainHTTP,
	BadCommonParameter,
	UnknownAction,
	UnderMaintenance,
	UnknownKey,
	BadSignature,
	StaleTimestamp,
	ReplayedNonce, // after BadSignature: a forger must not use up a nonce
	BadToken,
	BlockedAccount,
	NotOnAllowList,
	OverRate, // after the key is proven: nobody uses up another's rate
	BadParameter,
	MissingMFA,
	DeniedByPolicy,
}

// A Check is one thing that the door refuses.
type Check struct {
	// Refuses names it; a world that switches it off uses this name.
	Refuses string
	// Doc is its sentence.
	Doc string
	// With are the rows that it refuses with.
	With []*catalogue.Condition
	// OfCaller holds for a check of what is known of the caller: where nobody signed there is nothing that it could check.
	OfCaller bool
	// Needed holds for a check without which there is no call to make: it can't be switched off.
	Needed bool
	// Run returns the refusal, nil to let through. What it saw goes into the verdict.
	Run func(ctx context.Context, d *Door, p *Passage, v *Verdict) error
}

// A Door passes calls. Its fields are set before it is used, and not changed then.
type Door struct {
	Table     *action.Table
	DB        store.DB
	Directory *identity.Directory
	Settings  *settings.Keeper
	Wall      clock.Clock
	Nonces    Nonces
	Rates     rate.Source
	Slots     *rate.Slots
}

// Nonces is the memory of nonces; *replay.Memory is one.
type Nonces interface {
	// Claim uses up a nonce; it returns false when it was used before.
	Claim(k replay.Key, at time.Time) (fresh bool, err error)
	// Floor is the time before which Timestamps are refused, since what was used then may be forgotten.
	Floor() time.Time
}

// A Passage is a call on its way through the door, with what the checks have found out for those after them.
type Passage struct {
	Call   *call.Call
	Action *action.Bound
	Key    *identity.Key
	Rights policy.Set

	// Verdicts are those of the checks that ran, in order.
	Verdicts []Verdict
	release  []func()
}

// Release gives back what the call held while it ran. It is called once, when the call is answered.
func (p *Passage) Release() {
	for _, f := range p.release {
		f()
	}
	p.release = nil
}

// A Verdict is what one check said of one call.
type Verdict struct {
	Check   string        `json:"check"`
	Refused bool          `json:"refused,omitempty"`
	Off     bool          `json:"off,omitempty"`
	Notes   []Note        `json:"notes,omitempty"`
	Took    time.Duration `json:"-"`
}

// A Note is a piece of evidence.
type Note struct {
	What string `json:"what"`
	Seen string `json:"seen"`
}

// Note writes a piece of evidence down. It must hold no secret.
func (v *Verdict) Note(what string, seen any) {
	v.Notes = append(v.Notes, Note{what, fmt.Sprint(seen)})
}

// Pass runs the checks in their order until one refuses. The passage is returned in either case and must be released.
func (d *Door) Pass(ctx context.Context, c *call.Call) (*Passage, error) {
	p := &Passage{Call: c, Verdicts: make([]Verdict, 0, len(Order))}
	s := d.Settings.Now()
	for _, check := range Order {
		v := Verdict{Check: check.Refuses}
		if s.Off(check.Refuses) && !check.Needed {
			v.Off = true
			p.Verdicts = append(p.Verdicts, v)
			continue
		}
		if check.OfCaller && c.Unsigned {
			v.Note("caller", "nobody signed, and the action needs no signature")
			p.Verdicts = append(p.Verdicts, v)
			continue
		}
		err := check.Run(ctx, d, p, &v)
		v.Refused = err != nil
		p.Verdicts = append(p.Verdicts, v)
		if err != nil {
			var r *catalogue.Refusal
			if !errors.As(err, &r) {
				return p, fmt.Errorf("check %s: %w", check.Refuses, err)
			}
			return p, err
		}
	}
	return p, nil
}

// CheckNamed is the check of that name.
func CheckNamed(name string) (Check, bool) {
	for _, c := range Order {
		if c.Refuses == name {
			return c, true
		}
	}
	return Check{}, false
}
