package eip

import (
	"github.com/paifang/paifang/internal/money"
)

// The figures are assumed: the facts print none. Traffic costs nothing here, as none flows; an address that is bound to
// nothing costs a fee for lying idle.
const (
	idle          = 20 * money.Fen         // an hour
	hourlyLow     = 63 * money.Yuan / 1000 // an hour for each Mbps up to stepAt
	hourlyHigh    = 25 * money.Fen         // an hour for each Mbps above
	monthlyLow    = 23 * money.Yuan        // a month for each Mbps up to stepAt
	monthlyHigh   = 100 * money.Yuan       // a month for each Mbps above
	packageMonth  = 20 * money.Yuan        // a month for each Mbps of a package
	stepAt        = 5                      // Mbps
	lowestOfRange = 1                      // Mbps
)

// highest is how much bandwidth an address may have (facts/api3-vpc.json, AllocateAddresses).
var highest = map[string]int64{ByTraffic: 100, ByBandwidth: 100, ByMonth: 200, ByPackage: 2000}

func checkBandwidth(charge string, mbps int64) error {
	if mbps < lowestOfRange || mbps > highest[charge] {
		return errBandwidth.Errorf("Parameter InternetMaxBandwidthOut is %d; a number from %d to %d is expected with %s.", mbps, lowestOfRange, highest[charge], charge)
	}
	return nil
}

// hourly is what an address costs an hour; idle where it is bound to nothing.
func hourly(charge string, mbps int64, bound bool) (money.Amount, error) {
	var price money.Amount
	if charge == ByBandwidth {
		var err error
		if price, err = stepped(mbps, hourlyLow, hourlyHigh); err != nil {
			return 0, err
		}
	}
	if bound || charge == ByPackage {
		return price, nil
	}
	return price.Add(idle)
}

// monthly is what an address costs a month in advance.
func monthly(mbps int64) (money.Amount, error) { return stepped(mbps, monthlyLow, monthlyHigh) }

func stepped(mbps int64, low, high money.Amount) (money.Amount, error) {
	first, err := low.Mul(min(mbps, stepAt))
	if err != nil {
		return 0, err
	}
	rest, err := high.Mul(max(0, mbps-stepAt))
	if err != nil {
		return 0, err
	}
	return first.Add(rest)
}

// hourly is what the address costs an hour now.
func (a *Address) hourly() (money.Amount, error) {
	return hourly(a.Charge, a.Bandwidth, a.Holder != Holder{})
}

func (a *Address) isPrepaid() bool { return a.Charge == ByMonth }
