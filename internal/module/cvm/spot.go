package cvm

import (
	"context"
	"errors"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// Spot is how an instance is paid that was bid for: by the hour at the spot price, until the market takes it back.
const Spot = "SPOTPAID"

// NoSpot is the spot price of a type that is not sold on the spot market.
const NoSpot money.Amount = -1

// spotShare is how many hundredths of the hourly price the spot price is where the world names none; assumed.
const spotShare = 20

// The quotas of spot instances in a zone: CPUs of all of them, and how many of a type. The first counts what
// DescribeAccountQuota counts; both figures are assumed.
const (
	quotaSpotCPUs    = "cvm.spot_cpus_per_zone"
	defaultSpotCPUs  = 50
	quotaSpotType    = "cvm.spot_per_zone_and_type"
	defaultSpotType  = 30
	expectedMaxPrice = "a price in yuan above zero, such as 0.05, is expected"
)

var (
	errBidLow      = catalogue.InvalidParameter.Named("InvalidParameterValue.InsufficientPrice")
	errSpotFull    = catalogue.QuotaExceeded.Named("LimitExceeded.UserSpotQuota")
	errSpotType    = catalogue.QuotaExceeded.Named("LimitExceeded.SpotQuota")
	errSpotStock   = catalogue.PurchaseFailed.Named("InvalidParameterValue.InsufficientOffering")
	errNoSpot      = catalogue.PurchaseFailed.Named("UnsupportedOperation.NoInstanceTypeSupportSpot")
	errNoSpotHere  = catalogue.PurchaseFailed.Named("UnsupportedOperation.SpotUnsupportedRegion")
	errSpotAtLeast = catalogue.InvalidParameter.Named("UnsupportedOperation.MinCountUnsupportedChargeType")
)

// InstanceMarketOptions say how spot instances are bid for.
type InstanceMarketOptions struct {
	SpotOptions SpotOptions `api:"required" doc:"The bid."`
	MarketType  string      `api:"oneof=spot,default=spot" doc:"The market; there is one."`
}

// SpotOptions are a bid.
type SpotOptions struct {
	MaxPrice         string `api:"required" doc:"The highest price of an hour of one, in yuan; it is taken back when the spot price rises above it."`
	SpotInstanceType string `api:"oneof=one-time ONE-TIME,default=one-time" doc:"Once: nothing takes the place of one that was taken back."`
}

// checkMarket refuses options that are not for how it is paid, and a bid that is none.
func (b *bought) checkMarket() error {
	if b.market == nil {
		return nil
	}
	if b.charge != Spot {
		return errCombination.Errorf("Parameter InstanceMarketOptions is given with InstanceChargeType %s; SPOTPAID is expected with it.", b.charge)
	}
	if price, err := money.Parse(b.market.SpotOptions.MaxPrice); err != nil || price <= 0 {
		return catalogue.InvalidValue.Errorf("Parameter InstanceMarketOptions.SpotOptions.MaxPrice is %s; %s.", param.Quote(b.market.SpotOptions.MaxPrice), expectedMaxPrice)
	}
	return nil
}

// bid is the highest price that is offered; 0 for the one that the market has then.
func (b *bought) bid() money.Amount {
	if b.market == nil {
		return 0
	}
	price, _ := money.Parse(b.market.SpotOptions.MaxPrice) // which was checked
	return price
}

// SpotPrice is the price of an hour on the spot market.
func (o Offer) SpotPrice() (money.Amount, error) {
	if o.Spot > 0 {
		return o.Spot, nil
	}
	return o.Hourly.Times(spotShare, 100, money.HalfUp)
}

// perHour is the price of an hour of an instance, at what the market that it was bought on asks for its type.
func (i *Instance) perHour(o Offer) (money.Amount, error) {
	if i.Charge != Spot {
		return i.hourly(o.Hourly)
	}
	price, err := o.SpotPrice()
	if err != nil {
		return 0, err
	}
	return i.hourly(price)
}

// bidFor refuses a bid for a type that is not on the spot market, or below its price. A bid that was left open is the price.
func (s *Service) bidFor(ctx context.Context, tx store.Tx, i *Instance, o Offer, region string) error {
	if o.Spot == NoSpot {
		some, err := s.anySpot(ctx, tx, region)
		if err == nil && !some {
			return errNoSpotHere.Errorf("Nothing is sold on the spot market in region %s.", region)
		}
		if err == nil {
			err = errNoSpot.Errorf("The type %s is not sold on the spot market of zone %s.", o.Type, o.Zone)
		}
		return err
	}
	price, err := o.SpotPrice()
	if err != nil {
		return err
	}
	if i.MaxPrice == 0 {
		i.MaxPrice = price
	}
	if i.MaxPrice < price {
		return errBidLow.Errorf("Parameter InstanceMarketOptions.SpotOptions.MaxPrice is %s; the spot price of type %s in zone %s is %s, and no less is expected.", i.MaxPrice, o.Type, o.Zone, price)
	}
	return nil
}

// anySpot tells whether the zones of a region sell anything on the spot market.
func (s *Service) anySpot(ctx context.Context, tx store.Tx, region string) (bool, error) {
	offers, err := s.offersIn(ctx, tx, region)
	for _, o := range offers {
		if o.Sold && o.Spot != NoSpot {
			return true, err
		}
	}
	return false, err
}

// withinSpotQuota refuses more spot instances of a type than the account may have in its zone.
func (s *Service) withinSpotQuota(ctx context.Context, tx store.Tx, c *call.Call, zone, typ string, n int64) error {
	o, err := s.Store.Offer(ctx, tx, zone, typ)
	if err != nil || o == nil { // which is refused as not sold
		return err
	}
	cpus, ofType, err := s.spotUse(ctx, tx, c.Caller.Account, zone, typ)
	if err != nil {
		return err
	}
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaSpotCPUs, defaultSpotCPUs)
	if err != nil {
		return err
	}
	if cpus+n*o.CPU > most {
		return errSpotFull.Errorf("The spot instances in zone %s have %d CPUs; with %d more the quota of %d is exceeded.", zone, cpus, n*o.CPU, most)
	}
	most, err = s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaSpotType, defaultSpotType)
	if err == nil && ofType+n > most {
		err = errSpotType.Errorf("There are %d spot instances of type %s in zone %s; with %d more the quota of %d is exceeded.", ofType, typ, zone, n, most)
	}
	return err
}

