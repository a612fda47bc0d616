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
