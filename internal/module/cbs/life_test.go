package cbs_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
)

func TestADiskIsBoughtAttachedGrownDetachedAndReturned(t *testing.T) {
	c := newCloud(t)
	instance, _, _ := c.run(params{"DataDisks.0.DiskType": "", "DataDisks.0.DiskSize": ""})
	id := c.buy(params{"DiskName": "data", "Tags.0.Key": "k", "Tags.0.Value": "v", "ThroughputPerformance": "", "Placement.ProjectId": "7"})
	got := c.disk(id)
	want := &cbs.DiskItem{
		DiskId: id, DiskName: "data", DiskType: "CLOUD_PREMIUM", DiskSize: 100, DiskState: "UNATTACHED", DiskUsage: "DATA_DISK", DiskChargeType: "POSTPAID_BY_HOUR",
		Placement: cbs.PlacementItem{Zone: zone, ProjectId: 7}, Portable: true, SnapshotAbility: true, CreateTime: "2024-05-01 16:00:10", MigratePercent: 100,
		RollbackPercent: 100, Tags: []cbs.Tag{{Key: "k", Value: "v"}}, ReturnFailCode: 10,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a new disk (-want +got):\n%s", diff)
	}

	c.did("AttachDisks", params{"InstanceId": instance, "DiskIds.0": id, "DeleteWithInstance": "TRUE"})
	c.wantState(id, cbs.Attaching)
	c.wait()
	if got := c.disk(id); got.DiskState != "ATTACHED" || got.InstanceId != instance || !got.Attached || !got.DeleteWithInstance {
		t.Errorf("attached: %+v", got)
	}
	c.did("ResizeDisk", params{"DiskId": id, "DiskSize": "200"})
	c.wantState(id, cbs.Expanding)
	c.wait()
	if got := c.disk(id); got.DiskState != "ATTACHED" || got.DiskSize != 200 {
		t.Errorf("grown: %+v", got)
	}
	if got, want := c.meters()[id], 200*money.Yuan*7/10000; got != want {
		t.Errorf("it costs %s an hour, want %s", got, want)
	}
	c.did("DetachDisks", params{"DiskIds.0": id, "InstanceId": instance})
	c.wantState(id, cbs.Detaching)
	c.wait()
	if got := c.disk(id); got.DiskState != "UNATTACHED" || got.InstanceId != "" || got.Attached || got.LastAttachInsId != instance {
		t.Errorf("detached: %+v", got)
	}
	c.did("TerminateDisks", params{"DiskIds.0": id})
	c.wantState(id, "")
	if _, ok := c.meters()[id]; ok {
		t.Error("a returned disk has a meter")
	}
	_, err := c.try("TerminateDisks", params{"DiskIds.0": id})
	refused(t, err, 5000, "InvalidDiskId.NotFound")
}

func TestADiskOfAnInstanceIsPaidWithItUntilItLeaves(t *testing.T) {
	c := newCloud(t)
	instance, system, data := c.run(nil)
	whole := c.meters()[instance]
	if _, apart := c.meters()[data]; apart {
		t.Error("the data disk has a meter of its own")
	}
	if d := c.disk(data); d.DiskChargeType != "POSTPAID_BY_HOUR" || !d.Portable || !d.DeleteWithInstance || d.DiskUsage != "DATA_DISK" {
		t.Errorf("the data disk: %+v", d)
	}
	if d := c.disk(system); d.Portable || d.DiskUsage != "SYSTEM_DISK" || d.InstanceId != instance {
		t.Errorf("the system disk: %+v", d)
	}
	c.did("ResizeDisk", params{"DiskId": data, "DiskSize": "200"})
	c.wait()
	price := 100 * money.Yuan * 7 / 10000
	if got := c.meters()[instance]; got != whole+price {
		t.Errorf("grown: the instance costs %s, want %s", got, whole+price)
	}
	c.did("DetachDisks", params{"DiskIds.0": data})
	want := map[string]money.Amount{instance: whole - price, data: 2 * price}
	if diff := cmp.Diff(want, c.meters()); diff != "" {
		t.Errorf("detached: meters (-want +got):\n%s", diff)
	}
	c.wait()
	c.did("AttachDisks", params{"InstanceId": instance, "DiskIds.0": data})
	if diff := cmp.Diff(want, c.meters()); diff != "" {
		t.Errorf("attached again: meters (-want +got):\n%s", diff)
	}
}

func TestWhatOutlivesItsInstance(t *testing.T) {
	for _, tc := range []struct {
		name string
		more params
		want cbs.State
	}{
		{"a disk that goes with it", nil, ""},
		{"a disk that is kept", params{"DataDisks.0.DeleteWithInstance": "FALSE"}, cbs.Unattached},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCloud(t)
			instance, system, data := c.run(tc.more)
			do[cvm.Nothing](c, "TerminateInstances", params{"InstanceIds.0": instance})
			c.pass(5 * time.Second)
			c.wantState(system, "")
			c.wantState(data, tc.want)
			if _, paid := c.meters()[data]; paid != (tc.want != "") {
				t.Errorf("it has a meter: %t", paid)
			}
		})
	}
}

