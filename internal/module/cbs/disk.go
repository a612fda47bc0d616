package cbs

import (
	"time"

	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
)

// What a disk is for.
const (
	SystemDisk = "SYSTEM_DISK"
	DataDisk   = "DATA_DISK"
)

// How disks are paid.
const (
	Prepaid  = "PREPAID"
	Postpaid = "POSTPAID_BY_HOUR"
)

// What happens to a prepaid disk when its time is up.
const (
	RenewByHand   = "NOTIFY_AND_MANUAL_RENEW"
	RenewItself   = "NOTIFY_AND_AUTO_RENEW"
	RenewSilently = "DISABLE_NOTIFY_AND_MANUAL_RENEW" // that is, not at all
)

// A Disk is a disk.
type Disk struct {
	ID string
	// Account owns it, Creator bought it.
	Account, Creator, Region, Zone string
	Name                           string
	Project                        int64
	// Usage is SystemDisk or DataDisk, Type its kind, Size in GB.
	Usage, Type string
	Size        int64
	// Was is how it is shown until its instance has restarted for its sake; nil otherwise.
	Was   *disk.Look
	State State
	// Next is the state that it is on its way to; empty where it stays.
	Next State
	// Instance is what it is attached to, also while it is on its way there or from there; Last what it was before.
	Instance, Last string
	// Place orders the data disks of an instance.
	Place int64
	// Portable holds where it may be taken off its instance, DeleteWithInstance where it goes with it.
	Portable, DeleteWithInstance bool

	// Own holds where it pays for itself; else it is paid with its instance, and the rest says nothing.
	Own bool
	// Charge is Prepaid or Postpaid.
	Charge, Renew string
	// Expires is the end of its paid time, PaidSince when the time began that Paid is the price of.
	Expires, PaidSince time.Time
	Paid               money.Amount
	// Unusable holds while the account is in arrears for it.
	Unusable bool

	Encrypted  bool
	Key        string
	Throughput int64
	Burst      bool
	// Shareable holds where several instances may have it: nothing else is different about it here.
	Shareable bool
	// DropSnapshots holds where its snapshots go with it.
	DropSnapshots bool
	// Snapshot is what it was made of.
	Snapshot string
	// Backups is how many backups it may have.
	Backups int64
	Created time.Time
}

func (d *Disk) kind() disk.Kind {
	k, _ := disk.Find(d.Type)
	return k
}

// isPrepaid tells whether it has paid time of its own.
func (d *Disk) isPrepaid() bool { return d.Own && d.Charge == Prepaid }

// metered tells whether it has a meter of its own.
func (d *Disk) metered() bool { return d.Own && d.Charge == Postpaid }

// expired tells whether its paid time is over.
func (d *Disk) expired(now time.Time) bool { return d.isPrepaid() && !d.Expires.After(now) }

func (d *Disk) hourly() (money.Amount, error) {
	a, _, err := disk.Price(d.Type, d.Size, d.Throughput)
	return a, err
}

func (d *Disk) monthly() (money.Amount, error) {
	_, a, err := disk.Price(d.Type, d.Size, d.Throughput)
	return a, err
}

// refund is what is left of what was paid: the whole days that remain of those that were paid for, rounded down to fen.
func (d *Disk) refund(now time.Time) (money.Amount, error) {
	const day = 24 * time.Hour
	all, left := int64(d.Expires.Sub(d.PaidSince)/day), int64(d.Expires.Sub(now)/day)
	if all <= 0 || left <= 0 {
		return 0, nil
	}
	part, err := d.Paid.Times(min(left, all), all, money.Down)
	if err != nil {
		return 0, err
	}
	_, rounded := part.Cents(money.Down)
	return rounded, nil
}

// extend adds paid months: from the end of the paid time, or from now where that was given back.
func (d *Disk) extend(months int64, price money.Amount, now time.Time) error {
	if d.Expires.IsZero() || d.State == ToRecycle && d.Paid == 0 {
		d.Expires, d.PaidSince, d.Paid = now, now, 0
	}
	paid, err := d.Paid.Add(price)
	if err != nil {
		return err
	}
	d.Paid = paid
	d.Expires = addMonths(d.Expires, months)
	return nil
}

// rest is what more a month costs for the rest of the paid time. A month counts 30 days; half a day or more is a day.
func (d *Disk) rest(more money.Amount, now time.Time) (money.Amount, error) {
	if !d.Expires.After(now) {
		return 0, nil
	}
	days := int64(d.Expires.Sub(now).Round(24*time.Hour) / (24 * time.Hour))
	part, err := more.Times(days, 30, money.HalfUp)
	if err != nil {
		return 0, err
	}
	_, fen := part.Cents(money.HalfUp)
	return fen, nil
}

// addMonths is the same day that many months later, or the last one of a month that has no such day.
func addMonths(t time.Time, months int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}
