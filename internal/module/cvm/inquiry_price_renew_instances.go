package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// InquiryPriceRenewInstances tells what a renewal would cost.
var InquiryPriceRenewInstances = action.Define(action.Spec{
	Name: "InquiryPriceRenewInstances", Doc: "Tells what a renewal would cost.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 10,
	Refuses: refusals(renewal, errPeriod, errChargeType, errNotSold),
}, (*Service).inquiryPriceRenewInstances)

// InquiryPriceRenewInstancesRequest is the input of InquiryPriceRenewInstances.
type InquiryPriceRenewInstancesRequest struct {
	InstanceIds           []string       `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InstanceChargePrepaid *ChargePrepaid `api:"required" doc:"For how long."`
	DryRun                bool           `doc:"Changes nothing here: an inquiry does nothing."`
	RenewPortableDataDisk bool           `doc:"Whether their elastic data disks are renewed too."`
}

// Check implements action.Checker.
func (r *InquiryPriceRenewInstancesRequest) Check() error {
	if err := r.InstanceChargePrepaid.check(); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) inquiryPriceRenewInstances(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceRenewInstancesRequest) (*PriceResponse, error) {
	return s.priceOf(ctx, tx, c, in.InstanceIds, func(i *Instance) (Price, error) {
		if !i.isPrepaid() {
			return Price{}, errChargeType.Errorf("Instance %s is %s; a PREPAID one is expected.", i.ID, i.Charge)
		}
		if err := i.may(renewal); err != nil {
			return Price{}, err
		}
		o, err := s.stillOffered(ctx, tx, i)
		if err != nil {
			return Price{}, err
		}
		return i.price(*o, in.InstanceChargePrepaid.Period, 1)
	})
}

// priceOf adds up the prices of instances.
func (s *Service) priceOf(ctx context.Context, tx store.Tx, c *call.Call, ids []string, price func(*Instance) (Price, error)) (*PriceResponse, error) {
	all, err := s.instances(ctx, tx, c, ids)
	if err != nil {
		return nil, err
	}
	out := &PriceResponse{}
	for _, i := range all {
		p, err := price(i)
		if err != nil {
			return nil, err
		}
		if out.Price.InstancePrice, err = out.Price.InstancePrice.plus(p.InstancePrice); err != nil {
			return nil, err
		}
		if out.Price.BandwidthPrice, err = out.Price.BandwidthPrice.plus(p.BandwidthPrice); err != nil {
			return nil, err
		}
	}
	return out, nil
}