// spotUse counts the CPUs of an account's spot instances in a zone, and those of a type.
func (s *Service) spotUse(ctx context.Context, tx store.Tx, account, zone, typ string) (cpus, ofType int64, err error) {
	all, err := s.Store.Instances(ctx, tx, account, "")
	for _, i := range all {
		if i.Charge != Spot || i.Zone != zone {
			continue
		}
		cpus += i.CPU
		if i.Type == typ {
			ofType++
		}
	}
	return cpus, ofType, err
}

// mayResizeSpot refuses to have a spot instance be of a type that it did not bid enough for, or that the account has too many of.
func (s *Service) mayResizeSpot(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, o Offer) error {
	if err := s.withinSpotQuota(ctx, tx, c, i.Zone, o.Type, 1); err != nil {
		var r *catalogue.Refusal
		if errors.As(err, &r) {
			return errSpotType.Errorf("%s", r.Message)
		}
		return err
	}
	if err := s.bidFor(ctx, tx, i, o, i.Region); err != nil {
		var r *catalogue.Refusal
		if errors.As(err, &r) {
			return errNoSpot.Errorf("Instance %s is a spot instance: %s", i.ID, r.Message)
		}
		return err
	}
	return nil
}

// Reclaim takes spot instances of a type in a zone back, the newest first and n at most, whosever they are. It returns their ids.
func (s *Service) Reclaim(ctx context.Context, tx store.Tx, zone, typ string, n int64, now time.Time) ([]string, error) {
	return s.reclaim(ctx, tx, zone, typ, n, now, func(*Instance) bool { return true })
}

// Outbid takes those spot instances of a type in a zone back whose bid is below the spot price. It returns their ids.
func (s *Service) Outbid(ctx context.Context, tx store.Tx, zone, typ string, now time.Time) ([]string, error) {
	o, err := s.Store.Offer(ctx, tx, zone, typ)
	if err != nil || o == nil || o.Spot == NoSpot {
		return nil, err
	}
	price, err := o.SpotPrice()
	if err != nil {
		return nil, err
	}
	return s.reclaim(ctx, tx, zone, typ, -1, now, func(i *Instance) bool { return i.MaxPrice < price })
}

// reclaim takes back what is so, n of them at most, or all where n is below zero. What protects an instance from a call
// does not protect it from the market.
func (s *Service) reclaim(ctx context.Context, tx store.Tx, zone, typ string, n int64, now time.Time, so func(*Instance) bool) ([]string, error) {
	all, err := s.Store.SpotInstances(ctx, tx, zone)
	if err != nil {
		return nil, err
	}
	taken := []string{}
	for _, i := range all {
		if i.Type != typ || i.State == Terminating || !so(i) {
			continue
		}
		if n >= 0 && int64(len(taken)) == n {
			break
		}
		if err := s.Till.Close(ctx, tx, i.Account, i.ID, now); err != nil {
			return nil, err
		}
		i.Metered = false
		if err := s.move(ctx, tx, i, terminate, now, ""); err != nil {
			return nil, err
		}
		taken = append(taken, i.ID)
	}
	return taken, nil
}
