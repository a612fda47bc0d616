package vpc

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/paifang/paifang/internal/store"
)

// The pools beside the subnets. The addresses of the public one are set aside for benchmarks (RFC 2544): nobody has them.
const (
	poolBasic  = "basic"
	poolPublic = "public"
)

var ranges = map[string]netip.Prefix{
	poolBasic:  netip.MustParsePrefix("10.64.0.0/10"),
	poolPublic: netip.MustParsePrefix("198.18.0.0/15"),
}

// Join tells the numbers of a network and its subnet that n things in a zone may join, with the wanted addresses where
// there are any. It refuses when one of them is not there, when they do not belong together, when a wanted address can't
// be had, and when fewer than n are left.
func (s *Service) Join(ctx context.Context, tx store.Tx, account, region, vpc, subnet, zone string, wanted []string, n int) (vpcNumber, subnetNumber int64, err error) {
	v, err := s.Store.VPC(ctx, tx, vpc)
	if err != nil {
		return 0, 0, err
	}
	if v == nil || v.Account != account || v.Region != region {
		return 0, 0, errNoVPC.Errorf("The VPC %s does not exist in this region.", vpc)
	}
	sub, err := s.Store.Subnet(ctx, tx, subnet)
	if err != nil {
		return 0, 0, err
	}
	if sub == nil || sub.Account != account || sub.Region != region {
		return 0, 0, errNoSubnet.Errorf("The subnet %s does not exist in this region.", subnet)
	}
	if sub.VPC != vpc {
		return 0, 0, errOtherVPC.Errorf("The subnet %s belongs to %s; a subnet of %s is expected.", subnet, sub.VPC, vpc)
	}
	if sub.Zone != zone {
		return 0, 0, errOtherZone.Errorf("The subnet %s is in zone %s; a subnet in zone %s is expected.", subnet, sub.Zone, zone)
	}
	taken, err := s.taken(ctx, tx, subnet)
	if err != nil {
		return 0, 0, err
	}
	p := netip.MustParsePrefix(sub.CIDR)
	for _, w := range wanted {
		if err := byJoiner.ask(p, subnet, w, taken); err != nil {
			return 0, 0, err
		}
		taken[w] = true
	}
	if rest := n - len(wanted); rest > 0 && len(free(p, taken, rest)) < rest {
		return 0, 0, errExhausted.Errorf("The subnet %s has fewer than %d free addresses.", subnet, n)
	}
	return v.Number, sub.Number, nil
}

// Allocate gives each holder an address of a subnet in the order of holders: the wanted ones first, then the lowest free
// ones. Join has been asked before. An empty subnet is the basic network.
func (s *Service) Allocate(ctx context.Context, tx store.Tx, account, subnet string, wanted, holders []string) ([]string, error) {
	if subnet == "" {
		return s.draw(ctx, tx, poolBasic, account, holders)
	}
	sub, err := s.Store.Subnet(ctx, tx, subnet)
	if err != nil {
		return nil, err
	}
	if sub == nil {
		return nil, fmt.Errorf("allocate: there is no subnet %s", subnet)
	}
	taken, err := s.taken(ctx, tx, subnet)
	if err != nil {
		return nil, err
	}
	ips := append([]string(nil), wanted[:min(len(wanted), len(holders))]...)
	for _, ip := range ips {
		taken[ip] = true
	}
	for _, ip := range free(netip.MustParsePrefix(sub.CIDR), taken, len(holders)-len(ips)) {
		ips = append(ips, ip.String())
	}
	if len(ips) < len(holders) {
		return nil, errExhausted.Errorf("The subnet %s has fewer than %d free addresses.", subnet, len(holders))
	}
	for i, ip := range ips {
		put, err := s.Store.AddAddress(ctx, tx, Address{Pool: subnet, IP: ip, Account: account, Holder: holders[i]})
		if err != nil {
			return nil, err
		}
		if !put {
			return nil, errInUse.Errorf("The address %s of subnet %s is in use.", ip, subnet)
		}
	}
	return ips, nil
}

// AllocatePublic gives each holder a public address.
func (s *Service) AllocatePublic(ctx context.Context, tx store.Tx, account string, holders []string) ([]string, error) {
	return s.draw(ctx, tx, poolPublic, account, holders)
}

// draw gives each holder some address of a large pool.
func (s *Service) draw(ctx context.Context, tx store.Tx, pool, account string, holders []string) ([]string, error) {
	p := ranges[pool]
	size := 1 << (32 - p.Bits())
	ips := make([]string, len(holders))
	for i, holder := range holders {
		for try := 0; ips[i] == ""; try++ {
			if try == 1000 { // the pool is full for all that matters
				return nil, errExhausted.Errorf("No %s address is left.", pool)
			}
			ip := at(p, s.Random.Intn(size))
			if reserved(p, ip) {
				continue
			}
			put, err := s.Store.AddAddress(ctx, tx, Address{Pool: pool, IP: ip.String(), Account: account, Holder: holder})
			if err != nil {
				return nil, err
			}
			if put {
				ips[i] = ip.String()
			}
		}
	}
	return ips, nil
}

// at is the n-th address of a range.
func at(p netip.Prefix, n int) netip.Addr {
	b := p.Masked().Addr().As4()
	for i := 3; i >= 0; i-- {
		n += int(b[i])
		b[i], n = byte(n), n>>8
	}
	return netip.AddrFrom4(b)
}

// Free gives back all addresses of a holder.
func (s *Service) Free(ctx context.Context, tx store.Tx, account, holder string) error {
	return s.Store.RemoveAddresses(ctx, tx, account, holder)
}

func (s *Service) taken(ctx context.Context, tx store.Tx, pool string) (map[string]bool, error) {
	all, err := s.Store.Addresses(ctx, tx, pool)
	if err != nil {
		return nil, err
	}
	taken := make(map[string]bool, len(all))
	for _, a := range all {
		taken[a.IP] = true
	}
	return taken, nil
}
