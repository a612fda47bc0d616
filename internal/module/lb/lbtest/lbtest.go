// Package lbtest is what every store of load balancers has to do: a test for each sentence of lb.Store.
package lbtest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 0, time.UTC)

func full() lb.LoadBalancer {
	return lb.LoadBalancer{
		ID: "lb-m", Account: "1", Creator: "2", Region: "ap-guangzhou", Name: "n", Forward: true, Type: lb.Private, Domain: "d", VIP: "10.0.0.1",
		Project: 3, VPC: lb.Network{ID: "vpc-1", Number: 4}, Subnet: lb.Network{ID: "subnet-1", Number: 5}, Ready: true, Isolated: at.Add(time.Hour),
		Task: 6, CreatedAt: at, StatusAt: at.Add(time.Second),
		Listeners: []lb.Listener{
			{ID: "lbl-2", Name: "l", Port: 80, Protocol: lb.HTTP, Ready: true, Rules: []lb.Rule{{ID: "loc-1", Domain: "a.b", URL: "/", Probe: lb.Probe{TimeOut: 2}}}},
			{ID: "lbl-1", Port: 443, Protocol: lb.HTTPS, Certificate: lb.Certificate{SSLMode: "mutual", ID: "c", CAID: "a"}},
		},
		Backends: []lb.Backend{
			{Target: lb.Target{Listener: "lbl-2", Rule: "loc-1"}, Instance: "ins-2", Port: 80, Weight: 10, At: at},
			{Target: lb.Target{Listener: "lbl-1"}, Instance: "ins-1", Port: 81, At: at},
			{Target: lb.Target{Listener: "lbl-1"}, Instance: "ins-1", Port: 82, At: at},
		},
		Terms: lb.Terms{Groups: []string{"sg-2", "sg-1"}, Protected: true, PayBy: "b", Mbps: 7, Zone: lb.Zone{Name: "z", ID: 8}, SnatIPs: []lb.SnatAddress{{Subnet: "s", IP: "i"}}},
	}
}

