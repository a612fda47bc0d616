package eip_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

func yuan(t *testing.T, s string) money.Amount {
	t.Helper()
	a, err := money.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// spends lets time pass and holds what it cost.
func (c *cloud) spends(d time.Duration, want string) {
	c.t.Helper()
	before := c.cash()
	c.pass(d)
	if got := before - c.cash(); got != yuan(c.t, want) {
		c.t.Errorf("%s cost %s, want %s", d, got, want)
	}
}

func TestAnIdleAddressCostsAFeeAndBandwidthCostsByTheHour(t *testing.T) {
	c := newCloud(t)
	id := do[eip.AllocateAddressesResponse](c, "AllocateAddresses", nil).AddressSet[0]
	c.spends(time.Hour, "0.2")
	do[eip.TaskResponse](c, "AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a"})
	c.spends(2*time.Hour, "0")
	do[eip.Nothing](c, "ModifyAddressInternetChargeType", p{"AddressId": id, "InternetChargeType": eip.ByBandwidth, "InternetMaxBandwidthOut": "6"})
	c.spends(2*time.Hour, "1.13") // (5 × 0.063 + 0.25) × 2
	c.refuses("ModifyAddressInternetChargeType", p{"AddressId": id, "InternetChargeType": eip.ByBandwidth, "InternetMaxBandwidthOut": "6"}, 5100, "InvalidParameterValue.InternetChargeTypeNotChanged")
	do[eip.TaskResponse](c, "ModifyAddressesBandwidth", p{"AddressIds.0": id, "InternetMaxBandwidthOut": "100"})
	if got := *c.show(id).Bandwidth; got != 100 {
		t.Errorf("its bandwidth is %d", got)
	}
	c.refuses("ModifyAddressesBandwidth", p{"AddressIds.0": id, "InternetMaxBandwidthOut": "101"}, 4000, "InvalidParameterValue.BandwidthOutOfRange")
	do[eip.TaskResponse](c, "DisassociateAddress", p{"AddressId": id})
	c.pass(time.Second)
	do[eip.TaskResponse](c, "ReleaseAddresses", p{"AddressIds.0": id})
	c.pass(time.Hour)
	c.spends(24*time.Hour, "0")
}

func TestMonthsArePaidInAdvanceRenewedAndGivenBack(t *testing.T) {
	c := newCloud(t)
	before := c.cash()
	id := c.bought(p{"InternetChargeType": eip.ByMonth, "InternetMaxBandwidthOut": "6", "AddressChargePrepaid.Period": "1", "AddressChargePrepaid.AutoRenewFlag": "1"})
	if got := before - c.cash(); got != 215*money.Yuan { // 5 × 23 + 100
		t.Errorf("a month cost %s", got)
	}
	if got := c.show(id); *got.DeadlineDate != "2024-06-01T08:00:00Z" || got.RenewFlag != eip.RenewItself {
		t.Errorf("got %+v", got)
	}
	price := do[eip.PriceResponse](c, "InquiryPriceRenewAddresses", p{"AddressIds.0": id, "AddressChargePrepaid.Period": "2"}).Price
	if diff := cmp.Diff(eip.Price{AddressPrice: eip.PriceDetail{DiscountPrice: 430, OriginalPrice: 430, ChargeUnit: "MONTH"}, OriginalPrice: 430, DiscountPrice: 430}, price); diff != "" {
		t.Errorf("renewing (-want +got):\n%s", diff)
	}
	c.refuses("ModifyAddressesBandwidth", p{"AddressIds.0": id, "InternetMaxBandwidthOut": "5"}, 5100, "InvalidParameterValue.BandwidthTooSmall")
	c.spends(31*24*time.Hour, "215") // it renews itself
	if got := c.show(id); *got.DeadlineDate != "2024-07-01T08:00:00Z" {
		t.Errorf("renewed: got %+v", got)
	}
	do[eip.Nothing](c, "ModifyAddressesRenewFlag", p{"AddressIds.0": id, "RenewFlag": eip.RenewByHand})
	c.spends(30*24*time.Hour, "0")
	if got := c.show(id); got == nil || !got.IsArrears {
		t.Errorf("once its time is up: got %+v", got)
	}
	c.refuses("AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a"}, 5100, "OperationDenied.AddressInArrears")
	do[eip.Nothing](c, "RenewAddresses", p{"AddressIds.0": id, "AddressChargePrepaid.Period": "1"})
	if got := c.show(id); got.IsArrears {
		t.Errorf("renewed by hand: got %+v", got)
	}
	c.settled("AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a"})
	c.settled("DisassociateAddress", p{"AddressId": id})

	before = c.cash()
	do[eip.TaskResponse](c, "ReleaseAddresses", p{"AddressIds.0": id})
	if got := c.cash() - before; got <= 0 || got > 645*money.Yuan {
		t.Errorf("what is left of its price is %s", got)
	}
	if got := c.show(id); got == nil || !got.IsArrears {
		t.Errorf("returned once: got %+v", got)
	}
	c.settled("ReleaseAddresses", p{"AddressIds.0": id})
	if c.show(id) != nil {
		t.Error("returned twice, it is there")
	}
}

