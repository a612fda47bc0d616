package cvm_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

var prepaid = plain.with(params{"InstanceChargeType": "PREPAID", "InstanceChargePrepaid.Period": "1", "InstanceType": "S5.SMALL2"})

func (c *cloud) wantAvailable(want string) {
	c.t.Helper()
	if got := c.available(); got != yuan(want) {
		c.t.Errorf("%s yuan are available, want %s", got, want)
	}
}

func (c *cloud) setBalance(a money.Amount) {
	c.t.Helper()
	c.must(func(ctx context.Context, tx store.Tx) error {
		return c.till.SetBalance(ctx, tx, owner, a, c.clock.Now())
	})
}

func TestTheHourIsFrozenAndThePriceSettled(t *testing.T) {
	c := newCloud(t)
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(params{"InstanceType": "S5.SMALL2"})).InstanceIdSet[0]
	c.wantAvailable("9999.76")
	c.pass(90 * time.Minute)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.wantAvailable("9999.64") // an hour and a half at 0.24
}

func TestAMonthIsPaidAtOnceAndTheRestOfItGivenBack(t *testing.T) {
	c := newCloud(t)
	id := do[cvm.RunInstancesResponse](c, "RunInstances", v3, prepaid).InstanceIdSet[0]
	c.wantAvailable("9920.00")
	c.pass(24 * time.Hour)
	if i := c.instance(id); *i.ExpiredTime != "2024-06-01T08:00:00Z" || i.RenewFlag != cvm.RenewByHand {
		t.Errorf("got %+v", i)
	}
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.wantState(id, cvm.Shutdown)
	c.wantAvailable("9997.41") // 30 of 31 days of 80.00
	if i := c.instance(id); i.RestrictState != "PROTECTIVELY_ISOLATED" || i.IsolatedSource != cvm.IsolatedByHand {
		t.Errorf("got %+v", i)
	}
	if o := c.book.last(); o.Action != "refund" || o.Resources[0] != id {
		t.Errorf("got %+v", o)
	}

	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.wantState(id, cvm.Terminating)
	c.pass(3 * time.Second)
	c.wantState(id, "")
	c.wantAvailable("9997.41")
}

func TestTheRecycleBinIsEmptiedAfterAWeek(t *testing.T) {
	c := newCloud(t)
	id := c.run(prepaid)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.pass(7*24*time.Hour - time.Second)
	c.wantState(id, cvm.Shutdown)
	c.pass(time.Second)
	c.wantState(id, "")
}

func TestARenewalBringsAnInstanceBackFromTheRecycleBin(t *testing.T) {
	c := newCloud(t)
	id := c.run(prepaid)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.pass(time.Hour)
	before := c.available()
	do[cvm.Nothing](c, "RenewInstances", v3, params{"InstanceIds.0": id, "InstanceChargePrepaid.Period": "2"})
	if spent := before - c.available(); spent != 160*money.Yuan {
		t.Errorf("%s yuan were spent, want 160", spent)
	}
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Running)
	if i := c.instance(id); i.RestrictState != "NORMAL" || *i.ExpiredTime != "2024-07-01T09:00:10Z" {
		t.Errorf("got %+v until %s", i, *i.ExpiredTime)
	}
	c.pass(8 * 24 * time.Hour)
	c.wantState(id, cvm.Running) // the bin has forgotten it
}

func TestWhatIsNotRenewedExpires(t *testing.T) {
	c := newCloud(t)
	id := c.run(prepaid)
	c.pass(31 * 24 * time.Hour)
	c.wantState(id, cvm.Shutdown)
	if i := c.instance(id); i.RestrictState != "EXPIRED" || i.IsolatedSource != cvm.IsolatedExpired {
		t.Errorf("got %+v", i)
	}
	c.pass(7 * 24 * time.Hour)
	c.wantState(id, "")
	c.wantAvailable("9920.00")
}

