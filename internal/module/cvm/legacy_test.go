package cvm_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// legacy is what the older DescribeInstances says of an instance.
func (c *cloud) legacy(id string) cvm.LegacyItem {
	c.t.Helper()
	out := do[cvm.LegacyDescribeInstancesResponse](c, "DescribeInstances", "", params{"instanceIds.0": id})
	if len(out.InstanceSet) != 1 {
		c.t.Fatalf("instance %s: got %+v", id, out)
	}
	return out.InstanceSet[0]
}

func TestBothKindsOfActionsSeeOneInstance(t *testing.T) {
	c := newCloud(t)
	id := do[cvm.RunInstancesHourResponse](c, "RunInstancesHour", "", legacyHour.with(params{
		"storageSize": "20", "bandwidth": "3", "bandwidthType": "PayByHour", "instanceName": "old", "vpcId": c.vpc, "subnetId": c.subnet,
		"privateIpAddresses.0": "10.0.1.7", "password": "Passw0rd", "instanceType": "CVM.S2",
	})).UnInstanceIDs[0]
	c.pass(3 * time.Second)
	i := c.instance(id)
	if i.InstanceType != "S2.SMALL1" || i.InternetAccessible.InternetChargeType != cvm.ByBandwidth || i.DataDisks[0].DiskSize != 20 {
		t.Errorf("got %+v", i)
	}
	var vpcNumber, subnetNumber int64
	c.must(func(ctx context.Context, tx store.Tx) error {
		kept, err := c.Instance(ctx, tx, owner, id)
		vpcNumber, subnetNumber = kept.VPCNumber, kept.SubnetNumber
		return err
	})
	want := cvm.LegacyItem{
		InstanceName: "old", UnInstanceID: id, UUID: i.Uuid, LanIP: "10.0.1.7", WanIPSet: i.PublicIpAddresses, CPU: 1, Mem: 1, Bandwidth: 3,
		UnImgID: linux, ImageID: 1, ImageType: "PUBLIC_IMAGE", OS: "centos7.2x86_64", Status: 2, Region: "gz", ZoneID: 100003, ZoneName: "广州三区",
		CreateTime: "2024-05-01 16:00:00", DeadlineTime: "0000-00-00 00:00:00", StatusTime: "2024-05-01 16:00:02", CvmPayMode: 2, NetworkPayMode: 3,
		VPCID: vpcNumber, SubnetID: subnetNumber, DeviceClass: "CVM.S2",
		DiskInfo: cvm.LegacyDiskInfo{
			StorageID: i.DataDisks[0].DiskId, StorageType: 1, StorageSize: 20, RootID: i.SystemDisk.DiskId, RootSize: 50, RootType: 1,
		},
	}
	got := c.legacy(id)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(cvm.LegacyItem{}, "InstanceID")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if vpcNumber == 0 || subnetNumber == 0 {
		t.Error("the network has no number")
	}
	for _, name := range []string{got.InstanceID, got.UUID} { // older ids name it too
		do[cvm.Nothing](c, "ModifyInstanceAttributes", "", params{"instanceId": name, "instanceName": "by " + name[:4]})
		if got := c.instance(id).InstanceName; got != "by "+name[:4] {
			t.Errorf("%s: it is called %s", name, got)
		}
	}
	for _, p := range []params{
		{"lanIps.0": "10.0.1.7"}, {"searchWord": "by"}, {"status": "2"}, {"projectId": "0"}, {"zoneId": "100003"}, {"limit": "1"},
	} {
		if out := do[cvm.LegacyDescribeInstancesResponse](c, "DescribeInstances", "", p); out.TotalCount != 1 {
			t.Errorf("%v: got %+v", p, out)
		}
	}
	for _, p := range []params{
		{"lanIps.0": "10.0.1.8"}, {"searchWord": "new"}, {"status": "4"}, {"projectId": "7"}, {"zoneId": "100002"},
	} {
		if out := do[cvm.LegacyDescribeInstancesResponse](c, "DescribeInstances", "", p); out.TotalCount != 0 {
			t.Errorf("%v: got %+v", p, out)
		}
	}
}

