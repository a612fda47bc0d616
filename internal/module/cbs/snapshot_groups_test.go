package cbs_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
)

func (c *cloud) group(more params) string {
	c.t.Helper()
	id := do[cbs.CreateSnapshotGroupResponse](c, "CreateSnapshotGroup", more).SnapshotGroupId
	c.wait()
	return id
}

func (c *cloud) groups(more params) []cbs.SnapshotGroupItem {
	c.t.Helper()
	return do[cbs.DescribeSnapshotGroupsResponse](c, "DescribeSnapshotGroups", more).SnapshotGroupSet
}

func TestTheLifeOfASnapshotGroup(t *testing.T) {
	c := newCloud(t)
	instance, system, data := c.run(nil)
	id := do[cbs.CreateSnapshotGroupResponse](c, "CreateSnapshotGroup", params{"DiskIds.0": system, "DiskIds.1": data, "SnapshotGroupName": "before"}).SnapshotGroupId
	if got := c.groups(nil); len(got) != 1 || got[0].SnapshotGroupState != "CREATING" || got[0].Percent != 0 {
		t.Errorf("got %+v", got)
	}
	c.wait()
	got := c.groups(params{"Filters.0.Name": "snapshot-group-name", "Filters.0.Values.0": "before", "Filters.1.Name": "snapshot-group-state", "Filters.1.Values.0": "NORMAL"})
	if len(got) != 1 || got[0].SnapshotGroupId != id || !got[0].ContainRootSnapshot || len(got[0].SnapshotIdSet) != 2 || got[0].SnapshotGroupType != "NORMAL" || !got[0].IsPermanent {
		t.Fatalf("got %+v", got)
	}
	of := map[string]string{} // snapshots by disk
	for _, snap := range got[0].SnapshotIdSet {
		n := c.snapshot(snap)
		of[n.DiskId] = snap
		if want := map[string]string{system: "before_0", data: "before_1"}[n.DiskId]; n.SnapshotName != want {
			t.Errorf("the snapshot of %s is %q, want %q", n.DiskId, n.SnapshotName, want)
		}
	}
	if got := c.groups(params{"Filters.0.Name": "snapshot-id", "Filters.0.Values.0": of[data]}); len(got) != 1 {
		t.Errorf("by a snapshot: got %+v", got)
	}

	apply := params{
		"SnapshotGroupId": id, "ApplyDisks.0.SnapshotId": of[system], "ApplyDisks.0.DiskId": system, "ApplyDisks.1.SnapshotId": of[data], "ApplyDisks.1.DiskId": data,
		"AutoStopInstance": "TRUE", "AutoStartInstance": "TRUE",
	}
	c.did("ApplySnapshotGroup", apply)
	if got := c.groups(nil); got[0].SnapshotGroupState != "ROLLBACKING" {
		t.Errorf("got %+v", got)
	}
	c.wantState(system, cbs.Rollbacking)
	c.wantState(data, cbs.Rollbacking)
	c.wait()
	c.wantState(system, cbs.Attached)
	c.pass(5 * time.Second)
	if i := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", params{"InstanceIds.0": instance}).InstanceSet[0]; i.InstanceState != "RUNNING" {
		t.Errorf("the instance is %s", i.InstanceState)
	}

	c.did("DeleteSnapshots", params{"SnapshotIds.0": of[system]})
	if got := c.groups(nil); len(got) != 1 || len(got[0].SnapshotIdSet) != 1 || got[0].ContainRootSnapshot {
		t.Errorf("without one of its snapshots: got %+v", got)
	}
	c.did("DeleteSnapshotGroup", params{"SnapshotGroupId": id})
	if got := c.groups(nil); len(got) != 0 || c.snapshot(of[data]) != nil {
		t.Errorf("after its end: got %+v and %+v", got, c.snapshot(of[data]))
	}
	last := c.group(params{"DiskIds.0": data})
	c.did("DeleteSnapshots", params{"SnapshotIds.0": c.groups(nil)[0].SnapshotIdSet[0]})
	if got := c.groups(nil); len(got) != 0 {
		t.Errorf("%s has no snapshot any more: got %+v", last, got)
	}
}

