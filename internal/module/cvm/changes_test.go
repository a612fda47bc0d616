package cvm_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
)

func (c *cloud) price(action string, p params) cvm.Price {
	c.t.Helper()
	return do[cvm.PriceResponse](c, action, v3, p).Price
}

// What an inquiry says is what the change costs then.
func TestInquiriesSayWhatChangesCost(t *testing.T) {
	c := newCloud(t)
	withDisk := params{"InstanceType": "S5.SMALL2", "DataDisks.0.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskSize": "10", "SystemDisk.DiskType": "CLOUD_PREMIUM"}
	hourly, monthly := c.run(withDisk), c.run(prepaid.with(withDisk))
	for _, id := range []string{hourly, monthly} {
		do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	}
	c.pass(10 * 24 * time.Hour)
	larger := func(id string) params {
		return params{"InstanceId": id, "DataDisks.0.DiskId": c.instance(id).DataDisks[0].DiskId, "DataDisks.0.DiskSize": "110", "SystemDisk.DiskSize": "100"}
	}
	reset := func(id string) params { return params{"InstanceId": id, "SystemDisk.DiskSize": "150"} }
	faster := func(id string) params {
		return params{"InstanceIds.0": id, "InternetAccessible.InternetChargeType": "BANDWIDTH_PREPAID", "InternetAccessible.InternetMaxBandwidthOut": "3"}
	}

	// 0.24 and 0.0007 for each GB above 50 of the system disk and of the data disk.
	p := c.price("InquiryPriceResizeInstanceDisks", larger(hourly))
	if got := money.Amount(*p.InstancePrice.UnitPrice); got != yuan("0.352") {
		t.Errorf("an hour with larger disks: got %s, want 0.352", got)
	}
	do[cvm.Nothing](c, "ResizeInstanceDisks", v3, larger(hourly))
	for _, change := range []struct {
		inquiry, action string
		p               params
		bandwidth       bool
	}{
		{"InquiryPriceResizeInstanceDisks", "ResizeInstanceDisks", larger(monthly), false},
		{"InquiryPriceResetInstance", "ResetInstance", reset(monthly), false},
		{"InquiryPriceResetInstancesInternetMaxBandwidth", "ResetInstancesInternetMaxBandwidth", faster(monthly), true},
	} {
		p := c.price(change.inquiry, change.p)
		said := p.InstancePrice
		if change.bandwidth {
			said = p.BandwidthPrice
		}
		before := c.available()
		do[cvm.Nothing](c, change.action, v3, change.p)
		c.pass(5 * time.Second)
		if got := before - c.available(); got != money.Amount(*said.DiscountPrice) || got == 0 {
			t.Errorf("%s costs %s; %s was said", change.action, got, money.Amount(*said.DiscountPrice))
		}
	}
	p = c.price("InquiryPriceResetInstancesInternetMaxBandwidth", params{"InstanceIds.0": hourly, "InternetAccessible.InternetChargeType": "BANDWIDTH_POSTPAID_BY_HOUR", "InternetAccessible.InternetMaxBandwidthOut": "2"})
	if got := money.Amount(*p.BandwidthPrice.UnitPrice); got != yuan("0.12") {
		t.Errorf("an hour of 2 Mbps: got %s, want 0.12", got)
	}

	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": monthly})
	c.pass(5 * time.Second)
	back := do[cvm.InquiryPriceTerminateInstancesResponse](c, "InquiryPriceTerminateInstances", v3, params{"InstanceIds.0": monthly}).InstanceRefundsSet[0]
	before := c.available()
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": monthly})
	if got := c.available() - before; got != money.Amount(back.Refunds) || got == 0 || back.PriceDetail == "" {
		t.Errorf("%s is given back; %+v was said", got, back)
	}
	if none := do[cvm.InquiryPriceTerminateInstancesResponse](c, "InquiryPriceTerminateInstances", v3, params{"InstanceIds.0": monthly}).InstanceRefundsSet[0]; none.Refunds != 0 {
		t.Errorf("in the bin: got %+v, want nothing", none)
	}
}

