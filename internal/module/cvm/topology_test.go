package cvm_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
)

func TestAnInstanceShowsItsShapeAndItsMetadata(t *testing.T) {
	c := newCloud(t)
	more := params{
		"InstanceType": "S5.LARGE8", "CpuTopology.CoreCount": "2", "CpuTopology.ThreadPerCore": "1", "Metadata.Items.0.Key": "role", "Metadata.Items.0.Value": "web",
	}
	do[cvm.PriceResponse](c, "InquiryPriceRunInstances", v3, plain.with(more))
	id := c.run(more)
	i := c.instance(id)
	if *i.CpuTopology.CoreCount != 2 || *i.CpuTopology.ThreadPerCore != 1 {
		t.Errorf("got %+v", i.CpuTopology)
	}
	if diff := cmp.Diff([]cvm.Tag{{Key: "role", Value: "web"}}, i.Metadata.Items); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	do[cvm.Nothing](c, "ResetInstancesType", v3, params{"InstanceIds.0": id, "InstanceType": "S5.SMALL2", "ForceStop": "TRUE"})
	if i := c.instance(id); i.CpuTopology.CoreCount != nil || len(i.Metadata.Items) != 1 {
		t.Errorf("of another type: got %+v", i)
	}
	if i := c.instance(c.run(nil)); i.CpuTopology.CoreCount != nil || len(i.Metadata.Items) != 0 {
		t.Errorf("a plain one: got %+v", i)
	}
	template := c.template(params{"Metadata.Items.0.Key": "role", "Metadata.Items.0.Value": "web"})
	c.versions(template, nil)
	made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": template}).InstanceIdSet[0]
	if i := c.instance(made); len(i.Metadata.Items) != 1 {
		t.Errorf("of a template: got %+v", i.Metadata)
	}
}

func TestInstancesAreInPartitions(t *testing.T) {
	c := newCloud(t)
	group := c.placementGroup(params{"Strategy": "PARTITION", "PartitionCount": "3"})
	third := c.run(params{"DisasterRecoverGroupIds.0": group, "PartitionNumber": "3"})
	ids := append(do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"DisasterRecoverGroupIds.0": group, "InstanceCount": "3"})).InstanceIdSet, third)
	c.pass(5 * time.Second)
	var parts []int64
	for _, id := range ids {
		parts = append(parts, c.instance(id).PartitionNumber)
	}
	slices.Sort(parts)
	if diff := cmp.Diff([]int64{1, 1, 2, 3}, parts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	do[cvm.Nothing](c, "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": third})
	if n := c.instance(third).PartitionNumber; n != 0 {
		t.Errorf("out of the group it is in the partition %d", n)
	}
	do[cvm.Nothing](c, "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": third, "DisasterRecoverGroupId": group, "PartitionNumber": "2"})
	if n := c.instance(third).PartitionNumber; n != 2 {
		t.Errorf("back in the group it is in the partition %d", n)
	}
}

var inParts = plain.with(params{"DisasterRecoverGroupIds.0": "<parts>"})

var shapeRefusals = []refusal{
	{"cores without threads", "RunInstances", v3, plain.with(params{"CpuTopology.CoreCount": "1"}), nil, 4000, "InvalidParameter.LackCoreCountOrThreadPerCore"},
	{"no core", "RunInstances", v3, plain.with(params{"CpuTopology.CoreCount": "0", "CpuTopology.ThreadPerCore": "1"}), nil, 4000, "InvalidParameterValue.CoreCountValue"},
	{"more cores than there are", "RunInstances", v3, plain.with(params{"CpuTopology.CoreCount": "2", "CpuTopology.ThreadPerCore": "1"}), nil, 4000, "InvalidParameterValue.CoreCountValue"},
	{"a price of more cores than there are", "InquiryPriceRunInstances", v3, plain.with(params{"CpuTopology.CoreCount": "2", "CpuTopology.ThreadPerCore": "1"}), nil, 4000, "InvalidParameterValue.CoreCountValue"},
	{"three threads a core", "RunInstances", v3, plain.with(params{"CpuTopology.CoreCount": "1", "CpuTopology.ThreadPerCore": "3"}), nil, 4000, "InvalidParameterValue.ThreadPerCoreValue"},
	{"a price of an absent template", "InquiryPriceRunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "lt-00000000"}, nil, 5000, "InvalidParameterValue.LaunchTemplateIdNotExisted"},
	{"a price of an absent version", "InquiryPriceRunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": "<template>", "LaunchTemplate.LaunchTemplateVersion": "9"}, nil, 5000, "InvalidParameterValue.LaunchTemplateVersion"},
	{"a price of what is nowhere", "InquiryPriceRunInstances", v3, params{"ImageId": linux}, nil, 4000, "MissingParameter"},
	{"metadata twice", "RunInstances", v3, plain.with(params{"Metadata.Items.0.Key": "a", "Metadata.Items.0.Value": "1", "Metadata.Items.1.Key": "a", "Metadata.Items.1.Value": "2"}), nil, 4000, "InvalidParameterValue"},
	{"a partition of no group", "RunInstances", v3, plain.with(params{"PartitionNumber": "1"}), nil, 4000, "InvalidParameterCombination"},
	{"a partition that there is not", "RunInstances", v3, inParts.with(params{"PartitionNumber": "3"}), nil, 4000, "InvalidParameterValue.Range"},
	{"a partition of a group without", "RunInstances", v3, plain.with(params{"DisasterRecoverGroupIds.0": "<group>", "PartitionNumber": "1"}), nil, 4000, "InvalidParameterValue.Range"},
	{"into a partition that there is not", "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": "<running>", "DisasterRecoverGroupId": "<parts>", "PartitionNumber": "3"}, nil, 4000, "InvalidParameterValue.NotSupported"},
	{"into a partition of no group", "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": "<running>", "PartitionNumber": "1"}, nil, 4000, "InvalidParameterValue.NotSupported"},
}
