package eip_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

func TestAnAddressIsBoughtBoundAndReturned(t *testing.T) {
	c := newCloud(t)
	out := do[eip.AllocateAddressesResponse](c, "AllocateAddresses", p{"AddressName": "web", "Tags.0.Key": "k", "Tags.0.Value": "v"})
	id := out.AddressSet[0]
	c.state(id, eip.Creating)
	at := p{"AddressId": id}
	a := at.with(p{"InstanceId": "ins-0000000a"})
	c.refuses("AssociateAddress", a, 5100, "OperationDenied.MutexTaskRunning")
	c.pass(time.Second)
	mbps, charge := int64(1), eip.ByTraffic
	want := &eip.AddressItem{
		AddressId: id, AddressName: "web", AddressStatus: eip.Unbound, AddressIp: "198.18.0.1", CreatedTime: "2024-05-01T08:00:00Z", AddressType: "EIP",
		InternetServiceProvider: "BGP", Bandwidth: &mbps, InternetChargeType: &charge, TagSet: []tagging.Tag{{Key: "k", Value: "v"}},
	}
	if diff := cmp.Diff(want, c.show(id)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.refuses("DisassociateAddress", at, 5100, "UnsupportedOperation.AddressStatusNotPermit")
	do[eip.TaskResponse](c, "AssociateAddress", a)
	c.state(id, eip.Binding)
	c.pass(time.Second)
	got := c.show(id)
	if got.AddressStatus != eip.Bound || got.InstanceId != "ins-0000000a" || *got.InstanceType != "CVM" || got.PrivateAddressIp != "10.0.0.1" {
		t.Errorf("bound: got %+v", got)
	}
	if ips := c.servers["ins-0000000a"].PublicIPs; len(ips) != 1 || ips[0] != "198.18.0.1" {
		t.Errorf("the instance has %v", ips)
	}
	c.refuses("AssociateAddress", a, 5100, "UnsupportedOperation.AddressStatusNotPermit")
	c.refuses("ReleaseAddresses", p{"AddressIds.0": id}, 5100, "UnsupportedOperation.AddressStatusNotPermit")
	do[eip.Nothing](c, "ModifyAddressAttribute", at.with(p{"AddressName": "www", "EipDirectConnection": "TRUE"}))
	if got := c.show(id); got.AddressName != "www" || !got.IsEipDirectConnection {
		t.Errorf("renamed: got %+v", got)
	}
	c.settled("DisassociateAddress", at)
	c.state(id, eip.Unbound)
	if ips := c.servers["ins-0000000a"].PublicIPs; len(ips) != 0 {
		t.Errorf("the instance has %v", ips)
	}
	c.refuses("ModifyAddressAttribute", at.with(p{"EipDirectConnection": "TRUE"}), 5100, "UnsupportedOperation.AddressStatusNotPermit")
	do[eip.TaskResponse](c, "ReleaseAddresses", p{"AddressIds.0": id})
	c.state(id, eip.Offlining)
	c.refuses("ReleaseAddresses", p{"AddressIds.0": id}, 5100, "OperationDenied.MutexTaskRunning")
	c.pass(time.Second)
	if c.show(id) != nil || c.pool["198.18.0.1"] != "" || len(c.tags) != 0 {
		t.Errorf("what is returned is there: %v, %v, %v", c.show(id), c.pool, c.tags)
	}
	for name, params := range map[string]p{
		"ReleaseAddresses": {"AddressIds.0": id}, "DisassociateAddress": at, "AssociateAddress": a, "ModifyAddressAttribute": at.with(p{"AddressName": "x"}),
		"ModifyAddressesBandwidth":        {"AddressIds.0": id, "InternetMaxBandwidthOut": "5"},
		"ModifyAddressInternetChargeType": at.with(p{"InternetChargeType": eip.ByBandwidth, "InternetMaxBandwidthOut": "5"}),
		"RenewAddresses":                  {"AddressIds.0": id, "AddressChargePrepaid.Period": "1"}, "ModifyAddressesRenewFlag": {"AddressIds.0": id, "RenewFlag": eip.RenewItself},
	} {
		c.refuses(name, params, 5000, "InvalidAddressId.NotFound")
	}
}

func TestAPlainAddressGivesWayAndComesBack(t *testing.T) {
	c := newCloud(t)
	b := c.servers["ins-0000000b"]
	id := c.bought(nil)
	c.settled("AssociateAddress", p{"AddressId": id, "InstanceId": b.ID})
	if len(b.PublicIPs) != 1 || b.PublicIPs[0] == "198.18.0.99" || c.pool["198.18.0.99"] != "" {
		t.Errorf("the instance has %v, the pool %v", b.PublicIPs, c.pool)
	}
	c.refuses("TransformAddress", p{"InstanceId": b.ID}, 5100, "InvalidInstanceId.AlreadyBindEip")
	second := c.bought(nil)
	c.refuses("AssociateAddress", p{"AddressId": second, "InstanceId": b.ID}, 5100, "InvalidInstanceId.AlreadyBindEip")
	c.settled("DisassociateAddress", p{"AddressId": id, "ReallocateNormalPublicIp": "TRUE"})
	if len(b.PublicIPs) != 1 || c.pool[b.PublicIPs[0]] != b.ID {
		t.Errorf("the instance has %v, the pool %v", b.PublicIPs, c.pool)
	}
	c.settled("AssociateAddress", p{"AddressId": id, "InstanceId": b.ID})
	c.quotas["eip.daily_reassignments"] = 1
	c.refuses("DisassociateAddress", p{"AddressId": id, "ReallocateNormalPublicIp": "TRUE"}, 4400, "AddressQuotaLimitExceeded.DailyAllocate")
	c.state(id, eip.Bound)
}

func TestAPlainAddressBecomesElastic(t *testing.T) {
	c := newCloud(t)
	out := do[eip.TransformAddressResponse](c, "TransformAddress", p{"InstanceId": "ins-0000000b"})
	c.pass(time.Second)
	got := c.show(out.AddressId)
	if got.AddressStatus != eip.Bound || got.AddressIp != "198.18.0.99" || c.pool["198.18.0.99"] != out.AddressId || *got.InternetChargeType != eip.ByBandwidth || *got.Bandwidth != 5 {
		t.Errorf("got %+v, the pool is %v", got, c.pool)
	}
	if ips := c.servers["ins-0000000b"].PublicIPs; len(ips) != 1 || ips[0] != "198.18.0.99" {
		t.Errorf("the instance has %v", ips)
	}
	c.refuses("ReturnNormalAddresses", p{"AddressIps.0": "198.18.0.99"}, 5000, "InvalidParameterValue.AddressIpsNotFound")
	c.refuses("TransformAddress", p{"InstanceId": "ins-0000000a"}, 5100, "InvalidParameterValue.InstanceHasNoWanIP")
	c.refuses("TransformAddress", p{"InstanceId": "ins-0000000d"}, 5000, "InvalidInstanceId.NotFound")
	c.refuses("TransformAddress", p{"InstanceId": "x"}, 4000, "InvalidParameterValue.InstanceIdMalformed")
	c.servers["ins-0000000c"].PublicIPs = []string{"198.18.0.98"}
	c.refuses("TransformAddress", p{"InstanceId": "ins-0000000c"}, 5100, "UnsupportedOperation.InstanceStateNotSupported")
}

func TestAPlainAddressIsReturned(t *testing.T) {
	c := newCloud(t)
	do[eip.Nothing](c, "ReturnNormalAddresses", p{"AddressIps.0": "198.18.0.99"})
	if len(c.servers["ins-0000000b"].PublicIPs) != 0 || c.pool["198.18.0.99"] != "" {
		t.Errorf("got %v, %v", c.servers["ins-0000000b"], c.pool)
	}
	c.refuses("ReturnNormalAddresses", p{"AddressIps.0": "198.18.0.99"}, 5000, "InvalidParameterValue.AddressIpsNotFound")
}

func TestAnAddressIsBoundToAnInterface(t *testing.T) {
	c := newCloud(t)
	a, b := c.bought(nil), c.bought(nil)
	at := func(id, eni, ip string) p {
		return p{"AddressId": id, "NetworkInterfaceId": eni, "PrivateIpAddress": ip}
	}
	c.refuses("AssociateAddress", at(a, "eni-nowhere1", "10.1.0.1"), 5000, "InvalidNetworkInterfaceId.NotFound")
	c.refuses("AssociateAddress", at(a, "eni-0000free", "10.1.0.9"), 5100, "InvalidParameterValue.PrivateIpAddressNotMatch")
	c.settled("AssociateAddress", at(a, "eni-0000free", "10.1.0.1"))
	if got := c.show(a); got.AddressStatus != eip.BoundENI || got.NetworkInterfaceId != "eni-0000free" || got.PrivateAddressIp != "10.1.0.1" || got.InstanceId != "" {
		t.Errorf("got %+v", got)
	}
	c.refuses("AssociateAddress", at(b, "eni-0000free", "10.1.0.1"), 5100, "InvalidPrivateIpAddress.AlreadyBindEip")
	c.refuses("DisassociateAddress", p{"AddressId": a, "ReallocateNormalPublicIp": "TRUE"}, 5100, "InvalidParameterValue.OnlySupportedForMasterNetworkCard")
	c.settled("DisassociateAddress", p{"AddressId": a})
	c.settled("AssociateAddress", at(a, "eni-00000ofa", "10.0.0.9"))
	if got := c.show(a); got.AddressStatus != eip.Bound || got.InstanceId != "ins-0000000a" || len(c.servers["ins-0000000a"].PublicIPs) != 1 {
		t.Errorf("got %+v", got)
	}
	c.settled("AssociateAddress", p{"AddressId": b, "InstanceId": "ins-0000000a"}) // another private address of it
	c.Interfaces = nil
	c.refuses("AssociateAddress", at(a, "eni-0000free", "10.1.0.1"), 5000, "InvalidNetworkInterfaceId.NotFound")
}

func TestWhatIsGoneLetsItsAddressGo(t *testing.T) {
	c := newCloud(t)
	id := c.bought(nil)
	do[eip.TaskResponse](c, "AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a"})
	delete(c.servers, "ins-0000000a")
	c.must(func(ctx context.Context, tx store.Tx) error {
		return c.LetAllGo(ctx, tx, owner, "ins-0000000a", c.clock.Now())
	})
	c.state(id, eip.Unbound)
	c.pass(time.Second) // the task that would have bound it
	c.state(id, eip.Unbound)
}

