package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// TerminateInstances returns instances: all that it names, or none.
var TerminateInstances = action.Define(action.Spec{
	Name: "TerminateInstances", Doc: "Returns instances; one that is paid in advance goes to the recycle bin first, and away when it is returned again.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(terminate, errProtected, errMixed),
}, (*Service).terminateInstances)

// TerminateInstancesRequest is the input of TerminateInstances.
type TerminateInstancesRequest struct {
	InstanceIds             []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	ReleaseAddress          bool     `doc:"Whether the elastic addresses of their main private addresses go too."`
	ReleasePrepaidDataDisks bool     `doc:"Whether their data disks that are paid in advance are returned when they go: to the recycle bin, with what is left of their price."`
}

// Check implements action.Checker.
func (r *TerminateInstancesRequest) Check() error { return checkIDs(r.InstanceIds) }

func (s *Service) terminateInstances(ctx context.Context, tx store.Tx, c *call.Call, in *TerminateInstancesRequest) (*Nothing, error) {
	first := ""
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if first == "" {
			first = i.Charge
		}
		if err := i.mayGoWith(first); err != nil {
			return err
		}
		i.ReleaseDisks = in.ReleasePrepaidDataDisks
		if err := s.giveBack(ctx, tx, c, i); err != nil || !in.ReleaseAddress {
			return err
		}
		return s.Elastic.Return(ctx, tx, c, i.ID)
	})
}

// giveBack returns an instance: a prepaid one to the recycle bin, with what is left of its price, and from there away.
func (s *Service) giveBack(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if err := i.mayGo(); err != nil {
		return err
	}
	if !i.isPrepaid() || i.State == Shutdown {
		if err := s.Till.Close(ctx, tx, i.Account, i.ID, c.Now); err != nil {
			return err
		}
		i.Metered = false
		return s.move(ctx, tx, i, terminate, c.Now, c.RequestID)
	}
	left, err := i.refund(c.Now)
	if err != nil {
		return err
	}
	if left > 0 {
		if _, err := s.Till.Refund(ctx, tx, c, i.order("refund", []string{i.ID}, left, 0)); err != nil {
			return err
		}
	}
	i.Expires = c.Now
	return s.recycle(ctx, tx, i, IsolatedByHand, c.Now, c.RequestID)
}

// mayGoWith refuses an instance that is not paid as the others are.
func (i *Instance) mayGoWith(charge string) error {
	if i.Charge != charge {
		return errMixed.Errorf("Instance %s is %s and others are %s; instances that are paid alike are expected.", i.ID, i.Charge, charge)
	}
	return nil
}

// mayGo refuses an instance that may not be returned now.
func (i *Instance) mayGo() error {
	if err := i.may(terminate); err != nil {
		return err
	}
	if i.Protected {
		return errProtected.Errorf("Instance %s is protected from being terminated; DisableApiTermination has to be FALSE.", i.ID)
	}
	return nil
}
