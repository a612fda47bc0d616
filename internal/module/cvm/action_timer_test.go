package cvm_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
)

// inAnHour is a timer that is due in an hour of a cloud that has just begun.
var inAnHour = params{"ActionTimer.TimerAction": "TerminateInstances", "ActionTimer.ActionTime": "2024-05-01T09:00:00Z"}

func (c *cloud) timers(more params) (out []cvm.ActionTimerItem) {
	c.t.Helper()
	return do[cvm.DescribeInstancesActionTimerResponse](c, "DescribeInstancesActionTimer", v3, more).ActionTimers
}

func TestATimerTerminatesAnInstance(t *testing.T) {
	c := newCloud(t)
	set := c.run(nil)
	bought := c.run(inAnHour)
	id := do[cvm.ImportInstancesActionTimerResponse](c, "ImportInstancesActionTimer", v3, params{
		"InstanceIds.0": set, "ActionTimer.TimerAction": "TerminateInstances", "ActionTimer.ActionTime": "2024-05-01 18:00:00",
	}).ActionTimerIds[0]
	if all := c.timers(nil); len(all) != 2 || all[1].InstanceId != bought && all[0].InstanceId != bought {
		t.Errorf("got %+v, want both", all)
	}
	got := c.timers(params{"InstanceIds.0": set})
	if len(got) != 1 || got[0].ActionTimerId != id || *got[0].ActionTime != "2024-05-01T10:00:00Z" || got[0].Status != "UNDO" || got[0].TimerAction != "TerminateInstances" {
		t.Errorf("got %+v", got)
	}
	for why, filter := range map[string]params{
		"its id": {"ActionTimerIds.0": id}, "from ten on": {"StartActionTime": "2024-05-01 18:00:00"}, "not until nine": {"StartActionTime": "2024-05-01T09:00:01Z"},
		"its instance": {"InstanceIds.0": set, "StatusList.0": "UNDO", "EndActionTime": "2024-05-01 18:00:00"},
	} {
		if got := c.timers(filter); len(got) != 1 || got[0].ActionTimerId != id {
			t.Errorf("%s: got %+v", why, got)
		}
	}
	c.pass(59*time.Minute + 30*time.Second)
	c.wantState(bought, cvm.Running)
	c.pass(20 * time.Second)
	c.wantState(bought, "")
	c.wantState(set, cvm.Running)
	if done := c.timers(params{"StatusList.0": "DONE"}); len(done) != 1 || done[0].InstanceId != bought {
		t.Errorf("done: got %+v", done)
	}
	do[cvm.Nothing](c, "DeleteInstancesActionTimer", v3, params{"ActionTimerIds.0": id})
	c.pass(2 * time.Hour)
	c.wantState(set, cvm.Running)
	if left := c.timers(params{"StatusList.0": "UNDO"}); len(left) != 0 {
		t.Errorf("got %+v, want none", left)
	}
}

func TestATimerWaitsForWhatIsUnderWayAndSparesWhatIsProtected(t *testing.T) {
	c := newCloud(t)
	protected, busy := c.run(inAnHour.with(params{"DisableApiTermination": "TRUE"})), c.run(inAnHour)
	c.pass(59*time.Minute + 39*time.Second)
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": busy})
	c.pass(time.Second)
	c.wantState(busy, cvm.Stopping)
	if got := c.timers(params{"InstanceIds.0": busy}); got[0].Status != "DOING" {
		t.Errorf("got %+v", got)
	}
	c.pass(2 * time.Minute)
	c.wantState(busy, "")
	c.wantState(protected, cvm.Running)
	if got := c.timers(params{"InstanceIds.0": protected}); got[0].Status != "DONE" {
		t.Errorf("got %+v", got)
	}
}

func TestATimerGoesWithItsInstance(t *testing.T) {
	c := newCloud(t)
	id := c.run(inAnHour)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.pass(5 * time.Second)
	if got := c.timers(nil); len(got) != 0 {
		t.Errorf("got %+v, want none", got)
	}
	c.pass(2 * time.Hour)

	template := c.template(inAnHour.with(params{"ActionTimer.ActionTime": "2024-06-01T00:00:00Z"}))
	if at := c.versions(template, nil)[0].LaunchTemplateVersionData.ActionTimer; at == nil || *at.ActionTime != "2024-06-01T00:00:00Z" {
		t.Errorf("the template says %+v", at)
	}
	made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": template}).InstanceIdSet
	if got := c.timers(nil); len(got) != 1 || !slices.Contains(made, got[0].InstanceId) {
		t.Errorf("got %+v, want that of %v", got, made)
	}
}

var timed = inAnHour.with(params{"InstanceIds.0": "<running>"})

var timerRefusals = []refusal{
	{"a time that is none", "ImportInstancesActionTimer", v3, timed.with(params{"ActionTimer.ActionTime": "tomorrow"}), nil, 4000, "InvalidParameterValue.InvalidTimeFormat"},
	{"a time that is too near", "ImportInstancesActionTimer", v3, timed.with(params{"ActionTimer.ActionTime": "2024-05-01T08:05:00Z"}), nil, 4000, "InvalidParameterValue.InvalidTimeFormat"},
	{"a time too near for a purchase", "RunInstances", v3, plain.with(inAnHour).with(params{"ActionTimer.ActionTime": "2024-05-01T08:00:00Z"}), nil, 4000, "InvalidParameterValue.InvalidTimeFormat"},
	{"a time of a list that is none", "DescribeInstancesActionTimer", v3, params{"EndActionTime": "tomorrow"}, nil, 4000, "InvalidParameterValue.InvalidTimeFormat"},
	{"a malformed instance with a timer", "ImportInstancesActionTimer", v3, timed.with(params{"InstanceIds.0": "ins-1"}), nil, 4000, "InvalidParameterValue.InstanceIdMalformed"},
	{"an absent instance with a timer", "ImportInstancesActionTimer", v3, timed.with(params{"InstanceIds.0": "ins-00000000"}), nil, 5000, "InvalidInstanceId.NotFound"},
	{"a prepaid instance with a timer", "ImportInstancesActionTimer", v3, timed.with(params{"InstanceIds.0": "<prepaid>"}), nil, 5100, "UnsupportedOperation.NotSupportImportInstancesActionTimer"},
	{"a prepaid purchase with a timer", "RunInstances", v3, prepaid.with(inAnHour), nil, 5100, "UnsupportedOperation.NotSupportImportInstancesActionTimer"},
	{"an instance with a timer", "ImportInstancesActionTimer", v3, timed.with(params{"InstanceIds.0": "<timed>"}), nil, 5100, "FailedOperation.MutActionTimerExist"},
	{"a timer that is not there", "DeleteInstancesActionTimer", v3, params{"ActionTimerIds.0": "none"}, nil, 5000, "ResourceNotFound"},
	{"a timer that is done", "DeleteInstancesActionTimer", v3, params{"ActionTimerIds.0": "<timer>"}, func(c *cloud) { c.pass(2 * time.Hour) }, 5100, "UnsupportedOperation"},
}
