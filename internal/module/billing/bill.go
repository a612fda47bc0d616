package billing

import (
	"context"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// BillDescribeBills lists the movements of the account's money as older clients know them.
var BillDescribeBills = action.Define(action.Spec{
	Name: "DescribeBills", Doc: "Lists the movements of the account's money.", Domain: "bill", Regionless: true,
}, (*Service).billBills)

// BillsRequest is the input of BillDescribeBills.
type BillsRequest struct {
	StartDate string `json:"startDate" doc:"The first day, such as 2014-01-01."`
	EndDate   string `json:"endDate" doc:"The last day."`
	Offset    int64  `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit     int64  `json:"limit" api:"min=1,max=100,default=20" doc:"How many to show at most."`
	ProjectID int64  `json:"projectId" api:"oneof=0,default=0" doc:"The project: bills here are not sorted into others than 0."`
	OrderType int64  `json:"orderType" api:"oneof=0 1,default=0" doc:"0 the oldest first, 1 the latest."`
	window    span
}

// Check reads the days.
func (r *BillsRequest) Check() (err error) {
	r.window, err = days(r.StartDate, r.EndDate)
	return err
}

// days is the span of two dates; a missing one leaves it open.
func days(from, to string) (span, error) {
	if from == "" {
		from = "1970-01-02"
	}
	if to == "" {
		to = "9999-12-30"
	}
	return between("startDate", from, "endDate", to, day, "2006-01-02", "2006-01-02 15:04:05")
}

// BillsResponse is the answer of BillDescribeBills.
type BillsResponse struct {
	Data BillList `json:"data"`
}

// A BillList is bills.
type BillList struct {
	Datalist []BillItem `json:"datalist"`
}

// A BillItem is a movement. Amounts are texts of hundredths of a yuan.
type BillItem struct {
	BillID      string `json:"bill_id"`
	Date        string `json:"date"`
	BillType    int64  `json:"bill_type"`
	Amount      string `json:"amount"`
	Balance     string `json:"balance"`
	Description string `json:"description"`
	Class       string `json:"class"`
	StartDate   string `json:"startDate"`
	EndDate     string `json:"endDate"`
}

// billTypes are the numbers of kinds of movements. They are ours: the documents print none.
var billTypes = map[string]int64{"recharge": 1, "deduct": 2, "return": 3, "freeze": 4, "unfreeze": 5, "cash": 6}

func (s *Service) billBills(ctx context.Context, tx store.Tx, c *call.Call, in *BillsRequest) (*BillsResponse, error) {
	moves, err := s.cashMoves(ctx, tx, c.Caller.Account, in.window)
	if err != nil {
		return nil, err
	}
	if in.OrderType == 1 {
		slices.Reverse(moves)
	}
	out := &BillsResponse{}
	for _, m := range page(moves, in.Offset, in.Limit) {
		date := m.At.In(china).Format(time.DateOnly)
		out.Data.Datalist = append(out.Data.Datalist, BillItem{
			BillID: m.Movement, Date: inChina(m.At), BillType: billTypes[m.payType()], Amount: text(fen(m.Amount)), Balance: text(fen(m.Balance)),
			Description: m.What, Class: m.payType(), StartDate: date, EndDate: date,
		})
	}
	return out, nil
}

// BillDescribeBillDetail lists what a settlement was for.
var BillDescribeBillDetail = action.Define(action.Spec{
	Name: "DescribeBillDetail", Doc: "Lists what a movement of the account's money was for, resource by resource.", Domain: "bill", Regionless: true,
	Refuses: []*catalogue.Condition{errNoBill},
}, (*Service).billDetail)

// BillDetailRequest is the input of BillDescribeBillDetail.
type BillDetailRequest struct {
	BillID    string `json:"billId" api:"required" doc:"The bill_id that DescribeBills shows."`
	StartDate string `json:"startDate" api:"required" doc:"The first day to look at."`
	EndDate   string `json:"endDate" api:"required" doc:"The last day to look at."`
	BillType  int64  `json:"billType" api:"required" doc:"The bill_type that DescribeBills shows."`
	window    span
}

// Check reads the days.
func (r *BillDetailRequest) Check() (err error) {
	r.window, err = days(r.StartDate, r.EndDate)
	return err
}

// BillDetailResponse is the answer of BillDescribeBillDetail.
type BillDetailResponse struct {
	Data []BillDetail `json:"data"`
}

// A BillDetail is one resource of a movement. Amounts are texts of yuan, exact.
type BillDetail struct {
	OriginalClass, OriginalType, OriginalConfig string
	FOfferID                                    string
	FDeviceID                                   string `json:"FDeviceId"`
	FDealID                                     string `json:"FDealId"`
	RegionID                                    string `json:"regionId"`
	FUnitPrice, FUnitPriceUnit, FCountUnit      string
	FAmt, FCount                                string
	FDeviceType                                 []string
	IsExpire                                    bool `json:"is_expire"`
	FPriceGraduated, FProxyUin, FProxyFlag      string
}

func (s *Service) billDetail(ctx context.Context, tx store.Tx, c *call.Call, in *BillDetailRequest) (*BillDetailResponse, error) {
	moves, err := s.cashMoves(ctx, tx, c.Caller.Account, in.window)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(moves, func(m cashMove) bool { return m.Movement == in.BillID && billTypes[m.payType()] == in.BillType })
	if i < 0 {
		return nil, errNoBill.Errorf("The bill %s of type %d does not exist from %s to %s.", in.BillID, in.BillType, in.StartDate, in.EndDate)
	}
	m := moves[i]
	whole := BillDetail{
		OriginalClass: m.payType(), OriginalType: m.payType(), OriginalConfig: m.What, FUnitPrice: m.Amount.String(), FUnitPriceUnit: "yuan",
		FCountUnit: "1", FAmt: m.Amount.String(), FCount: "1", FProxyFlag: "0",
	}
	if m.payType() != "deduct" {
		return &BillDetailResponse{[]BillDetail{whole}}, nil
	}
	lines, err := s.Store.Lines(ctx, tx, c.Caller.Account, m.At.Add(-time.Microsecond), m.At)
	if err != nil {
		return nil, err
	}
	out := &BillDetailResponse{}
	for _, l := range lines {
		if l.Movement != m.Movement {
			continue
		}
		d := whole
		d.OriginalClass, d.OriginalConfig, d.FDeviceID, d.RegionID = l.Product, l.What, l.Resource, region.Code(l.Region)
		d.FUnitPrice, d.FUnitPriceUnit, d.FCountUnit = l.Hourly.String(), "yuan/hour", "second"
		d.FAmt, d.FCount = l.Amount.String(), text(int64(l.To.Sub(l.From).Seconds()))
		out.Data = append(out.Data, d)
	}
	if len(out.Data) == 0 { // a prepaid order
		out.Data = []BillDetail{whole}
	}
	return out, nil
}
