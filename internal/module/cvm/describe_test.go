package cvm_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func TestFiltersLetThroughWhatHasOneOfTheirValues(t *testing.T) {
	c := newCloud(t)
	web := c.run(params{
		"InstanceName": "web", "InstanceType": "S5.SMALL2", "VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet,
		"SecurityGroupIds.0": "sg-abcdefgh", "TagSpecification.0.ResourceType": "instance", "TagSpecification.0.Tags.0.Key": "team",
		"TagSpecification.0.Tags.0.Value": "a", "InternetAccessible.InternetMaxBandwidthOut": "1", "Placement.ProjectId": "7",
	})
	db := c.run(prepaid.with(params{"InstanceName": "db", "Placement.Zone": "ap-guangzhou-4", "InstanceType": "S5.SMALL1"}))
	w := c.instance(web)
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": db})
	c.pass(3 * time.Second)
	tests := []struct {
		name string
		web  string // a value that only web has
		db   string // one that only db has, where there is one
	}{
		{"zone", zone, "ap-guangzhou-4"},
		{"project-id", "7", "0"},
		{"instance-id", web, db},
		{"uuid", w.Uuid, c.instance(db).Uuid},
		{"instance-name", "web", "db"},
		{"instance-charge-type", cvm.Postpaid, cvm.Prepaid},
		{"instance-state", "RUNNING", "STOPPED"},
		{"instance-type", "S5.SMALL2", "S5.SMALL1"},
		{"private-ip-address", w.PrivateIpAddresses[0], c.instance(db).PrivateIpAddresses[0]},
		{"public-ip-address", w.PublicIpAddresses[0], ""},
		{"vpc-id", c.vpc, ""},
		{"subnet-id", c.subnet, ""},
		{"security-group-id", "sg-abcdefgh", ""},
		{"tag-key", "team", ""},
		{"tag-value", "a", ""},
		{"tag:team", "a", ""},
	}
	for _, tt := range tests {
		for want, value := range map[string]string{web: tt.web, db: tt.db} {
			if value == "" {
				continue
			}
			out := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, params{
				"Filters.0.Name": tt.name, "Filters.0.Values.0": value, "Filters.0.Values.1": "none",
			})
			if out.TotalCount != 1 || out.InstanceSet[0].InstanceId != want {
				t.Errorf("%s %s: got %+v, want %s alone", tt.name, value, out, want)
			}
		}
	}
	both := params{"Filters.0.Name": "zone", "Filters.0.Values.0": zone, "Filters.1.Name": "instance-name", "Filters.1.Values.0": "db"}
	if out := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, both); out.TotalCount != 0 {
		t.Errorf("got %+v, want what passes both filters", out)
	}
}

func TestAListHasPagesAfterWhatTheCallerMaySee(t *testing.T) {
	c := newCloud(t)
	var ids []string
	for range 4 {
		ids = append([]string{c.run(nil)}, ids...)
	}
	hidden := ids[1]
	c.see = func(r call.Resource, about map[string][]string) bool {
		if r.Service != "cvm" || r.Type != "instance" || about["cvm:zone"][0] != zone {
			t.Errorf("asked about %+v, %v", r, about)
		}
		return r.ID != hidden
	}
	out := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, params{"Offset": "1", "Limit": "2"})
	var got []string
	for _, i := range out.InstanceSet {
		got = append(got, i.InstanceId)
	}
	if diff := cmp.Diff([]string{ids[2], ids[3]}, got); diff != "" || out.TotalCount != 3 {
		t.Errorf("%d in all; the page (-want +got):\n%s", out.TotalCount, diff)
	}
	states := do[cvm.DescribeInstancesStatusResponse](c, "DescribeInstancesStatus", v3, params{"Offset": "9"})
	if states.TotalCount != 3 || len(states.InstanceStatusSet) != 0 {
		t.Errorf("got %+v", states)
	}
}

func TestCAMIsToldOfAnInstanceUnderItsNewestID(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InstanceType": "S5.SMALL2"})
	c.must(func(ctx context.Context, tx store.Tx) error {
		i, err := c.Instance(ctx, tx, owner, id)
		if err != nil {
			return err
		}
		for _, name := range []string{i.ID, i.OldID, i.UUID} {
			r, about, err := c.ResourceFacts(ctx, tx, owner, call.Resource{Service: "cvm", Type: "instance", ID: name})
			if err != nil {
				return err
			}
			if r.ID != id || about["cvm:instance_type"][0] != "S5.SMALL2" || about["qcs:create_uin"][0] != owner {
				t.Errorf("%s: got %+v, %v", name, r, about)
			}
		}
		r, about, err := c.ResourceFacts(ctx, tx, other, call.Resource{Service: "cvm", Type: "instance", ID: id})
		if r.ID != id || about != nil {
			t.Errorf("another account is told %+v, %v", r, about)
		}
		return err
	})
}