func TestAnInstanceRenewsItselfAsLongAsTheAccountCanPay(t *testing.T) {
	c := newCloud(t)
	c.setBalance(240 * money.Yuan)
	id := c.run(prepaid.with(params{"InstanceChargePrepaid.RenewFlag": cvm.RenewItself}))
	c.pass(70 * 24 * time.Hour) // two months more, by 1 June and 1 July
	c.wantState(id, cvm.Running)
	c.wantAvailable("0.00")
	if i := c.instance(id); *i.ExpiredTime != "2024-08-01T08:00:00Z" {
		t.Errorf("it ends %s", *i.ExpiredTime)
	}
	c.pass(23 * 24 * time.Hour)
	c.wantState(id, cvm.Shutdown)
	c.wantAvailable("0.00")
}

func TestArrearsStopWhatIsPaidByTheHour(t *testing.T) {
	c := newCloud(t)
	byHour, byMonth := c.run(params{"InstanceType": "S5.SMALL2"}), c.run(prepaid)
	c.setBalance(0)
	c.clock.Advance(2 * time.Hour)
	c.pass(0)
	c.wantState(byHour, cvm.Running)
	c.pass(2 * time.Hour)
	c.wantState(byHour, cvm.Stopped)
	c.wantState(byMonth, cvm.Running)
	if i := c.instance(byHour); i.RestrictState != "PROTECTIVELY_ISOLATED" || i.IsolatedSource != cvm.IsolatedArrears {
		t.Errorf("got %+v", i)
	}
	_, err := c.try("StartInstances", v3, params{"InstanceIds.0": byHour})
	refused(t, err, 5100, "UnsupportedOperation.InstanceStateIsolating")

	c.setBalance(100 * money.Yuan)
	do[cvm.Nothing](c, "StartInstances", v3, params{"InstanceIds.0": byHour})
	c.pass(3 * time.Second)
	c.wantState(byHour, cvm.Running)
	c.pass(10 * time.Hour)
	if c.available() >= 100*money.Yuan {
		t.Error("the meter does not run again")
	}
}

func TestArrearsEndInReleaseAfterFifteenDays(t *testing.T) {
	c := newCloud(t)
	c.stock("S5.SMALL2", 1)
	id := c.run(params{"InstanceType": "S5.SMALL2"})
	c.setBalance(0)
	c.pass(5 * time.Hour)
	c.wantState(id, cvm.Stopped)
	c.pass(14 * 24 * time.Hour)
	c.wantState(id, cvm.Stopped)
	c.pass(26 * time.Hour)
	c.wantState(id, "")
	if got := c.left("S5.SMALL2"); got != 1 {
		t.Errorf("%d are in stock, want the one that was given back", got)
	}
}

func (c *cloud) stock(typ string, n int64) {
	c.t.Helper()
	c.must(func(ctx context.Context, tx store.Tx) error { return c.SetStock(ctx, tx, zone, typ, n) })
}

func (c *cloud) left(typ string) (n int64) {
	c.t.Helper()
	c.must(func(ctx context.Context, tx store.Tx) error {
		o, err := c.Store.Offer(ctx, tx, zone, typ)
		n = o.Stock
		return err
	})
	return n
}

func TestWhatIsOffAndNotChargedCostsItsDisksAlone(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"InstanceType": "S5.SMALL2", "DataDisks.0.DiskSize": "100"}) // 0.24 and 0.05 an hour
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id, "StoppedMode": "STOP_CHARGING"})
	c.pass(time.Hour)
	if got := c.instance(id).StopChargingMode; got != cvm.StopCharging {
		t.Errorf("got %s", got)
	}
	before := c.available()
	c.pass(10 * time.Hour)
	if spent := before - c.available(); spent != 50*money.Fen {
		t.Errorf("ten hours cost %s, want 0.50", spent)
	}
	do[cvm.Nothing](c, "StartInstances", v3, params{"InstanceIds.0": id})
	c.pass(time.Hour)
	before = c.available()
	c.pass(10 * time.Hour)
	if spent := before - c.available(); spent != 290*money.Fen {
		t.Errorf("ten hours cost %s, want 2.90", spent)
	}
}

