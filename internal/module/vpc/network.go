package vpc

import (
	"net/netip"
	"slices"
	"time"
)

// A VPC is a private network of an account in a region.
type VPC struct {
	ID string
	// Number is its id in older answers.
	Number                         int64
	Account, Creator, Region, Name string
	// CIDR is its range of addresses; Assistant are further ones.
	CIDR      string
	Assistant []string
	// RouteTable is the id of the table that its subnets begin with.
	RouteTable string
	// DNS are the servers, and Domain the domain, that its hosts are told; none for the cloud's own.
	DNS    []string
	Domain string
	// Default holds for the one that the account was given in the region.
	Default, Multicast bool
	// Publish and Publish6 hold where a cloud connect network is told the whole ranges and not the subnets.
	Publish, Publish6 bool
	Created           time.Time
}

// ranges are all of a network's ranges.
func (v *VPC) ranges() []netip.Prefix {
	out := []netip.Prefix{netip.MustParsePrefix(v.CIDR)}
	for _, cidr := range v.Assistant {
		out = append(out, netip.MustParsePrefix(cidr))
	}
	return out
}

// A Subnet is a part of a network, in one zone.
type Subnet struct {
	ID string
	// Number is its id in older answers.
	Number                   int64
	Account, Creator, Region string
	// VPC is the id of its network.
	VPC              string
	Name, Zone, CIDR string
	// RouteTable and ACL are the ids of what holds for it; it need not have an ACL.
	RouteTable, ACL    string
	Default, Broadcast bool
	Created            time.Time
}

// size is how many addresses things can have in a subnet.
func (n *Subnet) size() int64 {
	return 1<<(32-netip.MustParsePrefix(n.CIDR).Bits()) - 3 // facts/quotas-billing-lifecycle.md: network, gateway, broadcast
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

// The masks that a network's and a subnet's range may have.
const (
	widestVPC, widestSubnet, narrowest = 12, 16, 28
)

// checkRange refuses what is no range of private addresses of minBits to the narrowest
// (facts/quotas-billing-lifecycle.md §2).
func checkRange(cidr string, minBits int) error {
	p, err := netip.ParsePrefix(cidr)
	if err != nil || !p.Addr().Is4() || p != p.Masked() || p.String() != cidr {
		return errMalformed.Errorf("The range %.40q is malformed; an IPv4 network such as 10.0.0.0/16 is expected.", cidr)
	}
	if !slices.ContainsFunc(privateRanges, func(whole netip.Prefix) bool { return within(whole, p) }) {
		return errValue.Errorf("The range %s is no private one; one within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 is expected.", cidr)
	}
	if p.Bits() < minBits || p.Bits() > narrowest {
		return errValue.Errorf("The range %s has a mask of %d bits; %d to %d are expected.", cidr, p.Bits(), minBits, narrowest)
	}
	return nil
}

// within tells whether a part is in a whole.
func within(whole, part netip.Prefix) bool {
	return whole.Bits() <= part.Bits() && whole.Contains(part.Addr())
}

// inRange is within for ranges that are written down.
func inRange(whole, part string) bool {
	return within(netip.MustParsePrefix(whole), netip.MustParsePrefix(part))
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
