package image_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

func row(name string, of *catalogue.Condition) error { return of.Named(name) }

var (
	noImage  = row("InvalidImageId.NotFound", catalogue.NotFound)
	notYours = row("UnsupportedOperation.SharedImageModifyUnsupported", catalogue.OperationFailed)
	noOnes   = row("UnauthorizedOperation.ImageNotBelongToAccount", catalogue.OperationFailed)
	state    = row("InvalidImageId.IncorrectState", catalogue.OperationFailed)
	bad      = row("InvalidImageId.Malformed", catalogue.InvalidParameter)
)

func TestAnImageIsMadeOfAnInstance(t *testing.T) {
	c := newCloud(t)
	id := answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", p{
		"InstanceId": server, "ImageName": "网页", "ImageDescription": "d", "ImageFamily": "f", "Sysprep": "FALSE",
		"TagSpecification.0.ResourceType": "image", "TagSpecification.0.Tags.0.Key": "k", "TagSpecification.0.Tags.0.Value": "v",
	}).ImageId
	want := image.ImageItem{FamilyImage: image.FamilyImage{
		ImageId: id, OsName: "CentOS 7.6 64bit", ImageType: "PRIVATE_IMAGE", CreatedTime: "2024-05-01T20:30:00Z", ImageName: "网页",
		ImageDescription: "d", ImageSize: 50, Architecture: "x86_64", ImageState: "CREATING", Platform: "CentOS", SnapshotSet: []image.ImageSnapshot{{SnapshotId: "snap-00000001", DiskUsage: "SYSTEM_DISK", DiskSize: 50}}, ImageCreator: owner,
		ImageSource: "CREATE_IMAGE", IsSupportCloudinit: true, Tags: []image.Tag{{Key: "k", Value: "v"}}, LicenseType: "TencentCloud",
		ImageFamily: "f",
	}, ImageOsName: "CentOS 7.6 64bit", ImageCreateTime: "2024-05-01T20:30:00Z", ImageStatus: "CREATING", Creator: owner}
	look := func() image.ImageItem {
		t.Helper()
		return answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"ImageIds.0": id}).ImageSet[0]
	}
	if diff := cmp.Diff(want, look()); diff != "" {
		t.Errorf("while it is made (-want +got):\n%s", diff)
	}
	c.wait(2*time.Second - time.Millisecond)
	if got := look().ImageState; got != "CREATING" {
		t.Errorf("before the delay is over: got %s", got)
	}
	c.wait(time.Millisecond)
	if got := look().ImageState; got != "NORMAL" {
		t.Errorf("after it: got %s", got)
	}
	answer[image.DeleteImagesResponse](c, owner, "2017-03-12 DeleteImages", p{"ImageIds.0": id})
	c.wantShown(owner, 0, id)
}

