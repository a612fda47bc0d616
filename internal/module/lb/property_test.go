package lb_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

// Whatever is asked in whichever order: what is bound, redirected and sent to target groups is there, addresses are those
// that are held, ports are unique and the quotas are kept.
func TestNothingDanglesWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCloud(t)
		c.quotas["lb.private"], c.quotas["lb.listeners"], c.quotas["lb.rules"], c.quotas["lb.servers"] = 2, 3, 3, 2
		balancers, listeners, rules, groups := []string{"lb-nowhere1"}, []string{"lbl-nowhere1"}, []string{"loc-nowhere1"}, []string{"lbtg-nowhere1"}
		pick := func(name string, of []string) string { return rapid.SampledFrom(of).Draw(r, name) }
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			of := p{"LoadBalancerId": pick("balancer", balancers)}
			at := with(of, "ListenerId", pick("listener", listeners))
			server := []string{"LocationId", pick("rule", rules), "Targets.0.Port", "80", "Targets.0.InstanceId", "ins-0000000v"}
			send := p{"Associations.0.LoadBalancerId": of["LoadBalancerId"], "Associations.0.ListenerId": at["ListenerId"], "Associations.0.LocationId": pick("rule", rules), "Associations.0.TargetGroupId": pick("group", groups)}
			switch rapid.IntRange(0, 15).Draw(r, "step") {
			case 0, 1:
				if out, err := c.try("CreateLoadBalancer", p{"LoadBalancerType": "INTERNAL", "VpcId": "vpc-00000001", "SubnetId": "subnet-00000001"}); err == nil {
					balancers = append(balancers, out.(*lb.CreateLoadBalancer3Response).LoadBalancerIds...)
				}
			case 2, 3, 4:
				more := p{"Protocol": pick("protocol", []string{"TCP", "UDP", "HTTP"}), "Ports.0": pick("port", []string{"80", "81"}), "TargetType": pick("type", []string{"NODE", "TARGETGROUP"})}
				if more["Protocol"] == "HTTP" {
					delete(more, "TargetType")
				}
				for k, v := range more {
					of[k] = v
				}
				if out, err := c.try("CreateListener", of); err == nil {
					listeners = append(listeners, out.(*lb.CreateListenerResponse).ListenerIds...)
				}
			case 5, 6:
				if out, err := c.try("CreateRule", with(at, "Rules.0.Url", "/", "Rules.0.Domain", pick("domain", []string{"a", "b"}), "Rules.0.TargetType", pick("type", []string{"NODE", "TARGETGROUP"}))); err == nil {
					rules = append(rules, out.(*lb.CreateRuleResponse).LocationIds...)
				}
			case 7:
				_, _ = c.try("RegisterTargets", with(at, server...))
			case 8:
				_, _ = c.try("DeregisterTargets", with(at, server...))
			case 9:
				_, _ = c.try("ManualRewrite", with(of, "SourceListenerId", pick("source", listeners), "TargetListenerId", at["ListenerId"], "RewriteInfos.0.SourceLocationId", pick("from", rules), "RewriteInfos.0.TargetLocationId", pick("to", rules)))
			case 10:
				_, _ = c.try("DeleteRule", with(at, "LocationIds.0", pick("rule", rules)))
			case 11:
				_, _ = c.try("DeleteListener", at)
			case 12:
				if out, err := c.try("CreateTargetGroup", p{"VpcId": "vpc-00000001", "Type": "v2", "Protocol": "TCP"}); err == nil {
					groups = append(groups, out.(*lb.CreateTargetGroupResponse).TargetGroupId)
				}
			case 13:
				_, _ = c.try(pick("how", []string{"AssociateTargetGroups", "DisassociateTargetGroups"}), send)
			case 14:
				_, _ = c.try("DeleteTargetGroups", p{"TargetGroupIds.0": pick("group", groups)})
			case 15:
				_, _ = c.try("DeleteLoadBalancer", p{"LoadBalancerIds.0": of["LoadBalancerId"]})
			}
			if rapid.Bool().Draw(r, "wait") {
				c.wait()
			}
			c.sound(r)
		}
	})
}

// sound fails where something is named that is not there.
func (c *cloud) sound(r *rapid.T) {
	r.Helper()
	err := c.db.View(c.t.Context(), func(tx store.Tx) error {
		all, err := c.Store.Balancers(c.t.Context(), tx, owner, here)
		if err != nil {
			return err
		}
		groups, err := c.Store.Groups(c.t.Context(), tx, owner, here)
		known := map[string]bool{}
		for _, g := range groups {
			known[g.ID] = true
		}
		if len(all) > 2 || len(c.held) != len(all) || len(c.meters) != len(all) {
			r.Fatalf("%d balancers hold %v and run %v", len(all), c.held, c.meters)
		}
		for _, b := range all {
			if c.held[b.VIP] != b.ID {
				r.Fatalf("%s has %s, which %s holds", b.ID, b.VIP, c.held[b.VIP])
			}
			sound(r, &b, known)
		}
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
}

func sound(r *rapid.T, b *lb.LoadBalancer, groups map[string]bool) {
	r.Helper()
	places, ports, n := map[lb.Target]bool{}, map[[2]int64]bool{}, 0
	for _, l := range b.Listeners {
		port := [2]int64{l.Port, map[bool]int64{true: 1}[l.Protocol == lb.UDP]}
		if ports[port] {
			r.Fatalf("%s has two listeners at port %d", b.ID, l.Port)
		}
		ports[port], places[lb.Target{Listener: l.ID}] = true, true
		for _, x := range l.Rules {
			n++
			places[lb.Target{Listener: l.ID, Rule: x.ID}] = true
		}
	}
	if len(b.Listeners) > 3 || n > 3 {
		r.Fatalf("%s has %d listeners and %d rules", b.ID, len(b.Listeners), n)
	}
	shares := func(all []lb.GroupShare) {
		for _, s := range all {
			if !groups[s.ID] {
				r.Fatalf("%s sends to target group %s, which is gone", b.ID, s.ID)
			}
		}
	}
	for _, l := range b.Listeners {
		shares(l.Groups)
		if (l.DefaultDomain == "") != (len(l.Rules) == 0) {
			r.Fatalf("listener %s with %d rules has the default domain %q", l.ID, len(l.Rules), l.DefaultDomain)
		}
		for _, x := range l.Rules {
			shares(x.Groups)
			if w := x.Rewrite; w != nil && !places[lb.Target{Listener: w.Listener, Rule: w.Rule}] {
				r.Fatalf("rule %s redirects to %s, which is gone", x.ID, w.Rule)
			}
		}
	}
	bound := map[lb.Target]int{}
	for _, k := range b.Backends {
		if bound[k.Target]++; !places[k.Target] || bound[k.Target] > 2 {
			r.Fatalf("%s: %d servers are bound to %v", b.ID, bound[k.Target], k.Target)
		}
	}
}
