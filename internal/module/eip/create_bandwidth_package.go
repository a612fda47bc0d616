package eip

import (
	"context"
	"regexp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// CreateBandwidthPackage buys packages.
var CreateBandwidthPackage = action.Define(action.Spec{
	Name: "CreateBandwidthPackage", Doc: "Buys bandwidth packages, which pay for the addresses in them.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"bwp"},
	Refuses: []*catalogue.Condition{errCombination, errRange, errInvalid, errNotVerified, errPackagesFull, errBalance},
}, (*Service).createBandwidthPackage)

// CreateBandwidthPackageRequest is the input of CreateBandwidthPackage.
type CreateBandwidthPackageRequest struct {
	NetworkType           string `api:"oneof=BGP HIGH_QUALITY_BGP SINGLEISP_CMCC SINGLEISP_CTCC SINGLEISP_CUCC,default=BGP" doc:"The line."`
	ChargeType            string `api:"oneof=ENHANCED95_POSTPAID_BY_MONTH PRIMARY_TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_DAY FIXED_PREPAID_BY_MONTH PEAK_BANDWIDTH_POSTPAID_BY_DAY TOP5_POSTPAID_BY_MONTH,default=ENHANCED95_POSTPAID_BY_MONTH" doc:"How it is paid."`
	BandwidthPackageName  string `doc:"Its name: at most 60 letters, digits, hyphens and underscores."`
	BandwidthPackageCount int64  `api:"min=1,max=20,default=1" doc:"How many."`
	InternetMaxBandwidth  *int64 `doc:"Its bandwidth in Mbps; -1, or left out, for no limit."`
	Tags                  []Tag  `doc:"Its tags."`
	Protocol              string `api:"oneof=ipv4 ipv6,default=ipv4" doc:"Of which addresses."`
	TimeSpan              *int64 `doc:"For how many months it is paid in advance: 1 to 60."`
	Egress                string `api:"oneof=center_egress1 center_egress2 center_egress3,default=center_egress1" doc:"Where its traffic goes out."`
	DesignatedZone        string `doc:"A special zone; there are none here."`
}

// Check implements action.Checker.
func (r *CreateBandwidthPackageRequest) Check() error {
	if r.DesignatedZone != "" {
		return errCombination.Errorf("Parameter DesignatedZone is given; there are no special zones here.")
	}
	if err := checkPackageName(r.BandwidthPackageName); err != nil {
		return err
	}
	if r.InternetMaxBandwidth != nil {
		if err := checkPackageBandwidth(*r.InternetMaxBandwidth); err != nil {
			return err
		}
	}
	if r.ChargeType != PrepaidPackage {
		return nil
	}
	if r.TimeSpan == nil || *r.TimeSpan < 1 || *r.TimeSpan > 60 {
		return errRange.Errorf("With %s, a TimeSpan from 1 to 60 months is expected.", PrepaidPackage)
	}
	if r.InternetMaxBandwidth == nil || *r.InternetMaxBandwidth < 1 {
		return errCombination.Errorf("With %s, an InternetMaxBandwidth is expected.", PrepaidPackage)
	}
	return nil
}

var packageName = regexp.MustCompile(`^[\p{L}\p{N}_-]{0,60}$`)

func checkPackageName(name string) error {
	if !packageName.MatchString(name) {
		return errInvalid.Errorf("Parameter BandwidthPackageName is %s; at most 60 letters, digits, hyphens and underscores are expected.", param.Quote(name))
	}
	return nil
}

// mostOfPackage is how wide a package may be, in Mbps; assumed.
const mostOfPackage = 100000

func checkPackageBandwidth(mbps int64) error {
	if mbps != -1 && (mbps < 1 || mbps > mostOfPackage) {
		return errRange.Errorf("Parameter InternetMaxBandwidth is %d; -1, or a number from 1 to %d, is expected.", mbps, mostOfPackage)
	}
	return nil
}

// Conditions implements action.Conditioner.
func (r *CreateBandwidthPackageRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateBandwidthPackageResponse is the output of CreateBandwidthPackage.
type CreateBandwidthPackageResponse struct {
	BandwidthPackageId  string
	BandwidthPackageIds []string
}

func (s *Service) createBandwidthPackage(ctx context.Context, tx store.Tx, c *call.Call, in *CreateBandwidthPackageRequest) (*CreateBandwidthPackageResponse, error) {
	verified, err := s.Accounts.Verified(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	if !verified {
		return nil, errNotVerified.Errorf("The identity of account %s is not verified; only a verified account may buy.", c.Caller.Account)
	}
	all, err := s.Store.Packages(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaPackages)
	if err != nil {
		return nil, err
	}
	if int64(len(all))+in.BandwidthPackageCount > most {
		return nil, errPackagesFull.Errorf("There are %d bandwidth packages in this region; with %d more the quota of %d is exceeded.", len(all), in.BandwidthPackageCount, most)
	}
	out := &CreateBandwidthPackageResponse{}
	for range in.BandwidthPackageCount {
		p, err := s.buyPackage(ctx, tx, c, in)
		if err != nil {
			return nil, err
		}
		out.BandwidthPackageIds = append(out.BandwidthPackageIds, p.ID)
	}
	out.BandwidthPackageId = out.BandwidthPackageIds[0]
	return out, nil
}

// buyPackage keeps a new package and pays for it, where it is paid in advance.
func (s *Service) buyPackage(ctx context.Context, tx store.Tx, c *call.Call, in *CreateBandwidthPackageRequest) (*Package, error) {
	p := &Package{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: in.BandwidthPackageName, Network: in.NetworkType, Charge: in.ChargeType,
		Egress: in.Egress, Protocol: in.Protocol, Bandwidth: -1, Created: c.Now,
	}
	if in.InternetMaxBandwidth != nil {
		p.Bandwidth = *in.InternetMaxBandwidth
	}
	for added := false; !added; {
		p.ID = s.Random.ResourceID("bwp")
		var err error
		if added, err = s.Store.AddPackage(ctx, tx, p); err != nil {
			return nil, err
		}
	}
	if len(in.Tags) > 0 {
		if err := s.Tags.Attach(ctx, tx, p.Account, p.tagged(), tagsOf(in.Tags)); err != nil {
			return nil, err
		}
	}
	if p.Charge != PrepaidPackage {
		return p, nil
	}
	price, err := p.price(p.Bandwidth, *in.TimeSpan)
	if err != nil {
		return nil, err
	}
	p.Expires, p.PaidSince, p.Paid = addMonths(c.Now, *in.TimeSpan), c.Now, price
	if _, err := s.Till.Charge(ctx, tx, c, p.order("purchase", price, *in.TimeSpan)); err != nil {
		return nil, unpaid(err)
	}
	return p, s.Store.PutPackage(ctx, tx, p)
}