func TestAShelvedAddressGoesAfterAWeek(t *testing.T) {
	c := newCloud(t)
	id := c.bought(p{"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "1"})
	c.settled("AssociateAddress", p{"AddressId": id, "InstanceId": "ins-0000000a"})
	c.pass(37 * 24 * time.Hour)
	if got := c.show(id); got == nil || !got.IsArrears {
		t.Errorf("got %+v", got)
	}
	c.pass(2 * 24 * time.Hour)
	if c.show(id) != nil || len(c.servers["ins-0000000a"].PublicIPs) != 0 {
		t.Errorf("got %+v, the instance has %v", c.show(id), c.servers["ins-0000000a"].PublicIPs)
	}
}

func TestMoneyIsRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	monthly, plain := c.bought(p{"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "1"}), c.bought(nil)
	period := p{"AddressChargePrepaid.Period": "1"}
	c.refuses("RenewAddresses", p{"AddressIds.0": plain}.with(period), 5100, "UnsupportedOperation.InvalidAddressInternetChargeType")
	c.refuses("RenewAddresses", p{"AddressIds.0": monthly, "AddressChargePrepaid.Period": "13"}, 4000, "InvalidParameterValue")
	c.refuses("ModifyAddressesRenewFlag", p{"AddressIds.0": plain, "RenewFlag": eip.RenewItself}, 5100, "UnsupportedOperation.InvalidAddressInternetChargeType")
	c.refuses("InquiryPriceRenewAddresses", p{"AddressIds.0": plain}.with(period), 5100, "UnsupportedOperation.InvalidAddressInternetChargeType")
	c.refuses("InquiryPriceAllocateAddresses", p{"InternetChargeType": eip.ByMonth}, 4000, "MissingParameter")
	c.balance(0)
	c.refuses("RenewAddresses", p{"AddressIds.0": monthly}.with(period), 5300, "FailedOperation.BalanceInsufficient")
	c.refuses("ModifyAddressesBandwidth", p{"AddressIds.0": monthly, "InternetMaxBandwidthOut": "10"}, 5300, "FailedOperation.BalanceInsufficient")
	c.refuses("ModifyAddressInternetChargeType", p{"AddressId": plain, "InternetChargeType": eip.ByMonth, "InternetMaxBandwidthOut": "10"}.with(period), 5300, "FailedOperation.BalanceInsufficient")
	c.refuses("ModifyAddressesBandwidth", p{"AddressIds.0": plain, "InternetMaxBandwidthOut": "101"}, 4000, "InvalidParameterValue.BandwidthOutOfRange")
	if got := *c.show(plain).InternetChargeType; got != eip.ByTraffic {
		t.Errorf("what was refused holds: %s", got)
	}
}

func TestPricesAreTold(t *testing.T) {
	c := newCloud(t)
	price := func(params p) eip.Price {
		return do[eip.PriceResponse](c, "InquiryPriceAllocateAddresses", params).Price
	}
	if got := price(p{"InternetChargeType": eip.ByBandwidth, "InternetMaxBandwidthOut": "6"}).AddressPrice; got.UnitPrice != 0.565 || got.ChargeUnit != "HOUR" {
		t.Errorf("by the hour: got %+v", got)
	}
	if got := price(p{"InternetChargeType": eip.ByMonth, "InternetMaxBandwidthOut": "1", "AddressChargePrepaid.Period": "3"}); got.OriginalPrice != 69 {
		t.Errorf("by the month: got %+v", got)
	}
	a := c.bought(p{"InternetChargeType": eip.ByBandwidth})
	b := c.bought(p{"InternetChargeType": eip.ByMonth, "AddressChargePrepaid.Period": "1"})
	wider := func(id string) eip.Price {
		return do[eip.PriceResponse](c, "InquiryPriceModifyAddressesBandwidth", p{"AddressIds.0": id, "InternetMaxBandwidthOut": "2"}).Price
	}
	if got := wider(a).AddressPrice.UnitPrice; got != 0.326 {
		t.Errorf("wider by the hour: got %v", got)
	}
	before, asked := c.cash(), wider(b).OriginalPrice
	do[eip.TaskResponse](c, "ModifyAddressesBandwidth", p{"AddressIds.0": b, "InternetMaxBandwidthOut": "2"})
	if got := float64(before-c.cash()) / float64(money.Yuan); got != asked || asked <= 0 {
		t.Errorf("wider by the month costs %v, %v was told", got, asked)
	}
	ranges := do[eip.DescribeAddressBandwidthRangeResponse](c, "DescribeAddressBandwidthRange", nil).BandwidthRangeSet
	if diff := cmp.Diff([]eip.BandwidthRange{{ResourceId: b, BandwidthLowerLimit: 1, BandwidthUpperLimit: 200}, {ResourceId: a, BandwidthLowerLimit: 1, BandwidthUpperLimit: 100}}, ranges); diff != "" {
		t.Errorf("ranges (-want +got):\n%s", diff)
	}
}

func TestAnAccountInArrearsKeepsItsAddressesWithoutService(t *testing.T) {
	c := newCloud(t)
	id, bound := c.bought(nil), c.bought(nil)
	c.settled("AssociateAddress", p{"AddressId": bound, "InstanceId": "ins-0000000a"})
	if running, kept := c.Grace(); running != 2*time.Hour || kept != 15*24*time.Hour {
		t.Errorf("grace: got %s and %s", running, kept)
	}
	turn := func(turn func(ctx context.Context, tx store.Tx) ([]string, error), want int) {
		t.Helper()
		c.must(func(ctx context.Context, tx store.Tx) error {
			got, err := turn(ctx, tx)
			if len(got) != want {
				t.Errorf("got %v, want %d", got, want)
			}
			return err
		})
	}
	suspend := func(ctx context.Context, tx store.Tx) ([]string, error) {
		return c.Suspend(ctx, tx, owner, c.clock.Now())
	}
	turn(suspend, 2)
	c.refuses("DisassociateAddress", p{"AddressId": bound}, 5100, "OperationDenied.AddressInArrears")
	c.refuses("ModifyAddressesBandwidth", p{"AddressIds.0": id, "InternetMaxBandwidthOut": "2"}, 5100, "OperationDenied.AddressInArrears")
	turn(func(ctx context.Context, tx store.Tx) ([]string, error) {
		return c.Resume(ctx, tx, owner, c.clock.Now())
	}, 2)
	c.settled("DisassociateAddress", p{"AddressId": bound})
	c.settled("AssociateAddress", p{"AddressId": bound, "InstanceId": "ins-0000000a"})
	turn(suspend, 2)
	turn(func(ctx context.Context, tx store.Tx) ([]string, error) {
		return nil, c.Release(ctx, tx, owner, c.clock.Now())
	}, 0)
	if c.show(id) != nil || c.show(bound) == nil {
		t.Errorf("got %v and %v", c.show(id), c.show(bound))
	}
}
