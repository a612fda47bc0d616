package eip

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// The states of an address (facts/quotas-billing-lifecycle.md §5.3).
const (
	Creating  = "CREATING"
	Binding   = "BINDING"
	Bound     = "BIND"
	BoundENI  = "BIND_ENI" // to an interface that hangs free
	Unbinding = "UNBINDING"
	Unbound   = "UNBIND"
	Offlining = "OFFLINING"
)

// How an address is paid.
const (
	ByTraffic   = "TRAFFIC_POSTPAID_BY_HOUR"
	ByBandwidth = "BANDWIDTH_POSTPAID_BY_HOUR"
	ByMonth     = "BANDWIDTH_PREPAID_BY_MONTH"
	ByPackage   = "BANDWIDTH_PACKAGE"
)

// What happens to an address that is paid by the month when its time is up.
const (
	RenewByHand   = "NOTIFY_AND_MANUAL_RENEW"
	RenewItself   = "NOTIFY_AND_AUTO_RENEW"
	RenewSilently = "DISABLE_NOTIFY_AND_MANUAL_RENEW" // that is, not at all
)

// The kinds of holders, as answers name them.
const (
	Instance         = "CVM"
	NATGateway       = "NAT"
	NetworkInterface = "ENI"
	LoadBalancer     = "CLB"
	HaVip            = "HAVIP"
)

// An Address is a public address that its owner can bind to things and take off again.
type Address struct {
	ID, IP string
	// Account owns it, Creator bought it.
	Account, Creator, Region, Name string
	ISP, Egress                    string
	State                          string
	// Next is the state that it is on its way to, Gone holds where it is on its way out; Task brings it there.
	Next string
	Gone bool
	Task int64
	// Holder is what it is bound to; empty where it is bound to nothing.
	Holder Holder
	Direct bool

	Charge    string
	Bandwidth int64 // Mbps
	Package   string
	// Expires is the end of its paid time; zero for one that is paid otherwise.
	Expires, PaidSince time.Time
	Paid               money.Amount
	Renew              string
	// Suspended holds while it is kept without service, for want of money or because it was returned.
	Suspended bool

	Created time.Time
}

// A Holder is what an address is bound to.
type Holder struct {
	// Kind is one of the kinds, ID the thing's: of an interface's instance, where it is attached to one.
	Kind, ID string
	// Interface and PrivateIP tell where on it.
	Interface, PrivateIP string
}

func (a *Address) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "eip", ID: a.ID}
}

func (a *Address) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: "eip", Region: a.Region, ID: a.ID}
}

// move has the address go to a state by way of another one.
func (a *Address) move(through, to string, task int64) { a.State, a.Next, a.Task = through, to, task }

// finish is the end of its way.
func (a *Address) finish() {
	if a.Next != "" {
		a.State, a.Next = a.Next, ""
	}
}

// may refuses an address that is on its way, without service, or not in one of the states.
func (a *Address) may(states ...string) error {
	if a.Next != "" || a.Gone {
		return errBusy.Errorf("The address %s is %s; a task runs on it, and it can be changed when that is done.", a.ID, a.State)
	}
	if a.Suspended {
		return errArrears.Errorf("The address %s is kept without service; it can be used again once it is paid.", a.ID)
	}
	return a.in(states...)
}

func (a *Address) in(states ...string) error {
	for _, s := range states {
		if a.State == s {
			return nil
		}
	}
	return errStatus.Errorf("The address %s is %s; %s is expected.", a.ID, a.State, strings.Join(states, " or "))
}

var anyState = []string{Bound, BoundENI, Unbound}

var (
	addressForm   = regexp.MustCompile(`^eip-[a-z0-9]{8}$`)
	instanceForm  = regexp.MustCompile(`^(ins|lb|nat|havip)-[a-z0-9]{8}$`)
	interfaceForm = regexp.MustCompile(`^eni-[a-z0-9]{8}$`)
	packageForm   = regexp.MustCompile(`^bwp-[a-z0-9]{8}$`)
)

// maxIDs is how many resources one call may name (facts/quotas-billing-lifecycle.md §1).
const maxIDs = 100

func checkID(id string) error {
	if !addressForm.MatchString(id) {
		return errMalformed.Errorf("The address id %s is malformed; eip- and 8 lower-case letters or digits are expected.", param.Quote(id))
	}
	return nil
}

func checkIDs(ids []string) error {
	if len(ids) > maxIDs {
		return errTooMany.Errorf("Parameter AddressIds has %d items; at most %d are expected.", len(ids), maxIDs)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if err := checkID(id); err != nil {
			return err
		}
		if seen[id] {
			return errInvalid.Errorf("Parameter AddressIds holds %s twice; it is expected once.", id)
		}
		seen[id] = true
	}
	return nil
}

// address is the caller's address in the call's region; another's is as absent as none.
func (s *Service) address(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Address, error) {
	a, err := s.Store.Address(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if a == nil || a.Region != c.Region {
		return nil, errNoAddress.Errorf("The address %s does not exist in this region.", id)
	}
	return a, nil
}

// addresses are the caller's addresses in the order of ids; none when one of them is not there.
func (s *Service) addresses(ctx context.Context, tx store.Tx, c *call.Call, ids []string) ([]*Address, error) {
	all := make([]*Address, len(ids))
	for n, id := range ids {
		a, err := s.address(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		all[n] = a
	}
	return all, nil
}

// addMonths is the same day that many months later, or the last one of a month that has no such day.
func addMonths(t time.Time, months int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}
