package cvm_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
)

// computing is an instance that has to be in a cluster.
var computing = plain.with(params{"InstanceType": "HCCIC5.24XLARGE384"})

func (c *cloud) hpcCluster(more params) string {
	c.t.Helper()
	in := params{"Zone": zone, "Name": "near"}.with(more)
	return do[cvm.CreateHpcClusterResponse](c, "CreateHpcCluster", v3, in).HpcClusterSet[0].HpcClusterId
}

func TestTheLifeOfAnHpcCluster(t *testing.T) {
	c := newCloud(t)
	id := c.hpcCluster(params{"Remark": "weather", "TagSpecification.0.ResourceType": "hpc", "TagSpecification.0.Tags.0.Key": "team", "TagSpecification.0.Tags.0.Value": "a"})
	c.pass(time.Second)
	elsewhere := c.hpcCluster(params{"Zone": "ap-guangzhou-4", "Name": "far"})
	instance := c.run(computing.with(params{"HpcClusterId": id}))
	if i := c.instance(instance); i.HpcClusterId != id {
		t.Errorf("the instance is in %q", i.HpcClusterId)
	}
	do[cvm.Nothing](c, "ModifyHpcClusterAttribute", v3, params{"HpcClusterId": id, "Name": "nearer"})
	for why, filter := range map[string]params{
		"its id": {"HpcClusterIds.0": id}, "its name": {"Name": "nearer"}, "its zone": {"Zone": zone, "HpcClusterType": "STANDARD", "InstanceType": "HCCIC5.24XLARGE384"},
		"its tag": {"Filters.0.Name": "tag:team", "Filters.0.Values.0": "a"}, "the last page": {"Offset": "1"},
	} {
		got := do[cvm.DescribeHpcClustersResponse](c, "DescribeHpcClusters", v3, filter)
		if len(got.HpcClusterSet) != 1 {
			t.Errorf("%s: got %+v", why, got)
			continue
		}
		h := got.HpcClusterSet[0]
		if h.HpcClusterId != id || h.Name != "nearer" || h.Remark != "weather" || h.Zone != zone || h.CurrentNum != 1 || h.InstanceIds[0] != instance || h.CvmQuotaTotal != 50 ||
			h.HpcClusterType != "STANDARD" || len(h.Tags) != 1 || h.CreateTime == nil {
			t.Errorf("%s: got %+v", why, h)
		}
	}
	if got := do[cvm.DescribeHpcClustersResponse](c, "DescribeHpcClusters", v3, params{"HpcClusterType": "CDC"}); got.TotalCount != 0 {
		t.Errorf("of dedicated clusters: got %+v", got)
	}
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": instance})
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "DeleteHpcClusters", v3, params{"HpcClusterIds.0": id, "HpcClusterIds.1": elsewhere})
	if got := do[cvm.DescribeHpcClustersResponse](c, "DescribeHpcClusters", v3, nil); got.TotalCount != 0 {
		t.Errorf("after its end: got %+v", got)
	}
}

var inHpc = computing.with(params{"HpcClusterId": "<hpc>"})

const noHpc = "hpc-00000000"

