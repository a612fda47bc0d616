package eip_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/module/eip"
)

// Whatever is asked in whichever order: addresses are unique and held by whom the pool says, an address is bound to one
// thing and a thing shows exactly what is bound to it, and the quota is kept.
func TestNothingDanglesWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCloud(t)
		c.quotas["eip.addresses"], c.quotas["eip.daily_applications"] = 4, 1000
		known, packages := []string{"eip-nowhere1"}, []string{"bwp-nowhere1"}
		instance := rapid.SampledFrom([]string{"ins-0000000a", "ins-0000000b", "ins-0000000c", "ins-nowhere1"})
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			id, pkg := rapid.SampledFrom(known).Draw(r, "address"), rapid.SampledFrom(packages).Draw(r, "package")
			inPackage := p{"BandwidthPackageId": pkg, "ResourceIds.0": id}
			switch rapid.IntRange(0, 10).Draw(r, "step") {
			case 0, 1:
				charge := rapid.SampledFrom([]p{nil, {"InternetChargeType": eip.ByBandwidth}, {"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "1"}, {"InternetChargeType": eip.ByPackage, "BandwidthPackageId": pkg}})
				if out, err := c.try("AllocateAddresses", charge.Draw(r, "charge")); err == nil {
					known = append(known, out.(*eip.AllocateAddressesResponse).AddressSet...)
				}
			case 2, 3:
				_, _ = c.try("AssociateAddress", p{"AddressId": id, "InstanceId": instance.Draw(r, "instance")})
			case 4:
				_, _ = c.try("AssociateAddress", p{"AddressId": id, "NetworkInterfaceId": "eni-0000free", "PrivateIpAddress": "10.1.0.1"})
			case 5:
				_, _ = c.try("DisassociateAddress", p{"AddressId": id, "ReallocateNormalPublicIp": rapid.SampledFrom([]string{"TRUE", "FALSE"}).Draw(r, "plain")})
			case 6:
				_, _ = c.try("ReleaseAddresses", p{"AddressIds.0": id})
			case 7:
				if out, err := c.try("TransformAddress", p{"InstanceId": instance.Draw(r, "instance")}); err == nil {
					known = append(known, out.(*eip.TransformAddressResponse).AddressId)
				}
			case 8:
				if out, err := c.try("CreateBandwidthPackage", nil); err == nil {
					packages = append(packages, out.(*eip.CreateBandwidthPackageResponse).BandwidthPackageIds...)
				}
			case 9:
				name := rapid.SampledFrom([]string{"AddBandwidthPackageResources", "RemoveBandwidthPackageResources"}).Draw(r, "resources")
				_, _ = c.try(name, inPackage)
				_, _ = c.try("DeleteBandwidthPackage", p{"BandwidthPackageId": pkg})
			default:
				c.pass(rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 40 * 24 * time.Hour}).Draw(r, "time"))
			}
			checkAll(r, c)
		}
	})
}

func checkAll(r *rapid.T, c *cloud) {
	all := do[eip.DescribeAddressesResponse](c, "DescribeAddresses", nil).AddressSet
	if len(all) > 4 {
		r.Fatalf("%d addresses", len(all))
	}
	there := strings.Fields(c.packages(nil))
	places, bound := map[string]string{}, map[string]string{}
	for _, a := range all {
		if c.pool[a.AddressIp] != a.AddressId {
			r.Fatalf("%s has %s, the pool says %q", a.AddressId, a.AddressIp, c.pool[a.AddressIp])
		}
		if a.BandwidthPackageId != nil && !slices.Contains(there, *a.BandwidthPackageId) {
			r.Fatalf("%s is in %s, which is not there", a.AddressId, *a.BandwidthPackageId)
		}
		free := a.AddressStatus == eip.Unbound || a.AddressStatus == eip.Creating || a.AddressStatus == eip.Unbinding || a.AddressStatus == eip.Offlining
		if free != (a.PrivateAddressIp == "") {
			r.Fatalf("%s is %s and bound to %q", a.AddressId, a.AddressStatus, a.PrivateAddressIp)
		}
		if free {
			continue
		}
		if before := places[a.PrivateAddressIp]; before != "" {
			r.Fatalf("%s and %s are bound to %s", before, a.AddressId, a.PrivateAddressIp)
		}
		places[a.PrivateAddressIp] = a.AddressId
		bound[a.AddressIp] = a.InstanceId
	}
	for id, i := range c.servers {
		for _, ip := range i.PublicIPs {
			if bound[ip] != id && c.pool[ip] != id {
				r.Fatalf("%s shows %s, which is %q's", id, ip, c.pool[ip])
			}
		}
	}
	for ip, id := range bound {
		if id != "" && !slices.Contains(c.servers[id].PublicIPs, ip) {
			r.Fatalf("%s does not show %s", id, ip)
		}
	}
}
