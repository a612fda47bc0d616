package admin

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var saleRoutes = []Route{
	route("GET", "/v1/zones", "List the zones with what they sell: stock and prices.", listZones),
	route("PUT", "/v1/zones/{zone}/types/{type}/stock", "Set how many of a type, of instance or of disk, a zone has; -1 never runs out.", setStock),
	route("PUT", "/v1/zones/{zone}/types/{type}/price", "Set the prices of a type in a zone, in yuan; spot instances whose bid is below the spot price then are taken back.", setPrice),
	route("POST", "/v1/zones/{zone}/types/{type}/reclaim", "Take spot instances of a type in a zone back, the newest first.", reclaim),
	route("PUT", "/v1/zones/{zone}/types/{type}/sold", "Set whether a zone sells a type.", setSold),
}

// A Zone sells types of instances.
type Zone struct {
	Zone   string  `json:"zone"`
	ID     int64   `json:"id"`
	Region string  `json:"region"`
	Types  []Offer `json:"types"`
}

// An Offer is a type in a zone.
type Offer struct {
	Type   string `json:"type"`
	CPU    int64  `json:"cpu"`
	Memory int64  `json:"memory"`
	// Stock is how many there are; -1 never runs out.
	Stock int64        `json:"stock"`
	Sold  bool         `json:"sold"`
	Hour  money.Amount `json:"hour"`
	Month money.Amount `json:"month"`
	// Spot is the price of an hour on the spot market; null where it is not sold there.
	Spot *money.Amount `json:"spot,omitempty"`
	// Source is where the prices come from; Assumed holds where they were made up.
	Source  string `json:"source,omitempty"`
	Assumed bool   `json:"assumed,omitempty"`
}

// A Price is in yuan; what is left out stays.
type Price struct {
	Hour  *money.Amount `json:"hour,omitempty"`
	Month *money.Amount `json:"month,omitempty"`
	// Spot is the price of an hour on the spot market; 0 for a share of Hour.
	Spot *money.Amount `json:"spot,omitempty"`
}

// A Flag is on or off.
type Flag struct {
	On bool `json:"on"`
}

func listZones(ctx context.Context, a *API, _ Query, _ nothing) ([]Zone, error) {
	out := []Zone{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		zones, err := a.Cloud.CVM.Store.Zones(ctx, tx, "")
		if err != nil {
			return err
		}
		for _, z := range zones {
			one := Zone{z.Name, z.ID, z.Region, []Offer{}}
			offers, err := a.Cloud.CVM.Store.Offers(ctx, tx, z.Name)
			if err != nil {
				return err
			}
			for _, o := range offers {
				sold := Offer{o.Type, o.CPU, o.Memory, o.Stock, o.Sold, o.Hourly, o.Monthly, nil, o.Source, o.Assumed}
				if o.Spot != cvm.NoSpot {
					spot, err := o.SpotPrice()
					if err != nil {
						return err
					}
					sold.Spot = &spot
				}
				one.Types = append(one.Types, sold)
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

// changeOffer changes what a zone sells.
func (a *API) changeOffer(ctx context.Context, q Query, change func(o *cvm.Offer)) error {
	return a.changeOfferAnd(ctx, q, change, func(store.Tx) error { return nil })
}

// changeOfferAnd does something in the same transaction afterwards.
func (a *API) changeOfferAnd(ctx context.Context, q Query, change func(o *cvm.Offer), then func(tx store.Tx) error) error {
	return a.Cloud.Update(ctx, func(tx store.Tx) error {
		o, err := a.Cloud.CVM.Store.Offer(ctx, tx, q.Path("zone"), q.Path("type"))
		if err != nil {
			return err
		}
		if o == nil {
			return notFound("the zone %q has no type %q", q.Path("zone"), q.Path("type"))
		}
		change(o)
		if err := a.Cloud.CVM.Store.PutOffer(ctx, tx, *o); err != nil {
			return err
		}
		return then(tx)
	})
}

func setStock(ctx context.Context, a *API, q Query, in Number) (nothing, error) {
	if in.Number < cvm.Unlimited {
		return nothing{}, badRequest("number is %d; 0 or more, or -1 for what never runs out, is expected", in.Number)
	}
	if _, ok := disk.Find(q.Path("type")); ok {
		return nothing{}, a.setDiskStock(ctx, q, in.Number)
	}
	return nothing{}, a.changeOffer(ctx, q, func(o *cvm.Offer) { o.Stock = in.Number })
}

// setDiskStock sets how many disks of a type a zone has.
func (a *API) setDiskStock(ctx context.Context, q Query, n int64) error {
	return a.Cloud.Update(ctx, func(tx store.Tx) error {
		zones, err := a.Cloud.CVM.Zones(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(zones, func(z cvm.Zone) bool { return z.Name == q.Path("zone") }) {
			return notFound("there is no zone %q", q.Path("zone"))
		}
		return a.Cloud.CBS.SetStock(ctx, tx, q.Path("zone"), q.Path("type"), n)
	})
}

func setPrice(ctx context.Context, a *API, q Query, in Price) (nothing, error) {
	for _, p := range []*money.Amount{in.Hour, in.Month, in.Spot} {
		if p != nil && *p < 0 {
			return nothing{}, badRequest("a price is %s; 0 or more is expected", *p)
		}
	}
	return nothing{}, a.changeOfferAnd(ctx, q, func(o *cvm.Offer) {
		set(&o.Hourly, in.Hour)
		set(&o.Spot, in.Spot)
		set(&o.Monthly, in.Month)
		o.Source, o.Assumed = "set by the operator", false
	}, func(tx store.Tx) error {
		_, err := a.Cloud.CVM.Outbid(ctx, tx, q.Path("zone"), q.Path("type"), a.Cloud.Clock.Now())
		return err
	})
}

// Reclaimed are spot instances that were taken back.
type Reclaimed struct {
	Instances []string `json:"instances"`
}

func reclaim(ctx context.Context, a *API, q Query, in Number) (Reclaimed, error) {
	if in.Number < 1 {
		return Reclaimed{}, badRequest("number is %d; 1 or more is expected", in.Number)
	}
	var out Reclaimed
	err := a.changeOfferAnd(ctx, q, func(*cvm.Offer) {}, func(tx store.Tx) error {
		var err error
		out.Instances, err = a.Cloud.CVM.Reclaim(ctx, tx, q.Path("zone"), q.Path("type"), in.Number, a.Cloud.Clock.Now())
		return err
	})
	return out, err
}

func setSold(ctx context.Context, a *API, q Query, in Flag) (nothing, error) {
	return nothing{}, a.changeOffer(ctx, q, func(o *cvm.Offer) { o.Sold = in.On })
}
