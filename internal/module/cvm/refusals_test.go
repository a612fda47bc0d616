package cvm_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// A refusal is one way to be refused: what brings it about, and under which name. IDs are written by their names in
// the scene, in angle brackets.
type refusal struct {
	why, action, version string
	params               params
	before               func(c *cloud)
	number               int
	name                 string
}

// A scene is a cloud with an instance in each state, and ids by name.
type scene struct {
	*cloud
	ids map[string]string
}

func newScene(t *testing.T) *scene {
	s := &scene{newCloud(t), map[string]string{}}
	s.ids["vpc"], s.ids["subnet"] = s.vpc, s.subnet
	s.ids["running"], s.ids["prepaid"] = s.run(nil), s.run(prepaid)
	s.ids["stopped"] = s.run(nil)
	do[cvm.Nothing](s.cloud, "StopInstances", v3, params{"InstanceIds.0": s.ids["stopped"]})
	s.ids["free"] = s.run(nil) // off, and not charged
	do[cvm.Nothing](s.cloud, "StopInstances", v3, params{"InstanceIds.0": s.ids["free"], "StoppedMode": "STOP_CHARGING"})
	s.ids["windows"] = s.run(params{"ImageId": windows})
	do[cvm.Nothing](s.cloud, "StopInstances", v3, params{"InstanceIds.0": s.ids["windows"]})
	s.ids["protected"] = s.run(params{"DisableApiTermination": "TRUE"})
	s.ids["recycled"] = s.run(prepaid)
	do[cvm.Nothing](s.cloud, "TerminateInstances", v3, params{"InstanceIds.0": s.ids["recycled"]})
	s.ids["key"] = do[cvm.KeyIDResponse](s.cloud, "ImportKeyPair", v3, params{"KeyName": "mine", "ProjectId": "0", "PublicKey": publicKey}).KeyId
	s.ids["group"] = s.placementGroup(params{"ClientToken": "once"})
	s.ids["parts"] = s.placementGroup(params{"Strategy": "PARTITION", "PartitionCount": "2"})
	s.ids["placed"] = s.run(params{"DisasterRecoverGroupIds.0": s.ids["group"]})
	s.ids["opened"] = s.run(params{"LoginSettings.KeyIds.0": s.ids["key"]})
	s.ids["template"], s.ids["spot"] = s.template(nil), s.run(spot)
	s.ids["hpc"] = s.hpcCluster(nil)
	s.ids["computing"] = s.run(computing.with(params{"HpcClusterId": s.ids["hpc"]}))
	s.ids["timed"] = s.run(inAnHour)
	s.ids["timer"] = s.timers(nil)[0].ActionTimerId
	s.ids["joined"] = s.run(params{"VirtualPrivateCloud.VpcId": s.vpc, "VirtualPrivateCloud.SubnetId": s.subnet})
	s.pass(5 * time.Second)
	do[cvm.Nothing](s.cloud, "StopInstances", v3, params{"InstanceIds.0": s.ids["joined"]})
	s.pass(5 * time.Second)
	s.must(func(ctx context.Context, tx store.Tx) error {
		failed, err := s.Adopt(ctx, tx, cvm.Instance{Account: owner, Zone: zone, Type: "S1.SMALL1", Image: linux, State: cvm.LaunchFailed}, began)
		if err == nil {
			s.ids["failed"] = failed.ID
		}
		return err
	})
	return s
}

const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ me@here"

const otherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHbq4Zs8nJdo9pTnTKNrGvkQ2HVjg3wUQdnL6bRRkLqv"

var legacyHour = params{"zoneId": "100003", "cpu": "1", "mem": "1", "imageId": linux, "storageSize": "0"}

var joined = plain.with(params{"VirtualPrivateCloud.VpcId": "<vpc>", "VirtualPrivateCloud.SubnetId": "<subnet>"})

var anotherVPC = operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
	_, err := c.nets.PutVPC(ctx, tx, vpc.VPC{ID: "vpc-other001", Account: owner, Region: region, CIDR: "10.0.0.0/16"})
	return err
})

