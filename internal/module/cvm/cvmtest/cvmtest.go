// Package cvmtest is what any cvm.Store has to do.
package cvmtest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 8, 0, 0, 123456000, time.UTC)

// Store tests a store over an empty database.
func Store(t *testing.T, db store.DB, s cvm.Store) {
	for name, test := range map[string]func(*testing.T, context.Context, store.Tx, cvm.Store){
		"instances": instances, "counts": counts, "tokens": tokens, "zones": zones, "offers": offers, "stock": stock, "key pairs": keyPairs, "placement groups": placementGroups,
		"templates": templates, "timers": timers, "HPC clusters": hpcClusters,
	} {
		t.Run(name, func(t *testing.T) {
			if err := db.Update(t.Context(), func(tx store.Tx) error { test(t, t.Context(), tx, s); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func instances(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	none, err := s.Instance(ctx, tx, "ins-00000001")
	no(t, err)
	equal(t, (*cvm.Instance)(nil), none)

	a := &cvm.Instance{
		ID: "ins-00000001", UUID: "u1", OldID: "q1", Account: "1", Creator: "11", Region: "ap-guangzhou", Zone: "ap-guangzhou-3", Name: "名",
		Type: "S5.SMALL2", CPU: 1, Memory: 2, Charge: cvm.Prepaid, State: cvm.Starting, Next: cvm.Running, Created: at, Changed: at, Expires: at.AddDate(0, 1, 0),
		Paid: 80 * money.Yuan, PrivateIPs: []string{"10.0.1.2"}, Keys: []string{"skey-1"},
	}
	newer := &cvm.Instance{ID: "ins-00000003", UUID: "u3", OldID: "q3", Account: "1", Region: "ap-guangzhou", Created: at.Add(time.Second), Changed: at}
	same := &cvm.Instance{ID: "ins-00000002", UUID: "u2", OldID: "q2", Account: "1", Region: "ap-guangzhou", Created: at, Changed: at}
	far := &cvm.Instance{ID: "ins-00000004", UUID: "u4", OldID: "q4", Account: "1", Region: "ap-shanghai", Created: at, Changed: at}
	foreign := &cvm.Instance{ID: "ins-00000005", UUID: "u5", OldID: "q5", Account: "2", Region: "ap-guangzhou", Created: at, Changed: at}
	for _, i := range []*cvm.Instance{same, newer, a, far, foreign} {
		added, err := s.AddInstance(ctx, tx, i)
		no(t, err)
		equal(t, true, added)
	}
	for _, taken := range []cvm.Instance{{ID: a.ID, UUID: "x", OldID: "x"}, {ID: "x", UUID: a.UUID, OldID: "x"}, {ID: "x", UUID: "x", OldID: a.OldID}} {
		taken.Account, taken.Created = "9", at
		added, err := s.AddInstance(ctx, tx, &taken)
		no(t, err)
		equal(t, false, added)
	}
	for _, id := range []string{a.ID, a.UUID, a.OldID} {
		got, err := s.Instance(ctx, tx, id)
		no(t, err)
		equal(t, a, got)
	}
	list, err := s.Instances(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []*cvm.Instance{newer, a, same}, list)
	list, err = s.Instances(ctx, tx, "1", "")
	no(t, err)
	equal(t, []*cvm.Instance{newer, a, same, far}, list)

	a.State, a.Next = cvm.Running, ""
	no(t, s.PutInstance(ctx, tx, a))
	got, err := s.Instance(ctx, tx, a.ID)
	no(t, err)
	equal(t, a, got)
	no(t, s.RemoveInstance(ctx, tx, a.ID))
	got, err = s.Instance(ctx, tx, a.ID)
	no(t, err)
	equal(t, (*cvm.Instance)(nil), got)
	if err := s.PutInstance(ctx, tx, a); err == nil {
		t.Error("an instance that is not there was put")
	}
}

func counts(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	for n, i := range []cvm.Instance{
		{Account: "c1", Zone: "z1", Charge: cvm.Postpaid},
		{Account: "c1", Zone: "z1", Charge: cvm.Postpaid},
		{Account: "c1", Zone: "z1", Charge: cvm.Prepaid},
		{Account: "c1", Zone: "z2", Charge: cvm.Postpaid},
		{Account: "c2", Zone: "z1", Charge: cvm.Postpaid},
		{Account: "c1", Zone: "z1", Charge: cvm.Spot},
		{Account: "c2", Zone: "z1", Charge: cvm.Spot},
		{Account: "c2", Zone: "z2", Charge: cvm.Spot},
	} {
		i.ID = "ins-count" + string(rune('a'+n))
		i.UUID, i.OldID, i.Created = i.ID, i.ID, at
		_, err := s.AddInstance(ctx, tx, &i)
		no(t, err)
	}
	n, err := s.CountPostpaid(ctx, tx, "c1", "z1")
	no(t, err)
	equal(t, int64(2), n)
	spot, err := s.SpotInstances(ctx, tx, "z1")
	no(t, err)
	if len(spot) != 2 || spot[0].Account != "c1" || spot[1].Account != "c2" {
		t.Errorf("got %+v, want the spot instances of both accounts in the zone", spot)
	}

	n, err = s.Bought(ctx, tx, "c1", "z1", "2024-05")
	no(t, err)
	equal(t, int64(0), n)
	no(t, s.AddBought(ctx, tx, "c1", "z1", "2024-05", 3))
	no(t, s.AddBought(ctx, tx, "c1", "z1", "2024-05", 4))
	no(t, s.AddBought(ctx, tx, "c1", "z1", "2024-06", 1))
	n, err = s.Bought(ctx, tx, "c1", "z1", "2024-05")
	no(t, err)
	equal(t, int64(7), n)
}

func tokens(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	none, err := s.Token(ctx, tx, "1", "t")
	no(t, err)
	equal(t, (*cvm.Result)(nil), none)
	r := cvm.Result{Request: "digest", Instances: []string{"ins-1", "ins-2"}, Deal: "123"}
	no(t, s.PutToken(ctx, tx, "1", "t", r))
	got, err := s.Token(ctx, tx, "1", "t")
	no(t, err)
	equal(t, &r, got)
	foreign, err := s.Token(ctx, tx, "2", "t")
	no(t, err)
	equal(t, (*cvm.Result)(nil), foreign)
}

func zones(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	b := cvm.Zone{Name: "ap-guangzhou-4", ID: 100004, Title: "广州四区", Region: "ap-guangzhou", Closed: true}
	a := cvm.Zone{Name: "ap-guangzhou-3", ID: 100003, Region: "ap-guangzhou"}
	far := cvm.Zone{Name: "ap-shanghai-1", ID: 100001, Region: "ap-shanghai"}
	for _, z := range []cvm.Zone{b, a, far} {
		no(t, s.PutZone(ctx, tx, z))
	}
	a.Title = "广州三区"
	no(t, s.PutZone(ctx, tx, a))
	list, err := s.Zones(ctx, tx, "ap-guangzhou")
	no(t, err)
	equal(t, []cvm.Zone{a, b}, list)
	list, err = s.Zones(ctx, tx, "")
	no(t, err)
	equal(t, []cvm.Zone{far, a, b}, list)
}

func offers(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	none, err := s.Offer(ctx, tx, "o1", "S5.SMALL2")
	no(t, err)
	equal(t, (*cvm.Offer)(nil), none)
	b := cvm.Offer{Zone: "o1", Type: "S5.SMALL2", CPU: 1, Memory: 2, Hourly: 24 * money.Fen, Monthly: 80 * money.Yuan, Spot: 5 * money.Fen, Source: "there", Stock: 5, Sold: true}
	a := cvm.Offer{Zone: "o1", Type: "S1.SMALL1", CPU: 1, Memory: 1, Assumed: true, Stock: cvm.Unlimited}
	far := cvm.Offer{Zone: "o0", Type: "S9.SMALL1"}
	for _, o := range []cvm.Offer{b, a, far} {
		no(t, s.PutOffer(ctx, tx, o))
	}
	b.Hourly = money.Yuan
	no(t, s.PutOffer(ctx, tx, b))
	got, err := s.Offer(ctx, tx, "o1", b.Type)
	no(t, err)
	equal(t, &b, got)
	list, err := s.Offers(ctx, tx, "o1")
	no(t, err)
	equal(t, []cvm.Offer{a, b}, list)
	list, err = s.Offers(ctx, tx, "")
	no(t, err)
	if len(list) < 3 || list[0] != far {
		t.Errorf("got %+v, want those of all zones, by zone", list)
	}
}

func stock(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	limited := cvm.Offer{Zone: "s1", Type: "S5.SMALL2", Stock: 2}
	endless := cvm.Offer{Zone: "s1", Type: "S5.SMALL1", Stock: cvm.Unlimited}
	no(t, s.PutOffer(ctx, tx, limited))
	no(t, s.PutOffer(ctx, tx, endless))
	for _, step := range []struct {
		typ    string
		n      int64
		ok     bool
		remain int64
	}{
		{limited.Type, -3, false, 2},
		{limited.Type, -2, true, 0},
		{limited.Type, -1, false, 0},
		{limited.Type, 1, true, 1},
		{endless.Type, -100, true, cvm.Unlimited},
		{endless.Type, 1, true, cvm.Unlimited},
	} {
		ok, err := s.AddStock(ctx, tx, "s1", step.typ, step.n)
		no(t, err)
		equal(t, step.ok, ok)
		o, err := s.Offer(ctx, tx, "s1", step.typ)
		no(t, err)
		equal(t, step.remain, o.Stock)
	}
	_, err := s.AddStock(ctx, tx, "s1", "S0.NONE", 1)
	no(t, err)
	none, err := s.Offer(ctx, tx, "s1", "S0.NONE")
	no(t, err)
	equal(t, (*cvm.Offer)(nil), none)
}

func keyPairs(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	a := cvm.KeyPair{
		ID: "skey-00000001", Account: "k1", Creator: "11", Name: "a", Description: "d", Project: 7, PublicKey: "ssh-rsa AAAA",
		Created: at,
	}
	b := cvm.KeyPair{ID: "skey-00000002", Account: "k1", Name: "b", Created: at}
	newer := cvm.KeyPair{ID: "skey-00000003", Account: "k1", Name: "c", Created: at.Add(time.Second)}
	foreign := cvm.KeyPair{ID: "skey-00000004", Account: "k2", Name: "a", Created: at}
	for _, k := range []cvm.KeyPair{b, a, newer, foreign} {
		added, err := s.AddKeyPair(ctx, tx, k)
		no(t, err)
		equal(t, true, added)
	}
	taken, err := s.AddKeyPair(ctx, tx, cvm.KeyPair{ID: a.ID, Account: "k2", Created: at})
	no(t, err)
	equal(t, false, taken)
	a.Name, a.Description = "renamed", ""
	no(t, s.PutKeyPair(ctx, tx, a))
	list, err := s.KeyPairs(ctx, tx, "k1")
	no(t, err)
	equal(t, []cvm.KeyPair{newer, a, b}, list)
	no(t, s.RemoveKeyPair(ctx, tx, newer.ID))
	list, err = s.KeyPairs(ctx, tx, "k1")
	no(t, err)
	equal(t, []cvm.KeyPair{a, b}, list)
}

func placementGroups(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	a := cvm.PlacementGroup{
		ID: "ps-00000001", Account: "g1", Creator: "11", Region: "ap-guangzhou", Name: "a", Type: "HOST", Affinity: 2, Strategy: "PARTITION",
		Partitions: 3, Created: at,
	}
	elsewhere := cvm.PlacementGroup{ID: "ps-00000002", Account: "g1", Region: "ap-beijing", Created: at.Add(time.Second)}
	foreign := cvm.PlacementGroup{ID: "ps-00000003", Account: "g2", Region: "ap-guangzhou", Created: at}
	for _, g := range []cvm.PlacementGroup{a, elsewhere, foreign} {
		added, err := s.AddPlacementGroup(ctx, tx, g)
		no(t, err)
		equal(t, true, added)
	}
	taken, err := s.AddPlacementGroup(ctx, tx, cvm.PlacementGroup{ID: a.ID, Account: "g2", Created: at})
	no(t, err)
	equal(t, false, taken)

	a.Name = "renamed"
	no(t, s.PutPlacementGroup(ctx, tx, a))
	list, err := s.PlacementGroups(ctx, tx, "g1", "ap-guangzhou")
	no(t, err)
	equal(t, []cvm.PlacementGroup{a}, list)
	list, err = s.PlacementGroups(ctx, tx, "g1", "")
	no(t, err)
	equal(t, []cvm.PlacementGroup{elsewhere, a}, list)
	no(t, s.RemovePlacementGroup(ctx, tx, elsewhere.ID))
	list, err = s.PlacementGroups(ctx, tx, "g1", "")
	no(t, err)
	equal(t, []cvm.PlacementGroup{a}, list)
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

// things are kept whole under an id, and listed by account and region.
type things[T any] struct {
	put    func(context.Context, store.Tx, *T) error
	get    func(ctx context.Context, tx store.Tx, id string) (*T, error)
	list   func(ctx context.Context, tx store.Tx, account, region string) ([]*T, error)
	remove func(ctx context.Context, tx store.Tx, id string) error
}

// hold tests the store of four things, whose ids are t1 to t4: a of account 1 in ap-guangzhou, one that is newer, one in
// another region, one of another account. change changes a.
func (s things[T]) hold(t *testing.T, ctx context.Context, tx store.Tx, a, newer, far, foreign *T, change func()) {
	none, err := s.get(ctx, tx, "t1")
	no(t, err)
	equal(t, nil, none)
	for _, one := range []*T{a, newer, far, foreign} {
		no(t, s.put(ctx, tx, one))
	}
	change()
	no(t, s.put(ctx, tx, a))
	got, err := s.get(ctx, tx, "t1")
	no(t, err)
	equal(t, a, got)
	list, err := s.list(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []*T{newer, a}, list)
	list, err = s.list(ctx, tx, "1", "")
	no(t, err)
	equal(t, []*T{newer, a, far}, list)
	for range 2 {
		no(t, s.remove(ctx, tx, "t2"))
	}
	list, err = s.list(ctx, tx, "1", "ap-guangzhou")
	no(t, err)
	equal(t, []*T{a}, list)
}

func templates(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	a := &cvm.LaunchTemplate{
		ID: "t1", Account: "1", Creator: "11", Region: "ap-guangzhou", Name: "a", Default: 1, Latest: 2, Created: at,
		Versions: []cvm.TemplateVersion{{Number: 1, Description: "d", Creator: "11", Created: at, Data: [][2]string{{"ImageId", "img-1"}}}},
	}
	newer := &cvm.LaunchTemplate{ID: "t2", Account: "1", Region: "ap-guangzhou", Created: at.Add(time.Second)}
	far := &cvm.LaunchTemplate{ID: "t3", Account: "1", Region: "ap-shanghai", Created: at}
	foreign := &cvm.LaunchTemplate{ID: "t4", Account: "2", Region: "ap-guangzhou", Created: at}
	things[cvm.LaunchTemplate]{s.PutTemplate, s.Template, s.Templates, s.RemoveTemplate}.hold(t, ctx, tx, a, newer, far, foreign, func() { a.Name = "renamed" })
}

func timers(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	a := &cvm.ActionTimer{
		ID: "t1", Account: "1", Creator: "11", Region: "ap-guangzhou", Instance: "ins-1", Action: "TerminateInstances", Due: at.Add(time.Hour), Status: cvm.TimerWaits, Created: at,
	}
	newer := &cvm.ActionTimer{ID: "t2", Account: "1", Region: "ap-guangzhou", Due: at, Created: at.Add(time.Second)}
	far := &cvm.ActionTimer{ID: "t3", Account: "1", Region: "ap-shanghai", Due: at, Created: at}
	foreign := &cvm.ActionTimer{ID: "t4", Account: "2", Region: "ap-guangzhou", Due: at, Created: at}
	things[cvm.ActionTimer]{s.PutTimer, s.Timer, s.Timers, s.RemoveTimer}.hold(t, ctx, tx, a, newer, far, foreign, func() { a.Status = cvm.TimerDone })
}

func hpcClusters(t *testing.T, ctx context.Context, tx store.Tx, s cvm.Store) {
	a := &cvm.HpcCluster{
		ID: "t1", Account: "1", Creator: "11", Region: "ap-guangzhou", Zone: "ap-guangzhou-3", Name: "a", Remark: "r", Created: at,
	}
	newer := &cvm.HpcCluster{ID: "t2", Account: "1", Region: "ap-guangzhou", Created: at.Add(time.Second)}
	far := &cvm.HpcCluster{ID: "t3", Account: "1", Region: "ap-shanghai", Created: at}
	foreign := &cvm.HpcCluster{ID: "t4", Account: "2", Region: "ap-guangzhou", Created: at}
	things[cvm.HpcCluster]{s.PutHpcCluster, s.HpcCluster, s.HpcClusters, s.RemoveHpcCluster}.hold(t, ctx, tx, a, newer, far, foreign, func() { a.Name = "renamed" })
}
