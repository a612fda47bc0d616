package cvm_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/billing/billingsql"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cbs/cbssql"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/cvm/cvmsql"
	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/module/securitygroup/securitygroupsql"
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const (
	owner, other   = "100000000001", "100000000002"
	region         = "ap-guangzhou"
	zone           = "ap-guangzhou-3"
	linux, windows = "img-linux001", "img-windows1"
	v3             = "2017-03-12"
)

// A cloud is cvm with the real till and networks over a database in memory, and plain stand-ins for the rest.
type cloud struct {
	*cvm.Service
	t       *testing.T
	db      store.DB
	till    *billing.Service
	book    *orderBook
	nets    *vpc.Service
	disks   *cbs.Service
	runner  *later.Runner
	clock   *clock.Manual
	actions map[string]*action.Bound
	world   *stubs

	vpc, subnet string
	see         func(call.Resource, map[string][]string) bool
}

// stubs stand in for accounts, images, balancers and the settings' store.
type stubs struct {
	unverified            bool
	quotas                map[string]int64
	bound                 map[string][]string
	imageState            string
	letGo                 []string
	attached              func(instance string) []string
	readdressed, returned []string
}

func (w *stubs) Verified(context.Context, store.Tx, string) (bool, error) { return !w.unverified, nil }

func (w *stubs) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := w.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (w *stubs) Exists(context.Context, store.Tx, string) (bool, error) { return true, nil }

func (w *stubs) HasProject(_ context.Context, _ store.Tx, _ string, id int64) (bool, error) {
	return id == 0 || id == 7, nil
}

func (w *stubs) Image(_ context.Context, _ store.Tx, _ *call.Call, id string) (cvm.Image, bool, error) {
	img := cvm.Image{ID: id, Name: "CentOS 7.2", OS: "centos7.2x86_64", Type: "PUBLIC_IMAGE", Platform: "CentOS", SizeGB: 20, NumericID: 1, State: w.imageState}
	switch id {
	case linux:
	case windows:
		img.Platform, img.OS, img.SizeGB = "Windows", "win2012r2x86_64", 50
	default:
		return img, false, nil
	}
	return img, true, nil
}

func (w *stubs) PrivateImages(context.Context, store.Tx, *call.Call) (used, most int64, err error) {
	return 2, 10, nil
}

func (w *stubs) OfInstance(_ context.Context, _ store.Tx, _, id string) ([]string, error) {
	return w.bound[id], nil
}

func (w *stubs) Unbind(_ context.Context, _ store.Tx, _, id string) error {
	delete(w.bound, id)
	return nil
}

func (w *stubs) Attached(_ context.Context, _ store.Tx, _, id string) ([]string, error) {
	if w.attached == nil {
		return nil, nil
	}
	return w.attached(id), nil
}

func (w *stubs) Readdress(_ context.Context, _ store.Tx, _, id, ip string) error {
	w.readdressed = append(w.readdressed, id+" "+ip)
	return nil
}

func (w *stubs) Return(_ context.Context, _ store.Tx, _ *call.Call, id string) error {
	w.returned = append(w.returned, id)
	return nil
}

func (w *stubs) InstanceGone(context.Context, store.Tx, string, string) error { return nil }

func (w *stubs) LetAllGo(_ context.Context, _ store.Tx, _, id string, _ time.Time) error {
	w.letGo = append(w.letGo, id)
	return nil
}

func (w *stubs) Settings(context.Context, store.Tx) (*settings.Settings, error) { return nil, nil }

func (w *stubs) PutSettings(context.Context, store.Tx, *settings.Settings) error { return nil }

func (w *stubs) Owner(context.Context, store.Tx, string) (string, string, string, error) {
	return "", "", "", nil
}

// An orderBook is the real till that remembers what was ordered.
type orderBook struct {
	*billing.Service
	orders []order
}

type order struct {
	purchase.Order
	deal string
}

func (b *orderBook) last() order { return b.orders[len(b.orders)-1] }

func (b *orderBook) Charge(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order) (string, error) {
	deal, err := b.Service.Charge(ctx, tx, c, o)
	b.orders = append(b.orders, order{o, deal})
	return deal, err
}