func TestOtherModulesHoldAddresses(t *testing.T) {
	c := newCloud(t)
	id := c.bought(nil)
	k := &call.Call{Now: c.clock.Now(), Region: here, Caller: call.Caller{Account: owner, Uin: owner}}
	hold := func(ref string) error {
		return c.db.Update(t.Context(), func(tx store.Tx) error {
			_, err := c.Hold(t.Context(), tx, k, ref, eip.Holder{Kind: eip.NATGateway, ID: "nat-00000001"})
			return err
		})
	}
	if err := hold("198.18.0.1"); err != nil {
		t.Fatal(err)
	}
	if got := c.show(id); got.AddressStatus != eip.Bound || *got.InstanceType != "NAT" || got.InstanceId != "nat-00000001" {
		t.Errorf("got %+v", got)
	}
	if err := hold(id); err == nil || !strings.Contains(err.Error(), "AddressStatusNotPermit") {
		t.Errorf("what is held is held again: %v", err)
	}
	if err := hold("eip-nowhere1"); err == nil || !strings.Contains(err.Error(), "InvalidAddressId.NotFound") {
		t.Errorf("what is not there is held: %v", err)
	}
	c.refuses("DisassociateAddress", p{"AddressId": id}, 5100, "UnsupportedOperation.AddressStatusNotPermit")
	c.must(func(ctx context.Context, tx store.Tx) error {
		held, err := c.HeldBy(ctx, tx, owner, "nat-00000001")
		if diff := cmp.Diff([]eip.Held{{ID: id, IP: "198.18.0.1", Bandwidth: 1}}, held); diff != "" {
			t.Errorf("held (-want +got):\n%s", diff)
		}
		if err := c.LetGo(ctx, tx, owner, here, "nat-other000", id, c.clock.Now()); err != nil {
			return err
		}
		if held, _ = c.HeldBy(ctx, tx, owner, "nat-00000001"); len(held) != 1 {
			t.Error("another let it go")
		}
		if err := c.LetGo(ctx, tx, owner, here, "nat-00000001", "198.18.0.1", c.clock.Now()); err != nil {
			return err
		}
		return err
	})
	c.state(id, eip.Unbound)
}

