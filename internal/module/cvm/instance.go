package cvm

import (
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/tagging"
)

// How instances are paid.
const (
	Prepaid  = "PREPAID"
	Postpaid = "POSTPAID_BY_HOUR"
)

// What happens to a prepaid instance when its time is up.
const (
	RenewByHand   = "NOTIFY_AND_MANUAL_RENEW"
	RenewItself   = "NOTIFY_AND_AUTO_RENEW"
	RenewSilently = "DISABLE_NOTIFY_AND_MANUAL_RENEW" // that is, not at all
)

// Why an instance is isolated.
const (
	NotIsolated     = "NOTISOLATED"
	IsolatedArrears = "ARREAR"
	IsolatedExpired = "EXPIRE"
	IsolatedByHand  = "MANMADE"
)

// How its latest operation stands.
const (
	Succeeded = "SUCCESS"
	Operating = "OPERATING"
)

// What an instance that is off costs.
const (
	KeepCharging  = "KEEP_CHARGING"
	StopCharging  = "STOP_CHARGING"
	NotApplicable = "NOT_APPLICABLE"
)

// How the traffic of an instance is paid.
const (
	ByTraffic         = "TRAFFIC_POSTPAID_BY_HOUR"
	ByBandwidth       = "BANDWIDTH_POSTPAID_BY_HOUR"
	ByBandwidthMonths = "BANDWIDTH_PREPAID"
)

// An Instance is a machine.
type Instance struct {
	ID string
	// UUID and OldID (qcvm and 32 hex digits) name it in older actions too.
	UUID, OldID string
	// Account owns it, Creator bought it.
	Account, Creator, Region, Zone string
	Name, HostName                 string
	Project                        int64

	Type, Family string
	CPU, Memory  int64 // Memory in GB

	Image       string
	ImageNumber int64
	ImageType   string
	OS          string
	Windows     bool

	Charge string
	Renew  string
	State  State
	// Next is the state that it is on its way to; empty where it stays.
	Next State
	// Isolated is why it can't be used.
	Isolated     string
	StopCharging string

	Operation, OperationState, OperationRequest string

	Created, Changed time.Time
	// Expires is the end of its paid time; zero for one that is paid by the hour.
	Expires time.Time
	// PaidSince is when the time began that Paid is the price of.
	PaidSince time.Time
	Paid      money.Amount
	// Metered holds while it has a meter.
	Metered bool
	// MaxPrice is the bid for an hour of a spot instance.
	MaxPrice money.Amount `json:",omitempty"`

	// Its disks are kept by cbs.
	System Disk   `json:"-"`
	Data   []Disk `json:"-"`

	VPC, Subnet             string
	VPCNumber, SubnetNumber int64
	Gateway                 bool
	PrivateIPs, PublicIPs   []string
	Internet                Internet
	// BandwidthSince is since when Internet holds; zero for since it was made.
	BandwidthSince time.Time `json:",omitzero"`

	Groups, Keys   []string
	KeepImageLogin bool
	// Tags are filled in where they are asked for: they are kept elsewhere.
	Tags           []Tag `json:"-"`
	UserData, Role string
	// Placement is the placement group that it is in; empty for none.
	Placement string
	// HPC is the cluster that it is in; empty for none.
	HPC string `json:",omitempty"`
	// Protected holds where it may not be terminated by a call.
	Protected bool
	// ReleaseDisks holds where its prepaid data disks are returned when it goes.
	ReleaseDisks bool `json:",omitempty"`
	// Partition is the part of its placement group that it is in, from 1 on; 0 for none.
	Partition int64 `json:",omitempty"`
	// Metadata is what it can be asked for from within. Topology is what it shows of its CPUs; zero for the type's own.
	Metadata []Tag    `json:",omitempty"`
	Topology Topology `json:",omitzero"`
	// Security and Monitoring are the agents in it.
	Security, Monitoring bool
}

// A Disk is part of an instance, or attached to it.
type Disk = disk.Disk

// Internet is how an instance reaches it.
type Internet struct {
	Charge    string
	Bandwidth int64 // Mbps
	Assigned  bool
}

// A Tag is put on an instance by its owner; the module tag keeps it.
type Tag = tagging.Tag

// Restrict is what answers say of isolation.
func (i *Instance) Restrict() string {
	switch i.Isolated {
	case IsolatedExpired:
		return "EXPIRED"
	case IsolatedArrears, IsolatedByHand:
		return "PROTECTIVELY_ISOLATED"
	default:
		return "NORMAL"
	}
}

// isPrepaid tells whether it is paid by the month.
func (i *Instance) isPrepaid() bool { return i.Charge == Prepaid }

// refund is what is left of what was paid: the whole days that remain of those that were paid for, rounded down to fen.
func (i *Instance) refund(now time.Time) (money.Amount, error) {
	const day = 24 * time.Hour
	all, left := int64(i.Expires.Sub(i.PaidSince)/day), int64(i.Expires.Sub(now)/day)
	if all <= 0 || left <= 0 {
		return 0, nil
	}
	part, err := i.Paid.Times(min(left, all), all, money.Down)
	if err != nil {
		return 0, err
	}
	_, rounded := part.Cents(money.Down)
	return rounded, nil
}

// extend adds paid months: from the end of the paid time, or from now where that was given back.
func (i *Instance) extend(months int64, price money.Amount, now time.Time) error {
	if i.Expires.IsZero() || i.Isolated == IsolatedByHand {
		i.Expires, i.PaidSince, i.Paid = now, now, 0
	}
	paid, err := i.Paid.Add(price)
	if err != nil {
		return err
	}
	i.Paid = paid
	i.Expires = addMonths(i.Expires, months)
	return nil
}

// addMonths is the same day that many months later, or the last one of a month that has no such day.
func addMonths(t time.Time, months int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// familyOf is the family of a type: S5 of S5.SMALL2.
func familyOf(typ string) string {
	family, _, _ := strings.Cut(typ, ".")
	return family
}

// has tells whether the id, in whichever form, is the instance's.
func (i *Instance) has(id string) bool { return slices.Contains([]string{i.ID, i.UUID, i.OldID}, id) }
