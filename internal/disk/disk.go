// Package disk is what the module that sells instances and the one that keeps disks tell each other: which kinds of disks
// there are, with their sizes and prices, and what an instance knows of its own. Who may have which, and whether a zone has
// any left, is for these modules.
package disk

import (
	"time"

	"github.com/paifang/paifang/internal/money"
)

// A Host is what a disk is made for.
type Host struct {
	// Account owns it, Creator bought it.
	Account, Creator, Region, Zone, Instance string
	Project                                  int64
	Created                                  time.Time
}

// A Disk is part of an instance, or attached to it.
type Disk struct {
	ID, Type string
	// System holds for the disk that the instance starts from. Place orders the others.
	System bool
	Place  int64
	// Own holds where it pays for itself, so that it is not in its instance's price.
	Own  bool
	Size int64
	Name string
	// Encrypted holds with Key, or with one of the cloud's own.
	Encrypted bool
	Key       string
	// Snapshot is what it was made of; Kept holds where it outlives its instance.
	Snapshot   string
	Kept       bool
	Throughput int64
	Burst      bool
	// Was is how it is shown while it is being changed; nil otherwise.
	Was *Look
}

// A Look is what is shown of a disk that may be changed while its instance restarts.
type Look struct {
	Type string
	Size int64
}

// Look is how it is shown.
func (d Disk) Look() Look {
	if d.Was != nil {
		return *d.Was
	}
	return Look{d.Type, d.Size}
}

// Step is what the sizes of data disks are multiples of, in GB.
const Step = 10

// A Kind is what a disk is made of.
type Kind struct {
	// Name is the API's DiskType.
	Name string
	// Local holds for a part of the machine that an instance runs on: it can't be taken off.
	Local bool
	// Min and Max are the size of a data disk in GB.
	Min, Max int64
	// Extra is how many MB/s of throughput can be bought above what comes with the size; 0 for none.
	Extra int64
	// Hourly and Monthly are the prices of one GB; assumed.
	Hourly, Monthly money.Amount
}

// The sizes of a system disk in GB.
const (
	MinSystem = 20
	MaxSystem = 2048
)

// Prices of a MB/s of extra throughput; assumed.
const (
	ThroughputHourly  = money.Yuan / 1000
	ThroughputMonthly = money.Yuan * 70 / 100
)

const largest = 32000

var kinds = []Kind{
	{Name: "LOCAL_BASIC", Local: true, Min: 10, Max: largest, Hourly: money.Yuan / 2000, Monthly: money.Yuan * 30 / 100},
	{Name: "LOCAL_SSD", Local: true, Min: 10, Max: largest, Hourly: money.Yuan / 1000, Monthly: money.Yuan * 60 / 100},
	{Name: "CLOUD_BASIC", Min: 10, Max: largest, Hourly: money.Yuan / 2000, Monthly: money.Yuan * 30 / 100},
	{Name: "CLOUD_PREMIUM", Min: 10, Max: largest, Hourly: money.Yuan * 7 / 10000, Monthly: money.Yuan * 35 / 100},
	{Name: "CLOUD_BSSD", Min: 10, Max: largest, Hourly: money.Yuan * 10 / 10000, Monthly: money.Yuan * 55 / 100},
	{Name: "CLOUD_SSD", Min: 20, Max: largest, Hourly: money.Yuan * 15 / 10000, Monthly: money.Yuan},
	{Name: "CLOUD_HSSD", Min: 20, Max: largest, Extra: 650, Hourly: money.Yuan * 20 / 10000, Monthly: money.Yuan * 120 / 100},
	{Name: "CLOUD_TSSD", Min: 20, Max: largest, Extra: 650, Hourly: money.Yuan * 20 / 10000, Monthly: money.Yuan * 120 / 100},
}

// Cloud lists the kinds that are bought apart from an instance.
func Cloud() []Kind {
	var cloud []Kind
	for _, k := range kinds {
		if !k.Local {
			cloud = append(cloud, k)
		}
	}
	return cloud
}

// Find is the kind of that name; ok is false where there is none.
func Find(name string) (k Kind, ok bool) {
	for _, k := range kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Price is what that many GB with that much extra throughput cost an hour and a month. Of a kind that there is not, they
// cost nothing.
func Price(name string, gb, throughput int64) (hourly, monthly money.Amount, err error) {
	k, _ := Find(name)
	if hourly, err = sum(k.Hourly, gb, ThroughputHourly, throughput); err != nil {
		return 0, 0, err
	}
	monthly, err = sum(k.Monthly, gb, ThroughputMonthly, throughput)
	return hourly, monthly, err
}

func sum(a money.Amount, n int64, b money.Amount, m int64) (money.Amount, error) {
	first, err := a.Mul(n)
	if err != nil {
		return 0, err
	}
	second, err := b.Mul(m)
	if err != nil {
		return 0, err
	}
	return first.Add(second)
}
