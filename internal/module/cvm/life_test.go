package cvm_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func TestAnInstanceLivesFromRunToTerminate(t *testing.T) {
	c := newCloud(t)
	out := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{
		"InstanceType": "S5.SMALL2", "VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet,
		"InternetAccessible.InternetMaxBandwidthOut": "5", "InstanceName": "web", "SecurityGroupIds.0": "sg-abcdefgh",
		"TagSpecification.0.ResourceType": "instance", "TagSpecification.0.Tags.0.Key": "team", "TagSpecification.0.Tags.0.Value": "a",
		"LoginSettings.Password": "Passw0rd!", "DataDisks.0.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskSize": "50",
	}))
	id := out.InstanceIdSet[0]
	c.wantState(id, cvm.Pending)
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Running)

	i := c.instance(id)
	if i.CPU != 1 || i.Memory != 2 || i.InstanceName != "web" || i.RestrictState != "NORMAL" || i.OsName != "centos7.2x86_64" {
		t.Errorf("got %+v", i)
	}
	if diff := cmp.Diff([]string{"10.0.1.2"}, i.PrivateIpAddresses); diff != "" {
		t.Errorf("the first free address is expected (-want +got):\n%s", diff)
	}
	if len(i.PublicIpAddresses) != 1 || !i.InternetAccessible.PublicIpAssigned || *i.CreatedTime != "2024-05-01T08:00:00Z" || i.ExpiredTime != nil {
		t.Errorf("got %+v", i)
	}
	if i.LoginSettings.Password != nil || *i.LatestOperation != "RunInstances" || *i.LatestOperationState != "SUCCESS" {
		t.Errorf("got %+v", i)
	}

	steps := []struct {
		action        string
		meanwhile, to cvm.State
	}{
		{"StopInstances", cvm.Stopping, cvm.Stopped},
		{"StartInstances", cvm.Starting, cvm.Running},
		{"RebootInstances", cvm.Rebooting, cvm.Running},
		{"TerminateInstances", cvm.Terminating, ""},
	}
	for _, s := range steps {
		do[cvm.Nothing](c, s.action, v3, params{"InstanceIds.0": id})
		c.wantState(id, s.meanwhile)
		c.pass(3 * time.Second)
		c.wantState(id, s.to)
	}
	_, err := c.try("StartInstances", v3, params{"InstanceIds.0": id})
	refused(t, err, 5000, "InvalidInstanceId.NotFound")
	c.must(func(ctx context.Context, tx store.Tx) error {
		left, err := c.Later.Pending(ctx, tx)
		for _, e := range left {
			if e.Key == id {
				t.Errorf("a job is left: %+v", e)
			}
		}
		return err
	})
}

func TestADelayOfNothingIsOverByTheNextCall(t *testing.T) {
	c := newCloud(t)
	c.must(func(ctx context.Context, tx store.Tx) error {
		return c.Settings.ChangeIn(ctx, tx, noDelays)
	})
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain).InstanceIdSet[0]
	c.wantState(id, cvm.Running)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.wantState(id, "")
}

func TestABatchOfTheNewActionsIsRefusedWhole(t *testing.T) {
	c := newCloud(t)
	on, off := c.run(nil), c.run(nil)
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": off})
	c.pass(3 * time.Second)
	_, err := c.try("StopInstances", v3, params{"InstanceIds.0": on, "InstanceIds.1": off})
	refused(t, err, 5100, "UnsupportedOperation.InstanceStateStopped")
	c.wantState(on, cvm.Running)
}

func TestAnothersInstanceIsAsAbsentAsNone(t *testing.T) {
	c := newCloud(t)
	id := c.run(nil)
	_, mine := c.tryAs(other, "StopInstances", v3, params{"InstanceIds.0": id})
	refused(t, mine, 5000, "InvalidInstanceId.NotFound")
	_, none := c.try("StopInstances", v3, params{"InstanceIds.0": "ins-00000000"})
	refused(t, none, 5000, "InvalidInstanceId.NotFound")
}
