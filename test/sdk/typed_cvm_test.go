package sdk

import (
	"fmt"
	"strings"
	"testing"

	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

const anInstance = `{"Placement": {"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "InstanceName": "web",
	"TagSpecification": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "web"}]}]}`

// launch buys an instance and gives it back when the life is over.
func launch(t *testing.T, c *cvm.Client) string {
	t.Helper()
	id := *one(t, "InstanceIdSet", do(t, c.RunInstances, cvm.NewRunInstancesRequest(), anInstance).Response.InstanceIdSet)
	t.Cleanup(func() {
		do(t, c.TerminateInstances, cvm.NewTerminateInstancesRequest(), fmt.Sprintf(`{"InstanceIds": [%q]}`, id))
		refused(t, c.TerminateInstances, cvm.NewTerminateInstancesRequest(), fmt.Sprintf(`{"InstanceIds": [%q]}`, id), "InvalidInstanceId.NotFound")
	})
	return id
}

func lifeOfInstances(t *testing.T, a access) {
	c := typed(t, a, cvm.NewClient)
	id := launch(t, c)
	byID := fmt.Sprintf(`{"InstanceIds": [%q]}`, id)
	found := one(t, "InstanceSet", do(t, c.DescribeInstances, cvm.NewDescribeInstancesRequest(), byID).Response.InstanceSet)
	is(t, "InstanceState", found.InstanceState, "RUNNING")
	is(t, "Memory", found.Memory, int64(2))
	is(t, "Zone", found.Placement.Zone, "ap-guangzhou-3")
	is(t, "the tag's value", one(t, "Tags", found.Tags).Value, "web")

	refused(t, c.StartInstances, cvm.NewStartInstancesRequest(), byID, "UnsupportedOperation.InstanceStateRunning")
	do(t, c.StopInstances, cvm.NewStopInstancesRequest(), byID)
	do(t, c.ModifyInstancesAttribute, cvm.NewModifyInstancesAttributeRequest(), fmt.Sprintf(`{"InstanceIds": [%q], "InstanceName": "api"}`, id))
	found = one(t, "InstanceSet", do(t, c.DescribeInstances, cvm.NewDescribeInstancesRequest(),
		fmt.Sprintf(`{"Filters": [{"Name": "instance-id", "Values": [%q]}, {"Name": "zone", "Values": ["ap-guangzhou-2", "ap-guangzhou-3"]}], "Limit": 5}`, id)).Response.InstanceSet)
	is(t, "InstanceName", found.InstanceName, "api")
	is(t, "InstanceState", found.InstanceState, "STOPPED")

	refused(t, c.RunInstances, cvm.NewRunInstancesRequest(), strings.Replace(anInstance, "S5.SMALL2", "S5.TINY0", 1), "ResourceInsufficient.SpecifiedInstanceType")
}

func lifeOfKeyPairs(t *testing.T, a access) {
	c := typed(t, a, cvm.NewClient)
	made := do(t, c.CreateKeyPair, cvm.NewCreateKeyPairRequest(), `{"KeyName": "admin", "ProjectId": 0}`).Response.KeyPair
	if made.PrivateKey == nil || !strings.Contains(*made.PrivateKey, "PRIVATE KEY") {
		t.Error("a new key pair has no private key")
	}
	id := *made.KeyId
	do(t, c.ModifyKeyPairAttribute, cvm.NewModifyKeyPairAttributeRequest(), fmt.Sprintf(`{"KeyId": %q, "KeyName": "ops", "Description": "of the night shift"}`, id))
	found := one(t, "KeyPairSet", do(t, c.DescribeKeyPairs, cvm.NewDescribeKeyPairsRequest(), fmt.Sprintf(`{"KeyIds": [%q]}`, id)).Response.KeyPairSet)
	is(t, "KeyName", found.KeyName, "ops")
	is(t, "PublicKey", found.PublicKey, *made.PublicKey)
	do(t, c.DeleteKeyPairs, cvm.NewDeleteKeyPairsRequest(), fmt.Sprintf(`{"KeyIds": [%q]}`, id))
	refused(t, c.DeleteKeyPairs, cvm.NewDeleteKeyPairsRequest(), fmt.Sprintf(`{"KeyIds": [%q]}`, id), "InvalidKeyPairId.NotFound")
}

func lifeOfImages(t *testing.T, a access) {
	c := typed(t, a, cvm.NewClient)
	id := launch(t, c)
	do(t, c.StopInstances, cvm.NewStopInstancesRequest(), fmt.Sprintf(`{"InstanceIds": [%q]}`, id))
	image := *do(t, c.CreateImage, cvm.NewCreateImageRequest(), fmt.Sprintf(`{"InstanceId": %q, "ImageName": "golden"}`, id)).Response.ImageId
	do(t, c.ModifyImageAttribute, cvm.NewModifyImageAttributeRequest(), fmt.Sprintf(`{"ImageId": %q, "ImageDescription": "of today"}`, image))
	found := one(t, "ImageSet", do(t, c.DescribeImages, cvm.NewDescribeImagesRequest(), fmt.Sprintf(`{"ImageIds": [%q]}`, image)).Response.ImageSet)
	is(t, "ImageName", found.ImageName, "golden")
	is(t, "ImageDescription", found.ImageDescription, "of today")
	is(t, "ImageType", found.ImageType, "PRIVATE_IMAGE")
	do(t, c.DeleteImages, cvm.NewDeleteImagesRequest(), fmt.Sprintf(`{"ImageIds": [%q]}`, image))
	refused(t, c.DeleteImages, cvm.NewDeleteImagesRequest(), fmt.Sprintf(`{"ImageIds": [%q]}`, image), "InvalidImageId.NotFound")
}

func lifeOfPlacementGroups(t *testing.T, a access) {
	c := typed(t, a, cvm.NewClient)
	id := *do(t, c.CreateDisasterRecoverGroup, cvm.NewCreateDisasterRecoverGroupRequest(), `{"Name": "apart", "Type": "HOST"}`).Response.DisasterRecoverGroupId
	do(t, c.ModifyDisasterRecoverGroupAttribute, cvm.NewModifyDisasterRecoverGroupAttributeRequest(), fmt.Sprintf(`{"DisasterRecoverGroupId": %q, "Name": "far"}`, id))
	byID := fmt.Sprintf(`{"DisasterRecoverGroupIds": [%q]}`, id)
	found := one(t, "DisasterRecoverGroupSet", do(t, c.DescribeDisasterRecoverGroups, cvm.NewDescribeDisasterRecoverGroupsRequest(), byID).Response.DisasterRecoverGroupSet)
	is(t, "Name", found.Name, "far")
	is(t, "Type", found.Type, "HOST")
	do(t, c.DeleteDisasterRecoverGroups, cvm.NewDeleteDisasterRecoverGroupsRequest(), byID)
	is(t, "TotalCount", do(t, c.DescribeDisasterRecoverGroups, cvm.NewDescribeDisasterRecoverGroupsRequest(), byID).Response.TotalCount, int64(0))
}

func lifeOfDisks(t *testing.T, a access) {
	c := typed(t, a, cbs.NewClient)
	id := *one(t, "DiskIdSet", do(t, c.CreateDisks, cbs.NewCreateDisksRequest(),
		`{"Placement": {"Zone": "ap-guangzhou-3"}, "DiskChargeType": "POSTPAID_BY_HOUR", "DiskType": "CLOUD_PREMIUM", "DiskName": "data", "DiskSize": 50}`).Response.DiskIdSet)
	byID := fmt.Sprintf(`{"DiskIds": [%q]}`, id)
	do(t, c.ModifyDiskAttributes, cbs.NewModifyDiskAttributesRequest(), fmt.Sprintf(`{"DiskIds": [%q], "DiskName": "logs"}`, id))
	do(t, c.ResizeDisk, cbs.NewResizeDiskRequest(), fmt.Sprintf(`{"DiskId": %q, "DiskSize": 60}`, id))
	found := one(t, "DiskSet", do(t, c.DescribeDisks, cbs.NewDescribeDisksRequest(), byID).Response.DiskSet)
	is(t, "DiskName", found.DiskName, "logs")
	is(t, "DiskSize", found.DiskSize, uint64(60))
	is(t, "DiskState", found.DiskState, "UNATTACHED")
	refused(t, c.ResizeDisk, cbs.NewResizeDiskRequest(), fmt.Sprintf(`{"DiskId": %q, "DiskSize": 50}`, id), "InvalidParameterValue")

	snapshot := *do(t, c.CreateSnapshot, cbs.NewCreateSnapshotRequest(), fmt.Sprintf(`{"DiskId": %q, "SnapshotName": "before"}`, id)).Response.SnapshotId
	bySnapshot := fmt.Sprintf(`{"SnapshotIds": [%q]}`, snapshot)
	seen := one(t, "SnapshotSet", do(t, c.DescribeSnapshots, cbs.NewDescribeSnapshotsRequest(), bySnapshot).Response.SnapshotSet)
	is(t, "SnapshotName", seen.SnapshotName, "before")
	is(t, "the snapshot's disk", seen.DiskId, id)
	do(t, c.DeleteSnapshots, cbs.NewDeleteSnapshotsRequest(), bySnapshot)

	do(t, c.TerminateDisks, cbs.NewTerminateDisksRequest(), byID)
	refused(t, c.ResizeDisk, cbs.NewResizeDiskRequest(), `{"DiskId": "disk-00000000", "DiskSize": 60}`, "InvalidDiskId.NotFound")
}

func lifeOfSnapshotPolicies(t *testing.T, a access) {
	c := typed(t, a, cbs.NewClient)
	id := *do(t, c.CreateAutoSnapshotPolicy, cbs.NewCreateAutoSnapshotPolicyRequest(),
		`{"Policy": [{"Hour": [3, 15], "DayOfWeek": [0, 6]}], "AutoSnapshotPolicyName": "weekend", "RetentionDays": 7}`).Response.AutoSnapshotPolicyId
	do(t, c.ModifyAutoSnapshotPolicyAttribute, cbs.NewModifyAutoSnapshotPolicyAttributeRequest(),
		fmt.Sprintf(`{"AutoSnapshotPolicyId": %q, "AutoSnapshotPolicyName": "weekends", "IsActivated": false}`, id))
	found := one(t, "AutoSnapshotPolicySet", do(t, c.DescribeAutoSnapshotPolicies, cbs.NewDescribeAutoSnapshotPoliciesRequest(), fmt.Sprintf(`{"AutoSnapshotPolicyIds": [%q]}`, id)).Response.AutoSnapshotPolicySet)
	is(t, "AutoSnapshotPolicyName", found.AutoSnapshotPolicyName, "weekends")
	is(t, "IsActivated", found.IsActivated, false)
	if hours := one(t, "Policy", found.Policy).Hour; len(hours) != 2 {
		t.Errorf("Hour: got %d, want 2", len(hours))
	}
	do(t, c.DeleteAutoSnapshotPolicies, cbs.NewDeleteAutoSnapshotPoliciesRequest(), fmt.Sprintf(`{"AutoSnapshotPolicyIds": [%q]}`, id))
	refused(t, c.DeleteAutoSnapshotPolicies, cbs.NewDeleteAutoSnapshotPoliciesRequest(), fmt.Sprintf(`{"AutoSnapshotPolicyIds": [%q]}`, id), "InvalidAutoSnapshotPolicyId.NotFound")
}
