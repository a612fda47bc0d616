package cloud_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

// An image is a snapshot of its instance's system disk: neither goes without the other knowing.
func TestAnImageIsASnapshotOfASystemDisk(t *testing.T) {
	c := paifangtest.New(t)
	ask := func(service, action string, in map[string]any, out any) {
		t.Helper()
		version := map[string]string{"cvm": "2017-03-12", "cbs": "2017-03-12"}[service]
		if a := c.Call3(service, version, action, in); !a.OK() {
			t.Fatalf("%s: got %s %s", action, a.CodeDesc, a.Message)
		} else if err := a.Decode(out); err != nil {
			t.Fatal(err)
		}
	}
	var nothing struct{}
	var run struct{ InstanceIdSet []string }
	ask("cvm", "RunInstances", map[string]any{
		"Placement": map[string]any{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "InstanceChargeType": "POSTPAID_BY_HOUR",
		"SystemDisk": map[string]any{"DiskType": "CLOUD_PREMIUM", "DiskSize": 60},
	}, &run)
	c.Advance(time.Minute)
	make := func(name string) (image, snapshot string) {
		t.Helper()
		var made struct{ ImageId string }
		ask("cvm", "CreateImage", map[string]any{"ImageName": name, "InstanceId": run.InstanceIdSet[0]}, &made)
		c.Advance(time.Minute)
		var shown struct {
			ImageSet []struct {
				SnapshotSet []struct {
					SnapshotId, DiskUsage string
					DiskSize              int64
				}
			}
		}
		ask("cvm", "DescribeImages", map[string]any{"ImageIds": []string{made.ImageId}}, &shown)
		if len(shown.ImageSet) != 1 || len(shown.ImageSet[0].SnapshotSet) != 1 || shown.ImageSet[0].SnapshotSet[0].DiskSize != 60 {
			t.Fatalf("got %+v, want an image with a snapshot of 60 GB", shown)
		}
		return made.ImageId, shown.ImageSet[0].SnapshotSet[0].SnapshotId
	}
	left := func() (images, snapshots int64) {
		t.Helper()
		var i, s struct{ TotalCount int64 }
		ask("cvm", "DescribeImages", map[string]any{"Filters": []any{map[string]any{"Name": "image-type", "Values": []string{"PRIVATE_IMAGE"}}}}, &i)
		ask("cbs", "DescribeSnapshots", map[string]any{}, &s)
		return i.TotalCount, s.TotalCount
	}
	wants := func(images, snapshots int64) {
		t.Helper()
		if i, s := left(); i != images || s != snapshots {
			t.Errorf("there are %d images and %d snapshots, want %d and %d", i, s, images, snapshots)
		}
	}

	_, one := make("one")
	if a := c.Call3("cbs", "2017-03-12", "DeleteSnapshots", map[string]any{"SnapshotIds": []string{one}}); a.CodeDesc != "UnsupportedOperation.SnapshotHasBindedImage" {
		t.Errorf("a snapshot behind an image: got %s %s", a.CodeDesc, a.Message)
	}
	ask("cbs", "DeleteSnapshots", map[string]any{"SnapshotIds": []string{one}, "DeleteBindImages": true}, &nothing)
	wants(0, 0)
	two, _ := make("two")
	ask("cvm", "DeleteImages", map[string]any{"ImageIds": []string{two}}, &nothing)
	wants(0, 1)
	three, _ := make("three")
	ask("cvm", "DeleteImages", map[string]any{"ImageIds": []string{three}, "DeleteBindedSnap": true}, &nothing)
	wants(0, 1)
}

// An image may have data disks of its instance, and be made of snapshots that are there.
func TestAnImageIsMadeOfDataDisksAndOfSnapshots(t *testing.T) {
	c := paifangtest.New(t)
	ask := func(service, action string, in map[string]any, out any) {
		t.Helper()
		if a := c.Call3(service, "2017-03-12", action, in); !a.OK() {
			t.Fatalf("%s: got %s %s", action, a.CodeDesc, a.Message)
		} else if err := a.Decode(out); err != nil {
			t.Fatal(err)
		}
		c.Advance(time.Minute)
	}
	var run struct{ InstanceIdSet []string }
	ask("cvm", "RunInstances", map[string]any{
		"Placement": map[string]any{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "SystemDisk": map[string]any{"DiskType": "CLOUD_PREMIUM"},
		"DataDisks": []any{map[string]any{"DiskType": "CLOUD_PREMIUM", "DiskSize": 100}, map[string]any{"DiskType": "CLOUD_PREMIUM", "DiskSize": 200}},
	}, &run)
	var disks struct {
		DiskSet []struct {
			DiskId, DiskUsage string
			DiskSize          int64
		}
	}
	ask("cbs", "DescribeDisks", map[string]any{}, &disks)
	var all, large []string
	for _, d := range disks.DiskSet {
		all = append(all, d.DiskId)
		if d.DiskSize == 200 {
			large = append(large, d.DiskId)
		}
	}
	behind := func(in map[string]any) (sizes int64) {
		t.Helper()
		var made struct{ ImageId string }
		ask("cvm", "CreateImage", in, &made)
		var shown struct {
			ImageSet []struct{ SnapshotSet []struct{ DiskSize int64 } }
		}
		ask("cvm", "DescribeImages", map[string]any{"ImageIds": []string{made.ImageId}}, &shown)
		for _, n := range shown.ImageSet[0].SnapshotSet {
			sizes += n.DiskSize
		}
		return sizes
	}
	if got := behind(map[string]any{"ImageName": "one", "InstanceId": run.InstanceIdSet[0], "DataDiskIds": large}); got != 250 {
		t.Errorf("behind an image with a data disk are %d GB, want 50 and 200", got)
	}
	var group struct{ SnapshotGroupId string }
	ask("cbs", "CreateSnapshotGroup", map[string]any{"DiskIds": all}, &group)
	var groups struct {
		SnapshotGroupSet []struct{ SnapshotIdSet []string }
	}
	ask("cbs", "DescribeSnapshotGroups", map[string]any{}, &groups)
	if got := behind(map[string]any{"ImageName": "two", "SnapshotIds": groups.SnapshotGroupSet[0].SnapshotIdSet}); got != 350 {
		t.Errorf("behind an image of snapshots are %d GB, want 50, 100 and 200", got)
	}
	if a := c.Call3("cbs", "2017-03-12", "DeleteSnapshotGroup", map[string]any{"SnapshotGroupId": group.SnapshotGroupId}); a.CodeDesc != "UnsupportedOperation.SnapshotHasBindedImage" {
		t.Errorf("got %s %s", a.CodeDesc, a.Message)
	}
	ask("cbs", "DeleteSnapshotGroup", map[string]any{"SnapshotGroupId": group.SnapshotGroupId, "DeleteBindImages": true}, &struct{}{})
	ask("cbs", "DescribeSnapshotGroups", map[string]any{}, &groups)
	if len(groups.SnapshotGroupSet) != 0 {
		t.Errorf("after its end: got %+v", groups)
	}
}
