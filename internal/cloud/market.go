package cloud

import (
	"context"
	"fmt"
	"strings"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// applyZones puts up the shipped zones and what they sell, changed by what the world says. A zone that the world names
// with types sells these alone.
func (c *Cloud) applyZones(ctx context.Context, tx store.Tx, named []world.Zone) error {
	shops := map[string]cvm.Shop{}
	var order []string
	for _, s := range cvm.Defaults() {
		shops[s.Name] = s
		order = append(order, s.Name)
	}
	for i, z := range named {
		shop, known := shops[z.Zone]
		if !known {
			shop = newShop(z.Zone, i)
			order = append(order, z.Zone)
		}
		if z.ID != 0 {
			shop.ID = z.ID
		}
		if z.Name != "" {
			shop.Title = z.Name
		}
		if len(z.Types) > 0 {
			var err error
			if shop.Offers, err = offersOf(z, shop.Offers); err != nil {
				return err
			}
		}
		shops[z.Zone] = shop
	}
	for _, name := range order {
		shop := shops[name]
		if err := c.CVM.Store.PutZone(ctx, tx, shop.Zone); err != nil {
			return fmt.Errorf("zone %s: %w", name, err)
		}
		for _, o := range shop.Offers {
			o.Zone = name
			if err := c.CVM.Store.PutOffer(ctx, tx, o); err != nil {
				return fmt.Errorf("zone %s: type %s: %w", name, o.Type, err)
			}
		}
	}
	return nil
}

// newShop is a zone that the shipped world does not have; it sells what the first shipped one sells.
func newShop(name string, i int) cvm.Shop {
	first := cvm.Defaults()[0]
	title := name
	if r, ok := region.Find(regionOf(name)); ok {
		number := name[strings.LastIndexByte(name, '-')+1:]
		title = r.Title + number + "区"
	}
	return cvm.Shop{
		Zone:   cvm.Zone{Name: name, ID: 990001 + int64(i), Title: title, Region: regionOf(name)},
		Offers: first.Offers,
	}
}

// offersOf are the types that the world names, with what it leaves out taken from the shipped type of that name.
func offersOf(z world.Zone, shipped []cvm.Offer) ([]cvm.Offer, error) {
	byType := map[string]cvm.Offer{}
	for _, o := range append(cvm.Defaults()[0].Offers, shipped...) {
		byType[o.Type] = o
	}
	var offers []cvm.Offer
	for _, t := range z.Types {
		o, known := byType[t.Type]
		if !known {
			o = cvm.Offer{Type: t.Type, Assumed: true, Sold: true, Stock: cvm.Unlimited}
		}
		if t.CPU != 0 {
			o.CPU = t.CPU
		}
		if t.Memory != 0 {
			o.Memory = t.Memory
		}
		if t.Stock != nil {
			o.Stock = *t.Stock
		}
		if t.Price.Hour != nil {
			o.Hourly, o.Source, o.Assumed = money.Amount(*t.Price.Hour), t.Price.Source, t.Price.Assumed
		}
		switch {
		case t.NoSpot:
			o.Spot = cvm.NoSpot
		case t.Price.Spot != nil && *t.Price.Spot <= 0:
			return nil, fmt.Errorf("zone %s: type %s: the spot price is %s; one above zero is expected, or no_spot", z.Zone, t.Type, money.Amount(*t.Price.Spot))
		case t.Price.Spot != nil:
			o.Spot = money.Amount(*t.Price.Spot)
		}
		if t.Price.Month != nil {
			o.Monthly = money.Amount(*t.Price.Month)
		}
		if o.CPU == 0 || o.Memory == 0 || !known && t.Price.Hour == nil {
			return nil, fmt.Errorf("zone %s: type %s is not of the shipped world; cpu, memory and price are expected", z.Zone, t.Type)
		}
		offers = append(offers, o)
	}
	return offers, nil
}

// applyResources makes what is there from the start.
func (c *Cloud) applyResources(ctx context.Context, tx store.Tx, r world.Resources) error {
	for _, v := range r.VPCs {
		in := v.Region
		if in == "" {
			in = c.Settings.Now().Region
		}
		if _, err := c.VPC.PutVPC(ctx, tx, vpc.VPC{Account: v.Account, ID: v.ID, Name: v.Name, Region: region.Canonical(in), CIDR: v.CIDR}); err != nil {
			return err
		}
		for _, s := range v.Subnets {
			if _, err := c.VPC.PutSubnet(ctx, tx, vpc.Subnet{VPC: v.ID, ID: s.ID, Name: s.Name, Zone: s.Zone, CIDR: s.CIDR}); err != nil {
				return err
			}
		}
	}
	for _, i := range r.Instances {
		if err := c.adopt(ctx, tx, i); err != nil {
			return fmt.Errorf("instance %s: %w", i.ID, err)
		}
	}
	return nil
}
