package eip_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/money"
)

func (c *cloud) pack(params p) string {
	c.t.Helper()
	return do[eip.CreateBandwidthPackageResponse](c, "CreateBandwidthPackage", params).BandwidthPackageId
}

func (c *cloud) packages(params p) string {
	c.t.Helper()
	var out []string
	for _, i := range do[eip.DescribeBandwidthPackagesResponse](c, "DescribeBandwidthPackages", params).BandwidthPackageSet {
		out = append(out, i.BandwidthPackageId)
	}
	return strings.Join(out, " ")
}

func TestAPackagePaysForItsAddresses(t *testing.T) {
	c := newCloud(t)
	pkg := c.pack(p{"BandwidthPackageName": "all", "InternetMaxBandwidth": "50", "Tags.0.Key": "k", "Tags.0.Value": "v"})
	id := c.bought(p{"InternetChargeType": eip.ByPackage, "BandwidthPackageId": pkg, "InternetMaxBandwidthOut": "2000"})
	joined := c.bought(p{"InternetChargeType": eip.ByBandwidth})
	do[eip.Nothing](c, "AddBandwidthPackageResources", p{"BandwidthPackageId": pkg, "ResourceIds.0": joined, "ResourceType": "Address", "NetworkType": "BGP"})
	got := do[eip.DescribeBandwidthPackagesResponse](c, "DescribeBandwidthPackages", p{"BandwidthPackageIds.0": pkg})
	want := &eip.DescribeBandwidthPackagesResponse{TotalCount: 1, BandwidthPackageSet: []eip.PackageItem{{
		BandwidthPackageId: pkg, NetworkType: "BGP", ChargeType: "ENHANCED95_POSTPAID_BY_MONTH", BandwidthPackageName: "all", CreatedTime: "2024-05-01T08:00:00Z",
		Status: "CREATED", Bandwidth: 50, Egress: "center_egress1",
		ResourceSet: []eip.Resource{{ResourceType: "Address", ResourceId: joined, AddressIp: "198.18.0.2"}, {ResourceType: "Address", ResourceId: id, AddressIp: "198.18.0.1"}},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a := c.show(joined); *a.BandwidthPackageId != pkg || *a.InternetChargeType != eip.ByPackage {
		t.Errorf("got %+v", a)
	}
	c.spends(24*time.Hour, "0")
	c.refuses("AddBandwidthPackageResources", p{"BandwidthPackageId": pkg, "ResourceIds.0": joined}, 5100, "InvalidParameterValue.ResourceAlreadyExisted")
	c.refuses("DeleteBandwidthPackage", p{"BandwidthPackageId": pkg}, 5100, "InvalidParameterValue.BandwidthPackageInUse")
	c.refuses("ModifyAddressInternetChargeType", p{"AddressId": joined, "InternetChargeType": eip.ByTraffic, "InternetMaxBandwidthOut": "1"}, 5100, "UnsupportedOperation.InvalidAddressInternetChargeType")
	resources := do[eip.DescribeBandwidthPackageResourcesResponse](c, "DescribeBandwidthPackageResources", p{"BandwidthPackageId": pkg, "Filters.0.Name": "resource-id", "Filters.0.Values.0": id})
	if resources.TotalCount != 1 || resources.ResourceSet[0].ResourceId != id {
		t.Errorf("got %v", resources)
	}
	do[eip.Nothing](c, "RemoveBandwidthPackageResources", p{"BandwidthPackageId": pkg, "ResourceIds.0": joined, "ResourceIds.1": id})
	if a := c.show(id); a.BandwidthPackageId != nil || *a.InternetChargeType != eip.ByTraffic || *a.Bandwidth != 100 {
		t.Errorf("got %+v", a)
	}
	c.pass(time.Hour - 2*time.Second) // to the full hour
	c.spends(time.Hour, "0.4")
	c.refuses("RemoveBandwidthPackageResources", p{"BandwidthPackageId": pkg, "ResourceIds.0": joined}, 5000, "InvalidParameterValue.ResourceNotExisted")
	do[eip.Nothing](c, "DeleteBandwidthPackage", p{"BandwidthPackageId": pkg})
	if c.packages(nil) != "" || len(c.tags) != 0 {
		t.Errorf("what was returned is there: %s, %v", c.packages(nil), c.tags)
	}
	for name, params := range map[string]p{
		"DeleteBandwidthPackage": nil, "ModifyBandwidthPackageAttribute": {"BandwidthPackageName": "x"}, "ModifyBandwidthPackageBandwidth": {"InternetMaxBandwidth": "5"},
		"DescribeBandwidthPackageResources": nil, "AddBandwidthPackageResources": {"ResourceIds.0": id}, "RemoveBandwidthPackageResources": {"ResourceIds.0": id},
	} {
		c.refuses(name, params.with(p{"BandwidthPackageId": pkg}), 5000, "InvalidParameterValue.BandwidthPackageNotFound")
	}
}

func TestAPackageThatIsPaidInAdvance(t *testing.T) {
	c := newCloud(t)
	before := c.cash()
	pkg := c.pack(p{"ChargeType": eip.PrepaidPackage, "InternetMaxBandwidth": "10", "TimeSpan": "2"})
	if got := before - c.cash(); got != 400*money.Yuan {
		t.Errorf("it cost %s", got)
	}
	do[eip.Nothing](c, "ModifyBandwidthPackageBandwidth", p{"BandwidthPackageId": pkg, "InternetMaxBandwidth": "11"})
	if got := before - c.cash(); got <= 400*money.Yuan {
		t.Errorf("wider, it cost %s", got)
	}
	c.refuses("ModifyBandwidthPackageBandwidth", p{"BandwidthPackageId": pkg, "InternetMaxBandwidth": "10"}, 4000, "InvalidParameterValue.Combination")
	c.refuses("ModifyBandwidthPackageAttribute", p{"BandwidthPackageId": pkg, "ChargeType": "TOP5_POSTPAID_BY_MONTH"}, 5100, "InvalidParameterValue.InvalidBandwidthPackageChargeType")
	do[eip.Nothing](c, "DeleteBandwidthPackage", p{"BandwidthPackageId": pkg})
	if got := c.cash(); got != before {
		t.Errorf("returned at once it cost %s", before-got)
	}
}

func TestPackagesAreFiltered(t *testing.T) {
	c := newCloud(t)
	a := c.pack(p{"BandwidthPackageName": "a", "Tags.0.Key": "k", "Tags.0.Value": "v"})
	c.clock.Advance(time.Second)
	b := c.pack(p{"BandwidthPackageName": "b", "NetworkType": "SINGLEISP_CMCC", "ChargeType": "BANDWIDTH_POSTPAID_BY_DAY"})
	id := c.bought(p{"InternetChargeType": eip.ByPackage, "BandwidthPackageId": b})
	for _, x := range [][3]string{
		{"bandwidth-package-id", a, a},
		{"bandwidth-package-name", "b", b},
		{"network-type", "BGP", a},
		{"charge-type", "BANDWIDTH_POSTPAID_BY_DAY", b},
		{"resource.resource-type", "Address", b},
		{"resource.resource-id", id, b},
		{"resource.address-ip", "198.18.0.1", b},
		{"resource.resource-id", "eip-nowhere1", ""},
		{"tag-key", "k", a},
		{"tag:k", "v", a},
	} {
		if got := c.packages(p{"Filters.0.Name": x[0], "Filters.0.Values.0": x[1]}); got != x[2] {
			t.Errorf("%s %s: got %q, want %q", x[0], x[1], got, x[2])
		}
	}
	if got := c.packages(p{"Offset": "1"}); got != a {
		t.Errorf("the second page: got %q", got)
	}
	if got := do[eip.QuotaResponse](c, "DescribeBandwidthPackageQuota", nil).QuotaSet[0]; got.QuotaCurrent != 2 || got.QuotaLimit != 20 {
		t.Errorf("quota: got %+v", got)
	}
}

func TestPackagesAreRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	pkg, id := c.pack(nil), c.bought(nil)
	monthly := c.bought(p{"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "1"})
	in := func(ids ...string) p {
		out := p{"BandwidthPackageId": pkg}
		for n, id := range ids {
			out["ResourceIds."+string(rune('0'+n))] = id
		}
		return out
	}
	for _, x := range []struct {
		action string
		params p
		number int
		name   string
	}{
		{"CreateBandwidthPackage", p{"ChargeType": eip.PrepaidPackage, "InternetMaxBandwidth": "5"}, 4000, "InvalidParameterValue.Range"},
		{"CreateBandwidthPackage", p{"ChargeType": eip.PrepaidPackage, "TimeSpan": "1"}, 4000, "InvalidParameterValue.Combination"},
		{"CreateBandwidthPackage", p{"InternetMaxBandwidth": "0"}, 4000, "InvalidParameterValue.Range"},
		{"CreateBandwidthPackage", p{"BandwidthPackageName": "a b"}, 4000, "InvalidParameterValue"},
		{"CreateBandwidthPackage", p{"DesignatedZone": "x"}, 4000, "InvalidParameterValue.Combination"},
		{"CreateBandwidthPackage", p{"BandwidthPackageCount": "20"}, 4400, "LimitExceeded.BandwidthPackageQuota"},
		{"CreateBandwidthPackage", p{"ChargeType": eip.PrepaidPackage, "InternetMaxBandwidth": "5000", "TimeSpan": "60"}, 5300, "FailedOperation.BalanceInsufficient"},
		{"DescribeBandwidthPackages", p{"BandwidthPackageIds.0": "x"}, 4000, "InvalidParameterValue.BandwidthPackageIdMalformed"},
		{"DescribeBandwidthPackages", p{"Filters.0.Name": "x", "Filters.0.Values.0": "y"}, 4000, "InvalidParameter.InvalidFilter"},
		{"DescribeBandwidthPackages", p{"BandwidthPackageIds.0": pkg, "Filters.0.Name": "network-type", "Filters.0.Values.0": "y"}, 4000, "InvalidParameterValue"},
		{"ModifyBandwidthPackageAttribute", p{"BandwidthPackageId": pkg}, 4000, "MissingParameter"},
		{"AddBandwidthPackageResources", in("x"), 4000, "InvalidParameterValue.ResourceIdMalformed"},
		{"AddBandwidthPackageResources", in(id, id), 4000, "InvalidParameterValue.ResourceIdMalformed"},
		{"AddBandwidthPackageResources", in("eip-nowhere1"), 5000, "InvalidParameterValue.ResourceNotFound"},
		{"AddBandwidthPackageResources", in("lb-00000001"), 5000, "InvalidParameterValue.ResourceNotFound"},
		{"AddBandwidthPackageResources", in(monthly), 5100, "UnsupportedOperation.InvalidResourceInternetChargeType"},
		{"RemoveBandwidthPackageResources", in("eip-nowhere1"), 5000, "InvalidParameterValue.ResourceNotFound"},
		{"RemoveBandwidthPackageResources", in(id).with(p{"InternetMaxBandwidthOut": "500"}), 4000, "InvalidParameterValue.BandwidthOutOfRange"},
	} {
		c.refuses(x.action, x.params, x.number, x.name)
	}
	c.quotas["eip.package_resources"] = 0
	c.refuses("AddBandwidthPackageResources", in(id), 4400, "LimitExceeded.BandwidthPackageResourceQuota")
	c.refuses("AllocateAddresses", p{"InternetChargeType": eip.ByPackage, "BandwidthPackageId": pkg}, 4400, "LimitExceeded.BandwidthPackageResourceQuota")
	c.unverified = true
	c.refuses("CreateBandwidthPackage", nil, 5500, "UnauthorizedOperation.NoRealNameAuthentication")
}
