package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// RenewInstances pays for more months of prepaid instances: of all that it names, or of none.
var RenewInstances = action.Define(action.Spec{
	Name: "RenewInstances", Doc: "Pays for more months of prepaid instances, also of those in the recycle bin.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10,
	Refuses: refusals(renewal, errPeriod, errChargeType, errNotVerified, errNotSold, errBalance),
}, (*Service).renewInstances)

// RenewInstancesRequest is the input of RenewInstances.
type RenewInstancesRequest struct {
	InstanceIds           []string       `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InstanceChargePrepaid *ChargePrepaid `api:"required" doc:"For how long."`
	RenewPortableDataDisk bool           `doc:"Whether their elastic data disks are renewed too."`
}

// Check implements action.Checker.
func (r *RenewInstancesRequest) Check() error {
	if err := r.InstanceChargePrepaid.check(); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) renewInstances(ctx context.Context, tx store.Tx, c *call.Call, in *RenewInstancesRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		i.Renew = in.InstanceChargePrepaid.RenewFlag
		return s.renewByCall(ctx, tx, c, i, in.InstanceChargePrepaid.Period)
	})
}

// renewByCall renews an instance that may be renewed.
func (s *Service) renewByCall(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, months int64) error {
	if !i.isPrepaid() {
		return errChargeType.Errorf("Instance %s is %s; a PREPAID one is expected.", i.ID, i.Charge)
	}
	if err := i.may(renewal); err != nil {
		return err
	}
	if err := s.qualify(ctx, tx, c, nil); err != nil {
		return err
	}
	return s.renew(ctx, tx, c, i, months)
}
