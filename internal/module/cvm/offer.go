package cvm

import (
	"regexp"

	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
)

// A Zone is where instances are.
type Zone struct {
	// Name is "ap-guangzhou-3", ID its number.
	Name          string
	ID            int64
	Title, Region string
	// Closed holds where nothing is sold at all.
	Closed bool
}

// State is what answers call it.
func (z Zone) State() string {
	if z.Closed {
		return "UNAVAILABLE"
	}
	return "AVAILABLE"
}

// Unlimited is the stock of what never runs out.
const Unlimited = -1

// An Offer is a type of instance in a zone.
type Offer struct {
	Zone, Type  string
	CPU, Memory int64
	// Hourly and Monthly are the prices of one.
	Hourly, Monthly money.Amount
	// Spot is the price of an hour on the spot market; 0 for a share of Hourly, NoSpot where it is not sold there.
	Spot money.Amount
	// Source says where the prices come from; Assumed holds where they were made up.
	Source  string
	Assumed bool
	// Stock is how many there are, or Unlimited.
	Stock int64
	// Sold is false where the zone knows the type but does not sell it.
	Sold bool
}

// Family is the type's: S5.
func (o Offer) Family() string { return familyOf(o.Type) }

// inStock tells whether at least one can be bought.
func (o Offer) inStock() bool { return o.Sold && o.Stock != 0 }

// status is what DescribeZoneInstanceConfigInfos says of it.
func (o Offer) status() (status, category, reason string) {
	switch {
	case !o.Sold:
		return "SOLD_OUT", "WithoutStock", errNotSold.Name3
	case o.Stock == 0:
		return "SOLD_OUT", "WithoutStock", errSoldOut.Name3
	case o.Stock > 0 && o.Stock < 10:
		return "SELL", "UnderStock", ""
	default:
		return "SELL", "EnoughStock", ""
	}
}

var typeForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,9}(\.[A-Z0-9]{2,16}){1,2}$`)

// Prices of what is bought with an instance. They are assumed, but for the gigabyte of traffic, which the documents'
// sample of InquiryInstancePriceHour prints (facts/api2-modules.md §2).
const (
	trafficPerGB     = money.Yuan * 160 / 100
	bandwidthPerHour = money.Yuan * 6 / 100 // a Mbps
	bandwidthMonthly = money.Yuan * 20      // a Mbps
	includedGB       = 50                   // of the system disk
)

// hourly is the price of an hour of an instance with the type's price: its disks and its bandwidth are in it.
func (i *Instance) hourly(offer money.Amount) (money.Amount, error) {
	sum, err := i.extras(func(k disk.Kind) money.Amount { return k.Hourly })
	if err == nil && i.StopCharging != StopCharging {
		sum, err = sum.Add(offer)
	}
	if err != nil || i.Internet.Charge != ByBandwidth {
		return sum, err
	}
	bandwidth, err := bandwidthPerHour.Mul(i.Internet.Bandwidth)
	if err != nil {
		return 0, err
	}
	return sum.Add(bandwidth)
}

// monthly is the price of a month; see hourly.
func (i *Instance) monthly(offer money.Amount) (money.Amount, error) {
	sum, err := i.extras(func(k disk.Kind) money.Amount { return k.Monthly })
	if err == nil {
		sum, err = sum.Add(offer)
	}
	if err != nil || i.Internet.Charge != ByBandwidthMonths {
		return sum, err
	}
	bandwidth, err := bandwidthMonthly.Mul(i.Internet.Bandwidth)
	if err != nil {
		return 0, err
	}
	return sum.Add(bandwidth)
}

// extras is the price of the disks that are paid with it.
func (i *Instance) extras(perGB func(disk.Kind) money.Amount) (money.Amount, error) {
	system := i.System
	system.Size = max(0, system.Size-includedGB)
	var sum money.Amount
	for _, d := range append([]Disk{system}, i.Data...) {
		if d.Own {
			continue
		}
		k, _ := disk.Find(d.Type)
		price, err := perGB(k).Mul(d.Size)
		if err != nil {
			return 0, err
		}
		if sum, err = sum.Add(price); err != nil {
			return 0, err
		}
	}
	return sum, nil
}
