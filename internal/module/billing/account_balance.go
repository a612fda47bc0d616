package billing

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// TradeDescribeAccountBalance tells what the account can spend.
var TradeDescribeAccountBalance = action.Define(action.Spec{
	Name: "DescribeAccountBalance", Doc: "Tells what the account can spend, in hundredths of a yuan.", Domain: "trade", Regionless: true,
}, (*Service).tradeBalance)

// NoRequest is the input of actions that take nothing.
type NoRequest struct{}

// TradeBalanceResponse is the answer of TradeDescribeAccountBalance.
type TradeBalanceResponse struct {
	BalanceInfo int64 `json:"balanceInfo"`
}

func (s *Service) tradeBalance(ctx context.Context, tx store.Tx, c *call.Call, _ *NoRequest) (*TradeBalanceResponse, error) {
	available, err := s.available(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	return &TradeBalanceResponse{fen(available)}, nil
}

// DescribeAccountBalance tells what the account has, in API 3.0.
var DescribeAccountBalance = action.Define(action.Spec{
	Name: "DescribeAccountBalance", Doc: "Tells what the account has, what of it is frozen and what it owes, in hundredths of a yuan.",
	Domain3: "billing", Version: "2018-07-09", Regionless: true,
}, (*Service).describeAccountBalance)

// DescribeAccountBalanceRequest is the input of DescribeAccountBalance.
type DescribeAccountBalanceRequest struct {
	TempCredit bool `doc:"Whether to show temporary credit; there is none here."`
}

// DescribeAccountBalanceResponse is the answer of DescribeAccountBalance (facts/quotas-billing-lifecycle.md §4). There is
// no credit, no income and no present here.
type DescribeAccountBalanceResponse struct {
	Balance                                                    int64
	Uin                                                        uint64
	RealBalance, CashAccountBalance, IncomeIntoAccountBalance  float64
	PresentAccountBalance, FreezeAmount, OweAmount             float64
	IsAllowArrears, IsCreditLimited                            bool
	CreditAmount, CreditBalance, RealCreditBalance, TempCredit float64
	TempAmountInfoList                                         []TempAmount
}

// A TempAmount is a temporary credit.
type TempAmount struct {
	Uin                string
	TempAmount         float64
	StartTime, EndTime string
}

func (s *Service) describeAccountBalance(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeAccountBalanceRequest) (*DescribeAccountBalanceResponse, error) {
	books, err := s.Balances(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	uin, err := strconv.ParseUint(c.Caller.Account, 10, 64)
	if err != nil {
		return nil, err
	}
	available, frozen := fen(books[Cash]), fen(books[Frozen])
	cash, owed := max(available+frozen, 0), max(-available-frozen, 0)
	return &DescribeAccountBalanceResponse{
		Balance: available, Uin: uin, RealBalance: float64(available), CashAccountBalance: float64(cash), FreezeAmount: float64(frozen),
		OweAmount: float64(owed), CreditBalance: float64(cash - owed), RealCreditBalance: float64(available),
	}, nil
}

// TradeDescribeUserInfo tells who the account is.
var TradeDescribeUserInfo = action.Define(action.Spec{
	Name: "DescribeUserInfo", Doc: "Tells the name, mail and phone of the account.", Domain: "trade", Regionless: true,
}, (*Service).userInfo)

// UserInfoResponse is the answer of TradeDescribeUserInfo.
type UserInfoResponse struct {
	UserInfo UserInfo `json:"userInfo"`
}

// UserInfo is the account; IsOwner is 0 for the main account itself (facts/api2-modules.md §13).
type UserInfo struct {
	Name       string `json:"name"`
	IsOwner    int64  `json:"isOwner"`
	MailStatus int64  `json:"mailStatus"`
	Mail       string `json:"mail"`
	Phone      string `json:"phone"`
}

func (s *Service) userInfo(ctx context.Context, tx store.Tx, c *call.Call, _ *NoRequest) (*UserInfoResponse, error) {
	name, mail, phone, err := s.Accounts.Owner(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	info := UserInfo{Name: name, Mail: mail, Phone: phone}
	if c.Caller.Kind != call.Root {
		info.IsOwner = 1
	}
	if mail != "" {
		info.MailStatus = 1
	}
	return &UserInfoResponse{info}, nil
}
