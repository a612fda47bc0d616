package lb_test

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
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/module/lb/lbsql"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/purchase"
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
)

// A cloud is lb alone, over a database in memory, beside accounts, servers, networks and a till that are as the test says.
type cloud struct {
	*lb.Service
	t          *testing.T
	db         *db.DB
	table      *action.Table
	runner     *later.Runner
	clock      *clock.Manual
	unverified bool
	poor       bool
	quotas     map[string]int64
	known      map[string]lb.Server
	meters     map[string]money.Amount
	held       map[string]string
	guards     map[string][]string
	tags       tags
	sees       func(r call.Resource, about map[string][]string) bool
	elastic    map[string]string
	drawn      int
	calls      int
	kept       int
}

func (c *cloud) Verified(context.Context, store.Tx, string) (bool, error) { return !c.unverified, nil }

func (c *cloud) HasProject(_ context.Context, _ store.Tx, _ string, id int64) (bool, error) {
	return id == 0, nil
}

func (c *cloud) Certificate(_ context.Context, _ store.Tx, account, id string) (has, authority bool, err error) {
	return account == owner && id != "absent00", strings.HasPrefix(id, "root"), nil
}

// HoldAddress implements lb.Addresses: there is eip-0000free, and it is free while nobody holds it.
func (c *cloud) HoldAddress(_ context.Context, _ store.Tx, _ *call.Call, id, balancer, vip string) error {
	if id != "eip-0000free" {
		return catalogue.NotFound.Errorf("The address %s does not exist.", id)
	}
	if c.elastic[id] != "" {
		return catalogue.OperationFailed.Errorf("The address %s is BIND.", id)
	}
	c.elastic[id] = balancer + " " + vip
	return nil
}

// LetAllGo implements lb.Addresses.
func (c *cloud) LetAllGo(_ context.Context, _ store.Tx, _, holder string, _ time.Time) error {
	for id, by := range c.elastic {
		if strings.HasPrefix(by, holder+" ") {
			delete(c.elastic, id)
		}
	}
	return nil
}

func (c *cloud) KeepCertificate(_ context.Context, _ store.Tx, _ *call.Call, _, certificate, key string) (string, error) {
	if certificate == "broken" {
		return "", catalogue.InvalidParameter.Errorf("The certificate is broken.")
	}
	c.kept++
	if key == "" {
		return fmt.Sprintf("root%04d", c.kept), nil
	}
	return fmt.Sprintf("kept%04d", c.kept), nil
}

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (c *cloud) Server(_ context.Context, _ store.Tx, account, id string) (*lb.Server, error) {
	for _, v := range c.known {
		if account == owner && (v.ID == id || v.OldID == id) {
			return &v, nil
		}
	}
	return nil, nil
}

func (c *cloud) Network(_ context.Context, _ store.Tx, _, region, vpc string) (*lb.Network, error) {
	if region != here || vpc != "vpc-00000001" {
		return nil, nil
	}
	return &lb.Network{ID: vpc, Number: 146490, Range: "10.1.0.0/16"}, nil
}

func (c *cloud) Subnet(_ context.Context, _ store.Tx, _, _, _, subnet string) (*lb.Network, error) {
	if subnet != "subnet-00000001" {
		return nil, nil
	}
	return &lb.Network{ID: subnet, Number: 7, Range: "10.1.1.0/24"}, nil
}

func (c *cloud) Default(context.Context, store.Tx, string, string) (*lb.Network, error) {
	return nil, nil
}

func (c *cloud) Allocate(_ context.Context, _ store.Tx, _, subnet string, wanted, holders []string) ([]string, error) {
	var ips []string
	for n, holder := range holders {
		c.drawn++
		ip := "10.1.1." + strconv.Itoa(c.drawn)
		if n < len(wanted) {
			ip = wanted[n]
		}
		c.held[ip] = holder
		ips = append(ips, ip)
	}
	return ips, nil
}

func (c *cloud) Free(_ context.Context, _ store.Tx, _, holder string) error {
	maps.DeleteFunc(c.held, func(_, who string) bool { return who == holder })
	return nil
}

func (c *cloud) Zone(_ context.Context, _ store.Tx, _, zone string) (*lb.Zone, error) {
	if zone != here+"-3" && zone != "100003" {
		return nil, nil
	}
	return &lb.Zone{Name: here + "-3", ID: 100003}, nil
}

func (c *cloud) Guard(_ context.Context, _ store.Tx, _, _, _, holder string, groups []string) error {
	if slices.Contains(groups, "sg-00000000") {
		return catalogue.NotFound.Errorf("There is no such group.")
	}
	c.guards[holder] = groups
	return nil
}