func TestAddressesAreFilteredPagedAndSeen(t *testing.T) {
	c := newCloud(t)
	a := c.bought(p{"AddressName": "a", "Tags.0.Key": "k", "Tags.0.Value": "v"})
	b := c.bought(p{"AddressName": "b", "InternetServiceProvider": "CMCC"})
	c.settled("AssociateAddress", p{"AddressId": b, "InstanceId": "ins-0000000a"})
	for _, x := range []struct {
		name, value, want string
	}{
		{"address-id", a, a},
		{"address-name", "b", b},
		{"address-ip", "198.18.0.1", a},
		{"address-status", "UNBIND", a},
		{"instance-id", "ins-0000000a", b},
		{"private-ip-address", "10.0.0.1", b},
		{"network-interface-id", "eni-1", ""},
		{"is-arrears", "FALSE", b + " " + a},
		{"instance-type", "CVM", b},
		{"address-type", "EIP", b + " " + a},
		{"address-type", "WanIP", ""},
		{"address-isp", "CMCC", b},
		{"dedicated-cluster-id", "cluster-1", ""},
		{"tag-key", "k", a},
		{"tag-value", "v", a},
		{"tag:k", "v", a},
		{"tag:k", "w", ""},
	} {
		out := do[eip.DescribeAddressesResponse](c, "DescribeAddresses", p{"Filters.0.Name": x.name, "Filters.0.Values.0": x.value})
		if got := ids(out.AddressSet); got != x.want || int(out.TotalCount) != len(out.AddressSet) {
			t.Errorf("%s %s: got %q of %d, want %q", x.name, x.value, got, out.TotalCount, x.want)
		}
	}
	if out := do[eip.DescribeAddressesResponse](c, "DescribeAddresses", p{"Offset": "1", "Limit": "1"}); ids(out.AddressSet) != a || out.TotalCount != 2 {
		t.Errorf("the second page: got %v", out)
	}
	for _, x := range []struct{ uin, region string }{{other, here}, {owner, there}} {
		if out, err := c.as(x.uin, x.region, "DescribeAddresses", nil); err != nil || out.(*eip.DescribeAddressesResponse).TotalCount != 0 {
			t.Errorf("%s in %s sees %v, %v", x.uin, x.region, out, err)
		}
	}
	c.refuses("DescribeAddresses", p{"Filters.0.Name": "color", "Filters.0.Values.0": "x"}, 4000, "InvalidParameter.InvalidFilter")
	c.sees = func(r call.Resource, about map[string][]string) bool {
		return r.QCS(here, owner) == "qcs::cvm:ap-guangzhou:uin/100000000001:eip/"+a && about["qcs:resource_tag"][0] == "k&v"
	}
	if out := do[eip.DescribeAddressesResponse](c, "DescribeAddresses", nil); ids(out.AddressSet) != a {
		t.Errorf("who may see one sees %v", out)
	}
}

func TestBuyingAndBindingAreRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	id := c.bought(nil)
	for _, x := range []struct {
		action string
		params p
		number int
		name   string
	}{
		{"AllocateAddresses", p{"InternetMaxBandwidthOut": "101"}, 4000, "InvalidParameterValue.BandwidthOutOfRange"},
		{"AllocateAddresses", p{"InternetMaxBandwidthOut": "0"}, 4000, "InvalidParameterValue.BandwidthOutOfRange"},
		{"AllocateAddresses", p{"InternetChargeType": eip.ByMonth}, 4000, "MissingParameter"},
		{"AllocateAddresses", p{"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "13"}, 4000, "InvalidParameterValue"},
		{"AllocateAddresses", p{"InternetChargeType": eip.ByPackage}, 4000, "InvalidParameterValue.Combination"},
		{"AllocateAddresses", p{"BandwidthPackageId": "bwp-nowhere1"}, 4000, "InvalidParameterValue.Combination"},
		{"AllocateAddresses", p{"InternetChargeType": eip.ByPackage, "BandwidthPackageId": "x"}, 4000, "InvalidParameterValue.BandwidthPackageIdMalformed"},
		{"AllocateAddresses", p{"InternetChargeType": eip.ByPackage, "BandwidthPackageId": "bwp-nowhere1"}, 5000, "InvalidParameterValue.BandwidthPackageNotFound"},
		{"AllocateAddresses", p{"AnycastZone": "x"}, 4000, "InvalidParameterValue.Combination"},
		{"AllocateAddresses", p{"AddressName": strings.Repeat("n", 129)}, 4000, "InvalidParameterValue.TooLong"},
		{"AllocateAddresses", p{"ClientToken": strings.Repeat("n", 65)}, 4000, "InvalidParameter"},
		{"AssociateAddress", p{"AddressId": id}, 4000, "MissingParameter"},
		{"AssociateAddress", p{"AddressId": id, "NetworkInterfaceId": "eni-0000free"}, 4000, "MissingParameter"},
		{"AssociateAddress", p{"AddressId": id, "NetworkInterfaceId": "eni-1", "PrivateIpAddress": "10.0.0.1"}, 4000, "InvalidParameterValue.InstanceIdMalformed"},
		{"AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a", "NetworkInterfaceId": "eni-0000free"}, 4000, "InvalidParameterConflict"},
		{"AssociateAddress", p{"AddressId": id, "InstanceId": "web"}, 4000, "InvalidParameterValue.InstanceIdMalformed"},
		{"AssociateAddress", p{"AddressId": "eip-1", "InstanceId": "ins-0000000a"}, 4000, "InvalidParameterValue.AddressIdMalformed"},
		{"AssociateAddress", p{"AddressId": id, "InstanceId": "ins-nowhere1"}, 5000, "InvalidInstanceId.NotFound"},
		{"AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000d"}, 5000, "InvalidInstanceId.NotFound"},
		{"AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000c"}, 5100, "UnsupportedOperation.InstanceStateNotSupported"},
		{"ModifyAddressAttribute", p{"AddressId": id}, 4000, "MissingParameter"},
		{"ReleaseAddresses", p{"AddressIds.0": id, "AddressIds.1": id}, 4000, "InvalidParameterValue"},
		{"DescribeTaskResult", nil, 4000, "MissingParameter"},
		{"DescribeTaskResult", p{"TaskId": "1"}, 5000, "FailedOperation.TaskFailed"},
		{"DescribeTaskResult", p{"DealName": "none"}, 5000, "FailedOperation.TaskFailed"},
		{"DescribeAddressBandwidthRange", p{"AddressIds.0": "eip-nowhere1"}, 5000, "InvalidParameterValue.AddressNotFound"},
	} {
		c.refuses(x.action, x.params, x.number, x.name)
	}
	// From here on each refusal comes before those that follow.
	c.unverified, c.exhausted, c.quotas["eip.addresses"], c.quotas["eip.daily_applications"] = true, true, 1, 1
	c.refuses("AllocateAddresses", nil, 5500, "UnauthorizedOperation.NoRealNameAuthentication")
	c.unverified = false
	c.refuses("AllocateAddresses", nil, 4400, "AddressQuotaLimitExceeded")
	c.quotas["eip.addresses"] = 2
	c.refuses("AllocateAddresses", nil, 4400, "AddressQuotaLimitExceeded.DailyAllocate")
	c.quotas["eip.daily_applications"] = 2
	c.refuses("AllocateAddresses", nil, 5200, "ResourceInsufficient")
	c.exhausted = false
	c.balance(0)
	c.refuses("AllocateAddresses", nil, 5300, "FailedOperation.BalanceInsufficient")
	quotas := do[eip.QuotaResponse](c, "DescribeAddressQuota", nil).QuotaSet
	want := []eip.Quota{
		{QuotaId: "TOTAL_EIP_QUOTA", QuotaCurrent: 1, QuotaLimit: 2, QuotaGroup: "PUBLIC"},
		{QuotaId: "DAILY_EIP_APPLY", QuotaCurrent: 1, QuotaLimit: 2, QuotaGroup: "PUBLIC"},
		{QuotaId: "DAILY_PUBLIC_IP_ASSIGN", QuotaLimit: 10, QuotaGroup: "PUBLIC"},
	}
	if diff := cmp.Diff(want, quotas); diff != "" {
		t.Errorf("what was refused holds (-want +got):\n%s", diff)
	}
	c.balance(100000000)
	c.pass(16 * time.Hour) // another day where days are counted
	if got := do[eip.QuotaResponse](c, "DescribeAddressQuota", nil).QuotaSet[1].QuotaCurrent; got != 0 {
		t.Errorf("on the next day %d were applied for", got)
	}
}

