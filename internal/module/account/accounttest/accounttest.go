// Package accounttest is what every store of main accounts has to do: a test for each sentence of account.Store.
package accounttest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/store"
)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s account.Store) {
	ctx := t.Context()
	run := func(name string, do func(t *testing.T, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(ctx, func(tx store.Tx) error { do(t, tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	full := account.Account{
		Uin: "100001", AppID: "1250000001", Name: "n", Mail: "m@example.com", Phone: "1", Identity: account.Personal, Blocked: "why",
		Protected: []string{"cvm:*"}, Rates: map[string]int{"*": 3}, Concurrency: 7,
	}
	other := account.Account{Uin: "100000", AppID: "1250000000", Identity: account.Unverified}

	run("accounts", func(t *testing.T, tx store.Tx) {
		if got, err := s.Account(ctx, tx, "100001"); got != nil || err != nil {
			t.Errorf("an absent account: got %v, %v", got, err)
		}
		for _, a := range []account.Account{{Uin: full.Uin, AppID: full.AppID, Identity: account.Unverified}, full, other} {
			if put, err := s.PutAccount(ctx, tx, a); !put || err != nil {
				t.Fatalf("put %s: %v, %v", a.Uin, put, err)
			}
		}
		got, err := s.Account(ctx, tx, full.Uin)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&full, got); diff != "" {
			t.Errorf("put in place (-want +got):\n%s", diff)
		}
		if put, err := s.PutAccount(ctx, tx, account.Account{Uin: "100000", AppID: full.AppID}); put || err != nil {
			t.Errorf("another's appid: got %v, %v", put, err)
		}
		all, err := s.Accounts(ctx, tx)
		if diff := cmp.Diff([]account.Account{other, full}, all); diff != "" || err != nil {
			t.Errorf("by uin (-want +got):\n%s %v", diff, err)
		}
	})

	run("quotas", func(t *testing.T, tx store.Tx) {
		if _, set, err := s.Quota(ctx, tx, "1", "a"); set || err != nil {
			t.Errorf("an absent quota: got %v, %v", set, err)
		}
		for _, n := range []int64{1, 0} {
			if err := s.PutQuota(ctx, tx, "1", "a", n); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.PutQuota(ctx, tx, "2", "b", 5); err != nil {
			t.Fatal(err)
		}
		if n, set, err := s.Quota(ctx, tx, "1", "a"); n != 0 || !set || err != nil {
			t.Errorf("a quota of 0: got %v, %v, %v", n, set, err)
		}
		if got, err := s.Quotas(ctx, tx, "1"); err != nil || cmp.Diff(map[string]int64{"a": 0}, got) != "" {
			t.Errorf("quotas: got %v, %v", got, err)
		}
		for range 2 {
			if err := s.RemoveQuota(ctx, tx, "1", "a"); err != nil {
				t.Fatal(err)
			}
		}
		if _, set, _ := s.Quota(ctx, tx, "1", "a"); set {
			t.Error("a removed quota is still set")
		}
	})

	run("projects", func(t *testing.T, tx store.Tx) {
		at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
		p := account.Project{Account: "1", ID: 9, Name: "n", Info: "i", Creator: "3", CreatedAt: at}
		q := account.Project{Account: "1", ID: 8, Hidden: true, CreatedAt: at}
		for _, x := range []account.Project{p, q} {
			if added, err := s.AddProject(ctx, tx, x); !added || err != nil {
				t.Fatalf("add: %v, %v", added, err)
			}
		}
		stolen := p
		stolen.Account = "2"
		if added, err := s.AddProject(ctx, tx, stolen); added || err != nil {
			t.Errorf("a taken id: got %v, %v", added, err)
		}
		if changed, err := s.SetProject(ctx, tx, stolen); changed || err != nil {
			t.Errorf("set another's project: got %v, %v", changed, err)
		}
		p.Name, p.Info, p.Hidden = "n2", "i2", true
		if changed, err := s.SetProject(ctx, tx, p); !changed || err != nil {
			t.Errorf("set: got %v, %v", changed, err)
		}
		if got, err := s.Project(ctx, tx, "1", 9); err != nil || cmp.Diff(&p, got) != "" {
			t.Errorf("got %v, %v, want %v", got, err, p)
		}
		if got, err := s.Project(ctx, tx, "2", 9); got != nil || err != nil {
			t.Errorf("another's project: got %v, %v", got, err)
		}
		all, err := s.Projects(ctx, tx, "1")
		if diff := cmp.Diff([]account.Project{q, p}, all); diff != "" || err != nil {
			t.Errorf("by id (-want +got):\n%s %v", diff, err)
		}
	})
}
