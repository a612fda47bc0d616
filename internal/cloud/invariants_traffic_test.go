package cloud_test

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// traffic is a step with what leads to instances and away from them: load balancers, NAT gateways and routes.
func (p *player) traffic(vpc, subnet string) {
	lb, network := m{"LoadBalancerId": p.any("lb")}, any(vpc)
	if l := p.one("clb", "DescribeLoadBalancers", "LoadBalancerSet", func(m) bool { return true }); l != nil && p.r.IntN(4) > 0 {
		lb["LoadBalancerId"], network = l["LoadBalancerId"], l["VpcId"]
	}
	at := m{"LoadBalancerId": lb["LoadBalancerId"], "ListenerId": p.any("lbl")}
	if l := p.listeners(lb["LoadBalancerId"]); len(l) > 0 && p.r.IntN(4) > 0 {
		at["ListenerId"] = l[p.r.IntN(len(l))]["ListenerId"]
	}
	switch p.r.IntN(17) {
	case 0, 1:
		in := m{"LoadBalancerType": "INTERNAL", "VpcId": vpc, "SubnetId": subnet}
		if p.r.IntN(3) == 0 {
			in["EipAddressId"] = p.any("eip")
		}
		p.keep("lb", p.call("clb", "CreateLoadBalancer", in), "LoadBalancerIds")
	case 2:
		p.keep("lb", p.call("clb", "CreateLoadBalancer", m{"LoadBalancerType": "OPEN", "VpcId": vpc}), "LoadBalancerIds")
	case 3, 4, 5:
		lb["Protocol"], lb["Ports"] = p.some("TCP", "UDP"), []int{80 + p.r.IntN(3)}
		p.keep("lbl", p.call("clb", "CreateListener", lb), "ListenerIds")
	case 6, 7:
		if len(p.listeners(lb["LoadBalancerId"])) == 0 {
			made := p.call("clb", "CreateListener", m{"LoadBalancerId": lb["LoadBalancerId"], "Protocol": "TCP", "Ports": []int{80}})
			p.keep("lbl", made, "ListenerIds")
			if made != nil {
				at["ListenerId"] = made["ListenerIds"].([]any)[0]
				p.Advance(2 * time.Second) // until that is done
			}
		}
		at["Targets"] = []m{{"InstanceId": p.any("ins"), "Port": 80, "Weight": p.r.IntN(100)}}
		if i := p.one("cvm", "DescribeInstances", "InstanceSet", func(i m) bool { return i["VirtualPrivateCloud"].(m)["VpcId"] == network }); i != nil {
			at["Targets"] = []m{{"InstanceId": i["InstanceId"], "Port": 80 + p.r.IntN(2)}}
		}
		if p.call("clb", "RegisterTargets", at) != nil && p.r.IntN(2) == 0 {
			p.Advance(2 * time.Second) // until that is done
			p.call("clb", "DeregisterTargets", at)
		}
	case 8:
		p.call("clb", "DeleteListener", at)
	case 9:
		p.call("clb", "DeleteLoadBalancer", m{"LoadBalancerIds": []any{lb["LoadBalancerId"]}})
	case 10:
		if len(p.ids["sg"]) > 0 {
			lb["SecurityGroups"] = []string{p.any("sg")}
			p.call("clb", "SetLoadBalancerSecurityGroups", lb)
		}
		p.call("vpc", "AssociateAddress", m{"AddressId": p.any("eip"), "InstanceId": lb["LoadBalancerId"]})
	case 11, 12:
		in := m{"NatGatewayName": "n", "VpcId": vpc, "PublicIpAddresses": []string{"198.51.100.1"}}
		if a := p.one("vpc", "DescribeAddresses", "AddressSet", func(a m) bool { return a["AddressStatus"] == "UNBIND" }); a != nil {
			in["PublicIpAddresses"] = []any{a["AddressIp"]}
		}
		made := p.call("vpc", "CreateNatGateway", in)
		if made != nil {
			p.keep("nat", made["NatGatewaySet"].([]any)[0].(m), "NatGatewayId")
		}
	case 13:
		tables := p.list("vpc", "DescribeRouteTables", "RouteTableSet")
		if len(tables) > 0 {
			route := m{"DestinationCidrBlock": p.some("192.168.0.0/16", "172.16.0.0/16"), "GatewayType": "NAT", "GatewayId": p.any("nat")}
			table := tables[p.r.IntN(len(tables))]
			p.call("vpc", "CreateRoutes", m{"RouteTableId": table["RouteTableId"], "Routes": []m{route}})
			p.deleteRoutes(table, 2)
		}
	case 14:
		g := p.one("vpc", "DescribeNatGateways", "NatGatewaySet", func(m) bool { return true })
		a := p.one("vpc", "DescribeAddresses", "AddressSet", func(m) bool { return true })
		if g != nil && a != nil {
			if on := g["PublicIpAddressSet"].([]any); len(on) > 1 && p.r.IntN(2) == 0 {
				p.call("vpc", "DisassociateNatGatewayAddress", m{"NatGatewayId": g["NatGatewayId"], "PublicIpAddresses": []any{on[0].(m)["PublicIpAddress"]}})
			}
			p.call("vpc", "AssociateNatGatewayAddress", m{"NatGatewayId": g["NatGatewayId"], "PublicIpAddresses": []any{a["AddressIp"]}})
			p.call("vpc", "CreateNatGatewayDestinationIpPortTranslationNatRule", m{"NatGatewayId": g["NatGatewayId"], "DestinationIpPortTranslationNatRules": []m{
				{"IpProtocol": "TCP", "PublicIpAddress": a["AddressIp"], "PublicPort": 80, "PrivateIpAddress": p.privateOf(), "PrivatePort": 80},
			}})
		}
	case 15:
		p.call("vpc", "DeleteNatGateway", m{"NatGatewayId": p.any("nat")})
	case 16:
		for _, b := range p.list("clb", "DescribeLoadBalancers", "LoadBalancerSet") {
			p.deregister(b["LoadBalancerId"])
		}
	}
	p.Advance(time.Duration(p.r.IntN(2)) * time.Second)
}

