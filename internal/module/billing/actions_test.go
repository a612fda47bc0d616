package billing_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// used is a cloud whose account was charged 30 yuan for a month at 20:30 on the first of May 2024 (04:30 in China on the
// second), has a meter at 2 yuan since then, and got 10 yuan back at 21:30.
func used(t *testing.T) (c *cloud, month, meter, refund string) {
	c = newCloud(t)
	c.balance(100 * money.Yuan)
	c.in(func(ctx context.Context, tx store.Tx) (err error) {
		month, err = c.Charge(ctx, tx, c.caller(owner), purchase.Order{
			Product: "cvm", Action: "purchase", What: "S1, 1 month", Region: "ap-guangzhou", Resources: []string{"ins-1"}, Price: 30 * money.Yuan, Months: 1,
			Goods: map[string]any{"cpu": 1.0},
		})
		return err
	})
	meter = c.open("ins-2", 2*money.Yuan)
	c.wait(time.Hour)
	c.in(func(ctx context.Context, tx store.Tx) (err error) {
		refund, err = c.Refund(ctx, tx, c.caller(owner), purchase.Order{
			Product: "cvm", Action: "refund", What: "S1", Region: "ap-guangzhou", Resources: []string{"ins-1"}, Price: 10 * money.Yuan,
		})
		return err
	})
	return c, month, meter, refund
}

