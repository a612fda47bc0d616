package cvm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func TestAClientTokenBuysOnce(t *testing.T) {
	c := newCloud(t)
	ask := plain.with(params{"ClientToken": "once", "InstanceCount": "2", "LoginSettings.Password": "Passw0rd!"})
	first := do[cvm.RunInstancesResponse](c, "RunInstances", v3, ask)
	paid := c.available()
	c.pass(time.Minute)
	again := do[cvm.RunInstancesResponse](c, "RunInstances", v3, ask)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the same request has another answer (-first +again):\n%s", diff)
	}
	if got := c.available(); got != paid {
		t.Errorf("it was paid again: %s, want %s", got, paid)
	}
	if n := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, nil).TotalCount; n != 2 {
		t.Errorf("there are %d instances, want 2", n)
	}
	if _, err := c.tryAs(other, "RunInstances", v3, ask); !errors.Is(err, catalogue.InsufficientBalance) {
		t.Errorf("another account's token is its own: got %v, want a purchase that it can't pay", err)
	}
}

func TestAnOlderClientTokenBuysOnceToo(t *testing.T) {
	c := newCloud(t)
	ask := legacyHour.with(params{"clientToken": "once"})
	first := do[cvm.RunInstancesHourResponse](c, "RunInstancesHour", "", ask)
	again := do[cvm.RunInstancesHourResponse](c, "RunInstancesHour", "", ask)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("-first +again:\n%s", diff)
	}
	_, err := c.try("RunInstancesHour", "", ask.with(params{"goodsNum": "2"}))
	refused(t, err, 4000, "InvalidParameter.ParameterConflict")
}

func TestWithAMinimumWhatThereIsIsDelivered(t *testing.T) {
	c := newCloud(t)
	c.stock("S1.SMALL1", 2)
	out := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"InstanceCount": "5", "MinCount": "1"}))
	if len(out.InstanceIdSet) != 2 || c.left("S1.SMALL1") != 0 {
		t.Errorf("got %v and %d are left, want 2 and 0", out.InstanceIdSet, c.left("S1.SMALL1"))
	}
}

func TestARefusalLeavesNothingBehind(t *testing.T) {
	c := newCloud(t)
	c.stock("S1.SMALL1", 3)
	c.setBalance(yuan("0.20")) // for one of two
	_, err := c.try("RunInstances", v3, plain.with(params{
		"InstanceCount": "2", "VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet, "ClientToken": "t",
	}))
	refused(t, err, 5300, "InvalidAccount.InsufficientBalance")
	if n := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, nil).TotalCount; n != 0 || c.left("S1.SMALL1") != 3 || c.available() != yuan("0.20") {
		t.Errorf("%d instances, %d in stock, %s available", n, c.left("S1.SMALL1"), c.available())
	}
	c.setBalance(yuan("100"))
	id := c.run(params{"VirtualPrivateCloud.VpcId": c.vpc, "VirtualPrivateCloud.SubnetId": c.subnet, "ClientToken": "t"})
	if diff := cmp.Diff([]string{"10.0.1.2"}, c.instance(id).PrivateIpAddresses); diff != "" {
		t.Errorf("the first address is still free (-want +got):\n%s", diff)
	}
}

func TestTheLastOneIsSoldOnce(t *testing.T) {
	c := newCloud(t)
	c.stock("S1.SMALL1", 3)
	const buyers = 8
	errs := make([]error, buyers)
	var wait sync.WaitGroup
	for n := range buyers {
		wait.Go(func() { _, errs[n] = c.try("RunInstances", v3, plain) })
	}
	wait.Wait()
	bought := 0
	for _, err := range errs {
		if err == nil {
			bought++
		} else if !errors.Is(err, catalogue.PurchaseFailed) {
			t.Errorf("got %v", err)
		}
	}
	if bought != 3 || c.left("S1.SMALL1") != 0 {
		t.Errorf("%d were bought and %d are left, want 3 and 0", bought, c.left("S1.SMALL1"))
	}
}

func TestPurchasesAreRefusedInTheContractsOrder(t *testing.T) {
	// Everything is wrong at once; each step mends what was refused first.
	c := newCloud(t)
	c.world.imageState, c.world.unverified = "CREATING", true
	c.world.quotas["cvm.postpaid_per_zone"] = 0
	c.stock("S1.SMALL1", 0)
	c.setBalance(1)
	ask := plain.with(params{"Placement.ProjectId": "9"})
	steps := []struct {
		number int
		mend   func()
	}{
		{5000, func() { ask = plain }},
		{5100, func() { c.world.imageState = "NORMAL" }},
		{5500, func() { c.world.unverified = false }},
		{4400, func() { delete(c.world.quotas, "cvm.postpaid_per_zone") }},
		{5200, func() { c.stock("S1.SMALL1", 1) }},
		{5300, func() { c.setBalance(yuan("10")) }},
	}
	for _, s := range steps {
		_, err := c.try("RunInstances", v3, ask)
		if r := catalogue.As(err); r == nil || r.Condition.Code.Number != s.number {
			t.Fatalf("got %v, want %d", err, s.number)
		}
		s.mend()
	}
	c.run(nil)
}

func TestInstancesOfOnePurchaseAreNumbered(t *testing.T) {
	c := newCloud(t)
	do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"InstanceCount": "3", "InstanceName": "web{R:5}"}))
	got := map[string]bool{}
	for _, i := range do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, nil).InstanceSet {
		got[i.InstanceName] = true
	}
	if diff := cmp.Diff(map[string]bool{"web5": true, "web6": true, "web7": true}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAPasswordIsKeptNowhere(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"LoginSettings.Password": "Passw0rd!", "ClientToken": "t"})
	shown := c.instance(id)
	c.must(func(ctx context.Context, tx store.Tx) error {
		kept, err := c.Instance(ctx, tx, owner, id)
		if err != nil {
			return err
		}
		text, err := json.Marshal([]any{kept, shown})
		if bytes.Contains(text, []byte("Passw0rd")) {
			t.Errorf("the password is kept: %s", text)
		}
		return err
	})
}
