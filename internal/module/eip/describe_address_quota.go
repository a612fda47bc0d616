package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeAddressQuota tells how many addresses there may be, and are.
var DescribeAddressQuota = action.Define(action.Spec{
	Name: "DescribeAddressQuota", Doc: "Tells how many addresses there may be in the region and how many there are.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm",
}, (*Service).describeAddressQuota)

// QuotaRequest is the input of the actions that tell quotas.
type QuotaRequest struct{}

// QuotaResponse is the output of the actions that tell quotas.
type QuotaResponse struct {
	QuotaSet []Quota
}

// A Quota is the API's type of that name.
type Quota struct {
	QuotaId      string
	QuotaCurrent int64
	QuotaLimit   int64
	QuotaGroup   string
}

func (s *Service) describeAddressQuota(ctx context.Context, tx store.Tx, c *call.Call, _ *QuotaRequest) (*QuotaResponse, error) {
	account := c.Caller.Account
	all, err := s.Store.Addresses(ctx, tx, account, c.Region)
	if err != nil {
		return nil, err
	}
	today, err := s.Store.Counted(ctx, tx, account, c.Region, applied, day(c))
	if err != nil {
		return nil, err
	}
	plain, err := s.Store.Counted(ctx, tx, account, c.Region, reassigned, day(c))
	if err != nil {
		return nil, err
	}
	out := &QuotaResponse{}
	for _, x := range []struct {
		id    string
		q     quota
		count int64
	}{{"TOTAL_EIP_QUOTA", quotaAddresses, int64(len(all))}, {"DAILY_EIP_APPLY", quotaDaily, today}, {"DAILY_PUBLIC_IP_ASSIGN", quotaReassign, plain}} {
		most, err := s.quota(ctx, tx, account, x.q)
		if err != nil {
			return nil, err
		}
		out.QuotaSet = append(out.QuotaSet, Quota{QuotaId: x.id, QuotaCurrent: x.count, QuotaLimit: most, QuotaGroup: "PUBLIC"})
	}
	return out, nil
}

// DescribeAddressBandwidthRange tells how wide addresses may be.
var DescribeAddressBandwidthRange = action.Define(action.Spec{
	Name: "DescribeAddressBandwidthRange", Doc: "Tells the bandwidths that addresses may have.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errMalformed, errTooMany, errUnknown},
}, (*Service).describeAddressBandwidthRange)

// DescribeAddressBandwidthRangeRequest is the input of DescribeAddressBandwidthRange.
type DescribeAddressBandwidthRangeRequest struct {
	AddressIds []string `touches:"eip" doc:"The addresses, at most 20; all in the region when left out."`
}

// Check implements action.Checker.
func (r *DescribeAddressBandwidthRangeRequest) Check() error {
	if len(r.AddressIds) > 20 {
		return errTooMany.Errorf("Parameter AddressIds has %d items; at most 20 are expected.", len(r.AddressIds))
	}
	return checkIDs(r.AddressIds)
}

// DescribeAddressBandwidthRangeResponse is the output of DescribeAddressBandwidthRange.
type DescribeAddressBandwidthRangeResponse struct {
	BandwidthRangeSet []BandwidthRange
}

// A BandwidthRange is the API's type of that name.
type BandwidthRange struct {
	ResourceId          string
	BandwidthLowerLimit int64
	BandwidthUpperLimit int64
}

func (s *Service) describeAddressBandwidthRange(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAddressBandwidthRangeRequest) (*DescribeAddressBandwidthRangeResponse, error) {
	all, err := s.Store.Addresses(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	byID := map[string]*Address{}
	ids := in.AddressIds
	for _, a := range all {
		byID[a.ID] = a
		if len(in.AddressIds) == 0 && c.Sees(a.resource(), map[string][]string{"qcs:create_uin": {a.Creator}}) {
			ids = append(ids, a.ID)
		}
	}
	out := &DescribeAddressBandwidthRangeResponse{}
	for _, id := range ids {
		a := byID[id]
		if a == nil {
			return nil, errUnknown.Errorf("The address %s does not exist in this region.", id)
		}
		out.BandwidthRangeSet = append(out.BandwidthRangeSet, BandwidthRange{id, lowestOfRange, highest[a.Charge]})
	}
	return out, nil
}
