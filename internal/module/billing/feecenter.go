package billing

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// FeecenterDescribeBills lists the movements of the account's money.
var FeecenterDescribeBills = action.Define(action.Spec{
	Name: "DescribeBills", Doc: "Lists the movements of the account's money.", Domain: "feecenter", Regionless: true,
	Refuses: []*catalogue.Condition{errForeign},
}, (*Service).feecenterBills)

// FeecenterBillsRequest is the input of FeecenterDescribeBills.
type FeecenterBillsRequest struct {
	PayerUin  int64  `json:"payerUin" api:"required" doc:"The main account."`
	PayType   string `json:"payType" api:"oneof=all recharge cash deduct return freeze unfreeze,default=all" doc:"The kind of movement; cash is money taken out."`
	StartTime string `json:"startTime" api:"required" doc:"The first day, such as 2014-01-01."`
	EndTime   string `json:"endTime" api:"required" doc:"The last day."`
	Order     string `json:"order" api:"oneof=ASC DESC,default=DESC" doc:"Whether the oldest or the latest come first."`
	window    span
}

// Check reads the days.
func (r *FeecenterBillsRequest) Check() (err error) {
	r.window, err = between("startTime", r.StartTime, "endTime", r.EndTime, day, "2006-01-02")
	return err
}

// FeecenterBillsResponse is the answer of FeecenterDescribeBills, in hundredths of a yuan.
type FeecenterBillsResponse struct {
	Out   int64     `json:"out"`
	In    int64     `json:"in"`
	Total int64     `json:"total"`
	Data  []FeeItem `json:"data"`
}

// A FeeItem is one movement.
type FeeItem struct {
	FeeID          int64  `json:"feeId"`
	BillID         string `json:"billId"`
	Status         int64  `json:"status"`
	PayMode        string `json:"payMode"`
	PayType        string `json:"payType"`
	OperationTime  string `json:"operationTime"`
	OperationInfo  string `json:"operationInfo"`
	Amount         int64  `json:"amount"`
	Balance        int64  `json:"balance"`
	CalcUnit       string `json:"calcUnit"`
	ActionType     string `json:"actionType"`
	ProductCode    string `json:"productCode"`
	SubProductCode string `json:"subProductCode"`
}

// A cashMove is an entry in the cash book with the book on its other side.
type cashMove struct {
	Entry
	other Book
}

// payType is what the API calls the movement.
func (m *cashMove) payType() string {
	names := map[Book][2]string{Outside: {"recharge", "cash"}, Revenue: {"return", "deduct"}, Frozen: {"unfreeze", "freeze"}}
	if m.Amount > 0 {
		return names[m.other][0]
	}
	return names[m.other][1]
}

// cashMoves are the movements of the account's cash in a span, in the order made.
func (s *Service) cashMoves(ctx context.Context, tx store.Tx, account string, w span) ([]cashMove, error) {
	entries, err := s.Store.Entries(ctx, tx, account, w.from, w.to)
	if err != nil {
		return nil, err
	}
	other := map[string]Book{}
	for _, e := range entries {
		if e.Book != Cash {
			other[e.Movement] = e.Book
		}
	}
	var out []cashMove
	for _, e := range entries {
		if e.Book == Cash {
			out = append(out, cashMove{e, other[e.Movement]})
		}
	}
	return out, nil
}

func (s *Service) feecenterBills(ctx context.Context, tx store.Tx, c *call.Call, in *FeecenterBillsRequest) (*FeecenterBillsResponse, error) {
	if text(in.PayerUin) != c.Caller.Account {
		return nil, errForeign.Errorf("The payerUin %d does not exist.", in.PayerUin)
	}
	moves, err := s.cashMoves(ctx, tx, c.Caller.Account, in.window)
	if err != nil {
		return nil, err
	}
	out := &FeecenterBillsResponse{}
	for i, m := range moves {
		kind := m.payType()
		if in.PayType != "all" && in.PayType != kind {
			continue
		}
		amount := fen(m.Amount)
		if m.Amount > 0 {
			out.In += amount
		} else {
			out.Out -= amount
			amount = -amount
		}
		out.Data = append(out.Data, FeeItem{
			FeeID: int64(i + 1), BillID: m.Movement, Status: 1, PayMode: "cash", PayType: kind, OperationTime: inChina(m.At), OperationInfo: m.What,
			Amount: amount, Balance: fen(m.Balance), CalcUnit: "fen", ActionType: kind,
		})
	}
	out.Total = int64(len(out.Data))
	if in.Order == "DESC" {
		slices.Reverse(out.Data)
	}
	return out, nil
}

// FeecenterDescribeResourceBills lists what resources have cost.
var FeecenterDescribeResourceBills = action.Define(action.Spec{
	Name: "DescribeResourceBills", Doc: "Lists what each resource has cost in months.", Domain: "feecenter", Regionless: true,
}, (*Service).feecenterResourceBills)

// ResourceBillsRequest is the input of FeecenterDescribeResourceBills.
type ResourceBillsRequest struct {
	StartMonth string `json:"startMonth" api:"required" doc:"The first month, such as 2014-01."`
	EndMonth   string `json:"endMonth" api:"required" doc:"The last month."`
	Platform   string `json:"platform" doc:"The platform; there is one here."`
	PayMode    string `json:"payMode" api:"oneof=prePay postPay" doc:"How they are paid."`
	PayType    string `json:"payType" api:"oneof=purchase renew upgrade downgrade refund settlement" doc:"What was paid for."`
	Order      string `json:"order" api:"oneof=ASC DESC,default=ASC" doc:"Whether the oldest or the latest come first."`
	window     span
}

