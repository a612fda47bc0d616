package cvm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
)

func TestDisksOfAnInstanceGrow(t *testing.T) {
	for _, tc := range []struct {
		name   string
		buy    params
		stop   bool
		resize params
		cost   string // of an hour more, or of the rest of the month
		state  cvm.State
	}{
		{"off", nil, true, params{"SystemDisk.DiskSize": "60"}, "0.007", cvm.Stopped},
		{"on and restarted", nil, false, params{"SystemDisk.DiskSize": "60", "ForceStop": "TRUE"}, "0.007", cvm.Running},
		{"on all the while", nil, false, params{"DataDisks.0.DiskSize": "30", "ResizeOnline": "TRUE"}, "0.014", cvm.Running},
		{"within what comes with the instance", params{"SystemDisk.DiskSize": "20"}, true, params{"SystemDisk.DiskSize": "50"}, "0", cvm.Stopped},
		{"of another kind", params{"SystemDisk.DiskSize": "100"}, true, params{"SystemDisk.DiskType": "CLOUD_SSD"}, "0.04", cvm.Stopped},
		{"paid in advance", prepaid, true, params{"SystemDisk.DiskSize": "80"}, "10.85", cvm.Stopped}, // 31 days, 30 to a month
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCloud(t)
			id := c.run(params{"SystemDisk.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskSize": "10"}.with(tc.buy))
			if tc.stop {
				do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
				c.pass(5 * time.Second)
			}
			p := tc.resize.with(params{"InstanceId": id})
			if p["DataDisks.0.DiskSize"] != "" {
				p["DataDisks.0.DiskId"] = c.instance(id).DataDisks[0].DiskId
			}
			before := c.available()
			do[cvm.Nothing](c, "ResizeInstanceDisks", v3, p)
			// The clock stands still, so what is new is frozen or charged, and what has run is settled.
			if got := before - c.available(); got < yuan(tc.cost) || got > yuan(tc.cost)+yuan("0.01") {
				t.Errorf("it cost %s, want %s", got, tc.cost)
			}
			if i := c.instance(id); i.InstanceState == "REBOOTING" && i.SystemDisk.DiskSize != 50 {
				t.Errorf("while it restarts the system disk has %d GB, want the 50 that it had", i.SystemDisk.DiskSize)
			}
			c.pass(5 * time.Second)
			i := c.instance(id)
			for name, got := range map[string]any{"SystemDisk.DiskSize": i.SystemDisk.DiskSize, "SystemDisk.DiskType": i.SystemDisk.DiskType, "DataDisks.0.DiskSize": i.DataDisks[0].DiskSize} {
				if want, ok := tc.resize[name]; ok && want != fmt.Sprint(got) {
					t.Errorf("%s is %v, want %s", name, got, want)
				}
			}
			c.wantState(id, tc.state)
		})
	}
}
