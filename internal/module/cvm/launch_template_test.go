package cvm_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

// template makes a template of a purchase and returns its id.
func (c *cloud) template(more params) string {
	c.t.Helper()
	in := params{"LaunchTemplateName": "web", "Placement.Zone": zone, "ImageId": linux}.with(more)
	return do[cvm.CreateLaunchTemplateResponse](c, "CreateLaunchTemplate", v3, in).LaunchTemplateId
}

func (c *cloud) versions(id string, more params) []cvm.LaunchTemplateVersionInfo {
	c.t.Helper()
	return do[cvm.DescribeLaunchTemplateVersionsResponse](c, "DescribeLaunchTemplateVersions", v3, params{"LaunchTemplateId": id}.with(more)).LaunchTemplateVersionSet
}

func TestATemplateSaysWhatAPurchaseDoesNot(t *testing.T) {
	c := newCloud(t)
	id := c.template(params{
		"InstanceName": "of the template", "InstanceType": "S5.SMALL2", "InstanceCount": "2", "SystemDisk.DiskType": "CLOUD_PREMIUM", "SystemDisk.DiskSize": "60",
		"TagSpecification.0.ResourceType": "instance", "TagSpecification.0.Tags.0.Key": "k", "TagSpecification.0.Tags.0.Value": "v", "LoginSettings.Password": "Passw0rd",
		"LaunchTemplateVersionDescription": "first", "DisableApiTermination": "TRUE",
	})
	data := c.versions(id, nil)[0].LaunchTemplateVersionData
	if *data.InstanceName != "of the template" || *data.SystemDisk.DiskSize != 60 || *data.InstanceCount != 2 || data.TagSpecification[0].Tags[0].Key != "k" || !*data.DisableApiTermination {
		t.Errorf("it says %+v", data)
	}
	if data.LoginSettings != nil || data.InternetAccessible != nil || data.InstanceChargeType != nil || data.SystemDisk.DiskName != nil {
		t.Errorf("it says what nobody said: %+v", data)
	}

	made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": id}).InstanceIdSet
	if len(made) != 2 {
		t.Fatalf("got %v, want two instances", made)
	}
	got := c.instance(made[0])
	if !strings.HasPrefix(got.InstanceName, "of the template") || got.InstanceType != "S5.SMALL2" || got.SystemDisk.DiskSize != 60 || !got.DisableApiTermination || len(got.Tags) != 1 {
		t.Errorf("got %+v", got)
	}
	made = do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{
		"LaunchTemplate.LaunchTemplateId": id, "LaunchTemplate.LaunchTemplateVersion": "1", "InstanceCount": "1", "InstanceName": "mine", "SystemDisk.DiskSize": "70", "ClientToken": "once",
	}).InstanceIdSet
	if got := c.instance(made[0]); len(made) != 1 || got.InstanceName != "mine" || got.SystemDisk.DiskSize != 70 || got.InstanceType != "S5.SMALL2" {
		t.Errorf("with words of its own: got %v, %+v", made, got)
	}
	again := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{
		"LaunchTemplate.LaunchTemplateId": id, "LaunchTemplate.LaunchTemplateVersion": "1", "InstanceCount": "1", "InstanceName": "mine", "SystemDisk.DiskSize": "70", "ClientToken": "once",
	}).InstanceIdSet
	if !slices.Equal(again, made) {
		t.Errorf("with the same ClientToken: got %v, want %v", again, made)
	}
}

