package cvm

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeAccountQuota tells how many of what the account may have.
var DescribeAccountQuota = action.Define(action.Spec{
	Name: "DescribeAccountQuota", Doc: "Tells how many instances, images and placement groups the account may have in the region, and has.",
	Domain3: "cvm", Version: version, Rate: 20, Refuses: []*catalogue.Condition{errFilter, errFilterValues, errOtherRegion, errRange},
}, (*Service).describeAccountQuota)

// DescribeAccountQuotaRequest is the input of DescribeAccountQuota.
type DescribeAccountQuotaRequest struct {
	Filters []Filter `doc:"By zone, or by quota-type: PostPaidQuotaSet, PrePaidQuotaSet, SpotPaidQuotaSet, ImageQuotaSet or DisasterRecoverGroupQuotaSet."`
}

// quotaTypes are what the filter quota-type lets through.
var quotaTypes = []string{"PostPaidQuotaSet", "PrePaidQuotaSet", "SpotPaidQuotaSet", "ImageQuotaSet", "DisasterRecoverGroupQuotaSet"}

// Check implements action.Checker.
func (r *DescribeAccountQuotaRequest) Check() error {
	for _, f := range r.Filters {
		for _, v := range f.Values {
			if f.Name == "quota-type" && !slices.Contains(quotaTypes, v) {
				return errRange.Errorf("The filter quota-type has the value %.60q; one of %v is expected.", v, quotaTypes)
			}
		}
	}
	return checkFilters(r.Filters, func(name string) bool { return name == "zone" || name == "quota-type" })
}

// wants tells whether a value of a filter's is asked for.
func (r *DescribeAccountQuotaRequest) wants(name, value string) bool {
	return !slices.ContainsFunc(r.Filters, func(f Filter) bool { return f.Name == name && !slices.Contains(f.Values, value) })
}

// DescribeAccountQuotaResponse is the output of DescribeAccountQuota.
type DescribeAccountQuotaResponse struct {
	AppId                int64
	AccountQuotaOverview AccountQuotaOverview
}

// An AccountQuotaOverview is the quotas in a region.
type AccountQuotaOverview struct {
	Region       string
	AccountQuota AccountQuota
}

// An AccountQuota is the quotas by what they are of.
type AccountQuota struct {
	PostPaidQuotaSet             []ZoneQuota
	PrePaidQuotaSet              []PrepaidQuota
	SpotPaidQuotaSet             []ZoneQuota
	ImageQuotaSet                []ImageQuota
	DisasterRecoverGroupQuotaSet []GroupQuota
}

// A ZoneQuota is of a zone: of instances paid by the hour, or of the CPUs of spot instances.
type ZoneQuota struct {
	UsedQuota, RemainingQuota, TotalQuota int64
	Zone                                  string
}

// A PrepaidQuota is of the purchases of a month in a zone.
type PrepaidQuota struct {
	UsedQuota, OnceQuota, RemainingQuota, TotalQuota int64
	Zone                                             string
}

// An ImageQuota is of private images.
type ImageQuota struct{ UsedQuota, TotalQuota int64 }

// A GroupQuota is of placement groups, and of instances in one.
type GroupQuota struct {
	GroupQuota, CurrentNum                                          int64
	CvmInHostGroupQuota, CvmInSwitchGroupQuota, CvmInRackGroupQuota int64
}

// mostAtOnce is how many instances one call buys at most.
const mostAtOnce = 100

func (s *Service) describeAccountQuota(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAccountQuotaRequest) (*DescribeAccountQuotaResponse, error) {
	zones, err := s.Store.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	for _, f := range in.Filters {
		for _, name := range f.Values {
			if f.Name == "zone" && !slices.ContainsFunc(zones, func(z Zone) bool { return z.Name == name }) {
				return nil, errOtherRegion.Errorf("The filter zone has the value %.60q; a zone of region %s is expected.", name, c.Region)
			}
		}
	}
	out := &DescribeAccountQuotaResponse{}
	out.AppId, _ = strconv.ParseInt(c.Caller.AppID, 10, 64)
	out.AccountQuotaOverview.Region = c.Region
	all := &out.AccountQuotaOverview.AccountQuota
	for _, z := range zones {
		if !in.wants("zone", z.Name) {
			continue
		}
		if err := s.zoneQuotas(ctx, tx, c, in, z.Name, all); err != nil {
			return nil, err
		}
	}
	if in.wants("quota-type", "ImageQuotaSet") {
		used, most, err := s.Images.PrivateImages(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		all.ImageQuotaSet = []ImageQuota{{used, most}}
	}
	if in.wants("quota-type", "DisasterRecoverGroupQuotaSet") {
		g, err := s.describePlacementQuota(ctx, tx, c, nil)
		if err != nil {
			return nil, err
		}
		all.DisasterRecoverGroupQuotaSet = []GroupQuota{{g.GroupQuota, g.CurrentNum, g.CvmInHostGroupQuota, g.CvmInSwitchGroupQuota, g.CvmInRackGroupQuota}}
	}
	return out, nil
}

// zoneQuotas adds the quotas of instances in a zone.
func (s *Service) zoneQuotas(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAccountQuotaRequest, zone string, all *AccountQuota) error {
	account := c.Caller.Account
	if in.wants("quota-type", "PostPaidQuotaSet") {
		used, err := s.Store.CountPostpaid(ctx, tx, account, zone)
		if err != nil {
			return err
		}
		most, err := s.Accounts.Quota(ctx, tx, account, quotaPostpaid, defaultPostpaid)
		if err != nil {
			return err
		}
		all.PostPaidQuotaSet = append(all.PostPaidQuotaSet, ZoneQuota{used, max(0, most-used), most, zone})
	}
	if in.wants("quota-type", "PrePaidQuotaSet") {
		used, err := s.Store.Bought(ctx, tx, account, zone, month(c))
		if err != nil {
			return err
		}
		most, err := s.Accounts.Quota(ctx, tx, account, quotaPrepaid, defaultPrepaid)
		if err != nil {
			return err
		}
		left := max(0, most-used)
		all.PrePaidQuotaSet = append(all.PrePaidQuotaSet, PrepaidQuota{used, min(left, mostAtOnce), left, most, zone})
	}
	if in.wants("quota-type", "SpotPaidQuotaSet") {
		used, _, err := s.spotUse(ctx, tx, account, zone, "")
		if err != nil {
			return err
		}
		most, err := s.Accounts.Quota(ctx, tx, account, quotaSpotCPUs, defaultSpotCPUs)
		if err != nil {
			return err
		}
		all.SpotPaidQuotaSet = append(all.SpotPaidQuotaSet, ZoneQuota{used, max(0, most-used), most, zone})
	}
	return nil
}
