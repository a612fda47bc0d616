package billing

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeVoucherInfo lists vouchers.
var DescribeVoucherInfo = action.Define(action.Spec{
	Name: "DescribeVoucherInfo", Doc: "Lists the account's vouchers with what is left on them, in hundred-millionths of a yuan.",
	Domain3: "billing", Version: "2018-07-09", Regionless: true, Refuses: []*catalogue.Condition{catalogue.InvalidValue},
}, (*Service).describeVouchers)

// DescribeVoucherInfoRequest is the input of DescribeVoucherInfo.
type DescribeVoucherInfoRequest struct {
	Limit           int64  `api:"required,min=1,max=1000" doc:"How many to list."`
	Offset          int64  `api:"required,min=0" doc:"Which page, from 1 on; 0 is the first too."`
	Status          string `api:"oneof=unUsed used delivered cancel overdue" doc:"Their state."`
	VoucherId       string `doc:"The voucher."`
	CodeId          string `doc:"A code that it was got with; there are none here."`
	ProductCode     string `doc:"The product that it pays, with or without p_ before it."`
	ActivityId      string `doc:"An activity that it was got in; there are none here."`
	VoucherName     string `doc:"A part of its remark."`
	TimeFrom        string `doc:"From when on it was given: 2024-05-01 00:00:00."`
	TimeTo          string `doc:"Until when."`
	SortField       string `api:"oneof=BeginTime EndTime CreateTime" doc:"What to sort by; CreateTime by default."`
	SortOrder       string `api:"oneof=asc desc,default=desc" doc:"In which order."`
	PayMode         string `api:"oneof=postPay prePay riPay" doc:"What it pays: prePay here always."`
	PayScene        string `doc:"Which purchases it pays; here all."`
	Operator        string `doc:"Changes nothing."`
	VoucherMainType string `doc:"Its kind; here all have none."`
	VoucherSubType  string `doc:"Its kind; here all have none."`
	StartTimeFrom   string `doc:"From when on it begins."`
	StartTimeTo     string `doc:"Until when."`
	EndTimeFrom     string `doc:"From when on it ends."`
	EndTimeTo       string `doc:"Until when."`
	CreateTimeFrom  string `doc:"From when on it was given."`
	CreateTimeTo    string `doc:"Until when."`
	Lang            string `doc:"Changes nothing."`

	begins, ends, given []bound
}

// A bound is a time that another is to be at or after, or at or before.
type bound struct {
	at     time.Time
	before bool
}

func within(bounds []bound, t time.Time) bool {
	return !slices.ContainsFunc(bounds, func(b bound) bool { return b.before && t.After(b.at) || !b.before && t.Before(b.at) })
}

// Check refuses times that are none.
func (r *DescribeVoucherInfoRequest) Check() error {
	for _, one := range []struct {
		name, text string
		to         *[]bound
		before     bool
	}{
		{"TimeFrom", r.TimeFrom, &r.given, false},
		{"TimeTo", r.TimeTo, &r.given, true},
		{"CreateTimeFrom", r.CreateTimeFrom, &r.given, false},
		{"CreateTimeTo", r.CreateTimeTo, &r.given, true},
		{"StartTimeFrom", r.StartTimeFrom, &r.begins, false},
		{"StartTimeTo", r.StartTimeTo, &r.begins, true},
		{"EndTimeFrom", r.EndTimeFrom, &r.ends, false},
		{"EndTimeTo", r.EndTimeTo, &r.ends, true},
	} {
		if one.text == "" {
			continue
		}
		t, err := parse(one.name, one.text, time.DateTime, time.DateOnly)
		if err != nil {
			return err
		}
		*one.to = append(*one.to, bound{t, one.before})
	}
	return nil
}

func (r *DescribeVoucherInfoRequest) keeps(v *Voucher, now time.Time) bool {
	return (r.Status == "" || r.Status == v.status(now)) && (r.VoucherId == "" || r.VoucherId == v.ID) && r.CodeId == "" && r.ActivityId == "" &&
		(r.ProductCode == "" || len(v.Products) == 0 || slices.Contains(v.Products, strings.TrimPrefix(r.ProductCode, "p_"))) &&
		strings.Contains(v.Remark, r.VoucherName) && (r.PayMode == "" || r.PayMode == PayPrepaid) && r.VoucherMainType == "" && r.VoucherSubType == "" &&
		within(r.given, v.Created) && within(r.begins, v.Begin) && within(r.ends, v.End)
}

// DescribeVoucherInfoResponse is the answer of DescribeVoucherInfo.
type DescribeVoucherInfoResponse struct {
	TotalCount, TotalBalance int64
	VoucherInfos             []VoucherItem
	Unit                     string
}

// A VoucherItem is a voucher as answers show it.
type VoucherItem struct {
	OwnerUin, Status                                 string
	NominalValue, Balance                            int64
	VoucherId, PayMode, PayScene, BeginTime, EndTime string
	ApplicableProducts                               Goods
	ExcludedProducts                                 []Goods
	PolicyRemark, CreateTime                         string
}