func with(change func(b *lb.LoadBalancer)) lb.LoadBalancer {
	b := full()
	change(&b)
	return b
}

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s lb.Store) {
	ctx := t.Context()
	run := func(name string, do func(t *testing.T, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(ctx, func(tx store.Tx) error { do(t, tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	add := func(t *testing.T, tx store.Tx, b lb.LoadBalancer, want bool) {
		t.Helper()
		if got, err := s.AddBalancer(ctx, tx, b); got != want || err != nil {
			t.Fatalf("add %s: got %v, %v, want %v", b.ID, got, err, want)
		}
	}
	same := func(t *testing.T, tx store.Tx, want lb.LoadBalancer) {
		t.Helper()
		got, err := s.Balancer(ctx, tx, want.Account, want.ID)
		if diff := cmp.Diff(&want, got); diff != "" || err != nil {
			t.Errorf("%s (-want +got):\n%s %v", want.ID, diff, err)
		}
	}

	run("adding", func(t *testing.T, tx store.Tx) {
		add(t, tx, full(), true)
		add(t, tx, with(func(b *lb.LoadBalancer) { b.VIP = "10.0.0.2"; b.Backends = nil }), false)
		add(t, tx, with(func(b *lb.LoadBalancer) { b.ID = "lb-x"; b.Backends = nil }), false)
		same(t, tx, full())
		for _, x := range [][2]string{{"1", "lb-x"}, {"9", "lb-m"}} {
			if got, err := s.Balancer(ctx, tx, x[0], x[1]); got != nil || err != nil {
				t.Errorf("%v: got %v, %v", x, got, err)
			}
		}
		add(t, tx, with(func(b *lb.LoadBalancer) { b.ID, b.Account, b.VPC.ID, b.Backends = "lb-v", "8", "vpc-2", nil }), true)
		add(t, tx, with(func(b *lb.LoadBalancer) { b.ID, b.Account, b.Type, b.Backends = "lb-p", "8", lb.Public, nil }), true)
		add(t, tx, with(func(b *lb.LoadBalancer) { b.ID, b.Type, b.VPC.ID, b.Backends = "lb-q", lb.Public, "vpc-2", nil }), false)
		add(t, tx, lb.LoadBalancer{ID: "lb-z", Account: "1", Region: "ap-guangzhou", VIP: "10.0.0.3", CreatedAt: at, StatusAt: at}, true)
		add(t, tx, lb.LoadBalancer{ID: "lb-a", Account: "1", Region: "ap-guangzhou", VIP: "10.0.0.4", CreatedAt: at.Add(-time.Second), StatusAt: at}, true)
		add(t, tx, lb.LoadBalancer{ID: "lb-b", Account: "1", Region: "ap-beijing", VIP: "10.0.0.1", CreatedAt: at.Add(time.Second), StatusAt: at}, true)
		add(t, tx, lb.LoadBalancer{ID: "lb-o", Account: "9", Region: "ap-guangzhou", VIP: "10.0.0.5", CreatedAt: at, StatusAt: at}, true)
	})

	run("listing", func(t *testing.T, tx store.Tx) {
		for region, want := range map[string][]string{"ap-guangzhou": {"lb-m", "lb-z", "lb-a"}, "": {"lb-b", "lb-m", "lb-z", "lb-a"}, "ap-tokyo": nil} {
			all, err := s.Balancers(ctx, tx, "1", region)
			var got []string
			for _, b := range all {
				got = append(got, b.ID)
				if b.ID == "lb-m" {
					if diff := cmp.Diff(full(), b); diff != "" {
						t.Errorf("in a list (-want +got):\n%s", diff)
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("in %q (-want +got):\n%s %v", region, diff, err)
			}
		}
	})

	run("binding", func(t *testing.T, tx store.Tx) {
		for _, b := range []lb.LoadBalancer{
			{ID: "lb-a", Account: "1", CreatedAt: at, StatusAt: at, Backends: []lb.Backend{{Instance: "ins-1", At: at}}},
			{ID: "lb-o", Account: "9", CreatedAt: at, StatusAt: at, Backends: []lb.Backend{{Instance: "ins-1", At: at}}},
		} {
			if err := s.SetBalancer(ctx, tx, b); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Bound(ctx, tx, "1", "ins-1")
		if diff := cmp.Diff([]string{"lb-a", "lb-m"}, got); diff != "" || err != nil {
			t.Errorf("(-want +got):\n%s %v", diff, err)
		}
	})

	run("setting", func(t *testing.T, tx store.Tx) {
		set := lb.LoadBalancer{
			ID: "lb-m", Account: "8", Creator: "3", Region: "r", Name: "n2", Type: lb.Private, Domain: "d2", VPC: lb.Network{ID: "vpc-9", Number: 2}, VIP: "v", Project: 9, StatusAt: at.Add(time.Minute),
			CreatedAt: at.Add(time.Hour), Listeners: []lb.Listener{{ID: "lbl-9"}}, Backends: []lb.Backend{{Instance: "ins-9", At: at}},
		}
		if err := s.SetBalancer(ctx, tx, set); err != nil {
			t.Fatal(err)
		}
		set.Account, set.Region, set.VIP, set.CreatedAt = "1", "ap-guangzhou", "10.0.0.1", at
		same(t, tx, set)
	})

	run("removing", func(t *testing.T, tx store.Tx) {
		for range 2 { // the second time there is none
			if err := s.RemoveBalancer(ctx, tx, "lb-m"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Balancer(ctx, tx, "1", "lb-m"); got != nil || err != nil {
			t.Errorf("got %v, %v", got, err)
		}
		add(t, tx, lb.LoadBalancer{ID: "lb-m", Account: "1", Region: "ap-guangzhou", VIP: "10.0.0.1", Type: lb.Private, CreatedAt: at, StatusAt: at}, true)
		same(t, tx, lb.LoadBalancer{ID: "lb-m", Account: "1", Region: "ap-guangzhou", VIP: "10.0.0.1", Type: lb.Private, CreatedAt: at, StatusAt: at})
	})

	run("tasks", func(t *testing.T, tx store.Tx) {
		if got, err := s.Task(ctx, tx, 7); got != nil || err != nil {
			t.Errorf("an absent task: got %v, %v", got, err)
		}
		task := lb.Task{ID: 7, Account: "1", Request: "r", Deal: "d", Token: "t", Digest: "x", Balancers: []string{"lb-a", "lb-m"}}
		for _, want := range []bool{true, false} {
			if got, err := s.AddTask(ctx, tx, task); got != want || err != nil {
				t.Errorf("add: got %v, %v, want %v", got, err, want)
			}
			task.Account = "5"
		}
		for _, id := range []int64{7, 8} {
			if err := s.EndTask(ctx, tx, id); err != nil {
				t.Errorf("end %d: %v", id, err)
			}
		}
		got, err := s.Task(ctx, tx, 7)
		want := &lb.Task{ID: 7, Account: "1", Request: "r", Deal: "d", Token: "t", Digest: "x", Balancers: []string{"lb-a", "lb-m"}, Done: true}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("(-want +got):\n%s %v", diff, err)
		}
		for _, k := range []lb.TaskKey{{Request: "r"}, {Deal: "d"}, {Token: "t"}} {
			got, err := s.FindTask(ctx, tx, "1", k)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s %v", k, diff, err)
			}
			if got, err := s.FindTask(ctx, tx, "5", k); got != nil || err != nil {
				t.Errorf("another's %v: got %v, %v", k, got, err)
			}
		}
		for _, k := range []lb.TaskKey{{Request: "d"}, {}} {
			if got, err := s.FindTask(ctx, tx, "1", k); got != nil || err != nil {
				t.Errorf("%v: got %v, %v", k, got, err)
			}
		}
	})

	run("target groups", func(t *testing.T, tx store.Tx) {
		code := int64(2)
		a := &lb.TargetGroup{
			ID: "lbtg-a", Account: "1", Creator: "2", Region: "ap-guangzhou", Name: "n", VPC: "vpc-1", Type: "v2", Protocol: "TCP", Port: 80, CreatedAt: at, UpdatedAt: at,
			Health: lb.GroupHealth{HealthSwitch: true, HttpCode: &code}, Servers: []lb.GroupServer{{IP: "10.0.0.1", Port: 80, Weight: 3, At: at}},
		}
		b := &lb.TargetGroup{ID: "lbtg-b", Account: "1", Region: "ap-beijing", CreatedAt: at.Add(time.Second), UpdatedAt: at}
		o := &lb.TargetGroup{ID: "lbtg-o", Account: "9", Region: "ap-guangzhou", CreatedAt: at, UpdatedAt: at}
		for _, g := range []*lb.TargetGroup{a, b, o} {
			for _, want := range []bool{true, false} {
				if got, err := s.AddGroup(ctx, tx, g); got != want || err != nil {
					t.Errorf("add %s: got %v, %v, want %v", g.ID, got, err, want)
				}
			}
		}
		listed := func(region string, want ...*lb.TargetGroup) {
			t.Helper()
			got, err := s.Groups(ctx, tx, "1", region)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("in %q (-want +got):\n%s %v", region, diff, err)
			}
		}
		listed("", b, a)
		listed("ap-guangzhou", a)
		set := *a
		set.Account, set.Region, set.CreatedAt, set.Name, set.Servers = "8", "r", at.Add(time.Hour), "other", nil
		if err := s.SetGroup(ctx, tx, &set); err != nil {
			t.Fatal(err)
		}
		set.Account, set.Region, set.CreatedAt = "1", "ap-guangzhou", at
		listed("ap-guangzhou", &set)
		for range 2 { // the second time there is none
			if err := s.RemoveGroup(ctx, tx, "lbtg-a"); err != nil {
				t.Fatal(err)
			}
		}
		listed("", b)
	})
}
