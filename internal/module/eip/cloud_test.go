package eip_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/billing/billingsql"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/module/eip/eipsql"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
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

// A cloud is eip over a database in memory with the real till, beside accounts, a pool of addresses, instances, interfaces and tags that
// are as the test says.
type cloud struct {
	*eip.Service
	t          *testing.T
	db         *db.DB
	actions    map[string]*action.Bound
	till       *billing.Service
	runner     *later.Runner
	clock      *clock.Manual
	unverified bool
	exhausted  bool
	quotas     map[string]int64
	tags       map[tagging.Resource][]tagging.Tag
	servers    map[string]*eip.Server
	interfaces map[string]*eip.Interface
	pool       map[string]string // holders by address
	sees       func(r call.Resource, about map[string][]string) bool
}

func (c *cloud) Verified(context.Context, store.Tx, string) (bool, error) { return !c.unverified, nil }

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (c *cloud) Owner(context.Context, store.Tx, string) (string, string, string, error) {
	return "", "", "", nil
}

func (c *cloud) Settings(context.Context, store.Tx) (*settings.Settings, error) { return nil, nil }

func (c *cloud) PutSettings(context.Context, store.Tx, *settings.Settings) error { return nil }

func (c *cloud) AllocatePublic(_ context.Context, _ store.Tx, _ string, holders []string) ([]string, error) {
	if c.exhausted {
		return nil, catalogue.OperationFailed.Errorf("No address is left.")
	}
	var out []string
	for _, h := range holders {
		for n := 1; ; n++ {
			if ip := "198.18.0." + strconv.Itoa(n); c.pool[ip] == "" {
				c.pool[ip] = h
				out = append(out, ip)
				break
			}
		}
	}
	return out, nil
}

func (c *cloud) HandPublic(_ context.Context, _ store.Tx, _, ip, holder string) error {
	c.pool[ip] = holder
	return nil
}

func (c *cloud) Free(_ context.Context, _ store.Tx, _, holder string) error {
	maps.DeleteFunc(c.pool, func(_, h string) bool { return h == holder })
	return nil
}

// instances is the cloud as eip.Servers.
type instances struct{ c *cloud }

func (s instances) Server(_ context.Context, _ store.Tx, account, id string) (*eip.Server, error) {
	if account != owner {
		return nil, nil
	}
	return s.c.servers[id], nil
}

func (s instances) Show(ctx context.Context, tx store.Tx, account, id, ip string) error {
	i := s.c.servers[id]
	i.PublicIPs = slices.DeleteFunc(i.PublicIPs, func(had string) bool { return s.c.pool[had] == id })
	for had, h := range maps.Clone(s.c.pool) {
		if h == id {
			delete(s.c.pool, had)
		}
	}
	if !slices.Contains(i.PublicIPs, ip) {
		i.PublicIPs = append(i.PublicIPs, ip)
	}
	return nil
}

func (s instances) Hide(_ context.Context, _ store.Tx, _, id, ip string) error {
	if i := s.c.servers[id]; i != nil {
		i.PublicIPs = slices.DeleteFunc(i.PublicIPs, func(had string) bool { return had == ip })
	}
	if s.c.pool[ip] == id {
		delete(s.c.pool, ip)
	}
	return nil
}

func (s instances) Reassign(ctx context.Context, tx store.Tx, account, id string) error {
	ips, err := s.c.AllocatePublic(ctx, tx, account, []string{id})
	s.c.servers[id].PublicIPs = append(s.c.servers[id].PublicIPs, ips...)
	return err
}

func (s instances) WithPublic(_ context.Context, _ store.Tx, _, _, ip string) (string, error) {
	for id, i := range s.c.servers {
		if slices.Contains(i.PublicIPs, ip) {
			return id, nil
		}
	}
	return "", nil
}

func (s instances) ResourceFacts(_ context.Context, _ store.Tx, _ string, r call.Resource) (call.Resource, map[string][]string, error) {
	return r, map[string][]string{"cvm:zone": {"ap-guangzhou-3"}}, nil
}

func (c *cloud) Interface(_ context.Context, _ store.Tx, _, _, id string) (*eip.Interface, error) {
	return c.interfaces[id], nil
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

var began = time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)

