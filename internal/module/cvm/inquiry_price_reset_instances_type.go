package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// InquiryPriceResetInstancesType tells what another type would cost.
var InquiryPriceResetInstancesType = action.Define(action.Spec{
	Name: "InquiryPriceResetInstancesType", Doc: "Tells what another type would cost: an hour, or the difference for the rest of the paid time.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 10,
	Refuses: refusals(move{}, errMalformedType, errOtherRegion, errZoneShut, errNotSold),
}, (*Service).inquiryPriceResetInstancesType)

// InquiryPriceResetInstancesTypeRequest is the input of InquiryPriceResetInstancesType.
type InquiryPriceResetInstancesTypeRequest struct {
	InstanceIds  []string `api:"required,max=1" touches:"instance" doc:"The instance."`
	InstanceType string   `api:"required" doc:"Its new type."`
}

// Check implements action.Checker.
func (r *InquiryPriceResetInstancesTypeRequest) Check() error {
	if err := checkType(r.InstanceType); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

func (s *Service) inquiryPriceResetInstancesType(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceResetInstancesTypeRequest) (*PriceResponse, error) {
	return s.priceOf(ctx, tx, c, in.InstanceIds, func(i *Instance) (Price, error) {
		old, err := s.stillOffered(ctx, tx, i)
		if err != nil {
			return Price{}, err
		}
		o, err := s.offer(ctx, tx, c, i.Zone, in.InstanceType)
		if err != nil {
			return Price{}, err
		}
		if !i.isPrepaid() {
			return i.price(*o, 0, 1)
		}
		difference, err := i.difference(*old, *o, c.Now)
		return Price{InstancePrice: inAdvance(difference), BandwidthPrice: inAdvance(0)}, err
	})
}