func TestAnotherTypeCostsItsPriceAndComesFromTheStock(t *testing.T) {
	c := newCloud(t)
	c.stock("S5.SMALL2", 1)
	c.stock("S5.MEDIUM4", 1)
	id := c.run(params{"InstanceType": "S5.SMALL2"})
	c.pass(time.Hour)
	do[cvm.Nothing](c, "ResetInstancesType", v3, params{"InstanceIds.0": id, "InstanceType": "S5.MEDIUM4", "ForceStop": "TRUE"})
	c.wantState(id, cvm.Rebooting)
	c.pass(3 * time.Second)
	c.wantState(id, cvm.Running)
	if i := c.instance(id); i.InstanceType != "S5.MEDIUM4" || i.CPU != 2 || i.Memory != 4 {
		t.Errorf("got %+v", i)
	}
	if old, next := c.left("S5.SMALL2"), c.left("S5.MEDIUM4"); old != 1 || next != 0 {
		t.Errorf("%d and %d are in stock, want 1 and 0", old, next)
	}
	c.pass(time.Hour) // to the first full hour at the new price
	before := c.available()
	c.pass(10 * time.Hour)
	if spent := before - c.available(); spent != 440*money.Fen {
		t.Errorf("ten hours cost %s, want 4.40", spent)
	}
}

func TestAPrepaidInstancePaysOrGetsTheDifferenceOfAnotherType(t *testing.T) {
	c := newCloud(t)
	id := c.run(prepaid)        // 80.00 a month
	c.pass(16 * 24 * time.Hour) // 15 days are left
	before := c.available()
	do[cvm.Nothing](c, "ResetInstancesType", v3, params{"InstanceIds.0": id, "InstanceType": "S5.MEDIUM4", "ForceStop": "TRUE"})
	if spent := before - c.available(); spent != 36*money.Yuan { // half of 152.00 less 80.00
		t.Errorf("the upgrade cost %s, want 36.00", spent)
	}
	c.pass(3 * time.Second)
	do[cvm.Nothing](c, "ResetInstancesType", v3, params{"InstanceIds.0": id, "InstanceType": "S5.SMALL2", "ForceStop": "TRUE"})
	if spent := before - c.available(); spent != 0 {
		t.Errorf("back and forth cost %s, want nothing", spent)
	}
}

func TestInquiriesTellWhatPurchasesThenCost(t *testing.T) {
	c := newCloud(t)
	want := params{"InstanceType": "S2.MEDIUM4", "InstanceCount": "2", "InternetAccessible.InternetMaxBandwidthOut": "5"}
	out := do[cvm.PriceResponse](c, "InquiryPriceRunInstances", v3, plain.with(want))
	text, err := json.Marshal(out.Price)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		InstancePrice, BandwidthPrice struct {
			UnitPrice  json.Number
			ChargeUnit string
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.InstancePrice.UnitPrice != "0.68" || got.InstancePrice.ChargeUnit != "HOUR" || got.BandwidthPrice.UnitPrice != "1.60" || got.BandwidthPrice.ChargeUnit != "GB" {
		t.Errorf("got %+v", got)
	}
	before := c.available()
	do[cvm.RunInstancesResponse](c, "RunInstances", v3, plain.with(want))
	if frozen := before - c.available(); frozen != yuan("0.68") {
		t.Errorf("%s is frozen, want 0.68", frozen)
	}

	month := do[cvm.PriceResponse](c, "InquiryPriceRunInstances", v3, prepaid.with(params{"InstanceChargePrepaid.Period": "3"}))
	if got := money.Amount(*month.Price.InstancePrice.OriginalPrice); got != 240*money.Yuan {
		t.Errorf("three months cost %s, want 240", got)
	}
	id := c.run(prepaid)
	renewal := do[cvm.PriceResponse](c, "InquiryPriceRenewInstances", v3, params{"InstanceIds.0": id, "InstanceChargePrepaid.Period": "2"})
	if got := money.Amount(*renewal.Price.InstancePrice.OriginalPrice); got != 160*money.Yuan {
		t.Errorf("two months more cost %s, want 160", got)
	}
	resize := do[cvm.PriceResponse](c, "InquiryPriceResetInstancesType", v3, params{"InstanceIds.0": id, "InstanceType": "S5.MEDIUM4"})
	if got := money.Amount(*resize.Price.InstancePrice.OriginalPrice); got != yuan("74.40") { // 31 days of 72.00 in 30
		t.Errorf("another type costs %s, want 74.40", got)
	}
}