func (b *orderBook) Refund(ctx context.Context, tx store.Tx, c *call.Call, o purchase.Order) (string, error) {
	deal, err := b.Service.Refund(ctx, tx, c, o)
	b.orders = append(b.orders, order{o, deal})
	return deal, err
}

// The security groups that there are.
const group, otherGroup = "sg-abcdefgh", "sg-00000002"

var began = time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)

func newCloud(t *testing.T) *cloud {
	t.Helper()
	w := &stubs{quotas: map[string]int64{}, bound: map[string][]string{}, imageState: "NORMAL"}
	d := storetest.SQLite(t, cvmsql.Schema, cbssql.Schema, vpcsql.Schema, tagsql.Schema, securitygroupsql.Schema, billingsql.Schema, latersql.Schema)
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	keeper, err := settings.Open(t.Context(), d, w, settings.Settings{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	c := &cloud{t: t, db: d, world: w, clock: clock.NewManual(began), actions: map[string]*action.Bound{}}
	c.nets = vpc.New(vpc.Deps{Store: vpcsql.Store{}, Random: r})
	c.till = billing.New(billing.Deps{Store: billingsql.Store{}, Later: queue, Random: r, Accounts: w})
	c.book = &orderBook{Service: c.till}
	c.Service = cvm.New(cvm.Deps{
		Store: cvmsql.Store{}, Later: queue, Random: r, Settings: keeper, Till: c.book, Accounts: w, Networks: c.nets, Images: w, Balancers: w, Elastic: w, Interfaces: w,
		Groups: securitygroup.New(securitygroup.Deps{Store: securitygroupsql.Store{}, Random: r, Accounts: w, Tags: tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: w})}),
		Tags:   tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: w}),
	})
	c.disks = cbs.New(cbs.Deps{
		Store: cbssql.New(), Later: queue, Random: r, Settings: keeper, Till: c.book, Tags: c.Tags, Accounts: w,
	})
	c.Disks = c.disks
	c.till.Renewals = c.Service
	c.till.Sell(c.Service)
	c.runner = later.NewRunner(d, queue, c.clock, slog.New(slog.DiscardHandler))
	c.till.Handle(c.runner)
	c.Handle(c.runner)
	c.disks.Handle(c.runner)
	action.NewTable(nil, c.Actions()) // panics when two can't be told apart
	for _, b := range c.Actions() {
		c.actions[b.Name+" "+b.Version] = b
	}
	c.must(func(ctx context.Context, tx store.Tx) error {
		for _, shop := range cvm.Defaults() {
			if err := c.PutZone(ctx, tx, shop.Zone); err != nil {
				return err
			}
			if shop.Name != zone && shop.Name != "ap-guangzhou-4" {
				continue // two zones with offers are enough
			}
			computing := cvm.Offer{Zone: shop.Name, Type: "HCCIC5.24XLARGE384", CPU: 96, Memory: 384, Hourly: 24 * money.Yuan, Monthly: 9600 * money.Yuan, Stock: cvm.Unlimited, Sold: true}
			for _, o := range append(shop.Offers, computing) {
				if err := c.PutOffer(ctx, tx, o); err != nil {
					return err
				}
			}
		}
		for _, id := range []string{group, otherGroup} {
			if _, err := (securitygroupsql.Store{}).AddGroup(ctx, tx, &securitygroup.Group{ID: id, Account: owner, Region: region, Created: began}); err != nil {
				return err
			}
		}
		v, err := c.nets.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "10.0.0.0/16", Created: began})
		if err != nil {
			return err
		}
		n, err := c.nets.PutSubnet(ctx, tx, vpc.Subnet{VPC: v.ID, Zone: zone, CIDR: "10.0.1.0/28", Created: began})
		c.vpc, c.subnet = v.ID, n.ID
		return errors.Join(err, c.till.SetBalance(ctx, tx, owner, 10000*money.Yuan, began))
	})
	return c
}

func (c *cloud) must(do func(ctx context.Context, tx store.Tx) error) {
	c.t.Helper()
	err := c.db.Update(c.t.Context(), func(tx store.Tx) error { return do(c.t.Context(), tx) })
	if err != nil {
		c.t.Fatal(err)
	}
}

// params are an action's, by their flat names.
type params map[string]string