func TestAPurchaseTouchesAllThatItNames(t *testing.T) {
	c := newCloud(t)
	b := c.actions["RunInstances "+v3]
	in, err := b.Decode(tree(t, plain.with(params{
		"VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet, "SecurityGroupIds.0": "sg-abcdefgh",
		"LoginSettings.KeyIds.0": "skey-abcdefgh", "DataDisks.0.DiskSize": "10",
	})))
	if err != nil {
		t.Fatal(err)
	}
	k := &call.Call{Input: in, Region: region}
	resources, idLess := b.Touches(k)
	got := map[string]bool{}
	for _, r := range resources {
		got[r.Service+":"+r.Type+"/"+r.ID] = true
	}
	want := map[string]bool{
		"cvm:instance/*": true, "cvm:systemdisk/*": true, "cvm:datadisk/*": true, "cvm:image/" + linux: true, "cvm:sg/sg-abcdefgh": true,
		"cvm:keypair/skey-abcdefgh": true, "vpc:vpc/" + c.vpc: true, "vpc:subnet/" + c.subnet: true,
	}
	if diff := cmp.Diff(want, got); diff != "" || idLess {
		t.Errorf("id-less %t (-want +got):\n%s", idLess, diff)
	}
	about := b.Conditions(k)
	if diff := cmp.Diff(map[string][]string{"cvm:region": {region}, "cvm:zone": {zone}, "cvm:instance_type": {"S1.SMALL1"}}, about); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPlacesAndOffersAreListed(t *testing.T) {
	c := newCloud(t)
	regions := do[cvm.DescribeRegionsResponse](c, "DescribeRegions", v3, nil)
	if regions.TotalCount != 5 || regions.RegionSet[0].Region != region || regions.RegionSet[0].RegionState != "AVAILABLE" {
		t.Errorf("got %+v", regions)
	}
	zones := do[cvm.DescribeZonesResponse](c, "DescribeZones", v3, nil)
	if diff := cmp.Diff(cvm.ZoneInfo{Zone: zone, ZoneName: "广州三区", ZoneId: "100003", ZoneState: "AVAILABLE"}, zones.ZoneSet[1]); diff != "" || zones.TotalCount != 3 {
		t.Errorf("%d (-want +got):\n%s", zones.TotalCount, diff)
	}
	types := do[cvm.DescribeInstanceTypeConfigsResponse](c, "DescribeInstanceTypeConfigs", v3, params{
		"Filters.0.Name": "zone", "Filters.0.Values.0": zone, "Filters.1.Name": "instance-family", "Filters.1.Values.0": "S2",
	})
	if len(types.InstanceTypeConfigSet) != 4 || types.InstanceTypeConfigSet[0].InstanceFamily != "S2" {
		t.Errorf("got %+v", types)
	}
	c.stock("S2.MEDIUM4", 0)
	c.stock("S2.SMALL1", 3)
	sells := do[cvm.DescribeZoneInstanceConfigInfosResponse](c, "DescribeZoneInstanceConfigInfos", v3, params{
		"Filters.0.Name": "zone", "Filters.0.Values.0": zone, "Filters.1.Name": "instance-type", "Filters.1.Values.0": "S2.MEDIUM4", "Filters.1.Values.1": "S2.SMALL1",
	})
	got := map[string]string{}
	for _, i := range sells.InstanceTypeQuotaSet {
		got[i.InstanceType+" "+i.InstanceChargeType] = i.Status + " " + i.StatusCategory + " " + i.SoldOutReason
	}
	want := map[string]string{
		"S2.MEDIUM4 PREPAID": "SOLD_OUT WithoutStock ResourcesSoldOut.SpecifiedInstanceType", "S2.MEDIUM4 POSTPAID_BY_HOUR": "SOLD_OUT WithoutStock ResourcesSoldOut.SpecifiedInstanceType",
		"S2.SMALL1 PREPAID": "SELL UnderStock ", "S2.SMALL1 POSTPAID_BY_HOUR": "SELL UnderStock ",
		"S2.MEDIUM4 SPOTPAID": "SOLD_OUT WithoutStock ResourcesSoldOut.SpecifiedInstanceType", "S2.SMALL1 SPOTPAID": "SELL UnderStock ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
