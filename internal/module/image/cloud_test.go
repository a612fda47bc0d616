package image_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/module/image/imagesql"
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const (
	owner   = "100000000001"
	other   = "100000000002"
	here    = "ap-guangzhou"
	centos  = "img-centos76"
	server  = "ins-running1"
	stopped = "ins-stopped1"
)

// A cloud is image alone, over a database in memory, beside accounts and instances that are as the test says.
type cloud struct {
	shot, dropped []string
	*image.Service
	t      *testing.T
	db     *db.DB
	table  *action.Table
	runner *later.Runner
	clock  *clock.Manual
	region string
	quotas map[string]int64
	seeing func(r call.Resource, about map[string][]string) bool
}

func (c *cloud) Exists(_ context.Context, _ store.Tx, uin string) (bool, error) {
	return uin == owner || uin == other, nil
}

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

func (c *cloud) Instance(_ context.Context, _ store.Tx, account, region, id string) (*image.Instance, error) {
	states := map[string]string{server: "RUNNING", stopped: "STOPPED", "ins-starting": "STARTING"}
	if account != owner || region != here || states[id] == "" {
		return nil, nil
	}
	return &image.Instance{ID: id, State: states[id], ImageID: centos, SystemDiskGB: 50}, nil
}

type noSettings struct{}

func (noSettings) Settings(context.Context, store.Tx) (*settings.Settings, error)  { return nil, nil }
func (noSettings) PutSettings(context.Context, store.Tx, *settings.Settings) error { return nil }

func newCloud(t *testing.T) *cloud {
	c := &cloud{
		t: t, db: storetest.SQLite(t, imagesql.Schema, latersql.Schema, tagsql.Schema), region: here, quotas: map[string]int64{},
		clock: clock.NewManual(time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)),
	}
	keeper, err := settings.Open(t.Context(), c.db, noSettings{}, settings.Settings{Region: here})
	if err != nil {
		t.Fatal(err)
	}
	r := random.Seeded(1)
	queue := later.NewQueue(latersql.Store{}, r)
	c.Service = image.New(image.Deps{
		Store: imagesql.Store{}, Later: queue, Random: r, Settings: keeper, Accounts: c, Instances: c, Snapshots: c,
		Tags: tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: c}),
	})
	c.table = action.NewTable(nil, c.Actions())
	c.runner = later.NewRunner(c.db, queue, c.clock, slog.New(slog.DiscardHandler))
	c.Handle(c.runner)
	return c
}

// wait lets time pass.
func (c *cloud) wait(d time.Duration) {
	c.t.Helper()
	c.clock.Advance(d)
	if err := c.runner.CatchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

type p = map[string]string

// as calls an action; a version is written before its name: "2017-03-12 CreateImage".
func (c *cloud) as(uin, name string, params p) (any, error) {
	c.t.Helper()
	k := &call.Call{
		Domain: "image", Action: name, Region: c.region, Now: c.clock.Now(), MaySee: c.seeing,
		Caller: call.Caller{Account: uin, Uin: uin},
	}
	if version, action, ok := cut(name); ok {
		k.Version, k.Action = version, action
	}
	b, err := c.table.Find(k)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for key, v := range params {
		if err := tree.AddFlat(key, v); err != nil {
			c.t.Fatal(err)
		}
	}
	if k.Input, err = b.Decode(tree); err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.db, nil, k)
}

func cut(name string) (version, action string, ok bool) {
	const v = "2017-03-12 "
	if len(name) > len(v) && name[:len(v)] == v {
		return v[:len(v)-1], name[len(v):], true
	}
	return "", name, false
}

func answer[T any](c *cloud, uin, name string, params p) *T {
	c.t.Helper()
	out, err := c.as(uin, name, params)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	return out.(*T)
}

func (c *cloud) refuses(uin, name string, params p, want error) {
	c.t.Helper()
	if _, err := c.as(uin, name, params); !errors.Is(err, want) {
		c.t.Errorf("%s %v: got %v, want %v", name, params, err, want)
	}
}

// made is a finished image of the owner's.
func (c *cloud) made(name string) string {
	c.t.Helper()
	id := answer[image.CreateImageResponse](c, owner, "2017-03-12 CreateImage", p{"InstanceId": server, "ImageName": name}).ImageId
	c.wait(2 * time.Second)
	return id
}

func (c *cloud) Shoot(_ context.Context, _ store.Tx, _ *call.Call, instance string, dataDisks []string, id, name string) error {
	c.shot = append(c.shot, strings.Join(append([]string{instance, id, name}, dataDisks...), " "))
	return nil
}

func (c *cloud) Disks(_ context.Context, _ store.Tx, instance string) ([]image.Disk, error) {
	if instance != server {
		return nil, nil
	}
	return []image.Disk{{ID: "disk-system01", System: true}, {ID: "disk-data0001"}, {ID: "disk-local001", Local: true}}, nil
}

func (c *cloud) Snapshot(_ context.Context, _ store.Tx, _ *call.Call, id string) (*image.Snapshot, error) {
	n, ok := map[string]image.Snapshot{
		"snap-system01": {Usage: "SYSTEM_DISK", GB: 60, State: "NORMAL", Instance: server}, "snap-system02": {Usage: "SYSTEM_DISK", GB: 60, State: "NORMAL"},
		"snap-data0001": {Usage: "DATA_DISK", GB: 100, State: "NORMAL"}, "snap-new00001": {Usage: "DATA_DISK", State: "CREATING"},
		"snap-secret01": {Usage: "DATA_DISK", State: "NORMAL", Encrypted: true},
	}[id]
	if n.ID = id; !ok {
		return nil, nil
	}
	return &n, nil
}

func (c *cloud) Stand(_ context.Context, _ store.Tx, _ *call.Call, ids []string, id, name string) error {
	c.shot = append(c.shot, strings.Join(append([]string{"-", id, name}, ids...), " "))
	return nil
}

func (c *cloud) Behind(context.Context, store.Tx, string, string) (map[string][]image.Snapshot, error) {
	out := map[string][]image.Snapshot{}
	for _, shot := range c.shot {
		out[strings.Fields(shot)[1]] = []image.Snapshot{{ID: "snap-00000001", Usage: "SYSTEM_DISK", GB: 50}}
	}
	return out, nil
}

func (c *cloud) ImageGone(_ context.Context, _ store.Tx, _, _, id string, drop bool) error {
	c.shot = slices.DeleteFunc(c.shot, func(shot string) bool { return strings.Fields(shot)[1] == id })
	if drop {
		c.dropped = append(c.dropped, id)
	}
	return nil
}
