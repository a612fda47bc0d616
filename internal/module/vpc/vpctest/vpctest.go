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
	update(func(tx store.Tx) { tasks(t, ctx, tx, s) })
	update(func(tx store.Tx) { tables(t, ctx, tx, s) })
	update(func(tx store.Tx) { acls(t, ctx, tx, s) })
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

	a := vpc.VPC{
		ID: "vpc-00000001", Number: 12, Account: "1", Region: "ap-guangzhou", Name: "a", CIDR: "10.0.0.0/16", Created: created,
		Creator: "1", Assistant: []string{"10.4.0.0/16", "10.5.0.0/16"}, RouteTable: "rtb-00000001", DNS: []string{"1.1.1.1"}, Domain: "example.com",
		Default: true, Multicast: true, Publish: true, Publish6: true,
	}
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
	no(t, s.RemoveVPC(ctx, tx, b.ID))
	no(t, s.RemoveVPC(ctx, tx, b.ID))
	list, err = s.VPCs(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.VPC{a}, list)
}

func subnets(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.Subnet(ctx, tx, "subnet-00000001")
	no(t, err)
	equal(t, (*vpc.Subnet)(nil), none)

	a := vpc.Subnet{
		ID: "subnet-00000001", Number: 22, Account: "1", Region: "ap-guangzhou", VPC: "vpc-00000001", Zone: "ap-guangzhou-3", CIDR: "10.0.1.0/24", Created: created,
		Creator: "3", RouteTable: "rtb-00000001", ACL: "acl-00000001", Default: true, Broadcast: true,
	}
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
	no(t, s.RemoveSubnet(ctx, tx, b.ID))
	no(t, s.RemoveSubnet(ctx, tx, b.ID))
	list, err = s.Subnets(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.Subnet{a}, list)
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
	list, err = s.AddressesIn(ctx, tx, "vpc-00000001")
	no(t, err)
	equal(t, []vpc.Address{b, a}, list)
	held, err := s.Held(ctx, tx, "1")
	no(t, err)
	equal(t, map[string]int64{a.Pool: 2, "public": 1}, held)

	no(t, s.HandAddress(ctx, tx, vpc.Address{Pool: "public", IP: public.IP, Account: "1", Holder: "eip-1"}))
	no(t, s.HandAddress(ctx, tx, vpc.Address{Pool: "public", IP: foreign.IP, Account: "1", Holder: "eip-1"})) // another account's
	for want, x := range map[bool]vpc.Address{false: public, true: {Pool: "public", IP: public.IP, Account: "1", Holder: "eip-1"}} {
		removed, err := s.RemoveAddress(ctx, tx, x)
		no(t, err)
		equal(t, want, removed)
	}
	no(t, s.RemoveAddresses(ctx, tx, "1", "ins-1"))
	no(t, s.RemoveAddresses(ctx, tx, "1", "nobody"))
	list, err = s.Addresses(ctx, tx, a.Pool)
	no(t, err)
	equal(t, []vpc.Address{b}, list)
	list, err = s.Addresses(ctx, tx, "public")
	no(t, err)
	equal(t, []vpc.Address{foreign}, list)
}

func tasks(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.Task(ctx, tx, "r")
	no(t, err)
	equal(t, (*vpc.Task)(nil), none)
	no(t, s.AddTask(ctx, tx, vpc.Task{RequestID: "r", Account: "1", Resource: "eni-00000001"}))
	no(t, s.AddTask(ctx, tx, vpc.Task{RequestID: "r", Account: "1", Resource: "eni-00000002"}))
	got, err := s.Task(ctx, tx, "r")
	no(t, err)
	equal(t, &vpc.Task{RequestID: "r", Account: "1", Resource: "eni-00000002"}, got)
}