func newCloud(t *testing.T) *cloud {
	c := &cloud{
		t: t, db: storetest.SQLite(t, eipsql.Schema, billingsql.Schema, latersql.Schema), actions: map[string]*action.Bound{}, clock: clock.NewManual(began),
		quotas: map[string]int64{}, tags: map[tagging.Resource][]tagging.Tag{}, pool: map[string]string{"198.18.0.99": "ins-0000000b"},
		servers: map[string]*eip.Server{
			"ins-0000000a": {ID: "ins-0000000a", Region: here, PrivateIP: "10.0.0.1", State: "RUNNING", Steady: true},
			"ins-0000000b": {ID: "ins-0000000b", Region: here, PrivateIP: "10.0.0.2", State: "STOPPED", Steady: true, PublicIPs: []string{"198.18.0.99"}, Charge: eip.ByBandwidth, Bandwidth: 5},
			"ins-0000000c": {ID: "ins-0000000c", Region: here, PrivateIP: "10.0.0.3", State: "PENDING"},
			"ins-0000000d": {ID: "ins-0000000d", Region: there, PrivateIP: "10.0.0.4", State: "RUNNING", Steady: true},
		},
		interfaces: map[string]*eip.Interface{
			"eni-0000free": {ID: "eni-0000free", PrivateIPs: []string{"10.1.0.1", "10.1.0.2"}},
			"eni-00000ofa": {ID: "eni-00000ofa", Instance: "ins-0000000a", PrivateIPs: []string{"10.0.0.1", "10.0.0.9"}},
		},
	}
	keeper, err := settings.Open(t.Context(), c.db, c, settings.Settings{Region: here})
	if err != nil {
		t.Fatal(err)
	}
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	c.till = billing.New(billing.Deps{Store: billingsql.Store{}, Later: queue, Random: r, Accounts: c})
	c.Service = eip.New(eip.Deps{
		Store: eipsql.Store{}, Later: queue, Random: r, Settings: keeper, Accounts: c, Pool: c, Tags: c, Till: c.till, Servers: instances{c}, Interfaces: c, Balancers: c,
	})
	c.till.Sell(c.Service)
	c.runner = later.NewRunner(c.db, queue, c.clock, slog.New(slog.DiscardHandler))
	c.till.Handle(c.runner)
	c.Handle(c.runner)
	for _, b := range c.Actions() {
		c.actions[b.Name] = b
	}
	c.balance(1000 * money.Yuan)
	return c
}

// Balancer implements eip.Balancers: lb-00000int is private, lb-00000pub public.
func (c *cloud) Balancer(_ context.Context, _ store.Tx, account, region, id string) (*eip.Balancer, error) {
	if account != owner || region != here || id != "lb-00000int" && id != "lb-00000pub" {
		return nil, nil
	}
	return &eip.Balancer{ID: id, VIP: "10.2.0.1", Public: id == "lb-00000pub"}, nil
}

func (c *cloud) must(do func(ctx context.Context, tx store.Tx) error) {
	c.t.Helper()
	if err := c.db.Update(c.t.Context(), func(tx store.Tx) error { return do(c.t.Context(), tx) }); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cloud) balance(a money.Amount) {
	c.t.Helper()
	c.must(func(ctx context.Context, tx store.Tx) error {
		return c.till.SetBalance(ctx, tx, owner, a, c.clock.Now())
	})
}

// cash is what the owner has.
func (c *cloud) cash() money.Amount {
	c.t.Helper()
	var cash money.Amount
	c.must(func(ctx context.Context, tx store.Tx) error {
		books, err := c.till.Balances(ctx, tx, owner)
		cash = books[billing.Cash]
		return err
	})
	return cash
}

// pass lets time pass; no job may fail in it.
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

type p map[string]string

func (a p) with(more p) p {
	out := p{}
	maps.Copy(out, a)
	maps.Copy(out, more)
	return out
}

func (c *cloud) as(uin, region, name string, params p) (any, error) {
	c.t.Helper()
	k := &call.Call{Action: name, Region: region, Now: c.clock.Now(), Caller: call.Caller{Account: uin, Uin: uin}, MaySee: c.sees}
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
	before := maps.Clone(c.pool)
	out, err := c.as(owner, here, name, params)
	if err != nil {
		c.pool = before // what is refused hands no address on, as in a transaction
	}
	return out, err
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

func (c *cloud) refuses(name string, params p, number int, name3 string) {
	c.t.Helper()
	_, err := c.try(name, params)
	var r *catalogue.Refusal
	if !errors.As(err, &r) {
		c.t.Errorf("%s %v: got %v, want %s", name, params, err, name3)
		return
	}
	if r.Condition.Name3 != name3 || r.Condition.Code.Number != number {
		c.t.Errorf("%s %v: got %v, want %d %s", name, params, err, number, name3)
	}
	declared := slices.ContainsFunc(c.actions[name].Refuses, func(d *catalogue.Condition) bool { return *d == *r.Condition })
	if !declared && number != 4000 {
		c.t.Errorf("%s does not declare %s", name, name3)
	}
}

// bought is an address that is ready.
func (c *cloud) bought(params p) string {
	c.t.Helper()
	id := do[eip.AllocateAddressesResponse](c, "AllocateAddresses", params).AddressSet[0]
	c.pass(time.Second)
	return id
}

func (c *cloud) show(id string) *eip.AddressItem {
	c.t.Helper()
	out := do[eip.DescribeAddressesResponse](c, "DescribeAddresses", p{"AddressIds.0": id})
	if len(out.AddressSet) == 0 {
		return nil
	}
	return &out.AddressSet[0]
}

func (c *cloud) state(id, want string) {
	c.t.Helper()
	if got := c.show(id); got == nil || got.AddressStatus != want {
		c.t.Errorf("%s: got %+v, want it to be %s", id, got, want)
	}
}

// settled does a change and waits for its task.
func (c *cloud) settled(name string, params p) {
	c.t.Helper()
	task := do[eip.TaskResponse](c, name, params).TaskId
	result := func() string {
		return do[eip.DescribeTaskResultResponse](c, "DescribeTaskResult", p{"TaskId": task}).Result
	}
	if got := result(); got != "RUNNING" {
		c.t.Errorf("%s: its task is %s", name, got)
	}
	c.pass(time.Second)
	if got := result(); got != "SUCCESS" {
		c.t.Errorf("%s: its task is %s", name, got)
	}
}

func ids(all []eip.AddressItem) string {
	var out []string
	for _, a := range all {
		out = append(out, a.AddressId)
	}
	return strings.Join(out, " ")
}
