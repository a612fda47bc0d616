// Package cbstest is what every store of disks has to do: a test for each sentence of cbs.Shelf and cbs.Book.
package cbstest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 5000, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s cbs.Store) {
	run := func(name string, do func(t *testing.T, ctx context.Context, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(t.Context(), func(tx store.Tx) error { do(t, t.Context(), tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	run("disks", func(t *testing.T, ctx context.Context, tx store.Tx) {
		things(t, ctx, tx, s.Disks, func(k key) *cbs.Disk {
			return &cbs.Disk{
				ID: k.id, Account: k.account, Region: k.region, Instance: k.of, Created: k.created, Creator: "11", Zone: "z", Name: "名", Project: 7,
				Usage: cbs.DataDisk, Type: "CLOUD_HSSD", Size: 100, State: cbs.Expanding, Next: cbs.Attached, Last: "ins-2", Place: 3, Portable: true,
				DeleteWithInstance: true, Own: true, Charge: cbs.Prepaid, Renew: cbs.RenewItself, Expires: at.AddDate(0, 1, 0), PaidSince: at,
				Paid: 35 * money.Yuan, Unusable: true, Encrypted: true, Key: "k", Throughput: 10, Burst: true, Shareable: true, DropSnapshots: true,
				Snapshot: "snap-1", Backups: 2,
			}
		}, func(d *cbs.Disk) { d.Name, d.Instance = "other", "ins-9" })
	})
	run("snapshots", func(t *testing.T, ctx context.Context, tx store.Tx) {
		things(t, ctx, tx, s.Snapshots, func(k key) *cbs.Snapshot {
			return &cbs.Snapshot{
				ID: k.id, Account: k.account, Region: k.region, Disk: k.of, Created: k.created, Creator: "11", Zone: "z", Project: 7, Name: "n",
				DiskUsage: cbs.DataDisk, DiskSize: 100, Encrypted: true, State: cbs.Creating, Policy: "asp-1", Deadline: at, Shares: []cbs.Share{{Account: "2", At: at}}, Modified: at,
			}
		}, func(n *cbs.Snapshot) { n.Name, n.Disk = "other", "ins-9" })
	})
	run("policies", func(t *testing.T, ctx context.Context, tx store.Tx) {
		policy := func(id, account, region string, created time.Time) *cbs.Policy {
			return &cbs.Policy{
				ID: id, Account: account, Region: region, Name: "n", Active: true, Times: []cbs.PolicyTimes{{Hour: []int64{1}, DayOfWeek: []int64{2}}},
				Days: 3, Disks: []string{"disk-1"}, Next: at, Created: created,
			}
		}
		things(t, ctx, tx, s.Policies, func(k key) *cbs.Policy { return policy(k.id, k.account, k.region, k.created) }, nil)
	})
	run("backups", func(t *testing.T, ctx context.Context, tx store.Tx) {
		things(t, ctx, tx, s.Backups, func(k key) *cbs.Backup {
			return &cbs.Backup{
				ID: k.id, Account: k.account, Region: k.region, Disk: k.of, Created: k.created, Name: "n", DiskUsage: cbs.SystemDisk, DiskSize: 50,
				Encrypted: true, State: cbs.Normal,
			}
		}, func(b *cbs.Backup) { b.Name, b.Disk = "other", "ins-9" })
	})
	run("snapshot groups", func(t *testing.T, ctx context.Context, tx store.Tx) {
		things(t, ctx, tx, s.Groups, func(k key) *cbs.SnapshotGroup {
			return &cbs.SnapshotGroup{ID: k.id, Account: k.account, Region: k.region, Instance: k.of, Created: k.created, Creator: "11", Name: "n", Modified: at}
		}, func(g *cbs.SnapshotGroup) { g.Name, g.Instance = "other", "ins-9" })
	})
	run("tokens", func(t *testing.T, ctx context.Context, tx store.Tx) { tokens(t, ctx, tx, s.Book) })
	run("shares", func(t *testing.T, ctx context.Context, tx store.Tx) { shares(t, ctx, tx, s.Book) })
	run("stock", func(t *testing.T, ctx context.Context, tx store.Tx) { stock(t, ctx, tx, s.Book) })
}

// A key is what a thing is found by.
type key struct {
	id, account, region, of string
	created                 time.Time
}

// things holds a shelf against its contract. moved gives a thing another name and puts it under ins-9; it is nil for
// things that are of nothing.
func things[T any](t *testing.T, ctx context.Context, tx store.Tx, s cbs.Shelf[T], thing func(key) *T, moved func(*T)) {
	t.Helper()
	second := thing(key{"b", "1", "r1", "ins-1", at})
	first := thing(key{"a", "1", "r1", "ins-1", at})
	newer := thing(key{"c", "1", "r1", "ins-1", at.Add(time.Second)})
	elsewhere := thing(key{"d", "1", "r2", "ins-2", at.Add(2 * time.Second)})
	anothers := thing(key{"e", "2", "r1", "ins-3", at})
	for _, one := range []*T{second, first, newer, elsewhere, anothers} {
		if added, err := s.Add(ctx, tx, one); !added || err != nil {
			t.Fatalf("add: %t, %v", added, err)
		}
	}
	if added, err := s.Add(ctx, tx, thing(key{"a", "2", "r2", "", at})); added || err != nil {
		t.Errorf("a taken id was added: %t, %v", added, err)
	}
	one := func(id string, want *T) {
		t.Helper()
		got, err := s.One(ctx, tx, id)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s (-want +got):\n%s %v", id, diff, err)
		}
	}
	list := func(what string, want []*T, got []*T, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s (-want +got):\n%s %v", what, diff, err)
		}
	}
	one("a", first)
	one("nobody", nil)
	all, err := s.All(ctx, tx, "1", "r1")
	list("in a region: the newest first, then by id", []*T{newer, first, second}, all, err)
	all, err = s.All(ctx, tx, "1", "")
	list("in all regions", []*T{elsewhere, newer, first, second}, all, err)
	if moved != nil {
		all, err = s.Under(ctx, tx, "ins-1")
		list("of another thing: the oldest first, then by id", []*T{first, second, newer}, all, err)
		moved(first)
		if err := s.Put(ctx, tx, first); err != nil {
			t.Error(err)
		}
		one("a", first)
		all, err = s.Under(ctx, tx, "ins-9")
		list("of where it was put", []*T{first}, all, err)
	}
	if err := s.Put(ctx, tx, thing(key{"nobody", "1", "r1", "", at})); err == nil {
		t.Error("what was never added could be put")
	}
	for range 2 { // it need not be there
		if err := s.Remove(ctx, tx, "a"); err != nil {
			t.Error(err)
		}
	}
	one("a", nil)
	one("b", second)
}

func tokens(t *testing.T, ctx context.Context, tx store.Tx, b cbs.Book) {
	want := cbs.Result{Request: "digest", Disks: []string{"disk-1", "disk-2"}}
	if err := b.PutToken(ctx, tx, "1", "token", want); err != nil {
		t.Fatal(err)
	}
	got, err := b.Token(ctx, tx, "1", "token")
	if diff := cmp.Diff(&want, got); diff != "" || err != nil {
		t.Errorf("a token (-want +got):\n%s %v", diff, err)
	}
	for _, absent := range [][2]string{{"2", "token"}, {"1", "other"}} {
		if got, err := b.Token(ctx, tx, absent[0], absent[1]); got != nil || err != nil {
			t.Errorf("%v: got %v, %v", absent, got, err)
		}
	}
}

func shares(t *testing.T, ctx context.Context, tx store.Tx, b cbs.Book) {
	with := func(want ...string) {
		t.Helper()
		got, err := b.SharedWith(ctx, tx, "2", "r1")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("shared with 2 (-want +got):\n%s %v", diff, err)
		}
	}
	with()
	for _, n := range []cbs.Snapshot{
		{ID: "snap-2", Region: "r1", Shares: []cbs.Share{{Account: "2"}}},
		{ID: "snap-1", Region: "r1", Shares: []cbs.Share{{Account: "3"}, {Account: "2"}}},
		{ID: "snap-3", Region: "r2", Shares: []cbs.Share{{Account: "2"}}},
		{ID: "snap-4", Region: "r1", Shares: []cbs.Share{{Account: "3"}}},
	} {
		if err := b.Share(ctx, tx, &n); err != nil {
			t.Fatal(err)
		}
	}
	with("snap-1", "snap-2")
	if err := b.Share(ctx, tx, &cbs.Snapshot{ID: "snap-1", Region: "r1", Shares: []cbs.Share{{Account: "3"}}}); err != nil {
		t.Fatal(err)
	}
	with("snap-2")
}

func stock(t *testing.T, ctx context.Context, tx store.Tx, b cbs.Book) {
	left := func(typ string, want int64) {
		t.Helper()
		if got, err := b.Stock(ctx, tx, "z", typ); got != want || err != nil {
			t.Errorf("%s: %d, %v, want %d", typ, got, err, want)
		}
	}
	take := func(typ string, n int64, want bool) {
		t.Helper()
		if got, err := b.Take(ctx, tx, "z", typ, n); got != want || err != nil {
			t.Errorf("take %d of %s: %t, %v, want %t", n, typ, got, err, want)
		}
	}
	left("A", cbs.Unlimited)
	take("A", 1000, true)
	left("A", cbs.Unlimited)
	for _, n := range []int64{9, 3} {
		if err := b.SetStock(ctx, tx, "z", "B", n); err != nil {
			t.Fatal(err)
		}
	}
	take("B", 4, false)
	left("B", 3)
	take("B", 3, true)
	left("B", 0)
	take("B", -2, true)
	left("B", 2)
}
