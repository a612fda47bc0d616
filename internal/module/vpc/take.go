package vpc

import (
	"context"
	"net/netip"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// TakeRefusals are the conditions under which Take refuses: for the declarations of the actions that take addresses.
func TakeRefusals() []*catalogue.Condition {
	return []*catalogue.Condition{errNotFound, errMalformed, errRange, errOwnReserved, errHeld, errNoneLeft}
}

// Take gives a holder addresses of one of the account's subnets in a region: those wanted, and n others, the lowest that
// are free. It is for what is itself a part of a network, and refuses in the words of vpc's own actions.
func (s *Service) Take(ctx context.Context, tx store.Tx, account, region, subnet, holder string, wanted []string, n int) ([]string, error) {
	sub, err := s.SubnetOf(ctx, tx, account, region, subnet)
	if err != nil {
		return nil, err
	}
	if sub == nil {
		return nil, errNotFound.Errorf("The subnet %.40q does not exist in this region.", subnet)
	}
	taken, err := s.taken(ctx, tx, subnet)
	if err != nil {
		return nil, err
	}
	p := netip.MustParsePrefix(sub.CIDR)
	for _, ip := range wanted {
		if err := byOwn.ask(p, subnet, ip, taken); err != nil {
			return nil, err
		}
		taken[ip] = true
	}
	others := free(p, taken, n)
	if len(others) < n {
		return nil, errNoneLeft.Errorf("The subnet %s has fewer than %d free addresses.", subnet, len(wanted)+n)
	}
	ips := append([]string(nil), wanted...)
	for _, ip := range others {
		ips = append(ips, ip.String())
	}
	for _, ip := range ips {
		if _, err := s.Store.AddAddress(ctx, tx, Address{Pool: subnet, IP: ip, Account: account, Holder: holder}); err != nil {
			return nil, err
		}
	}
	return ips, nil
}

// GiveBack frees one address of a holder in a subnet; one that he does not have is left alone.
func (s *Service) GiveBack(ctx context.Context, tx store.Tx, account, subnet, ip, holder string) error {
	_, err := s.Store.RemoveAddress(ctx, tx, Address{Pool: subnet, IP: ip, Account: account, Holder: holder})
	return err
}

// asked are the names under which an address that can't be had is refused.
type asked struct{ malformed, outside, reserved, used *catalogue.Condition }

var (
	// byOwn is how vpc's own actions refuse, byJoiner how those of the services whose things join a network do.
	byOwn    = asked{errMalformed, errRange, errOwnReserved, errHeld}
	byJoiner = asked{errBadAddress, errNotInSubnet, errReserved, errInUse}
)

// ask refuses an address that can't be had.
func (a asked) ask(p netip.Prefix, subnet, wanted string, taken map[string]bool) error {
	ip, err := netip.ParseAddr(wanted)
	switch {
	case err != nil || !ip.Is4() || ip.String() != wanted:
		return a.malformed.Errorf("The address %.40q is malformed; an IPv4 address such as 10.0.0.8 is expected.", wanted)
	case !p.Contains(ip):
		return a.outside.Errorf("The address %s is not in the range of subnet %s, %s.", ip, subnet, p)
	case reserved(p, ip):
		return a.reserved.Errorf("The address %s of subnet %s is reserved.", ip, subnet)
	case taken[wanted]:
		return a.used.Errorf("The address %s of subnet %s is in use.", ip, subnet)
	}
	return nil
}
