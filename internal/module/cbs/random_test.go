package cbs_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// Whatever is asked of disks and instances, in whichever order and whether it is refused or not: both tell the same of
// which disk is where, everything that costs something is paid once, and nothing refers to what is not there.
func TestDisksAndInstancesAgreeWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCloud(t)
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			if rapid.IntRange(0, 3).Draw(r, "what") == 0 {
				c.pass(rapid.SampledFrom([]time.Duration{time.Second, 5 * time.Second, time.Hour, 10 * 24 * time.Hour}).Draw(r, "pass"))
			} else {
				c.ask(r)
			}
			c.hold(r)
		}
	})
}

// ask does something at random to what is there, or to what is not.
func (c *cloud) ask(r *rapid.T) {
	disks := append(c.ids(func(d cbs.DiskItem) string { return d.DiskId }), noDisk)
	instances := append(c.instances(), noInstance)
	snapshots := []string{noSnapshot}
	for _, n := range do[cbs.DescribeSnapshotsResponse](c, "DescribeSnapshots", params{"Limit": "100"}).SnapshotSet {
		snapshots = append(snapshots, n.SnapshotId)
	}
	disk := rapid.SampledFrom(disks).Draw(r, "disk")
	instance := rapid.SampledFrom(instances).Draw(r, "instance")
	snapshot := rapid.SampledFrom(snapshots).Draw(r, "snapshot")
	size := fmt.Sprint(10 * rapid.Int64Range(1, 40).Draw(r, "size"))
	flag := rapid.SampledFrom([]string{"TRUE", "FALSE"}).Draw(r, "flag")
	buyInstance := params{
		"Placement.Zone": zone, "ImageId": "img-linux001", "SystemDisk.DiskType": rapid.SampledFrom([]string{"CLOUD_PREMIUM", "LOCAL_BASIC"}).Draw(r, "system"),
		"DataDisks.0.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskSize": size, "DataDisks.0.DeleteWithInstance": flag,
	}
	asked := []struct {
		action string
		params params
	}{
		{"RunInstances", buyInstance},
		{"RunInstances", buyInstance.with(params{"InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1"})},
		{"CreateDisks", plain.with(params{"DiskSize": size})},
		{"CreateDisks", prepaid.with(params{"DiskSize": size})},
		{"CreateDisks", plain.with(params{"DiskSize": "", "SnapshotId": snapshot})},
		{"AttachDisks", params{"DiskIds.0": disk, "InstanceId": instance, "DeleteWithInstance": flag}},
		{"DetachDisks", params{"DiskIds.0": disk}},
		{"ResizeDisk", params{"DiskId": disk, "DiskSize": size}},
		{"ResizeInstanceDisks", params{"InstanceId": instance, "SystemDisk.DiskSize": "100", "ForceStop": "TRUE"}},
		{"ModifyDiskAttributes", params{"DiskIds.0": disk, "DiskType": "CLOUD_HSSD"}},
		{"ModifyDiskExtraPerformance", params{"DiskId": disk, "ThroughputPerformance": size}},
		{"ModifyDisksChargeType", params{"DiskIds.0": disk, "DiskChargePostpaid": "TRUE"}},
		{"ModifyDisksChargeType", params{"DiskIds.0": disk, "DiskChargePrepaid.Period": "1"}},
		{"RenewDisk", params{"DiskId": disk, "DiskChargePrepaid.Period": "1"}},
		{"TerminateDisks", params{"DiskIds.0": disk}},
		{"TerminateInstances", params{"InstanceIds.0": instance}},
		{"StopInstances", params{"InstanceIds.0": instance}},
		{"CreateSnapshot", params{"DiskId": disk}},
		{"ApplySnapshot", params{"SnapshotId": snapshot, "DiskId": disk, "AutoStopInstance": flag}},
		{"DeleteSnapshots", params{"SnapshotIds.0": snapshot}},
	}
	a := rapid.SampledFrom(asked).Draw(r, "asked")
	_, err := c.try(a.action, a.params)
	if refusal := catalogue.As(err); refusal != nil && refusal.Condition.Code.Number == 6000 {
		r.Fatalf("%s %v: %v", a.action, a.params, err)
	}
}

