package eni

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A HaVip is a high-availability address: a private one that several instances may answer for in turn.
type HaVip struct {
	ID, Account, Creator, Region, VPC, Subnet, Name, IP string
	// Interface is the one that has it now, empty for none.
	Interface string
	// Limited holds where only what it is bound to may have it.
	Limited   bool
	Instances []HaVipInstance
	Created   time.Time
}

// A HaVipInstance is an instance or an interface that may have a high-availability address.
type HaVipInstance struct{ ID, Kind string }

// What may have one.
const (
	kindInstance  = "CVM"
	kindInterface = "ENI"
)

func (h *HaVip) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: "havip", Region: h.Region, ID: h.ID}
}

// state is AVAILABLE while something has it; that is told by an instance's own announcement, which nothing makes here: so
// by what it is bound to.
func (h *HaVip) state() string {
	if h.Interface != "" || len(h.Instances) > 0 {
		return Available
	}
	return "UNBIND"
}

// vip is the caller's high-availability address in the call's region; it refuses where there is none.
func (s *Service) vip(ctx context.Context, tx store.Tx, c *call.Call, id string) (*HaVip, error) {
	h, err := s.Store.HaVip(ctx, tx, id)
	if err == nil && (h == nil || h.Account != c.Caller.Account || h.Region != c.Region) {
		return nil, errNotFound.Errorf("The HAVIP %.40q does not exist in %s.", id, c.Region)
	}
	return h, err
}

// uses is a high-availability address that an interface is bound to; empty where there is none.
func (s *Service) uses(ctx context.Context, tx store.Tx, i *Interface) (string, error) {
	all, err := s.Store.HaVips(ctx, tx, i.Account, i.Region)
	for _, h := range all {
		if h.Interface == i.ID || slices.ContainsFunc(h.Instances, func(one HaVipInstance) bool { return one.ID == i.ID }) {
			return h.ID, err
		}
	}
	return "", err
}

// forget takes what is gone, or hangs on nothing any more, off all high-availability addresses.
func (s *Service) forget(ctx context.Context, tx store.Tx, account string, ids ...string) error {
	all, err := s.Store.HaVips(ctx, tx, account, "")
	if err != nil {
		return err
	}
	for _, h := range all {
		had := len(h.Instances)
		h.Instances = slices.DeleteFunc(h.Instances, func(one HaVipInstance) bool { return slices.Contains(ids, one.ID) })
		if has := slices.Contains(ids, h.Interface); !has && len(h.Instances) == had {
			continue
		} else if has {
			h.Interface = ""
		}
		if err := s.Store.PutHaVip(ctx, tx, h); err != nil {
			return err
		}
	}
	return nil
}

// checkName refuses a name that is too long.
func checkName(name string) error {
	if len(name) > 60 {
		return errTooLong.Errorf("HaVipName has %d bytes; at most 60 are expected.", len(name))
	}
	return nil
}

func checkIP(parameter, text string) error {
	if ip, err := netip.ParseAddr(text); err != nil || !ip.Is4() || ip.String() != text {
		return errMalformed.Errorf("%s is %.40q; an IPv4 address such as 10.0.0.8 is expected.", parameter, text)
	}
	return nil
}
