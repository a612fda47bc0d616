package cbs_test

import (
	"context"
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
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const (
	owner, other = "100000000001", "100000000002"
	region       = "ap-guangzhou"
	zone         = "ap-guangzhou-3"
	otherZone    = "ap-guangzhou-4"
)

// A cloud is cbs with the real instances, till and tags over a database in memory, and plain stand-ins for the rest.
type cloud struct {
	*cbs.Service
	t       testing.TB
	db      store.DB
	till    *billing.Service
	cvm     *cvm.Service
	runner  *later.Runner
	clock   *clock.Manual
	actions map[string]*action.Bound
	world   *stubs
	see     func(call.Resource, map[string][]string) bool
	here    string // the region of calls; empty for the usual one
}

// stubs stand in for accounts, images, networks, groups, balancers and the settings' store.
type stubs struct {
	cvm.Networks
	cvm.Groups
	unverified bool
	quotas     map[string]int64
}

func (w *stubs) Exists(_ context.Context, _ store.Tx, account string) (bool, error) {
	return account == owner || account == other, nil
}

func (w *stubs) Verified(context.Context, store.Tx, string) (bool, error) { return !w.unverified, nil }

func (w *stubs) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := w.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (w *stubs) HasProject(_ context.Context, _ store.Tx, _ string, id int64) (bool, error) {
	return id == 0 || id == 7, nil
}

func (w *stubs) PrivateImages(context.Context, store.Tx, *call.Call) (used, most int64, err error) {
	return 0, 0, nil
}

func (w *stubs) Image(_ context.Context, _ store.Tx, _ *call.Call, id string) (cvm.Image, bool, error) {
	return cvm.Image{ID: id, OS: "centos7.2x86_64", Type: "PUBLIC_IMAGE", Platform: "CentOS", SizeGB: 20, State: "NORMAL"}, true, nil
}

func (w *stubs) Allocate(_ context.Context, _ store.Tx, _, _ string, _, holders []string) ([]string, error) {
	ips := make([]string, len(holders))
	for n := range ips {
		ips[n] = fmt.Sprintf("10.0.0.%d", n+2)
	}
	return ips, nil
}

func (w *stubs) Free(context.Context, store.Tx, string, string) error { return nil }

func (w *stubs) Known(context.Context, store.Tx, string, string, string, []string) error { return nil }

func (w *stubs) Room(context.Context, store.Tx, string, string, []string, int64) error { return nil }

func (w *stubs) Guard(context.Context, store.Tx, string, string, string, string, []string) error {
	return nil
}

func (w *stubs) Unguard(context.Context, store.Tx, string, string) error { return nil }

func (w *stubs) Default(context.Context, store.Tx, string, string, string, int64, time.Time) (string, error) {
	return "sg-default1", nil
}

func (w *stubs) OfInstance(context.Context, store.Tx, string, string) ([]string, error) {
	return nil, nil
}

func (w *stubs) Unbind(context.Context, store.Tx, string, string) error { return nil }

func (w *stubs) Settings(context.Context, store.Tx) (*settings.Settings, error) { return nil, nil }

func (w *stubs) PutSettings(context.Context, store.Tx, *settings.Settings) error { return nil }

func (w *stubs) Owner(context.Context, store.Tx, string) (string, string, string, error) {
	return "", "", "", nil
}

func (w *stubs) Readdress(context.Context, store.Tx, string, string, string) error { return nil }

func (w *stubs) Return(context.Context, store.Tx, *call.Call, string) error { return nil }

func (w *stubs) InstanceGone(context.Context, store.Tx, string, string) error { return nil }

func (w *stubs) Attached(context.Context, store.Tx, string, string) ([]string, error) {
	return nil, nil
}

func (w *stubs) LetAllGo(context.Context, store.Tx, string, string, time.Time) error { return nil }

// hosts shows cbs the instances, as the wiring does.
type hosts struct{ *cvm.Service }

func (s hosts) Instance(ctx context.Context, tx store.Tx, account, id string) (*cbs.Instance, error) {
	i, err := s.Service.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return nil, err
	}
	return &cbs.Instance{
		ID: i.ID, Account: i.Account, Region: i.Region, Zone: i.Zone, Name: i.Name, State: string(i.State), Expires: i.Expires, IPs: i.PrivateIPs,
	}, nil
}

