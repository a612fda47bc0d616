package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// EnterRescueMode starts an instance from a system of its own, to mend that on its system disk.
var EnterRescueMode = action.Define(action.Spec{
	Name: "EnterRescueMode", Doc: "Starts an instance from a rescue system.",
	Domain3: "cvm", Version: version, Changes: true, Rate: 20,
	Refuses: refusals(enterRescue, errPassword, errCombination, errNotCharging),
}, (*Service).enterRescueMode)

// EnterRescueModeRequest is the input of EnterRescueMode.
type EnterRescueModeRequest struct {
	InstanceId string `api:"required" touches:"instance" doc:"The instance."`
	Password   string `api:"required,secret" doc:"The password of the rescue system, which is checked and then forgotten: nobody can log in here."`
	Username   string `api:"max=64,default=root" doc:"The user of the rescue system; forgotten, too."`
	ForceStop  *bool  `doc:"Whether to cut the power of one that runs; not together with StopType."`
	StopType   string `api:"oneof=SOFT HARD SOFT_FIRST" doc:"How to turn off one that runs."`
}

// Check implements action.Checker.
func (r *EnterRescueModeRequest) Check() error {
	if r.ForceStop != nil && r.StopType != "" {
		return errCombination.Errorf("Parameters ForceStop and StopType are both given; one of them is expected.")
	}
	if err := checkPassword(r.Password, false, maxPassword); err != nil {
		return err
	}
	return checkIDs([]string{r.InstanceId})
}

func (s *Service) enterRescueMode(ctx context.Context, tx store.Tx, c *call.Call, in *EnterRescueModeRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error {
		if err := i.mayWhileCharged(enterRescue); err != nil {
			return err
		}
		return s.move(ctx, tx, i, enterRescue, c.Now, c.RequestID)
	})
}

// ExitRescueMode has an instance run its own system again.
var ExitRescueMode = action.Define(action.Spec{
	Name: "ExitRescueMode", Doc: "Starts an instance from its own system again.",
	Domain3: "cvm", Version: version, Changes: true, Rate: 20, Refuses: refusals(exitRescue),
}, (*Service).exitRescueMode)

// ExitRescueModeRequest is the input of ExitRescueMode.
type ExitRescueModeRequest struct {
	InstanceId string `api:"required" touches:"instance" doc:"The instance."`
}

// Check implements action.Checker.
func (r *ExitRescueModeRequest) Check() error { return checkIDs([]string{r.InstanceId}) }

func (s *Service) exitRescueMode(ctx context.Context, tx store.Tx, c *call.Call, in *ExitRescueModeRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error { return s.moves(ctx, tx, c, i, exitRescue) })
}