var hpcRefusals = []refusal{
	{"a cluster without a name", "CreateHpcCluster", v3, params{"Zone": zone, "Name": longName}, nil, 4000, "InvalidParameterValue"},
	{"a cluster of dedicated machines", "CreateHpcCluster", v3, params{"Zone": zone, "Name": "a", "HpcClusterType": "CDC"}, nil, 4000, "InvalidParameterValue"},
	{"a cluster of somebody's dedicated machines", "CreateHpcCluster", v3, params{"Zone": zone, "Name": "a", "HpcClusterBusinessId": "cluster-1"}, nil, 4000, "InvalidParameterValue.HpcClusterBusinessIdNotSupported"},
	{"a cluster on the moon", "CreateHpcCluster", v3, params{"Zone": "moon-1", "Name": "a"}, nil, 4000, "UnsupportedOperation.InvalidZone"},
	{"a cluster in another region", "CreateHpcCluster", v3, params{"Zone": "ap-shanghai-1", "Name": "a"}, nil, 4000, "InvalidZone.MismatchRegion"},
	{"one cluster too many", "CreateHpcCluster", v3, params{"Zone": zone, "Name": "a"}, withQuota("cvm.hpc_clusters", 1), 4400, "LimitExceeded.HpcClusterQuota"},
	{"a malformed cluster", "DescribeHpcClusters", v3, params{"HpcClusterIds.0": "hpc-1"}, nil, 4000, "InvalidParameterValue"},
	{"clusters on the moon", "DescribeHpcClusters", v3, params{"Zone": "moon-1"}, nil, 4000, "UnsupportedOperation.InvalidZone"},
	{"an absent cluster, renamed", "ModifyHpcClusterAttribute", v3, params{"HpcClusterId": noHpc, "Name": "a"}, nil, 5000, "ResourceNotFound.HpcCluster"},
	{"an absent cluster, deleted", "DeleteHpcClusters", v3, params{"HpcClusterIds.0": noHpc}, nil, 5000, "ResourceNotFound.HpcCluster"},
	{"a cluster with an instance, deleted", "DeleteHpcClusters", v3, params{"HpcClusterIds.0": "<hpc>"}, nil, 5100, "ResourceInUse.HpcCluster"},
	{"a malformed cluster, for an instance", "RunInstances", v3, computing.with(params{"HpcClusterId": "hpc-1"}), nil, 4000, "InvalidParameterValue"},
	{"a cluster for a type that may not", "RunInstances", v3, plain.with(params{"HpcClusterId": "<hpc>"}), nil, 4000, "InvalidParameterValue.InstanceTypeNotSupportHpcCluster"},
	{"no cluster for a type that has to", "RunInstances", v3, computing, nil, 4000, "InvalidParameterValue.InstanceTypeRequiredHpcCluster"},
	{"a price without a cluster", "InquiryPriceRunInstances", v3, computing, nil, 4000, "InvalidParameterValue.InstanceTypeRequiredHpcCluster"},
	{"a price in an absent cluster", "InquiryPriceRunInstances", v3, computing.with(params{"HpcClusterId": noHpc}), nil, 5000, "ResourceNotFound.HpcCluster"},
	{"an absent cluster, for an instance", "RunInstances", v3, computing.with(params{"HpcClusterId": noHpc}), nil, 5000, "ResourceNotFound.HpcCluster"},
	{"a cluster in another zone", "RunInstances", v3, inHpc.with(params{"Placement.Zone": "ap-guangzhou-4"}), nil, 5100, "InvalidParameterValue.HpcClusterIdZoneIdNotMatch"},
	{"a full cluster", "RunInstances", v3, inHpc, withQuota("cvm.instances_per_hpc_cluster", 1), 4400, "LimitExceeded.CvmInstanceQuota"},
	{"a template without a cluster", "CreateLaunchTemplate", v3, params{"LaunchTemplateName": "a", "Placement.Zone": zone, "ImageId": linux, "InstanceType": "HCCIC5.24XLARGE384"}, nil, 4000, "InvalidParameterValue.InstanceTypeRequiredHpcCluster"},
	{"an instance for computing, to be another", "ResetInstancesType", v3, params{"InstanceIds.0": "<computing>", "InstanceType": "S5.SMALL2", "ForceStop": "TRUE"}, nil, 5100, "UnsupportedOperation.UnsupportedChangeInstanceFamily"},
	{"another instance, to be for computing", "ResetInstancesType", v3, params{"InstanceIds.0": "<running>", "InstanceType": "HCCIC5.24XLARGE384", "ForceStop": "TRUE"}, nil, 5100, "UnsupportedOperation.UnsupportedChangeInstanceToThisInstanceFamily"},
}
