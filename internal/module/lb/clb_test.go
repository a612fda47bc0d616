package lb_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/tagging"
)

type done = lb.Done

// open is a public load balancer in the network, internal a private one there.
func (c *cloud) open(more ...string) string {
	c.t.Helper()
	return makes[lb.CreateLoadBalancer3Response](c, "CreateLoadBalancer", with(p{"LoadBalancerType": "OPEN", "VpcId": "vpc-00000001"}, more...)).LoadBalancerIds[0]
}

func (c *cloud) internal(more ...string) string {
	c.t.Helper()
	return c.open(append([]string{"LoadBalancerType", "INTERNAL", "SubnetId", "subnet-00000001"}, more...)...)
}

func (c *cloud) shown(params p) []lb.LoadBalancerItem {
	c.t.Helper()
	out := told[lb.DescribeLoadBalancers3Response](c, "DescribeLoadBalancers", params)
	if int(out.TotalCount) < len(out.LoadBalancerSet) {
		c.t.Errorf("%v: TotalCount is %d, %d are shown", params, out.TotalCount, len(out.LoadBalancerSet))
	}
	return out.LoadBalancerSet
}

// listen adds one listener.
func (c *cloud) listen(on, protocol, port string, more ...string) string {
	c.t.Helper()
	return makes[lb.CreateListenerResponse](c, "CreateListener", with(p{"LoadBalancerId": on, "Protocol": protocol, "Ports.0": port}, more...)).ListenerIds[0]
}

// rule adds one rule.
func (c *cloud) rule(on, listener, domain string, more ...string) string {
	c.t.Helper()
	return makes[lb.CreateRuleResponse](c, "CreateRule", with(p{"LoadBalancerId": on, "ListenerId": listener, "Rules.0.Domain": domain, "Rules.0.Url": "/"}, more...)).LocationIds[0]
}

func (c *cloud) listener(on, id string) lb.ListenerOutput {
	c.t.Helper()
	out := told[lb.DescribeListeners3Response](c, "DescribeListeners", p{"LoadBalancerId": on, "ListenerIds.0": id})
	if out.TotalCount != 1 {
		c.t.Fatalf("listener %s: got %v", id, out)
	}
	return out.Listeners[0]
}