func TestTheOlderFormDoesTheSame(t *testing.T) {
	c := newCloud(t)
	if n := answer[image.LegacyCreateImageResponse](c, owner, "CreateImage", p{"instanceId": stopped, "imageName": "web-1"}).RequestID; n < 1 {
		t.Errorf("requestId: got %d", n)
	}
	list := func(params p) image.LegacyDescribeImagesResponse {
		return *answer[image.LegacyDescribeImagesResponse](c, owner, "DescribeImages", params)
	}
	got := list(p{"imageType": "1"})
	if got.TotalCount != 1 {
		t.Fatalf("got %v", got)
	}
	id := got.ImageSet[0].UnImgID
	want := image.LegacyImageItem{
		UnImgID: id, ImageName: "web-1", ImageType: 1, OSName: "CentOS 7.6 64bit", CreateTime: "2024-05-02 04:30:00", Creator: owner, Createor: owner, Status: 1,
	}
	if diff := cmp.Diff(want, got.ImageSet[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.wait(2 * time.Second)
	answer[image.ModifyImageAttributesResponse](c, owner, "ModifyImageAttributes", p{"imageId": id, "imageName": "web-2", "imageDescription": "d"})
	if got := list(p{"imageType": "1", "status": "2", "imageIds.0": id}).ImageSet; len(got) != 1 || got[0].ImageName != "web-2" || got[0].ImageDescription != "d" {
		t.Errorf("changed: got %v", got)
	}
	for _, params := range []p{{"imageType": "1", "status": "1"}, {"imageType": "3"}, {"imageType": "4"}, {"imageType": "1", "imageIds.0": centos}} {
		if got := list(params).TotalCount; got != 0 {
			t.Errorf("%v: got %d", params, got)
		}
	}
	out := answer[action.BatchAnswer](c, owner, "DeleteImages", p{"imageIds.0": id, "imageIds.1": centos, "imageIds.2": "img-00000000"}).Batch()
	if r := out.Outcome(); r.Condition != catalogue.PartlyDone || out.Refusals[id] != nil || out.Refusals[centos] == nil || out.Refusals["img-00000000"] == nil {
		t.Errorf("batch: got %v, %v", r, out.Refusals)
	}
	if got := list(p{"imageType": "1"}).TotalCount; got != 0 {
		t.Errorf("deleted: got %d", got)
	}
}

func TestASharedImageIsSeenAndUsableByTheOtherAccount(t *testing.T) {
	c := newCloud(t)
	id := c.made("web")
	usable := func() bool {
		var i *image.Image
		err := c.db.View(t.Context(), func(tx store.Tx) (err error) {
			i, err = c.Image(t.Context(), tx, &call.Call{Region: here, Caller: call.Caller{Account: other}}, id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return i != nil && i.State == image.Normal && i.Kind(other) == image.Shared
	}
	one := p{"ImageIds.0": id}
	c.wantShown(other, 0, id)
	if usable() {
		t.Error("usable before it is shared")
	}
	answer[image.ModifyImageSharePermissionResponse](c, owner, "2017-03-12 ModifyImageSharePermission", p{"ImageId": id, "AccountIds.0": other, "Permission": "SHARE"})
	if !usable() {
		t.Error("not usable once it is shared")
	}
	if got := answer[image.DescribeImagesResponse](c, other, "2017-03-12 DescribeImages", p{"Filters.0.Name": "image-type", "Filters.0.Values.0": "SHARED_IMAGE"}).ImageSet; len(got) != 1 || got[0].ImageId != id {
		t.Errorf("listed: got %v", got)
	}
	if got := answer[image.LegacyDescribeImagesResponse](c, other, "DescribeImages", p{"imageType": "4"}); got.TotalCount != 1 {
		t.Errorf("listed in the older form: got %v", got)
	}
	perm := answer[image.DescribeImageSharePermissionResponse](c, owner, "2017-03-12 DescribeImageSharePermission", p{"ImageId": id}).SharePermissionSet
	if diff := cmp.Diff([]image.SharePermission{{CreatedTime: "2024-05-01T20:30:02Z", AccountId: other, Account: other}}, perm); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	info := answer[image.GetImageShareUinInfoResponse](c, owner, "GetImageShareUinInfo", p{"imageIds.0": id}).Data
	want := image.ImageShares{ImageNum: 1, MaxImgShareNum: 50, ImageList: []image.ImageShare{{ImageID: id, ShareUinInfo: []image.ShareUin{{Uin: 100000000002, ShareTimeStamp: "2024-05-02 04:30:02"}}}}}
	if diff := cmp.Diff(want, info); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.refuses(owner, "ShareImage", p{"imageId": id, "uinList.0": other}, row("FailedOperation.AccountAlreadyExists", catalogue.OperationFailed))
	c.refuses(owner, "2017-03-12 DeleteImages", one, row("InvalidImageId.InShared", catalogue.OperationFailed))
	c.refuses(other, "2017-03-12 DeleteImages", one, notYours)
	c.refuses(other, "2017-03-12 ModifyImageAttribute", p{"ImageId": id, "ImageName": "mine"}, notYours)

	answer[image.ShareImageResponse](c, owner, "CancelShareImage", p{"imageId": id, "uinList.0": other})
	if usable() {
		t.Error("usable once the share is cancelled")
	}
	c.refuses(owner, "2017-03-12 ModifyImageSharePermission", p{"ImageId": id, "AccountIds.0": other, "Permission": "CANCEL"}, row("FailedOperation.AccountNotExist", catalogue.OperationFailed))
	answer[image.ShareImageResponse](c, owner, "ShareImage", p{"imageId": id, "uinList.0": other})
}

func TestSharingIsRefused(t *testing.T) {
	c := newCloud(t)
	id := c.made("web")
	making := answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", p{"InstanceId": server, "ImageName": "new"}).ImageId
	c.refuses(owner, "ShareImage", p{"imageId": id, "uinList.0": owner}, row("InvalidAccountIs.YourSelf", catalogue.InvalidParameter))
	c.refuses(owner, "ShareImage", p{"imageId": id, "uinList.0": "5"}, row("InvalidAccountId.NotFound", catalogue.NotFound))
	c.refuses(owner, "ShareImage", p{"imageId": making, "uinList.0": other}, state)
	c.refuses(owner, "ShareImage", p{"imageId": centos, "uinList.0": other}, noOnes)
	c.refuses(other, "ShareImage", p{"imageId": id, "uinList.0": other}, noImage)
	c.quotas["image.shares"] = 0
	c.refuses(owner, "ShareImage", p{"imageId": id, "uinList.0": other}, row("OverQuota", catalogue.LimitExceeded))
	if got := answer[image.DescribeImageSharePermissionResponse](c, owner, "2017-03-12 DescribeImageSharePermission", p{"ImageId": id}).SharePermissionSet; len(got) != 0 {
		t.Errorf("what was refused holds: %v", got)
	}
}

func TestMakingIsRefused(t *testing.T) {
	c := newCloud(t)
	c.made("web")
	c.quotas["image.images"] = 2
	create := func(params p, want error) {
		t.Helper()
		c.refuses(owner, "2017-03-12 CreateImage", params, want)
	}
	create(p{"InstanceId": "ins-none", "ImageName": "a"}, row("InvalidInstanceId.NotFound", catalogue.NotFound))
	create(p{"InstanceId": "ins-starting", "ImageName": "a"}, row("InvalidInstance.NotSupported", catalogue.OperationFailed))
	create(p{"InstanceId": server, "ImageName": "web"}, row("InvalidImageName.Duplicate", catalogue.OperationFailed))
	create(p{"InstanceId": server, "ImageName": " "}, catalogue.InvalidValue)
	create(p{"InstanceId": server, "ImageName": fmt.Sprintf("%061d", 0)}, row("InvalidParameterValue.TooLarge", catalogue.InvalidParameter))
	create(p{"InstanceId": server, "ImageName": "a", "DryRun": "TRUE"}, catalogue.DryRun)
	c.refuses(other, "CreateImage", p{"instanceId": server, "imageName": "a"}, row("InvalidInstanceId.NotFound", catalogue.NotFound))
	c.refuses(owner, "CreateImage", p{"instanceId": server, "imageName": "a_b"}, catalogue.InvalidValue)
	answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", p{"InstanceId": server, "ImageName": "second"})
	create(p{"InstanceId": server, "ImageName": "a"}, row("MutexOperation.TaskRunning", catalogue.OperationFailed))
	create(p{"InstanceId": stopped, "ImageName": "a"}, row("ImageQuotaLimitExceeded", catalogue.LimitExceeded))
	if got := answer[image.LegacyDescribeImagesResponse](c, owner, "DescribeImages", p{"imageType": "1"}).TotalCount; got != 2 {
		t.Errorf("got %d images, want 2", got)
	}
}

func TestChangingIsRefused(t *testing.T) {
	c := newCloud(t)
	id, second := c.made("web"), c.made("second")
	making := answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", p{"InstanceId": server, "ImageName": "new"}).ImageId
	for _, x := range []struct {
		action string
		params p
		want   error
	}{
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": second, "ImageName": "web"}, row("InvalidImageName.Duplicate", catalogue.OperationFailed)},
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": making, "ImageName": "x"}, state},
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": centos, "ImageName": "x"}, noOnes},
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": "img-1", "ImageName": "x"}, bad},
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": "img-00000000", "ImageName": "x"}, noImage},
		{"2017-03-12 ModifyImageAttribute", p{"ImageId": id, "ImageDescription": fmt.Sprintf("%0257d", 0)}, catalogue.InvalidParameter},
		{"ModifyImageAttributes", p{"imageId": id}, catalogue.MissingParameter},
		{"ModifyImageAttributes", p{"imageId": id, "imageName": ""}, catalogue.InvalidValue},
		{"2017-03-12 DeleteImages", p{"ImageIds.0": making}, state},
		{"2017-03-12 DeleteImages", p{"ImageIds.0": id, "ImageIds.1": centos}, noOnes},
		{"2017-03-12 DeleteImages", p{"ImageIds.0": id, "DryRun": "true"}, catalogue.DryRun},
		{"2017-03-12 DescribeImages", p{"ImageIds.0": "x"}, bad},
		{"2017-03-12 DescribeImages", p{"ImageIds.0": id, "Filters.0.Name": "platform", "Filters.0.Values.0": "CentOS"}, row("InvalidParameter.InvalidParameterCoexistImageIdsFilters", catalogue.InvalidParameter)},
		{"2017-03-12 DescribeImages", p{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, row("InvalidFilter", catalogue.InvalidParameter)},
	} {
		c.refuses(owner, x.action, x.params, x.want)
	}
	answer[image.ModifyImageAttributeResponse](c, owner, "2017-03-12 ModifyImageAttribute", p{"ImageId": id, "ImageName": "web", "ImageDeprecated": "true", "ImageFamily": "f"})
	if got := answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"ImageIds.0": id}).ImageSet[0]; !got.ImageDeprecated || got.ImageFamily != "f" {
		t.Errorf("got %v", got)
	}
}

func TestAnImageIsCopiedToOtherRegions(t *testing.T) {
	c := newCloud(t)
	id := c.made("web")
	for _, x := range []struct {
		params p
		want   error
	}{
		{p{"ImageIds.0": id, "DestinationRegions.0": "ap-atlantis"}, row("InvalidRegion.NotFound", catalogue.InvalidParameter)},
		{p{"ImageIds.0": id, "DestinationRegions.0": "gz"}, row("InvalidRegion.Unavailable", catalogue.InvalidParameter)},
		{p{"ImageIds.0": centos, "DestinationRegions.0": "bj"}, noOnes},
		{p{"ImageIds.0": id, "DestinationRegions.0": "bj", "DryRun": "1"}, catalogue.DryRun},
	} {
		c.refuses(owner, "2017-03-12 SyncImages", x.params, x.want)
	}
	got := answer[image.SyncImagesResponse](c, owner, "2017-03-12 SyncImages", p{"ImageIds.0": id, "DestinationRegions.0": "bj", "ImageSetRequired": "true", "ImageName": "copy"}).ImageSet
	if len(got) != 1 || got[0].Region != "ap-beijing" {
		t.Fatalf("got %v", got)
	}
	c.wantShown(owner, 0, got[0].ImageId)
	answer[image.SyncCvmImageResponse](c, owner, "SyncCvmImage", p{"srcRegion": "gz", "imgIdList.0": id, "desRegion.0": "bj", "dstRegion.0": "sh"})
	c.refuses(owner, "SyncCvmImage", p{"srcRegion": "bj", "imgIdList.0": id, "dstRegion.0": "sh"}, catalogue.InvalidParameter)
	c.refuses(owner, "SyncCvmImage", p{"srcRegion": "gz", "imgIdList.0": id}, catalogue.MissingParameter)

	c.region = "ap-beijing"
	one := func() image.ImageItem {
		return answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"ImageIds.0": got[0].ImageId}).ImageSet[0]
	}
	if i := one(); i.ImageState != "SYNCING" || i.SyncPercent == nil || i.ImageName != "copy" {
		t.Errorf("while it is copied: got %v", i)
	}
	c.wait(2 * time.Second)
	if i := one(); i.ImageState != "NORMAL" || i.SyncPercent != nil {
		t.Errorf("afterwards: got %v", i)
	}
	if n := answer[image.LegacyDescribeImagesResponse](c, owner, "DescribeImages", p{"imageType": "1"}).TotalCount; n != 2 {
		t.Errorf("in the other region: got %d images, want 2", n)
	}
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	c := newCloud(t)
	id := c.made("web")
	list := func(params p) *image.DescribeImagesResponse {
		return answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", params)
	}
	all := list(p{"Limit": "100"})
	if all.TotalCount != 16 || all.ImageSet[0].ImageId != id {
		t.Errorf("got %d images, the first %v", all.TotalCount, all.ImageSet[0])
	}
	if got := list(p{"Offset": "1", "Limit": "2"}); got.TotalCount != 16 || len(got.ImageSet) != 2 || got.ImageSet[0].ImageId != all.ImageSet[1].ImageId {
		t.Errorf("a page: got %v", got)
	}
	if got := list(p{"Offset": "99"}); len(got.ImageSet) != 0 {
		t.Errorf("beyond the end: got %v", got)
	}
	for filter, want := range map[string]int64{
		"image-type=PUBLIC_IMAGE": 15, "image-name=web": 1, "platform=Windows": 3, "image-id=" + centos: 1, "image-state=CREATING": 0, "tag:k=v": 0, "tag-key=k": 0,
	} {
		var name, value string
		for i := range filter {
			if filter[i] == '=' {
				name, value = filter[:i], filter[i+1:]
			}
		}
		if got := list(p{"Filters.0.Name": name, "Filters.0.Values.0": value}).TotalCount; got != want {
			t.Errorf("%s: got %d, want %d", filter, got, want)
		}
	}
	c.seeing = func(r call.Resource, about map[string][]string) bool {
		return r.ID == id && r.Service == "cvm" && r.Type == "image" && about["cvm:region"][0] == here
	}
	if got := list(nil); got.TotalCount != 1 {
		t.Errorf("what the caller may see: got %d", got.TotalCount)
	}
}

func TestPublicImagesHaveIdsOfTheirOwn(t *testing.T) {
	c := newCloud(t)
	ids, numbers := map[string]bool{}, map[int64]bool{}
	for _, i := range answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"Limit": "100"}).ImageSet {
		var found *image.Image
		if err := c.db.View(t.Context(), func(tx store.Tx) (err error) {
			found, err = c.Image(t.Context(), tx, &call.Call{Region: "ap-tokyo"}, i.ImageId)
			return err
		}); err != nil || found == nil {
			t.Fatalf("%s: got %v, %v", i.ImageId, found, err)
		}
		answer[image.DescribeImagesResponse](c, owner, "2017-03-12 DescribeImages", p{"ImageIds.0": fmt.Sprint(found.Number)})
		ids[found.ID], numbers[found.Number] = true, true
	}
	if len(ids) != 15 || len(numbers) != 15 {
		t.Errorf("got %d ids and %d numbers, want 15", len(ids), len(numbers))
	}
}