func TestTheBalanceIsTold(t *testing.T) {
	c, _, _, _ := used(t) // 100 - 30 - 2 frozen - 1 for half an hour + 10
	if got := answer[billing.TradeBalanceResponse](c, "trade", "DescribeAccountBalance", nil).BalanceInfo; got != 7700 {
		t.Errorf("got %d, want 7700", got)
	}
	want := &billing.DescribeAccountBalanceResponse{
		Balance: 7700, Uin: 100000000001, RealBalance: 7700, CashAccountBalance: 7900, FreezeAmount: 200, CreditBalance: 7900, RealCreditBalance: 7700,
	}
	if diff := cmp.Diff(want, answer[billing.DescribeAccountBalanceResponse](c, "billing", "DescribeAccountBalance", nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.balance(-5 * money.Yuan)
	want = &billing.DescribeAccountBalanceResponse{
		Balance: -500, Uin: 100000000001, RealBalance: -500, FreezeAmount: 200, OweAmount: 300, CreditBalance: -300, RealCreditBalance: -500,
	}
	if diff := cmp.Diff(want, answer[billing.DescribeAccountBalanceResponse](c, "billing", "DescribeAccountBalance", nil)); diff != "" {
		t.Errorf("in debt (-want +got):\n%s", diff)
	}
	user := billing.UserInfo{Name: "n", MailStatus: 1, Mail: "m@example.com", Phone: "1"}
	if got := answer[billing.UserInfoResponse](c, "trade", "DescribeUserInfo", nil).UserInfo; got != user {
		t.Errorf("user: got %v, want %v", got, user)
	}
}

func TestOrdersAreListed(t *testing.T) {
	c, month, meter, refund := used(t)
	deals := func(params p) (ids []string) {
		t.Helper()
		out := answer[billing.TradeDealsResponse](c, "trade", "DescribeDeals", params)
		for _, d := range out.DealDetails {
			ids = append(ids, d.DealID)
		}
		return ids
	}
	if got := deals(nil); len(got) != 3 || got[0] != refund {
		t.Errorf("all: got %v, want the latest, %s, first", got, refund)
	}
	if diff := cmp.Diff([]string{refund}, deals(p{"startTime": "2024-05-02 05:30:00", "endTime": "2024-05-02 05:30:00"})); diff != "" {
		t.Errorf("of a second (-want +got):\n%s", diff)
	}
	out := answer[billing.TradeDealsResponse](c, "trade", "DescribeDeals", p{"dealIds.0": month})
	want := billing.DealItem{
		DealID: month, DealName: month, InstanceType: 1, Region: "gz", GoodsNum: 1, Creater: owner, CreatTime: "2024-05-02 04:30:00", OverdueTime: "2024-05-09 04:30:00",
		EndTime: "2024-05-02 04:30:00", Status: "4", Price: 3000, GoodsDetail: map[string]any{"cpu": 1.0, "timeSpan": int64(1), "instanceId": []string{"ins-1"}},
	}
	if diff := cmp.Diff([]billing.DealItem{want}, out.DealDetails); diff != "" || out.TotalNum != 1 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	window := p{"startTime": "2024-05-01 00:00:00", "endTime": "2024-05-03 00:00:00"}
	cond := answer[billing.TradeDealsByCondResponse](c, "trade", "DescribeDealsByCond", window).Data
	if cond.TotalNum != "2" || len(cond.Deals) != 2 {
		t.Errorf("delivered: got %v", cond)
	}
	window["status"] = "6"
	if cond := answer[billing.TradeDealsByCondResponse](c, "trade", "DescribeDealsByCond", window).Data; cond.TotalNum != "1" || cond.Deals[0].DealID != refund || cond.Deals[0].RealTotalCost != "-1000" {
		t.Errorf("refunded: got %v", cond)
	}
	window["page"] = "1"
	if cond := answer[billing.TradeDealsByCondResponse](c, "trade", "DescribeDealsByCond", window).Data; cond.TotalNum != "1" || len(cond.Deals) != 0 {
		t.Errorf("the second page: got %v", cond)
	}
	v3 := p{"StartTime": "2024-05-01 00:00:00", "EndTime": "2024-05-03 00:00:00", "Limit": "10"}
	if got := answer[billing.DescribeDealsByCondResponse](c, "billing", "DescribeDealsByCond", v3); got.TotalCount != 2 {
		t.Errorf("3.0: got %v", got)
	}
	v3["ResourceId"] = "ins-2"
	one := answer[billing.DescribeDealsByCondResponse](c, "billing", "DescribeDealsByCond", v3).Deals
	if len(one) != 1 || one[0].OrderId != meter || one[0].TimeUnit != "h" || one[0].Price != 200 || one[0].PayMode != "postPay" || !slices.Equal(one[0].ResourceId, []string{"ins-2"}) {
		t.Errorf("3.0, of a resource: got %v", one)
	}
	if out, err := c.as(other, "trade", "DescribeDeals", nil); err != nil || out.(*billing.TradeDealsResponse).TotalNum != 0 {
		t.Errorf("another account's: got %v, %v", out, err)
	}
}

func TestMovementsAndBillsAreListed(t *testing.T) {
	c, _, _, _ := used(t)
	fees := answer[billing.FeecenterBillsResponse](c, "feecenter", "DescribeBills", p{"payerUin": owner, "startTime": "2024-05-02", "endTime": "2024-05-02", "order": "ASC"})
	var got [][3]any
	for _, f := range fees.Data {
		got = append(got, [3]any{f.PayType, f.Amount, f.Balance})
	}
	want := [][3]any{
		{"recharge", int64(10000), int64(10000)},
		{"deduct", int64(3000), int64(7000)},
		{"freeze", int64(200), int64(6800)},
		{"deduct", int64(100), int64(6700)},
		{"return", int64(1000), int64(7700)},
	}
	if diff := cmp.Diff(want, got); diff != "" || fees.In != 11000 || fees.Out != 3300 || fees.Total != 5 {
		t.Errorf("in %d, out %d, total %d (-want +got):\n%s", fees.In, fees.Out, fees.Total, diff)
	}
	if got := answer[billing.FeecenterBillsResponse](c, "feecenter", "DescribeBills", p{"payerUin": owner, "startTime": "2024-05-03", "endTime": "2024-05-04"}); got.Total != 0 {
		t.Errorf("on other days: got %v", got)
	}
	only := answer[billing.FeecenterBillsResponse](c, "feecenter", "DescribeBills", p{"payerUin": owner, "startTime": "2024-05-02", "endTime": "2024-05-02", "payType": "deduct"})
	if only.Total != 2 || only.Data[0].Amount != 100 {
		t.Errorf("only deductions, the latest first: got %v", only)
	}

	months := p{"startMonth": "2024-05", "endMonth": "2024-05"}
	bills := answer[billing.ResourceBillsResponse](c, "feecenter", "DescribeResourceBills", months).Data
	if bills.Total != 3 || bills.Amount != 3000-1000+100 || !slices.Equal(bills.ProductCodeList, []string{"cvm"}) {
		t.Errorf("got %v", bills)
	}
	months["payMode"] = "postPay"
	hour := answer[billing.ResourceBillsResponse](c, "feecenter", "DescribeResourceBills", months).Data.Data
	if len(hour) != 1 || hour[0].InstanceID != "ins-2" || hour[0].TimeSpan != 1800 || hour[0].UnitPrice != 2 || hour[0].Amount != 100 || hour[0].Month != "2024-05" {
		t.Errorf("of the meter: got %v", hour)
	}

	list := answer[billing.BillsResponse](c, "bill", "DescribeBills", p{"orderType": "1"}).Data.Datalist
	if len(list) != 5 || list[1].Class != "deduct" || list[1].Amount != "-100" || list[1].Balance != "6700" {
		t.Fatalf("bills: got %v", list)
	}
	detail := answer[billing.BillDetailResponse](c, "bill", "DescribeBillDetail", p{"billId": list[1].BillID, "billType": "2", "startDate": "2024-05-02", "endDate": "2024-05-02"}).Data
	if len(detail) != 1 || detail[0].FDeviceID != "ins-2" || detail[0].FAmt != "1.00" || detail[0].FCount != "1800" {
		t.Errorf("detail of the settlement: got %v", detail)
	}
	detail = answer[billing.BillDetailResponse](c, "bill", "DescribeBillDetail", p{"billId": list[3].BillID, "billType": "2", "startDate": "2024-05-02", "endDate": "2024-05-02"}).Data
	if len(detail) != 1 || detail[0].OriginalConfig != "S1, 1 month" || detail[0].FAmt != "-30.00" {
		t.Errorf("detail of the order: got %v", detail)
	}
}

func TestRefusals(t *testing.T) {
	c, month, _, _ := used(t)
	for _, x := range []struct {
		domain, action, uin string
		params              p
		want                error
	}{
		{"trade", "PayDeals", owner, p{"dealIds.1": month}, catalogue.OperationFailed},
		{"trade", "PayDeals", owner, p{"dealIds.1": "1"}, catalogue.NotFound},
		{"trade", "PayDeals", other, p{"dealIds.1": month}, catalogue.NotFound},
		{"trade", "PayDeals", owner, nil, catalogue.MissingParameter},
		{"trade", "CancelDeals", owner, p{"dealIds.0": month}, catalogue.OperationFailed},
		{"trade", "CancelDeals", owner, p{"dealIds.0": "1"}, catalogue.NotFound},
		{"billing", "PayDeals", owner, p{"OrderIds.0": month}, catalogue.OperationFailed.WithName3("FailedOperation.InvalidDeal")},
		{"billing", "PayDeals", owner, p{"BigDealIds.0": "1"}, catalogue.NotFound},
		{"billing", "PayDeals", owner, p{"BigDealIds.0": month, "OrderIds.0": month}, catalogue.InvalidParameter},
		{"billing", "PayDeals", owner, nil, catalogue.InvalidParameter},
		{"billing", "DescribeDealsByCond", owner, p{"StartTime": "x", "EndTime": "2024-01-01", "Limit": "1"}, catalogue.InvalidValue},
		{"trade", "DescribeDeals", owner, p{"startTime": "2024-01-02", "endTime": "2024-01-01"}, catalogue.InvalidValue},
		{"trade", "SetAutoRenew", owner, p{"instanceType": "2", "instanceIds.0": "a", "autoRenew": "1"}, catalogue.OperationFailed},
		{"feecenter", "DescribeBills", owner, p{"payerUin": other, "startTime": "2024-05-02", "endTime": "2024-05-02"}, catalogue.NotFound},
		{"feecenter", "DescribeResourceBills", owner, p{"startMonth": "2024-13", "endMonth": "2024-12"}, catalogue.InvalidValue},
		{"bill", "DescribeBillDetail", owner, p{"billId": "x", "billType": "2", "startDate": "2024-05-02", "endDate": "2024-05-02"}, catalogue.NotFound},
	} {
		if _, err := c.as(x.uin, x.domain, x.action, x.params); !errors.Is(err, x.want) {
			t.Errorf("%s %s %v: got %v, want %v", x.domain, x.action, x.params, err, x.want)
		}
	}
	err := c.update(func(ctx context.Context, tx store.Tx) error {
		_, err := c.Charge(ctx, tx, c.caller(other), purchase.Order{Price: 1})
		return err
	})
	if !errors.Is(err, catalogue.InsufficientBalance) {
		t.Errorf("without money: got %v", err)
	}
	answer[billing.SetAutoRenewResponse](c, "trade", "SetAutoRenew", p{"instanceType": "1", "instanceIds.0": "ins-1", "autoRenew": "1"})
	if !slices.Equal(c.renewed, []string{"ins-1"}) {
		t.Errorf("renewed: got %v", c.renewed)
	}
}
