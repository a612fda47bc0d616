package cbs

import (
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
)

// A State is where a disk is in its life (facts/quotas-billing-lifecycle.md §5.2).
type State string

// The states.
const (
	Unattached  State = "UNATTACHED"
	Attaching   State = "ATTACHING"
	Attached    State = "ATTACHED"
	Detaching   State = "DETACHING"
	Expanding   State = "EXPANDING"
	Rollbacking State = "ROLLBACKING"
	ToRecycle   State = "TORECYCLE"
)

// States are all that a disk may be found in.
var States = []State{Unattached, Attaching, Attached, Detaching, Expanding, Rollbacking, ToRecycle}

// A move is what an operation does to a disk's state.
type move struct {
	// op is the operation, delay how long it takes, by the setting's name.
	op, delay string
	// from are the states that it may begin in.
	from []State
	// through is the state meanwhile.
	through State
	// to is where it leads; empty for the state that it began in.
	to State
	// busy is the refusal while another move is under way, wrong that in a state that lasts, recycled that in the recycle
	// bin where it is another.
	busy, wrong, recycled *catalogue.Condition
}

// The moves. Their refusals are those that the facts list for the action; of several, one after which clients do not try
// again for minutes where that would be in vain.
var (
	attach   = move{op: "AttachDisks", delay: "cbs.attach", from: []State{Unattached}, through: Attaching, to: Attached, busy: errInUse, wrong: errAttached, recycled: errNotSupported}
	detach   = move{op: "DetachDisks", delay: "cbs.detach", from: []State{Attached}, through: Detaching, to: Unattached, busy: errInUse, wrong: errNoSuchOp}
	expand   = move{op: "ResizeDisk", delay: "cbs.resize", from: []State{Unattached, Attached}, through: Expanding, busy: errBusy, wrong: errExpired}
	rollBack = move{op: "ApplySnapshot", delay: "cbs.rollback", from: []State{Unattached, Attached}, through: Rollbacking, busy: errBusy, wrong: errNotSupported}

	// exchanging, shooting and returning move nothing.
	exchanging = move{op: "a change of DiskType", from: []State{Unattached, Attached}, busy: errNotSupported, wrong: errNotSupported}
	shooting   = move{op: "CreateSnapshot", from: []State{Unattached, Attached}, busy: errBusy, wrong: errNotSupported}
	returning  = move{op: "TerminateDisks", from: []State{Unattached, ToRecycle}, busy: errInUse, wrong: errNoSuchOp}
	paying     = move{op: "a change of what it costs", from: []State{Unattached, Attached}, busy: errBusy, wrong: errNotSupported}
)

// named is the same move for another operation.
func (m move) named(op string) move {
	m.op = op
	return m
}

// may refuses a move that the disk may not make now.
func (d *Disk) may(m move) error {
	if slices.Contains(m.from, d.State) {
		return nil
	}
	refusal := m.busy
	if slices.Contains([]State{Unattached, Attached, ToRecycle}, d.State) {
		refusal = m.wrong
	}
	if d.State == ToRecycle && m.recycled != nil {
		refusal = m.recycled
	}
	return refusal.Errorf("Disk %s is %s; %s expects %s.", d.ID, d.State, m.op, either(m.from))
}

func either(states []State) string {
	names := make([]string, len(states))
	for n, s := range states {
		names[n] = string(s)
	}
	return strings.Join(names, " or ")
}

// begin starts a move that may be made; end finishes it.
func (d *Disk) begin(m move) {
	d.Next = m.to
	if d.Next == "" {
		d.Next = d.State
	}
	d.State = m.through
}

// end brings a disk to where its move leads.
func (d *Disk) end() {
	if d.Next == "" {
		return
	}
	d.State, d.Next = d.Next, ""
	if d.State == Unattached && d.Instance != "" {
		d.Last, d.Instance, d.Place, d.Was = d.Instance, "", 0, nil
	}
}
