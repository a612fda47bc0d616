package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeZoneInstanceConfigInfos lists what zones sell, with prices and whether there is some left.
var DescribeZoneInstanceConfigInfos = action.Define(action.Spec{
	Name: "DescribeZoneInstanceConfigInfos", Doc: "Lists what the region's zones sell, with prices and whether there is some left.",
	Domain3: "cvm", Version: version, Rate: 40,
	Refuses: []*catalogue.Condition{errFilter, errFilterValues},
}, (*Service).describeZoneInstanceConfigInfos)

// DescribeZoneInstanceConfigInfosRequest is the input of DescribeZoneInstanceConfigInfos.
type DescribeZoneInstanceConfigInfosRequest struct {
	Filters []Filter `doc:"By zone, instance-family, instance-type or instance-charge-type; at most 10."`
}

// Check implements action.Checker.
func (r *DescribeZoneInstanceConfigInfosRequest) Check() error {
	return checkFilters(r.Filters, func(name string) bool {
		return slices.Contains([]string{"zone", "instance-family", "instance-type", "instance-charge-type", "sort-keys"}, name)
	})
}

// DescribeZoneInstanceConfigInfosResponse is the output of DescribeZoneInstanceConfigInfos.
type DescribeZoneInstanceConfigInfosResponse struct {
	InstanceTypeQuotaSet []InstanceTypeQuotaItem
}

// An InstanceTypeQuotaItem is a type in a zone as it can be paid in one way.
type InstanceTypeQuotaItem struct {
	Zone, InstanceType, InstanceChargeType string
	NetworkCard                            int64
	Externals                              Externals
	Cpu, Memory                            int64
	InstanceFamily, TypeName               string
	LocalDiskTypeList                      []LocalDiskType
	Status                                 string
	Price                                  *ItemPrice
	SoldOutReason                          string
	InstanceBandwidth                      float64
	InstancePps, StorageBlockAmount        int64
	CpuType                                string
	Gpu, Fpga                              int64
	Remark                                 string
	GpuCount                               float64
	Frequency, StatusCategory              string
}

// Externals are what the API's Externals has.
type Externals struct {
	ReleaseAddress    bool
	UnsupportNetworks []string
	StorageBlockAttr  StorageBlock
}

// A StorageBlock is the API's StorageBlock.
type StorageBlock struct {
	Type             string
	MinSize, MaxSize int64
}

// A LocalDiskType is the API's LocalDiskType.
type LocalDiskType struct {
	Type, PartitionType string
	MinSize, MaxSize    int64
	Required            string
}

func (s *Service) describeZoneInstanceConfigInfos(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeZoneInstanceConfigInfosRequest) (*DescribeZoneInstanceConfigInfosResponse, error) {
	offers, err := s.offersIn(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	charges := []string{Postpaid, Prepaid, Spot}
	for _, f := range in.Filters {
		if f.Name == "instance-charge-type" {
			charges = slices.DeleteFunc(charges, func(charge string) bool { return !slices.Contains(f.Values, charge) })
		}
	}
	out := &DescribeZoneInstanceConfigInfosResponse{}
	for _, o := range offers {
		if !o.passes(in.Filters) {
			continue
		}
		for _, charge := range charges {
			if charge == Spot && o.Spot == NoSpot {
				continue
			}
			item, err := o.quotaItem(charge)
			if err != nil {
				return nil, err
			}
			out.InstanceTypeQuotaSet = append(out.InstanceTypeQuotaSet, item)
		}
	}
	return out, nil
}

func (o Offer) quotaItem(charge string) (InstanceTypeQuotaItem, error) {
	item := InstanceTypeQuotaItem{
		Zone: o.Zone, InstanceType: o.Type, InstanceChargeType: charge, Cpu: o.CPU, Memory: o.Memory, InstanceFamily: o.Family(), TypeName: o.Type,
		Price: byHour(o.Hourly),
	}
	item.Status, item.StatusCategory, item.SoldOutReason = o.status()
	switch charge {
	case Prepaid:
		item.Price = inAdvance(o.Monthly)
	case Spot:
		price, err := o.SpotPrice()
		item.Price = byHour(price)
		return item, err
	}
	return item, nil
}
