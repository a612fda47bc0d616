package cvm_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// spot bids for an instance whose hour costs 0.24, and 0.048 on the spot market.
var spot = plain.with(params{"InstanceChargeType": "SPOTPAID", "InstanceType": "S5.SMALL2", "InstanceMarketOptions.SpotOptions.MaxPrice": "0.05"})

func spotPrice(typ, price string) func(c *cloud) {
	return operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
		o, err := c.Store.Offer(ctx, tx, zone, typ)
		if err != nil {
			return err
		}
		o.Spot = yuan(price)
		return c.Store.PutOffer(ctx, tx, *o)
	})
}

// notOnSpot takes types off the spot market; all where none is named.
func notOnSpot(types ...string) func(c *cloud) {
	return operate(func(c *cloud, ctx context.Context, tx store.Tx) error {
		all, err := c.Offers(ctx, tx, "")
		for _, o := range all {
			if len(types) > 0 && !slices.Contains(types, o.Type) {
				continue
			}
			o.Spot = cvm.NoSpot
			if err := c.Store.PutOffer(ctx, tx, o); err != nil {
				return err
			}
		}
		return err
	})
}

func TestASpotInstanceCostsTheSpotPrice(t *testing.T) {
	c := newCloud(t)
	price := do[cvm.PriceResponse](c, "InquiryPriceRunInstances", v3, spot).Price.InstancePrice
	if money.Amount(*price.UnitPrice) != yuan("0.048") || *price.ChargeUnit != "HOUR" {
		t.Errorf("the inquiry says %+v", price)
	}
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, spot).InstanceIdSet[0]
	if i := c.instance(id); i.InstanceChargeType != "SPOTPAID" || i.ExpiredTime != nil {
		t.Errorf("got %+v", i)
	}
	c.wantAvailable("9999.952") // an hour is frozen
	c.pass(10 * time.Hour)
	spotPrice("S5.SMALL2", "0.01")(c)
	c.pass(10 * time.Hour) // what runs goes on at its price
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.wantAvailable("9999.04") // twenty hours at 0.048
}

func TestALaunchTemplateBids(t *testing.T) {
	c := newCloud(t)
	id := c.template(params{"InstanceChargeType": "SPOTPAID", "InstanceType": "S5.SMALL2", "InstanceMarketOptions.SpotOptions.MaxPrice": "0.06", "InstanceMarketOptions.MarketType": "spot", "DisableApiTermination": "TRUE"})
	if m := c.versions(id, nil)[0].LaunchTemplateVersionData.InstanceMarketOptions; m == nil || *m.SpotOptions.MaxPrice != "0.06" || *m.MarketType != "spot" {
		t.Errorf("it says %+v", m)
	}
	price := c.price("InquiryPriceRunInstances", params{"LaunchTemplate.LaunchTemplateId": id, "InstanceCount": "2"}).InstancePrice
	if money.Amount(*price.UnitPrice) != yuan("0.096") {
		t.Errorf("two of it cost %s an hour, want 0.096", money.Amount(*price.UnitPrice))
	}
	made := do[cvm.RunInstancesResponse](c, "RunInstances", v3, params{"LaunchTemplate.LaunchTemplateId": id}).InstanceIdSet[0]
	if i := c.instance(made); i.InstanceChargeType != "SPOTPAID" {
		t.Errorf("got %+v", i)
	}
}

