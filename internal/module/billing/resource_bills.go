package billing

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

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
