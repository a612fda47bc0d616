package billing

import "github.com/paifang/paifang/internal/action"

// table lists the actions by domain and name.
var table = []action.Action[*Service]{
	TradeDescribeAccountBalance, TradeDescribeUserInfo, TradeDescribeDeals, TradeDescribeDealsByCond, TradePayDeals, TradeCancelDeals, TradeSetAutoRenew,
	FeecenterDescribeBills, FeecenterDescribeResourceBills,
	BillDescribeBills, BillDescribeBillDetail,
	DescribeAccountBalance, DescribeDealsByCond, PayDeals, DescribeVoucherInfo, DescribeVoucherUsageDetails,
}