func TestTheMarketTakesSpotInstancesBack(t *testing.T) {
	c := newCloud(t)
	low, protected := c.run(spot), c.run(spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": "0.10", "DisableApiTermination": "TRUE"}))
	open := c.run(spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": ""})) // bids what it costs: 0.048
	other := c.run(params{"InstanceType": "S5.SMALL2"})
	c.stock("S5.SMALL2", 0)
	outbid := func(price string) (taken []string) {
		spotPrice("S5.SMALL2", price)(c)
		c.must(func(ctx context.Context, tx store.Tx) (err error) {
			taken, err = c.Outbid(ctx, tx, zone, "S5.SMALL2", c.clock.Now())
			return err
		})
		return taken
	}
	if taken := outbid("0.05"); !slices.Equal(taken, []string{open}) {
		t.Errorf("at 0.05: got %v, want %s", taken, open)
	}
	if taken := outbid("0.06"); !slices.Equal(taken, []string{low}) {
		t.Errorf("at 0.06: got %v, want %s", taken, low)
	}
	c.wantState(low, cvm.Terminating)
	c.wantState(protected, cvm.Running)
	c.must(func(ctx context.Context, tx store.Tx) error {
		taken, err := c.Reclaim(ctx, tx, zone, "S5.SMALL2", 5, c.clock.Now())
		if !slices.Equal(taken, []string{protected}) {
			t.Errorf("reclaimed: got %v, want %s", taken, protected)
		}
		return err
	})
	c.pass(5 * time.Second)
	for _, id := range []string{low, open, protected} {
		c.wantState(id, "")
	}
	c.wantState(other, cvm.Running)
	c.must(func(ctx context.Context, tx store.Tx) error {
		o, err := c.Store.Offer(ctx, tx, zone, "S5.SMALL2")
		if o.Stock != 3 {
			t.Errorf("the stock is %d, want the three that were taken back", o.Stock)
		}
		return err
	})
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": other})
	c.must(func(ctx context.Context, tx store.Tx) error {
		books, err := c.till.Balances(ctx, tx, owner)
		if frozen := books[billing.Frozen]; frozen != 0 {
			t.Errorf("%s is still frozen", frozen)
		}
		return err
	})
}

var spotRefusals = []refusal{
	{"a bid below the market", "RunInstances", v3, spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": "0.04"}), nil, 4000, "InvalidParameterValue.InsufficientPrice"},
	{"a price of a bid below the market", "InquiryPriceRunInstances", v3, spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": "0.04"}), nil, 4000, "InvalidParameterValue.InsufficientPrice"},
	{"a bid that is no price", "RunInstances", v3, spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": "cheap"}), nil, 4000, "InvalidParameterValue"},
	{"a bid of nothing", "RunInstances", v3, spot.with(params{"InstanceMarketOptions.SpotOptions.MaxPrice": "0"}), nil, 4000, "InvalidParameterValue"},
	{"a bid for what is paid by the hour", "RunInstances", v3, spot.with(params{"InstanceChargeType": ""}), nil, 4000, "InvalidParameterCombination"},
	{"a least number of spot instances", "RunInstances", v3, spot.with(params{"MinCount": "1"}), nil, 4000, "UnsupportedOperation.MinCountUnsupportedChargeType"},
	{"too many CPUs on the spot market", "RunInstances", v3, spot.with(params{"InstanceCount": "2"}), withQuota("cvm.spot_cpus_per_zone", 1), 4400, "LimitExceeded.UserSpotQuota"},
	{"too many of a type on the spot market", "RunInstances", v3, spot.with(params{"InstanceCount": "2"}), withQuota("cvm.spot_per_zone_and_type", 1), 4400, "LimitExceeded.SpotQuota"},
	{"fewer than are bid for", "RunInstances", v3, spot.with(params{"InstanceCount": "2"}), func(c *cloud) { c.stock("S5.SMALL2", 1) }, 5200, "InvalidParameterValue.InsufficientOffering"},
	{"a type that is not on the spot market", "RunInstances", v3, spot, notOnSpot("S5.SMALL2"), 5200, "UnsupportedOperation.NoInstanceTypeSupportSpot"},
	{"a price of what is not on the spot market", "InquiryPriceRunInstances", v3, spot, notOnSpot("S5.SMALL2"), 5200, "UnsupportedOperation.NoInstanceTypeSupportSpot"},
	{"a region without a spot market", "RunInstances", v3, spot, notOnSpot(), 5200, "UnsupportedOperation.SpotUnsupportedRegion"},
	{"a price in a region without a spot market", "InquiryPriceRunInstances", v3, spot, notOnSpot(), 5200, "UnsupportedOperation.SpotUnsupportedRegion"},
	{"a spot instance, to be paid ahead", "ModifyInstancesChargeType", v3, byMonth.with(params{"InstanceIds.0": "<spot>"}), nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"a spot instance, for longer", "RenewInstances", v3, params{"InstanceIds.0": "<spot>", "InstanceChargePrepaid.Period": "1"}, nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"a spot instance, installed anew", "ResetInstance", v3, params{"InstanceId": "<spot>"}, nil, 5100, "UnsupportedOperation.InstanceChargeType"},
	{"a spot instance, off for nothing", "StopInstances", v3, params{"InstanceIds.0": "<spot>", "StoppedMode": "STOP_CHARGING"}, nil, 5100, "UnsupportedOperation.StoppedModeStopCharging"},
	{"a spot instance of a type that is not on the spot market", "ResetInstancesType", v3, params{"InstanceIds.0": "<spot>", "InstanceType": "S5.MEDIUM2", "ForceStop": "TRUE"}, notOnSpot("S5.MEDIUM2"), 5200, "UnsupportedOperation.NoInstanceTypeSupportSpot"},
	{"a spot instance of a type above its bid", "ResetInstancesType", v3, params{"InstanceIds.0": "<spot>", "InstanceType": "S5.LARGE16", "ForceStop": "TRUE"}, nil, 5200, "UnsupportedOperation.NoInstanceTypeSupportSpot"},
	{"a spot instance of a type with too many", "ResetInstancesType", v3, params{"InstanceIds.0": "<spot>", "InstanceType": "S5.MEDIUM2", "ForceStop": "TRUE"}, withQuota("cvm.spot_per_zone_and_type", 0), 4400, "LimitExceeded.SpotQuota"},
	{"a spot instance beside one that is paid by the hour", "TerminateInstances", v3, params{"InstanceIds.0": "<spot>", "InstanceIds.1": "<running>"}, nil, 5100, "UnsupportedOperation.InstanceMixedPricingModel"},
}
