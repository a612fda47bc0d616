package lb_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

func (c *cloud) list(params p) []lb.BalancerItem {
	c.t.Helper()
	out := answer[lb.DescribeLoadBalancersResponse](c, "DescribeLoadBalancers", params)
	if int(out.TotalCount) < len(out.LoadBalancerSet) {
		c.t.Errorf("%v: totalCount is %d, %d are shown", params, out.TotalCount, len(out.LoadBalancerSet))
	}
	return out.LoadBalancerSet
}

func TestALoadBalancerIsBoughtUsedAndTakenAway(t *testing.T) {
	c := newCloud(t)
	out := answer[lb.CreateLoadBalancerResponse](c, "CreateLoadBalancer", p{
		"loadBalancerType": "2", "loadBalancerName": "web", "domainPrefix": "www", "vpcId": "vpc-00000001", "subnetId": "subnet-00000001",
	})
	id := out.UnLoadBalancerIDs[out.DealIDs[0]][0]
	got := c.list(nil)[0]
	vip := netip.MustParseAddr(got.LoadBalancerVips[0])
	if !netip.MustParsePrefix("203.0.113.0/24").Contains(vip) && !netip.MustParsePrefix("198.51.100.0/24").Contains(vip) && !netip.MustParsePrefix("192.0.2.0/24").Contains(vip) {
		t.Errorf("vip: got %s", vip)
	}
	want := lb.BalancerItem{
		LoadBalancerID: id, UnLoadBalancerID: id, LoadBalancerName: "web", LoadBalancerType: 2, Domain: "www.gz.1250000000.clb.myqcloud.com",
		LoadBalancerVips: got.LoadBalancerVips, CreateTime: "2024-05-02 04:30:00", StatusTime: "2024-05-02 04:30:00", ExpireTime: "0000-00-00 00:00:00",
		IsolatedTime: "0000-00-00 00:00:00", VpcID: 146490, UniqVpcID: "vpc-00000001", SubnetID: 7, RsRegionInfo: lb.RsRegion{Region: "gz", VpcID: "vpc-00000001"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]money.Amount{id: 2 * money.Fen}, c.meters); diff != "" {
		t.Errorf("meters (-want +got):\n%s", diff)
	}
	if price := answer[lb.PriceResponse](c, "InquiryLBPrice", p{"loadBalancerType": "2"}).Price; price != 2 {
		t.Errorf("price: got %d, want what the meter takes", price)
	}
	rename := p{"loadBalancerId": id, "loadBalancerName": "web2"}
	c.refuses("ModifyLoadBalancerAttributes", rename, catalogue.OperationFailed, "IncorrectStatus.LBWrongStatus")
	c.refuses("DeleteLoadBalancers", p{"loadBalancerIds.0": id}, catalogue.OperationFailed, "IncorrectStatus.LBWrongStatus")
	if c.status(out.RequestID) != 2 {
		t.Error("the task is done at once")
	}
	c.wait()
	if got := c.list(nil)[0]; c.status(out.RequestID) != 0 || got.Status != 1 || got.StatusTime != "2024-05-02 04:30:01" {
		t.Errorf("once it is made: got %v", got)
	}

	task := answer[lb.TaskAnswer](c, "ModifyLoadBalancerAttributes", rename)
	if task.RequestID == 0 || c.list(nil)[0].LoadBalancerName != "web2" {
		t.Errorf("renamed: got %v", c.list(nil)[0])
	}
	c.refuses("ModifyLoadBalancerAttributes", rename, catalogue.OperationFailed, "OperationDenied.TaskRunning")
	c.refuses("DeleteLoadBalancers", p{"loadBalancerIds.0": id}, catalogue.OperationFailed, "OperationDenied.TaskRunning")
	c.wait()
	c.refuses("ModifyForwardLBName", rename, catalogue.OperationFailed, "OperationDenied.LBTypeMismatch")

	c.does("DeleteLoadBalancers", p{"loadBalancerIds.0": id})
	if len(c.list(nil)) != 0 || len(c.meters) != 0 {
		t.Errorf("after it was taken away: got %v, %v", c.list(nil), c.meters)
	}
	c.refuses("DeleteLoadBalancers", p{"loadBalancerIds.0": id}, catalogue.NotFound, "InvalidParameter.CCDBLBNotExist")
}