func TestSnapshotsAreCopiedToOtherRegions(t *testing.T) {
	c := newCloud(t)
	disk := c.buy(nil)
	id := c.shoot(disk, nil)
	c.world.quotas["cbs.snapshots"] = 1
	out := do[cbs.CopySnapshotCrossRegionsResponse](c, "CopySnapshotCrossRegions", params{"SnapshotId": id, "DestinationRegions.0": "ap-beijing", "SnapshotName": "there"}).SnapshotCopyResultSet
	if len(out) != 1 || out[0].Code != "Success" || out[0].DestinationRegion != "ap-beijing" {
		t.Fatalf("got %+v", out)
	}
	if n := c.snapshot(id); !cmp.Equal(n.CopyingToRegions, []string{"ap-beijing"}) {
		t.Errorf("got %+v", n)
	}
	c.wait()
	if n := c.snapshot(id); len(n.CopyingToRegions) != 0 {
		t.Errorf("got %+v", n)
	}
	full := do[cbs.CopySnapshotCrossRegionsResponse](c, "CopySnapshotCrossRegions", params{"SnapshotId": id, "DestinationRegions.0": "ap-beijing", "DestinationRegions.1": "ap-shanghai"}).SnapshotCopyResultSet
	if len(full) != 2 || full[0].Code != "InsufficientSnapshotQuota" || full[0].SnapshotId != "" || full[0].Message == "" || full[1].Code != "Success" {
		t.Errorf("where there is no room: got %+v", full)
	}
	c.here = "ap-beijing"
	n := c.snapshot(out[0].SnapshotId)
	if n == nil || n.SnapshotState != "NORMAL" || !n.CopyFromRemote || n.SnapshotName != "there" || n.DiskId != disk || n.DiskSize != 100 {
		t.Errorf("there: got %+v", n)
	}
	if got := do[cbs.DescribeSnapshotOverviewResponse](c, "DescribeSnapshotOverview", nil); got.TotalNums != 1 || got.TotalSize != 100 || got.RealTradeSize != 0 || got.FreeQuota != 100 {
		t.Errorf("got %+v", got)
	}
	if got := do[cbs.DescribeSnapshotOverviewResponse](c, "GetSnapOverview", nil); got.TotalNums != 1 {
		t.Errorf("got %+v", got)
	}
	made := c.buy(params{"SnapshotId": n.SnapshotId})
	c.here = ""
	c.did("TerminateDisks", params{"DiskIds.0": disk, "DeleteSnapshot": "1"})
	c.here = "ap-beijing"
	if c.snapshot(out[0].SnapshotId) == nil || c.disk(made) == nil {
		t.Error("the copy went with the disk of the snapshot")
	}
}

func TestDisksAreSetBack(t *testing.T) {
	c := newCloud(t)
	empty := c.buy(nil)
	snapshot := c.shoot(empty, nil)
	full := c.buy(params{"SnapshotId": snapshot})
	c.did("InitializeDisks", params{"DiskIds.0": empty, "DiskIds.1": full})
	c.wantState(empty, cbs.Rollbacking)
	c.wait()
	c.wantState(empty, cbs.Unattached)
	c.wantState(full, cbs.Unattached)
	c.did("DeleteSnapshots", params{"SnapshotIds.0": snapshot})
	_, err := c.try("InitializeDisks", params{"DiskIds.0": full})
	refused(t, err, 5100, "UnsupportedOperation")
}

// another disk of another instance.
func (s *scene) elsewhere() {
	_, _, s.ids["other data"] = s.run(nil)
}

// grouped has a group of the snapshots of both of its disks.
func grouped(s *scene) {
	s.ids["group"] = s.group(params{"DiskIds.0": s.ids["data"], "DiskIds.1": s.ids["attached"]})
	for _, id := range s.groups(nil)[0].SnapshotIdSet {
		s.ids["of "+s.snapshot(id).DiskId] = id
	}
	s.ids["first"], s.ids["second"] = s.ids["of "+s.ids["data"]], s.ids["of "+s.ids["attached"]]
}

var both = params{"SnapshotGroupId": "<group>", "ApplyDisks.0.SnapshotId": "<first>", "ApplyDisks.0.DiskId": "<data>", "ApplyDisks.1.SnapshotId": "<second>", "ApplyDisks.1.DiskId": "<attached>"}

const noGroup = "csnap-00000000"

