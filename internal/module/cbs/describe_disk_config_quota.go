package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/store"
)

// DescribeDiskConfigQuota lists what disks are sold.
var DescribeDiskConfigQuota = action.Define(spec(action.Spec{
	Name: "DescribeDiskConfigQuota", Doc: "Lists which disks are sold in which zone, in which sizes and at what price.", Refuses: []*catalogue.Condition{errValue},
}), (*Service).describeDiskConfigQuota)

// DescribeDiskConfigQuotaRequest is the input of DescribeDiskConfigQuota.
type DescribeDiskConfigQuotaRequest struct {
	InquiryType        string   `api:"required,oneof=INQUIRY_CBS_CONFIG INQUIRY_CVM_CONFIG" doc:"Whether disks alone, or with instances."`
	DiskChargeType     string   `api:"oneof=PREPAID POSTPAID_BY_HOUR" doc:"How they are paid; both ways when left out."`
	InstanceFamilies   []string `api:"max=100" doc:"The families of instances; all take the same disks here."`
	DiskTypes          []string `api:"max=20" doc:"The kinds of disks."`
	Zones              []string `api:"max=100" doc:"The zones; those of the region when left out."`
	Memory             int64    `api:"min=0" doc:"Of the instance; all take the same disks here."`
	DiskUsage          string   `api:"oneof=SYSTEM_DISK DATA_DISK" doc:"What they are for; both when left out."`
	CPU                int64    `api:"min=0" doc:"Of the instance; all take the same disks here."`
	DedicatedClusterId string   `api:"max=0" doc:"A dedicated cluster; there are none here."`
}

// DescribeDiskConfigQuotaResponse is the output of DescribeDiskConfigQuota.
type DescribeDiskConfigQuotaResponse struct{ DiskConfigSet []DiskConfig }

// A DiskConfig is the API's DiskConfig.
type DiskConfig struct {
	Available             bool
	DiskChargeType        string
	Zone                  string
	InstanceFamily        *string
	DiskType              string
	StepSize              int64
	ExtraPerformanceRange []int64
	DeviceClass           *string
	DiskUsage             string
	MinDiskSize           int64
	MaxDiskSize           int64
	Price                 Price
}

func (s *Service) describeDiskConfigQuota(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDiskConfigQuotaRequest) (*DescribeDiskConfigQuotaResponse, error) {
	zones, err := s.Zones.ZonesOf(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	families := []*string{nil}
	if in.InquiryType == "INQUIRY_CVM_CONFIG" && len(in.InstanceFamilies) > 0 {
		families = nil
		for _, f := range in.InstanceFamilies {
			families = append(families, &f)
		}
	}
	out := &DescribeDiskConfigQuotaResponse{}
	for _, zone := range zones {
		for _, k := range disk.Cloud() {
			if !among(in.Zones, zone) || !among(in.DiskTypes, k.Name) {
				continue
			}
			stock, err := s.Store.Book.Stock(ctx, tx, zone, k.Name)
			if err != nil {
				return nil, err
			}
			for _, config := range configs(k, in) {
				for _, family := range families {
					config.Zone, config.InstanceFamily, config.Available = zone, family, stock != 0
					out.DiskConfigSet = append(out.DiskConfigSet, config)
				}
			}
		}
	}
	return out, nil
}

// among tells whether a value is one of those that are asked for; none means all.
func among(asked []string, v string) bool { return len(asked) == 0 || slices.Contains(asked, v) }

// configs are the ways in which a kind is sold that are asked for. The prices are of the smallest.
func configs(k disk.Kind, in *DescribeDiskConfigQuotaRequest) []DiskConfig {
	var all []DiskConfig
	for _, usage := range []string{SystemDisk, DataDisk} {
		for _, charge := range []string{Prepaid, Postpaid} {
			if in.DiskUsage != "" && in.DiskUsage != usage || in.DiskChargeType != "" && in.DiskChargeType != charge {
				continue
			}
			config := DiskConfig{DiskChargeType: charge, DiskType: k.Name, DiskUsage: usage, StepSize: disk.Step, MinDiskSize: k.Min, MaxDiskSize: k.Max}
			if usage == SystemDisk {
				config.StepSize, config.MinDiskSize, config.MaxDiskSize = 1, disk.MinSystem, disk.MaxSystem
			}
			if k.Extra > 0 && usage == DataDisk {
				config.ExtraPerformanceRange = []int64{0, k.Extra}
			}
			config.Price, _ = priceOf(charge, k.Name, config.MinDiskSize, 0, 1, 1) // small figures of a table
			all = append(all, config)
		}
	}
	return all
}
