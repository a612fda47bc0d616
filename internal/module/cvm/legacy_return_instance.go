package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ReturnInstance returns an instance that is paid by the hour.
var ReturnInstance = action.Define(action.Spec{
	Name: "ReturnInstance", Doc: "Returns an instance that is paid by the hour and bound to no load balancer.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(terminate, errNotPostpaid, errProtected, errBalancer),
}, (*Service).returnInstance)

// ReturnInstanceRequest is the input of ReturnInstance.
type ReturnInstanceRequest struct {
	InstanceID string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
}

// Check implements action.Checker.
func (r *ReturnInstanceRequest) Check() error { return checkAnyID(r.InstanceID) }

func (s *Service) returnInstance(ctx context.Context, tx store.Tx, c *call.Call, in *ReturnInstanceRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if i.isPrepaid() {
			return errNotPostpaid.Errorf("Instance %s is %s; a %s one is expected.", i.ID, i.Charge, Postpaid)
		}
		if err := s.unbound(ctx, tx, i, "ReturnInstance"); err != nil {
			return err
		}
		return s.giveBack(ctx, tx, c, i)
	})
}

// unbound refuses an instance that a load balancer sends requests to.
func (s *Service) unbound(ctx context.Context, tx store.Tx, i *Instance, op string) error {
	balancers, err := s.Balancers.OfInstance(ctx, tx, i.Account, i.ID)
	if err == nil && len(balancers) > 0 {
		err = errBalancer.Errorf("Instance %s is bound to the load balancer %s; it has to be taken out of it before %s.", i.ID, balancers[0], op)
	}
	return err
}