func TestAPrepaidDiskExpiresIsKeptAndGoes(t *testing.T) {
	c := newCloud(t)
	instance, _, _ := c.run(params{"DataDisks.0.DiskType": "", "DataDisks.0.DiskSize": ""})
	before := c.available()
	id := c.buy(prepaid)
	if got, want := before-c.available(), 35*money.Yuan; got != want {
		t.Errorf("a month of 100 GB cost %s, want %s", got, want)
	}
	c.did("AttachDisks", params{"InstanceId": instance, "DiskIds.0": id})
	c.wait()
	if d := c.disk(id); d.DeadlineTime != "2024-06-01 16:00:10" || *d.DifferDaysOfDeadline != 30 || !d.IsReturnable {
		t.Errorf("a prepaid disk: %+v", d)
	}
	c.pass(32 * 24 * time.Hour)
	c.wantState(id, cbs.Attached)
	_, err := c.try("ResizeDisk", params{"DiskId": id, "DiskSize": "200"})
	refused(t, err, 5100, "InvalidDisk.Expire")
	c.pass(7 * 24 * time.Hour)
	c.wantState(id, cbs.ToRecycle)
	c.did("RenewDisk", params{"DiskId": id, "DiskChargePrepaid.Period": "1"})
	c.wantState(id, cbs.Unattached)
	c.pass(31 * 24 * time.Hour)
	c.wantState(id, cbs.ToRecycle)
	c.pass(7 * 24 * time.Hour)
	c.wantState(id, "")
}

func TestADiskRenewsItselfWhileItCanBePaid(t *testing.T) {
	c := newCloud(t)
	id := c.buy(prepaid.with(params{"DiskChargePrepaid.RenewFlag": "NOTIFY_AND_AUTO_RENEW"}))
	c.pass(40 * 24 * time.Hour)
	if d := c.disk(id); d.DeadlineTime != "2024-07-01 16:00:00" || d.RenewFlag != cbs.RenewItself {
		t.Errorf("renewed: %+v", d)
	}
	c.did("ModifyDisksRenewFlag", params{"DiskIds.0": id, "RenewFlag": "NOTIFY_AND_MANUAL_RENEW"})
	c.pass(60 * 24 * time.Hour)
	c.wantState(id, "")
}

func TestAPrepaidDiskIsReturnedTwice(t *testing.T) {
	c := newCloud(t)
	before := c.available()
	id := c.buy(prepaid)
	c.did("TerminateDisks", params{"DiskIds.0": id})
	c.wantState(id, cbs.ToRecycle)
	if got := c.available(); got != before {
		t.Errorf("after the return of an unused month %s are there, want %s", got, before)
	}
	c.did("TerminateDisks", params{"DiskIds.0": id})
	c.wantState(id, "")
}

func TestADiskOfAPrepaidInstanceKeepsItsTime(t *testing.T) {
	c := newCloud(t)
	instance, _, data := c.run(params{"InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1"})
	before := c.available()
	if d := c.disk(data); d.DiskChargeType != "PREPAID" || d.DeadlineTime != "2024-06-01 16:00:00" {
		t.Errorf("with its instance: %+v", d)
	}
	c.did("ResizeDisk", params{"DiskId": data, "DiskSize": "160"}) // 60 GB, 31 days, 30 to a month
	if got, want := before-c.available(), money.Yuan*35/100*60*31/30; got != want {
		t.Errorf("60 GB more cost %s, want %s", got, want)
	}
	c.wait()
	c.did("DetachDisks", params{"DiskIds.0": data, "InstanceId": instance})
	c.wait()
	if d := c.disk(data); d.DiskChargeType != "PREPAID" || d.DeadlineTime != "2024-06-01 16:00:00" || d.DiskState != "UNATTACHED" {
		t.Errorf("by itself: %+v", d)
	}
	c.did("TerminateDisks", params{"DiskIds.0": data})
	c.wantState(data, cbs.ToRecycle)
}

func TestAWayOfPayingIsChanged(t *testing.T) {
	c := newCloud(t)
	id := c.buy(nil)
	c.did("ModifyDisksChargeType", params{"DiskIds.0": id, "DiskChargePrepaid.Period": "2"})
	if d := c.disk(id); d.DiskChargeType != "PREPAID" || d.DeadlineTime != "2024-07-01 16:00:00" {
		t.Errorf("in advance: %+v", d)
	}
	if n := len(c.meters()); n != 0 {
		t.Errorf("%d meters, want none", n)
	}
	c.did("ModifyDisksChargeType", params{"DiskIds.0": id, "DiskChargePostpaid": "TRUE"})
	if d := c.disk(id); d.DiskChargeType != "POSTPAID_BY_HOUR" || d.DeadlineTime != "" {
		t.Errorf("by the hour: %+v", d)
	}
	c.pass(100 * 24 * time.Hour)
	c.wantState(id, cbs.Unattached)
}

func TestArrearsMakeDisksUnusableAndTakeThemAway(t *testing.T) {
	c := newCloud(t)
	id := c.buy(nil)
	c.setBalance(0)
	c.pass(time.Hour) // an hour is charged, and the balance is negative
	_, err := c.try("ResizeDisk", params{"DiskId": id, "DiskSize": "110"})
	refused(t, err, 5300, "InvalidAccount.InsufficientBalance")
	c.pass(3 * time.Hour)
	_, err = c.try("ResizeDisk", params{"DiskId": id, "DiskSize": "110"})
	refused(t, err, 5100, "InvalidDisk.Expire")
	c.setBalance(100 * money.Yuan)
	c.did("ResizeDisk", params{"DiskId": id, "DiskSize": "110"})
	c.setBalance(0)
	c.pass(4 * time.Hour)
	c.wantState(id, cbs.Unattached)
	c.pass(15 * 24 * time.Hour)
	c.wantState(id, "")
}
