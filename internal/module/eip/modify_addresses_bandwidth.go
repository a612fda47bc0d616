package eip

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// ModifyAddressesBandwidth changes how wide addresses are: all that it names, or none.
var ModifyAddressesBandwidth = action.Define(action.Spec{
	Name: "ModifyAddressesBandwidth", Doc: "Changes the bandwidth of addresses.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errTooMany, errBandwidth, errNoAddress, errStatus, errBusy, errArrears, errSmaller, errBalance},
}, (*Service).modifyAddressesBandwidth)

// ModifyAddressesBandwidthRequest is the input of ModifyAddressesBandwidth.
type ModifyAddressesBandwidthRequest struct {
	AddressIds              []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	InternetMaxBandwidthOut int64    `api:"required" doc:"Their bandwidth in Mbps."`
	StartTime               string   `doc:"Changes nothing."`
	EndTime                 string   `doc:"Changes nothing."`
}

// Check implements action.Checker.
func (r *ModifyAddressesBandwidthRequest) Check() error { return checkIDs(r.AddressIds) }

func (s *Service) modifyAddressesBandwidth(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAddressesBandwidthRequest) (*TaskResponse, error) {
	all, err := s.addresses(ctx, tx, c, in.AddressIds)
	if err != nil {
		return nil, err
	}
	t, err := s.start(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if err := a.may(anyState...); err != nil {
			return nil, err
		}
		if err := s.widen(ctx, tx, c, a, in.InternetMaxBandwidthOut); err != nil {
			return nil, err
		}
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return nil, err
		}
	}
	return &TaskResponse{strconv.FormatInt(t.ID, 10)}, nil
}

// widen gives an address another bandwidth and pays for it.
func (s *Service) widen(ctx context.Context, tx store.Tx, c *call.Call, a *Address, mbps int64) error {
	more, err := a.widening(mbps, c.Now)
	if err != nil {
		return err
	}
	a.Bandwidth = mbps
	if a.isPrepaid() {
		if more == 0 {
			return nil
		}
		if a.Paid, err = a.Paid.Add(more); err != nil {
			return err
		}
		_, err = s.Till.Charge(ctx, tx, c, a.order("upgrade", more, 0))
		return unpaid(err)
	}
	price, err := a.hourly()
	if err != nil {
		return err
	}
	return unpaid(s.Till.Change(ctx, tx, c, a.ID, price))
}

// widening is what another bandwidth costs until the end of the paid time, 0 where there is none; it refuses one that is
// not sold, and less of what was paid for.
func (a *Address) widening(mbps int64, now time.Time) (money.Amount, error) {
	if err := checkBandwidth(a.Charge, mbps); err != nil {
		return 0, err
	}
	if !a.isPrepaid() {
		return 0, nil
	}
	if mbps < a.Bandwidth {
		return 0, errSmaller.Errorf("The address %s has %d Mbps that are paid until %s; more of them are expected.", a.ID, a.Bandwidth, iso(a.Expires))
	}
	before, err := monthly(a.Bandwidth)
	if err != nil {
		return 0, err
	}
	after, err := monthly(mbps)
	if err != nil {
		return 0, err
	}
	more, err := after.Sub(before)
	if err != nil {
		return 0, err
	}
	days := int64(a.Expires.Sub(now)/(24*time.Hour)) + 1
	part, err := more.Times(max(days, 0), 30, money.HalfUp)
	if err != nil {
		return 0, err
	}
	_, rounded := part.Cents(money.HalfUp)
	return rounded, nil
}
