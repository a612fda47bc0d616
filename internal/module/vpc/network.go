package vpc

import (
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// A VPC is a private network of an account in a region.
type VPC struct {
	ID string
	// Number is its id in older answers.
	Number                int64
	Account, Region, Name string
	// CIDR is its range of addresses.
	CIDR    string
	Created time.Time
}

// A Subnet is a part of a network, in one zone.
type Subnet struct {
	ID string
	// Number is its id in older answers.
	Number          int64
	Account, Region string
	// VPC is the id of its network.
	VPC              string
	Name, Zone, CIDR string
	Created          time.Time
}

// An Address is held by somebody.
type Address struct {
	// Pool is where it is unique: a subnet's id, or one of the pools.
	Pool, IP string
	// Account and Holder are who has it.
	Account, Holder string
}

// privateRanges are what networks are cut from (facts/quotas-billing-lifecycle.md §2).
var privateRanges = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16")}

// checkRange tells what is wrong with a range of private addresses of minBits to maxBits
// (facts/quotas-billing-lifecycle.md §2).
func checkRange(cidr string, minBits, maxBits int) error {
	p, err := netip.ParsePrefix(cidr)
	if err != nil || !p.Addr().Is4() || p != p.Masked() {
		return fmt.Errorf("range %q: an IPv4 network such as 10.0.0.0/16 is expected", cidr)
	}
	if !slices.ContainsFunc(privateRanges, func(whole netip.Prefix) bool { return whole.Contains(p.Addr()) && p.Bits() >= whole.Bits() }) {
		return fmt.Errorf("range %s: one within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 is expected", cidr)
	}
	if p.Bits() < minBits || p.Bits() > maxBits {
		return fmt.Errorf("range %s: a mask of %d to %d bits is expected", cidr, minBits, maxBits)
	}
	return nil
}

// reserved tells whether nobody may have that address of a range: the network's own, the gateway's, which is the first,
// and the broadcast address.
func reserved(p netip.Prefix, ip netip.Addr) bool {
	first := p.Masked().Addr()
	return ip == first || ip == first.Next() || (p.Contains(ip) && !p.Contains(ip.Next()))
}

// free lists the first n addresses of a range that nobody has and may be had; fewer where there are no more.
func free(p netip.Prefix, taken map[string]bool, n int) []netip.Addr {
	var out []netip.Addr
	for ip := p.Masked().Addr(); p.Contains(ip) && len(out) < n; ip = ip.Next() {
		if !reserved(p, ip) && !taken[ip.String()] {
			out = append(out, ip)
		}
	}
	return out
}
