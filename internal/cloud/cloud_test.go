package cloud_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/fault"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

func open(t *testing.T, dir, text string) *cloud.Cloud {
	t.Helper()
	var checks []string
	for _, c := range door.Order {
		checks = append(checks, c.Refuses)
	}
	var w *world.World
	if text != "" {
		var err error
		if w, err = world.Read([]byte(text), checks); err != nil {
			t.Fatal(err)
		}
	}
	c, err := cloud.Open(t.Context(), cloud.Config{Dir: dir, World: w})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What an operator has set outlives a restart: settings, clock, fault rules, the ready-made key.
func TestACloudGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, "")
	if err := first.ChangeSettings(t.Context(), func(s *settings.Settings) error { s.PlainHTTP = []string{"cvm"}; return nil }); err != nil {
		t.Fatal(err)
	}
	stand := true
	if err := first.SetClock(t.Context(), nil, &stand); err != nil {
		t.Fatal(err)
	}
	if err := first.AdvanceClock(t.Context(), 90*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := first.AddFault(t.Context(), fault.Rule{Action: "RunInstances", Refuse: 6000}); err != nil {
		t.Fatal(err)
	}
	at, ready, faults := first.Clock.Now(), first.ReadyMade, first.Faults.List()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	again := open(t, dir, "")
	defer again.Close()
	if !again.Settings.Now().TakesPlainHTTP("cvm") {
		t.Error("the settings are forgotten")
	}
	if frozen, _ := again.Clock.Frozen(); !frozen || !again.Clock.Now().Equal(at.Truncate(0)) {
		t.Errorf("the clock shows %s, frozen %t; want %s, true", again.Clock.Now(), frozen, at)
	}
	if diff := cmp.Diff(faults, again.Faults.List()); diff != "" {
		t.Errorf("fault rules (-before +after):\n%s", diff)
	}
	if again.ReadyMade != ready {
		t.Error("the ready-made key is another one")
	}
}

// A seed makes ids repeat, and never keys.
func TestASeedRepeatsIdsNotKeys(t *testing.T) {
	const seeded = "version: 1\nseed: 7\n"
	a, b := open(t, "", seeded), open(t, "", seeded)
	defer a.Close()
	defer b.Close()
	if a.ReadyMade.SecretKey == b.ReadyMade.SecretKey || a.ReadyMade.SecretID == b.ReadyMade.SecretID {
		t.Error("two clouds of one seed have the same key")
	}
}

// A snapshot brings everything back but nonces: resources, money, settings, clock, fault rules.
func TestASnapshotBringsTheCloudBack(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		c := open(t, dir, "version: 1\naccounts: [{uin: \"100000000001\", balance: 10.00}]\n")
		defer c.Close()
		before, err := c.Export(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Snapshot(t.Context(), "clean"); err != nil {
			t.Fatal(err)
		}
		at := c.Clock.Now()
		err = c.Update(t.Context(), func(tx store.Tx) error {
			return c.Billing.SetBalance(t.Context(), tx, "100000000001", 5, c.Clock.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.AddFault(t.Context(), fault.Rule{Refuse: 6000}); err != nil {
			t.Fatal(err)
		}
		if err := c.ChangeSettings(t.Context(), func(s *settings.Settings) error { s.PlainHTTP = []string{"cvm"}; return nil }); err != nil {
			t.Fatal(err)
		}
		if err := c.AdvanceClock(t.Context(), 1000*time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := c.Restore(t.Context(), "clean"); err != nil {
			t.Fatal(err)
		}
		after, err := c.Export(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("the cloud before and after (-before +after):\n%s", diff)
		}
		if got := c.Clock.Now().Sub(at); got < 0 || got > time.Hour {
			t.Errorf("the clock is %s from where it was", got)
		}
		if err := c.Restore(t.Context(), "nope"); !errors.Is(err, cloud.ErrNoSnapshot) {
			t.Errorf("a snapshot that is not there: got %v", err)
		}
		if err := c.Snapshot(t.Context(), "../escape"); err == nil {
			t.Error("a name that leaves the folder was taken")
		}
	}
}
