package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ResetInstancePassword sets the password of instances that are off, each by itself.
var ResetInstancePassword = action.Define(action.Spec{
	Name: "ResetInstancePassword", Doc: "Sets the password of instances that are off, each by itself. The password is checked and forgotten.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: batched(setPassword, errPassword, errNotCharging),
}, (*Service).resetInstancePassword)

// ResetInstancePasswordRequest is the input of ResetInstancePassword.
type ResetInstancePasswordRequest struct {
	InstanceIDs []string `json:"instanceIds" api:"required" touches:"instance" doc:"The instances, at most 100."`
	Password    string   `json:"password" api:"required,secret" doc:"The password: 8 to 16 characters of two kinds, for Windows 12 to 16 of three."`
}

// Check implements action.Checker.
func (r *ResetInstancePasswordRequest) Check() error {
	if err := checkPassword(r.Password, false, maxOldPassword); err != nil {
		return err
	}
	return checkAnyIDs(r.InstanceIDs)
}

func (s *Service) resetInstancePassword(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancePasswordRequest) (*action.BatchAnswer, error) {
	return s.each(ctx, tx, c, in.InstanceIDs, func(i *Instance) error {
		return s.changeLogin(ctx, tx, c, i, setPassword.named("ResetInstancePassword"), func() error {
			return checkPassword(in.Password, i.Windows, maxOldPassword)
		})
	})
}
