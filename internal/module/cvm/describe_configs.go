package cvm

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstanceFamilyConfigs lists the families of types that the region sells.
var DescribeInstanceFamilyConfigs = action.Define(action.Spec{
	Name: "DescribeInstanceFamilyConfigs", Doc: "Lists the families of types that the region's zones sell.",
	Domain3: "cvm", Version: version, Rate: 10,
}, (*Service).describeFamilies)

// DescribeInstanceFamilyConfigsRequest is the input of DescribeInstanceFamilyConfigs.
type DescribeInstanceFamilyConfigsRequest struct{}

// DescribeInstanceFamilyConfigsResponse is the output of DescribeInstanceFamilyConfigs.
type DescribeInstanceFamilyConfigsResponse struct {
	InstanceFamilyConfigSet []InstanceFamilyConfig
}

// An InstanceFamilyConfig is a family.
type InstanceFamilyConfig struct{ InstanceFamilyName, InstanceFamily string }

func (s *Service) describeFamilies(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeInstanceFamilyConfigsRequest) (*DescribeInstanceFamilyConfigsResponse, error) {
	offers, err := s.offersIn(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	out := &DescribeInstanceFamilyConfigsResponse{}
	for _, o := range offers {
		family := o.Family()
		known := slices.ContainsFunc(out.InstanceFamilyConfigSet, func(f InstanceFamilyConfig) bool { return f.InstanceFamily == family })
		if o.Sold && !known {
			out.InstanceFamilyConfigSet = append(out.InstanceFamilyConfigSet, InstanceFamilyConfig{familyTitle(family), family})
		}
	}
	slices.SortFunc(out.InstanceFamilyConfigSet, func(a, b InstanceFamilyConfig) int { return strings.Compare(a.InstanceFamily, b.InstanceFamily) })
	return out, nil
}

// familyTitle is a family's name in words, by its first letters.
func familyTitle(family string) string {
	for _, kind := range [][2]string{{"HCC", "高性能计算集群"}, {"S", "标准型"}, {"M", "内存型"}, {"C", "计算型"}, {"I", "高IO型"}, {"D", "大数据型"}, {"G", "GPU型"}} {
		if strings.HasPrefix(family, kind[0]) {
			return kind[1] + family
		}
	}
	return family
}

// DescribeInternetChargeTypeConfigs lists how traffic can be paid.
var DescribeInternetChargeTypeConfigs = action.Define(action.Spec{
	Name: "DescribeInternetChargeTypeConfigs", Doc: "Lists how traffic can be paid.", Domain3: "cvm", Version: version,
}, (*Service).describeInternetCharges)

// DescribeInternetChargeTypeConfigsRequest is the input of DescribeInternetChargeTypeConfigs.
type DescribeInternetChargeTypeConfigsRequest struct{}

// DescribeInternetChargeTypeConfigsResponse is the output of DescribeInternetChargeTypeConfigs.
type DescribeInternetChargeTypeConfigsResponse struct {
	InternetChargeTypeConfigSet []InternetChargeTypeConfig
}

// An InternetChargeTypeConfig is a way to pay for traffic.
type InternetChargeTypeConfig struct{ InternetChargeType, Description string }

func (*Service) describeInternetCharges(context.Context, store.Tx, *call.Call, *DescribeInternetChargeTypeConfigsRequest) (*DescribeInternetChargeTypeConfigsResponse, error) {
	return &DescribeInternetChargeTypeConfigsResponse{[]InternetChargeTypeConfig{
		{ByBandwidthMonths, "预付费按带宽结算"}, {ByTraffic, "流量按小时后付费"}, {ByBandwidth, "带宽按小时后付费"},
	}}, nil
}

// DescribeInstanceInternetBandwidthConfigs tells the bandwidth of an instance.
var DescribeInstanceInternetBandwidthConfigs = action.Define(action.Spec{
	Name: "DescribeInstanceInternetBandwidthConfigs", Doc: "Tells the bandwidth of an instance to the internet, since when and until when it is paid.",
	Domain3: "cvm", Version: version, Refuses: refusals(move{}),
}, (*Service).describeBandwidth)

// DescribeInstanceInternetBandwidthConfigsRequest is the input of DescribeInstanceInternetBandwidthConfigs.
type DescribeInstanceInternetBandwidthConfigsRequest struct {
	InstanceId string `api:"required" touches:"instance" doc:"The instance."`
}

// Check implements action.Checker.
func (r *DescribeInstanceInternetBandwidthConfigsRequest) Check() error {
	return checkIDs([]string{r.InstanceId})
}

// DescribeInstanceInternetBandwidthConfigsResponse is the output of DescribeInstanceInternetBandwidthConfigs.
type DescribeInstanceInternetBandwidthConfigsResponse struct {
	InternetBandwidthConfigSet []InternetBandwidthConfig
}

// An InternetBandwidthConfig is a bandwidth for a time.
type InternetBandwidthConfig struct {
	StartTime, EndTime *string
	InternetAccessible InternetItem
}

func (s *Service) describeBandwidth(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstanceInternetBandwidthConfigsRequest) (*DescribeInstanceInternetBandwidthConfigsResponse, error) {
	out := &DescribeInstanceInternetBandwidthConfigsResponse{}
	_, err := s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error {
		since := i.BandwidthSince
		if since.IsZero() {
			since = i.Created
		}
		out.InternetBandwidthConfigSet = []InternetBandwidthConfig{{iso(since), iso(i.Expires), i.item().InternetAccessible}}
		return nil
	})
	return out, err
}
