package lb_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/lb"
)

// An app is an application load balancer with a listener for TCP and one for HTTP that has two rules.
type app struct {
	*cloud
	of, tcp, http p
	locations     []string
}

func newApp(t *testing.T) *app {
	a := &app{cloud: newCloud(t)}
	a.of = p{"loadBalancerId": a.bought(p{"loadBalancerType": "2", "forward": "1"})}
	tcp := a.listens("CreateForwardLBFourthLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "22", "listeners.0.protocol", "2", "listeners.0.scheduler", "least_conn"))
	http := answer[lb.CreateSeventhResponse](a.cloud, "CreateForwardLBSeventhLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "80", "listeners.0.protocol", "1", "listeners.0.listenerName", "web")).ListenerIDs[0]
	a.tcp, a.http = with(a.of, "listenerId", tcp), with(a.of, "listenerId", http)
	a.does("CreateForwardLBListenerRules", with(a.http, "rules.0.domain", "a.example", "rules.0.url", "/", "rules.0.httpHash", "ip_hash", "rules.1.domain", "a.example", "rules.1.url", "/img"))
	for _, r := range a.listeners()[1].Rules {
		a.locations = append(a.locations, r.LocationID)
	}
	return a
}

func (a *app) listeners() []lb.ForwardListenerItem {
	a.t.Helper()
	return answer[lb.ForwardListenersResponse](a.cloud, "DescribeForwardLBListeners", a.of).ListenerSet
}

func (a *app) servers(more ...string) []lb.ListenerBackends {
	a.t.Helper()
	return answer[lb.ForwardBackendsResponse](a.cloud, "DescribeForwardLBBackends", with(a.of, more...)).Data
}

func TestApplicationListenersAndRules(t *testing.T) {
	a := newApp(t)
	want := []lb.ForwardListenerItem{
		{
			ListenerID: a.tcp["listenerId"], LoadBalancerPort: 22, Protocol: 2, ProtocolType: "tcp", HealthSwitch: 1, TimeOut: 2, IntervalTime: 5,
			HealthNum: 3, UnhealthNum: 3, Scheduler: "least_conn", Status: 1,
		},
		{ListenerID: a.http["listenerId"], ListenerName: "web", LoadBalancerPort: 80, Protocol: 1, ProtocolType: "http", Status: 1, Rules: []lb.RuleItem{
			{LocationID: a.locations[0], Domain: "a.example", URL: "/", HTTPHash: "ip_hash", HealthSwitch: 1, TimeOut: 2, IntervalTime: 5, HealthNum: 3, UnhealthNum: 3, HTTPCode: 31, HTTPCheckPath: "/"},
			{LocationID: a.locations[1], Domain: "a.example", URL: "/img", HTTPHash: "wrr", HealthSwitch: 1, TimeOut: 2, IntervalTime: 5, HealthNum: 3, UnhealthNum: 3, HTTPCode: 31, HTTPCheckPath: "/"},
		}},
	}
	if diff := cmp.Diff(want, a.listeners()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a.does("ModifyForwardLBFourthListener", with(a.tcp, "listenerName", "ssh", "timeOut", "9", "scheduler", "wrr"))
	a.does("ModifyForwardLBSeventhListener", with(a.http, "listenerName", "www"))
	a.does("ModifyLoadBalancerRulesProbe", with(a.http, "locationId", a.locations[1], "url", "/pic", "healthNum", "4"))
	a.does("ModifyForwardLBRulesDomain", with(a.http, "domain", "a.example", "newDomain", "b.example"))
	answer[lb.ModifyForwardNameResponse](a.cloud, "ModifyForwardLBName", with(a.of, "loadBalancerName", "app"))
	if got := a.list(p{"forward": "1"})[0].LoadBalancerName; got != "app" {
		t.Errorf("name: got %s", got)
	}
	got := a.listeners()
	if got[0].ListenerName != "ssh" || got[0].TimeOut != 9 || got[0].Scheduler != "wrr" || got[1].ListenerName != "www" {
		t.Errorf("changed listeners: got %v", got)
	}
	if r := got[1].Rules; r[0].Domain != "b.example" || r[1].Domain != "b.example" || r[1].URL != "/pic" || r[1].HealthNum != 4 {
		t.Errorf("changed rules: got %v", r)
	}
	a.does("DeleteForwardLBListenerRules", with(a.http, "domain", "b.example", "url", "/pic"))
	a.does("DeleteForwardLBListenerRules", with(a.http, "locationIds.0", a.locations[0]))
	a.does("DeleteForwardLBListener", a.tcp)
	if got := a.listeners(); len(got) != 1 || len(got[0].Rules) != 0 {
		t.Errorf("after they were taken away: got %v", got)
	}
	a.does("DeleteForwardLBSeventhListeners", with(a.of, "listenerIds.0", a.http["listenerId"]))
	if got := a.listeners(); len(got) != 0 {
		t.Errorf("after all were: got %v", got)
	}
}

func TestApplicationServersAndTheirHealth(t *testing.T) {
	a := newApp(t)
	server := func(to p, id, port string, more ...string) p {
		return with(with(to, "backends.0.instanceId", id, "backends.0.port", port), more...)
	}
	both := with(a.http, "locationIds.0", a.locations[0], "locationIds.1", a.locations[1])
	a.does("RegisterInstancesWithForwardLBFourthListener", server(a.tcp, "ins-0000000a", "22"))
	a.does("RegisterInstancesWithForwardLBFourthListener", server(a.tcp, "ins-0000000a", "23"))
	a.does("RegisterInstancesWithForwardLBSeventhListener", server(both, "qcvm00b", "80", "backends.0.weight", "7"))
	got := a.servers("loadBalancerPort", "22")
	want := []lb.ForwardBackendsItem{
		{InstanceName: "a", UnInstanceID: "ins-0000000a", TargetType: "CVM", LanIP: "10.0.0.1", WanIPSet: []string{"1.2.3.4"}, Port: 22, Weight: 10, InstanceStatus: 2, AddTimestamp: "2024-05-02 04:30:03"},
		{InstanceName: "a", UnInstanceID: "ins-0000000a", TargetType: "CVM", LanIP: "10.0.0.1", WanIPSet: []string{"1.2.3.4"}, Port: 23, Weight: 10, InstanceStatus: 2, AddTimestamp: "2024-05-02 04:30:04"},
	}
	if diff := cmp.Diff(want, got[0].Backends); diff != "" || len(got) != 1 {
		t.Errorf("of the one listener (-want +got):\n%s", diff)
	}
	for _, r := range a.servers("protocol", "1")[0].Rules {
		if len(r.Backends) != 1 || r.Backends[0].Weight != 7 || r.Backends[0].UnInstanceID != "ins-0000000b" {
			t.Errorf("of a rule: got %v", r)
		}
	}
	health := answer[lb.ForwardHealthResponse](a.cloud, "DescribeForwardLBHealthStatus", p{"loadBalancerIds.0": a.of["loadBalancerId"]}).Data[0]
	if h := health.Listener[0].Rules[0].Backends; len(h) != 2 || h[0] != (lb.ServerHealth{IP: "10.0.0.1", Port: 22, HealthStatus: 1}) {
		t.Errorf("health of one that runs: got %v", h)
	}
	if h := health.Listener[1].Rules[1].Backends; len(h) != 1 || h[0] != (lb.ServerHealth{IP: "10.0.0.2", Port: 80}) {
		t.Errorf("health of one that is off: got %v", h)
	}

	first := with(a.http, "domain", "a.example", "url", "/")
	a.does("ModifyForwardFourthBackendsWeight", server(a.tcp, "ins-0000000a", "23", "backends.0.weight", "1"))
	a.does("ModifyForwardFourthBackendsPort", server(a.tcp, "ins-0000000a", "23", "backends.0.newPort", "24"))
	a.does("ModifyForwardSeventhBackends", server(both, "ins-0000000b", "80", "backends.0.weight", "8"))
	a.does("ModifyForwardSeventhBackendsPort", server(first, "ins-0000000b", "80", "backends.0.newPort", "81", "backends.0.weight", "9"))
	data := a.servers()
	if k := data[0].Backends[1]; k.Weight != 1 || k.Port != 24 {
		t.Errorf("changed: got %v", k)
	}
	if k, m := data[1].Rules[0].Backends[0], data[1].Rules[1].Backends[0]; k.Port != 81 || k.Weight != 9 || m.Port != 80 || m.Weight != 8 {
		t.Errorf("changed: got %v and %v", k, m)
	}
	a.refuses("ModifyForwardFourthBackendsPort", server(a.tcp, "ins-0000000a", "24", "backends.0.newPort", "22"), catalogue.OperationFailed, "OperationDenied.InstanceBound")
	a.refuses("RegisterInstancesWithForwardLBFourthListener", server(a.tcp, "ins-0000000a", "22"), catalogue.OperationFailed, "OperationDenied.InstanceBound")
	a.does("DeregisterInstancesFromForwardLBFourthListener", server(a.tcp, "ins-0000000a", "22"))
	a.refuses("DeregisterInstancesFromForwardLBFourthListener", server(a.tcp, "ins-0000000a", "22"), catalogue.OperationFailed, "OperationDenied.InstanceNotBound")
	a.does("DeregisterInstancesFromForwardLB", server(first, "ins-0000000b", "81"))
	a.does("DeleteForwardLBListenerRules", with(a.http, "locationIds.0", a.locations[1]))
	a.does("DeleteForwardLBListener", a.tcp)
	if got := a.list(p{"forward": "1", "withRs": "1"}); len(got) != 0 {
		t.Errorf("servers are left behind: got %v", got)
	}
}

func TestApplicationTypeIsRefused(t *testing.T) {
	a := newApp(t)
	classic := p{"loadBalancerId": a.bought(p{"loadBalancerType": "2"})}
	server := []string{"backends.0.instanceId", "ins-0000000a", "backends.0.port", "1"}
	a.quotas["lb.rules"], a.quotas["lb.listeners"] = 2, 2
	rule := []string{"rules.0.domain", "c.example", "rules.0.url", "/"}
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		desc   string
	}{
		{"CreateForwardLBFourthLayerListeners", with(classic, "listeners.0.loadBalancerPort", "1", "listeners.0.protocol", "2"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"CreateForwardLBFourthLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "80", "listeners.0.protocol", "2"), catalogue.OperationFailed, "OperationDenied.PortInUse"},
		{"CreateForwardLBFourthLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "80", "listeners.0.protocol", "3"), catalogue.LimitExceeded, "LimitExceeded"},
		{"CreateForwardLBFourthLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "80", "listeners.0.protocol", "1"), catalogue.InvalidValue, "InvalidParameter"},
		{"CreateForwardLBSeventhLayerListeners", with(classic, "listeners.0.loadBalancerPort", "1", "listeners.0.protocol", "1"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"CreateForwardLBSeventhLayerListeners", with(a.of, "listeners.0.loadBalancerPort", "443", "listeners.0.protocol", "4"), catalogue.MissingParameter, "InvalidParameter"},
		{"CreateForwardLBListenerRules", with(a.tcp, rule...), catalogue.OperationFailed, "OperationDenied.ProtocolMismatch"},
		{"CreateForwardLBListenerRules", with(a.http, rule...), catalogue.LimitExceeded, "LimitExceeded"},
		{"CreateForwardLBListenerRules", with(a.http, "rules.0.domain", "a.example", "rules.0.url", "/"), catalogue.OperationFailed, "OperationDenied.LocationInUse"},
		{"CreateForwardLBListenerRules", with(a.http, "rules.0.domain", "a.example", "rules.0.url", "img"), catalogue.InvalidValue, "InvalidParameter"},
		{"CreateForwardLBListenerRules", with(with(a.of, "listenerId", "lbl-x"), rule...), catalogue.NotFound, "InvalidParameter.ListenerNotExist"},
		{"ModifyLoadBalancerRulesProbe", with(a.http, "locationId", a.locations[1], "url", "/"), catalogue.OperationFailed, "OperationDenied.LocationInUse"},
		{"ModifyLoadBalancerRulesProbe", with(a.http, "locationId", "loc-x"), catalogue.NotFound, "InvalidParameter.LocationNotExist"},
		{"ModifyForwardLBRulesDomain", with(a.http, "domain", "x.example", "newDomain", "y.example"), catalogue.NotFound, "InvalidParameter.LocationNotExist"},
		{"DeleteForwardLBListenerRules", with(a.http, "domain", "a.example", "url", "/x"), catalogue.NotFound, "InvalidParameter.LocationNotExist"},
		{"DeleteForwardLBListenerRules", with(a.http, "domain", "a.example"), catalogue.MissingParameter, "InvalidParameter"},
		{"ModifyForwardLBFourthListener", a.http, catalogue.OperationFailed, "OperationDenied.ProtocolMismatch"},
		{"ModifyForwardLBSeventhListener", a.tcp, catalogue.OperationFailed, "OperationDenied.ProtocolMismatch"},
		{"DeleteForwardLBSeventhListeners", with(a.of, "listenerIds.0", a.tcp["listenerId"]), catalogue.OperationFailed, "OperationDenied.ProtocolMismatch"},
		{"DeleteForwardLBListener", with(classic, "listenerId", "lbl-x"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"RegisterInstancesWithForwardLBFourthListener", with(a.http, server...), catalogue.OperationFailed, "OperationDenied.ProtocolMismatch"},
		{"RegisterInstancesWithForwardLBFourthListener", with(with(classic, "listenerId", "lbl-x"), server...), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"RegisterInstancesWithForwardLBSeventhListener", with(with(a.http, "locationIds.0", "loc-x"), server...), catalogue.NotFound, "InvalidParameter.LocationNotExist"},
		{"RegisterInstancesWithForwardLBSeventhListener", with(a.http, server...), catalogue.MissingParameter, "InvalidParameter"},
		{"RegisterInstancesWithLoadBalancer", with(a.of, "backends.0.instanceId", "ins-0000000a"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"ModifyLoadBalancerBackends", with(a.of, "backends.0.instanceId", "ins-0000000a", "backends.0.weight", "1"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DeregisterInstancesFromLoadBalancer", with(a.of, "backends.0.instanceId", "ins-0000000a"), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeForwardLBListeners", classic, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeForwardLBBackends", classic, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeForwardLBHealthStatus", p{"loadBalancerIds.0": classic["loadBalancerId"]}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"ModifyForwardLBName", with(p{"loadBalancerId": "lb-x"}, "loadBalancerName", "x"), catalogue.NotFound, "InvalidParameter.CCDBLBNotExist"},
	} {
		a.refuses(x.action, x.params, x.row, x.desc)
	}
}
