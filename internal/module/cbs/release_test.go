package cbs_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
)

func TestPrepaidDisksAreReturnedWithTheirInstance(t *testing.T) {
	c := newCloud(t)
	for _, release := range []string{"FALSE", "TRUE"} {
		instance, _, kept := c.run(params{"DataDisks.0.DeleteWithInstance": "FALSE"})
		bought := c.buy(prepaid)
		hourly := c.buy(nil)
		c.did("AttachDisks", params{"InstanceId": instance, "DiskIds.0": bought, "DiskIds.1": hourly})
		c.pass(24 * time.Hour)
		before := c.available()
		do[cvm.Nothing](c, "TerminateInstances", params{"InstanceIds.0": instance, "ReleasePrepaidDataDisks": release})
		c.pass(5 * time.Second)
		if release == "FALSE" {
			c.wantState(bought, cbs.Unattached)
		} else {
			c.wantState(bought, cbs.ToRecycle)
			if c.available() <= before {
				t.Errorf("%s yuan were there and %s are: nothing was given back for the disk", before, c.available())
			}
		}
		c.wantState(hourly, cbs.Unattached)
		c.wantState(kept, cbs.Unattached)
	}

	// What was paid with a prepaid instance goes with it, once it goes: not when it is in the recycle bin, nor when it comes back from there.
	month := params{"InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1", "DataDisks.0.DeleteWithInstance": "FALSE"}
	instance, _, data := c.run(month)
	do[cvm.Nothing](c, "TerminateInstances", params{"InstanceIds.0": instance, "ReleasePrepaidDataDisks": "TRUE"})
	c.wantState(data, cbs.Attached)
	do[cvm.Nothing](c, "RenewInstances", params{"InstanceIds.0": instance, "InstanceChargePrepaid.Period": "1"})
	c.pass(5 * time.Second)
	do[cvm.Nothing](c, "TerminateInstances", params{"InstanceIds.0": instance})
	do[cvm.Nothing](c, "TerminateInstances", params{"InstanceIds.0": instance, "ReleasePrepaidDataDisks": "TRUE"})
	c.pass(5 * time.Second)
	c.wantState(data, "")
}
