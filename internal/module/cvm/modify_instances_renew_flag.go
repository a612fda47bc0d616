package cvm

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyInstancesRenewFlag says what happens when the paid time of instances is up: of all that it names, or of none.
var ModifyInstancesRenewFlag = action.Define(action.Spec{
	Name: "ModifyInstancesRenewFlag", Doc: "Says what happens when the paid time of prepaid instances is up.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(steady, errChargeType),
}, (*Service).modifyInstancesRenewFlag)

// ModifyInstancesRenewFlagRequest is the input of ModifyInstancesRenewFlag.
type ModifyInstancesRenewFlagRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	RenewFlag   string   `api:"required,oneof=NOTIFY_AND_MANUAL_RENEW NOTIFY_AND_AUTO_RENEW DISABLE_NOTIFY_AND_MANUAL_RENEW" doc:"What happens."`
}

// Check implements action.Checker.
func (r *ModifyInstancesRenewFlagRequest) Check() error { return checkIDs(r.InstanceIds) }

func (s *Service) modifyInstancesRenewFlag(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesRenewFlagRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error { return s.setRenewal(ctx, tx, i, in.RenewFlag) })
}

func (s *Service) setRenewal(ctx context.Context, tx store.Tx, i *Instance, flag string) error {
	if !i.isPrepaid() {
		return errChargeType.Errorf("Instance %s is %s; a PREPAID one is expected.", i.ID, i.Charge)
	}
	if err := i.may(steady.named("ModifyInstancesRenewFlag")); err != nil {
		return err
	}
	i.Renew = flag
	return s.Store.PutInstance(ctx, tx, i)
}

// SetAutoRenew says for billing's SetAutoRenew how the caller's prepaid instances renew: 0 by hand, 1 by themselves, 2
// not at all. They are named by any of their ids.
func (s *Service) SetAutoRenew(ctx context.Context, tx store.Tx, c *call.Call, instanceIDs []string, autoRenew int64) error {
	if autoRenew < 0 || autoRenew >= int64(len(renewals)) {
		return fmt.Errorf("set auto-renew: %d is no way to renew", autoRenew)
	}
	_, err := s.eachOf(ctx, tx, c, instanceIDs, func(i *Instance) error { return s.setRenewal(ctx, tx, i, renewals[autoRenew]) })
	return err
}

// renewals are the ways to renew by their number in older actions.
var renewals = []string{RenewByHand, RenewItself, RenewSilently}
