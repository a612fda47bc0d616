package vpc_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
	"github.com/paifang/paifang/internal/tagging"
)

const stranger = "100000000002"

var now = time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)

// A cloud is vpc alone, over a database in memory, beside accounts, zones and tags that are as the test says.
type cloud struct {
	*vpc.Service
	t       testing.TB
	db      *db.DB
	table   *action.Table
	caller  call.Caller
	region  string
	quotas  map[string]int64
	seeing  func(r call.Resource, about map[string][]string) bool
	tags    map[tagging.Resource][]tagging.Tag
	guests  map[string]string // what is in a network without an address
	inhabit []vpc.Instance
}

func newCloud(t testing.TB) *cloud {
	c := &cloud{
		t: t, db: storetest.SQLite(t, vpcsql.Schema), caller: call.Caller{Account: owner, Uin: owner}, region: region,
		quotas: map[string]int64{}, tags: map[tagging.Resource][]tagging.Tag{}, guests: map[string]string{},
	}
	c.Service = vpc.New(vpc.Deps{
		Store: vpcsql.Store{}, Random: random.Seeded(1), Accounts: c, Tags: c, Zones: c, Instances: c, Occupants: []vpc.Occupants{c},
		Gateways: map[string]vpc.Gateways{"NAT": c},
	})
	c.table = action.NewTable(nil, c.Actions())
	return c
}

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (c *cloud) Zones(_ context.Context, _ store.Tx, region string) ([]string, error) {
	return []string{region + "-3", region + "-4"}, nil
}

func (c *cloud) InNetworks(context.Context, store.Tx, string, string) ([]vpc.Instance, error) {
	return slices.Clone(c.inhabit), nil
}

func (c *cloud) InVPC(_ context.Context, _ store.Tx, _, vpc string) (string, bool, error) {
	return c.guests[vpc], c.guests[vpc] != "", nil
}

func (c *cloud) HasGateway(_ context.Context, _ store.Tx, _, _, id string) (bool, error) {
	return id == "nat-12345678", nil
}

func (c *cloud) Attach(_ context.Context, _ store.Tx, _ string, r tagging.Resource, tags []tagging.Tag) error {
	c.tags[r] = append(c.tags[r], tags...)
	slices.SortFunc(c.tags[r], func(a, b tagging.Tag) int { return cmp.Compare(a.Key, b.Key) })
	return nil
}

func (c *cloud) Of(_ context.Context, _ store.Tx, _ string, r tagging.Resource) ([]tagging.Tag, error) {
	return c.tags[r], nil
}

func (c *cloud) All(_ context.Context, _ store.Tx, _, service, prefix, region string) (map[string][]tagging.Tag, error) {
	all := map[string][]tagging.Tag{}
	for r, tags := range c.tags {
		if r.Service == service && r.Prefix == prefix && r.Region == region {
			all[r.ID] = tags
		}
	}
	return all, nil
}

func (c *cloud) Drop(_ context.Context, _ store.Tx, _ string, r tagging.Resource) error {
	delete(c.tags, r)
	return nil
}

type p map[string]string

// with are the parameters with others over them; an empty one is left out.
func (ps p) with(others p) p {
	out := p{}
	for _, from := range []p{ps, others} {
		for k, v := range from {
			out[k] = v
			if v == "" {
				delete(out, k)
			}
		}
	}
	return out
}

func (c *cloud) find(name string) (*action.Bound, *call.Call) {
	c.t.Helper()
	k := &call.Call{
		Dialect: call.API3, Domain: "vpc", Version: "2017-03-12", Action: name, Region: c.region, Now: now, MaySee: c.seeing, Caller: c.caller,
	}
	b, err := c.table.Find(k)
	if err != nil {
		c.t.Fatal(err)
	}
	return b, k
}

// try calls an action.
func (c *cloud) try(name string, params p) (any, error) {
	c.t.Helper()
	b, k := c.find(name)
	tree := &param.Value{}
	for key, v := range params {
		if err := tree.AddFlat(key, v); err != nil {
			c.t.Fatal(err)
		}
	}
	var err error
	if k.Input, err = b.Decode(tree); err != nil {
		return nil, err
	}
	return b.Do(context.Background(), c.db, nil, k)
}

func do[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out, err := c.try(name, params)
	if err != nil {
		c.t.Fatalf("%s %v: %v", name, params, err)
	}
	return out.(*T)
}

func refused(t testing.TB, err error, number int, name string) {
	t.Helper()
	var is *catalogue.Refusal
	if !errors.As(err, &is) {
		t.Errorf("got %v, want %d %s", err, number, name)
	} else if is.Condition.Code.Number != number || is.Condition.Name3 != name {
		t.Errorf("got %v, want %d %s", err, number, name)
	}
}

func (c *cloud) makeVPC(name, cidr string) string {
	c.t.Helper()
	return do[vpc.CreateVpcResponse](c, "CreateVpc", p{"VpcName": name, "CidrBlock": cidr}).Vpc.VpcId
}

func (c *cloud) makeSubnet(id, cidr string) string {
	c.t.Helper()
	return do[vpc.CreateSubnetResponse](c, "CreateSubnet", p{"VpcId": id, "SubnetName": "n", "CidrBlock": cidr, "Zone": zone}).Subnet.SubnetId
}

func (c *cloud) makeTable(id string) string {
	c.t.Helper()
	return do[vpc.CreateRouteTableResponse](c, "CreateRouteTable", p{"VpcId": id, "RouteTableName": "t"}).RouteTable.RouteTableId
}

func (c *cloud) makeACL(id string) string {
	c.t.Helper()
	return do[vpc.CreateNetworkAclResponse](c, "CreateNetworkAcl", p{"VpcId": id, "NetworkAclName": "a"}).NetworkAcl.NetworkAclId
}

// hold has something take addresses of a subnet.
func (c *cloud) hold(subnet string, holders ...string) []string {
	c.t.Helper()
	var ips []string
	err := c.db.Update(context.Background(), func(tx store.Tx) (err error) {
		ips, err = c.Allocate(context.Background(), tx, c.caller.Account, subnet, nil, holders)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return ips
}
