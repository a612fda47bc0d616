package cbs_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
)

// shoot makes a snapshot of a disk, and waits until it is done.
func (c *cloud) shoot(disk string, more params) string {
	c.t.Helper()
	id := do[cbs.CreateSnapshotResponse](c, "CreateSnapshot", params{"DiskId": disk}.with(more)).SnapshotId
	c.wait()
	return id
}

// snapshot is what DescribeSnapshots says of one; nil where it lists none.
func (c *cloud) snapshot(id string) *cbs.SnapshotItem {
	c.t.Helper()
	out := do[cbs.DescribeSnapshotsResponse](c, "DescribeSnapshots", params{"SnapshotIds.0": id})
	if len(out.SnapshotSet) == 0 {
		return nil
	}
	return &out.SnapshotSet[0]
}

func TestASnapshotIsMadeAppliedAndTakenAway(t *testing.T) {
	c := newCloud(t)
	disk := c.buy(nil)
	id := do[cbs.CreateSnapshotResponse](c, "CreateSnapshot", params{"DiskId": disk, "SnapshotName": "first", "Tags.0.Key": "k"}).SnapshotId
	want := &cbs.SnapshotItem{
		SnapshotId: id, SnapshotName: "first", SnapshotState: "CREATING", SnapshotType: "PRIVATE_SNAPSHOT", DiskId: disk, DiskSize: 100, DiskUsage: "DATA_DISK",
		IsPermanent: true, CreateTime: "2024-05-01 16:00:00", LatestModifyTime: "2024-05-01T08:00:00Z", Placement: cbs.PlacementItem{Zone: zone},
		Tags: []cbs.Tag{{Key: "k"}},
	}
	if diff := cmp.Diff(want, c.snapshot(id)); diff != "" {
		t.Errorf("a new snapshot (-want +got):\n%s", diff)
	}
	_, err := c.try("DeleteSnapshots", params{"SnapshotIds.0": id})
	refused(t, err, 5100, "ResourceUnavailable.SnapshotCreating")
	c.wait()
	if n := c.snapshot(id); n.SnapshotState != "NORMAL" || n.Percent != 100 {
		t.Errorf("done: %+v", n)
	}
	c.did("ApplySnapshot", params{"SnapshotId": id, "DiskId": disk})
	c.wantState(disk, cbs.Rollbacking)
	_, err = c.try("DeleteSnapshots", params{"SnapshotIds.0": id})
	refused(t, err, 5100, "ResourceBusy")
	c.wait()
	c.wantState(disk, cbs.Unattached)
	copied := c.buy(params{"SnapshotId": id, "DiskSize": ""})
	if d := c.disk(copied); d.DiskSize != 100 {
		t.Errorf("a disk of the snapshot has %d GB, want 100", d.DiskSize)
	}
	c.did("DeleteSnapshots", params{"SnapshotIds.0": id})
	if n := c.snapshot(id); n != nil {
		t.Errorf("it is still there: %+v", n)
	}
}

func TestARunningInstanceIsTurnedOffForARollback(t *testing.T) {
	c := newCloud(t)
	instance, system, _ := c.run(nil)
	id := c.shoot(system, nil)
	apply := params{"SnapshotId": id, "DiskId": system}
	_, err := c.try("ApplySnapshot", apply)
	refused(t, err, 5100, "InvalidInstance.NotSupported")
	c.did("ApplySnapshot", apply.with(params{"AutoStopInstance": "TRUE", "AutoStartInstance": "TRUE"}))
	state := func() string {
		return do[cvm.DescribeInstancesResponse](c, "DescribeInstances", params{"InstanceIds.0": instance}).InstanceSet[0].InstanceState
	}
	if got := state(); got != "STARTING" {
		t.Errorf("meanwhile it is %s, want STARTING", got)
	}
	c.wait()
	if got := state(); got != "RUNNING" {
		t.Errorf("afterwards it is %s, want RUNNING", got)
	}
	c.wantState(system, cbs.Attached)
}

func TestASnapshotGoesAtItsDeadline(t *testing.T) {
	c := newCloud(t)
	disk := c.buy(nil)
	id := c.shoot(disk, params{"Deadline": "2024-05-02T16:00:00+08:00"})
	if n := c.snapshot(id); n.IsPermanent || n.DeadlineTime != "2024-05-02 16:00:00" {
		t.Errorf("with a deadline: %+v", n)
	}
	kept := c.shoot(disk, params{"Deadline": "2024-05-02T16:00:00+08:00"})
	c.did("ModifySnapshotAttribute", params{"SnapshotId": kept, "IsPermanent": "TRUE", "SnapshotName": "kept"})
	c.pass(24 * time.Hour)
	if c.snapshot(id) != nil {
		t.Error("it is there after its deadline")
	}
	if n := c.snapshot(kept); n == nil || !n.IsPermanent || n.SnapshotName != "kept" {
		t.Errorf("kept for good: %+v", n)
	}
}