func TestBuyingIsRefused(t *testing.T) {
	c := newCloud(t)
	c.bought(p{"loadBalancerType": "3", "domainPrefix": "taken"})
	if len(c.meters) != 1 {
		t.Errorf("meters: got %v", c.meters)
	}
	buy := func(params p, row *catalogue.Condition, desc string) {
		t.Helper()
		c.refuses("CreateLoadBalancer", with(params, "loadBalancerType", "3"), row, desc)
	}
	buy(p{"vpcId": "vpc-x", "subnetId": "subnet-00000001"}, catalogue.NotFound, "InvalidVpc.NotFound")
	buy(p{"vpcId": "vpc-00000001", "subnetId": "s"}, catalogue.NotFound, "InvalidSubnet.NotFound")
	buy(p{"subnetId": "s"}, catalogue.NotFound, "InvalidSubnet.NotFound")
	buy(p{"projectId": "9"}, catalogue.NotFound, "InvalidParameter.ProjectIdNotFound")
	buy(p{"vpcId": "vpc-00000001"}, catalogue.MissingParameter, "InvalidParameter")
	buy(p{"domainPrefix": "a.b"}, catalogue.InvalidValue, "InvalidParameter")
	buy(p{"domainPrefix": "a", "number": "2"}, catalogue.InvalidParameter, "InvalidParameter")

	// From here on each refusal comes before those that follow.
	c.unverified, c.poor, c.quotas["lb.private"] = true, true, 2
	buy(p{"domainPrefix": "taken"}, catalogue.OperationFailed, "OperationDenied.DomainInUse")
	buy(p{"number": "2"}, catalogue.NotVerified, "UserQualificationAuditFailed")
	c.unverified = false
	buy(p{"number": "2"}, catalogue.LimitExceeded, "LimitExceeded")
	buy(nil, catalogue.InsufficientBalance, "InsufficientBalance")
	c.poor = false
	if got := len(c.list(nil)); got != 1 {
		t.Errorf("what was refused holds: %d load balancers", got)
	}
	c.bought(p{"loadBalancerType": "3"})
}

func TestAddressesAreUniqueWhileInUseAndRunOut(t *testing.T) {
	c := newCloud(t)
	c.quotas["lb.public"] = 1000
	seen := map[string]bool{}
	for range 38 {
		answer[lb.CreateLoadBalancerResponse](c, "CreateLoadBalancer", p{"loadBalancerType": "2", "number": "20"})
	}
	for offset := range 8 {
		for _, b := range c.list(p{"limit": "100", "offset": itoa(offset * 100)}) {
			seen[b.LoadBalancerVips[0]] = true
		}
	}
	if len(seen) != 760 {
		t.Errorf("got %d addresses, want 760", len(seen))
	}
	c.refuses("CreateLoadBalancer", p{"loadBalancerType": "2", "number": "3"}, catalogue.PurchaseFailed, "ResourceInsufficient")
}

func TestListsAreFilteredSortedAndPaged(t *testing.T) {
	c := newCloud(t)
	one := c.bought(p{"loadBalancerType": "2", "loadBalancerName": "one"})
	two := c.bought(p{"loadBalancerType": "3", "loadBalancerName": "two", "domainPrefix": "d"})
	app := c.bought(p{"loadBalancerType": "2", "loadBalancerName": "app", "forward": "1"})
	c.does("RegisterInstancesWithLoadBalancer", p{"loadBalancerId": one, "backends.0.instanceId": "qcvm00a"})
	vip := c.list(p{"loadBalancerName": "one"})[0].LoadBalancerVips[0]
	for _, x := range []struct {
		params p
		want   []string
	}{
		{nil, []string{two, one}},
		{p{"forward": "1"}, []string{app}},
		{p{"forward": "-1"}, []string{app, two, one}},
		{p{"forward": "-1", "orderType": "0"}, []string{one, two, app}},
		{p{"forward": "-1", "orderBy": "loadBalancerName", "orderType": "0"}, []string{app, one, two}},
		{p{"forward": "-1", "orderBy": "loadBalancerType", "limit": "1"}, []string{two}},
		{p{"orderBy": "domain"}, []string{two, one}},
		{p{"forward": "-1", "offset": "1", "limit": "1"}, []string{two}},
		{p{"loadBalancerIds.0": one}, []string{one}},
		{p{"loadBalancerType": "3"}, []string{two}},
		{p{"domain": "d.gz.1250000000.clb.myqcloud.com"}, []string{two}},
		{p{"loadBalancerVips.0": vip}, []string{one}},
		{p{"searchKey": "wo"}, []string{two}},
		{p{"projectId": "5"}, nil},
		{p{"withRs": "1"}, []string{one}},
		{p{"withRs": "0"}, []string{two}},
		{p{"backendLanIps.0": "10.0.0.1"}, []string{one}},
		{p{"backendWanIps.0": "1.2.3.4"}, []string{one}},
		{p{"backendLanIps.0": "10.0.0.9"}, nil},
	} {
		var got []string
		for _, b := range c.list(x.params) {
			got = append(got, b.LoadBalancerID)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", x.params, diff)
		}
	}
	by := answer[lb.ByInstancesResponse](c, "DescribeLoadBalancersByInstances", p{"backendIps.0": "1.2.3.4", "backendInstanceName": "a"})
	if by.TotalCount != 1 || by.LoadBalancerSet[0].LoadBalancerID != one || by.LoadBalancerSet[0].UnInstanceID != "ins-0000000a" {
		t.Errorf("by instances: got %v", by)
	}
	if by := answer[lb.ByInstancesResponse](c, "DescribeLoadBalancersByInstances", p{"backendInstanceName": "b"}); by.TotalCount != 0 {
		t.Errorf("by another instance: got %v", by)
	}
	if out, err := c.as(other, "DescribeLoadBalancers", nil); err != nil || out.(*lb.DescribeLoadBalancersResponse).TotalCount != 0 {
		t.Errorf("another account's list: got %v, %v", out, err)
	}
}