func (c *cloud) Unguard(_ context.Context, _ store.Tx, _, holder string) error {
	delete(c.guards, holder)
	return nil
}

// tags is a tagging.Keeper in memory.
type tags map[tagging.Resource][]tagging.Tag

func (t tags) Attach(_ context.Context, _ store.Tx, _ string, r tagging.Resource, more []tagging.Tag) error {
	t[r] = append(t[r], more...)
	return nil
}

func (t tags) Of(_ context.Context, _ store.Tx, _ string, r tagging.Resource) ([]tagging.Tag, error) {
	return t[r], nil
}

func (t tags) All(_ context.Context, _ store.Tx, _, service, prefix, region string) (map[string][]tagging.Tag, error) {
	all := map[string][]tagging.Tag{}
	for r, tags := range t {
		if r.Service == service && r.Prefix == prefix && r.Region == region {
			all[r.ID] = tags
		}
	}
	return all, nil
}

func (t tags) Drop(_ context.Context, _ store.Tx, _ string, r tagging.Resource) error {
	delete(t, r)
	return nil
}

// till is the cloud as a purchase.Till.
type till struct{ c *cloud }

func (t till) Charge(context.Context, store.Tx, *call.Call, purchase.Order) (string, error) {
	return "", errors.New("nothing here is prepaid")
}

func (t till) Refundable(context.Context, store.Tx, string, purchase.Order) (money.Amount, error) {
	return 0, nil
}

func (t till) Refund(context.Context, store.Tx, *call.Call, purchase.Order) (string, error) {
	return "", errors.New("nothing here is prepaid")
}

func (t till) Change(_ context.Context, _ store.Tx, _ *call.Call, resource string, hourly money.Amount) error {
	t.c.meters[resource] = hourly
	return nil
}

func (t till) Open(_ context.Context, _ store.Tx, _ *call.Call, m purchase.Meter) (string, error) {
	if t.c.poor {
		return "", catalogue.InsufficientBalance.Errorf("The balance is not enough.")
	}
	t.c.meters[m.Resource] = m.Hourly
	return "deal" + strconv.Itoa(len(t.c.meters)), nil
}

func (t till) Close(_ context.Context, _ store.Tx, _, resource string, _ time.Time) error {
	delete(t.c.meters, resource)
	return nil
}

type noSettings struct{}

func (noSettings) Settings(context.Context, store.Tx) (*settings.Settings, error)  { return nil, nil }
func (noSettings) PutSettings(context.Context, store.Tx, *settings.Settings) error { return nil }

func newCloud(t *testing.T) *cloud {
	c := &cloud{
		t: t, db: storetest.SQLite(t, lbsql.Schema, latersql.Schema), quotas: map[string]int64{}, meters: map[string]money.Amount{},
		held: map[string]string{}, guards: map[string][]string{}, tags: tags{}, elastic: map[string]string{},
		clock: clock.NewManual(time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)),
		known: map[string]lb.Server{
			"a": {ID: "ins-0000000a", OldID: "qcvm00a", Name: "a", Region: here, LanIP: "10.0.0.1", WanIPs: []string{"1.2.3.4"}, Status: 2},
			"b": {ID: "ins-0000000b", OldID: "qcvm00b", Name: "b", Region: here, LanIP: "10.0.0.2", Status: 4},
			"v": {ID: "ins-0000000v", OldID: "qcvm00v", Name: "v", Region: here, LanIP: "10.1.0.2", Status: 2, VPC: "vpc-00000001"},
		},
	}
	keeper, err := settings.Open(t.Context(), c.db, noSettings{}, settings.Settings{Region: here})
	if err != nil {
		t.Fatal(err)
	}
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	c.Service = lb.New(lb.Deps{
		Store: lbsql.Store{}, Later: queue, Random: r, Settings: keeper, Accounts: c, Servers: c, Networks: c, Zones: c, Groups: c, Certificates: c, Tags: c.tags, Till: till{c}, Addresses: c,
	})
	c.table = action.NewTable(nil, c.Actions())
	c.runner = later.NewRunner(c.db, queue, c.clock, slog.New(slog.DiscardHandler))
	c.Handle(c.runner)
	return c
}

