package cvm

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// What follows is for the world and the operator: there is no action for it.

// PutZone makes a zone, or changes the one with its name. An ID of 0 keeps the one that it has, or draws one.
func (s *Service) PutZone(ctx context.Context, tx store.Tx, z Zone) error {
	if z.Name == "" || z.Region == "" {
		return fmt.Errorf("zone %q in region %q: a name and a region are expected", z.Name, z.Region)
	}
	all, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return err
	}
	highest := int64(990000)
	for _, other := range all {
		if other.Name == z.Name && z.ID == 0 {
			z.ID = other.ID
		}
		if other.Name != z.Name && other.ID == z.ID {
			return fmt.Errorf("zone %s: the number %d is that of %s", z.Name, z.ID, other.Name)
		}
		highest = max(highest, other.ID)
	}
	if z.ID == 0 {
		z.ID = highest + 1
	}
	if z.Title == "" {
		z.Title = z.Name
	}
	return s.Store.PutZone(ctx, tx, z)
}

// PutOffer has a zone sell a type, or changes what it sells.
func (s *Service) PutOffer(ctx context.Context, tx store.Tx, o Offer) error {
	switch {
	case !typeForm.MatchString(o.Type):
		return fmt.Errorf("offer %q in %s: a type such as S5.SMALL2 is expected", o.Type, o.Zone)
	case o.CPU < 1 || o.Memory < 1:
		return fmt.Errorf("offer %s in %s: %d CPUs and %d GB; 1 of each at least are expected", o.Type, o.Zone, o.CPU, o.Memory)
	case o.Hourly < 0 || o.Monthly < 0:
		return fmt.Errorf("offer %s in %s: the prices %s and %s may not be below zero", o.Type, o.Zone, o.Hourly, o.Monthly)
	case o.Spot < NoSpot:
		return fmt.Errorf("offer %s in %s: the spot price %s may not be below zero", o.Type, o.Zone, o.Spot)
	case o.Stock < Unlimited:
		return fmt.Errorf("offer %s in %s: stock %d; a number, or %d for unlimited, is expected", o.Type, o.Zone, o.Stock, Unlimited)
	}
	zones, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(zones, func(z Zone) bool { return z.Name == o.Zone }) {
		return fmt.Errorf("offer %s: there is no zone %q", o.Type, o.Zone)
	}
	return s.Store.PutOffer(ctx, tx, o)
}

// SetStock sets how many of a type a zone has; Unlimited for no end of them.
func (s *Service) SetStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) error {
	return s.changeOffer(ctx, tx, zone, typ, func(o *Offer) { o.Stock = n })
}

// SetPrice sets what a type costs in a zone from now on; what runs goes on at its price.
func (s *Service) SetPrice(ctx context.Context, tx store.Tx, zone, typ string, hourly, monthly money.Amount, source string) error {
	return s.changeOffer(ctx, tx, zone, typ, func(o *Offer) {
		o.Hourly, o.Monthly, o.Source, o.Assumed = hourly, monthly, source, source == ""
	})
}

// SetSold has a zone sell a type, or no longer.
func (s *Service) SetSold(ctx context.Context, tx store.Tx, zone, typ string, sold bool) error {
	return s.changeOffer(ctx, tx, zone, typ, func(o *Offer) { o.Sold = sold })
}

func (s *Service) changeOffer(ctx context.Context, tx store.Tx, zone, typ string, change func(*Offer)) error {
	o, err := s.Store.Offer(ctx, tx, zone, typ)
	if err != nil {
		return err
	}
	if o == nil {
		return fmt.Errorf("zone %s does not offer the type %s", zone, typ)
	}
	change(o)
	return s.PutOffer(ctx, tx, *o)
}

// Zones lists all zones by number.
func (s *Service) Zones(ctx context.Context, tx store.Tx) ([]Zone, error) {
	return s.Store.Zones(ctx, tx, "")
}

// Offers lists what a zone offers by type; what all do where zone is empty.
func (s *Service) Offers(ctx context.Context, tx store.Tx, zone string) ([]Offer, error) {
	return s.Store.Offers(ctx, tx, zone)
}

