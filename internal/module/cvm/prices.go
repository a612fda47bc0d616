package cvm

import "github.com/paifang/paifang/internal/money"

// Yuan is an amount as answers print prices: an exact JSON number.
type Yuan money.Amount

// MarshalJSON writes the number.
func (y Yuan) MarshalJSON() ([]byte, error) { return []byte(money.Amount(y).String()), nil }

// A Price is what an inquiry says.
type Price struct {
	InstancePrice, BandwidthPrice *ItemPrice
}

// An ItemPrice is the API's ItemPrice; what does not apply is null. There are no discounts here.
type ItemPrice struct {
	UnitPrice                   *Yuan
	ChargeUnit                  *string
	OriginalPrice               *Yuan
	DiscountPrice               *Yuan
	Discount                    *float64
	UnitPriceDiscount           *Yuan
	UnitPriceSecondStep         *Yuan
	UnitPriceDiscountSecondStep *Yuan
	UnitPriceThirdStep          *Yuan
	UnitPriceDiscountThirdStep  *Yuan
	OriginalPriceThreeYear      *Yuan
	DiscountPriceThreeYear      *Yuan
	DiscountThreeYear           *float64
	OriginalPriceFiveYear       *Yuan
	DiscountPriceFiveYear       *Yuan
	DiscountFiveYear            *float64
	OriginalPriceOneYear        *Yuan
	DiscountPriceOneYear        *Yuan
	DiscountOneYear             *float64
}

func unit(a money.Amount, unit string) *ItemPrice {
	y, whole := Yuan(a), 100.0
	return &ItemPrice{
		UnitPrice: &y, UnitPriceDiscount: &y, ChargeUnit: &unit, Discount: &whole,
		UnitPriceSecondStep: &y, UnitPriceDiscountSecondStep: &y, UnitPriceThirdStep: &y, UnitPriceDiscountThirdStep: &y,
	}
}

func byHour(a money.Amount) *ItemPrice { return unit(a, "HOUR") }

func inAdvance(a money.Amount) *ItemPrice {
	y, whole := Yuan(a), 100.0
	return &ItemPrice{OriginalPrice: &y, DiscountPrice: &y, Discount: &whole}
}

// price is what count instances like this one cost: an hour of them, or the months; the bandwidth apart.
func (i Instance) price(o Offer, months, count int64) (Price, error) {
	var p Price
	internet := i.Internet
	i.Internet = Internet{} // for it has a price of its own
	if i.isPrepaid() {
		monthly, err := i.monthly(o.Monthly)
		if err != nil {
			return p, err
		}
		all, err := monthly.Mul(months * count)
		if err != nil {
			return p, err
		}
		p.InstancePrice = inAdvance(all)
	} else {
		hourly, err := i.perHour(o)
		if err != nil {
			return p, err
		}
		all, err := hourly.Mul(count)
		if err != nil {
			return p, err
		}
		p.InstancePrice = byHour(all)
	}
	var err error
	p.BandwidthPrice, err = internet.price(months, count)
	return p, err
}

func (n Internet) price(months, count int64) (*ItemPrice, error) {
	switch n.Charge {
	case ByBandwidth:
		a, err := bandwidthPerHour.Mul(n.Bandwidth * count)
		return byHour(a), err
	case ByBandwidthMonths:
		a, err := bandwidthMonthly.Mul(n.Bandwidth * months * count)
		return inAdvance(a), err
	default:
		return unit(trafficPerGB, "GB"), nil
	}
}

// plus is the sum of two prices that are paid alike.
func (p *ItemPrice) plus(q *ItemPrice) (*ItemPrice, error) {
	if p == nil || (p.ChargeUnit != nil && *p.ChargeUnit == "GB") {
		return q, nil
	}
	if p.UnitPrice != nil {
		sum, err := money.Amount(*p.UnitPrice).Add(money.Amount(*q.UnitPrice))
		return unit(sum, *p.ChargeUnit), err
	}
	sum, err := money.Amount(*p.OriginalPrice).Add(money.Amount(*q.OriginalPrice))
	return inAdvance(sum), err
}