func TestAClientTokenBuysOnce(t *testing.T) {
	c := newCloud(t)
	buy := p{"ClientToken": "once", "AddressCount": "2"}
	first, again := do[eip.AllocateAddressesResponse](c, "AllocateAddresses", buy), do[eip.AllocateAddressesResponse](c, "AllocateAddresses", buy)
	if diff := cmp.Diff(first, again); diff != "" || len(first.AddressSet) != 2 {
		t.Errorf("(-first +again):\n%s", diff)
	}
	c.refuses("AllocateAddresses", buy.with(p{"AddressCount": "3"}), 4000, "InvalidParameter")
}

func TestConditionsMayAskOfWhatIsThere(t *testing.T) {
	c := newCloud(t)
	id := c.bought(p{"Tags.0.Key": "k", "Tags.0.Value": "v"})
	pkg := do[eip.CreateBandwidthPackageResponse](c, "CreateBandwidthPackage", nil).BandwidthPackageId
	for _, x := range []struct {
		r    call.Resource
		want map[string][]string
	}{
		{call.Resource{Service: "cvm", Type: "eip", ID: id}, map[string][]string{"qcs:create_uin": {owner}, "qcs:tag": {"k&v"}, "qcs:resource_tag": {"k&v"}}},
		{call.Resource{Service: "vpc", Type: "eip", ID: id}, map[string][]string{"qcs:create_uin": {owner}, "qcs:tag": {"k&v"}, "qcs:resource_tag": {"k&v"}}},
		{call.Resource{Service: "vpc", Type: "bwp", ID: pkg}, map[string][]string{"qcs:create_uin": {owner}, "qcs:tag": {}, "qcs:resource_tag": {}}},
		{call.Resource{Service: "cvm", Type: "instance", ID: "ins-0000000a"}, map[string][]string{"cvm:zone": {"ap-guangzhou-3"}}},
		{call.Resource{Service: "cvm", Type: "instance", ID: "ins-nowhere1"}, nil},
		{call.Resource{Service: "cvm", Type: "eip", ID: "eip-nowhere1"}, nil},
		{call.Resource{Service: "cvm", Type: "eip", ID: "*"}, nil},
	} {
		c.must(func(ctx context.Context, tx store.Tx) error {
			got, facts, err := c.ResourceFacts(ctx, tx, owner, x.r)
			if diff := cmp.Diff(x.want, facts); diff != "" || got != x.r {
				t.Errorf("%v: %v (-want +got):\n%s", x.r, got, diff)
			}
			return err
		})
	}
}

