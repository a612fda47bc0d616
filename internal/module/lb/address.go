package lb

import (
	"context"
	"net/netip"

	"github.com/paifang/paifang/internal/store"
)

// The ranges that addresses are drawn from: for public ones those set aside for documentation (RFC 5737), which nobody
// has; for private ones in no subnet a part of 10.0.0.0/8 far from where networks begin.
var (
	publicRanges  = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("192.0.2.0/24")}
	privateRanges = []netip.Prefix{netip.MustParsePrefix("10.254.0.0/16")}
)

// addressTries is how often an address is drawn before there are taken to be none.
const addressTries = 4096

// add keeps a new load balancer under an id and an address of its own; it refuses where no address is free.
// One in a subnet has an address of that, the wanted one where one is.
func (s *Service) add(ctx context.Context, tx store.Tx, b *LoadBalancer, wanted ...string) error {
	ranges := publicRanges
	if b.Type == Private {
		ranges = privateRanges
	}
	for range addressTries {
		b.ID, b.VIP = s.Random.ResourceID("lb"), s.address(ranges).String()
		if b.Type == Private && b.Subnet.ID != "" {
			if err := s.settle(ctx, tx, b, wanted); err != nil {
				return err
			}
		}
		added, err := s.Store.AddBalancer(ctx, tx, *b)
		if err != nil || added {
			return err
		}
		if err := s.Networks.Free(ctx, tx, b.Account, b.ID); err != nil {
			return err
		}
	}
	return errNoAddress.Errorf("No address is free for a load balancer in %s.", b.Region)
}

// settle gives a private load balancer an address of its subnet.
func (s *Service) settle(ctx context.Context, tx store.Tx, b *LoadBalancer, wanted []string) error {
	given, err := s.Networks.Allocate(ctx, tx, b.Account, b.Subnet.ID, wanted, []string{b.ID})
	if err == nil {
		b.VIP = given[0]
	}
	return err
}

// address draws one, neither a range's first nor its last.
func (s *Service) address(ranges []netip.Prefix) netip.Addr {
	r := ranges[s.Random.Intn(len(ranges))]
	n := 1 + s.Random.Intn(1<<(32-r.Bits())-2)
	a := r.Addr().As4()
	a[2] += byte(n >> 8)
	a[3] = byte(n)
	return netip.AddrFrom4(a)
}