// AllInstances lists an account's instances in a region, or in all where it is empty, the newest first.
func (s *Service) AllInstances(ctx context.Context, tx store.Tx, account, region string) ([]*Instance, error) {
	return s.Store.Instances(ctx, tx, account, region)
}

// Instance is an account's instance under any of its ids; nil where there is none. Other modules ask for it too.
func (s *Service) Instance(ctx context.Context, tx store.Tx, account, id string) (*Instance, error) {
	i, err := s.Store.Instance(ctx, tx, id)
	if err != nil || i == nil || i.Account != account {
		return nil, err
	}
	return i, nil
}

// Adopt makes an instance that nobody bought, in whichever state that lasts: it has no meter, and takes nothing from
// the stock. Of i, Account, Zone and Type are needed, and State, Charge, ID, Name, Image and all else are as given; what
// is left out is as in a plain purchase. It returns the instance as it is kept.
func (s *Service) Adopt(ctx context.Context, tx store.Tx, i Instance, now time.Time) (*Instance, error) {
	zones, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(zones, func(z Zone) bool { return z.Name == i.Zone })
	if n < 0 {
		return nil, fmt.Errorf("instance %s: there is no zone %q", i.ID, i.Zone)
	}
	i.Region = zones[n].Region
	o, err := s.Store.Offer(ctx, tx, i.Zone, i.Type)
	if err != nil {
		return nil, err
	}
	if o == nil {
		return nil, fmt.Errorf("instance %s: zone %s does not know the type %q", i.ID, i.Zone, i.Type)
	}
	i.sized(*o)
	if err := i.complete(now); err != nil {
		return nil, fmt.Errorf("instance %s: %w", i.ID, err)
	}
	if i.Charge == Spot { // which bid what its type costs now
		if err := s.bidFor(ctx, tx, &i, *o, i.Region); err != nil {
			return nil, fmt.Errorf("instance %s: %w", i.ID, err)
		}
	}
	if err := s.add(ctx, tx, &i); err != nil {
		return nil, err
	}
	if err := s.buildDisks(ctx, tx, &i); err != nil {
		return nil, err
	}
	if err := s.address(ctx, tx, []*Instance{&i}, []string{i.ID}, i.PrivateIPs); err != nil {
		return nil, err
	}
	if i.isPrepaid() {
		if err := s.expireAt(ctx, tx, &i); err != nil {
			return nil, err
		}
	}
	return &i, s.Store.PutInstance(ctx, tx, &i)
}

// complete fills in what an adopted instance was not given.
func (i *Instance) complete(now time.Time) error {
	if i.ID != "" && !idForm.MatchString(i.ID) {
		return fmt.Errorf("ins- and 8 lower-case letters or digits are expected as its id")
	}
	i.Name = orElse(i.Name, unnamed)
	i.Creator = orElse(i.Creator, i.Account)
	i.State = State(orElse(string(i.State), string(Running)))
	i.Charge = orElse(i.Charge, Postpaid)
	if !slices.Contains([]State{Running, Stopped, LaunchFailed}, i.State) {
		return fmt.Errorf("state %q: one that lasts, %s, %s or %s, is expected", i.State, Running, Stopped, LaunchFailed)
	}
	if i.Charge != Prepaid && i.Charge != Postpaid && i.Charge != Spot {
		return fmt.Errorf("charge type %q: %s, %s or %s is expected", i.Charge, Prepaid, Postpaid, Spot)
	}
	i.Isolated, i.StopCharging = NotIsolated, NotApplicable
	i.System.Type = orElse(i.System.Type, "LOCAL_BASIC")
	i.System.Size = max(i.System.Size, 50)
	i.Internet.Charge = orElse(i.Internet.Charge, ByTraffic)
	i.Created, i.Changed = now, now
	if i.isPrepaid() {
		i.Renew = orElse(i.Renew, RenewByHand)
		if i.Expires.IsZero() {
			i.Expires = addMonths(now, 1)
		}
		i.PaidSince = now
	}
	return nil
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
