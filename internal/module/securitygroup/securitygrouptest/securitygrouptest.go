// Package securitygrouptest is what every store of security groups has to do: a test for each sentence of
// securitygroup.Store.
package securitygrouptest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 0, time.UTC)

const here, there = "ap-guangzhou", "ap-shanghai"

func group(id, account, region string, created time.Time) *securitygroup.Group {
	return &securitygroup.Group{
		ID: id, Account: account, Creator: "3", Region: region, Name: "n", Description: "d", Project: 4, Default: true, Version: 5,
		Ingress: []securitygroup.Rule{{Protocol: "TCP", Port: "80", CIDR: "10.0.0.0/8", Action: "ACCEPT", Description: "x", Modified: at}},
		Egress:  []securitygroup.Rule{{Service: "ppm-1", AddressGroup: "ipmg-1", Action: "DROP", Modified: at}, {Group: id, Action: "DROP", Modified: at}},
		Created: created, Updated: at.Add(time.Second),
	}
}

func template(id, account, region string, kind securitygroup.Kind, created time.Time) *securitygroup.Template {
	return &securitygroup.Template{
		ID: id, Kind: kind, Account: account, Creator: "3", Region: region, Name: "n", Created: created, Updated: at,
		Members: []securitygroup.Member{{Value: "b", Description: "d", Updated: at}, {Value: "a", Updated: at}},
	}
}

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s securitygroup.Store) {
	for name, test := range map[string]func(*testing.T, store.Tx, securitygroup.Store){"groups": groups, "templates": templates, "guards": guards} {
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

func groups(t *testing.T, tx store.Tx, s securitygroup.Store) {
	ctx := t.Context()
	a, b := group("sg-a", "1", here, at), group("sg-b", "1", here, at.Add(time.Hour))
	c, far, foreign := group("sg-c", "1", here, at), group("sg-far", "1", there, at), group("sg-other", "2", here, at)
	for _, g := range []*securitygroup.Group{c, a, b, far, foreign} {
		added, err := s.AddGroup(ctx, tx, g)
		equal(t, "added", true, added, err)
	}
	again, err := s.AddGroup(ctx, tx, group("sg-a", "2", there, at))
	equal(t, "an id that is taken", false, again, err)
	all, err := s.Groups(ctx, tx, "1", here)
	equal(t, "all", []*securitygroup.Group{b, a, c}, all, err)
	got, err := s.Group(ctx, tx, "2", "sg-a")
	equal(t, "another's", nil, got, err)

	a.Name, a.Ingress, a.Version = "m", nil, 6
	equal(t, "put", nil, s.PutGroup(ctx, tx, a), nil)
	got, err = s.Group(ctx, tx, "1", "sg-a")
	equal(t, "changed", a, got, err)
	got, err = s.Group(ctx, tx, "1", "sg-c")
	equal(t, "beside it", c, got, err)
	for range 2 {
		equal(t, "removed", nil, s.RemoveGroup(ctx, tx, "sg-a"), nil)
	}
	all, err = s.Groups(ctx, tx, "1", here)
	equal(t, "what is left", []*securitygroup.Group{b, c}, all, err)
}

func templates(t *testing.T, tx store.Tx, s securitygroup.Store) {
	ctx := t.Context()
	a, b := template("ipm-a", "1", here, securitygroup.Addresses, at), template("ipm-b", "1", here, securitygroup.Addresses, at.Add(time.Hour))
	c, far := template("ipm-c", "1", here, securitygroup.Addresses, at), template("ipm-far", "1", there, securitygroup.Addresses, at)
	kind, foreign := template("ppm-a", "1", here, securitygroup.Services, at), template("ipm-other", "2", here, securitygroup.Addresses, at)
	for _, x := range []*securitygroup.Template{c, a, b, far, kind, foreign} {
		added, err := s.AddTemplate(ctx, tx, x)
		equal(t, "added", true, added, err)
	}
	again, err := s.AddTemplate(ctx, tx, template("ipm-a", "2", there, securitygroup.Services, at))
	equal(t, "an id that is taken", false, again, err)
	all, err := s.Templates(ctx, tx, "1", here, securitygroup.Addresses)
	equal(t, "all", []*securitygroup.Template{b, a, c}, all, err)
	got, err := s.Template(ctx, tx, "2", "ipm-a")
	equal(t, "another's", nil, got, err)

	a.Name, a.Members = "m", a.Members[:1]
	equal(t, "put", nil, s.PutTemplate(ctx, tx, a), nil)
	got, err = s.Template(ctx, tx, "1", "ipm-a")
	equal(t, "changed", a, got, err)
	for range 2 {
		equal(t, "removed", nil, s.RemoveTemplate(ctx, tx, "ipm-a"), nil)
	}
	all, err = s.Templates(ctx, tx, "1", here, securitygroup.Addresses)
	equal(t, "what is left", []*securitygroup.Template{b, c}, all, err)
}

func guards(t *testing.T, tx store.Tx, s securitygroup.Store) {
	ctx := t.Context()
	set := func(account, kind, holder string, groups ...string) {
		t.Helper()
		equal(t, "set", nil, s.SetGuards(ctx, tx, account, kind, holder, groups), nil)
	}
	of := func(account, holder string, want ...string) {
		t.Helper()
		got, err := s.Guards(ctx, tx, account, holder)
		equal(t, account+"'s "+holder, want, got, err)
	}
	by := func(account, group string, want map[string]int64) {
		t.Helper()
		got, err := s.Guarded(ctx, tx, account, group)
		equal(t, account+"'s "+group, want, got, err)
	}
	set("1", "instance", "ins-1", "sg-b", "sg-a")
	set("1", "instance", "ins-2", "sg-a")
	set("1", "eni", "eni-1", "sg-a")
	set("2", "instance", "ins-1", "sg-a")
	of("1", "ins-1", "sg-b", "sg-a")
	of("1", "eni-1", "sg-a")
	of("2", "ins-1", "sg-a")
	by("1", "sg-a", map[string]int64{"instance": 2, "eni": 1})
	by("1", "sg-none", map[string]int64{})
	by("2", "sg-a", map[string]int64{"instance": 1})
	set("1", "instance", "ins-1", "sg-a", "sg-c")
	of("1", "ins-1", "sg-a", "sg-c")
	by("1", "sg-b", map[string]int64{})
	set("1", "", "ins-1")
	set("1", "", "nobody")
	of("1", "ins-1")
	of("2", "ins-1", "sg-a")
	by("1", "sg-a", map[string]int64{"instance": 1, "eni": 1})
}
