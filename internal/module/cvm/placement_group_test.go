package cvm_test

import (
	"testing"

	"github.com/paifang/paifang/internal/module/cvm"
)

func (c *cloud) placementGroup(more params) string {
	c.t.Helper()
	p := params{"Name": "apart", "Type": "HOST"}
	for k, v := range more {
		p[k] = v
	}
	return do[cvm.CreateDisasterRecoverGroupResponse](c, "CreateDisasterRecoverGroup", v3, p).DisasterRecoverGroupId
}

func TestTheLifeOfAPlacementGroup(t *testing.T) {
	c := newCloud(t)
	group := c.placementGroup(params{
		"Affinity": "2", "ClientToken": "once", "TagSpecification.0.ResourceType": "ps", "TagSpecification.0.Tags.0.Key": "team", "TagSpecification.0.Tags.0.Value": "a",
	})
	id := c.run(params{"DisasterRecoverGroupIds.0": group})
	other := c.run(nil)
	do[cvm.Nothing](c, "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": other, "DisasterRecoverGroupId": group})
	do[cvm.Nothing](c, "ModifyDisasterRecoverGroupAttribute", v3, params{"DisasterRecoverGroupId": group, "Name": "renamed"})

	got := do[cvm.DescribeDisasterRecoverGroupsResponse](c, "DescribeDisasterRecoverGroups", v3, params{
		"Filters.0.Name": "tag:team", "Filters.0.Values.0": "a", "Name": "name",
	})
	if got.TotalCount != 1 {
		t.Fatalf("got %+v, want the group", got)
	}
	g := got.DisasterRecoverGroupSet[0]
	if g.DisasterRecoverGroupId != group || g.Name != "renamed" || g.CurrentNum != 2 || len(g.InstanceIds) != 2 || g.Affinity != 2 || g.Strategy != "SPREAD" || len(g.Tags) != 1 {
		t.Errorf("got %+v", g)
	}
	if i := c.instance(id); i.DisasterRecoverGroupId != group || len(i.DisasterRecoverGroupIds) != 1 {
		t.Errorf("the instance: got %q, %v", i.DisasterRecoverGroupId, i.DisasterRecoverGroupIds)
	}
	_, err := c.try("DeleteDisasterRecoverGroups", v3, params{"DisasterRecoverGroupIds.0": group})
	refused(t, err, 5100, "FailedOperation.PlacementSetNotEmpty")
	do[cvm.Nothing](c, "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": id, "InstanceIds.1": other})
	if n := do[cvm.DescribeDisasterRecoverGroupQuotaResponse](c, "DescribeDisasterRecoverGroupQuota", v3, nil); n.CurrentNum != 1 || n.GroupQuota != 10 {
		t.Errorf("quota: got %+v", n)
	}
	do[cvm.Nothing](c, "DeleteDisasterRecoverGroups", v3, params{"DisasterRecoverGroupIds.0": group})
	if got := do[cvm.DescribeDisasterRecoverGroupsResponse](c, "DescribeDisasterRecoverGroups", v3, nil); got.TotalCount != 0 {
		t.Errorf("after its end: got %+v", got)
	}
}

// full has no more room for groups, nor for instances in them.
func full(c *cloud) {
	c.world.quotas["cvm.placement_groups"], c.world.quotas["cvm.instances_per_placement_group"] = 1, 1
}

const (
	longName = "a name of more than sixty characters, which nobody needs for a group"
	noGroup  = "ps-00000000"
)

var placementRefusals = []refusal{
	{"a long name of a group", "CreateDisasterRecoverGroup", v3, params{"Name": longName, "Type": "HOST"}, nil, 4000, "InvalidParameterValue.TooLong"},
	{"partitions without the strategy", "CreateDisasterRecoverGroup", v3, params{"Name": "a", "Type": "HOST", "PartitionCount": "3"}, nil, 4000, "InvalidParameterValue.Range"},
	{"the strategy without partitions", "CreateDisasterRecoverGroup", v3, params{"Name": "a", "Type": "HOST", "Strategy": "PARTITION"}, nil, 4000, "InvalidParameterValue.Range"},
	{"a token for another group", "CreateDisasterRecoverGroup", v3, params{"Name": "b", "Type": "HOST", "ClientToken": "once"}, nil, 4000, "InvalidParameter.ParameterConflict"},
	{"a group's tag key twice", "CreateDisasterRecoverGroup", v3, params{
		"Name": "b", "Type": "HOST", "TagSpecification.0.ResourceType": "ps", "TagSpecification.0.Tags.0.Key": "k", "TagSpecification.0.Tags.1.Key": "k",
	}, nil, 4000, "InvalidParameterValue.DuplicateTags"},
	{"one group too many", "CreateDisasterRecoverGroup", v3, params{"Name": "b", "Type": "HOST"}, full, 4400, "ResourceInsufficient.InsufficientGroupQuota"},
	{"a malformed group id", "DescribeDisasterRecoverGroups", v3, params{"DisasterRecoverGroupIds.0": "ps-1"}, nil, 4000, "InvalidParameterValue.DisasterRecoverGroupIdMalformed"},
	{"an unknown filter of groups", "DescribeDisasterRecoverGroups", v3, params{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"an absent group, renamed", "ModifyDisasterRecoverGroupAttribute", v3, params{"DisasterRecoverGroupId": noGroup, "Name": "a"}, nil, 5000, "ResourceNotFound.InvalidPlacementSet"},
	{"an absent group, deleted", "DeleteDisasterRecoverGroups", v3, params{"DisasterRecoverGroupIds.0": noGroup}, nil, 5000, "ResourceNotFound.InvalidPlacementSet"},
	{"a group with an instance, deleted", "DeleteDisasterRecoverGroups", v3, params{"DisasterRecoverGroupIds.0": "<group>"}, nil, 5100, "FailedOperation.PlacementSetNotEmpty"},
	{"an absent group, for an instance", "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": "<running>", "DisasterRecoverGroupId": noGroup}, nil, 5000, "FailedOperation.DisasterRecoverGroupNotFound"},
	{"the group that it is in", "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": "<placed>", "DisasterRecoverGroupId": "<group>"}, nil, 5100, "FailedOperation.AlreadyInDisasterRecoverGroup"},
	{"a full group", "ModifyInstancesDisasterRecoverGroup", v3, params{"InstanceIds.0": "<running>", "DisasterRecoverGroupId": "<group>"}, full, 4400, "ResourceInsufficient.DisasterRecoverGroupCvmQuota"},
	{"a full group, for a new instance", "RunInstances", v3, plain.with(params{"DisasterRecoverGroupIds.0": "<group>"}), full, 4400, "ResourceInsufficient.DisasterRecoverGroupCvmQuota"},
	{"an absent group, for a new instance", "RunInstances", v3, plain.with(params{"DisasterRecoverGroupIds.0": noGroup}), nil, 5000, "FailedOperation.DisasterRecoverGroupNotFound"},
	{"a malformed group, for a new instance", "RunInstances", v3, plain.with(params{"DisasterRecoverGroupIds.0": "ps-1"}), nil, 4000, "InvalidParameterValue.DisasterRecoverGroupIdMalformed"},
}
