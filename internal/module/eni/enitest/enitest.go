// Package enitest is what every store of network interfaces has to do: a test for each sentence of eni.Store.
package enitest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/eni"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 5000000, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s eni.Store) {
	holds(t, d, "an interface", kind[eni.Interface]{s.PutInterface, s.Interface, s.Interfaces, s.RemoveInterface}, []*eni.Interface{
		{
			ID: "eni-a0000001", Account: "1", Creator: "2", Region: "here", VPC: "vpc-1", Subnet: "subnet-1", Zone: "z", Name: "n", Description: "d", MAC: "m",
			State: eni.Pending, Primary: true, Instance: "ins-1", Attached: at, Device: 3, Kind: 1, Trunking: true, Created: at,
			Addresses: []eni.PrivateIP{{IP: "10.0.0.2", Primary: true, Description: "d", QoS: "PT"}}, Groups: []string{"sg-1"},
		},
		{ID: "eni-a0000002", Account: "1", Region: "here", Created: at.Add(time.Second)},
		{ID: "eni-a0000003", Account: "1", Region: "there", Created: at},
		{ID: "eni-b0000001", Account: "9", Region: "here", Created: at},
	}, func(i *eni.Interface) { i.State = eni.Available })
	holds(t, d, "a HAVIP", kind[eni.HaVip]{s.PutHaVip, s.HaVip, s.HaVips, s.RemoveHaVip}, []*eni.HaVip{
		{
			ID: "havip-a0000001", Account: "1", Creator: "2", Region: "here", VPC: "vpc-1", Subnet: "subnet-1", Name: "n", IP: "10.0.0.3", Interface: "eni-1",
			Limited: true, Instances: []eni.HaVipInstance{{ID: "ins-1", Kind: "CVM"}}, Created: at,
		},
		{ID: "havip-a0000002", Account: "1", Region: "here", Created: at.Add(time.Second)},
		{ID: "havip-a0000003", Account: "1", Region: "there", Created: at},
		{ID: "havip-b0000001", Account: "9", Region: "here", Created: at},
	}, func(h *eni.HaVip) { h.Name = "other" })
}

// A kind is how things of one kind are kept.
type kind[T any] struct {
	put    func(context.Context, store.Tx, *T) error
	get    func(context.Context, store.Tx, string) (*T, error)
	list   func(context.Context, store.Tx, string, string) ([]*T, error)
	remove func(context.Context, store.Tx, string) error
}

// holds tries a kind with four things: two of the account 1 here, one there, one of another's.
func holds[T any](t *testing.T, d store.DB, name string, k kind[T], all []*T, change func(*T)) {
	t.Helper()
	ctx := t.Context()
	id := func(n int) string {
		switch one := any(all[n]).(type) {
		case *eni.Interface:
			return one.ID
		case *eni.HaVip:
			return one.ID
		}
		return ""
	}
	err := d.Update(ctx, func(tx store.Tx) error {
		if got, err := k.get(ctx, tx, id(0)); got != nil || err != nil {
			t.Errorf("%s that is absent: got %v, %v", name, got, err)
		}
		for _, one := range all {
			if err := k.put(ctx, tx, one); err != nil {
				return err
			}
		}
		change(all[0])
		if err := k.put(ctx, tx, all[0]); err != nil {
			return err
		}
		if got, err := k.get(ctx, tx, id(0)); err != nil || !cmp.Equal(got, all[0]) {
			t.Errorf("%s: error %v, difference %s", name, err, cmp.Diff(all[0], got))
		}
		lists := func(region string, want ...*T) {
			t.Helper()
			if got, err := k.list(ctx, tx, "1", region); err != nil || !cmp.Equal(got, want) {
				t.Errorf("%s in %q: error %v, difference %s", name, region, err, cmp.Diff(want, got))
			}
		}
		lists("here", all[1], all[0])
		lists("", all[1], all[0], all[2])
		for range 2 {
			if err := k.remove(ctx, tx, id(1)); err != nil {
				return err
			}
		}
		lists("here", all[0])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