var long = strings.Repeat("x", 70)

func withQuota(name string, n int64) func(c *cloud) {
	return func(c *cloud) { c.world.quotas[name] = n }
}

func operate(do func(c *cloud, ctx context.Context, tx store.Tx) error) func(c *cloud) {
	return func(c *cloud) {
		c.must(func(ctx context.Context, tx store.Tx) error { return do(c, ctx, tx) })
	}
}

func sold(typ string, sold bool) func(c *cloud) {
	return operate(func(c *cloud, ctx context.Context, tx store.Tx) error { return c.SetSold(ctx, tx, zone, typ, sold) })
}

var ofSnapshot = plain.with(params{"DataDisks.0.DiskSize": "10", "DataDisks.0.SnapshotId": "snap-abcdefgh"})

var noDisks = operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
	return c.disks.SetStock(ctx, tx, zone, "CLOUD_SSD", 0)
})

var refusals = []refusal{
	{"a group that is not there", "RunInstances", v3, plain.with(params{"SecurityGroupIds.0": "sg-nowhere1"}), nil, 5000, "InvalidSecurityGroupId.NotFound"},
	{"more groups than one instance may have", "RunInstances", v3, plain.with(params{"SecurityGroupIds.0": group, "SecurityGroupIds.1": otherGroup}), withQuota("securitygroup.per_instance", 1), 4400, "LimitExceeded.AssociateUSGLimitExceeded"},
	{"a group that guards too many", "RunInstances", v3, plain.with(params{"SecurityGroupIds.0": group}), withQuota("securitygroup.holders", 0), 4400, "LimitExceeded.CvmsVifsPerSecGroupLimitExceeded"},
	{"guarding by a group that is not there", "AssociateSecurityGroups", v3, params{"InstanceIds.0": "<running>", "SecurityGroupIds.0": "sg-nowhere1"}, nil, 5000, "InvalidSecurityGroupId.NotFound"},
	{"guarding by two groups at once", "AssociateSecurityGroups", v3, params{"InstanceIds.0": "<running>", "SecurityGroupIds.0": group, "SecurityGroupIds.1": otherGroup}, nil, 4000, "InvalidParameterValue.LimitExceeded"},
	{"guarding by what is no group", "AssociateSecurityGroups", v3, params{"InstanceIds.0": "<running>", "SecurityGroupIds.0": "sg-1"}, nil, 4000, "InvalidSgId.Malformed"},
	{"guarding one that is in the recycle bin", "AssociateSecurityGroups", v3, params{"InstanceIds.0": "<recycled>", "SecurityGroupIds.0": group}, nil, 5100, "UnsupportedOperation.InstanceStateShutdown"},
	{"taking away a group that does not guard", "DisassociateSecurityGroups", v3, params{"InstanceIds.0": "<running>", "SecurityGroupIds.0": group}, nil, 5100, "FailedOperation.SecurityGroupActionFailed"},
	{"an attribute of a group that is not there", "ModifyInstancesAttribute", v3, params{"InstanceIds.0": "<running>", "SecurityGroups.0": "sg-nowhere1"}, nil, 5000, "InvalidSecurityGroupId.NotFound"},
	// Disks.
	{"a snapshot that is not there", "RunInstances", v3, ofSnapshot, nil, 5000, "InvalidParameter.SnapshotNotFound"},
	{"a snapshot that is larger", "RunInstances", v3, ofSnapshot, operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
		_, err := c.disks.Store.Snapshots.Add(ctx, tx, &cbs.Snapshot{ID: "snap-abcdefgh", Account: owner, Region: region, DiskUsage: cbs.DataDisk, DiskSize: 20, State: cbs.Normal, Created: began})
		return err
	}), 5100, "FailedOperation.SnapshotSizeLargerThanDataSize"},
	{"disks that are sold out", "RunInstances", v3, plain.with(params{"SystemDisk.DiskType": "CLOUD_SSD"}), noDisks, 5200, "ResourceInsufficient.CloudDiskSoldOut"},
	{"a system disk of a kind that is sold out", "ResizeInstanceDisks", v3, params{"InstanceId": "<stopped>", "SystemDisk.DiskType": "CLOUD_SSD"}, noDisks, 5200, "ResourceInsufficient.CloudDiskSoldOut"},
	{"a disk of another instance", "ResizeInstanceDisks", v3, params{"InstanceId": "<stopped>", "DataDisks.0.DiskId": "disk-abcdefgh", "DataDisks.0.DiskSize": "20"}, nil, 5100, "UnsupportedOperation.InvalidDataDisk"},
	{"a smaller system disk", "ResizeInstanceDisks", v3, params{"InstanceId": "<stopped>", "SystemDisk.DiskSize": "40"}, nil, 4000, "InvalidParameterValue.Range"},
	{"larger disks of one that runs", "ResizeInstanceDisks", v3, params{"InstanceId": "<running>", "SystemDisk.DiskSize": "60"}, nil, 5100, "UnsupportedOperation.InstanceStateRunning"},
	{"larger disks of one that is not charged", "ResizeInstanceDisks", v3, params{"InstanceId": "<free>", "SystemDisk.DiskSize": "60"}, nil, 5100, "UnsupportedOperation.StoppedModeStopCharging"},
	{"no disk to resize", "ResizeInstanceDisks", v3, params{"InstanceId": "<stopped>"}, nil, 4000, "MissingParameter"},
	// What is malformed.
	{"a malformed id", "StartInstances", v3, params{"InstanceIds.0": "ins-1"}, nil, 4000, "InvalidInstanceId.Malformed"},
	{"an older id in a newer action", "StartInstances", v3, params{"InstanceIds.0": "qcvm" + strings.Repeat("0", 32)}, nil, 4000, "InvalidInstanceId.Malformed"},
	{"an id given twice", "StartInstances", v3, params{"InstanceIds.0": "<stopped>", "InstanceIds.1": "<stopped>"}, nil, 4000, "InvalidParameterValue"},
	{"too many ids", "StartInstances", v3, many("InstanceIds"), nil, 4000, "InvalidParameterValue.LimitExceeded"},
	{"ids and filters", "DescribeInstances", v3, params{"InstanceIds.0": "<running>", "Filters.0.Name": "zone", "Filters.0.Values.0": zone}, nil, 4000, "InvalidParameter"},
	{"an unknown filter", "DescribeInstances", v3, params{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"too many values of a filter", "DescribeInstances", v3, many("Filters.0.Values").with(params{"Filters.0.Name": "zone"}), nil, 4000, "InvalidFilterValue.LimitExceeded"},
	{"a malformed type", "RunInstances", v3, plain.with(params{"InstanceType": "small"}), nil, 4000, "InvalidInstanceType.Malformed"},
	{"a malformed image", "RunInstances", v3, plain.with(params{"ImageId": "centos"}), nil, 4000, "InvalidImageId.Malformed"},
	{"a malformed key", "RunInstances", v3, plain.with(params{"LoginSettings.KeyIds.0": "skey-1"}), nil, 4000, "InvalidKeyPairId.Malformed"},
	{"a malformed vpc", "RunInstances", v3, plain.with(params{"VirtualPrivateCloud.VpcId": "vpc-1", "VirtualPrivateCloud.SubnetId": "<subnet>"}), nil, 4000, "InvalidParameterValue.VpcIdMalformed"},
	{"a malformed subnet", "RunInstances", v3, plain.with(params{"VirtualPrivateCloud.VpcId": "<vpc>", "VirtualPrivateCloud.SubnetId": "subnet-1"}), nil, 4000, "InvalidParameterValue.SubnetIdMalformed"},
	{"a malformed group", "RunInstances", v3, plain.with(params{"SecurityGroupIds.0": "default"}), nil, 4000, "InvalidSgId.Malformed"},
	{"a long name", "RunInstances", v3, plain.with(params{"InstanceName": long}), nil, 4000, "InvalidInstanceName.TooLong"},
	{"a long token", "RunInstances", v3, plain.with(params{"ClientToken": long}), nil, 4000, "InvalidClientToken.TooLong"},
	{"a token that is not ASCII", "RunInstances", v3, plain.with(params{"ClientToken": "é"}), nil, 4000, "InvalidClientToken.TooLong"},
	{"a weak password", "RunInstances", v3, plain.with(params{"LoginSettings.Password": "secret"}), nil, 4000, "InvalidPassword"},
	{"a weak password for Windows", "RunInstances", v3, plain.with(params{"ImageId": windows, "LoginSettings.Password": "abcdefg12345"}), nil, 4000, "InvalidPassword"},
	{"a host that can't be called so", "RunInstances", v3, plain.with(params{"HostName": "-web-"}), nil, 4000, "InvalidParameterValue.IllegalHostName"},
	{"user data that is not base64", "RunInstances", v3, plain.with(params{"UserData": "#!/bin/sh"}), nil, 4000, "InvalidParameterValue.InvalidUserDataFormat"},
	{"a tag key twice", "RunInstances", v3, plain.with(params{
		"TagSpecification.0.ResourceType": "instance", "TagSpecification.0.Tags.0.Key": "k", "TagSpecification.0.Tags.1.Key": "k",
	}), nil, 4000, "InvalidParameterValue.DuplicateTags"},
	{"a month that is not sold", "RunInstances", v3, prepaid.with(params{"InstanceChargePrepaid.Period": "13"}), nil, 4000, "InvalidPeriod"},
	{"no month", "RunInstances", v3, plain.with(params{"InstanceChargeType": "PREPAID"}), nil, 4000, "InvalidPeriod"},
	{"password and key", "RunInstances", v3, plain.with(params{"LoginSettings.Password": "Passw0rd!", "LoginSettings.KeyIds.0": "<key>"}), nil, 4000, "InvalidParameterCombination"},
	{"the image's login and a password", "RunInstances", v3, plain.with(params{"LoginSettings.KeepImageLogin": "TRUE", "LoginSettings.Password": "Passw0rd!"}), nil, 4000, "InvalidParameterCombination"},
	{"a public address and no bandwidth", "RunInstances", v3, plain.with(params{"InternetAccessible.PublicIpAssigned": "TRUE"}), nil, 4000, "InvalidParameterCombination"},
	{"a minimum above the count", "RunInstances", v3, plain.with(params{"MinCount": "2"}), nil, 4000, "InvalidParameterValue.InvalidParameterMinCount"},
	{"a disk of an odd size", "RunInstances", v3, plain.with(params{"DataDisks.0.DiskSize": "15"}), nil, 4000, "InvalidParameterValue.Range"},
	{"a system disk that is too small", "RunInstances", v3, plain.with(params{"ImageId": windows, "SystemDisk.DiskSize": "40"}), nil, 4000, "InvalidParameterValue.Range"},
	{"no such zone", "RunInstances", v3, plain.with(params{"Placement.Zone": "ap-guangzhou-9"}), nil, 4000, "InvalidParameterValue.ZoneNotSupported"},
	{"a zone of another region", "RunInstances", v3, plain.with(params{"Placement.Zone": "ap-shanghai-2"}), nil, 4000, "InvalidZone.MismatchRegion"},
	{"an empty key name", "CreateKeyPair", v3, params{"KeyName": " ", "ProjectId": "0"}, nil, 4000, "InvalidKeyPairNameEmpty"},
	{"a long key name", "CreateKeyPair", v3, params{"KeyName": strings.Repeat("k", 26), "ProjectId": "0"}, nil, 4000, "InvalidKeyPairNameTooLong"},
	{"a key name with a hyphen", "CreateKeyPair", v3, params{"KeyName": "my-key", "ProjectId": "0"}, nil, 4000, "InvalidKeyPairNameIncludeIllegalChar"},
	{"no public key", "ImportKeyPair", v3, params{"KeyName": "k", "ProjectId": "0", "PublicKey": "ssh-rsa nonsense"}, nil, 4000, "InvalidPublicKey.Malformed"},
	{"too much bandwidth", "UpdateInstanceBandwidthHour", "", params{"instanceId": "<running>", "bandwidth": "5000"}, nil, 4000, "InvalidParameterValue.Range"},
	{"stop type and force", "StopInstances", v3, params{"InstanceIds.0": "<running>", "ForceStop": "TRUE", "StopType": "HARD"}, nil, 4000, "InvalidParameterCombination"},
	{"nothing to change", "ModifyInstancesAttribute", v3, params{"InstanceIds.0": "<running>"}, nil, 4000, "MissingParameter"},
	{"vpc without subnet", "RunInstancesHour", "", legacyHour.with(params{"vpcId": "<vpc>"}), nil, 4000, "InvalidParameterCombination"},
	{"an older family that is malformed", "RunInstancesHour", "", legacyHour.with(params{"instanceType": "S1"}), nil, 4000, "InvalidInstanceType.Malformed"},
	{"a zone number of another region", "RunInstancesHour", "", legacyHour.with(params{"zoneId": "200001"}), nil, 4000, "InvalidParameterValue.ZoneNotSupported"},
	{"a password that older actions find long", "RunInstancesHour", "", legacyHour.with(params{"password": "abcdefgh123456789"}), nil, 4000, "InvalidPassword"},

	// What is not there.
	{"no such instance", "StopInstances", v3, params{"InstanceIds.0": "ins-00000000"}, nil, 5000, "InvalidInstanceId.NotFound"},
	{"no such image", "RunInstances", v3, plain.with(params{"ImageId": "img-00000000"}), nil, 5000, "InvalidImageId.NotFound"},
	{"no such key", "RunInstances", v3, plain.with(params{"LoginSettings.KeyIds.0": "skey-00000000"}), nil, 5000, "InvalidKeyPairId.NotFound"},
	{"no such project", "RunInstances", v3, plain.with(params{"Placement.ProjectId": "9"}), nil, 5000, "InvalidProjectId.NotFound"},
	{"no such vpc", "RunInstances", v3, plain.with(params{"VirtualPrivateCloud.VpcId": "vpc-00000000", "VirtualPrivateCloud.SubnetId": "<subnet>"}), nil, 5000, "InvalidParameterValue.VpcIdNotExist"},

	// What the state forbids.
	{"running", "StartInstances", v3, params{"InstanceIds.0": "<running>"}, nil, 5100, "UnsupportedOperation.InstanceStateRunning"},
	{"stopped", "RebootInstances", v3, params{"InstanceIds.0": "<stopped>"}, nil, 5100, "UnsupportedOperation.InstanceStateStopped"},
	{"stopping", "RebootInstances", v3, params{"InstanceIds.0": "<stopping>"}, moving("StopInstances"), 5100, "UnsupportedOperation.InstanceStateStopping"},
	{"rebooting", "RebootInstances", v3, params{"InstanceIds.0": "<rebooting>"}, moving("RebootInstances"), 5100, "UnsupportedOperation.InstanceStateRebooting"},
	{"starting", "StartInstances", v3, params{"InstanceIds.0": "<starting>"}, moving("StopInstances", "StartInstances"), 5100, "UnsupportedOperation.InstanceStateStarting"},
	{"pending", "StartInstances", v3, params{"InstanceIds.0": "<pending>"}, moving(), 5100, "UnsupportedOperation.InstanceStatePending"},
	{"terminating", "TerminateInstances", v3, params{"InstanceIds.0": "<terminating>"}, moving("TerminateInstances"), 5100, "UnsupportedOperation.InstanceStateTerminating"},
	{"in the recycle bin", "StartInstances", v3, params{"InstanceIds.0": "<recycled>"}, nil, 5100, "UnsupportedOperation.InstanceStateShutdown"},
	{"never launched", "TerminateInstances", v3, params{"InstanceIds.0": "<failed>"}, nil, 5100, "UnsupportedOperation.InstanceStateLaunchFailed"},
	{"in arrears", "StartInstances", v3, params{"InstanceIds.0": "<running>"}, func(c *cloud) { c.setBalance(0); c.pass(5 * time.Hour) }, 5100, "UnsupportedOperation.InstanceStateIsolating"},
	{"being installed", "StopInstances", v3, params{"InstanceIds.0": "<moved>"}, reinstalling, 5100, "MutexOperation.TaskRunning"},
	{"not charged", "ResetInstance", v3, params{"InstanceId": "<free>"}, nil, 5100, "UnsupportedOperation.StoppedModeStopCharging"},
	{"a prepaid one that is not to be charged", "StopInstances", v3, params{"InstanceIds.0": "<prepaid>", "StoppedMode": "STOP_CHARGING"}, nil, 5100, "UnsupportedOperation.StoppedModeStopCharging"},
	{"an image that is not ready", "RunInstances", v3, plain, func(c *cloud) { c.world.imageState = "CREATING" }, 5100, "InvalidParameterValue.InvalidImageState"},
	{"a key for Windows", "RunInstances", v3, plain.with(params{"ImageId": windows, "LoginSettings.KeyIds.0": "<key>"}), nil, 5100, "UnsupportedOperation.KeyPairUnsupportedWindows"},
	{"a key on Windows", "AssociateInstancesKeyPairs", v3, params{"InstanceIds.0": "<windows>", "KeyIds.0": "<key>"}, nil, 5100, "UnsupportedOperation.InstanceOsWindows"},
	{"protected", "TerminateInstances", v3, params{"InstanceIds.0": "<protected>"}, nil, 5100, "UnsupportedOperation.InstancesProtected"},
	{"paid in two ways", "TerminateInstances", v3, params{"InstanceIds.0": "<running>", "InstanceIds.1": "<prepaid>"}, nil, 5100, "UnsupportedOperation.InstanceMixedPricingModel"},
	{"the same type", "ResetInstancesType", v3, params{"InstanceIds.0": "<stopped>", "InstanceType": "S1.SMALL1"}, nil, 5100, "UnsupportedOperation.OriginalInstanceTypeInvalid"},
	{"a renewal by the hour", "RenewInstances", v3, params{"InstanceIds.0": "<running>", "InstanceChargePrepaid.Period": "1"}, nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"a return of a prepaid one", "ReturnInstance", "", params{"instanceId": "<prepaid>"}, nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"bound to a balancer", "ReturnInstance", "", params{"instanceId": "<running>"}, bind, 5100, "OperationConstraints.InstanceBindWithLoadBalance"},
	{"a key name that is taken", "CreateKeyPair", v3, params{"KeyName": "mine", "ProjectId": "0"}, nil, 5100, "InvalidKeyPairName.Duplicate"},
	{"a public key that is there", "ImportKeyPair", v3, params{"KeyName": "again", "ProjectId": "0", "PublicKey": publicKey}, nil, 5100, "InvalidPublicKey.Duplicate"},
	{"a key that opens an instance", "DeleteKeyPairs", v3, params{"KeyIds.0": "<key>"}, nil, 5100, "InvalidParameterValue.KeyPairNotSupported"},

	// Why a network can't be joined.
	{"no such subnet", "RunInstances", v3, joined.with(params{"VirtualPrivateCloud.SubnetId": "subnet-00000000"}), nil, 5000, "InvalidParameterValue.SubnetNotExist"},
	{"a subnet of another vpc", "RunInstances", v3, joined.with(params{"VirtualPrivateCloud.VpcId": "vpc-other001"}), anotherVPC, 5100, "InvalidParameterValue.VpcIdSubnetIdNotMatch"},
	{"a subnet of another zone", "RunInstances", v3, joined.with(params{"Placement.Zone": "ap-guangzhou-4"}), nil, 5100, "InvalidParameterValue.SubnetIdZoneIdNotMatch"},
	{"not an address", "RunInstances", v3, joined.with(params{"VirtualPrivateCloud.PrivateIpAddresses.0": "ten"}), nil, 4000, "InvalidParameterValue.InvalidIpFormat"},
	{"an address outside", "RunInstances", v3, joined.with(params{"VirtualPrivateCloud.PrivateIpAddresses.0": "10.0.9.9"}), nil, 4000, "VpcAddrNotInSubNet"},
	{"a reserved address", "RunInstancesHour", "", legacyHour.with(params{"vpcId": "<vpc>", "subnetId": "<subnet>", "privateIpAddresses.0": "10.0.1.1"}), nil, 4000, "VpcAddrNotInSubNet"},
	{"an address in use", "RunInstances", v3, joined.with(params{"VirtualPrivateCloud.PrivateIpAddresses.0": "10.0.1.2"}), func(c *cloud) {
		c.run(params{"VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet})
	}, 5100, "VpcIpIsUsed"},
	{"a full subnet", "RunInstances", v3, joined.with(params{"InstanceCount": "14"}), nil, 5100, "FailedOperation.NoAvailableIpAddressCountInSubnet"},

	// What the account may not, or can't pay.
	{"not verified", "RunInstances", v3, plain, func(c *cloud) { c.world.unverified = true }, 5500, "AccountQualificationRestrictions"},
	{"too many by the hour", "RunInstances", v3, plain, withQuota("cvm.postpaid_per_zone", 3), 4400, "InstancesQuotaLimitExceeded"},
	{"too many in advance", "RunInstances", v3, prepaid, withQuota("cvm.prepaid_per_zone_and_month", 2), 4400, "LimitExceeded.PrepayQuota"},
	{"too many keys", "ImportKeyPair", v3, params{"KeyName": "k", "ProjectId": "0", "PublicKey": otherKey}, withQuota("cvm.key_pairs", 1), 4400, "InvalidKeyPair.LimitExceeded"},
	{"a type that is not sold", "RunInstances", v3, plain, sold("S1.SMALL1", false), 5200, "ResourceInsufficient.SpecifiedInstanceType"},
	{"a type that nobody knows", "RunInstances", v3, plain.with(params{"InstanceType": "S9.HUGE9"}), nil, 5200, "ResourceInsufficient.SpecifiedInstanceType"},
	{"a zone that sells nothing", "RunInstances", v3, plain, operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
		return c.PutZone(ctx, tx, cvm.Zone{Name: zone, Region: region, Closed: true})
	}), 5200, "ResourceInsufficient.AvailabilityZoneSoldOut"},
	{"none left", "RunInstances", v3, plain, func(c *cloud) { c.stock("S1.SMALL1", 0) }, 5200, "ResourcesSoldOut.SpecifiedInstanceType"},
	{"fewer than the minimum", "RunInstances", v3, plain.with(params{"InstanceCount": "3", "MinCount": "2"}), func(c *cloud) { c.stock("S1.SMALL1", 1) }, 5200, "ResourceInsufficient.InsufficientOfferingMinimum"},
	{"a machine that nobody sells", "RunInstancesHour", "", legacyHour.with(params{"cpu": "3"}), nil, 5200, "ResourceInsufficient.SpecifiedInstanceType"},
	{"no money", "RunInstances", v3, plain, func(c *cloud) { c.setBalance(1) }, 5300, "InvalidAccount.InsufficientBalance"},
	{"no money for a month", "RunInstances", v3, prepaid, func(c *cloud) { c.setBalance(1) }, 5300, "InvalidAccount.InsufficientBalance"},
	{"a token for something else", "RunInstances", v3, plain.with(params{"ClientToken": "t", "InstanceCount": "2"}), func(c *cloud) { c.run(params{"ClientToken": "t"}) }, 4000, "InvalidParameter.ParameterConflict"},
	{"a trial", "RunInstances", v3, plain.with(params{"DryRun": "TRUE"}), nil, 0, "DryRunOperation"},
}

