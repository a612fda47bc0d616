package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// InquiryInstancePriceHour tells what an hour of instances costs.
var InquiryInstancePriceHour = action.Define(action.Spec{
	Name: "InquiryInstancePriceHour", Doc: "Tells what an hour of instances costs, and their bandwidth.",
	Domain: "cvm", Rate: 10, Refuses: []*catalogue.Condition{errMalformedImage, errNoImage, errImageState, errRange, errZone, errZoneShut, errNoConfig},
}, (*Service).inquiryInstancePriceHour)

// InquiryInstancePriceHourRequest is the input of InquiryInstancePriceHour.
type InquiryInstancePriceHourRequest struct {
	CPU           int64  `json:"cpu" api:"required,min=1" doc:"CPUs."`
	Mem           int64  `json:"mem" api:"required,min=1" doc:"Memory in GB."`
	ImageID       string `json:"imageId" api:"required" touches:"image" doc:"What they start from."`
	ImageType     int64  `json:"imageType" api:"required,oneof=1 2 3 4" doc:"1 private, 2 public, 3 market, 4 shared; the image's id tells."`
	StorageSize   int64  `json:"storageSize" api:"required,min=0,max=32000" doc:"The data disk in GB, in steps of 10; 0 for none."`
	BandwidthType string `json:"bandwidthType" api:"oneof=PayByHour PayByTraffic,default=PayByTraffic" doc:"How traffic is paid."`
	Bandwidth     int64  `json:"bandwidth" api:"min=0,max=2000" doc:"Mbps."`
	StorageType   int64  `json:"storageType" api:"oneof=1 2,default=1" doc:"The disks: 1 local, 2 cloud."`
	GoodsNum      int64  `json:"goodsNum" api:"min=1,max=100,default=1" doc:"How many."`
}

// Check implements action.Checker.
func (r *InquiryInstancePriceHourRequest) Check() error {
	if r.StorageSize%10 != 0 {
		return errRange.Errorf("Parameter storageSize is %d; a multiple of 10 is expected.", r.StorageSize)
	}
	return checkOldImage(r.ImageID)
}

// InquiryInstancePriceHourResponse is the output of InquiryInstancePriceHour.
type InquiryInstancePriceHourResponse struct {
	Data LegacyPrices `json:"data"`
}

// LegacyPrices are the prices of instances and of their bandwidth.
type LegacyPrices struct {
	CVM       LegacyPrice `json:"cvm"`
	Bandwidth LegacyPrice `json:"bandwidth"`
}

// A LegacyPrice is an amount, as a text, for a unit.
type LegacyPrice struct {
	Price     string `json:"price"`
	PriceUnit string `json:"price_unit"`
}

func (s *Service) inquiryInstancePriceHour(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryInstancePriceHourRequest) (*InquiryInstancePriceHourResponse, error) {
	disk := diskTypes[in.StorageType]
	like := Instance{Charge: Postpaid, Image: in.ImageID, System: Disk{Type: disk}, Internet: Internet{Charge: internetCharges[in.BandwidthType], Bandwidth: in.Bandwidth}}
	if in.StorageSize > 0 {
		like.Data = []Disk{{Type: disk, Size: in.StorageSize}}
	}
	img, err := s.image(ctx, tx, c, like.Image)
	if err != nil {
		return nil, err
	}
	if err := like.startFrom(img); err != nil {
		return nil, err
	}
	z, err := s.someZone(ctx, tx, c.Region, in.CPU, in.Mem, "")
	if err != nil {
		return nil, err
	}
	typ, err := s.typeWith(ctx, tx, z.Name, in.CPU, in.Mem, "")
	if err != nil {
		return nil, err
	}
	o, err := s.offer(ctx, tx, c, z.Name, typ)
	if err != nil {
		return nil, err
	}
	p, err := like.price(*o, 0, in.GoodsNum)
	if err != nil {
		return nil, err
	}
	return &InquiryInstancePriceHourResponse{LegacyPrices{p.InstancePrice.legacy(), p.BandwidthPrice.legacy()}}, nil
}

func (p *ItemPrice) legacy() LegacyPrice {
	return LegacyPrice{money.Amount(*p.UnitPrice).String(), *p.ChargeUnit}
}