func TestALoadBalancerOfAPI3(t *testing.T) {
	c := newCloud(t)
	buy := p{
		"LoadBalancerType": "INTERNAL", "VpcId": "vpc-00000001", "SubnetId": "subnet-00000001", "LoadBalancerName": "db", "Vip": "10.1.1.77",
		"Tags.0.TagKey": "team", "Tags.0.TagValue": "db", "SnatPro": "true", "SnatIps.0.SubnetId": "subnet-00000001", "ClientToken": "once",
	}
	out := told[lb.CreateLoadBalancer3Response](c, "CreateLoadBalancer", buy)
	id := out.LoadBalancerIds[0]
	c.denies("ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "LoadBalancerName": "x"}, catalogue.OperationFailed, "FailedOperation.ResourceInOperating")
	c.wait()
	if again := told[lb.CreateLoadBalancer3Response](c, "CreateLoadBalancer", buy); again.LoadBalancerIds[0] != id || len(c.shown(nil)) != 1 {
		t.Errorf("with the token again: got %v", again)
	}
	c.denies("CreateLoadBalancer", with(buy, "LoadBalancerName", "other"), catalogue.InvalidParameter, "InvalidParameter")
	if got := told[lb.DescribeTaskStatusResponse](c, "DescribeTaskStatus", p{"DealName": out.DealName}); got.LoadBalancerIds[0] != id {
		t.Errorf("by deal: got %v", got)
	}
	got := c.shown(p{"LoadBalancerIds.0": id})[0]
	if got.LoadBalancerVips[0] != "10.1.1.77" || got.LoadBalancerType != "INTERNAL" || got.Status != 1 || got.SubnetId != "subnet-00000001" || !got.SnatPro ||
		len(got.SnatIps) != 1 || got.Tags[0] != (lb.TagInfo{TagKey: "team", TagValue: "db"}) || got.NetworkAttributes != nil {
		t.Errorf("got %+v", got)
	}
	if len(c.held) != 2 {
		t.Errorf("addresses: got %v", c.held)
	}
	makes[done](c, "SetLoadBalancerSecurityGroups", p{"LoadBalancerId": id, "SecurityGroups.0": "sg-1", "SecurityGroups.1": "sg-2"})
	makes[done](c, "SetSecurityGroupForLoadbalancers", p{"LoadBalancerIds.0": id, "SecurityGroup": "sg-1", "OperationType": "DEL"})
	makes[done](c, "SetSecurityGroupForLoadbalancers", p{"LoadBalancerIds.0": id, "SecurityGroup": "sg-3", "OperationType": "ADD"})
	if diff := cmp.Diff([]string{"sg-2", "sg-3"}, c.guards[id]); diff != "" {
		t.Errorf("guards (-want +got):\n%s", diff)
	}
	makes[done](c, "SetLoadBalancerClsLog", p{"LoadBalancerId": id, "LogSetId": "s", "LogTopicId": "t"})
	makes[done](c, "ModifyLoadBalancersProject", p{"LoadBalancerIds.0": id, "ProjectId": "0"})
	makes[lb.SLAAnswer](c, "ModifyLoadBalancerSla", p{"LoadBalancerSla.0.LoadBalancerId": id, "LoadBalancerSla.0.SlaType": "clb.c2.medium"})
	makes[lb.DealAnswer](c, "ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "LoadBalancerName": "data", "DeleteProtect": "true", "LoadBalancerPassToTarget": "true", "AssociateEndpoint": "e"})
	got = c.shown(nil)[0]
	if got.LoadBalancerName != "data" || !got.LoadBalancerPassToTarget || got.LogSetId != "s" || got.SlaType != "clb.c2.medium" || got.AttributeFlags[0] != "DeleteProtect" || got.AssociateEndpoint != "e" {
		t.Errorf("changed: got %+v", got)
	}
	c.denies("DeleteLoadBalancer", p{"LoadBalancerIds.0": id}, catalogue.OperationFailed, "FailedOperation")
	makes[lb.DealAnswer](c, "ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "DeleteProtect": "false"})
	c.denies("ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "TargetRegionInfo.Region": "r", "TargetRegionInfo.VpcId": "v"}, catalogue.OperationFailed, "UnsupportedOperation")
	makes[done](c, "DeleteLoadBalancer", p{"LoadBalancerIds.0": id})
	if len(c.shown(nil))+len(c.held)+len(c.guards)+len(c.tags)+len(c.meters) != 0 {
		t.Errorf("what it held is kept: %v %v %v %v", c.held, c.guards, c.tags, c.meters)
	}
	c.denies("DeleteLoadBalancer", p{"LoadBalancerIds.0": id}, catalogue.NotFound, "InvalidParameter.LBIdNotFound")
	c.denies("DescribeTaskStatus", p{"TaskId": "none"}, catalogue.NotFound, "InvalidParameter")
	c.denies("DescribeTaskStatus", nil, catalogue.MissingParameter, "MissingParameter")
	if _, err := c.asks(other, "DescribeTaskStatus", p{"DealName": out.DealName}); err == nil {
		t.Error("another account sees the task")
	}
}

func TestBandwidthIsPaidByTheHour(t *testing.T) {
	c := newCloud(t)
	id := c.open("InternetAccessible.InternetChargeType", "BANDWIDTH_POSTPAID_BY_HOUR", "InternetAccessible.InternetMaxBandwidthOut", "6", "ZoneId", "100003", "VipIsp", "CMCC")
	if got, want := c.meters[id], 2*money.Fen+5*(63*money.Yuan/1000)+25*money.Fen; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	got := c.shown(p{"MasterZone": here + "-3"})[0]
	if *got.NetworkAttributes.InternetMaxBandwidthOut != 6 || got.MasterZone.ZoneId != 100003 || *got.VipIsp != "CMCC" {
		t.Errorf("got %+v", got)
	}
	makes[lb.DealAnswer](c, "ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "InternetChargeInfo.InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR"})
	if got := c.meters[id]; got != 2*money.Fen {
		t.Errorf("by traffic: got %v", got)
	}
	makes[lb.DealAnswer](c, "ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "TargetRegionInfo.Region": "ap-beijing", "TargetRegionInfo.VpcId": "vpc-2"})
	if got := c.shown(nil)[0].TargetRegionInfo; got.Region != "ap-beijing" {
		t.Errorf("target region: got %v", got)
	}
	far := c.known["v"]
	far.ID, far.Region, far.VPC = "ins-0000000f", "ap-beijing", "vpc-2"
	c.known["f"] = far
	at := p{"LoadBalancerId": id, "ListenerId": c.listen(id, "TCP", "80"), "Targets.0.Port": "80"}
	makes[done](c, "RegisterTargets", with(at, "Targets.0.InstanceId", far.ID))
	c.denies("RegisterTargets", with(at, "Targets.0.InstanceId", "ins-0000000v"), catalogue.OperationFailed, "InvalidParameterValue")
	c.denies("ModifyLoadBalancerAttributes", p{"LoadBalancerId": id, "TargetRegionInfo.Region": here, "TargetRegionInfo.VpcId": "vpc-2"}, catalogue.OperationFailed, "UnsupportedOperation")
}

func TestBuyingByAPI3IsRefused(t *testing.T) {
	c := newCloud(t)
	private := p{"LoadBalancerType": "INTERNAL", "VpcId": "vpc-00000001", "SubnetId": "subnet-00000001"}
	for _, x := range []struct {
		params p
		row    *catalogue.Condition
		name   string
	}{
		{p{"LoadBalancerType": "OPEN", "LBChargeType": "PREPAID"}, catalogue.OperationFailed, "UnsupportedOperation"},
		{p{"LoadBalancerType": "OPEN", "InternetAccessible.InternetChargeType": "BANDWIDTH_PACKAGE"}, catalogue.OperationFailed, "UnsupportedOperation"},
		{p{"LoadBalancerType": "OPEN", "VpcId": "vpc-x"}, catalogue.NotFound, "InvalidParameterValue"},
		{p{"LoadBalancerType": "OPEN", "ZoneId": "nowhere"}, catalogue.NotFound, "InvalidParameterValue"},
		{p{"LoadBalancerType": "OPEN", "ProjectId": "5"}, catalogue.NotFound, "InvalidParameterValue"},
		{p{"LoadBalancerType": "OPEN", "Vip": "10.1.1.3"}, catalogue.InvalidParameter, "InvalidParameter"},
		{p{"LoadBalancerType": "OPEN", "SnatIps.0.SubnetId": "s"}, catalogue.InvalidParameter, "InvalidParameter"},
		{p{"LoadBalancerType": "OPEN", "EipAddressId": "eip-0000free"}, catalogue.InvalidParameter, "InvalidParameter"},
		{with(private, "EipAddressId", "eip-0000free", "Number", "2"), catalogue.InvalidParameter, "InvalidParameter"},
		{with(private, "EipAddressId", "eip-nowhere1"), catalogue.NotFound, "ResourceNotFound"},
		{with(private, "Vip", "x"), catalogue.InvalidParameter, "InvalidParameter.FormatError"},
		{with(private, "Vip", "10.9.1.3"), catalogue.NotFound, "InvalidParameterValue"},
		{with(private, "ZoneId", "100003"), catalogue.InvalidParameter, "InvalidParameter"},
		{with(private, "SubnetId", "subnet-x"), catalogue.NotFound, "InvalidParameterValue"},
		{with(private, "SnatPro", "true", "SnatIps.0.SubnetId", "x"), catalogue.NotFound, "InvalidParameterValue"},
		{with(private, "SnatPro", "true", "SnatIps.0.SubnetId", "subnet-00000001", "SnatIps.0.Ip", "10.9.9.9"), catalogue.NotFound, "InvalidParameterValue"},
		{p{"LoadBalancerType": "INTERNAL", "VpcId": "vpc-00000001"}, catalogue.MissingParameter, "MissingParameter"},
	} {
		c.denies("CreateLoadBalancer", x.params, x.row, x.name)
	}
	c.quotas["lb.public"] = 0
	c.denies("CreateLoadBalancer", p{"LoadBalancerType": "OPEN"}, catalogue.LimitExceeded, "LimitExceeded")
	if got := c.shown(nil); len(got) != 0 {
		t.Errorf("what was refused holds: %v", got)
	}
}

func TestAPrivateBalancerHasAnElasticAddress(t *testing.T) {
	c := newCloud(t)
	id := c.internal("EipAddressId", "eip-0000free")
	vip := c.shown(p{"LoadBalancerIds.0": id})[0].LoadBalancerVips[0]
	if got := c.elastic["eip-0000free"]; got != id+" "+vip {
		t.Errorf("the address is held by %q, want by %s at %s", got, id, vip)
	}
	makes[done](c, "DeleteLoadBalancer", p{"LoadBalancerIds.0": id})
	if len(c.elastic) != 0 {
		t.Errorf("it keeps its address: %v", c.elastic)
	}
}

func TestListsOfAPI3AreFiltered(t *testing.T) {
	c := newCloud(t)
	one, two := c.open("LoadBalancerName", "one", "Tags.0.TagKey", "team", "Tags.0.TagValue", "a"), c.internal("LoadBalancerName", "two")
	makes[done](c, "SetLoadBalancerSecurityGroups", p{"LoadBalancerId": two, "SecurityGroups.0": "sg-1"})
	old := c.bought(p{"loadBalancerType": "3", "loadBalancerName": "old"}) // by API 2.0
	for _, x := range []struct {
		params p
		want   []string
	}{
		{nil, []string{old, two, one}},
		{p{"OrderType": "0"}, []string{one, two, old}},
		{p{"OrderBy": "LoadBalancerName", "OrderType": "0"}, []string{old, one, two}},
		{p{"OrderBy": "LoadBalancerType", "Limit": "1", "Offset": "2"}, []string{one}},
		{p{"OrderBy": "Domain", "Limit": "1"}, []string{one}},
		{p{"LoadBalancerIds.0": "lb-nowhere1"}, nil},
		{p{"LoadBalancerType": "OPEN"}, []string{one}},
		{p{"Forward": "0"}, []string{old}},
		{p{"VpcId": "0"}, []string{old}},
		{p{"LoadBalancerName": "two"}, []string{two}},
		{p{"SecurityGroup": "sg-1"}, []string{two}},
		{p{"SearchKey": "ne"}, []string{one}},
		{p{"WithRs": "1"}, nil},
		{p{"Filters.0.Name": "tag:team", "Filters.0.Values.0": "a"}, []string{one}},
		{p{"Filters.0.Name": "tag-key", "Filters.0.Values.0": "other"}, nil},
		{p{"Filters.0.Name": "vip-isp", "Filters.0.Values.0": "BGP"}, []string{one}},
		{p{"Filters.0.Name": "internet-charge-type", "Filters.0.Values.0": "TRAFFIC_POSTPAID_BY_HOUR"}, []string{one}},
		{p{"BackendPrivateIps.0": "10.0.0.9"}, nil},
	} {
		var got []string
		for _, b := range c.shown(x.params) {
			got = append(got, b.LoadBalancerId)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", x.params, diff)
		}
	}
	c.denies("DescribeLoadBalancers", p{"Filters.0.Name": "x", "Filters.0.Values.0": "y"}, catalogue.InvalidParameter, "InvalidParameterValue.InvalidFilter")
	c.sees = func(r call.Resource, about map[string][]string) bool {
		return cmp.Equal(about["qcs:tag"], []string{"team&a"})
	}
	if got := c.shown(nil); len(got) != 1 || got[0].LoadBalancerId != one {
		t.Errorf("what may be seen: got %v", got)
	}
	quota := told[lb.DescribeQuotaResponse](c, "DescribeQuota", nil).QuotaSet
	if quota[0].QuotaLimit != 100 || *quota[0].QuotaCurrent != 1 || *quota[1].QuotaCurrent != 2 {
		t.Errorf("quota: got %+v", quota)
	}
	if told[lb.DescribeExclusiveClustersResponse](c, "DescribeExclusiveClusters", nil).TotalCount+told[lb.DescribeClusterResourcesResponse](c, "DescribeClusterResources", nil).TotalCount != 0 {
		t.Error("there are clusters")
	}
	c.denies("DescribeExclusiveClusters", p{"Filters.0.Name": "x", "Filters.0.Values.0": "y"}, catalogue.InvalidParameter, "InvalidParameterValue.InvalidFilter")
}

func TestListenersOfAPI3(t *testing.T) {
	c := newCloud(t)
	id := c.open()
	of := p{"LoadBalancerId": id}
	tcp := c.listen(id, "TCP", "3306", "ListenerNames.0", "db", "SessionExpireTime", "86400", "Scheduler", "LEAST_CONN", "HealthCheck.TimeOut", "7", "HealthCheck.CheckPort", "99", "MaxConn", "5")
	got := c.listener(id, tcp)
	if got.ListenerName != "db" || *got.SessionExpireTime != 86400 || *got.Scheduler != "LEAST_CONN" || *got.HealthCheck.TimeOut != 7 || *got.HealthCheck.CheckPort != 99 ||
		*got.HealthCheck.CheckType != "TCP" || got.HealthCheck.HttpCode != nil || *got.TargetType != "NODE" || got.MaxConn != 5 || got.Certificate != nil {
		t.Errorf("got %+v", got)
	}
	c.listen(id, "UDP", "3306")
	c.listen(id, "TCP_SSL", "443", "Certificate.SSLMode", "MUTUAL", "Certificate.CertId", "abcd1234", "Certificate.CertCaId", "root1235")
	makes[done](c, "ModifyListener", with(of, "ListenerId", tcp, "ListenerName", "data", "HealthCheck.HealthSwitch", "0", "TargetType", "TARGETGROUP", "HealthCheck.CheckPort", "-1"))
	if got := c.listener(id, tcp); got.ListenerName != "data" || *got.HealthCheck.HealthSwitch != 0 || *got.TargetType != "TARGETGROUP" || got.HealthCheck.CheckPort != nil {
		t.Errorf("changed: got %+v", got)
	}
	tls := c.listen(id, "HTTPS", "8443", "SniSwitch", "1")
	ruled := c.rule(id, tls, "a.b", "Rules.0.Certificate.SSLMode", "UNIDIRECTIONAL", "Rules.0.Certificate.CertId", "abcd1234", "Rules.0.Quic", "true")
	if r := c.listener(id, tls).Rules[0]; r.LocationId != ruled || r.Certificate.CertId != "abcd1234" || r.QuicStatus != "QUIC_ACTIVE" || !r.DefaultServer {
		t.Errorf("a rule with a certificate: got %+v", r)
	}
	several := c.listen(id, "HTTPS", "8444", "MultiCertInfo.SSLMode", "UNIDIRECTIONAL", "MultiCertInfo.CertList.0.CertId", "abcd1234", "MultiCertInfo.CertList.1.CertId", "abcd1236")
	if got := c.listener(id, several).Certificate; got.CertId != "abcd1234" || !cmp.Equal(got.ExtCertIds, []string{"abcd1236"}) {
		t.Errorf("several certificates: got %+v", got)
	}
	both := c.listen(id, "HTTPS", "8445", "MultiCertInfo.SSLMode", "MUTUAL", "MultiCertInfo.CertList.0.CertId", "root1234", "MultiCertInfo.CertList.1.CertId", "abcd1234", "MultiCertInfo.CertList.2.CertId", "abcd1236")
	if got := c.listener(id, both).Certificate; got.CertId != "abcd1234" || *got.CertCaId != "root1234" || !cmp.Equal(got.ExtCertIds, []string{"abcd1236", "root1234"}) {
		t.Errorf("several certificates and an authority's: got %+v", got)
	}
	classic := c.bought(p{"loadBalancerType": "2"})
	plain := with(of, "Ports.0", "80", "Protocol", "TCP")
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"CreateListener", with(plain, "LoadBalancerId", "lb-nowhere1"), catalogue.NotFound, "InvalidParameter.LBIdNotFound"},
		{"CreateListener", with(plain, "LoadBalancerId", classic), catalogue.OperationFailed, "FailedOperation"},
		{"CreateListener", with(plain, "Ports.0", "3306"), catalogue.OperationFailed, "InvalidParameter.PortCheckFailed"},
		{"CreateListener", with(plain, "Ports.0", "0"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"CreateListener", with(plain, "ListenerNames.0", "a", "ListenerNames.1", "b"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"CreateListener", with(plain, "SniSwitch", "1"), catalogue.InvalidParameter, "InvalidParameter"},
		{"CreateListener", with(plain, "Protocol", "HTTP", "TargetType", "TARGETGROUP"), catalogue.InvalidParameter, "InvalidParameter"},
		{"CreateListener", with(plain, "EndPort", "80"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"CreateListener", with(plain, "SessionExpireTime", "29"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"CreateListener", with(plain, "Certificate.CertId", "abcd1234"), catalogue.OperationFailed, "InvalidParameter.ProtocolCheckFailed"},
		{"CreateListener", with(plain, "Protocol", "HTTPS"), catalogue.MissingParameter, "MissingParameter"},
		{"CreateListener", with(plain, "Protocol", "HTTPS", "Certificate.SSLMode", "UNIDIRECTIONAL", "Certificate.CertId", "short"), catalogue.InvalidParameter, "InvalidParameter.FormatError"},
		{"CreateListener", with(plain, "Protocol", "HTTPS", "Certificate.SSLMode", "UNIDIRECTIONAL", "Certificate.CertId", "root1234"), catalogue.InvalidParameter, "InvalidParameter.FormatError"},
		{"CreateListener", with(plain, "Protocol", "HTTPS", "Certificate.SSLMode", "MUTUAL", "Certificate.CertId", "abcd1234", "Certificate.CertCaId", "abcd1235"), catalogue.InvalidParameter, "InvalidParameter.FormatError"},
		{"ModifyListener", with(of, "ListenerId", "lbl-nowhere1"), catalogue.NotFound, "InvalidParameter.ListenerIdNotFound"},
		{"ModifyListener", with(of, "ListenerId", tls, "SniSwitch", "0"), catalogue.OperationFailed, "InvalidParameter.ProtocolCheckFailed"},
		{"DeleteListener", with(of, "ListenerId", "lbl-nowhere1"), catalogue.NotFound, "InvalidParameter.ListenerIdNotFound"},
		{"DeleteLoadBalancerListeners", with(of, "ListenerIds.0", "lbl-nowhere1"), catalogue.NotFound, "InvalidParameter.ListenerIdNotFound"},
		{"DescribeListeners", p{"LoadBalancerId": "lb-nowhere1"}, catalogue.NotFound, "InvalidParameter.LBIdNotFound"},
	} {
		c.denies(x.action, x.params, x.row, x.name)
	}
	makes[done](c, "DeleteListener", with(of, "ListenerId", tcp))
	makes[done](c, "DeleteLoadBalancerListeners", of)
	if got := told[lb.DescribeListeners3Response](c, "DescribeListeners", of); got.TotalCount != 0 {
		t.Errorf("after all were taken away: got %v", got)
	}
}

func TestRulesAndRedirectionsOfAPI3(t *testing.T) {
	c := newCloud(t)
	id := c.open()
	of := p{"LoadBalancerId": id}
	http := c.listen(id, "HTTP", "8080")
	shop, old := c.rule(id, http, "shop"), c.rule(id, http, "old", "Rules.0.SessionExpireTime", "30")
	at := with(of, "ListenerId", http)
	makes[done](c, "ModifyRule", with(at, "LocationId", shop, "Url", "/x", "HealthCheck.HttpCode", "3", "Scheduler", "IP_HASH", "OAuth.OAuthEnable", "true", "OAuth.OAuthFailureStatus", "REJECT"))
	makes[done](c, "ModifyDomainAttributes", with(at, "Domain", "old", "NewDomains.0", "old", "NewDomains.1", "older", "Http2", "true", "NewDefaultServerDomain", "old"))
	makes[done](c, "ModifyDomain", with(at, "Domain", "shop", "NewDomain", "store"))
	rules := c.listener(id, http).Rules
	if r := rules[0]; r.Url != "/x" || r.Domain != "store" || *r.HealthCheck.HttpCode != 3 || *r.Scheduler != "IP_HASH" || !r.OAuth.OAuthEnable || r.DefaultServer || r.HealthCheck.HttpCheckMethod == nil {
		t.Errorf("the first rule: got %+v", r)
	}
	if r := rules[1]; !cmp.Equal(r.Domains, []string{"old", "older"}) || !r.Http2 || !r.DefaultServer {
		t.Errorf("the second rule: got %+v", r)
	}
	redirect := with(of, "SourceListenerId", http, "TargetListenerId", http, "RewriteInfos.0.SourceLocationId", old, "RewriteInfos.0.TargetLocationId", shop, "RewriteInfos.0.RewriteCode", "302")
	makes[done](c, "ManualRewrite", redirect)
	rewrites := func(params p) []lb.RuleOutput {
		t.Helper()
		return told[lb.DescribeRewriteResponse](c, "DescribeRewrite", params).RewriteSet
	}
	if got := rewrites(with(of, "SourceListenerIds.0", http, "SourceLocationIds.0", old)); len(got) != 1 || *got[0].RewriteTarget.TargetLocationId != shop || got[0].RewriteTarget.RewriteCode != 302 {
		t.Errorf("redirections: got %+v", got)
	}
	back := with(redirect, "RewriteInfos.0.SourceLocationId", shop, "RewriteInfos.0.TargetLocationId", old)
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"ManualRewrite", redirect, catalogue.OperationFailed, "InvalidParameter.RewriteAlreadyExist"},
		{"ManualRewrite", back, catalogue.OperationFailed, "InvalidParameter.RewriteAlreadyExist"},
		{"ManualRewrite", with(redirect, "RewriteInfos.0.RewriteCode", "200"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"ManualRewrite", with(redirect, "RewriteInfos.0.TargetLocationId", "loc-nowhere1"), catalogue.NotFound, "InvalidParameter.LocationNotFound"},
		{"DeleteRewrite", back, catalogue.NotFound, "InvalidParameter.SomeRewriteNotFound"},
		{"AutoRewrite", at, catalogue.OperationFailed, "InvalidParameter.ProtocolCheckFailed"},
		{"CreateRule", with(at, "Rules.0.Domain", "older", "Rules.0.Url", "/"), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"CreateRule", with(at, "Rules.0.Url", "/"), catalogue.InvalidParameter, "InvalidParameter"},
		{"CreateRule", with(at, "Rules.0.Domain", "d", "Rules.0.Url", "x"), catalogue.InvalidValue, "InvalidParameterValue"},
		{"CreateRule", with(at, "Rules.0.Domain", "d", "Rules.0.Url", "/", "Rules.0.Quic", "true"), catalogue.OperationFailed, "InvalidParameter.ProtocolCheckFailed"},
		{"CreateRule", with(at, "Rules.0.Domain", "d", "Rules.0.Url", "/", "Rules.0.Certificate.CertId", "abcd1234"), catalogue.OperationFailed, "InvalidParameter.ProtocolCheckFailed"},
		{"ModifyRule", with(at, "LocationId", "loc-nowhere1"), catalogue.NotFound, "InvalidParameter.LocationNotFound"},
		{"ModifyDomainAttributes", with(at, "Domain", "x"), catalogue.NotFound, "InvalidParameter.LocationNotFound"},
		{"ModifyDomainAttributes", with(at, "Domain", "old", "NewDomain", "a", "NewDomains.0", "b"), catalogue.InvalidParameter, "InvalidParameter"},
		{"DeleteRule", at, catalogue.MissingParameter, "MissingParameter"},
		{"DeleteRule", with(at, "Domain", "x"), catalogue.NotFound, "InvalidParameter.LocationNotFound"},
	} {
		c.denies(x.action, x.params, x.row, x.name)
	}
	c.quotas["lb.rules"] = 2
	c.denies("CreateRule", with(at, "Rules.0.Domain", "d", "Rules.0.Url", "/"), catalogue.LimitExceeded, "LimitExceeded")
	delete(c.quotas, "lb.rules")
	makes[done](c, "DeleteRule", with(at, "LocationIds.0", shop)) // the target of the redirection
	if got := rewrites(of); len(got) != 0 {
		t.Errorf("a redirection to a rule that is gone: got %+v", got)
	}
	makes[done](c, "DeleteRule", with(at, "Domain", "older"))

	tls := c.listen(id, "HTTPS", "443", "Certificate.SSLMode", "UNIDIRECTIONAL", "Certificate.CertId", "abcd1234")
	to := c.rule(id, tls, "shop")
	c.rule(id, tls, "other")
	makes[done](c, "AutoRewrite", with(of, "ListenerId", tls, "Domains.0", "shop", "RewriteCodes.0", "307"))
	got := rewrites(of)
	if len(got) != 1 || *got[0].RewriteTarget.TargetLocationId != to || got[0].RewriteTarget.RewriteCode != 307 || !got[0].BeAutoCreated || got[0].RewriteTarget.RewriteType != "Auto" {
		t.Fatalf("redirected by itself: got %+v", got)
	}
	c.denies("AutoRewrite", with(of, "ListenerId", tls, "Domains.0", "shop"), catalogue.OperationFailed, "InvalidParameter.RewriteAlreadyExist")
	c.denies("AutoRewrite", with(of, "ListenerId", tls, "Domains.0", "x"), catalogue.NotFound, "InvalidParameter.LocationNotFound")
	makes[done](c, "DeleteRewrite", with(of, "SourceListenerId", got[0].ListenerId, "TargetListenerId", tls, "RewriteInfos.0.SourceLocationId", got[0].LocationId, "RewriteInfos.0.TargetLocationId", to))
	if got := rewrites(of); len(got) != 0 {
		t.Errorf("after it was ended: got %+v", got)
	}
}

func TestTargetsOfAPI3(t *testing.T) {
	c := newCloud(t)
	id := c.open()
	of := p{"LoadBalancerId": id}
	tcp, http := c.listen(id, "TCP", "80"), c.listen(id, "HTTP", "8080")
	loc := c.rule(id, http, "a")
	four, seven := with(of, "ListenerId", tcp), with(of, "ListenerId", http, "LocationId", loc)
	instance := []string{"Targets.0.InstanceId", "ins-0000000v", "Targets.0.Port", "80"}
	address := []string{"Targets.0.EniIp", "10.1.1.9", "Targets.0.Port", "81"}
	makes[done](c, "RegisterTargets", with(four, instance...))
	makes[done](c, "RegisterTargets", with(with(of, "ListenerId", http, "Domain", "a", "Url", "/"), address...))
	makes[lb.BatchTargetsAnswer](c, "BatchRegisterTargets", with(of, "Targets.0.ListenerId", http, "Targets.0.LocationId", loc, "Targets.0.InstanceId", "ins-0000000v", "Targets.0.Port", "82", "Targets.0.Weight", "3"))
	makes[done](c, "ModifyTargetWeight", with(four, append(instance, "Weight", "7")...))
	makes[done](c, "BatchModifyTargetWeight", with(of, "ModifyList.0.ListenerId", http, "ModifyList.0.LocationId", loc, "ModifyList.0.Targets.0.EniIp", "10.1.1.9", "ModifyList.0.Targets.0.Port", "81", "ModifyList.0.Targets.0.Weight", "4"))
	makes[done](c, "ModifyTargetPort", with(four, append(instance, "NewPort", "8000")...))
	got := told[lb.DescribeTargetsResponse](c, "DescribeTargets", of).Listeners
	if k := got[0].Targets[0]; k.Type != "CVM" || *k.InstanceId != "ins-0000000v" || k.Port != 8000 || k.Weight != 7 || k.PrivateIpAddresses[0] != "10.1.0.2" {
		t.Errorf("of TCP: got %+v", k)
	}
	if k := got[1].Rules[0].Targets; len(k) != 2 || k[0].Type != "ENI" || k[0].PrivateIpAddresses[0] != "10.1.1.9" || k[0].Weight != 4 || k[1].Weight != 3 {
		t.Errorf("of the rule: got %+v", k)
	}
	if got := told[lb.DescribeTargetsResponse](c, "DescribeTargets", with(of, "Filters.0.Name", "location-id", "Filters.0.Values.0", "x")).Listeners; len(got[1].Rules) != 0 {
		t.Errorf("of another rule: got %+v", got)
	}
	health := told[lb.DescribeTargetHealthResponse](c, "DescribeTargetHealth", p{"LoadBalancerIds.0": id}).LoadBalancers[0].Listeners
	if !health[0].Rules[0].Targets[0].HealthStatus || health[1].Rules[0].Targets[0].HealthStatusDetail != "Dead" {
		t.Errorf("health: got %+v", health)
	}
	by := told[lb.DescribeLBListenersResponse](c, "DescribeLBListeners", p{"Backends.0.VpcId": "vpc-00000001", "Backends.0.PrivateIp": "10.1.0.2"}).LoadBalancers
	if len(by) != 1 || len(by[0].Listeners) != 2 {
		t.Errorf("by server: got %+v", by)
	}
	if n := len(c.shown(p{"BackendPrivateIps.0": "10.1.0.2"})); n != 1 {
		t.Errorf("balancers by server: got %d", n)
	}
	detail := func(params p) []lb.LoadBalancerDetail {
		t.Helper()
		return told[lb.DescribeLoadBalancersDetailResponse](c, "DescribeLoadBalancersDetail", params).LoadBalancerDetailSet
	}
	if got := detail(nil); len(got) != 3 || *got[0].TargetId != "ins-0000000v" || *got[1].LocationId != loc || *got[1].TargetHealth != "Dead" || *got[2].TargetWeight != 3 {
		t.Errorf("in detail: got %+v", got)
	}
	if got := detail(p{"TargetType": "GROUP"}); len(got) != 2 || got[0].TargetId != nil {
		t.Errorf("in detail, without servers: got %+v", got)
	}
	if got := detail(p{"Filters.0.Name": "target-ip", "Filters.0.Values.0": "10.1.1.9"}); len(got) != 1 || *got[0].TargetPort != 81 {
		t.Errorf("in detail, by address: got %+v", got)
	}
	c.denies("DescribeLoadBalancersDetail", p{"Filters.0.Name": "x", "Filters.0.Values.0": "y"}, catalogue.InvalidParameter, "InvalidParameterValue.InvalidFilter")
	grouped := c.listen(id, "TCP", "81", "TargetType", "TARGETGROUP")
	c.quotas["lb.servers"] = 2
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"RegisterTargets", with(four, "Targets.0.Port", "1"), catalogue.InvalidParameter, "InvalidParameter"},
		{"RegisterTargets", with(four, "Targets.0.Port", "1", "Targets.0.EniIp", "x"), catalogue.InvalidParameter, "InvalidParameter.FormatError"},
		{"RegisterTargets", with(four, "Targets.0.Port", "1", "Targets.0.EniIp", "10.9.0.1"), catalogue.OperationFailed, "InvalidParameterValue"},
		{"RegisterTargets", with(four, "Targets.0.Port", "1", "Targets.0.InstanceId", "ins-nowhere1"), catalogue.NotFound, "InvalidParameterValue"},
		{"RegisterTargets", with(four, "Targets.0.Port", "1", "Targets.0.InstanceId", "ins-0000000a"), catalogue.OperationFailed, "InvalidParameterValue"},
		{"RegisterTargets", with(four, "Targets.0.Port", "8000", "Targets.0.InstanceId", "ins-0000000v"), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"RegisterTargets", with(with(of, "ListenerId", grouped), instance...), catalogue.OperationFailed, "FailedOperation"},
		{"RegisterTargets", with(with(of, "ListenerId", http), instance...), catalogue.MissingParameter, "MissingParameter"},
		{"RegisterTargets", with(seven, instance...), catalogue.LimitExceeded, "LimitExceeded"},
		{"DeregisterTargets", with(four, instance...), catalogue.OperationFailed, "InvalidParameterValue"},
		{"ModifyTargetPort", with(seven, "Targets.0.InstanceId", "ins-0000000v", "Targets.0.Port", "82", "NewPort", "82"), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"DescribeTargets", with(of, "Filters.0.Name", "x", "Filters.0.Values.0", "y"), catalogue.InvalidParameter, "InvalidParameterValue.InvalidFilter"},
	} {
		c.denies(x.action, x.params, x.row, x.name)
	}
	told[done](c, "ModifyRule", with(seven, "Url", "/y"))
	c.denies("ModifyRule", with(seven, "Url", "/z"), catalogue.OperationFailed, "FailedOperation.ResourceInOperating")
	makes[done](c, "DeregisterTargets", with(seven, address...)) // meanwhile
	makes[lb.BatchTargetsAnswer](c, "BatchDeregisterTargets", with(of, "Targets.0.ListenerId", tcp, "Targets.0.InstanceId", "ins-0000000v", "Targets.0.Port", "8000"))
	if got := c.shown(nil)[0].TargetCount; got != 1 {
		t.Errorf("TargetCount: got %d, want 1", got)
	}
}

func TestTargetGroups(t *testing.T) {
	c := newCloud(t)
	id := c.open()
	group := func(more ...string) string {
		t.Helper()
		return makes[lb.CreateTargetGroupResponse](c, "CreateTargetGroup", with(p{"VpcId": "vpc-00000001"}, more...)).TargetGroupId
	}
	one := group("TargetGroupName", "one", "Port", "80", "TargetGroupInstances.0.BindIP", "10.1.1.5", "Tags.0.TagKey", "team", "Tags.0.TagValue", "a")
	two := group("Type", "v2", "Protocol", "TCP", "HealthCheck.HealthSwitch", "true")
	of := p{"TargetGroupId": one}
	server := []string{"TargetGroupInstances.0.BindIP", "10.1.1.6", "TargetGroupInstances.0.Port", "81"}
	makes[done](c, "RegisterTargetGroupInstances", with(of, server...))
	makes[done](c, "ModifyTargetGroupInstancesWeight", with(of, append(server, "TargetGroupInstances.0.Weight", "9")...))
	makes[done](c, "ModifyTargetGroupInstancesPort", with(of, append(server, "TargetGroupInstances.0.NewPort", "82")...))
	makes[done](c, "ModifyTargetGroupAttribute", with(of, "TargetGroupName", "uno", "Port", "88"))
	list := func(more ...string) *lb.DescribeTargetGroupInstancesResponse {
		t.Helper()
		return told[lb.DescribeTargetGroupInstancesResponse](c, "DescribeTargetGroupInstances", with(p{"Filters.0.Name": "TargetGroupId", "Filters.0.Values.0": one}, more...))
	}
	if got := list("Filters.1.Name", "BindIP", "Filters.1.Values.0", "10.1.1.6"); got.TotalCount != 1 || got.TargetGroupInstanceSet[0].Port != 82 || got.TargetGroupInstanceSet[0].Weight != 9 {
		t.Errorf("servers: got %+v", got)
	}
	tcp, many := c.listen(id, "TCP", "80", "TargetType", "TARGETGROUP"), c.listen(id, "TCP", "81", "TargetType", "TARGETGROUP-V2")
	plain := c.listen(id, "TCP", "82")
	send := func(listener, group string) p {
		return p{"Associations.0.LoadBalancerId": id, "Associations.0.ListenerId": listener, "Associations.0.TargetGroupId": group}
	}
	makes[done](c, "AssociateTargetGroups", send(tcp, one))
	makes[done](c, "AssociateTargetGroups", send(many, two))
	if got := c.listener(id, tcp); got.TargetGroup == nil || got.TargetGroup.TargetGroupName != "uno" {
		t.Errorf("its listener: got %+v", got)
	}
	got := told[lb.DescribeTargetGroupsResponse](c, "DescribeTargetGroups", p{"TargetGroupIds.0": one}).TargetGroupSet[0]
	if *got.Port != 88 || got.RegisteredInstancesCount != 2 || got.AssociatedRule[0].ListenerId != tcp || got.Tag[0].TagKey != "team" || got.HealthCheck != nil {
		t.Errorf("got %+v", got)
	}
	if got := told[lb.DescribeTargetGroupsResponse](c, "DescribeTargetGroupList", p{"Filters.0.Name": "Type", "Filters.0.Values.0": "v2"}); got.TotalCount != 1 || got.TargetGroupSet[0].HealthCheck.GapTime != 5 {
		t.Errorf("of v2: got %+v", got)
	}
	c.quotas["lb.target_groups"] = 2
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"CreateTargetGroup", p{"VpcId": "vpc-00000001"}, catalogue.LimitExceeded, "LimitExceeded"},
		{"CreateTargetGroup", nil, catalogue.NotFound, "InvalidParameterValue"},
		{"CreateTargetGroup", p{"VpcId": "vpc-x"}, catalogue.NotFound, "InvalidParameterValue"},
		{"CreateTargetGroup", p{"VpcId": "vpc-00000001", "Type": "v2"}, catalogue.MissingParameter, "MissingParameter"},
		{"CreateTargetGroup", p{"VpcId": "vpc-00000001", "SessionExpireTime": "5"}, catalogue.InvalidValue, "InvalidParameterValue"},
		{"ModifyTargetGroupAttribute", p{"TargetGroupId": "lbtg-nowhere1"}, catalogue.NotFound, "InvalidParameterValue"},
		{"RegisterTargetGroupInstances", with(of, "TargetGroupInstances.0.BindIP", "10.9.1.1"), catalogue.OperationFailed, "InvalidParameterValue"},
		{"RegisterTargetGroupInstances", with(of, "TargetGroupInstances.0.BindIP", "10.1.1.5", "TargetGroupInstances.0.Port", "80"), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"RegisterTargetGroupInstances", with(p{"TargetGroupId": two}, "TargetGroupInstances.0.BindIP", "10.1.1.5"), catalogue.MissingParameter, "MissingParameter"},
		{"DeregisterTargetGroupInstances", with(of, server...), catalogue.OperationFailed, "InvalidParameterValue"},
		{"ModifyTargetGroupInstancesPort", with(of, "TargetGroupInstances.0.BindIP", "10.1.1.5", "TargetGroupInstances.0.Port", "80", "TargetGroupInstances.0.NewPort", "80"), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"AssociateTargetGroups", send(plain, one), catalogue.OperationFailed, "FailedOperation"},
		{"AssociateTargetGroups", send(tcp, one), catalogue.OperationFailed, "InvalidParameterValue.Duplicate"},
		{"AssociateTargetGroups", send(tcp, two), catalogue.OperationFailed, "FailedOperation"},
		{"AssociateTargetGroups", send(many, one), catalogue.OperationFailed, "FailedOperation"},
		{"AssociateTargetGroups", send(many, "lbtg-nowhere1"), catalogue.NotFound, "InvalidParameterValue"},
		{"DisassociateTargetGroups", send(plain, one), catalogue.OperationFailed, "InvalidParameterValue"},
		{"DeleteTargetGroups", p{"TargetGroupIds.0": one}, catalogue.OperationFailed, "FailedOperation"},
		{"DescribeTargetGroups", p{"Filters.0.Name": "x", "Filters.0.Values.0": "y"}, catalogue.InvalidParameter, "InvalidParameterValue.InvalidFilter"},
	} {
		c.denies(x.action, x.params, x.row, x.name)
	}
	makes[done](c, "DisassociateTargetGroups", send(tcp, one))
	makes[done](c, "DeregisterTargetGroupInstances", with(of, "TargetGroupInstances.0.BindIP", "10.1.1.6", "TargetGroupInstances.0.Port", "82"))
	if got := list(); got.TotalCount != 1 {
		t.Errorf("after one was taken out: got %+v", got)
	}
	makes[done](c, "DeleteTargetGroups", p{"TargetGroupIds.0": one})
	if got := told[lb.DescribeTargetGroupsResponse](c, "DescribeTargetGroups", nil); got.TotalCount != 1 {
		t.Errorf("after it was taken away: got %+v", got)
	}
	if _, kept := c.tags[tagging.Resource{Service: "clb", Prefix: "targetgroup", Region: here, ID: one}]; kept {
		t.Error("its tags are kept")
	}
}