// Goods are products that a voucher pays, or does not.
type Goods struct{ GoodsName, PayMode string }

func (s *Service) describeVouchers(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVoucherInfoRequest) (*DescribeVoucherInfoResponse, error) {
	all, err := s.Store.Vouchers(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v *Voucher) bool { return !in.keeps(v, c.Now) })
	by := map[string]func(*Voucher) time.Time{
		"BeginTime": func(v *Voucher) time.Time { return v.Begin }, "EndTime": func(v *Voucher) time.Time { return v.End },
	}[in.SortField]
	if by == nil {
		by = func(v *Voucher) time.Time { return v.Created }
	}
	slices.SortStableFunc(all, func(a, b *Voucher) int {
		if in.SortOrder == "asc" {
			a, b = b, a
		}
		return by(b).Compare(by(a))
	})
	out := &DescribeVoucherInfoResponse{TotalCount: int64(len(all)), VoucherInfos: []VoucherItem{}, Unit: "CNY"}
	for _, v := range all {
		if v.status(c.Now) == VoucherUnused {
			out.TotalBalance += int64(v.Balance)
		}
	}
	for _, v := range page(all, max(in.Offset-1, 0)*in.Limit, in.Limit) {
		goods := "all"
		if len(v.Products) > 0 {
			goods = strings.Join(v.Products, ",")
		}
		out.VoucherInfos = append(out.VoucherInfos, VoucherItem{
			OwnerUin: v.Account, Status: v.status(c.Now), NominalValue: int64(v.Nominal), Balance: int64(v.Balance), VoucherId: v.ID, PayMode: PayPrepaid,
			BeginTime: inChina(v.Begin), EndTime: inChina(v.End), ApplicableProducts: Goods{goods, PayPrepaid}, ExcludedProducts: []Goods{},
			PolicyRemark: v.Remark, CreateTime: inChina(v.Created),
		})
	}
	return out, nil
}

// DescribeVoucherUsageDetails lists what a voucher paid.
var DescribeVoucherUsageDetails = action.Define(action.Spec{
	Name: "DescribeVoucherUsageDetails", Doc: "Lists the orders that a voucher paid, the latest first, in hundred-millionths of a yuan.",
	Domain3: "billing", Version: "2018-07-09", Regionless: true, Refuses: []*catalogue.Condition{errNoVoucher},
}, (*Service).describeVoucherUses)

// DescribeVoucherUsageDetailsRequest is the input of DescribeVoucherUsageDetails.
type DescribeVoucherUsageDetailsRequest struct {
	Limit     int64  `api:"required,min=1,max=1000" doc:"How many to list."`
	Offset    int64  `api:"required,min=0" doc:"Which page, from 1 on; 0 is the first too."`
	VoucherId string `api:"required" doc:"The voucher."`
	Operator  string `doc:"Changes nothing."`
}

// DescribeVoucherUsageDetailsResponse is the answer of DescribeVoucherUsageDetails.
type DescribeVoucherUsageDetailsResponse struct {
	TotalCount, TotalUsedAmount int64
	UsageRecords                []UsageRecord
}

// A UsageRecord is an order that a voucher paid.
type UsageRecord struct {
	UsedAmount                          int64
	UsedTime                            string
	UsageDetails                        []UsageDetail
	PayMode, VoucherId, PayScene, SeqId string
}

// A UsageDetail is what was bought.
type UsageDetail struct {
	ProductName, SubProductName, ProductCode, SubProductCode, BillingItemCode, SubBillingItemCode, ProductEnName, SubProductEnName, CalcUnit, Action string
}

func (s *Service) describeVoucherUses(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVoucherUsageDetailsRequest) (*DescribeVoucherUsageDetailsResponse, error) {
	v, err := s.Store.Voucher(ctx, tx, in.VoucherId)
	if err != nil {
		return nil, err
	}
	if v == nil || v.Account != c.Caller.Account {
		return nil, errNoVoucher.Errorf("The voucher %.40q does not exist.", in.VoucherId)
	}
	uses := slices.Clone(v.Uses)
	slices.Reverse(uses)
	out := &DescribeVoucherUsageDetailsResponse{TotalCount: int64(len(uses)), TotalUsedAmount: int64(v.Nominal - v.Balance), UsageRecords: []UsageRecord{}}
	for _, u := range page(uses, max(in.Offset-1, 0)*in.Limit, in.Limit) {
		out.UsageRecords = append(out.UsageRecords, UsageRecord{
			UsedAmount: int64(u.Amount), UsedTime: inChina(u.At), PayMode: PayPrepaid, VoucherId: v.ID, SeqId: u.Deal,
			UsageDetails: []UsageDetail{{
				ProductName: u.Product, SubProductName: u.What, ProductCode: "p_" + u.Product, SubProductCode: "sp_" + u.Product,
				ProductEnName: u.Product, SubProductEnName: u.What, Action: u.Action,
			}},
		})
	}
	return out, nil
}