// wait lets a second pass, in which every task ends.
func (c *cloud) wait() {
	c.t.Helper()
	c.clock.Advance(time.Second)
	if err := c.runner.CatchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

type p = map[string]string

// with is params with more of them.
func with(params p, more ...string) p {
	all := p{}
	for k, v := range params {
		all[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

func (c *cloud) as(uin, name string, params p) (any, error) {
	c.t.Helper()
	return c.send(params, &call.Call{Domain: "lb", Action: name, Region: here, Now: c.clock.Now(), Caller: call.Caller{Account: uin, Uin: uin, AppID: "1250000000"}})
}

// try makes a call by API 3.0, under the next number as its request's id.
func (c *cloud) try(name string, params p) (any, error) {
	c.t.Helper()
	return c.asks(owner, name, params)
}

func (c *cloud) asks(uin, name string, params p) (any, error) {
	c.t.Helper()
	c.calls++
	return c.send(params, &call.Call{
		Dialect: call.API3, Domain: "clb", Version: "2018-03-17", RequestID: strconv.Itoa(c.calls), Action: name, Region: here, Now: c.clock.Now(),
		Caller: call.Caller{Account: uin, Uin: uin, AppID: "1250000000"}, MaySee: c.sees,
	})
}

// told makes a call by API 3.0 that must be answered.
func told[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out, err := c.try(name, params)
	if err != nil {
		c.t.Fatalf("%s %v: %v", name, params, err)
	}
	return out.(*T)
}

// makes makes a change by API 3.0 and waits until it is done.
func makes[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out := told[T](c, name, params)
	task := p{"TaskId": strconv.Itoa(c.calls)}
	if got := told[lb.DescribeTaskStatusResponse](c, "DescribeTaskStatus", task); got.Status != 2 {
		c.t.Errorf("%s: its task has status %d, want 2", name, got.Status)
	}
	c.wait()
	if got := told[lb.DescribeTaskStatusResponse](c, "DescribeTaskStatus", task); got.Status != 0 {
		c.t.Errorf("%s: its task has status %d, want 0", name, got.Status)
	}
	return out
}

// denies wants a refusal of API 3.0 of the row, by that name.
func (c *cloud) denies(name string, params p, row *catalogue.Condition, name3 string) {
	c.t.Helper()
	_, err := c.try(name, params)
	var r *catalogue.Refusal
	if !errors.As(err, &r) || !errors.Is(err, row) || r.Condition.Name3 != name3 {
		c.t.Errorf("%s %v: got %v, want %d %s", name, params, err, row.Code.Number, name3)
	}
}

func (c *cloud) send(params p, k *call.Call) (any, error) {
	c.t.Helper()
	b, err := c.table.Find(k)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for _, key := range slices.Sorted(maps.Keys(params)) {
		if err := tree.AddFlat(key, params[key]); err != nil {
			c.t.Fatal(err)
		}
	}
	if k.Input, err = b.Decode(tree); err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.db, nil, k)
}

func answer[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out, err := c.as(owner, name, params)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	return out.(*T)
}

// does makes a change and waits until it is done.
func (c *cloud) does(name string, params p) {
	c.t.Helper()
	task := answer[lb.TaskAnswer](c, name, params).RequestID
	if got := c.status(task); got != 2 {
		c.t.Errorf("%s: its task has status %d, want 2", name, got)
	}
	c.wait()
	if got := c.status(task); got != 0 {
		c.t.Errorf("%s: its task has status %d, want 0", name, got)
	}
}

func (c *cloud) status(task int64) int64 {
	c.t.Helper()
	return answer[lb.TaskResponse](c, "DescribeLoadBalancersTaskResult", p{"requestId": strconv.FormatInt(task, 10)}).Data.Status
}

// refuses wants a refusal of the row with that codeDesc.
func (c *cloud) refuses(name string, params p, row *catalogue.Condition, desc string) {
	c.t.Helper()
	_, err := c.as(owner, name, params)
	var r *catalogue.Refusal
	if !errors.As(err, &r) || !errors.Is(err, row) || r.Condition.Desc != desc {
		c.t.Errorf("%s %v: got %v, want %d %s", name, params, err, row.Code.Number, desc)
	}
}

// bought is a load balancer that is ready.
func (c *cloud) bought(params p) string {
	c.t.Helper()
	out := answer[lb.CreateLoadBalancerResponse](c, "CreateLoadBalancer", params)
	c.wait()
	return out.UnLoadBalancerIDs[out.DealIDs[0]][0]
}

// listens adds a listener and waits.
func (c *cloud) listens(name string, params p) string {
	c.t.Helper()
	out := answer[lb.CreateListenersResponse](c, name, params)
	c.wait()
	return out.ListenerIDs[0]
}
