package billing

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// TradeDescribeDeals lists orders.
var TradeDescribeDeals = action.Define(action.Spec{
	Name: "DescribeDeals", Doc: "Lists the account's orders.", Domain: "trade", Regionless: true,
}, (*Service).tradeDeals)

// TradeDealsRequest is the input of TradeDescribeDeals.
type TradeDealsRequest struct {
	DealIDs   []string `json:"dealIds" api:"max=100" doc:"The orders to show."`
	StartTime string   `json:"startTime" doc:"From when on, such as 2014-01-01 00:00:00."`
	EndTime   string   `json:"endTime" doc:"Until when."`
	Offset    int64    `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit     int64    `json:"limit" api:"min=1,max=50,default=20" doc:"How many to show at most."`
	window    span
}

// Check reads the times.
func (r *TradeDealsRequest) Check() (err error) {
	from, to := r.StartTime, r.EndTime
	if from == "" {
		from = "1970-01-01 08:00:00"
	}
	if to == "" {
		to = "9999-12-31 00:00:00"
	}
	r.window, err = between("startTime", from, "endTime", to, second, "2006-01-02 15:04:05", "2006-01-02")
	return err
}

// TradeDealsResponse is the answer of TradeDescribeDeals.
type TradeDealsResponse struct {
	TotalNum    int64      `json:"totalNum"`
	DealDetails []DealItem `json:"dealDetails"`
}

// A DealItem is an order.
type DealItem struct {
	DealID       string         `json:"dealId"`
	DealName     string         `json:"dealName"`
	InstanceType int64          `json:"instanceType"`
	Region       string         `json:"region"`
	GoodsNum     int64          `json:"goodsNum"`
	Creater      string         `json:"creater"`
	CreatTime    string         `json:"creatTime"`
	OverdueTime  string         `json:"overdueTime"`
	EndTime      string         `json:"endTime"`
	Status       string         `json:"status"`
	Price        int64          `json:"price"`
	GoodsDetail  map[string]any `json:"goodsDetail"`
}

// instanceType is the number of a product (facts/api2-modules.md §2: 1 cvm, 2 cdb, 3 lb); 0 for others.
func instanceType(product string) int64 { return map[string]int64{"cvm": 1, "lb": 3}[product] }

// goods are the details of a deal with what it is about.
func (d *Deal) goods() map[string]any {
	out := map[string]any{"timeSpan": d.Months, "instanceId": append([]string{}, d.Resources...)}
	for k, v := range d.Goods {
		out[k] = v
	}
	return out
}

func (s *Service) tradeDeals(ctx context.Context, tx store.Tx, c *call.Call, in *TradeDealsRequest) (*TradeDealsResponse, error) {
	all, err := s.Store.Deals(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d Deal) bool {
		return !in.window.includes(d.At) || (len(in.DealIDs) > 0 && !slices.Contains(in.DealIDs, d.ID))
	})
	out := &TradeDealsResponse{TotalNum: int64(len(all))}
	for _, d := range page(all, in.Offset, in.Limit) {
		made := inChina(d.At)
		out.DealDetails = append(out.DealDetails, DealItem{
			DealID: d.ID, DealName: d.ID, InstanceType: instanceType(d.Product), Region: region.Code(d.Region), GoodsNum: d.Count, Creater: d.Buyer,
			CreatTime: made, OverdueTime: inChina(d.At.AddDate(0, 0, 7)), EndTime: made, Status: text(d.Status), Price: fen(d.Price), GoodsDetail: d.goods(),
		})
	}
	return out, nil
}

// TradeDescribeDealsByCond lists orders of a status.
var TradeDescribeDealsByCond = action.Define(action.Spec{
	Name: "DescribeDealsByCond", Doc: "Lists the account's orders of a time and a status.", Domain: "trade", Regionless: true,
}, (*Service).tradeDealsByCond)

// TradeDealsByCondRequest is the input of TradeDescribeDealsByCond.
type TradeDealsByCondRequest struct {
	StartTime string `json:"startTime" api:"required" doc:"From when on, such as 2014-01-01 00:00:00."`
	EndTime   string `json:"endTime" api:"required" doc:"Until when."`
	Page      int64  `json:"page" api:"min=0,default=0" doc:"The page, the first being 0."`
	PageSize  int64  `json:"pageSize" api:"min=1,max=100,default=20" doc:"How many a page has."`
	Status    int64  `json:"status" api:"min=1,max=12,default=4" doc:"1 unpaid, 2 paid, 3 delivering, 4 delivered, 5 failed, 6 refunded, 7 cancelled and so on."`
	DealID    string `json:"dealId" doc:"The order to show."`
	DealName  string `json:"dealName" doc:"The order to show, by its name, which is its id."`
	window    span
}

// Check reads the times.
func (r *TradeDealsByCondRequest) Check() (err error) {
	r.window, err = between("startTime", r.StartTime, "endTime", r.EndTime, second, "2006-01-02 15:04:05", "2006-01-02")
	return err
}

// TradeDealsByCondResponse is the answer of TradeDescribeDealsByCond. Its numbers are texts, as in the documents' sample.
type TradeDealsByCondResponse struct {
	Data CondDeals `json:"data"`
}

// CondDeals are orders.
type CondDeals struct {
	TotalNum string         `json:"totalNum"`
	Deals    []CondDealItem `json:"deals"`
}

// A CondDealItem is an order.
type CondDealItem struct {
	DealName        string         `json:"dealName"`
	DealID          string         `json:"dealId"`
	GoodsCategoryID string         `json:"goodsCategoryId"`
	GoodsDetail     map[string]any `json:"goodsDetail"`
	CreatTime       string         `json:"creatTime"`
	BillID          string         `json:"billId"`
	TaskDetail      map[string]any `json:"taskDetail"`
	RealTotalCost   string         `json:"realTotalCost"`
	VoucherDecline  string         `json:"voucherDecline"`
	ProjectID       string         `json:"projectId"`
}

func (s *Service) tradeDealsByCond(ctx context.Context, tx store.Tx, c *call.Call, in *TradeDealsByCondRequest) (*TradeDealsByCondResponse, error) {
	all, err := s.Store.Deals(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d Deal) bool {
		return !in.window.includes(d.At) || d.Status != in.Status || (in.DealID != "" && in.DealID != d.ID) || (in.DealName != "" && in.DealName != d.ID)
	})
	out := &TradeDealsByCondResponse{CondDeals{TotalNum: text(int64(len(all)))}}
	for _, d := range page(all, in.Page*in.PageSize, in.PageSize) {
		out.Data.Deals = append(out.Data.Deals, CondDealItem{
			DealName: d.ID, DealID: d.ID, GoodsCategoryID: text(instanceType(d.Product)), GoodsDetail: d.goods(), CreatTime: inChina(d.At), BillID: d.ID,
			TaskDetail: map[string]any{}, RealTotalCost: text(fen(d.Price)), VoucherDecline: text(fen(d.Voucher)), ProjectID: "0",
		})
	}
	return out, nil
}