func (c *cloud) ids(of func(cbs.DiskItem) string) (ids []string) {
	for _, d := range do[cbs.DescribeDisksResponse](c, "DescribeDisks", params{"Limit": "100"}).DiskSet {
		ids = append(ids, of(d))
	}
	return ids
}

func (c *cloud) instances() (ids []string) {
	for _, i := range do[cvm.DescribeInstancesResponse](c, "DescribeInstances", params{"Limit": "100"}).InstanceSet {
		ids = append(ids, i.InstanceId)
	}
	return ids
}

// hold checks what always holds.
func (c *cloud) hold(r *rapid.T) {
	there := do[cbs.DescribeDisksResponse](c, "DescribeDisks", params{"Limit": "100", "Order": "ASC"}).DiskSet
	of := map[string][]string{}
	for _, d := range there {
		if d.InstanceId != "" {
			of[d.InstanceId] = append(of[d.InstanceId], fmt.Sprint(d.DiskUsage, d.DiskId, d.DiskSize, d.DiskType, d.DeleteWithInstance && d.DiskUsage == cbs.DataDisk))
		}
		free := slices.Contains([]string{"UNATTACHED", "TORECYCLE"}, d.DiskState)
		if fixed := slices.Contains([]string{"ATTACHED", "ATTACHING", "DETACHING"}, d.DiskState); free && d.InstanceId != "" || fixed && d.InstanceId == "" {
			r.Fatalf("disk %s is %s, on instance %q", d.DiskId, d.DiskState, d.InstanceId)
		}
	}
	told := map[string][]string{}
	for _, i := range do[cvm.DescribeInstancesResponse](c, "DescribeInstances", params{"Limit": "100"}).InstanceSet {
		if s := i.SystemDisk; s.DiskType != "LOCAL_BASIC" {
			told[i.InstanceId] = append(told[i.InstanceId], fmt.Sprint(cbs.SystemDisk, s.DiskId, s.DiskSize, s.DiskType, false))
		}
		for _, d := range i.DataDisks {
			told[i.InstanceId] = append(told[i.InstanceId], fmt.Sprint(cbs.DataDisk, d.DiskId, d.DiskSize, d.DiskType, d.DeleteWithInstance))
		}
	}
	for _, all := range []map[string][]string{of, told} {
		for _, disks := range all {
			slices.Sort(disks)
		}
	}
	if diff := cmp.Diff(of, told); diff != "" {
		r.Fatalf("disks of instances (-DescribeDisks +DescribeInstances):\n%s", diff)
	}
	c.holdMeters(r)
}

// holdMeters checks that each disk which pays for itself by the hour has a meter at its price, and no other has one.
func (c *cloud) holdMeters(r *rapid.T) {
	want := map[string]money.Amount{}
	c.must(func(ctx context.Context, tx store.Tx) error {
		all, err := c.Store.Disks.All(ctx, tx, owner, "")
		for _, d := range all {
			if d.Own && d.Charge == cbs.Postpaid {
				want[d.ID] = price(d)
			}
		}
		return err
	})
	got := c.meters()
	for _, id := range c.instances() {
		delete(got, id)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.Fatalf("meters of disks (-want +got):\n%s", diff)
	}
}

// price is what an hour of a disk costs, reckoned apart from the module.
func price(d *cbs.Disk) money.Amount {
	perGB := map[string]money.Amount{"CLOUD_PREMIUM": 70_000, "CLOUD_HSSD": 200_000}[d.Type]
	return perGB*money.Amount(d.Size) + 100_000*money.Amount(d.Throughput)
}