func TestTasksAreTheCallersOwn(t *testing.T) {
	c := newCloud(t)
	task := answer[lb.CreateLoadBalancerResponse](c, "CreateLoadBalancer", p{"loadBalancerType": "3"}).RequestID
	c.refuses("DescribeLoadBalancersTaskResult", p{"requestId": "1"}, catalogue.NotFound, "InvalidParameter.TaskNotExist")
	if _, err := c.as(other, "DescribeLoadBalancersTaskResult", p{"requestId": itoa(int(task))}); !errors.Is(err, catalogue.NotFound) {
		t.Errorf("another's task: got %v", err)
	}
}

func TestAnAccountInArrearsHasItsLoadBalancersIsolated(t *testing.T) {
	c := newCloud(t)
	public, private := c.bought(p{"loadBalancerType": "2"}), c.bought(p{"loadBalancerType": "3"})
	if running, kept := c.Grace(); running != 24*time.Hour || kept != 7*24*time.Hour {
		t.Errorf("grace: got %s and %s", running, kept)
	}
	turn := func(do func(tx store.Tx) ([]string, error)) []string {
		t.Helper()
		var ids []string
		if err := c.db.Update(t.Context(), func(tx store.Tx) (err error) { ids, err = do(tx); return err }); err != nil {
			t.Fatal(err)
		}
		return ids
	}
	suspend := func() []string {
		t.Helper()
		return turn(func(tx store.Tx) ([]string, error) { return c.Suspend(t.Context(), tx, owner, c.clock.Now()) })
	}
	if got := suspend(); len(got) != 1 || got[0] != public {
		t.Errorf("suspended: got %v", got)
	}
	if got := c.list(p{"loadBalancerIds.0": public})[0]; got.Isolation != 1 || got.IsolatedTime != "2024-05-02 04:30:02" {
		t.Errorf("got %v", got)
	}
	c.refuses("ModifyLoadBalancerAttributes", p{"loadBalancerId": public, "loadBalancerName": "x"}, catalogue.OperationFailed, "OperationDenied.LBIsolated")
	if got := turn(func(tx store.Tx) ([]string, error) { return c.Resume(t.Context(), tx, owner, c.clock.Now()) }); len(got) != 1 || got[0] != public {
		t.Errorf("resumed: got %v", got)
	}
	c.does("ModifyLoadBalancerAttributes", p{"loadBalancerId": public, "loadBalancerName": "x"})
	suspend()
	turn(func(tx store.Tx) ([]string, error) { return nil, c.Release(t.Context(), tx, owner, c.clock.Now()) })
	if got := c.list(nil); len(got) != 1 || got[0].LoadBalancerID != private {
		t.Errorf("after the release: got %v", got)
	}
	if _, open := c.meters[public]; open {
		t.Error("its meter runs on")
	}
}

func TestConditionsMayAskOfALoadBalancer(t *testing.T) {
	c := newCloud(t)
	id := c.bought(p{"loadBalancerType": "3"})
	for _, x := range []struct {
		resource, want call.Resource
		about          map[string][]string
	}{
		{call.Resource{Type: "clb", ID: id}, call.Resource{Type: "clb", ID: id}, map[string][]string{"qcs:create_uin": {owner}}},
		{call.Resource{Type: "clb", ID: "*"}, call.Resource{Type: "clb", ID: "*"}, nil},
		{call.Resource{Type: "clb", ID: "lb-x"}, call.Resource{Type: "clb", ID: "lb-x"}, nil},
		{call.Resource{Type: "instance", ID: "qcvm00a"}, call.Resource{Type: "instance", ID: "ins-0000000a"}, nil},
		{call.Resource{Type: "instance", ID: "ins-x"}, call.Resource{Type: "instance", ID: "ins-x"}, nil},
	} {
		err := c.db.View(t.Context(), func(tx store.Tx) error {
			got, about, err := c.ResourceFacts(t.Context(), tx, owner, x.resource)
			if diff := cmp.Diff(x.about, about); diff != "" || got != x.want {
				t.Errorf("%v: got %v, (-want +got):\n%s", x.resource, got, diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
