package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// AddBandwidthPackageResources has a package pay for addresses: for all that it names, or for none.
var AddBandwidthPackageResources = action.Define(action.Spec{
	Name: "AddBandwidthPackageResources", Doc: "Has a bandwidth package pay for addresses.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errPackageForm, errResourceForm, errTooMany, errNoPackage, errNoResource, errInside, errPackageCharge, errPackageFull, errBusy, errArrears, errStatus, errBalance},
}, (*Service).addBandwidthPackageResources)

// AddBandwidthPackageResourcesRequest is the input of AddBandwidthPackageResources.
type AddBandwidthPackageResourcesRequest struct {
	ResourceIds             []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	BandwidthPackageId      string   `api:"required" touches:"bwp" doc:"The package."`
	NetworkType             string   `api:"oneof=BGP HIGH_QUALITY_BGP ANYCAST SINGLEISP_CMCC SINGLEISP_CTCC SINGLEISP_CUCC" doc:"The package's line; changes nothing."`
	ResourceType            string   `api:"oneof=Address LoadBalance,default=Address" doc:"What they are; there are addresses in packages here."`
	Protocol                string   `api:"oneof=ipv4 ipv6" doc:"Of which addresses; changes nothing."`
	InternetMaxBandwidthOut *int64   `doc:"Their bandwidth in Mbps from now on."`
}

// Check implements action.Checker.
func (r *AddBandwidthPackageResourcesRequest) Check() error {
	if r.InternetMaxBandwidthOut != nil {
		if err := checkBandwidth(ByPackage, *r.InternetMaxBandwidthOut); err != nil {
			return err
		}
	}
	return checkResources(r.BandwidthPackageId, r.ResourceIds)
}

func checkResources(pkg string, ids []string) error {
	if err := checkPackageID(pkg); err != nil {
		return err
	}
	if len(ids) > maxIDs {
		return errTooMany.Errorf("Parameter ResourceIds has %d items; at most %d are expected.", len(ids), maxIDs)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if !addressForm.MatchString(id) && !instanceForm.MatchString(id) || seen[id] {
			return errResourceForm.Errorf("Parameter ResourceIds holds %s; each id is expected once, as eip- and 8 lower-case letters or digits.", param.Quote(id))
		}
		seen[id] = true
	}
	return nil
}

func (s *Service) addBandwidthPackageResources(ctx context.Context, tx store.Tx, c *call.Call, in *AddBandwidthPackageResourcesRequest) (*Nothing, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	for _, id := range in.ResourceIds {
		a, err := s.resource(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if a.Package != "" {
			return nil, errInside.Errorf("The address %s is in the package %s already.", a.ID, a.Package)
		}
		if err := a.may(anyState...); err != nil {
			return nil, err
		}
		if a.isPrepaid() {
			return nil, errPackageCharge.Errorf("The address %s is paid in advance; one that is paid by the hour is expected.", a.ID)
		}
		a.Package, a.Charge = p.ID, ByPackage
		if in.InternetMaxBandwidthOut != nil {
			a.Bandwidth = *in.InternetMaxBandwidthOut
		}
		if err := s.rated(ctx, tx, c, a); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, s.packageRoom(ctx, tx, c, p.ID, 0)
}

// resource is the caller's address as a resource of a package.
func (s *Service) resource(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Address, error) {
	a, err := s.Store.Address(ctx, tx, c.Caller.Account, id)
	if err == nil && (a == nil || a.Region != c.Region) {
		err = errNoResource.Errorf("The address %s does not exist in this region.", id)
	}
	return a, err
}

// rated keeps an address and has its meter go on at its new price.
func (s *Service) rated(ctx context.Context, tx store.Tx, c *call.Call, a *Address) error {
	price, err := a.hourly()
	if err != nil {
		return err
	}
	if err := s.Till.Change(ctx, tx, c, a.ID, price); err != nil {
		return unpaid(err)
	}
	return s.Store.PutAddress(ctx, tx, a)
}

// RemoveBandwidthPackageResources takes addresses out of a package: all that it names, or none. They pay for themselves
// then.
var RemoveBandwidthPackageResources = action.Define(action.Spec{
	Name: "RemoveBandwidthPackageResources", Doc: "Takes addresses out of a bandwidth package.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errPackageForm, errResourceForm, errTooMany, errBandwidth, errNoPackage, errNoResource, errNotInside, errBusy, errArrears, errStatus, errBalance},
}, (*Service).removeBandwidthPackageResources)

// RemoveBandwidthPackageResourcesRequest is the input of RemoveBandwidthPackageResources.
type RemoveBandwidthPackageResourcesRequest struct {
	ResourceIds             []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
	BandwidthPackageId      string   `api:"required" touches:"bwp" doc:"The package."`
	ResourceType            string   `api:"oneof=Address LoadBalance,default=Address" doc:"What they are; there are addresses in packages here."`
	InternetMaxBandwidthOut *int64   `doc:"Their bandwidth in Mbps from now on."`
	InternetChargeType      string   `api:"oneof=TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_HOUR,default=TRAFFIC_POSTPAID_BY_HOUR" doc:"How they are paid from now on."`
}

// Check implements action.Checker.
func (r *RemoveBandwidthPackageResourcesRequest) Check() error {
	if r.InternetMaxBandwidthOut != nil {
		if err := checkBandwidth(r.InternetChargeType, *r.InternetMaxBandwidthOut); err != nil {
			return err
		}
	}
	return checkResources(r.BandwidthPackageId, r.ResourceIds)
}

func (s *Service) removeBandwidthPackageResources(ctx context.Context, tx store.Tx, c *call.Call, in *RemoveBandwidthPackageResourcesRequest) (*Nothing, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	for _, id := range in.ResourceIds {
		a, err := s.resource(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if a.Package != p.ID {
			return nil, errNotInside.Errorf("The address %s is not in the package %s.", a.ID, p.ID)
		}
		if err := a.may(anyState...); err != nil {
			return nil, err
		}
		a.Package, a.Charge = "", in.InternetChargeType
		a.Bandwidth = min(a.Bandwidth, highest[a.Charge])
		if in.InternetMaxBandwidthOut != nil {
			a.Bandwidth = *in.InternetMaxBandwidthOut
		}
		if err := s.rated(ctx, tx, c, a); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
