package lb_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestClassicListeners(t *testing.T) {
	c := newCloud(t)
	id := c.bought(p{"loadBalancerType": "2"})
	of := p{"loadBalancerId": id}
	list := func(more ...string) *lb.DescribeListenersResponse {
		return answer[lb.DescribeListenersResponse](c, "DescribeLoadBalancerListeners", with(of, more...))
	}
	made := answer[lb.CreateListenersResponse](c, "CreateLoadBalancerListeners", with(of,
		"listeners.0.loadBalancerPort", "80", "listeners.0.instancePort", "8080", "listeners.0.protocol", "1", "listeners.0.listenerName", "web",
		"listeners.0.httpHash", "ip_hash", "listeners.0.sessionExpire", "30", "listeners.1.loadBalancerPort", "80", "listeners.1.instancePort", "53", "listeners.1.protocol", "3"))
	if got := list("status", "0"); got.TotalCount != 2 {
		t.Errorf("while they are made: got %v", got)
	}
	c.wait()
	l := made.ListenerIDs[0]
	want := lb.ListenerItem{
		ListenerID: l, UnListenerID: l, LoadBalancerPort: 80, InstancePort: 8080, ListenerName: "web", Protocol: 1, SessionExpire: 30, HealthSwitch: 1,
		TimeOut: 2, IntervalTime: 5, HealthNum: 3, UnhealthNum: 3, HTTPHash: "ip_hash", Scheduler: "wrr", HTTPCode: 31, HTTPCheckPath: "/", Status: 1,
	}
	if diff := cmp.Diff(want, list("listenerIds.0", l).ListenerSet[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := list("protocol", "3", "loadBalancerPort", "80", "status", "1"); got.TotalCount != 1 || got.ListenerSet[0].ListenerID != made.ListenerIDs[1] {
		t.Errorf("by protocol and port: got %v", got)
	}
	c.does("ModifyLoadBalancerListener", with(of, "listenerId", l, "listenerName", "w", "healthSwitch", "0", "httpCode", "2"))
	if got := list("listenerIds.0", l).ListenerSet[0]; got.ListenerName != "w" || got.HealthSwitch != 0 || got.HTTPCode != 2 || got.TimeOut != 2 {
		t.Errorf("changed: got %v", got)
	}
	c.does("DeleteLoadBalancerListeners", with(of, "listenerIds.0", l))
	if got := list(); got.TotalCount != 1 {
		t.Errorf("after one was taken away: got %v", got)
	}
}

func TestClassicListenersAreRefused(t *testing.T) {
	c := newCloud(t)
	id, app := c.bought(p{"loadBalancerType": "2"}), c.bought(p{"loadBalancerType": "2", "forward": "1"})
	of := p{"loadBalancerId": id}
	create := func(on string, more ...string) p {
		return with(p{"loadBalancerId": on, "listeners.0.loadBalancerPort": "80", "listeners.0.instancePort": "80", "listeners.0.protocol": "2"}, more...)
	}
	l := c.listens("CreateLoadBalancerListeners", create(id))
	c.quotas["lb.listeners"] = 2
	secure := create(id, "listeners.0.protocol", "4", "listeners.0.loadBalancerPort", "443")
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		desc   string
	}{
		{"CreateLoadBalancerListeners", create("lb-x"), catalogue.NotFound, "InvalidParameter.CCDBLBNotExist"},
		{"CreateLoadBalancerListeners", create(app), catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"CreateLoadBalancerListeners", create(id, "listeners.0.protocol", "1"), catalogue.OperationFailed, "OperationDenied.PortInUse"},
		{"CreateLoadBalancerListeners", create(id, "listeners.0.sessionExpire", "29"), catalogue.InvalidValue, "InvalidParameter"},
		{"CreateLoadBalancerListeners", create(id, "listeners.0.httpHash", "wrr", "listeners.0.scheduler", "wrr"), catalogue.InvalidParameter, "InvalidParameter"},
		{"CreateLoadBalancerListeners", secure, catalogue.MissingParameter, "InvalidParameter"},
		{"CreateLoadBalancerListeners", with(secure, "listeners.0.SSLMode", "unidirectional"), catalogue.MissingParameter, "InvalidParameter"},
		{"CreateLoadBalancerListeners", with(secure, "listeners.0.SSLMode", "mutual", "listeners.0.certId", "abcd1234"), catalogue.MissingParameter, "InvalidParameter"},
		{"CreateLoadBalancerListeners", with(secure, "listeners.0.SSLMode", "mutual", "listeners.0.certContent", "c"), catalogue.MissingParameter, "InvalidParameter"},
		{"CreateLoadBalancerListeners", create(id, "listeners.0.loadBalancerPort", "81", "listeners.1.loadBalancerPort", "82", "listeners.1.instancePort", "1", "listeners.1.protocol", "2"), catalogue.LimitExceeded, "LimitExceeded"},
		{"ModifyLoadBalancerListener", with(of, "listenerId", "lbl-x"), catalogue.NotFound, "InvalidParameter.ListenerNotExist"},
		{"ModifyLoadBalancerListener", p{"loadBalancerId": app, "listenerId": l}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DeleteLoadBalancerListeners", with(of, "listenerIds.0", l, "listenerIds.1", "lbl-x"), catalogue.NotFound, "InvalidParameter.ListenerNotExist"},
		{"DeleteLoadBalancerListeners", p{"loadBalancerId": app, "listenerIds.0": l}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeLoadBalancerListeners", p{"loadBalancerId": app}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeLoadBalancerBackends", p{"loadBalancerId": app}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeLBHealthStatus", p{"loadBalancerId": app}, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch"},
		{"DescribeLBHealthStatus", with(of, "listenerId", "lbl-x"), catalogue.NotFound, "InvalidParameter.ListenerNotExist"},
		{"ModifyLoadBalancerAttributes", of, catalogue.MissingParameter, "InvalidParameter"},
	} {
		c.refuses(x.action, x.params, x.row, x.desc)
	}
	c.listens("CreateLoadBalancerListeners", with(secure, "listeners.0.SSLMode", "mutual", "listeners.0.certContent", "c", "listeners.0.certKey", "k", "listeners.0.certCaContent", "a"))
	got := answer[lb.DescribeListenersResponse](c, "DescribeLoadBalancerListeners", with(of, "protocol", "4")).ListenerSet[0]
	if got.SSLMode != "mutual" || got.CertID == "" || got.CertCaID == "" || got.CertID == got.CertCaID {
		t.Errorf("certificates: got %v", got)
	}
}

func TestClassicServersAndTheirHealth(t *testing.T) {
	c := newCloud(t)
	id := c.bought(p{"loadBalancerType": "2"})
	of := p{"loadBalancerId": id}
	l := c.listens("CreateLoadBalancerListeners", with(of, "listeners.0.loadBalancerPort", "80", "listeners.0.instancePort", "8080", "listeners.0.protocol", "2"))
	c.does("RegisterInstancesWithLoadBalancer", with(of, "backends.0.instanceId", "qcvm00a", "backends.1.instanceId", "ins-0000000b", "backends.1.weight", "0"))
	servers := func() []lb.BackendItem {
		return answer[lb.DescribeBackendsResponse](c, "DescribeLoadBalancerBackends", of).BackendSet
	}
	want := []lb.BackendItem{
		{InstanceID: "qcvm00a", UnInstanceID: "ins-0000000a", InstanceName: "a", LanIP: "10.0.0.1", WanIPSet: []string{"1.2.3.4"}, InstanceStatus: 2, Weight: 10},
		{InstanceID: "qcvm00b", UnInstanceID: "ins-0000000b", InstanceName: "b", LanIP: "10.0.0.2", InstanceStatus: 4},
	}
	if diff := cmp.Diff(want, servers()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	health := func() []lb.HealthItem {
		return answer[lb.HealthResponse](c, "DescribeLBHealthStatus", with(of, "listenerId", l)).Data
	}
	healthy := []lb.HealthItem{
		{IP: "10.0.0.1", Protocol: "TCP", Port: 8080, Vport: 80, HealthStatus: 1},
		{IP: "10.0.0.2", Protocol: "TCP", Port: 8080, Vport: 80, HealthStatus: 0},
	}
	if diff := cmp.Diff(healthy, health()); diff != "" {
		t.Errorf("health (-want +got):\n%s", diff)
	}
	c.does("ModifyLoadBalancerListener", with(of, "listenerId", l, "healthSwitch", "0"))
	if got := health(); got[0].HealthStatus != 0 {
		t.Errorf("without checks: got %v", got)
	}
	c.does("ModifyLoadBalancerBackends", with(of, "backends.0.instanceId", "ins-0000000b", "backends.0.weight", "50"))
	if got := servers(); got[1].Weight != 50 {
		t.Errorf("weighed: got %v", got)
	}
	c.quotas["lb.servers"] = 2
	one := func(id string) p { return with(of, "backends.0.instanceId", id, "backends.0.weight", "1") }
	c.refuses("RegisterInstancesWithLoadBalancer", one("ins-0000000a"), catalogue.OperationFailed, "OperationDenied.InstanceBound")
	c.refuses("RegisterInstancesWithLoadBalancer", one("ins-0000000v"), catalogue.OperationFailed, "OperationDenied.InstanceInOtherNetwork")
	c.refuses("RegisterInstancesWithLoadBalancer", one("ins-x"), catalogue.NotFound, "InvalidParameter.InstanceNotExist")
	c.refuses("ModifyLoadBalancerBackends", one("ins-0000000v"), catalogue.OperationFailed, "OperationDenied.InstanceNotBound")
	c.known["c"] = lb.Server{ID: "ins-0000000c", Region: here, LanIP: "10.0.0.3", Status: 2}
	c.refuses("RegisterInstancesWithLoadBalancer", one("ins-0000000c"), catalogue.LimitExceeded, "LimitExceeded")
	c.does("DeregisterInstancesFromLoadBalancer", with(of, "backends.0.instanceId", "ins-0000000a"))
	c.refuses("DeregisterInstancesFromLoadBalancer", with(of, "backends.0.instanceId", "ins-0000000a"), catalogue.OperationFailed, "OperationDenied.InstanceNotBound")

	// What cvm asks for when an instance goes.
	bound := func() (ids []string) {
		if err := c.db.View(t.Context(), func(tx store.Tx) (err error) {
			ids, err = c.OfInstance(t.Context(), tx, owner, "ins-0000000b")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if diff := cmp.Diff([]string{id}, bound()); diff != "" {
		t.Errorf("bound (-want +got):\n%s", diff)
	}
	if err := c.db.Update(t.Context(), func(tx store.Tx) error { return c.Unbind(t.Context(), tx, owner, "ins-0000000b") }); err != nil {
		t.Fatal(err)
	}
	if len(bound()) != 0 || len(servers()) != 0 {
		t.Errorf("after it went: got %v, %v", bound(), servers())
	}
}