func tables(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.Table(ctx, tx, "rtb-00000001")
	no(t, err)
	equal(t, (*vpc.RouteTable)(nil), none)

	a := vpc.RouteTable{ID: "rtb-00000001", Number: 32, Account: "1", Creator: "3", Region: "ap-guangzhou", VPC: "vpc-00000001", Name: "a", Default: true, Created: created}
	b := vpc.RouteTable{ID: "rtb-00000002", Number: 31, Account: "1", Region: "ap-shanghai"}
	no(t, s.PutTable(ctx, tx, a))
	no(t, s.PutTable(ctx, tx, b))
	a.Name = "renamed"
	no(t, s.PutTable(ctx, tx, a))
	got, err := s.Table(ctx, tx, a.ID)
	no(t, err)
	equal(t, &a, got)
	list, err := s.Tables(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.RouteTable{b, a}, list)
	list, err = s.Tables(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []vpc.RouteTable{a}, list)

	one := vpc.Route{Number: 42, ID: "rti-00000001", Table: a.ID, Destination: "0.0.0.0/0", Description: "out", GatewayType: "EIP", Gateway: "0", Enabled: true, Created: created}
	two := vpc.Route{Number: 41, Table: a.ID}
	far := vpc.Route{Number: 43, Table: b.ID}
	for _, r := range []vpc.Route{one, two, far} {
		no(t, s.PutRoute(ctx, tx, r))
	}
	one.Enabled = false
	no(t, s.PutRoute(ctx, tx, one))
	routes := func(want []vpc.Route, list []vpc.Route, err error) {
		t.Helper()
		no(t, err)
		equal(t, want, list)
	}
	lines, err := s.Routes(ctx, tx, a.ID)
	routes([]vpc.Route{two, one}, lines, err)
	lines, err = s.AllRoutes(ctx, tx, "1", "")
	routes([]vpc.Route{two, one, far}, lines, err)
	lines, err = s.AllRoutes(ctx, tx, "1", "ap-shanghai")
	routes([]vpc.Route{far}, lines, err)
	no(t, s.RemoveRoute(ctx, tx, two.Number))
	no(t, s.RemoveRoute(ctx, tx, two.Number))
	lines, err = s.Routes(ctx, tx, a.ID)
	routes([]vpc.Route{one}, lines, err)
	no(t, s.RemoveTable(ctx, tx, a.ID))
	no(t, s.RemoveTable(ctx, tx, a.ID))
	lines, err = s.Routes(ctx, tx, a.ID)
	routes(nil, lines, err)
	list, err = s.Tables(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.RouteTable{b}, list)
}

func acls(t *testing.T, ctx context.Context, tx store.Tx, s vpc.Store) {
	none, err := s.ACL(ctx, tx, "acl-00000001")
	no(t, err)
	equal(t, (*vpc.ACL)(nil), none)

	a := vpc.ACL{ID: "acl-00000001", Number: 52, Account: "1", Creator: "3", Region: "ap-guangzhou", VPC: "vpc-00000001", Name: "a", Created: created}
	b := vpc.ACL{ID: "acl-00000002", Number: 51, Account: "1", Region: "ap-shanghai"}
	no(t, s.PutACL(ctx, tx, a))
	no(t, s.PutACL(ctx, tx, b))
	a.Name = "renamed"
	no(t, s.PutACL(ctx, tx, a))
	got, err := s.ACL(ctx, tx, a.ID)
	no(t, err)
	equal(t, &a, got)
	list, err := s.ACLs(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.ACL{b, a}, list)
	list, err = s.ACLs(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []vpc.ACL{a}, list)

	in := []vpc.Entry{
		{ID: "acli4-2", ACL: a.ID, Protocol: "tcp", Port: "80", CIDR: "10.0.0.0/8", Action: "Accept", Description: "web", Modified: created},
		{ID: "acli6-1", ACL: a.ID, Protocol: "all", Port: "all", CIDR6: "::/0", Action: "Drop"},
	}
	out := []vpc.Entry{{ID: "acli4-3", ACL: a.ID, Egress: true}}
	no(t, s.PutEntries(ctx, tx, a.ID, false, out))
	no(t, s.PutEntries(ctx, tx, a.ID, true, out))
	no(t, s.PutEntries(ctx, tx, a.ID, false, in))
	entries, err := s.Entries(ctx, tx, a.ID, false)
	no(t, err)
	equal(t, in, entries)
	entries, err = s.AllEntries(ctx, tx, "1", "")
	no(t, err)
	equal(t, append(in, out...), entries)
	entries, err = s.AllEntries(ctx, tx, "1", "ap-shanghai")
	no(t, err)
	equal(t, 0, len(entries))
	no(t, s.RemoveACL(ctx, tx, a.ID))
	no(t, s.RemoveACL(ctx, tx, a.ID))
	entries, err = s.Entries(ctx, tx, a.ID, true)
	no(t, err)
	equal(t, 0, len(entries))
	list, err = s.ACLs(ctx, tx, "1", "")
	no(t, err)
	equal(t, []vpc.ACL{b}, list)
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