// deregister takes some of what a load balancer sends to off it.
func (p *player) deregister(lb any) {
	for _, l := range p.targets(lb) {
		targets, _ := l["Targets"].([]any)
		for _, target := range targets {
			if on := target.(m); p.r.IntN(2) == 0 {
				p.call("clb", "DeregisterTargets", m{"LoadBalancerId": lb, "ListenerId": l["ListenerId"], "Targets": []m{{"InstanceId": on["InstanceId"], "Port": on["Port"]}}})
			}
		}
	}
}

// deleteRoutes takes one in so many of a table's routes to NAT gateways away.
func (p *player) deleteRoutes(table m, oneIn int) {
	for _, r := range table["RouteSet"].([]any) {
		if route := r.(m); route["GatewayType"] == "NAT" && p.r.IntN(oneIn) == 0 {
			p.call("vpc", "DeleteRoutes", m{"RouteTableId": table["RouteTableId"], "Routes": []m{{"RouteId": route["RouteId"]}}})
		}
	}
}

// listeners are those of a load balancer; none where it is not there.
func (p *player) listeners(lb any) []m { return p.of(lb, "DescribeListeners") }

// targets are its listeners with what they send to.
func (p *player) targets(lb any) []m { return p.of(lb, "DescribeTargets") }

func (p *player) of(lb any, action string) []m {
	last := p.last
	answer := p.call("clb", action, m{"LoadBalancerId": lb})
	p.last = last
	var out []m
	if answer != nil {
		for _, one := range answer["Listeners"].([]any) {
			out = append(out, one.(m))
		}
	}
	return out
}