// Check reads the months.
func (r *ResourceBillsRequest) Check() (err error) {
	r.window, err = between("startMonth", r.StartMonth, "endMonth", r.EndMonth, month, "2006-01")
	return err
}

// ResourceBillsResponse is the answer of FeecenterDescribeResourceBills.
type ResourceBillsResponse struct {
	Data ResourceBills `json:"data"`
}

// ResourceBills are lines with their sum.
type ResourceBills struct {
	Total           int64          `json:"total"`
	Amount          int64          `json:"amount"`
	ProductCodeList []string       `json:"productCodeList"`
	Data            []ResourceBill `json:"data"`
}

// A ResourceBill is a line: an hour or less of a meter, or an order for months.
type ResourceBill struct {
	ID             int64   `json:"id"`
	OwnerUin       int64   `json:"ownerUin"`
	AppID          int64   `json:"appId"`
	PayerMode      int64   `json:"payerMode"`
	PayerUin       int64   `json:"payerUin"`
	PayMode        string  `json:"payMode"`
	PayType        string  `json:"payType"`
	Platform       string  `json:"platform"`
	Region         string  `json:"region"`
	ZoneNumber     string  `json:"zoneNumber"`
	ProductCode    string  `json:"productCode"`
	SubProductCode string  `json:"subProductCode"`
	InstanceIDType string  `json:"instanceIdType"`
	InstanceID     string  `json:"instanceId"`
	ActionType     string  `json:"actionType"`
	CalcUnit       string  `json:"calcUnit"`
	TimeSpan       int64   `json:"timeSpan"`
	TimeUnit       string  `json:"timeUnit"`
	UnitPrice      float64 `json:"unitPrice"`
	Price          float64 `json:"price"`
	Count          float64 `json:"count"`
	Month          string  `json:"month"`
	StartTime      string  `json:"startTime"`
	EndTime        string  `json:"endTime"`
	Amount         int64   `json:"amount"`
	Reduces        []int64 `json:"reduces"`
	ProjectID      int64   `json:"projectId"`
	Projects       []int64 `json:"projects"`
	UsedTimeSpan   int64   `json:"usedTimeSpan"`
	ReturnAmount   int64   `json:"returnAmount"`
	ModifyType     string  `json:"modifyType"`
	exact          money.Amount
	at             int64
}

func (s *Service) feecenterResourceBills(ctx context.Context, tx store.Tx, c *call.Call, in *ResourceBillsRequest) (*ResourceBillsResponse, error) {
	all, err := s.resourceBills(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if in.Order == "DESC" {
		slices.Reverse(all)
	}
	out := ResourceBills{Total: int64(len(all)), Data: all}
	var sum money.Amount
	for i := range all {
		all[i].ID = int64(i + 1)
		if sum, err = sum.Add(all[i].exact); err != nil {
			return nil, err
		}
		if code := all[i].ProductCode; !slices.Contains(out.ProductCodeList, code) {
			out.ProductCodeList = append(out.ProductCodeList, code)
		}
	}
	out.Amount = fen(sum)
	return &ResourceBillsResponse{out}, nil
}

// resourceBills are the lines of meters and the prepaid orders, the oldest first.
func (s *Service) resourceBills(ctx context.Context, tx store.Tx, c *call.Call, in *ResourceBillsRequest) ([]ResourceBill, error) {
	lines, err := s.Store.Lines(ctx, tx, c.Caller.Account, in.window.from, in.window.to)
	if err != nil {
		return nil, err
	}
	deals, err := s.Store.Deals(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	owner, appID := digits(c.Caller.Account), digits(c.Caller.AppID)
	common := func(b ResourceBill) ResourceBill {
		b.OwnerUin, b.PayerUin, b.AppID, b.PayerMode, b.Platform, b.CalcUnit = owner, owner, appID, 1, "paifang", "fen"
		b.SubProductCode, b.InstanceIDType, b.ActionType, b.Count = b.ProductCode, "instanceId", b.PayType, 1
		b.Month, b.Amount = b.EndTime[:7], fen(b.exact)
		return b
	}
	var all []ResourceBill
	for _, l := range lines {
		all = append(all, common(ResourceBill{
			PayMode: PayPostpaid, PayType: "settlement", Region: region.Code(l.Region), ProductCode: l.Product, InstanceID: l.Resource,
			TimeSpan: int64(l.To.Sub(l.From).Seconds()), UsedTimeSpan: int64(l.To.Sub(l.From).Seconds()), TimeUnit: "s", UnitPrice: yuan(l.Hourly),
			Price: yuan(l.Amount), StartTime: inChina(l.From), EndTime: inChina(l.To), exact: l.Amount, at: l.To.UnixNano(),
		}))
	}
	for _, d := range deals {
		if d.PayMode != PayPrepaid || !in.window.includes(d.At) {
			continue
		}
		b := ResourceBill{
			PayMode: PayPrepaid, PayType: d.Action, Region: region.Code(d.Region), ProductCode: d.Product, InstanceID: strings.Join(d.Resources, ","),
			TimeSpan: d.Months, TimeUnit: "m", UnitPrice: yuan(d.Price), Price: yuan(d.Price), StartTime: inChina(d.At), EndTime: inChina(d.At),
			exact: d.Price, at: d.At.UnixNano(),
		}
		if d.Price < 0 {
			b.ReturnAmount = -fen(d.Price)
		}
		all = append(all, common(b))
	}
	all = slices.DeleteFunc(all, func(b ResourceBill) bool {
		return (in.PayMode != "" && in.PayMode != b.PayMode) || (in.PayType != "" && in.PayType != b.PayType)
	})
	slices.SortStableFunc(all, func(a, b ResourceBill) int { return int(max(min(a.at-b.at, 1), -1)) })
	return all, nil
}
