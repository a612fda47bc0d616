package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// Yuan is an amount as answers print prices: an exact JSON number.
type Yuan money.Amount

// MarshalJSON writes the number.
func (y Yuan) MarshalJSON() ([]byte, error) { return []byte(money.Amount(y).String()), nil }

// A Price is the API's Price; what does not apply is null. There are no discounts here. The High ones are the same
// amounts as text.
type Price struct {
	ChargeUnit            *string
	DiscountPrice         *Yuan
	DiscountPriceHigh     *string
	OriginalPrice         *Yuan
	OriginalPriceHigh     *string
	UnitPrice             *Yuan
	UnitPriceDiscount     *Yuan
	UnitPriceDiscountHigh *string
	UnitPriceHigh         *string
}

// A PrepayPrice is the API's PrepayPrice.
type PrepayPrice struct {
	DiscountPrice         *Yuan
	ChargeUnit            *string
	UnitPriceHigh         *string
	OriginalPriceHigh     *string
	OriginalPrice         *Yuan
	UnitPriceDiscount     *Yuan
	UnitPriceDiscountHigh *string
	DiscountPriceHigh     *string
	UnitPrice             *Yuan
	DetailPrices          []DetailPrice
}

// A DetailPrice is the API's; no price is split up here.
type DetailPrice struct {
	PriceTitle            string
	PriceName             string
	OriginalPrice         *Yuan
	DiscountPrice         *Yuan
	OriginalPriceHigh     *string
	DiscountPriceHigh     *string
	UnitPrice             *Yuan
	UnitPriceDiscount     *Yuan
	UnitPriceHigh         *string
	UnitPriceDiscountHigh *string
	ChargeUnit            *string
}

// prepay is the price with the members of a PrepayPrice.
func (p Price) prepay() PrepayPrice {
	return PrepayPrice{
		DiscountPrice: p.DiscountPrice, ChargeUnit: p.ChargeUnit, UnitPriceHigh: p.UnitPriceHigh, OriginalPriceHigh: p.OriginalPriceHigh,
		OriginalPrice: p.OriginalPrice, UnitPriceDiscount: p.UnitPriceDiscount, UnitPriceDiscountHigh: p.UnitPriceDiscountHigh,
		DiscountPriceHigh: p.DiscountPriceHigh, UnitPrice: p.UnitPrice,
	}
}

func byHour(a money.Amount) Price {
	y, text, unit := Yuan(a), a.String(), "HOUR"
	return Price{ChargeUnit: &unit, UnitPrice: &y, UnitPriceDiscount: &y, UnitPriceHigh: &text, UnitPriceDiscountHigh: &text}
}

func inAdvance(a money.Amount) Price {
	y, text := Yuan(a), a.String()
	return Price{OriginalPrice: &y, DiscountPrice: &y, OriginalPriceHigh: &text, DiscountPriceHigh: &text}
}

// priceOf is what count disks cost: an hour of them, or the months.
func priceOf(charge, typ string, gb, throughput, months, count int64) (Price, error) {
	hourly, monthly, err := disk.Price(typ, gb, throughput)
	if err != nil {
		return Price{}, err
	}
	if charge == Postpaid {
		all, err := hourly.Mul(count)
		return byHour(all), err
	}
	all, err := monthly.Mul(months * count)
	return inAdvance(all), err
}

// InquiryPriceCreateDisks tells what a purchase would cost.
var InquiryPriceCreateDisks = action.Define(spec(action.Spec{
	Name: "InquiryPriceCreateDisks", Doc: "Tells what disks would cost.", Refuses: []*catalogue.Condition{errConfig, errNoProject},
}), (*Service).inquiryPriceCreateDisks)

// InquiryPriceCreateDisksRequest is the input of InquiryPriceCreateDisks.
type InquiryPriceCreateDisksRequest struct {
	DiskChargeType        string         `api:"required,oneof=PREPAID POSTPAID_BY_HOUR" doc:"How they are paid."`
	DiskType              string         `api:"required,oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"The kind of disk."`
	DiskSize              int64          `api:"required,min=10,max=32000" doc:"GB, in steps of 10."`
	ProjectId             int64          `api:"min=0" doc:"The project."`
	DiskCount             int64          `api:"min=1,max=100,default=1" doc:"How many."`
	ThroughputPerformance int64          `api:"min=0" doc:"Extra throughput in MB/s."`
	DiskChargePrepaid     *ChargePrepaid `doc:"For how long they are paid in advance."`
	DiskBackupQuota       int64          `api:"min=0,max=1024" doc:"How many backups each may have; they cost nothing here."`
}

// Check implements action.Checker.
func (r *InquiryPriceCreateDisksRequest) Check() error {
	k := kindOf(r.DiskType)
	switch {
	case !k.sells(r.DiskSize):
		return k.unsold("DiskSize", r.DiskSize)
	case r.ThroughputPerformance > k.Extra:
		return errConfig.Errorf("Parameter ThroughputPerformance is %d; %s takes at most %d.", r.ThroughputPerformance, r.DiskType, k.Extra)
	case r.DiskChargeType == Prepaid && r.DiskChargePrepaid == nil:
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `DiskChargePrepaid`, which PREPAID expects.")
	}
	return nil
}

// PriceResponse is the output of inquiries.
type PriceResponse struct{ DiskPrice Price }

func (s *Service) inquiryPriceCreateDisks(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceCreateDisksRequest) (*PriceResponse, error) {
	if err := s.project(ctx, tx, c, in.ProjectId); err != nil {
		return nil, err
	}
	months := int64(0)
	if in.DiskChargePrepaid != nil {
		months = in.DiskChargePrepaid.Period
	}
	p, err := priceOf(in.DiskChargeType, in.DiskType, in.DiskSize, in.ThroughputPerformance, months, in.DiskCount)
	return &PriceResponse{p}, err
}