// leads finds what of it is not so that has to be; hold notes a private address that something has.
func (p *player) leads(vpcs, groups, instances map[string]m, hold func(what string, subnet any, ip string), fail func(format string, args ...any)) {
	p.t.Helper()
	balancers := byID(p.list("clb", "DescribeLoadBalancers", "LoadBalancerSet"), "LoadBalancerId")
	for id, b := range balancers {
		if vpcs[b["VpcId"].(string)] == nil {
			fail("the network of %s is not there", id)
		}
		if b["LoadBalancerType"] == "INTERNAL" {
			hold(id, b["SubnetId"], b["LoadBalancerVips"].([]any)[0].(string))
		}
		for _, g := range b["SecureGroups"].([]any) {
			if groups[g.(string)] == nil {
				fail("%s is guarded by %v, which is not there", id, g)
			}
		}
		for _, l := range p.targets(id) {
			targets, _ := l["Targets"].([]any)
			for _, target := range targets {
				on := instances[target.(m)["InstanceId"].(string)]
				if on == nil {
					fail("%s sends to %v, which is not there", id, target)
				}
				if on["VirtualPrivateCloud"].(m)["VpcId"] != b["VpcId"] {
					fail("%s of %v sends to %v of %v", id, b["VpcId"], target.(m)["InstanceId"], on["VirtualPrivateCloud"])
				}
			}
		}
	}
	gateways := byID(p.list("vpc", "DescribeNatGateways", "NatGatewaySet"), "NatGatewayId")
	addresses := byID(p.list("vpc", "DescribeAddresses", "AddressSet"), "AddressId")
	held := map[string][]string{}
	for id, a := range addresses {
		holder, _ := a["InstanceId"].(string)
		held[holder] = append(held[holder], id)
		switch {
		case strings.HasPrefix(holder, "lb-") && balancers[holder] == nil, strings.HasPrefix(holder, "nat-") && gateways[holder] == nil:
			fail("%s is held by %s, which is not there", id, holder)
		case strings.HasPrefix(holder, "lb-") && len(held[holder]) > 1:
			fail("%s has %v", holder, held[holder])
		}
	}
	for id, g := range gateways {
		if vpcs[g["VpcId"].(string)] == nil {
			fail("the network of %s is not there", id)
		}
		var shown []string
		for _, a := range g["PublicIpAddressSet"].([]any) {
			shown = append(shown, a.(m)["AddressId"].(string))
		}
		slices.Sort(shown)
		slices.Sort(held[id])
		if !slices.Equal(shown, held[id]) {
			fail("%s shows %v and holds %v", id, shown, held[id])
		}
	}
	for _, t := range p.list("vpc", "DescribeRouteTables", "RouteTableSet") {
		if vpcs[t["VpcId"].(string)] == nil {
			fail("the network of %v is not there", t["RouteTableId"])
		}
		for _, r := range t["RouteSet"].([]any) {
			route := r.(m)
			if _, err := netip.ParsePrefix(route["DestinationCidrBlock"].(string)); err != nil {
				fail("a route of %v leads to %v", t["RouteTableId"], route["DestinationCidrBlock"])
			}
			if route["GatewayType"] == "NAT" && gateways[route["GatewayId"].(string)] == nil {
				fail("a route of %v goes by way of %v, which is not there", t["RouteTableId"], route["GatewayId"])
			}
		}
	}
}

// clearTraffic takes all of it away.
func (p *player) clearTraffic() {
	for _, t := range p.list("vpc", "DescribeRouteTables", "RouteTableSet") {
		p.deleteRoutes(t, 1)
	}
	for _, g := range p.list("vpc", "DescribeNatGateways", "NatGatewaySet") {
		p.call("vpc", "DeleteNatGateway", m{"NatGatewayId": g["NatGatewayId"]})
	}
	for _, b := range p.list("clb", "DescribeLoadBalancers", "LoadBalancerSet") {
		p.call("clb", "DeleteLoadBalancer", m{"LoadBalancerIds": []any{b["LoadBalancerId"]}})
	}
	p.Advance(time.Minute)
}
