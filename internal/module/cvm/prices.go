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

// plus is the sum of two prices; what is paid by the hour and what is paid in advance stay apart.
func (p *ItemPrice) plus(q *ItemPrice) (*ItemPrice, error) {
	if p == nil || (p.ChargeUnit != nil && *p.ChargeUnit == "GB") {
		return q, nil
	}
	if q.ChargeUnit != nil && *q.ChargeUnit == "GB" {
		return p, nil
	}
	hourly, err := sum(p.UnitPrice, q.UnitPrice)
	if err != nil {
		return nil, err
	}
	ahead, err := sum(p.OriginalPrice, q.OriginalPrice)
	if err != nil {
		return nil, err
	}
	out := &ItemPrice{}
	if hourly != nil {
		out = byHour(money.Amount(*hourly))
	}
	if ahead != nil {
		out.OriginalPrice, out.DiscountPrice = ahead, ahead
		out.Discount = inAdvance(0).Discount
	}
	return out, nil
}

// sum is that of two prices, of which either may be none.
func sum(a, b *Yuan) (*Yuan, error) {
	switch {
	case a == nil:
		return b, nil
	case b == nil:
		return a, nil
	}
	both, err := money.Amount(*a).Add(money.Amount(*b))
	y := Yuan(both)
	return &y, err
}
