package cloud_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

// An instance has its project's default security group and shows an elastic address; both are free when it is gone.
func TestAnInstanceIsGuardedAndAddressedWhileItIsThere(t *testing.T) {
	c := paifangtest.New(t)
	ask := func(domain, action string, in map[string]any, into any) {
		t.Helper()
		answer := c.Call3(domain, "2017-03-12", action, in)
		if !answer.OK() {
			t.Fatalf("%s: %s", action, answer.Body)
		}
		if err := answer.Decode(into); err != nil {
			t.Fatalf("%s: %v: %s", action, err, answer.Body)
		}
	}
	var run struct{ InstanceIdSet []string }
	ask("cvm", "RunInstances", map[string]any{
		"Placement": map[string]any{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "InternetAccessible": map[string]any{"InternetMaxBandwidthOut": 1},
	}, &run)
	c.Advance(5 * time.Second)
	id := run.InstanceIdSet[0]
	type instance struct {
		PublicIPs []string `json:"PublicIpAddresses"`
		Groups    []string `json:"SecurityGroupIds"`
	}
	show := func() instance {
		t.Helper()
		var out struct{ InstanceSet []instance }
		ask("cvm", "DescribeInstances", map[string]any{"InstanceIds": []string{id}}, &out)
		return out.InstanceSet[0]
	}
	first := show()
	var statistics struct{ SecurityGroupAssociationStatisticsSet []struct{ CVM int64 } }
	guards := map[string]any{"SecurityGroupIds": first.Groups}
	ask("vpc", "DescribeSecurityGroupAssociationStatistics", guards, &statistics)
	if len(first.PublicIPs) != 1 || statistics.SecurityGroupAssociationStatisticsSet[0].CVM != 1 {
		t.Fatalf("got %+v, guarded as %+v", first, statistics)
	}

	var bought struct {
		AddressSet []string
		TaskId     string
	}
	ask("vpc", "AllocateAddresses", map[string]any{}, &bought)
	c.Advance(2 * time.Second)
	bind := map[string]any{"AddressId": bought.AddressSet[0], "InstanceId": id}
	ask("vpc", "AssociateAddress", bind, &struct{}{})
	c.Advance(2 * time.Second)
	type address struct{ AddressIp, AddressStatus, InstanceId string }
	look := func() address {
		t.Helper()
		var out struct{ AddressSet []address }
		ask("vpc", "DescribeAddresses", map[string]any{"AddressIds": bought.AddressSet}, &out)
		return out.AddressSet[0]
	}
	if got := look(); got.AddressStatus != "BIND" || got.InstanceId != id || !slices.Equal(show().PublicIPs, []string{got.AddressIp}) {
		t.Errorf("bound: got %+v, the instance is %+v", got, show())
	}
	ask("vpc", "DisassociateAddress", map[string]any{"AddressId": bought.AddressSet[0], "ReallocateNormalPublicIp": true}, &struct{}{})
	c.Advance(2 * time.Second)
	plain := show().PublicIPs
	if len(plain) != 1 || plain[0] == look().AddressIp {
		t.Errorf("with a plain address again: got %v", plain)
	}
	var transformed struct{ AddressId string }
	ask("vpc", "TransformAddress", map[string]any{"InstanceId": id}, &transformed)
	c.Advance(2 * time.Second)
	bought.AddressSet = []string{transformed.AddressId}
	if got := look(); got.AddressIp != plain[0] || got.AddressStatus != "BIND" {
		t.Errorf("transformed: got %+v, want %s", got, plain)
	}
	ask("cvm", "TerminateInstances", map[string]any{"InstanceIds": []string{id}}, &struct{}{})
	c.Advance(5 * time.Second)
	if got := look(); got.AddressStatus != "UNBIND" || got.InstanceId != "" {
		t.Errorf("once the instance is gone: got %+v", got)
	}
	ask("vpc", "DescribeSecurityGroupAssociationStatistics", guards, &statistics)
	if got := statistics.SecurityGroupAssociationStatisticsSet[0].CVM; got != 0 {
		t.Errorf("its group guards %d", got)
	}
	ask("vpc", "ReleaseAddresses", map[string]any{"AddressIds": bought.AddressSet}, &struct{}{})
}
