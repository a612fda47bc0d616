// Package vpctest is what any vpc.Store has to do.
package vpctest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

var created = time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)

// Store tests a store over an empty database.
func Store(t *testing.T, db store.DB, s vpc.Store) {
	ctx := t.Context()
	update := func(do func(tx store.Tx)) {
		t.Helper()
		if err := db.Update(ctx, func(tx store.Tx) error { do(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx store.Tx) { numbers(t, ctx, tx, s) })
	update(func(tx store.Tx) { networks(t, ctx, tx, s) })
	update(func(tx store.Tx) { subnets(t, ctx, tx, s) })
	update(func(tx store.Tx) { addresses(t, ctx, tx, s) })
}

func numbers(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	seen := map[int64]bool{}
	for range 5 {
		n, err := s.NextNumber(ctx, tx)
		no(t, err)
		if n <= 0 || seen[n] {
			t.Errorf("number %d after %v", n, seen)
		}
		seen[n] = true
	}
}

func networks(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.VPC(ctx, tx, "vpc-00000001")
	no(t, err)
	equal(t, (*vpc.VPC)(nil), none)

	a := vpc.VPC{ID: "vpc-00000001", Number: 12, Account: "1", Region: "ap-guangzhou", Name: "a", CIDR: "10.0.0.0/16", Created: created}
	b := vpc.VPC{ID: "vpc-00000002", Number: 11, Account: "1", Region: "ap-shanghai", CIDR: "10.0.0.0/16"}
	c := vpc.VPC{ID: "vpc-00000003", Number: 13, Account: "2", Region: "ap-guangzhou", CIDR: "10.0.0.0/16", Created: created}
	for _, v := range []vpc.VPC{a, b, c} {
		no(t, s.PutVPC(ctx, tx, v))
	}
	a.Name = "renamed"
	no(t, s.PutVPC(ctx, tx, a))
	got, err := s.VPC(ctx, tx, a.ID)
	no(t, err)
	equal(t, &a, got)
	list, err := s.VPCs(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []vpc.VPC{a}, list)
	list, err = s.VPCs(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.VPC{b, a}, list)
}

func subnets(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.Subnet(ctx, tx, "subnet-00000001")
	no(t, err)
	equal(t, (*vpc.Subnet)(nil), none)

	a := vpc.Subnet{ID: "subnet-00000001", Number: 22, Account: "1", Region: "ap-guangzhou", VPC: "vpc-00000001", Zone: "ap-guangzhou-3", CIDR: "10.0.1.0/24", Created: created}
	b := vpc.Subnet{ID: "subnet-00000002", Number: 21, Account: "1", Region: "ap-shanghai", VPC: "vpc-00000002", Zone: "ap-shanghai-1", CIDR: "10.0.1.0/24"}
	no(t, s.PutSubnet(ctx, tx, a))
	no(t, s.PutSubnet(ctx, tx, b))
	a.Name = "renamed"
	no(t, s.PutSubnet(ctx, tx, a))
	got, err := s.Subnet(ctx, tx, a.ID)
	no(t, err)
	equal(t, &a, got)
	list, err := s.Subnets(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []vpc.Subnet{a}, list)
	list, err = s.Subnets(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.Subnet{b, a}, list)
	list, err = s.Subnets(ctx, tx, "2", "")
	no(t, err)
	equal(t, 0, len(list))
}

func addresses(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	a := vpc.Address{Pool: "subnet-00000001", IP: "10.0.1.3", Account: "1", Holder: "ins-1"}
	b := vpc.Address{Pool: "subnet-00000001", IP: "10.0.1.2", Account: "1", Holder: "ins-2"}
	public := vpc.Address{Pool: "public", IP: "10.0.1.3", Account: "1", Holder: "ins-1"}
	foreign := vpc.Address{Pool: "public", IP: "10.0.1.4", Account: "2", Holder: "ins-1"}
	for _, x := range []vpc.Address{a, b, public, foreign} {
		added, err := s.AddAddress(ctx, tx, x)
		no(t, err)
		equal(t, true, added)
	}
	again, err := s.AddAddress(ctx, tx, vpc.Address{Pool: a.Pool, IP: a.IP, Account: "9", Holder: "x"})
	no(t, err)
	equal(t, false, again)
	list, err := s.Addresses(ctx, tx, a.Pool)
	no(t, err)
	equal(t, []vpc.Address{b, a}, list)

	no(t, s.RemoveAddresses(ctx, tx, "1", "ins-1"))
	no(t, s.RemoveAddresses(ctx, tx, "1", "nobody"))
	list, err = s.Addresses(ctx, tx, a.Pool)
	no(t, err)
	equal(t, []vpc.Address{b}, list)
	list, err = s.Addresses(ctx, tx, "public")
	no(t, err)
	equal(t, []vpc.Address{foreign}, list)
}

func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T any](t *testing.T, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