func TestASharedSnapshotIsSeenByTheOtherAccountAlone(t *testing.T) {
	c := newCloud(t)
	id := c.shoot(c.buy(nil), nil)
	c.did("ModifySnapshotsSharePermission", params{"SnapshotIds.0": id, "AccountIds.0": other, "Permission": "SHARE"})
	got := do[cbs.DescribeSnapshotSharePermissionResponse](c, "DescribeSnapshotSharePermission", params{"SnapshotId": id}).SharePermissionSet
	if diff := cmp.Diff([]cbs.SharePermission{{CreatedTime: "2024-05-01 16:00:03", AccountId: other}}, got); diff != "" {
		t.Errorf("shared with (-want +got):\n%s", diff)
	}
	_, err := c.try("DeleteSnapshots", params{"SnapshotIds.0": id})
	refused(t, err, 5100, "UnsupportedOperation.SnapHasShared")
	theirs := func() []cbs.SnapshotItem {
		out, err := c.tryAs(other, "DescribeSnapshots", nil)
		if err != nil {
			t.Fatal(err)
		}
		return out.(*cbs.DescribeSnapshotsResponse).SnapshotSet
	}
	if all := theirs(); len(all) != 1 || all[0].SnapshotType != cbs.SharedSnapshot {
		t.Errorf("the other account sees %+v", all)
	}
	_, err = c.tryAs(other, "DeleteSnapshots", params{"SnapshotIds.0": id})
	refused(t, err, 5000, "InvalidSnapshotId.NotFound")
	c.did("ModifySnapshotsSharePermission", params{"SnapshotIds.0": id, "AccountIds.0": other, "Permission": "CANCEL"})
	if all := theirs(); len(all) != 0 {
		t.Errorf("afterwards the other account sees %+v", all)
	}
}

func TestAPolicyTakesSnapshotsAtItsTimes(t *testing.T) {
	c := newCloud(t) // it is Wednesday, 16:00
	disk := c.buy(nil)
	made := do[cbs.CreateAutoSnapshotPolicyResponse](c, "CreateAutoSnapshotPolicy", params{
		"Policy.0.Hour.0": "3", "Policy.0.Hour.1": "20", "Policy.0.DayOfWeek.0": "3", "Policy.0.DayOfWeek.1": "5", "AutoSnapshotPolicyName": "weekly", "RetentionDays": "2",
	})
	if got, want := made.NextTriggerTime, "2024-05-01 20:00:00"; got != want {
		t.Errorf("it begins at %s, want %s", got, want)
	}
	id := made.AutoSnapshotPolicyId
	c.did("BindAutoSnapshotPolicy", params{"AutoSnapshotPolicyId": id, "DiskIds.0": disk})
	times := func() (all []string) {
		for _, n := range do[cbs.DescribeSnapshotsResponse](c, "DescribeSnapshots", params{"Order": "ASC"}).SnapshotSet {
			if n.AutoSnapshotPolicyId != id {
				t.Errorf("snapshot %s is of policy %q", n.SnapshotId, n.AutoSnapshotPolicyId)
			}
			all = append(all, n.CreateTime)
		}
		return all
	}
	c.pass(4 * time.Hour)
	if diff := cmp.Diff([]string{"2024-05-01 20:00:00"}, times()); diff != "" {
		t.Errorf("on the first day (-want +got):\n%s", diff)
	}
	c.pass(43 * time.Hour)
	if diff := cmp.Diff([]string{"2024-05-01 20:00:00", "2024-05-03 03:00:00"}, times()); diff != "" {
		t.Errorf("on the third day (-want +got):\n%s", diff)
	}
	c.pass(24 * time.Hour)
	if diff := cmp.Diff([]string{"2024-05-03 03:00:00", "2024-05-03 20:00:00"}, times()); diff != "" {
		t.Errorf("on the fourth day (-want +got):\n%s", diff)
	}
	if got := do[cbs.PoliciesResponse](c, "DescribeDiskAssociatedAutoSnapshotPolicy", params{"DiskId": disk}); got.TotalCount != 1 || got.AutoSnapshotPolicySet[0].NextTriggerTime != "2024-05-08 03:00:00" {
		t.Errorf("the disk's policies: %+v", got)
	}
	if got := do[cbs.DescribeDisksResponse](c, "DescribeDisks", params{"ReturnBindAutoSnapshotPolicy": "TRUE"}).DiskSet[0].AutoSnapshotPolicyIds; len(got) != 1 || got[0] != id {
		t.Errorf("the disk names the policies %v", got)
	}
	c.did("ModifyAutoSnapshotPolicyAttribute", params{"AutoSnapshotPolicyId": id, "IsActivated": "FALSE", "AutoSnapshotPolicyName": "off"})
	c.pass(14 * 24 * time.Hour)
	if got := times(); len(got) != 0 {
		t.Errorf("a policy that is off took %v", got)
	}
	want := []cbs.PolicyItem{{
		AutoSnapshotPolicyId: id, AutoSnapshotPolicyName: "off", AutoSnapshotPolicyState: "NORMAL", CreateTime: "2024-05-01 16:00:00", RetentionDays: 2,
		Policy: []cbs.PolicyTimes{{Hour: []int64{3, 20}, DayOfWeek: []int64{3, 5}}}, DiskIdSet: []string{disk}, Tags: []cbs.Tag{},
	}}
	got := do[cbs.PoliciesResponse](c, "DescribeAutoSnapshotPolicies", params{"AutoSnapshotPolicyIds.0": id}).AutoSnapshotPolicySet
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the policy (-want +got):\n%s", diff)
	}
	c.did("UnbindAutoSnapshotPolicy", params{"AutoSnapshotPolicyId": id, "DiskIds.0": disk})
	c.did("DeleteAutoSnapshotPolicies", params{"AutoSnapshotPolicyIds.0": id})
	if got := do[cbs.PoliciesResponse](c, "DescribeAutoSnapshotPolicies", nil); got.TotalCount != 0 {
		t.Errorf("it is still there: %+v", got)
	}
}

