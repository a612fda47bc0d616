package billing

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeDealsByCond lists orders, in API 3.0.
var DescribeDealsByCond = action.Define(action.Spec{
	Name: "DescribeDealsByCond", Doc: "Lists the account's orders.", Domain3: "billing", Version: "2018-07-09", Regionless: true,
}, (*Service).describeDealsByCond)

// DescribeDealsByCondRequest is the input of DescribeDealsByCond. Offset counts pages (facts/quotas-billing-lifecycle.md §4).
type DescribeDealsByCondRequest struct {
	StartTime  string  `api:"required" doc:"From when on, such as 2019-01-01 00:00:00."`
	EndTime    string  `api:"required" doc:"Until when."`
	Limit      int64   `api:"required,min=1,max=1000" doc:"How many a page has."`
	Offset     int64   `api:"min=0" doc:"The page, the first being 0."`
	Status     *int64  `doc:"The status; 4, delivered, when neither it nor StatusSet is given."`
	OrderId    string  `doc:"The order to show."`
	StatusSet  []int64 `api:"max=20" doc:"The statuses."`
	BigDealId  string  `doc:"The group of orders to show: here each order is one of its own."`
	ResourceId string  `doc:"The resource that the orders are about."`
	window     span
}

// Check reads the times.
func (r *DescribeDealsByCondRequest) Check() (err error) {
	r.window, err = between("StartTime", r.StartTime, "EndTime", r.EndTime, second, "2006-01-02 15:04:05", "2006-01-02")
	return err
}

// DescribeDealsByCondResponse is the answer of DescribeDealsByCond.
type DescribeDealsByCondResponse struct {
	Deals      []DealView
	TotalCount int64
}

// A DealView is an order with every member of facts/api3-billing.json.
type DealView struct {
	OrderId                                                                          string
	Status                                                                           int64
	Payer, CreateTime, Creator                                                       string
	RealTotalCost, VoucherDecline, ProjectId, GoodsCategoryId                        int64
	ProductInfo                                                                      []ProductInfo
	TimeSpan                                                                         float64
	TimeUnit, Currency                                                               string
	Policy, Price, TotalCost                                                         float64
	ProductCode, SubProductCode, BigDealId, Formula, RefReturnDeals, PayMode, Action string
	ProductName, SubProductName                                                      string
	ResourceId                                                                       []string
	ZoneCode                                                                         string
}

// ProductInfo is a detail of an order.
type ProductInfo struct{ Name, Value string }

func (r *DescribeDealsByCondRequest) keeps(d *Deal) bool {
	statuses := r.StatusSet
	if r.Status != nil {
		statuses = append(slices.Clone(statuses), *r.Status)
	}
	if len(statuses) == 0 {
		statuses = []int64{DealDelivered}
	}
	return r.window.includes(d.At) && slices.Contains(statuses, d.Status) && (r.OrderId == "" || r.OrderId == d.ID) &&
		(r.BigDealId == "" || r.BigDealId == d.ID) && (r.ResourceId == "" || slices.Contains(d.Resources, r.ResourceId))
}

func (s *Service) describeDealsByCond(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeDealsByCondRequest) (*DescribeDealsByCondResponse, error) {
	all, err := s.Store.Deals(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d Deal) bool { return !in.keeps(&d) })
	out := &DescribeDealsByCondResponse{TotalCount: int64(len(all))}
	for _, d := range page(all, in.Offset*in.Limit, in.Limit) {
		v := DealView{
			OrderId: d.ID, Status: d.Status, Payer: d.Account, CreateTime: inChina(d.At), Creator: d.Buyer, RealTotalCost: fen(d.Price), VoucherDecline: fen(d.Voucher),
			GoodsCategoryId: instanceType(d.Product), ProductInfo: []ProductInfo{{"what", d.What}}, TimeSpan: float64(d.Months), TimeUnit: "m",
			Currency: "CNY", Policy: 100, Price: float64(fen(d.Price)), TotalCost: float64(fen(d.Price)), ProductCode: "p_" + d.Product,
			SubProductCode: "sp_" + d.Product, BigDealId: d.ID, PayMode: d.PayMode, Action: d.Action, ProductName: d.Product, SubProductName: d.What,
		}
		if d.PayMode == PayPostpaid {
			v.TimeSpan, v.TimeUnit = 1, "h"
		}
		if in.Limit <= 200 {
			v.ResourceId = d.Resources
		}
		out.Deals = append(out.Deals, v)
	}
	return out, nil
}
