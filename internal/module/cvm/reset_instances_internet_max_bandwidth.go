package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// ResetInstancesInternetMaxBandwidth changes how fast instances reach the internet: all that it names, or none.
var ResetInstancesInternetMaxBandwidth = action.Define(action.Spec{
	Name: "ResetInstancesInternetMaxBandwidth", Doc: "Changes the bandwidth of instances to the internet and how it is paid; they go on running.",
	Domain3: "cvm", Version: version, Changes: true, Rate: 10,
	Refuses: refusals(steady, errCombination, errNotCharging, errNotVerified, errBalance),
}, (*Service).resetInternet)

// ResetInstancesInternetMaxBandwidthRequest is the input of ResetInstancesInternetMaxBandwidth.
type ResetInstancesInternetMaxBandwidthRequest struct {
	InstanceIds        []string         `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InternetAccessible *BandwidthChange `api:"required" doc:"What holds from now on."`
}

// A BandwidthChange is an InternetAccessible of which what is left out stays.
type BandwidthChange struct {
	InternetChargeType      string `api:"oneof=BANDWIDTH_PREPAID TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_HOUR" doc:"How traffic is paid; as before when left out."`
	InternetMaxBandwidthOut *int64 `api:"min=0,max=2000" doc:"Mbps; as before when left out."`
	PublicIpAssigned        bool   `doc:"Whether an instance without a public address is given one."`
}

// Check implements action.Checker.
func (r *ResetInstancesInternetMaxBandwidthRequest) Check() error { return checkIDs(r.InstanceIds) }

func (s *Service) resetInternet(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancesInternetMaxBandwidthRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := i.mayWhileCharged(steady.named("ResetInstancesInternetMaxBandwidth")); err != nil {
			return err
		}
		if err := s.qualify(ctx, tx, c, nil); err != nil {
			return err
		}
		return s.changeInternet(ctx, tx, c, i, in.InternetAccessible)
	})
}

func (s *Service) changeInternet(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, change *BandwidthChange) error {
	before, err := i.Internet.monthly()
	if err != nil {
		return err
	}
	if i.Internet, err = i.changed(change); err != nil {
		return err
	}
	i.BandwidthSince = c.Now
	if change.PublicIpAssigned && len(i.PublicIPs) == 0 {
		if i.PublicIPs, err = s.Networks.AllocatePublic(ctx, tx, i.Account, []string{i.ID}); err != nil {
			return err
		}
		i.Internet.Assigned = true
	}
	after, err := i.Internet.monthly()
	if err != nil {
		return err
	}
	if i.isPrepaid() {
		err = s.payMore(ctx, tx, c, i, before, after)
	} else if i.Metered {
		err = s.reprice(ctx, tx, c, i)
	}
	if err != nil {
		return err
	}
	return s.Store.PutInstance(ctx, tx, i)
}

// changed is how an instance reaches the internet after a change; it refuses what does not go together.
func (i *Instance) changed(change *BandwidthChange) (Internet, error) {
	n := i.Internet
	if change.InternetChargeType != "" {
		n.Charge = change.InternetChargeType
	}
	set(&n.Bandwidth, change.InternetMaxBandwidthOut)
	if n.Charge == ByBandwidthMonths && !i.isPrepaid() && n.Bandwidth > 0 {
		return n, errCombination.Errorf("Parameter InternetAccessible.InternetChargeType is BANDWIDTH_PREPAID; instance %s is %s, and PREPAID is expected with it.", i.ID, i.Charge)
	}
	if change.PublicIpAssigned && n.Bandwidth == 0 {
		return n, errCombination.Errorf("Parameter InternetAccessible.PublicIpAssigned is TRUE and instance %s has no bandwidth; one is expected.", i.ID)
	}
	return n, nil
}

// payMore settles for the rest of a paid time what a month costs more, or less.
func (s *Service) payMore(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, before, after money.Amount) error {
	more, err := after.Sub(before)
	if err != nil {
		return err
	}
	difference, err := i.rest(more, c.Now)
	if err != nil {
		return err
	}
	return s.payDifference(ctx, tx, c, i, difference)
}

// monthly is what a month of it costs in advance.
func (n Internet) monthly() (money.Amount, error) {
	if n.Charge != ByBandwidthMonths {
		return 0, nil
	}
	return bandwidthMonthly.Mul(n.Bandwidth)
}