func TestQuotasAreTold(t *testing.T) {
	c := newCloud(t)
	c.run(nil)
	c.run(prepaid)
	c.run(spot.with(params{"InstanceType": "S5.MEDIUM2", "InstanceMarketOptions.SpotOptions.MaxPrice": "1"}))
	c.placementGroup(nil)
	c.world.quotas["cvm.postpaid_per_zone"] = 5
	got := do[cvm.DescribeAccountQuotaResponse](c, "DescribeAccountQuota", v3, params{"Filters.0.Name": "zone", "Filters.0.Values.0": zone}).AccountQuotaOverview
	want := cvm.AccountQuotaOverview{Region: region, AccountQuota: cvm.AccountQuota{
		PostPaidQuotaSet:             []cvm.ZoneQuota{{UsedQuota: 1, RemainingQuota: 4, TotalQuota: 5, Zone: zone}},
		PrePaidQuotaSet:              []cvm.PrepaidQuota{{UsedQuota: 1, OnceQuota: 100, RemainingQuota: 149, TotalQuota: 150, Zone: zone}},
		SpotPaidQuotaSet:             []cvm.ZoneQuota{{UsedQuota: 2, RemainingQuota: 48, TotalQuota: 50, Zone: zone}},
		ImageQuotaSet:                []cvm.ImageQuota{{UsedQuota: 2, TotalQuota: 10}},
		DisasterRecoverGroupQuotaSet: []cvm.GroupQuota{{GroupQuota: 10, CurrentNum: 1, CvmInHostGroupQuota: 50, CvmInSwitchGroupQuota: 20, CvmInRackGroupQuota: 30}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	all := do[cvm.DescribeAccountQuotaResponse](c, "DescribeAccountQuota", v3, params{"Filters.0.Name": "quota-type", "Filters.0.Values.0": "PostPaidQuotaSet"}).AccountQuotaOverview.AccountQuota
	if len(all.PostPaidQuotaSet) != 3 || all.PrePaidQuotaSet != nil || all.ImageQuotaSet != nil {
		t.Errorf("got %+v, want those of the three zones that are by the hour", all)
	}
}

func TestWhatCanBeHadIsListed(t *testing.T) {
	c := newCloud(t)
	families := do[cvm.DescribeInstanceFamilyConfigsResponse](c, "DescribeInstanceFamilyConfigs", v3, nil).InstanceFamilyConfigSet
	if diff := cmp.Diff([]cvm.InstanceFamilyConfig{
		{InstanceFamilyName: "高性能计算集群HCCIC5", InstanceFamily: "HCCIC5"},
		{InstanceFamilyName: "标准型S1", InstanceFamily: "S1"},
		{InstanceFamilyName: "标准型S2", InstanceFamily: "S2"},
		{InstanceFamilyName: "标准型S5", InstanceFamily: "S5"},
		{InstanceFamilyName: "标准型SA2", InstanceFamily: "SA2"},
	}, families); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if ways := do[cvm.DescribeInternetChargeTypeConfigsResponse](c, "DescribeInternetChargeTypeConfigs", v3, nil).InternetChargeTypeConfigSet; len(ways) != 3 {
		t.Errorf("got %+v", ways)
	}

	id := c.run(params{"InternetAccessible.InternetMaxBandwidthOut": "5", "InstanceType": "S5.SMALL2"})
	bandwidth := func() cvm.InternetBandwidthConfig {
		return do[cvm.DescribeInstanceInternetBandwidthConfigsResponse](c, "DescribeInstanceInternetBandwidthConfigs", v3, params{"InstanceId": id}).InternetBandwidthConfigSet[0]
	}
	if got := bandwidth(); *got.StartTime != "2024-05-01T08:00:00Z" || got.EndTime != nil || got.InternetAccessible.InternetMaxBandwidthOut != 5 {
		t.Errorf("got %+v", got)
	}
	c.pass(time.Hour)
	do[cvm.Nothing](c, "ResetInstancesInternetMaxBandwidth", v3, params{"InstanceIds.0": id, "InternetAccessible.InternetMaxBandwidthOut": "6"})
	if got := bandwidth(); *got.StartTime != "2024-05-01T09:00:10Z" || got.InternetAccessible.InternetMaxBandwidthOut != 6 {
		t.Errorf("got %+v", got)
	}

	c.stock("S5.LARGE8", 0)
	types := func(p params) (names []string) {
		out := do[cvm.DescribeInstancesModificationResponse](c, "DescribeInstancesModification", v3, p)
		for _, one := range out.InstanceTypeConfigStatusSet {
			names = append(names, one.InstanceTypeConfig.InstanceType)
		}
		if out.TotalCount != int64(len(names)) {
			t.Errorf("%d are counted of %v", out.TotalCount, names)
		}
		return names
	}
	if got := types(params{"InstanceIds.0": id}); len(got) != 19 { // all but its own, and that for computing
		t.Errorf("got %v", got)
	}
	if diff := cmp.Diff([]string{"S5.LARGE8"}, types(params{"InstanceIds.0": id, "Filters.0.Name": "status", "Filters.0.Values.0": "UNAVAILABLE"})); diff != "" {
		t.Errorf("sold out: -want +got:\n%s", diff)
	}
	cheap := c.run(spot)
	for _, typ := range types(params{"InstanceIds.0": cheap, "InstanceIds.1": id}) {
		if typ != "S1.SMALL1" && typ != "S1.SMALL2" && typ != "S2.SMALL1" && typ != "S2.SMALL2" && typ != "S5.SMALL1" {
			t.Errorf("a spot instance with a bid of 0.05 could be %s", typ)
		}
	}
}

func TestLocalDisksBecomeCloudDisks(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InstanceType": "S5.SMALL2", "DataDisks.0.DiskType": "LOCAL_BASIC", "DataDisks.0.DiskSize": "100"})
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "ModifyInstanceDiskType", v3, params{"InstanceId": id, "SystemDisk.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskType": "CLOUD_SSD"})
	i := c.instance(id)
	if i.SystemDisk.DiskType != "CLOUD_PREMIUM" || i.DataDisks[0].DiskType != "CLOUD_SSD" || i.InstanceState != "STOPPED" || *i.LatestOperation != "ModifyInstanceDiskType" {
		t.Errorf("got %+v", i)
	}
	c.pass(began.Add(time.Hour).Sub(c.clock.Now())) // meters are settled at full hours
	before := c.available()
	c.pass(10 * time.Hour)
	if got := before - c.available(); got != yuan("3.90") { // 0.24 and 0.0015 for each of 100 GB
		t.Errorf("ten hours cost %s, want 3.90", got)
	}
}

func TestInstancesLeaveTheirPlacementGroup(t *testing.T) {
	c := newCloud(t)
	group := c.placementGroup(nil)
	id := c.run(params{"DisasterRecoverGroupIds.0": group})
	do[cvm.Nothing](c, "DeleteInstancesDisasterRecoverGroups", v3, params{"InstanceIds.0": id, "DisasterRecoverGroupIds.0": group})
	if i := c.instance(id); len(i.DisasterRecoverGroupIds) != 0 {
		t.Errorf("it is in %v", i.DisasterRecoverGroupIds)
	}
}

// local is off, with a local data disk.
func local(c *cloud) {
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"InstanceName": "in motion", "DataDisks.0.DiskType": "LOCAL_BASIC", "DataDisks.0.DiskSize": "10", "SystemDisk.DiskType": "CLOUD_SSD"})).InstanceIdSet[0]
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	c.pass(5 * time.Second)
}