// outcome is what became of each instance of a batch, by its number.
func outcome(t *testing.T, c *cloud, name string, p params) (whole int, each map[string]int) {
	t.Helper()
	b := do[action.BatchAnswer](c, name, "", p).Batch()
	each = map[string]int{}
	for _, id := range b.IDs {
		if r := b.Refusals[id]; r != nil {
			each[id] = r.Condition.Code.Number
			if each[id] == 5100 && r.Condition.Desc != "OperationConstraints.InvaildInstanceStatus" {
				t.Errorf("%s is refused with %s", id, r.Condition.Desc)
			}
		} else {
			each[id] = 0
		}
	}
	if r := b.Outcome(); r != nil {
		whole = r.Condition.Code.Number
	}
	return whole, each
}

func TestABatchOfTheOlderActionsDoesEachByItself(t *testing.T) {
	c := newCloud(t)
	on, off := c.run(nil), c.run(nil)
	old := c.legacy(on).InstanceID
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": off})
	c.pass(3 * time.Second)
	tests := []struct {
		action string
		params params
		whole  int
		each   map[string]int
	}{
		{"StopInstances", params{"instanceIds.0": old, "instanceIds.1": off, "instanceIds.2": "ins-00000000"}, 5400, map[string]int{old: 0, off: 5100, "ins-00000000": 5000}},
		{"StopInstances", params{"instanceIds.0": on, "instanceIds.1": off}, 5100, map[string]int{on: 5100, off: 5100}},
		{"ResetInstancePassword", params{"instanceIds.0": on, "instanceIds.1": off, "password": "Passw0rd"}, 0, map[string]int{on: 0, off: 0}},
		{"StartInstances", params{"instanceIds.0": on, "instanceIds.1": off}, 0, map[string]int{on: 0, off: 0}},
		{"RestartInstances", params{"instanceIds.0": on, "forceStop": "1"}, 0, map[string]int{on: 0}},
	}
	for _, tt := range tests {
		whole, each := outcome(t, c, tt.action, tt.params)
		if diff := cmp.Diff(tt.each, each); diff != "" || whole != tt.whole {
			t.Errorf("%s: %d, want %d (-want +got):\n%s", tt.action, whole, tt.whole, diff)
		}
		c.pass(3 * time.Second)
	}
}