var groupRefusals = []refusal{
	{"a group of a disk that hangs free", "CreateSnapshotGroup", params{"DiskIds.0": "<data>", "DiskIds.1": "<free>"}, nil, 5100, "ResourceUnavailable.NotSupported"},
	{"a group of disks of two instances", "CreateSnapshotGroup", params{"DiskIds.0": "<data>", "DiskIds.1": "<other data>"}, (*scene).elsewhere, 5100, "ResourceUnavailable.NotSupported"},
	{"a group of a disk that is rolled back", "CreateSnapshotGroup", params{"DiskIds.0": "<data>"}, func(s *scene) {
		grouped(s)
		s.did("ApplySnapshotGroup", s.named(both).with(params{"AutoStopInstance": "TRUE"}))
	}, 5100, "ResourceInUse.DiskRollbacking"},
	{"a group without room", "CreateSnapshotGroup", params{"DiskIds.0": "<data>"}, quota("cbs.snapshots", 1), 4400, "InsufficientSnapshotQuota"},
	{"a group of a disk that is being shot", "CreateSnapshotGroup", params{"DiskIds.0": "<data>"}, func(s *scene) {
		do[cbs.CreateSnapshotResponse](s.cloud, "CreateSnapshot", params{"DiskId": s.ids["data"]})
	}, 5100, "ResourceUnavailable.SnapshotCreating"},
	{"a filter of groups that is none", "DescribeSnapshotGroups", params{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"no group to be deleted", "DeleteSnapshotGroup", nil, nil, 4000, "MissingParameter"},
	{"an absent group, deleted", "DeleteSnapshotGroup", params{"SnapshotGroupIds.0": noGroup}, nil, 5000, "InvalidSnapshotId.NotFound"},
	{"a group that is being made, deleted", "DeleteSnapshotGroup", params{"SnapshotGroupId": "<new>"}, func(s *scene) {
		s.ids["new"] = do[cbs.CreateSnapshotGroupResponse](s.cloud, "CreateSnapshotGroup", params{"DiskIds.0": s.ids["data"]}).SnapshotGroupId
	}, 5100, "UnsupportedOperation.StateError"},
	{"an absent group, applied", "ApplySnapshotGroup", both.with(params{"SnapshotGroupId": noGroup}), grouped, 5000, "InvalidParameter"},
	{"a snapshot of another disk, applied", "ApplySnapshotGroup", both.with(params{"ApplyDisks.0.SnapshotId": "<second>", "ApplyDisks.1.SnapshotId": "<first>"}), grouped, 4000, "InvalidParameter"},
	{"a group on a running instance, applied", "ApplySnapshotGroup", both, grouped, 5100, "UnsupportedOperation.StateError"},
	{"a group on two instances, applied", "ApplySnapshotGroup", both, func(s *scene) {
		grouped(s)
		s.did("DetachDisks", params{"DiskIds.0": s.ids["attached"]})
		s.wait()
	}, 5100, "UnsupportedOperation.SnapshotGroupDiskAttachMultiInstance"},
	{"a copy to nowhere", "CopySnapshotCrossRegions", params{"SnapshotId": "<snapshot>", "DestinationRegions.0": "moon"}, nil, 4000, "InvalidParameterValue"},
	{"a copy to where it is", "CopySnapshotCrossRegions", params{"SnapshotId": "<snapshot>", "DestinationRegions.0": "ap-guangzhou"}, nil, 4000, "InvalidParameterValue"},
	{"a copy of what is being made", "CopySnapshotCrossRegions", params{"SnapshotId": "<creating>", "DestinationRegions.0": "ap-beijing"}, nil, 5100, "ResourceBusy"},
	{"a copy of what is absent", "CopySnapshotCrossRegions", params{"SnapshotId": noSnapshot, "DestinationRegions.0": "ap-beijing"}, nil, 5000, "InvalidSnapshotId.NotFound"},
	{"the same copy at once", "CopySnapshotCrossRegions", params{"SnapshotId": "<snapshot>", "DestinationRegions.0": "ap-beijing"}, func(s *scene) {
		do[cbs.CopySnapshotCrossRegionsResponse](s.cloud, "CopySnapshotCrossRegions", params{"SnapshotId": s.ids["snapshot"], "DestinationRegions.0": "ap-beijing"})
	}, 5100, "ResourceInUse.CopySnapshotConflict"},
	{"a copy of what is encrypted", "CopySnapshotCrossRegions", params{"SnapshotId": "<encrypted>", "DestinationRegions.0": "ap-beijing"}, func(s *scene) {
		s.ids["encrypted"] = s.shoot(s.buy(params{"Encrypt": "ENCRYPT"}), nil)
	}, 5100, "UnsupportedOperation.SnapshotNotSupportCopy"},
	{"set back while it is attached", "InitializeDisks", params{"DiskIds.0": "<attached>"}, nil, 5100, "ResourceBusy"},
	{"set back from the bin", "InitializeDisks", params{"DiskIds.0": "<recycled>"}, nil, 5100, "ResourceBusy"},
	{"set back while it is being shot", "InitializeDisks", params{"DiskIds.0": "<shooting>"}, nil, 5100, "ResourceUnavailable.SnapshotCreating"},
}