func TestATemplateHasVersions(t *testing.T) {
	c := newCloud(t)
	id := c.template(params{"InstanceName": "one", "InstanceType": "S5.SMALL2", "ClientToken": "made"})
	if again := c.template(params{"InstanceName": "one", "InstanceType": "S5.SMALL2", "ClientToken": "made"}); again != id {
		t.Errorf("with the same ClientToken: got %s, want %s", again, id)
	}
	next := params{"LaunchTemplateId": id, "Placement.Zone": zone, "InstanceName": "two"}
	based := do[cvm.CreateLaunchTemplateVersionResponse](c, "CreateLaunchTemplateVersion", v3, next.with(params{"LaunchTemplateVersion": "1"})).LaunchTemplateVersionNumber
	bare := do[cvm.CreateLaunchTemplateVersionResponse](c, "CreateLaunchTemplateVersion", v3, next.with(params{"ImageId": linux, "LaunchTemplateVersionDescription": "bare"})).LaunchTemplateVersionNumber
	if based != 2 || bare != 3 {
		t.Errorf("got versions %d and %d, want 2 and 3", based, bare)
	}
	all := c.versions(id, nil)
	if len(all) != 3 || all[2].LaunchTemplateVersion != 3 || all[2].LaunchTemplateVersionDescription != "bare" || all[2].LaunchTemplateVersionData.InstanceType != nil ||
		*all[1].LaunchTemplateVersionData.InstanceName != "two" || *all[1].LaunchTemplateVersionData.InstanceType != "S5.SMALL2" || !all[0].IsDefaultVersion {
		t.Errorf("got %+v", all)
	}
	do[cvm.Nothing](c, "ModifyLaunchTemplateDefaultVersion", v3, params{"LaunchTemplateId": id, "DefaultVersion": "2"})
	do[cvm.Nothing](c, "DeleteLaunchTemplateVersions", v3, params{"LaunchTemplateId": id, "LaunchTemplateVersions.0": "1"})
	for want, filter := range map[int64]params{
		2: {"DefaultVersion": "TRUE"}, 3: {"MinVersion": "3"},
	} {
		if got := c.versions(id, filter); len(got) != 1 || got[0].LaunchTemplateVersion != want {
			t.Errorf("%v: got %+v, want version %d alone", filter, got, want)
		}
	}
	if got := c.versions(id, params{"MaxVersion": "2", "LaunchTemplateVersions": ""}); len(got) != 1 {
		t.Errorf("up to 2: got %+v", got)
	}
	listed := do[cvm.DescribeLaunchTemplatesResponse](c, "DescribeLaunchTemplates", v3, params{"Filters.0.Name": "LaunchTemplateName", "Filters.0.Values.0": "web"}).LaunchTemplateSet
	if len(listed) != 1 || listed[0].DefaultVersionNumber != 2 || listed[0].LatestVersionNumber != 3 || listed[0].LaunchTemplateVersionCount != 2 {
		t.Errorf("got %+v", listed)
	}
	if made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": id}).InstanceIdSet; c.instance(made[0]).InstanceName != "two" {
		t.Errorf("of the default version: got %+v", c.instance(made[0]))
	}
	do[cvm.Nothing](c, "DeleteLaunchTemplate", v3, params{"LaunchTemplateId": id})
	if got := do[cvm.DescribeLaunchTemplatesResponse](c, "DescribeLaunchTemplates", v3, nil); got.TotalCount != 0 {
		t.Errorf("deleted: got %+v", got)
	}
}

func TestATemplateHasTagsOfItsOwn(t *testing.T) {
	c := newCloud(t)
	own := func(value string) params {
		return params{
			"LaunchTemplateTagSpecification.0.ResourceType": "launch-template", "LaunchTemplateTagSpecification.0.Tags.0.Key": "team", "LaunchTemplateTagSpecification.0.Tags.0.Value": value,
		}
	}
	id := c.template(own("a").with(params{"ClientToken": "once"}))
	if again := c.template(own("a").with(params{"ClientToken": "once"})); again != id {
		t.Errorf("with the same ClientToken: got %s, want %s", again, id)
	}
	_, err := c.try("CreateLaunchTemplate", v3, own("b").with(params{"LaunchTemplateName": "web", "Placement.Zone": zone, "ImageId": linux, "ClientToken": "once"}))
	refused(t, err, 4000, "InvalidParameter.ParameterConflict")
	tags := func() (got []string) {
		c.must(func(ctx context.Context, tx store.Tx) error {
			_, about, err := c.ResourceFacts(ctx, tx, owner, resource("launch-template", id))
			got = about["qcs:tag"]
			return err
		})
		return got
	}
	if got := tags(); len(got) != 1 || !strings.Contains(got[0], "team") {
		t.Errorf("got %v", got)
	}
	if made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": id}).InstanceIdSet[0]; len(c.instance(made).Tags) != 0 {
		t.Errorf("an instance of it has %v", c.instance(made).Tags)
	}
	do[cvm.Nothing](c, "DeleteLaunchTemplate", v3, params{"LaunchTemplateId": id})
	if got := tags(); got != nil {
		t.Errorf("deleted: got %v", got)
	}
}

