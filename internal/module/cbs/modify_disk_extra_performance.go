package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyDiskExtraPerformance gives a disk more throughput, or less.
var ModifyDiskExtraPerformance = action.Define(spec(action.Spec{
	Name: "ModifyDiskExtraPerformance", Doc: "Sets the extra throughput of a disk.", Changes: true, Refuses: moving(paying, errConfig, errBalance),
}), (*Service).modifyDiskExtraPerformance)

// ModifyDiskExtraPerformanceRequest is the input of ModifyDiskExtraPerformance and of the inquiry.
type ModifyDiskExtraPerformanceRequest struct {
	ThroughputPerformance int64  `api:"required,min=0" doc:"MB/s above what comes with the size."`
	DiskId                string `api:"required" touches:"volume" doc:"The disk."`
}

// Check implements action.Checker.
func (r *ModifyDiskExtraPerformanceRequest) Check() error {
	return checkID("DiskId", r.DiskId, diskForm)
}

func (s *Service) modifyDiskExtraPerformance(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskExtraPerformanceRequest) (*Nothing, error) {
	d, err := s.faster(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := s.reprice(ctx, tx, c, d, func(d *Disk) { d.Throughput = in.ThroughputPerformance }); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.Disks.Put(ctx, tx, d)
}

// faster is the disk that is to get a throughput, which it may have.
func (s *Service) faster(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskExtraPerformanceRequest) (*Disk, error) {
	d, err := s.disk(ctx, tx, c, in.DiskId)
	if err != nil {
		return nil, err
	}
	if err := d.may(paying); err != nil {
		return nil, err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return nil, err
	}
	switch k := kindOf(d.Type); {
	case k.Extra == 0 || !d.Own:
		return nil, errNotSupported.Errorf("Disk %s is of type %s, paid by itself: %t; one of a type with extra throughput that is paid by itself is expected.", d.ID, d.Type, d.Own)
	case in.ThroughputPerformance > k.Extra:
		return nil, errConfig.Errorf("Parameter ThroughputPerformance is %d; %s takes at most %d.", in.ThroughputPerformance, d.Type, k.Extra)
	}
	return d, nil
}

// InquirePriceModifyDiskExtraPerformance tells what that would cost.
var InquirePriceModifyDiskExtraPerformance = action.Define(spec(action.Spec{
	Name: "InquirePriceModifyDiskExtraPerformance", Doc: "Tells what extra throughput of a disk would cost.", Refuses: moving(paying, errConfig, errNoInstance),
}), (*Service).inquirePriceModifyDiskExtraPerformance)

func (s *Service) inquirePriceModifyDiskExtraPerformance(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskExtraPerformanceRequest) (*PriceResponse, error) {
	d, err := s.faster(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	price, ahead, err := s.priceAs(ctx, tx, c, d, func(d *Disk) { d.Throughput = in.ThroughputPerformance })
	if ahead {
		return &PriceResponse{inAdvance(price)}, err
	}
	return &PriceResponse{byHour(price)}, err
}
