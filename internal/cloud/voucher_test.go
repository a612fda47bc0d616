package cloud_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

const poor = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 0.00
    vouchers:
      - {value: 500.00, valid_days: 10, products: [cvm]}
    keys:
      - {secret_id: AKIDpoor, secret_key: poorpoorpoor}
`

// An account without cash buys what its voucher pays, as long as that is valid; what is returned gives no cash for it.
func TestAVoucherPaysInAdvance(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(poor))
	buy := func(charge string) (id, code string) {
		a := c.Call3("cvm", "2017-03-12", "RunInstances", map[string]any{
			"Placement": map[string]any{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "InstanceChargeType": charge,
			"InstanceChargePrepaid": map[string]any{"Period": 1}, "SystemDisk": map[string]any{"DiskType": "CLOUD_PREMIUM"},
		})
		var out struct{ InstanceIdSet []string }
		if err := a.Decode(&out); err != nil || len(out.InstanceIdSet) == 0 {
			return "", a.CodeDesc
		}
		return out.InstanceIdSet[0], ""
	}
	type info struct {
		TotalBalance int64
		VoucherInfos []struct {
			Status, VoucherId     string
			NominalValue, Balance int64
		}
	}
	look := func() (out info) {
		t.Helper()
		if err := c.Call3("billing", "2018-07-09", "DescribeVoucherInfo", map[string]any{"Limit": 10, "Offset": 1}).Decode(&out); err != nil || len(out.VoucherInfos) != 1 {
			t.Fatalf("vouchers: %+v, %v", out, err)
		}
		return out
	}
	if got := look(); got.VoucherInfos[0].NominalValue != 500_0000_0000 || got.VoucherInfos[0].Status != "unUsed" || got.TotalBalance != 500_0000_0000 {
		t.Errorf("given: got %+v", got)
	}
	if _, code := buy("POSTPAID_BY_HOUR"); code != "InvalidAccount.InsufficientBalance" {
		t.Errorf("by the hour, which a voucher does not pay: got %q", code)
	}
	id, code := buy("PREPAID")
	if code != "" {
		t.Fatalf("in advance: got %s", code)
	}
	paid := 500_0000_0000 - look().TotalBalance
	if paid <= 0 {
		t.Fatalf("the voucher paid %d", paid)
	}
	var uses struct {
		TotalUsedAmount int64
		UsageRecords    []struct{ SeqId string }
	}
	if err := c.Call3("billing", "2018-07-09", "DescribeVoucherUsageDetails", map[string]any{"Limit": 10, "Offset": 1, "VoucherId": look().VoucherInfos[0].VoucherId}).Decode(&uses); err != nil ||
		uses.TotalUsedAmount != paid || len(uses.UsageRecords) != 1 {
		t.Fatalf("its uses: %+v, %v", uses, err)
	}
	var deals struct {
		Deals []struct {
			OrderId        string
			VoucherDecline int64
		}
	}
	if err := c.Call3("billing", "2018-07-09", "DescribeDealsByCond", map[string]any{
		"StartTime": "2000-01-01 00:00:00", "EndTime": "2100-01-01 00:00:00", "Limit": 10, "OrderId": uses.UsageRecords[0].SeqId,
	}).Decode(&deals); err != nil || len(deals.Deals) != 1 || deals.Deals[0].VoucherDecline*100_0000 != paid {
		t.Errorf("its order: %+v, %v; the voucher paid %d", deals, err, paid)
	}
	c.Advance(time.Minute)
	if a := c.Call3("cvm", "2017-03-12", "TerminateInstances", map[string]any{"InstanceIds": []string{id}}); !a.OK() {
		t.Fatalf("TerminateInstances: got %s %s", a.CodeDesc, a.Message)
	}
	var balance struct{ Balance int64 }
	if err := c.Call3("billing", "2018-07-09", "DescribeAccountBalance", map[string]any{}).Decode(&balance); err != nil || balance.Balance != 0 {
		t.Errorf("after the return: %+v, %v; no cash is expected for what a voucher paid", balance, err)
	}
	if a := c.Call3("billing", "2018-07-09", "DescribeVoucherUsageDetails", map[string]any{"Limit": 10, "Offset": 1, "VoucherId": "1"}); a.CodeDesc != "InvalidParameter" {
		t.Errorf("no such voucher: got %s %s", a.CodeDesc, a.Message)
	}
	c.Advance(10 * 24 * time.Hour)
	if got := look(); got.VoucherInfos[0].Status != "overdue" || got.TotalBalance != 0 {
		t.Errorf("at its end: got %+v", got)
	}
	if _, code := buy("PREPAID"); code != "InvalidAccount.InsufficientBalance" {
		t.Errorf("with an overdue voucher: got %q", code)
	}
}
