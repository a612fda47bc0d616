package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// UpdateInstanceBandwidthHour changes the bandwidth of an instance that is paid by the hour.
var UpdateInstanceBandwidthHour = action.Define(action.Spec{
	Name: "UpdateInstanceBandwidthHour", Doc: "Changes the bandwidth of an instance that is paid by the hour.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(steady, errNotPostpaid, errBandwidth, errNotSold, errBalance),
}, (*Service).updateInstanceBandwidthHour)

// UpdateInstanceBandwidthHourRequest is the input of UpdateInstanceBandwidthHour.
type UpdateInstanceBandwidthHourRequest struct {
	InstanceID string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	Bandwidth  int64  `json:"bandwidth" api:"required" doc:"Mbps, 0 to 2000."`
}

// Check implements action.Checker.
func (r *UpdateInstanceBandwidthHourRequest) Check() error {
	if r.Bandwidth < 0 || r.Bandwidth > 2000 {
		return errBandwidth.Errorf("Parameter bandwidth is %d; 0 to 2000 Mbps are expected.", r.Bandwidth)
	}
	return checkAnyID(r.InstanceID)
}

func (s *Service) updateInstanceBandwidthHour(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateInstanceBandwidthHourRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if i.isPrepaid() {
			return errNotPostpaid.Errorf("Instance %s is %s; a %s one is expected.", i.ID, i.Charge, Postpaid)
		}
		if err := i.may(steady.named("UpdateInstanceBandwidthHour")); err != nil {
			return err
		}
		i.Internet.Bandwidth, i.BandwidthSince = in.Bandwidth, c.Now
		if i.Metered && i.Internet.Charge == ByBandwidth {
			if err := s.reprice(ctx, tx, c, i); err != nil {
				return err
			}
		}
		return s.Store.PutInstance(ctx, tx, i)
	})
}