var changeRefusals = []refusal{
	{"instances in two zones, to be changed", "DescribeInstancesModification", v3, params{"InstanceIds.0": "<running>", "InstanceIds.1": "<moved>"}, func(c *cloud) {
		c.run(params{"Placement.Zone": "ap-guangzhou-4", "InstanceName": "in motion"})
	}, 5100, "FailedOperation.ZoneInconsistent"},
	{"an instance for computing, to be changed", "DescribeInstancesModification", v3, params{"InstanceIds.0": "<computing>"}, nil, 5100, "UnsupportedOperation.UnsupportedChangeInstanceFamily"},
	{"a filter of changes that is none", "DescribeInstancesModification", v3, params{"InstanceIds.0": "<running>", "Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"out of a group that it is not in", "DeleteInstancesDisasterRecoverGroups", v3, params{"InstanceIds.0": "<running>", "DisasterRecoverGroupIds.0": "<group>"}, nil, 5100, "FailedOperation.DisasterRecoverGroupNotMatch"},
	{"out of a group that is not there", "DeleteInstancesDisasterRecoverGroups", v3, params{"InstanceIds.0": "<placed>", "DisasterRecoverGroupIds.0": noGroup}, nil, 5000, "FailedOperation.DisasterRecoverGroupNotFound"},
	{"an absent instance out of a group", "DeleteInstancesDisasterRecoverGroups", v3, params{"InstanceIds.0": "ins-00000000", "DisasterRecoverGroupIds.0": "<group>"}, nil, 5000, "ResourceNotFound.InvalidInstanceIdNotFound"},
	{"a quota of what is none", "DescribeAccountQuota", v3, params{"Filters.0.Name": "quota-type", "Filters.0.Values.0": "Moons"}, nil, 4000, "InvalidParameterValue.Range"},
	{"quotas of another region's zone", "DescribeAccountQuota", v3, params{"Filters.0.Name": "zone", "Filters.0.Values.0": "ap-shanghai-1"}, nil, 4000, "InvalidZone.MismatchRegion"},
	{"protected, for what would be given back", "InquiryPriceTerminateInstances", v3, params{"InstanceIds.0": "<protected>"}, nil, 5100, "UnsupportedOperation.InstancesProtected"},
	{"paid otherwise, for what would be given back", "InquiryPriceTerminateInstances", v3, params{"InstanceIds.0": "<running>", "InstanceIds.1": "<prepaid>"}, nil, 5100, "UnsupportedOperation.InstanceMixedPricingModel"},
	{"a price of a smaller disk", "InquiryPriceResizeInstanceDisks", v3, params{"InstanceId": "<stopped>", "SystemDisk.DiskSize": "20"}, nil, 4000, "InvalidParameterValue.Range"},
	{"a price of a disk that it does not have", "InquiryPriceResizeInstanceDisks", v3, params{"InstanceId": "<stopped>", "DataDisks.0.DiskId": "disk-abcdefgh", "DataDisks.0.DiskSize": "20"}, nil, 5100, "UnsupportedOperation.InvalidDataDisk"},
	{"a price of a system with an absent image", "InquiryPriceResetInstance", v3, params{"InstanceId": "<running>", "ImageId": "img-00000000"}, nil, 5000, "InvalidImageId.NotFound"},
	{"a price of a bandwidth that is not its kind's", "InquiryPriceResetInstancesInternetMaxBandwidth", v3, params{"InstanceIds.0": "<running>", "InternetAccessible.InternetChargeType": "BANDWIDTH_PREPAID", "InternetAccessible.InternetMaxBandwidthOut": "2"}, nil, 4000, "InvalidParameterCombination"},
	{"a price of the bandwidth of instances that are paid otherwise", "InquiryPriceResetInstancesInternetMaxBandwidth", v3, params{"InstanceIds.0": "<running>", "InstanceIds.1": "<prepaid>", "InternetAccessible.InternetMaxBandwidthOut": "2"}, nil, 4000, "InvalidParameterCombination"},
	{"no disk to be of another kind", "ModifyInstanceDiskType", v3, params{"InstanceId": "<stopped>"}, nil, 4000, "MissingParameter"},
	{"running, with disks to be of another kind", "ModifyInstanceDiskType", v3, params{"InstanceId": "<running>", "SystemDisk.DiskType": "CLOUD_SSD"}, nil, 5100, "UnsupportedOperation.InstanceStateRunning"},
	{"a disk of another kind that is sold out", "ModifyInstanceDiskType", v3, params{"InstanceId": "<stopped>", "SystemDisk.DiskType": "CLOUD_SSD"}, noDisks, 5200, "ResourceInsufficient.CloudDiskSoldOut"},
	{"a cloud disk of another kind", "ModifyInstanceDiskType", v3, params{"InstanceId": "<moved>", "SystemDisk.DiskType": "CLOUD_PREMIUM"}, local, 5100, "InvalidParameter.InvalidInstanceNotSupported"},
	{"a small disk of another kind", "ModifyInstanceDiskType", v3, params{"InstanceId": "<moved>", "DataDisks.0.DiskType": "CLOUD_SSD"}, local, 4000, "InvalidParameterValue.LocalDiskSizeRange"},
	{"no such disk of another kind", "ModifyInstanceDiskType", v3, params{"InstanceId": "<stopped>", "DataDisks.0.DiskType": "CLOUD_SSD"}, nil, 5100, "UnsupportedOperation.InvalidDataDisk"},
}
