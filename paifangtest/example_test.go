package paifangtest_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

// What a newcomer can copy: a cloud in which one type is sold out, and an account with little money.
const smallWorld = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 1.00
zones:
  - zone: ap-guangzhou-3
    types:
      - {type: S5.SMALL2, stock: 1}
      - {type: S5.LARGE8, stock: 0}
`

func TestExample(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(smallWorld))
	buy := func(typ string) paifangtest.Answer {
		return c.Call("cvm", "RunInstances", "Version=2017-03-12", "Placement.Zone=ap-guangzhou-3", "ImageId=img-centos76", "InstanceType="+typ)
	}

	if a := buy("S5.LARGE8"); a.CodeDesc != "ResourceInsufficient.SpecifiedInstanceType" && a.CodeDesc != "ResourcesSoldOut.SpecifiedInstanceType" {
		t.Errorf("buy what is sold out: got %s %s", a.CodeDesc, a.Message)
	}

	bought := buy("S5.SMALL2")
	var set struct{ InstanceIdSet []string }
	if err := bought.Decode(&set); err != nil || !bought.OK() || len(set.InstanceIdSet) != 1 {
		t.Fatalf("buy one: got %s", bought.Body)
	}

	// It is being made; a minute later it runs.
	c.Advance(time.Minute)
	if a := c.Call("cvm", "StartInstances", "Version=2017-03-12", "InstanceIds.0="+set.InstanceIdSet[0]); a.CodeDesc != "UnsupportedOperation.InstanceStateRunning" {
		t.Errorf("start what runs: got %s %s", a.CodeDesc, a.Message)
	}
}