func TestConditionsMayAskOfAnImage(t *testing.T) {
	c := newCloud(t)
	id := c.made("web")
	err := c.db.Update(t.Context(), func(tx store.Tx) error {
		r := tagging.Resource{Service: "cvm", Prefix: "image", Region: here, ID: id}
		return c.Tags.Attach(t.Context(), tx, owner, r, []tagging.Tag{{Key: "team", Value: "a"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		account string
		want    map[string][]string
	}{
		{owner, map[string][]string{"cvm:region": {here}, "qcs:create_uin": {owner}, "qcs:tag": {"team&a"}, "qcs:resource_tag": {"team&a"}}},
		{other, nil},
	} {
		err := c.db.View(t.Context(), func(tx store.Tx) error {
			r, about, err := c.ResourceFacts(t.Context(), tx, x.account, call.Resource{Service: "cvm", Type: "image", ID: id})
			if diff := cmp.Diff(x.want, about); diff != "" || r.ID != id {
				t.Errorf("to %s (-want +got):\n%s", x.account, diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheQuotaIsTold(t *testing.T) {
	c := newCloud(t)
	b, err := c.table.Find(&call.Call{Dialect: call.API3, Domain: "cvm", Version: "2017-03-12", Action: "DescribeImageQuota"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := b.Do(t.Context(), c.db, nil, &call.Call{Caller: call.Caller{Account: owner}, Input: &image.DescribeImageQuotaRequest{}})
	if err != nil || out.(*image.DescribeImageQuotaResponse).ImageNumQuota != 10 {
		t.Errorf("got %v, %v", out, err)
	}
}

// wantShown holds a list by id against how many it has to show.
func (c *cloud) wantShown(account string, want int64, id string) {
	c.t.Helper()
	if got := answer[image.DescribeImagesResponse](c, account, "2017-03-12 DescribeImages", p{"ImageIds.0": id}).TotalCount; got != want {
		c.t.Errorf("%s sees %d of %s, want %d", account, got, id, want)
	}
}
