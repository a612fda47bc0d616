package securitygroup_test

import (
	"context"
	"errors"
	"maps"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/module/securitygroup/securitygroupsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
	"github.com/paifang/paifang/internal/tagging"
)

const (
	owner = "100000000001"
	other = "100000000002"
	here  = "ap-guangzhou"
	there = "ap-shanghai"
)

// A cloud is securitygroup alone, over a database in memory, beside accounts and tags that are as the test says.
type cloud struct {
	*securitygroup.Service
	t       *testing.T
	db      *db.DB
	actions map[string]*action.Bound
	quotas  map[string]int64
	tags    map[tagging.Resource][]tagging.Tag
	now     time.Time
	remote  netip.Addr
	sees    func(r call.Resource, about map[string][]string) bool
}

func newCloud(t *testing.T) *cloud {
	c := &cloud{
		t: t, db: storetest.SQLite(t, securitygroupsql.Schema), actions: map[string]*action.Bound{}, quotas: map[string]int64{},
		tags: map[tagging.Resource][]tagging.Tag{}, now: time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC), remote: netip.MustParseAddr("192.0.2.7"),
	}
	c.Service = securitygroup.New(securitygroup.Deps{Store: securitygroupsql.Store{}, Random: random.Seeded(1), Accounts: c, Tags: c})
	for _, b := range c.Actions() {
		c.actions[b.Name] = b
	}
	return c
}

func (c *cloud) HasProject(_ context.Context, _ store.Tx, _ string, id int64) (bool, error) {
	return id == 0 || id == 7, nil
}

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (c *cloud) Attach(_ context.Context, _ store.Tx, _ string, r tagging.Resource, tags []tagging.Tag) error {
	c.tags[r] = append(c.tags[r], tags...)
	return nil
}

func (c *cloud) Of(_ context.Context, _ store.Tx, _ string, r tagging.Resource) ([]tagging.Tag, error) {
	return c.tags[r], nil
}

func (c *cloud) All(_ context.Context, _ store.Tx, _, service, prefix, region string) (map[string][]tagging.Tag, error) {
	out := map[string][]tagging.Tag{}
	for r, tags := range c.tags {
		if r.Service == service && r.Prefix == prefix && r.Region == region {
			out[r.ID] = tags
		}
	}
	return out, nil
}

func (c *cloud) Drop(_ context.Context, _ store.Tx, _ string, r tagging.Resource) error {
	delete(c.tags, r)
	return nil
}

type p map[string]string

func (a p) with(more p) p {
	out := maps.Clone(a)
	if out == nil {
		out = p{}
	}
	maps.Copy(out, more)
	return out
}

func (c *cloud) as(uin, region, name string, params p) (any, error) {
	c.t.Helper()
	c.now = c.now.Add(time.Second)
	k := &call.Call{Action: name, Region: region, Now: c.now, Remote: c.remote, Caller: call.Caller{Account: uin, Uin: uin}, MaySee: c.sees}
	b := c.actions[name]
	if b == nil {
		c.t.Fatalf("there is no action %s", name)
	}
	tree := &param.Value{}
	for _, key := range slices.Sorted(maps.Keys(params)) {
		if err := tree.AddFlat(key, params[key]); err != nil {
			c.t.Fatal(err)
		}
	}
	in, err := b.Decode(tree)
	if err != nil {
		return nil, err
	}
	k.Input = in
	return b.Do(c.t.Context(), c.db, nil, k)
}

func (c *cloud) try(name string, params p) (any, error) {
	c.t.Helper()
	return c.as(owner, here, name, params)
}

// do is the answer of an action that has to succeed.
func do[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out, err := c.try(name, params)
	if err != nil {
		c.t.Fatalf("%s %v: %v", name, params, err)
	}
	return out.(*T)
}

func (c *cloud) refuses(name string, params p, row *catalogue.Condition, name3 string) {
	c.t.Helper()
	_, err := c.try(name, params)
	refused(c, name, err, row, name3)
}

func refused(c *cloud, name string, err error, row *catalogue.Condition, name3 string) {
	c.t.Helper()
	var r *catalogue.Refusal
	if !errors.As(err, &r) {
		c.t.Errorf("%s: got %v, want %s", name, err, name3)
		return
	}
	if r.Condition.Name3 != name3 || r.Condition.Code != row.Code {
		c.t.Errorf("%s: got %v, want %s of row %d", name, err, name3, row.Code.Number)
	}
	declared := slices.ContainsFunc(c.actions[name].Refuses, func(d *catalogue.Condition) bool { return *d == *r.Condition })
	if !declared && r.Condition.Code.Number != 4000 {
		c.t.Errorf("%s does not declare %s", name, name3)
	}
}

// group makes a group with rules for what comes in, in the words of tests: see policies.
func (c *cloud) group(name string, rules ...p) string {
	c.t.Helper()
	params := p{"GroupName": name, "GroupDescription": "d"}.with(policies("Ingress", rules...))
	return do[securitygroup.GroupResponse](c, "CreateSecurityGroupWithPolicies", params).SecurityGroup.SecurityGroupId
}

// policies are the parameters for rules of a direction.
func policies(direction string, rules ...p) p {
	out := p{}
	for n, r := range rules {
		for k, v := range r {
			out["SecurityGroupPolicySet."+direction+"."+string(rune('0'+n))+"."+k] = v
		}
	}
	return out
}

// on is a rule that takes a TCP port from everywhere.
func on(port string) p {
	return p{"Protocol": "TCP", "Port": port, "CidrBlock": "0.0.0.0/0", "Action": "ACCEPT"}
}

func (c *cloud) rules(id string, filters ...string) securitygroup.PolicySetItem {
	c.t.Helper()
	params := p{"SecurityGroupId": id}
	for n := 0; n < len(filters); n += 2 {
		at := "Filters." + string(rune('0'+n/2))
		params[at+".Name"], params[at+".Values.0"] = filters[n], filters[n+1]
	}
	return do[securitygroup.DescribeSecurityGroupPoliciesResponse](c, "DescribeSecurityGroupPolicies", params).SecurityGroupPolicySet
}

// ports are the ports of the group's rules for what comes in, and the rules' version.
func (c *cloud) ports(id string, version string, want ...string) {
	c.t.Helper()
	set := c.rules(id)
	var got []string
	for n, r := range set.Ingress {
		got = append(got, r.Port)
		if r.PolicyIndex != int64(n) {
			c.t.Errorf("rule %d has the index %d", n, r.PolicyIndex)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || set.Version != version {
		c.t.Errorf("version %s, want %s; ports (-want +got):\n%s", set.Version, version, diff)
	}
}

func (c *cloud) update(do func(ctx context.Context, tx store.Tx) error) error {
	return c.db.Update(c.t.Context(), func(tx store.Tx) error { return do(c.t.Context(), tx) })
}
