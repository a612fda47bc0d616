package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// RenewInstance pays for more months of a prepaid instance.
var RenewInstance = action.Define(action.Spec{
	Name: "RenewInstance", Doc: "Pays for more months of a prepaid instance, also of one in the recycle bin.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(renewal, errChargeType, errNotVerified, errNotSold, errBalance),
}, (*Service).renewInstance)

// RenewInstanceRequest is the input of RenewInstance.
type RenewInstanceRequest struct {
	InstanceID string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	Period     int64  `json:"period" api:"required,min=1,max=36" doc:"Months."`
}

// Check implements action.Checker.
func (r *RenewInstanceRequest) Check() error { return checkAnyID(r.InstanceID) }

func (s *Service) renewInstance(ctx context.Context, tx store.Tx, c *call.Call, in *RenewInstanceRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error { return s.renewByCall(ctx, tx, c, i, in.Period) })
}
