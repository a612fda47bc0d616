package cvm_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
)

var rescue = params{"Password": "Passw0rd!"}

func TestAnInstanceIsRescued(t *testing.T) {
	c := newCloud(t)
	id := c.run(nil)
	do[cvm.Nothing](c, "EnterRescueMode", v3, rescue.with(params{"InstanceId": id}))
	c.wantState(id, cvm.EnterRescue)
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Rescue)
	if i := c.instance(id); *i.LatestOperation != "EnterRescueMode" || *i.LatestOperationState != "SUCCESS" {
		t.Errorf("got %+v", i)
	}
	do[cvm.Nothing](c, "RebootInstances", v3, params{"InstanceIds.0": id})
	c.wantState(id, cvm.Rebooting)
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Rescue)
	old := do[cvm.LegacyDescribeInstancesResponse](c, "DescribeInstances", "", params{"instanceIds.0": id})
	if old.InstanceSet[0].Status != 21 {
		t.Errorf("older clients see %d", old.InstanceSet[0].Status)
	}
	do[cvm.Nothing](c, "ExitRescueMode", v3, params{"InstanceId": id})
	c.wantState(id, cvm.ExitRescue)
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Running)
	for _, first := range []params{nil, prepaid} {
		id := c.run(first)
		do[cvm.Nothing](c, "EnterRescueMode", v3, rescue.with(params{"InstanceId": id}))
		c.pass(3 * time.Second)
		do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	}
}

func rescued(c *cloud) {
	moving()(c)
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "EnterRescueMode", v3, rescue.with(params{"InstanceId": c.motion()}))
}

func inRescue(c *cloud) {
	rescued(c)
	c.pass(5 * time.Second)
}

func leaving(c *cloud) {
	inRescue(c)
	do[cvm.Nothing](c, "ExitRescueMode", v3, params{"InstanceId": c.motion()})
}

var rescueRefusals = []refusal{
	{"entering rescue mode, rescued", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<moved>"}), rescued, 5100, "UnsupportedOperation.InstanceStateEnterRescueMode"},
	{"rescued already", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<moved>"}), inRescue, 5100, "UnsupportedOperation.InstanceStateRescueMode"},
	{"leaving rescue mode, rescued", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<moved>"}), leaving, 5100, "UnsupportedOperation.InstanceStateExitRescueMode"},
	{"in the bin, rescued", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<recycled>"}), nil, 5100, "UnsupportedOperation.InstanceStateShutdown"},
	{"off for nothing, rescued", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<free>"}), nil, 5100, "UnsupportedOperation.StoppedModeStopCharging"},
	{"rescued with a weak password", "EnterRescueMode", v3, params{"InstanceId": "<running>", "Password": "weak"}, nil, 4000, "InvalidPassword"},
	{"rescued by force, softly", "EnterRescueMode", v3, rescue.with(params{"InstanceId": "<running>", "ForceStop": "TRUE", "StopType": "SOFT"}), nil, 4000, "InvalidParameterCombination"},
	{"not to be rescued any more", "ExitRescueMode", v3, params{"InstanceId": "<running>"}, nil, 5100, "UnsupportedOperation.InstanceStateRunning"},
	{"off, not to be rescued any more", "ExitRescueMode", v3, params{"InstanceId": "<stopped>"}, nil, 5100, "UnsupportedOperation.InstanceStateStopped"},
	{"entering rescue mode, left", "ExitRescueMode", v3, params{"InstanceId": "<moved>"}, rescued, 5100, "UnsupportedOperation.InstanceStateEnterRescueMode"},
	{"stopped in rescue mode", "StopInstances", v3, params{"InstanceIds.0": "<moved>"}, inRescue, 5100, "UnsupportedOperation.InstanceStateRescueMode"},
	{"renamed in rescue mode", "ModifyInstancesAttribute", v3, params{"InstanceIds.0": "<moved>", "InstanceName": "a"}, inRescue, 5100, "UnsupportedOperation.InstanceStateRescueMode"},
	{"terminated on the way to rescue mode", "TerminateInstances", v3, params{"InstanceIds.0": "<moved>"}, rescued, 5100, "UnsupportedOperation.InstanceStateEnterRescueMode"},
}