func (s hosts) Stop(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	return s.TurnOff(ctx, tx, c, id)
}

func (s hosts) Start(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	return s.TurnOn(ctx, tx, c, id)
}

func (s hosts) ZonesOf(context.Context, store.Tx, string) ([]string, error) {
	return []string{zone, otherZone}, nil
}

var began = time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)

func newCloud(t testing.TB) *cloud {
	t.Helper()
	w := &stubs{quotas: map[string]int64{}}
	d := storetest.SQLite(t, cbssql.Schema, cvmsql.Schema, tagsql.Schema, billingsql.Schema, latersql.Schema)
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	keeper, err := settings.Open(t.Context(), d, w, settings.Settings{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	tags := tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: w})
	c := &cloud{t: t, db: d, world: w, clock: clock.NewManual(began), actions: map[string]*action.Bound{}}
	c.till = billing.New(billing.Deps{Store: billingsql.Store{}, Later: queue, Random: r, Accounts: w})
	c.cvm = cvm.New(cvm.Deps{
		Store: cvmsql.Store{}, Later: queue, Random: r, Settings: keeper, Till: c.till, Accounts: w, Networks: w, Images: w, Balancers: w, Groups: w,
		Elastic: w, Interfaces: w, Tags: tags,
	})
	c.Service = cbs.New(cbs.Deps{
		Store: cbssql.New(), Later: queue, Random: r, Settings: keeper, Till: c.till, Tags: tags, Accounts: w, Zones: hosts{c.cvm}, Instances: hosts{c.cvm},
	})
	c.cvm.Disks = c.Service
	tags.Resources = c.Service
	c.till.Renewals = c.cvm
	c.till.Sell(c.cvm, c.Service)
	c.runner = later.NewRunner(d, queue, c.clock, slog.New(slog.DiscardHandler))
	c.till.Handle(c.runner)
	c.cvm.Handle(c.runner)
	c.Handle(c.runner)
	for _, b := range append(c.cvm.Actions(), c.Actions()...) {
		if b.Version != "" {
			c.actions[b.Name] = b
		}
	}
	c.must(func(ctx context.Context, tx store.Tx) error {
		for _, shop := range cvm.Defaults() {
			if shop.Name != zone && shop.Name != otherZone {
				continue
			}
			if err := c.cvm.PutZone(ctx, tx, shop.Zone); err != nil {
				return err
			}
			for _, o := range shop.Offers[:1] {
				if err := c.cvm.PutOffer(ctx, tx, o); err != nil {
					return err
				}
			}
		}
		return c.till.SetBalance(ctx, tx, owner, 10000*money.Yuan, began)
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
func (c *cloud) try(name string, p params) (any, error) { return c.tryAs(owner, name, p) }

func (c *cloud) tryAs(account, name string, p params) (any, error) {
	c.t.Helper()
	if err := c.runner.CatchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	b := c.actions[name]
	if b == nil {
		c.t.Fatalf("there is no action %s", name)
	}
	tree := &param.Value{Kind: param.Tree}
	for k, v := range p {
		if err := tree.AddFlat(k, v); err != nil {
			c.t.Fatal(err)
		}
	}
	in, err := b.Decode(tree)
	if err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.db, nil, &call.Call{
		RequestID: "b6f1f0c1-0000-4000-8000-000000000001", Now: c.clock.Now(), Region: c.region(), MaySee: c.see, Input: in, Action: name,
		Caller: call.Caller{Account: account, Uin: account},
	})
}

// region is where calls are made.
func (c *cloud) region() string {
	if c.here != "" {
		return c.here
	}
	return region
}

// do is try, for what has to succeed.
func do[Out any](c *cloud, name string, p params) *Out {
	c.t.Helper()
	out, err := c.try(name, p)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	got, ok := out.(*Out)
	if !ok {
		c.t.Fatalf("%s answered %T", name, out)
	}
	return got
}

// did is do of an action that answers nothing.
func (c *cloud) did(name string, p params) {
	c.t.Helper()
	do[cbs.Nothing](c, name, p)
}

// refused checks that an error is the refusal of that number and name.
func refused(t testing.TB, err error, number int, name string) {
	t.Helper()
	r := catalogue.As(err)
	if r == nil || r.Condition.Code.Number != number || r.Condition.Name3 != name {
		t.Errorf("got %v, want %d %s", err, number, name)
	}
}

// pass moves the clock, and no job may fail.
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

var (
	plain   = params{"Placement.Zone": zone, "DiskChargeType": "POSTPAID_BY_HOUR", "DiskType": "CLOUD_PREMIUM", "DiskSize": "100"}
	prepaid = plain.with(params{"DiskChargeType": "PREPAID", "DiskChargePrepaid.Period": "1"})
)

// buy buys a disk.
func (c *cloud) buy(more params) string {
	c.t.Helper()
	return do[cbs.CreateDisksResponse](c, "CreateDisks", plain.with(more)).DiskIdSet[0]
}

// run buys an instance with a data disk, and waits until it runs.
func (c *cloud) run(more params) (instance, system, data string) {
	c.t.Helper()
	p := params{
		"Placement.Zone": zone, "ImageId": "img-linux001", "SystemDisk.DiskType": "CLOUD_PREMIUM",
		"DataDisks.0.DiskType": "CLOUD_PREMIUM", "DataDisks.0.DiskSize": "100",
	}
	id := do[cvm.RunInstancesResponse](c, "RunInstances", p.with(more)).InstanceIdSet[0]
	c.pass(10 * time.Second)
	i := do[cvm.DescribeInstancesResponse](c, "DescribeInstances", params{"InstanceIds.0": id}).InstanceSet[0]
	if len(i.DataDisks) > 0 {
		data = i.DataDisks[0].DiskId
	}
	return id, i.SystemDisk.DiskId, data
}

// disk is what DescribeDisks says of one; nil where it lists none.
func (c *cloud) disk(id string) *cbs.DiskItem {
	c.t.Helper()
	out := do[cbs.DescribeDisksResponse](c, "DescribeDisks", params{"DiskIds.0": id})
	if len(out.DiskSet) == 0 {
		return nil
	}
	return &out.DiskSet[0]
}

// wantState checks the state of a disk; empty for one that is gone.
func (c *cloud) wantState(id string, want cbs.State) {
	c.t.Helper()
	got := cbs.State("")
	if d := c.disk(id); d != nil {
		got = cbs.State(d.DiskState)
	}
	if got != want {
		c.t.Errorf("disk %s is %q, want %q", id, got, want)
	}
}

// wait is longer than any transition takes.
func (c *cloud) wait() { c.t.Helper(); c.pass(3 * time.Second) }

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

// meters are the hourly prices of what runs, by resource.
func (c *cloud) meters() map[string]money.Amount {
	c.t.Helper()
	out := map[string]money.Amount{}
	c.must(func(ctx context.Context, tx store.Tx) error {
		all, err := c.till.Store.Meters(ctx, tx, owner)
		for _, m := range all {
			out[m.Resource] = m.Hourly
		}
		return err
	})
	return out
}

// setBalance gives the owner that much to spend.
func (c *cloud) setBalance(a money.Amount) {
	c.t.Helper()
	c.must(func(ctx context.Context, tx store.Tx) error {
		return c.till.SetBalance(ctx, tx, owner, a, c.clock.Now())
	})
}
