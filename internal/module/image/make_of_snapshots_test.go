package image_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/image"
)

func TestAnImageHasDataDisksOrIsMadeOfSnapshots(t *testing.T) {
	c := newCloud(t)
	create := func(params p) image.ImageItem {
		t.Helper()
		id := answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", params).ImageId
		c.wait(2 * time.Second)
		return answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"ImageIds.0": id}).ImageSet[0]
	}
	withDisk := create(p{"InstanceId": server, "ImageName": "with-disk", "DataDiskIds.0": "disk-data0001"})
	of := create(p{"ImageName": "of-snapshots", "SnapshotIds.0": "snap-data0001", "SnapshotIds.1": "snap-system01"})
	if of.ImageSize != 60 || of.OsName != "CentOS 7.6 64bit" || of.ImageState != "NORMAL" {
		t.Errorf("got %+v", of)
	}
	if bare := create(p{"ImageName": "of-a-disk-that-is-gone", "SnapshotIds.0": "snap-system02"}); bare.OsName != "Other" {
		t.Errorf("got %+v", bare)
	}
	want := []string{server + " " + withDisk.ImageId + " with-disk disk-data0001", "- " + of.ImageId + " of-snapshots snap-data0001 snap-system01"}
	if diff := cmp.Diff(want, c.shot[:2]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPartsOfAnImageAreRefused(t *testing.T) {
	c := newCloud(t)
	for name, x := range map[string]struct {
		params p
		row    *catalogue.Condition
	}{
		"InvalidParameter.SpecifyOneParameter":                {p{}, catalogue.InvalidParameter},
		"InvalidParameter.InvalidDependence":                  {p{"DataDiskIds.0": "disk-data0001"}, catalogue.InvalidParameter},
		"InvalidParameterConflict":                            {p{"InstanceId": server, "DataDiskIds.0": "disk-data0001", "SnapshotIds.0": "snap-system01"}, catalogue.InvalidParameter},
		"InvalidParameter.DataDiskIdContainsRootDisk":         {p{"InstanceId": server, "DataDiskIds.0": "disk-system01"}, catalogue.InvalidParameter},
		"InvalidParameter.DataDiskNotBelongSpecifiedInstance": {p{"InstanceId": server, "DataDiskIds.0": "disk-other001"}, catalogue.OperationFailed},
		"InvalidParameter.LocalDataDiskNotSupport":            {p{"InstanceId": server, "DataDiskIds.0": "disk-local001"}, catalogue.OperationFailed},
		"InvalidParameter.SnapshotNotFound":                   {p{"SnapshotIds.0": "snap-none0001"}, catalogue.NotFound},
		"InvalidParameter.SystemSnapshotNotFound":             {p{"SnapshotIds.0": "snap-data0001"}, catalogue.InvalidParameter},
		"InvalidParameter.DuplicateSystemSnapshots":           {p{"SnapshotIds.0": "snap-system01", "SnapshotIds.1": "snap-system02"}, catalogue.InvalidParameter},
		"ResourceUnavailable.SnapshotCreating":                {p{"SnapshotIds.0": "snap-system01", "SnapshotIds.1": "snap-new00001"}, catalogue.OperationFailed},
		"UnsupportedOperation.EncryptedImagesNotSupported":    {p{"SnapshotIds.0": "snap-system01", "SnapshotIds.1": "snap-secret01"}, catalogue.OperationFailed},
	} {
		x.params["ImageName"] = "a"
		c.refuses(owner, "2017-03-12 CreateImage", x.params, row(name, x.row))
	}
	c.refuses(owner, "2017-03-12 CreateImage", p{"ImageName": "a", "SnapshotIds.0": "snap-system01", "DryRun": "TRUE"}, catalogue.DryRun)
}
