// Package eiptest is what every store of elastic addresses has to do: a test for each sentence of eip.Store.
package eiptest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 0, time.UTC)

const here, there = "ap-guangzhou", "ap-shanghai"

func address(id, account, region string, created time.Time) *eip.Address {
	return &eip.Address{
		ID: id, IP: "198.18.0.1", Account: account, Creator: "3", Region: region, Name: "n", ISP: "BGP", Egress: "e", State: eip.Binding, Next: eip.Bound, Task: 4,
		Holder: eip.Holder{Kind: eip.Instance, ID: "ins-1", Interface: "eni-1", PrivateIP: "10.0.0.1"}, Direct: true, Charge: eip.ByMonth, Bandwidth: 5, Package: "bwp-1",
		Expires: at.Add(time.Hour), PaidSince: at, Paid: money.Yuan, Renew: eip.RenewItself, Suspended: true, Created: created,
	}
}

func pack(id, account, region string, created time.Time) *eip.Package {
	return &eip.Package{
		ID: id, Account: account, Creator: "3", Region: region, Name: "n", Network: "BGP", Charge: "c", Egress: "e", Protocol: "ipv4", Bandwidth: -1,
		Created: created, Expires: at.Add(time.Hour), PaidSince: at, Paid: money.Yuan,
	}
}

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s eip.Store) {
	for name, test := range map[string]func(*testing.T, store.Tx, eip.Store){"addresses": addresses, "packages": packages, "tasks": tasks, "counts": counts, "tokens": tokens} {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(t.Context(), func(tx store.Tx) error { test(t, tx, s); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func equal[T any](t *testing.T, what string, want, got T, err error) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s (-want +got):\n%s%v", what, diff, err)
	}
}

func addresses(t *testing.T, tx store.Tx, s eip.Store) {
	ctx := t.Context()
	a, b := address("eip-a", "1", here, at), address("eip-b", "1", here, at.Add(time.Hour))
	c, far, foreign := address("eip-c", "1", here, at), address("eip-far", "1", there, at.Add(-time.Hour)), address("eip-other", "2", here, at)
	for _, x := range []*eip.Address{c, a, b, far, foreign} {
		added, err := s.AddAddress(ctx, tx, x)
		equal(t, "added", true, added, err)
	}
	again, err := s.AddAddress(ctx, tx, address("eip-a", "2", there, at))
	equal(t, "an id that is taken", false, again, err)
	all, err := s.Addresses(ctx, tx, "1", here)
	equal(t, "all of a region", []*eip.Address{b, a, c}, all, err)
	all, err = s.Addresses(ctx, tx, "1", "")
	equal(t, "all", []*eip.Address{b, a, c, far}, all, err)
	got, err := s.Address(ctx, tx, "2", "eip-a")
	equal(t, "another's", nil, got, err)
	a.State, a.Next, a.Holder = eip.Unbound, "", eip.Holder{}
	equal(t, "put", nil, s.PutAddress(ctx, tx, a), nil)
	got, err = s.Address(ctx, tx, "1", "eip-a")
	equal(t, "changed", a, got, err)
	for range 2 {
		equal(t, "removed", nil, s.RemoveAddress(ctx, tx, "eip-a"), nil)
	}
	all, err = s.Addresses(ctx, tx, "1", here)
	equal(t, "what is left", []*eip.Address{b, c}, all, err)
}

func packages(t *testing.T, tx store.Tx, s eip.Store) {
	ctx := t.Context()
	a, b := pack("bwp-a", "1", here, at), pack("bwp-b", "1", here, at.Add(time.Hour))
	for _, x := range []*eip.Package{a, b, pack("bwp-far", "1", there, at), pack("bwp-other", "2", here, at)} {
		added, err := s.AddPackage(ctx, tx, x)
		equal(t, "added", true, added, err)
	}
	again, err := s.AddPackage(ctx, tx, pack("bwp-a", "2", there, at))
	equal(t, "an id that is taken", false, again, err)
	all, err := s.Packages(ctx, tx, "1", here)
	equal(t, "all", []*eip.Package{b, a}, all, err)
	got, err := s.Package(ctx, tx, "2", "bwp-a")
	equal(t, "another's", nil, got, err)
	a.Name, a.Bandwidth = "m", 7
	equal(t, "put", nil, s.PutPackage(ctx, tx, a), nil)
	got, err = s.Package(ctx, tx, "1", "bwp-a")
	equal(t, "changed", a, got, err)
	for range 2 {
		equal(t, "removed", nil, s.RemovePackage(ctx, tx, "bwp-a"), nil)
	}
	all, err = s.Packages(ctx, tx, "1", here)
	equal(t, "what is left", []*eip.Package{b}, all, err)
}

func tasks(t *testing.T, tx store.Tx, s eip.Store) {
	ctx := t.Context()
	one := &eip.Task{ID: 7, Account: "1"}
	added, err := s.AddTask(ctx, tx, one)
	equal(t, "added", true, added, err)
	added, err = s.AddTask(ctx, tx, &eip.Task{ID: 7, Account: "2"})
	equal(t, "an id that is taken", false, added, err)
	one.Deal, one.Done, one.Addresses = "deal", true, []string{"eip-a", "eip-b"}
	equal(t, "put", nil, s.PutTask(ctx, tx, one), nil)
	got, err := s.Task(ctx, tx, 7)
	equal(t, "changed", one, got, err)
	got, err = s.Task(ctx, tx, 8)
	equal(t, "none", nil, got, err)
	got, err = s.TaskOfDeal(ctx, tx, "1", "deal")
	equal(t, "by its order", one, got, err)
	got, err = s.TaskOfDeal(ctx, tx, "2", "deal")
	equal(t, "by another's order", nil, got, err)
}

func counts(t *testing.T, tx store.Tx, s eip.Store) {
	ctx := t.Context()
	for _, x := range []struct {
		account, region, what, day string
		n, want                    int64
	}{
		{"1", here, "a", "2024-05-01", 2, 2},
		{"1", here, "a", "2024-05-01", 3, 5},
		{"1", here, "a", "2024-05-02", 1, 1},
		{"1", there, "a", "2024-05-01", 1, 1},
		{"1", here, "b", "2024-05-01", 1, 1},
		{"2", here, "a", "2024-05-01", 1, 1},
	} {
		got, err := s.Count(ctx, tx, x.account, x.region, x.what, x.day, x.n)
		equal(t, "sum", x.want, got, err)
	}
	got, err := s.Counted(ctx, tx, "1", here, "a", "2024-05-01")
	equal(t, "counted", int64(5), got, err)
	got, err = s.Counted(ctx, tx, "1", here, "a", "2024-05-03")
	equal(t, "never counted", int64(0), got, err)
}

func tokens(t *testing.T, tx store.Tx, s eip.Store) {
	ctx := t.Context()
	want := eip.Result{Request: "r", Addresses: []string{"eip-a"}, Task: 7}
	equal(t, "put", nil, s.PutToken(ctx, tx, "1", "token", want), nil)
	got, err := s.Token(ctx, tx, "1", "token")
	equal(t, "noted", &want, got, err)
	got, err = s.Token(ctx, tx, "2", "token")
	equal(t, "another's", nil, got, err)
}