// with is a copy with other values; one that is empty is left out.
func (p params) with(more params) params {
	out := params{}
	for k, v := range p {
		out[k] = v
	}
	for k, v := range more {
		out[k] = v
		if v == "" {
			delete(out, k)
		}
	}
	return out
}

// try does an action as owner's main account, once what is due has happened.
func (c *cloud) try(name, version string, p params) (any, error) {
	return c.tryAs(owner, name, version, p)
}

func (c *cloud) tryAs(account, name, version string, p params) (any, error) {
	c.t.Helper()
	if err := c.runner.CatchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	b := c.actions[name+" "+version]
	if b == nil {
		c.t.Fatalf("there is no action %s %s", name, version)
	}
	from := tree(c.t, p)
	in, err := b.Decode(from)
	if err != nil {
		return nil, err
	}
	k := c.callOf(account)
	k.Input, k.Params, k.Action, k.Version = in, from, name, version
	return b.Do(c.t.Context(), c.db, nil, k)
}

// callOf is a call of an account's.
func (c *cloud) callOf(account string) *call.Call {
	return &call.Call{
		RequestID: "b6f1f0c1-0000-4000-8000-000000000001", Now: c.clock.Now(), Region: region, MaySee: c.see,
		Caller: call.Caller{Account: account, Uin: account},
	}
}

func tree(t *testing.T, p params) *param.Value {
	t.Helper()
	tree := &param.Value{Kind: param.Tree}
	for k, v := range p {
		if err := tree.AddFlat(k, v); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func resource(kind, id string) call.Resource {
	return call.Resource{Service: "cvm", Type: kind, ID: id}
}

// do is try, for what has to succeed.
func do[Out any](c *cloud, name, version string, p params) *Out {
	c.t.Helper()
	out, err := c.try(name, version, p)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	got, ok := out.(*Out)
	if !ok {
		c.t.Fatalf("%s answered %T", name, out)
	}
	return got
}

// refused checks that an error is the refusal of that number and name, which its action declares.
func refused(t *testing.T, err error, number int, name string) {
	t.Helper()
	r := catalogue.As(err)
	if r == nil || r.Condition.Code.Number != number || r.Condition.Name3 != name {
		t.Errorf("got %v, want %d %s", err, number, name)
	}
}

// pass moves the clock.
func (c *cloud) pass(d time.Duration) {
	c.t.Helper()
	c.clock.Advance(d)
	if err := c.runner.CatchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	c.must(func(ctx context.Context, tx store.Tx) error {
		pending, err := c.Later.Pending(ctx, tx)
		for _, e := range pending {
			if e.Error != "" {
				return fmt.Errorf("job %s of %s failed: %s", e.Kind, e.Key, e.Error)
			}
		}
		return err
	})
}

// plain buys the smallest instance.
var plain = params{"Placement.Zone": zone, "ImageId": linux}

// run buys an instance and waits until it runs.
func (c *cloud) run(more params) string {
	c.t.Helper()
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(more)).InstanceIdSet[0]
	c.pass(10 * time.Second)
	return id
}

// instance is what DescribeInstances says of one; nil where it lists none.
func (c *cloud) instance(id string) *cvm.InstanceItem {
	c.t.Helper()
	out := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", v3, params{"InstanceIds.0": id})
	if len(out.InstanceSet) == 0 {
		return nil
	}
	return &out.InstanceSet[0]
}

// wantState checks the state of an instance; empty for one that is gone.
func (c *cloud) wantState(id string, want cvm.State) {
	c.t.Helper()
	got := cvm.State("")
	if i := c.instance(id); i != nil {
		got = cvm.State(i.InstanceState)
	}
	if got != want {
		c.t.Errorf("instance %s is %q, want %q", id, got, want)
	}
}

// available is what the owner can spend.
func (c *cloud) available() money.Amount {
	c.t.Helper()
	var cash money.Amount
	c.must(func(ctx context.Context, tx store.Tx) error {
		books, err := c.till.Balances(ctx, tx, owner)
		cash = books[billing.Cash]
		return err
	})
	return cash
}

func yuan(s string) money.Amount {
	a, err := money.Parse(s)
	if err != nil {
		panic(err)
	}
	return a
}

func noDelays(s *settings.Settings) error {
	for name := range settings.Transitions {
		s.Delays[name] = 0
	}
	return nil
}
