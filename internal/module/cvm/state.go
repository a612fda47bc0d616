package cvm

import (
	"slices"
	"strings"
)

// A State is where an instance is in its life (facts/quotas-billing-lifecycle.md §5.1).
type State string

// The states.
const (
	Pending      State = "PENDING"
	LaunchFailed State = "LAUNCH_FAILED"
	Running      State = "RUNNING"
	Stopped      State = "STOPPED"
	Starting     State = "STARTING"
	Stopping     State = "STOPPING"
	Rebooting    State = "REBOOTING"
	Shutdown     State = "SHUTDOWN" // in the recycle bin
	Terminating  State = "TERMINATING"
	EnterRescue  State = "ENTER_RESCUE_MODE"
	Rescue       State = "RESCUE_MODE"
	ExitRescue   State = "EXIT_RESCUE_MODE"

	// gone is where an instance ends: it is not there any more.
	gone State = "TERMINATED"
)

// States are all that an instance may be found in.
var States = []State{Pending, LaunchFailed, Running, Stopped, Starting, Stopping, Rebooting, Shutdown, Terminating, EnterRescue, Rescue, ExitRescue}

// A move is what an operation does to an instance's state.
type move struct {
	// op is the operation as LatestOperation names it; delay is how long it takes, by the setting's name.
	op, delay string
	// from are the states that it may begin in.
	from []State
	// through is the state meanwhile; empty for the one that it began in.
	through State
	to      State
}

// The moves. Where a reinstall leaves an instance meanwhile no source prints: here it keeps its state, and another
// operation is refused because a task is running.
var (
	run       = move{op: "RunInstances", delay: "cvm.run", through: Pending, to: Running}
	start     = move{op: "StartInstances", delay: "cvm.start", from: []State{Stopped}, through: Starting, to: Running}
	stop      = move{op: "StopInstances", delay: "cvm.stop", from: []State{Running}, through: Stopping, to: Stopped}
	reboot    = move{op: "RebootInstances", delay: "cvm.reboot", from: []State{Running}, through: Rebooting, to: Running}
	reset     = move{op: "ResetInstance", delay: "cvm.reset", from: []State{Running, Stopped}, to: Running}
	terminate = move{op: "TerminateInstances", delay: "cvm.terminate", from: []State{Running, Stopped, Shutdown, Rescue}, through: Terminating, to: gone}
	// recycle is the first return of a prepaid instance, and its end when its time is up.
	recycle = move{op: "TerminateInstances", from: []State{Running, Stopped, Rescue}, to: Shutdown}
	// suspend is what arrears do to an instance in whichever state.
	suspend = move{op: "StopInstances", to: Stopped}
	// revive is a renewal from the recycle bin.
	revive = move{op: "RenewInstances", delay: "cvm.start", from: []State{Shutdown}, through: Starting, to: Running}

	// renewal is one in any state that lasts; it moves only those in the bin.
	renewal = move{op: "RenewInstances", from: []State{Running, Stopped, Shutdown, Rescue}}

	// A rescue starts an instance from another system, and its end from its own; in between it may be restarted.
	enterRescue  = move{op: "EnterRescueMode", delay: "cvm.reboot", from: []State{Running, Stopped}, through: EnterRescue, to: Rescue}
	exitRescue   = move{op: "ExitRescueMode", delay: "cvm.reboot", from: []State{Rescue}, through: ExitRescue, to: Running}
	rebootRescue = move{op: "RebootInstances", delay: "cvm.reboot", from: []State{Rescue}, through: Rebooting, to: Rescue}

	// steady is what an instance may be asked in any state that lasts, but for the recycle bin; it moves nothing.
	steady = move{from: []State{Running, Stopped}}

	// What is done to an instance that is off, …
	resize      = move{op: "ResetInstancesType", delay: "cvm.start", from: []State{Stopped}, through: Starting, to: Running}
	resizeDisks = move{op: "ResizeInstanceDisks", from: []State{Stopped}, to: Stopped}
	setPassword = move{op: "ResetInstancesPassword", from: []State{Stopped}, to: Stopped}
	bindKeys    = move{op: "AssociateInstancesKeyPairs", from: []State{Stopped}, to: Stopped}
	unbindKeys  = move{op: "DisassociateInstancesKeyPairs", from: []State{Stopped}, to: Stopped}
)

// forced is the same operation with ForceStop on an instance that is on: it is restarted.
func (m move) forced() move {
	m.from = []State{Running}
	m.delay, m.through, m.to = "cvm.reboot", Rebooting, Running
	return m
}

// named is the same move for another operation.
func (m move) named(op string) move {
	m.op = op
	return m
}

// orForced is the move, or its forced form where force is set and the instance is on.
func (m move) orForced(force bool, i *Instance) move {
	if force && i.State == Running {
		return m.forced()
	}
	return m
}

// busy tells whether an operation is under way that does not show in the state.
func (i *Instance) busy() bool { return i.Next != "" && (i.State == Running || i.State == Stopped) }

// may refuses a move that the instance can't make now.
func (i *Instance) may(m move) error {
	switch {
	case slices.Contains(m.from, i.State) && i.busy():
		return errTaskRunning.Errorf("Instance %s is %s and %s is under way; wait until it is done before %s.", i.ID, i.State, i.Operation, m.op)
	case !slices.Contains(m.from, i.State):
		return errState[i.State].Errorf("Instance %s is %s; %s expects %s.", i.ID, i.State, m.op, either(m.from))
	case i.Isolated == IsolatedArrears && m.to != gone:
		return errIsolated.Errorf("Instance %s is %s and isolated because the account is in arrears; %s expects a balance above zero.", i.ID, i.State, m.op)
	}
	return nil
}

func either(states []State) string {
	names := make([]string, len(states))
	for n, s := range states {
		names[n] = string(s)
	}
	return strings.Join(names, " or ")
}

// begin starts a move that may be made; end finishes it. A move that takes no time is both.
func (i *Instance) begin(m move, requestID string) {
	i.Operation, i.OperationState, i.OperationRequest = m.op, Operating, requestID
	i.Next = m.to
	if m.through != "" {
		i.State = m.through
	}
	if m.delay == "" {
		i.end()
	}
}

// end brings an instance to where its move leads, and tells whether it is gone then.
func (i *Instance) end() (isGone bool) {
	if i.Next == gone {
		return true
	}
	if i.Next != "" {
		i.State, i.Next, i.OperationState = i.Next, "", Succeeded
	}
	return false
}

// maintained is the Status of states that the older actions have no number for.
const maintained = 21

// Status is the number that older answers have for the state (facts/api2-modules.md §2).
func (i *Instance) Status() int64 {
	if i.busy() {
		return 14 // reinstalling is the only such task
	}
	return map[State]int64{
		LaunchFailed: -1, Running: 2, Pending: 3, Stopped: 4, Shutdown: 5, Terminating: 6, Rebooting: 7, Starting: 8, Stopping: 9,
		EnterRescue: maintained, Rescue: maintained, ExitRescue: maintained,
	}[i.State]
}