// many are 101 values of a list.
func many(name string) params {
	p := params{}
	for n := range 101 {
		p[fmt.Sprintf("%s.%d", name, n)] = fmt.Sprintf("ins-%08d", n)
	}
	return p
}

// inMotion are the names of the instance that a test has just set in motion.
var inMotion = map[string]bool{"stopping": true, "rebooting": true, "starting": true, "pending": true, "terminating": true, "moved": true}

// moving buys an instance and sets it in motion by the last of the actions.
func moving(actions ...string) func(c *cloud) {
	return func(c *cloud) {
		id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"InstanceName": "in motion"})).InstanceIdSet[0]
		for _, name := range actions {
			c.pass(5 * time.Second)
			do[cvm.Nothing](c, name, v3, params{"InstanceIds.0": id})
		}
	}
}

func reinstalling(c *cloud) {
	moving()(c)
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "ResetInstance", v3, params{"InstanceId": c.motion()})
}

// motion is the id of the instance that is in motion.
func (c *cloud) motion() string {
	out := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, params{"Filters.0.Name": "instance-name", "Filters.0.Values.0": "in motion"})
	return out.InstanceSet[0].InstanceId
}

// twoAddresses has every instance have two private addresses.
var twoAddresses = operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
	all, err := c.AllInstances(ctx, tx, owner, region)
	for _, i := range all {
		if err := c.SetPrivate(ctx, tx, owner, i.ID, append(i.PrivateIPs, "10.0.1.99")); err != nil {
			return err
		}
	}
	return err
})