func TestAddressesOfLoadBalancers(t *testing.T) {
	c := newCloud(t)
	both := do[eip.AllocateAddressesResponse](c, "AllocateAddresses", p{"AddressCount": "2"}).AddressSet
	c.pass(time.Second)
	a, b := both[0], both[1]
	bound := p{"AddressId": a, "InstanceId": "lb-00000int"}
	c.settled("AssociateAddress", bound)
	if got := c.show(a); got.AddressStatus != "BIND" || *got.InstanceType != "CLB" || got.InstanceId != "lb-00000int" || got.PrivateAddressIp != "10.2.0.1" {
		t.Errorf("bound: got %+v", got)
	}
	c.refuses("AssociateAddress", bound.with(p{"AddressId": b}), 5100, "InvalidParameterValue.LBAlreadyBindEip")
	c.refuses("AssociateAddress", p{"AddressId": b, "InstanceId": "lb-00000pub"}, 5100, "InvalidParameterValue.ResourceNotSupport")
	c.refuses("AssociateAddress", p{"AddressId": b, "InstanceId": "lb-nowhere1"}, 5000, "InvalidInstanceId.NotFound")
	c.settled("DisassociateAddress", p{"AddressId": a})
	c.settled("AssociateAddress", bound.with(p{"AddressId": b}))
}