func TestWhenAPolicyBegins(t *testing.T) {
	for _, tc := range []struct {
		name string
		days params
		want string
	}{
		{"an hour that is past today", params{"Policy.0.Hour.0": "16", "Policy.0.IntervalDays": "1"}, "2024-05-02 16:00:00"},
		{"every five days", params{"Policy.0.Hour.0": "8", "Policy.0.IntervalDays": "5"}, "2024-05-06 08:00:00"},
		{"a day that months may lack", params{"Policy.0.Hour.0": "0", "Policy.0.DayOfMonth.0": "31"}, "2024-05-31 00:00:00"},
		{"the first of several", params{"Policy.0.Hour.0": "9", "Policy.0.DayOfWeek.0": "0", "Policy.1.Hour.0": "5", "Policy.1.DayOfWeek.0": "6"}, "2024-05-04 05:00:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCloud(t)
			got := do[cbs.CreateAutoSnapshotPolicyResponse](c, "CreateAutoSnapshotPolicy", tc.days.with(params{"DryRun": "TRUE"}))
			if got.NextTriggerTime != tc.want || got.AutoSnapshotPolicyId != "" {
				t.Errorf("got %+v, want %s and no policy", got, tc.want)
			}
		})
	}
}

func TestABackupIsMadeAppliedAndGoesWithItsDisk(t *testing.T) {
	c := newCloud(t)
	disk := c.buy(params{"DiskBackupQuota": "1"})
	id := do[cbs.CreateDiskBackupResponse](c, "CreateDiskBackup", params{"DiskId": disk, "DiskBackupName": "b"}).DiskBackupId
	_, err := c.try("CreateDiskBackup", params{"DiskId": disk})
	refused(t, err, 5100, "ResourceInUse")
	c.wait()
	_, err = c.try("CreateDiskBackup", params{"DiskId": disk})
	refused(t, err, 4400, "ResourceInsufficient.OverQuota")
	list := func() []cbs.BackupItem {
		return do[cbs.DescribeDiskBackupsResponse](c, "DescribeDiskBackups", params{"Filters.0.Name": "disk-id", "Filters.0.Values.0": disk}).DiskBackupSet
	}
	want := []cbs.BackupItem{{
		DiskBackupId: id, DiskId: disk, DiskSize: 100, DiskUsage: "DATA_DISK", DiskBackupName: "b", DiskBackupState: "NORMAL", Percent: 100, CreateTime: "2024-05-01T08:00:00Z",
	}}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("backups (-want +got):\n%s", diff)
	}
	_, err = c.try("ModifyDiskBackupQuota", params{"DiskId": disk, "DiskBackupQuota": "0"})
	refused(t, err, 4400, "ResourceInsufficient.OverQuota")
	c.did("ModifyDiskBackupQuota", params{"DiskId": disk, "DiskBackupQuota": "3"})
	c.did("ApplyDiskBackup", params{"DiskBackupId": id, "DiskId": disk})
	c.wantState(disk, cbs.Rollbacking)
	_, err = c.try("DeleteDiskBackups", params{"DiskBackupIds.0": id})
	refused(t, err, 5100, "ResourceBusy")
	c.wait()
	if n := c.snapshot(c.shoot("", params{"DiskBackupId": id})); n.DiskId != disk || n.DiskSize != 100 {
		t.Errorf("a snapshot of the backup: %+v", n)
	}
	c.did("DeleteDiskBackups", params{"DiskBackupIds.0": id})
	do[cbs.CreateDiskBackupResponse](c, "CreateDiskBackup", params{"DiskId": disk})
	c.wait()
	c.did("TerminateDisks", params{"DiskIds.0": disk, "DeleteSnapshot": "1"})
	if got := list(); len(got) != 0 {
		t.Errorf("a disk that is gone has the backups %+v", got)
	}
	if got := do[cbs.DescribeSnapshotsResponse](c, "DescribeSnapshots", nil); got.TotalCount != 0 {
		t.Errorf("its snapshots did not go with it: %+v", got)
	}
}