func TestAnInstanceMovesToAnotherSubnet(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet})
	c.pass(5 * time.Second)
	had := c.instance(id).PrivateIpAddresses[0]
	move := params{"InstanceIds.0": id, "VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet, "VirtualPrivateCloud.PrivateIpAddresses.0": "10.0.1.13"}
	do[cvm.Nothing](c, "ModifyInstancesVpcAttribute", v3, move.with(params{"ForceStop": "TRUE"}))
	if got := c.instance(id); got.InstanceState != "REBOOTING" {
		t.Errorf("on the way: got %s", got.InstanceState)
	}
	c.pass(5 * time.Second)
	if got := c.instance(id); got.InstanceState != "RUNNING" || !slices.Equal(got.PrivateIpAddresses, []string{"10.0.1.13"}) || !slices.Contains(c.world.readdressed, id+" 10.0.1.13") {
		t.Errorf("got %+v, %v", got, c.world.readdressed)
	}
	other := c.run(params{"VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet, "VirtualPrivateCloud.PrivateIpAddresses.0": had})
	if got := c.instance(other).PrivateIpAddresses[0]; got != had { // it came back
		t.Errorf("got %s, want %s", got, had)
	}
}

func TestAnInstanceIsPaidInAnotherWay(t *testing.T) {
	c := newCloud(t)
	id := c.run(nil)
	c.pass(5 * time.Second)
	month := params{"InstanceIds.0": id, "InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1"}
	price := do[cvm.PriceResponse](c, "InquiryPriceModifyInstancesChargeType", v3, month).Price.InstancePrice
	before := c.available()
	do[cvm.Nothing](c, "ModifyInstancesChargeType", v3, month)
	got := c.instance(id)
	if got.InstanceChargeType != "PREPAID" || got.ExpiredTime == nil || got.RenewFlag != "NOTIFY_AND_MANUAL_RENEW" {
		t.Errorf("got %+v", got)
	}
	if price == nil || price.OriginalPrice == nil || c.available() >= before {
		t.Errorf("asked %+v, before %s, after %s", price, before, c.available())
	}
	paid := c.available()
	do[cvm.Nothing](c, "ModifyInstancesChargeType", v3, params{"InstanceIds.0": id, "InstanceChargeType": "POSTPAID_BY_HOUR"})
	if got := c.instance(id); got.InstanceChargeType != "POSTPAID_BY_HOUR" || got.ExpiredTime != nil || c.available() <= paid {
		t.Errorf("got %+v, with %s before and %s after", got, paid, c.available())
	}
	c.pass(40 * 24 * time.Hour) // nothing expires
	if got := c.instance(id); got.InstanceState != "RUNNING" {
		t.Errorf("a month later: got %s", got.InstanceState)
	}
}

func TestAddressesGoWithTheirInstanceWhereThatIsAsked(t *testing.T) {
	c := newCloud(t)
	kept, gone := c.run(nil), c.run(nil)
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": kept})
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": gone, "ReleaseAddress": "TRUE"})
	if !slices.Equal(c.world.returned, []string{gone}) {
		t.Errorf("got %v, want those of %s alone", c.world.returned, gone)
	}
}

var (
	newTemplate = params{"LaunchTemplateName": "web", "Placement.Zone": zone, "ImageId": linux}
	newVersion  = params{"LaunchTemplateId": "<template>", "Placement.Zone": zone, "ImageId": linux}
	elsewhere   = params{"InstanceIds.0": "<joined>", "VirtualPrivateCloud.VpcId": "<vpc>", "VirtualPrivateCloud.SubnetId": "<subnet>"}
	byMonth     = params{"InstanceIds.0": "<running>", "InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1"}
)

// templateRefusals are how templates, and the actions that came with them, refuse.
var templateRefusals = []refusal{
	{"a template without a name", "CreateLaunchTemplate", v3, newTemplate.with(params{"LaunchTemplateName": strings.Repeat("x", 129)}), nil, 4000, "InvalidParameterValue.InvalidLaunchTemplateName"},
	{"a version's long description", "CreateLaunchTemplateVersion", v3, newVersion.with(params{"LaunchTemplateVersionDescription": strings.Repeat("x", 257)}), nil, 4000, "InvalidParameterValue.InvalidLaunchTemplateVersionDescription"},
	{"a template of no image", "CreateLaunchTemplate", v3, newTemplate.with(params{"ImageId": "img-1"}), nil, 4000, "InvalidImageId.Malformed"},
	{"a template without a zone", "CreateLaunchTemplate", v3, params{"LaunchTemplateName": "web", "ImageId": linux}, nil, 4000, "MissingParameter"},
	{"too many templates", "CreateLaunchTemplate", v3, newTemplate, withQuota("cvm.launch_templates", 1), 4400, "LimitExceeded.LaunchTemplateQuota"},
	{"too many versions", "CreateLaunchTemplateVersion", v3, newVersion, withQuota("cvm.launch_template_versions", 1), 4400, "LimitExceeded.LaunchTemplateVersionQuota"},
	{"a template that is tried", "CreateLaunchTemplate", v3, newTemplate.with(params{"DryRun": "TRUE"}), nil, 0, "DryRunOperation"},
	{"a malformed template", "DeleteLaunchTemplate", v3, params{"LaunchTemplateId": "lt-1"}, nil, 4000, "InvalidParameterValue.LaunchTemplateIdMalformed"},
	{"no such template", "DeleteLaunchTemplate", v3, params{"LaunchTemplateId": "lt-00000000"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdNotExisted"},
	{"no such template in a list", "DescribeLaunchTemplates", v3, params{"LaunchTemplateIds.0": "lt-00000000"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdNotExisted"},
	{"no such filter of templates", "DescribeLaunchTemplates", v3, params{"Filters.0.Name": "x", "Filters.0.Values.0": "x"}, nil, 4000, "InvalidFilter"},
	{"no such version", "DeleteLaunchTemplateVersions", v3, params{"LaunchTemplateId": "<template>", "LaunchTemplateVersions.0": "7"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdVerNotExisted"},
	{"no such version in a list", "DescribeLaunchTemplateVersions", v3, params{"LaunchTemplateId": "<template>", "LaunchTemplateVersions.0": "7"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdVerNotExisted"},
	{"versions by number and by range", "DescribeLaunchTemplateVersions", v3, params{"LaunchTemplateId": "<template>", "LaunchTemplateVersions.0": "1", "MinVersion": "1"}, nil, 4000, "InvalidParameterCombination"},
	{"the default version", "DeleteLaunchTemplateVersions", v3, params{"LaunchTemplateId": "<template>", "LaunchTemplateVersions.0": "1"}, nil, 5100, "InvalidParameterValue.LaunchTemplateDefaultVersion"},
	{"the default version again", "ModifyLaunchTemplateDefaultVersion", v3, params{"LaunchTemplateId": "<template>", "DefaultVersion": "1"}, nil, 5100, "InvalidParameterValue.LaunchTemplateIdVerSetAlready"},
	{"a purchase by no template", "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "lt-00000000"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdNotExisted"},
	{"a purchase by no version", "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "<template>", "LaunchTemplate.LaunchTemplateVersion": "7"}, nil, 5000, "InvalidParameterValue.LaunchTemplateVersion"},
	{"a purchase that its template makes wrong", "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "<template>", "InstanceType": "x y"}, nil, 4000, "InvalidInstanceType.Malformed"},
	{"an unknown parameter beside a template", "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "<template>", "Colour": "red"}, nil, 4000, "UnknownParameter"},

	{"a running instance to another subnet", "ModifyInstancesVpcAttribute", v3, elsewhere.with(params{"InstanceIds.0": "<running>", "ForceStop": "FALSE"}), nil, 5100, "UnsupportedOperation.InstanceStateRunning"},
	{"an instance in no network to a subnet", "ModifyInstancesVpcAttribute", v3, elsewhere.with(params{"InstanceIds.0": "<stopped>"}), nil, 5100, "UnsupportedOperation.NoVpcNetwork"},
	{"a balanced instance to another network", "ModifyInstancesVpcAttribute", v3, elsewhere.with(params{"VirtualPrivateCloud.VpcId": "vpc-other001"}), bind, 5100, "UnsupportedOperation.ModifyVPCWithCLB"},
	{"an instance with an interface to another subnet", "ModifyInstancesVpcAttribute", v3, elsewhere, func(c *cloud) { c.world.attached = func(string) []string { return []string{"eni-00000001"} } }, 5100, "UnsupportedOperation.ElasticNetworkInterface"},
	{"an instance with two addresses to another subnet", "ModifyInstancesVpcAttribute", v3, elsewhere, twoAddresses, 5100, "EniNotAllowedChangeSubnet"},
	{"an instance to an address that it can't have", "ModifyInstancesVpcAttribute", v3, elsewhere.with(params{"VirtualPrivateCloud.PrivateIpAddresses.0": "10.9.9.9"}), nil, 4000, "VpcAddrNotInSubNet"},

	{"a prepaid instance to be prepaid", "ModifyInstancesChargeType", v3, byMonth.with(params{"InstanceIds.0": "<prepaid>"}), nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"for no time", "ModifyInstancesChargeType", v3, params{"InstanceIds.0": "<running>", "InstanceChargeType": "PREPAID"}, nil, 4000, "InvalidPeriod"},
	{"in the bin, to be paid otherwise", "ModifyInstancesChargeType", v3, byMonth.with(params{"InstanceIds.0": "<recycled>", "InstanceChargeType": "POSTPAID_BY_HOUR"}), nil, 5100, "UnsupportedOperation.InstanceStateShutdown"},
	{"too many by the hour", "ModifyInstancesChargeType", v3, params{"InstanceIds.0": "<prepaid>", "InstanceChargeType": "POSTPAID_BY_HOUR"}, withQuota("cvm.postpaid_per_zone", 1), 4400, "LimitExceeded.InstanceQuota"},
}