func TestAnOlderPrepaidPurchaseIsKeyedByItsOrder(t *testing.T) {
	c := newCloud(t)
	ask := legacyHour.with(params{"zoneId": "", "period": "2", "goodsNum": "2"})
	out := do[cvm.RunInstancesMonthlyResponse](c, "RunInstances", "", ask)
	if len(out.DealIDs) != 1 || len(out.UnInstanceIDs[out.DealIDs[0]]) != 2 {
		t.Fatalf("got %+v", out)
	}
	if o := c.book.last(); o.deal != out.DealIDs[0] || o.Price != 220*money.Yuan || o.Months != 2 || len(o.Resources) != 2 {
		t.Errorf("got %+v", o)
	}
	c.pass(3 * time.Second)
	id := out.UnInstanceIDs[out.DealIDs[0]][0]
	if got := c.legacy(id); got.CvmPayMode != 1 || got.DeadlineTime != "2024-07-01 16:00:00" || got.NetworkPayMode != 1 || got.AutoRenew != 0 {
		t.Errorf("got %+v", got)
	}
	do[cvm.Nothing](c, "RenewInstance", "", params{"instanceId": id, "period": "1"})
	c.must(func(ctx context.Context, tx store.Tx) error {
		k := c.callOf(owner)
		return c.SetAutoRenew(ctx, tx, k, []string{id}, 1)
	})
	if got := c.legacy(id); got.DeadlineTime != "2024-08-01 16:00:00" || got.AutoRenew != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestOlderActionsChangeAnInstance(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InternetAccessible.InternetChargeType": cvm.ByBandwidth, "InternetAccessible.InternetMaxBandwidthOut": "1"})
	do[cvm.Nothing](c, "ModifyInstanceProject", "", params{"instanceId": id, "projectId": "7"})
	do[cvm.Nothing](c, "UpdateInstanceBandwidthHour", "", params{"instanceId": id, "bandwidth": "10"})
	if i := c.legacy(id); i.ProjectID != 7 || i.Bandwidth != 10 {
		t.Errorf("got %+v", i)
	}
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	c.pass(3 * time.Second)
	do[cvm.Nothing](c, "ResizeInstanceHour", "", params{"instanceId": id, "cpu": "2", "mem": "4", "storageSize": "30"})
	c.pass(3 * time.Second)
	if i := c.legacy(id); i.CPU != 2 || i.Mem != 4 || i.DiskInfo.StorageSize != 30 || i.Status != 2 {
		t.Errorf("got %+v", i)
	}
	c.pass(time.Hour)
	before := c.available()
	c.pass(10 * time.Hour)
	if spent := before - c.available(); spent != yuan("9.75") { // 0.36, 30 GB at 0.0005, 10 Mbps at 0.06
		t.Errorf("ten hours cost %s, want 9.75", spent)
	}
	if n := do[cvm.ResetInstancesResponse](c, "ResetInstances", "", params{"instanceId": id, "imageId": windows}).RequestID; n < 0 {
		t.Errorf("task %d", n)
	}
	if i := c.legacy(id); i.Status != 14 {
		t.Errorf("status %d, want 14", i.Status)
	}
	c.pass(3 * time.Second)
	if i := c.legacy(id); i.Status != 2 || i.UnImgID != windows {
		t.Errorf("got %+v", i)
	}
	do[cvm.Nothing](c, "ReturnInstance", "", params{"instanceId": id})
	if i := c.legacy(id); i.Status != 6 {
		t.Errorf("status %d, want 6", i.Status)
	}
	c.pass(3 * time.Second)
	c.wantState(id, "")
}

func TestAnOlderInquiryTellsThePriceAsText(t *testing.T) {
	c := newCloud(t)
	got := do[cvm.InquiryInstancePriceHourResponse](c, "InquiryInstancePriceHour", "", params{
		"cpu": "2", "mem": "2", "imageId": linux, "imageType": "2", "storageSize": "0",
	}).Data
	want := cvm.LegacyPrices{CVM: cvm.LegacyPrice{Price: "0.28", PriceUnit: "HOUR"}, Bandwidth: cvm.LegacyPrice{Price: "1.60", PriceUnit: "GB"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOlderActionsListPlaces(t *testing.T) {
	c := newCloud(t)
	zones := do[cvm.DescribeAvailabilityZonesResponse](c, "DescribeAvailabilityZones", "", params{"zoneId": "100003"})
	if diff := cmp.Diff([]cvm.LegacyZone{{ZoneName: "广州三区", ZoneID: 100003, IDCList: []cvm.LegacyIDC{{IDCID: 100003, IDCName: "广州三区"}}}}, zones.ZoneSet); diff != "" || zones.TotalCount != 1 {
		t.Errorf("-want +got:\n%s", diff)
	}
	ability := do[cvm.DescribeZoneAbilityResponse](c, "DescribeZoneAbility", "", params{"zoneId": "100003", "capacity.0": "cbs", "capacity.1": "gpu"})
	if diff := cmp.Diff([]cvm.LegacyCapacity{{Capacity: []string{"cbs"}, IsSupported: 1}, {Capacity: []string{"gpu"}}}, ability.CapacitySet); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	regions := do[cvm.DescribeProductRegionListResponse](c, "DescribeProductRegionList", "", params{"instanceType": "1"})
	if got := regions.AvailableRegion; got["gz"] != "广州" || len(got) != 5 {
		t.Errorf("got %v", got)
	}
	if got := do[cvm.DescribeProductRegionListResponse](c, "DescribeProductRegionList", "", params{"instanceType": "2"}).AvailableRegion; len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
