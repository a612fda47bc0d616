package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ResetInstancesPassword sets the password of instances: of all that it names, or of none.
var ResetInstancesPassword = action.Define(action.Spec{
	Name: "ResetInstancesPassword", Doc: "Sets the password of instances that are off, or restarts them for it. The password is checked and forgotten.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(setPassword, errPassword, errNotCharging),
}, (*Service).resetInstancesPassword)

// ResetInstancesPasswordRequest is the input of ResetInstancesPassword.
type ResetInstancesPasswordRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	Password    string   `api:"required,secret" doc:"The password: 8 to 30 characters of two kinds, for Windows 12 to 30 of three."`
	UserName    string   `api:"max=64" doc:"Whose password; the default user's when left out."`
	ForceStop   bool     `doc:"Whether one that runs is restarted for it."`
}

// Check implements action.Checker.
func (r *ResetInstancesPasswordRequest) Check() error {
	if err := checkPassword(r.Password, false, maxPassword); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) resetInstancesPassword(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancesPasswordRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		return s.changeLogin(ctx, tx, c, i, setPassword.orForced(in.ForceStop, i), func() error {
			return checkPassword(in.Password, i.Windows, maxPassword)
		})
	})
}

// changeLogin changes how to log in to an instance that may be asked to.
func (s *Service) changeLogin(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, m move, change func() error) error {
	if err := i.mayWhileCharged(m); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	return s.move(ctx, tx, i, m, c.Now, c.RequestID)
}
