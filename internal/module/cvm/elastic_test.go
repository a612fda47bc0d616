package cvm_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func TestAnElasticAddressTakesThePlaceOfAPlainOne(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InternetAccessible.InternetMaxBandwidthOut": "1"})
	c.pass(5 * time.Second)
	plain := c.instance(id).PublicIpAddresses
	wants := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, append([]string{}, c.instance(id).PublicIpAddresses...)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	with := func(ip string) string {
		t.Helper()
		var found string
		c.must(func(ctx context.Context, tx store.Tx) (err error) {
			found, err = c.WithPublic(ctx, tx, owner, region, ip)
			return err
		})
		return found
	}
	if with(plain[0]) != id || with("192.0.2.1") != "" {
		t.Errorf("got %q and %q", with(plain[0]), with("192.0.2.1"))
	}
	c.must(func(ctx context.Context, tx store.Tx) error { return c.Show(ctx, tx, owner, id, "192.0.2.1") })
	wants("192.0.2.1")
	c.must(func(ctx context.Context, tx store.Tx) error {
		plainIsFree, err := c.nets.FreePublic(ctx, tx, owner, plain[0], id)
		if plainIsFree {
			t.Error("the plain address was not given back")
		}
		return err
	})
	c.must(func(ctx context.Context, tx store.Tx) error { return c.Show(ctx, tx, owner, id, "192.0.2.1") })
	wants("192.0.2.1")
	c.must(func(ctx context.Context, tx store.Tx) error { return c.Hide(ctx, tx, owner, id, "192.0.2.1") })
	wants([]string{}...)
	c.must(func(ctx context.Context, tx store.Tx) error { return c.Reassign(ctx, tx, owner, id) })
	if got := c.instance(id).PublicIpAddresses; len(got) != 1 {
		t.Errorf("got %v", got)
	}
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.pass(5 * time.Second)
	if diff := cmp.Diff([]string{id}, c.world.letGo); diff != "" {
		t.Errorf("let go (-want +got):\n%s", diff)
	}
}