func bind(c *cloud) {
	c.must(func(ctx context.Context, tx store.Tx) error {
		all, err := c.AllInstances(ctx, tx, owner, region)
		for _, i := range all {
			c.world.bound[i.ID] = []string{"lb-abcdefgh"}
		}
		return err
	})
}

func TestEveryRefusalIsMetForItsReason(t *testing.T) {
	met := map[string]bool{}
	shared := newScene(t) // what is refused changes nothing
	var declared []*catalogue.Condition
	for _, r := range slices.Concat(refusals, placementRefusals, templateRefusals, spotRefusals, timerRefusals, rescueRefusals, hpcRefusals, changeRefusals, shapeRefusals) {
		t.Run(r.why, func(t *testing.T) {
			s := shared
			if r.before != nil {
				s = newScene(t)
			}
			if declared == nil {
				for _, b := range s.Actions() {
					declared = append(declared, b.Refuses...)
				}
			}
			s.t = t
			if r.before != nil {
				r.before(s.cloud)
			}
			before := s.available()
			_, err := s.try(r.action, r.version, s.named(r.params))
			refused(t, err, r.number, r.name)
			if got := s.available(); got != before && r.why != "in arrears" {
				t.Errorf("the refusal cost %s", before-got)
			}
			met[fmt.Sprint(r.number, r.name)] = true
			var is *catalogue.Refusal
			if errors.As(err, &is) && r.number != 4000 && !declares(s, r, is.Condition) {
				t.Errorf("%s does not declare that it refuses with %s", r.action, is.Condition.Name3)
			}
		})
	}
	for _, c := range declared {
		if name := fmt.Sprint(c.Code.Number, c.Name3); !met[name] && c != catalogue.PartlyDone {
			t.Errorf("no test meets %s", name)
		}
	}
}

// declares tells whether an action declares a condition.
func declares(s *scene, r refusal, met *catalogue.Condition) bool {
	return slices.ContainsFunc(s.actions[r.action+" "+r.version].Refuses, func(c *catalogue.Condition) bool { return *c == *met })
}

func TestPurchasesDeclareHowVPCRefuses(t *testing.T) {
	c := newCloud(t)
	for _, want := range vpc.Refusals() {
		for _, name := range []string{"RunInstances " + v3, "RunInstances ", "RunInstancesHour "} {
			if !slices.ContainsFunc(c.actions[name].Refuses, func(c *catalogue.Condition) bool { return *c == *want }) {
				t.Errorf("%s does not declare %s (%s)", name, want.Name3, want.Desc)
			}
		}
	}
}

// named puts ids in the places of their names.
func (s *scene) named(p params) params {
	out := params{}
	for k, v := range p {
		if name, ok := strings.CutPrefix(v, "<"); ok {
			name = strings.TrimSuffix(name, ">")
			if inMotion[name] {
				v = s.motion()
			} else {
				v = s.ids[name]
			}
		}
		out[k] = v
	}
	return out
}
