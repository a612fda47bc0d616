package eip

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// ModifyBandwidthPackageAttribute changes what a package is called and how it is paid.
var ModifyBandwidthPackageAttribute = action.Define(action.Spec{
	Name: "ModifyBandwidthPackageAttribute", Doc: "Changes the name of a bandwidth package, and how one is paid that is paid afterwards.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: []*catalogue.Condition{errPackageForm, errInvalid, errNoPackage, errPackageType},
}, (*Service).modifyBandwidthPackageAttribute)

// ModifyBandwidthPackageAttributeRequest is the input of ModifyBandwidthPackageAttribute.
type ModifyBandwidthPackageAttributeRequest struct {
	BandwidthPackageId   string  `api:"required" touches:"bwp" doc:"The package."`
	BandwidthPackageName *string `doc:"Its name."`
	ChargeType           string  `api:"oneof=ENHANCED95_POSTPAID_BY_MONTH PRIMARY_TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_DAY FIXED_PREPAID_BY_MONTH PEAK_BANDWIDTH_POSTPAID_BY_DAY TOP5_POSTPAID_BY_MONTH" doc:"How it is paid."`
}

// Check implements action.Checker.
func (r *ModifyBandwidthPackageAttributeRequest) Check() error {
	if r.BandwidthPackageName == nil && r.ChargeType == "" {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; BandwidthPackageName or ChargeType is expected.")
	}
	if r.BandwidthPackageName != nil {
		if err := checkPackageName(*r.BandwidthPackageName); err != nil {
			return err
		}
	}
	return checkPackageID(r.BandwidthPackageId)
}

func (s *Service) modifyBandwidthPackageAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyBandwidthPackageAttributeRequest) (*Nothing, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	if in.ChargeType != "" && in.ChargeType != p.Charge {
		if p.Charge == PrepaidPackage || in.ChargeType == PrepaidPackage {
			return nil, errPackageType.Errorf("The package %s is %s; it can't become %s, since one of them is paid in advance.", p.ID, p.Charge, in.ChargeType)
		}
		p.Charge = in.ChargeType
	}
	if in.BandwidthPackageName != nil {
		p.Name = *in.BandwidthPackageName
	}
	return &Nothing{}, s.Store.PutPackage(ctx, tx, p)
}

// ModifyBandwidthPackageBandwidth changes how wide a package is.
var ModifyBandwidthPackageBandwidth = action.Define(action.Spec{
	Name: "ModifyBandwidthPackageBandwidth", Doc: "Changes the bandwidth of a package; more of one that is paid in advance is paid until its end.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: []*catalogue.Condition{errPackageForm, errRange, errCombination, errNoPackage, errBalance},
}, (*Service).modifyBandwidthPackageBandwidth)

// ModifyBandwidthPackageBandwidthRequest is the input of ModifyBandwidthPackageBandwidth.
type ModifyBandwidthPackageBandwidthRequest struct {
	InternetMaxBandwidth int64  `api:"required" doc:"Its bandwidth in Mbps; -1 for no limit."`
	BandwidthPackageId   string `api:"required" touches:"bwp" doc:"The package."`
}

// Check implements action.Checker.
func (r *ModifyBandwidthPackageBandwidthRequest) Check() error {
	if err := checkPackageBandwidth(r.InternetMaxBandwidth); err != nil {
		return err
	}
	return checkPackageID(r.BandwidthPackageId)
}

func (s *Service) modifyBandwidthPackageBandwidth(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyBandwidthPackageBandwidthRequest) (*Nothing, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	if p.Charge == PrepaidPackage {
		if in.InternetMaxBandwidth < p.Bandwidth {
			return nil, errCombination.Errorf("The package %s has %d Mbps that are paid until %s; more of them are expected.", p.ID, p.Bandwidth, iso(p.Expires))
		}
		if err := s.payMore(ctx, tx, c, p, in.InternetMaxBandwidth-p.Bandwidth); err != nil {
			return nil, err
		}
	}
	p.Bandwidth = in.InternetMaxBandwidth
	return &Nothing{}, s.Store.PutPackage(ctx, tx, p)
}

// payMore pays for more bandwidth of a package until the end of its paid time, by the day.
func (s *Service) payMore(ctx context.Context, tx store.Tx, c *call.Call, p *Package, mbps int64) error {
	price, err := p.price(mbps, 1)
	if err != nil {
		return err
	}
	if price, err = price.Times(max(0, int64(p.Expires.Sub(c.Now)/(24*time.Hour))+1), 30, money.HalfUp); err != nil {
		return err
	}
	_, price = price.Cents(money.HalfUp)
	if p.Paid, err = p.Paid.Add(price); err != nil {
		return err
	}
	_, err = s.Till.Charge(ctx, tx, c, p.order("upgrade", price, 0))
	return unpaid(err)
}

// DeleteBandwidthPackage returns a package that nothing is in, with what is left of its price.
var DeleteBandwidthPackage = action.Define(action.Spec{
	Name: "DeleteBandwidthPackage", Doc: "Returns a bandwidth package that nothing is in.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: []*catalogue.Condition{errPackageForm, errNoPackage, errPackageUsed},
}, (*Service).deleteBandwidthPackage)

// DeleteBandwidthPackageRequest is the input of DeleteBandwidthPackage.
type DeleteBandwidthPackageRequest struct {
	BandwidthPackageId string `api:"required" touches:"bwp" doc:"The package."`
}

// Check implements action.Checker.
func (r *DeleteBandwidthPackageRequest) Check() error { return checkPackageID(r.BandwidthPackageId) }

func (s *Service) deleteBandwidthPackage(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteBandwidthPackageRequest) (*Nothing, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	contents, err := s.inside(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	if len(contents) > 0 {
		return nil, errPackageUsed.Errorf("%d resources are in the package %s; it can be returned when it is empty.", len(contents), p.ID)
	}
	as := Address{Expires: p.Expires, PaidSince: p.PaidSince, Paid: p.Paid}
	left, err := as.refund(c.Now)
	if err != nil {
		return nil, err
	}
	if left > 0 {
		if _, err := s.Till.Refund(ctx, tx, c, p.order("refund", left, 0)); err != nil {
			return nil, err
		}
	}
	if err := s.Tags.Drop(ctx, tx, p.Account, p.tagged()); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemovePackage(ctx, tx, p.ID)
}
