package cloud_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

// A world that sells a type for high performance computing has instances in clusters; tags are put on clusters, and on groups
// of snapshots, from outside.
func TestAWorldHasHpcClusters(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(`
version: 1
accounts: [{uin: "100000000001", balance: 1000}]
zones:
- zone: ap-guangzhou-3
  types: [{type: HCCIC5.24XLARGE384, cpu: 96, memory: 384, price: {hour: "24", month: "9600"}}]
`))
	ask := func(service, version, action string, in map[string]any, out any) {
		t.Helper()
		if a := c.Call3(service, version, action, in); !a.OK() {
			t.Fatalf("%s: got %s %s", action, a.CodeDesc, a.Message)
		} else if err := a.Decode(out); err != nil {
			t.Fatal(err)
		}
	}
	const v = "2017-03-12"
	var made struct {
		HpcClusterSet []struct{ HpcClusterId string }
	}
	ask("cvm", v, "CreateHpcCluster", map[string]any{"Zone": "ap-guangzhou-3", "Name": "weather"}, &made)
	cluster := made.HpcClusterSet[0].HpcClusterId
	var run struct{ InstanceIdSet []string }
	ask("cvm", v, "RunInstances", map[string]any{
		"Placement": map[string]any{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "HCCIC5.24XLARGE384", "HpcClusterId": cluster,
		"SystemDisk": map[string]any{"DiskType": "CLOUD_PREMIUM"},
	}, &run)
	c.Advance(time.Minute)
	var disks struct{ DiskSet []struct{ DiskId string } }
	ask("cbs", v, "DescribeDisks", map[string]any{}, &disks)
	var group struct{ SnapshotGroupId string }
	ask("cbs", v, "CreateSnapshotGroup", map[string]any{"DiskIds": []string{disks.DiskSet[0].DiskId}}, &group)
	for _, resource := range []string{"hpc/" + cluster, "snapshotgroup/" + group.SnapshotGroupId} {
		var not struct{ FailedResources []any }
		ask("tag", "2018-08-13", "TagResources", map[string]any{
			"ResourceList": []string{"qcs::cvm:ap-guangzhou:uin/" + c.Account + ":" + resource}, "Tags": []any{map[string]any{"TagKey": "team", "TagValue": "a"}},
		}, &not)
		if len(not.FailedResources) > 0 {
			t.Errorf("no tag on %s: %v", resource, not.FailedResources)
		}
	}
	var shown struct {
		HpcClusterSet []struct {
			CurrentNum int64
			Tags       []struct{ Key string }
		}
	}
	ask("cvm", v, "DescribeHpcClusters", map[string]any{"Filters": []any{map[string]any{"Name": "tag:team", "Values": []string{"a"}}}}, &shown)
	if len(shown.HpcClusterSet) != 1 || shown.HpcClusterSet[0].CurrentNum != 1 || len(shown.HpcClusterSet[0].Tags) != 1 {
		t.Errorf("got %+v", shown)
	}
}
