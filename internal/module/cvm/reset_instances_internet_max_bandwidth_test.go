package cvm_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/money"
)

const resetBandwidth = "ResetInstancesInternetMaxBandwidth"

func TestBandwidthByTheHourIsFrozen(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InternetAccessible.InternetChargeType": "BANDWIDTH_POSTPAID_BY_HOUR", "InternetAccessible.InternetMaxBandwidthOut": "1"})
	c.pass(5 * time.Second)
	before := c.available()
	if _, err := c.try(resetBandwidth, v3, params{"InstanceIds.0": id, "InternetAccessible.InternetMaxBandwidthOut": "5"}); err != nil {
		t.Fatal(err)
	}
	if got := c.instance(id).InternetAccessible.InternetMaxBandwidthOut; got != 5 {
		t.Errorf("got %d Mbps, want 5", got)
	}
	if after := c.available(); before-after <= money.Fen {
		t.Errorf("available: got %s, want less than %s", after, before)
	}
	if _, err := c.try(resetBandwidth, v3, params{"InstanceIds.0": id, "InternetAccessible.InternetMaxBandwidthOut": "1"}); err != nil {
		t.Fatal(err)
	}
	// The seconds before the change were settled.
	if after := c.available(); after > before || before-after > money.Fen {
		t.Errorf("available: got %s, want about %s again", after, before)
	}
}

func TestBandwidthPaidInAdvanceCostsTheDifference(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1"})
	c.pass(5 * time.Second)
	before := c.available()
	more := params{"InstanceIds.0": id, "InternetAccessible.InternetChargeType": "BANDWIDTH_PREPAID", "InternetAccessible.InternetMaxBandwidthOut": "2", "InternetAccessible.PublicIpAssigned": "true"}
	if _, err := c.try(resetBandwidth, v3, more); err != nil {
		t.Fatal(err)
	}
	if after := c.available(); after >= before {
		t.Errorf("available: got %s, want less than %s", after, before)
	}
	if got := c.instance(id); len(got.PublicIpAddresses) != 1 {
		t.Errorf("public addresses: got %v, want one", got.PublicIpAddresses)
	}
	c.setBalance(0 * money.Yuan)
	more["InternetAccessible.InternetMaxBandwidthOut"] = "100"
	_, err := c.try(resetBandwidth, v3, more)
	refused(t, err, 5300, "InvalidAccount.InsufficientBalance")
}

func TestBandwidthIsRefused(t *testing.T) {
	c := newCloud(t)
	id := c.run(nil)
	_, err := c.try("StopInstances", v3, params{"InstanceIds.0": id, "StoppedMode": "STOP_CHARGING"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.try(resetBandwidth, v3, params{"InstanceIds.0": id, "InternetAccessible.InternetMaxBandwidthOut": "1"})
	refused(t, err, 5100, "UnsupportedOperation.InstanceStateStopping")
	c.pass(5 * time.Second)
	_, err = c.try(resetBandwidth, v3, params{"InstanceIds.0": id, "InternetAccessible.InternetMaxBandwidthOut": "1"})
	refused(t, err, 5100, "UnsupportedOperation.StoppedModeStopCharging")
	if _, err := c.try("StartInstances", v3, params{"InstanceIds.0": id}); err != nil {
		t.Fatal(err)
	}
	c.pass(5 * time.Second)
	for why, p := range map[string]params{
		"paid in advance, by the hour": {"InternetAccessible.InternetChargeType": "BANDWIDTH_PREPAID", "InternetAccessible.InternetMaxBandwidthOut": "1"},
		"an address without bandwidth": {"InternetAccessible.InternetMaxBandwidthOut": "0", "InternetAccessible.PublicIpAssigned": "true"},
	} {
		p["InstanceIds.0"] = id
		_, err := c.try(resetBandwidth, v3, p)
		if err == nil {
			t.Errorf("%s: it was done", why)
			continue
		}
		refused(t, err, 4000, "InvalidParameterCombination")
	}
	_, err = c.try(resetBandwidth, v3, params{"InstanceIds.0": "ins-00000000", "InternetAccessible.InternetMaxBandwidthOut": "1"})
	refused(t, err, 5000, "InvalidInstanceId.NotFound")
}
