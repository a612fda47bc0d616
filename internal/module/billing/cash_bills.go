package billing

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
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
