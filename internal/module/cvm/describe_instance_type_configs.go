package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstanceTypeConfigs lists the types of instances.
var DescribeInstanceTypeConfigs = action.Define(action.Spec{
	Name: "DescribeInstanceTypeConfigs", Doc: "Lists the types of instances that the region's zones sell.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 40,
	Refuses: []*catalogue.Condition{errFilter, errFilterValues},
}, (*Service).describeInstanceTypeConfigs)

// DescribeInstanceTypeConfigsRequest is the input of DescribeInstanceTypeConfigs.
type DescribeInstanceTypeConfigsRequest struct {
	Filters []Filter `doc:"By zone, instance-family or instance-type; at most 10."`
}

// Check implements action.Checker.
func (r *DescribeInstanceTypeConfigsRequest) Check() error {
	return checkFilters(r.Filters, func(name string) bool {
		return slices.Contains([]string{"zone", "instance-family", "instance-type"}, name)
	})
}

// DescribeInstanceTypeConfigsResponse is the output of DescribeInstanceTypeConfigs.
type DescribeInstanceTypeConfigsResponse struct {
	InstanceTypeConfigSet []InstanceTypeConfig
}

// An InstanceTypeConfig is a type in a zone.
type InstanceTypeConfig struct {
	Zone, InstanceType, InstanceFamily string
	GPU, CPU, Memory, FPGA             int64
	GpuCount                           float64
	GpuType                            string
	GpuMemory                          float64
}

func (s *Service) describeInstanceTypeConfigs(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstanceTypeConfigsRequest) (*DescribeInstanceTypeConfigsResponse, error) {
	offers, err := s.offersIn(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	out := &DescribeInstanceTypeConfigsResponse{}
	for _, o := range offers {
		if o.Sold && o.passes(in.Filters) {
			out.InstanceTypeConfigSet = append(out.InstanceTypeConfigSet, InstanceTypeConfig{
				Zone: o.Zone, InstanceType: o.Type, InstanceFamily: o.Family(), CPU: o.CPU, Memory: o.Memory,
			})
		}
	}
	return out, nil
}

// offersIn are the offers of a region's zones that are open, by zone number and type.
func (s *Service) offersIn(ctx context.Context, tx store.Tx, region string) ([]Offer, error) {
	zones, err := s.Store.Zones(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	var all []Offer
	for _, z := range zones {
		if z.Closed {
			continue
		}
		offers, err := s.Store.Offers(ctx, tx, z.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, offers...)
	}
	return all, nil
}

// passes tells whether the offer has one of the values of every filter that is about it.
func (o Offer) passes(given []Filter) bool {
	about := map[string]string{"zone": o.Zone, "instance-family": o.Family(), "instance-type": o.Type}
	for _, f := range given {
		if v, ok := about[f.Name]; ok && !slices.Contains(f.Values, v) {
			return false
		}
	}
	return true
}
