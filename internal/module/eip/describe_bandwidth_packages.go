package eip

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeBandwidthPackages lists packages; an id that is not there is not listed.
var DescribeBandwidthPackages = action.Define(action.Spec{
	Name: "DescribeBandwidthPackages", Doc: "Lists bandwidth packages with what is in them.",
	Domain3: "vpc", Version: version, Service: "cvm", Lists: "bwp",
	Refuses: []*catalogue.Condition{errPackageForm, errTooMany, errFilter, errFilters, errInvalid},
}, (*Service).describeBandwidthPackages)

// DescribeBandwidthPackagesRequest is the input of DescribeBandwidthPackages.
type DescribeBandwidthPackagesRequest struct {
	BandwidthPackageIds []string `touches:"bwp" doc:"The packages; not together with Filters."`
	Filters             []Filter `doc:"What they have to have, at most 10."`
	Offset              int64    `api:"min=0" doc:"How many are skipped."`
	Limit               int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// packageFilters are what of a package is looked at, by the filter's name.
var packageFilters = map[string]func(*Package, []*Address) []string{
	"bandwidth-package-id":   func(p *Package, _ []*Address) []string { return []string{p.ID} },
	"bandwidth-package-name": func(p *Package, _ []*Address) []string { return []string{p.Name} },
	"network-type":           func(p *Package, _ []*Address) []string { return []string{p.Network} },
	"charge-type":            func(p *Package, _ []*Address) []string { return []string{p.Charge} },
	"resource.resource-type": func(_ *Package, in []*Address) []string {
		return eachOf(in, func(*Address) string { return resourceType })
	},
	"resource.resource-id": func(_ *Package, in []*Address) []string { return eachOf(in, func(a *Address) string { return a.ID }) },
	"resource.address-ip":  func(_ *Package, in []*Address) []string { return eachOf(in, func(a *Address) string { return a.IP }) },
}

func eachOf(all []*Address, what func(*Address) string) []string {
	out := make([]string, len(all))
	for n, a := range all {
		out[n] = what(a)
	}
	return out
}

// resourceType is what resources of packages are called that are addresses.
const resourceType = "Address"

// Check implements action.Checker.
func (r *DescribeBandwidthPackagesRequest) Check() error {
	if len(r.BandwidthPackageIds) > 0 && len(r.Filters) > 0 {
		return errInvalid.Errorf("Parameters BandwidthPackageIds and Filters are both given; one of them is expected.")
	}
	for _, id := range r.BandwidthPackageIds {
		if err := checkPackageID(id); err != nil {
			return err
		}
	}
	return checkFilters(r.Filters, func(name string) bool { return packageFilters[name] != nil })
}

// DescribeBandwidthPackagesResponse is the output of DescribeBandwidthPackages.
type DescribeBandwidthPackagesResponse struct {
	TotalCount          int64
	BandwidthPackageSet []PackageItem
}

// A PackageItem is the API's BandwidthPackage.
type PackageItem struct {
	BandwidthPackageId   string
	NetworkType          string
	ChargeType           string
	BandwidthPackageName string
	CreatedTime          string
	Status               string
	ResourceSet          []Resource
	Bandwidth            int64
	Egress               string
	Deadline             *string
}

// A Resource is what is in a package.
type Resource struct {
	ResourceType string
	ResourceId   string
	AddressIp    string
}

func resourcesOf(in []*Address) []Resource {
	out := make([]Resource, len(in))
	for n, a := range in {
		out[n] = Resource{resourceType, a.ID, a.IP}
	}
	return out
}

func (s *Service) describeBandwidthPackages(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeBandwidthPackagesRequest) (*DescribeBandwidthPackagesResponse, error) {
	all, err := s.Store.Packages(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	addresses, err := s.Store.Addresses(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	contents := map[string][]*Address{}
	for _, a := range addresses {
		contents[a.Package] = append(contents[a.Package], a)
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "bwp", c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p *Package) bool {
		return !in.keeps(p, contents[p.ID], tags[p.ID]) || !c.Sees(p.resource(), about(p.Creator, tags[p.ID]))
	})
	out := &DescribeBandwidthPackagesResponse{TotalCount: int64(len(all))}
	for _, p := range page(all, in.Offset, in.Limit) {
		out.BandwidthPackageSet = append(out.BandwidthPackageSet, PackageItem{
			BandwidthPackageId: p.ID, NetworkType: p.Network, ChargeType: p.Charge, BandwidthPackageName: p.Name, CreatedTime: iso(p.Created), Status: "CREATED",
			ResourceSet: resourcesOf(contents[p.ID]), Bandwidth: p.Bandwidth, Egress: p.Egress, Deadline: said(iso(p.Expires)),
		})
	}
	return out, nil
}

func (r *DescribeBandwidthPackagesRequest) keeps(p *Package, contents []*Address, tags []tagging.Tag) bool {
	named := len(r.BandwidthPackageIds) == 0 || slices.Contains(r.BandwidthPackageIds, p.ID)
	return named && passes(r.Filters, tags, func(name string) []string { return packageFilters[name](p, contents) })
}

// DescribeBandwidthPackageResources lists what is in a package.
var DescribeBandwidthPackageResources = action.Define(action.Spec{
	Name: "DescribeBandwidthPackageResources", Doc: "Lists what is in a bandwidth package.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: []*catalogue.Condition{errPackageForm, errTooMany, errFilter, errFilters, errNoPackage},
}, (*Service).describeBandwidthPackageResources)

// DescribeBandwidthPackageResourcesRequest is the input of DescribeBandwidthPackageResources.
type DescribeBandwidthPackageResourcesRequest struct {
	BandwidthPackageId string   `api:"required" touches:"bwp" doc:"The package."`
	Filters            []Filter `doc:"By resource-id or resource-type."`
	Offset             int64    `api:"min=0" doc:"How many are skipped."`
	Limit              int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *DescribeBandwidthPackageResourcesRequest) Check() error {
	if err := checkFilters(r.Filters, func(name string) bool { return name == "resource-id" || name == "resource-type" }); err != nil {
		return err
	}
	return checkPackageID(r.BandwidthPackageId)
}

// DescribeBandwidthPackageResourcesResponse is the output of DescribeBandwidthPackageResources.
type DescribeBandwidthPackageResourcesResponse struct {
	TotalCount  int64
	ResourceSet []Resource
}

func (s *Service) describeBandwidthPackageResources(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeBandwidthPackageResourcesRequest) (*DescribeBandwidthPackageResourcesResponse, error) {
	p, err := s.pkg(ctx, tx, c, in.BandwidthPackageId)
	if err != nil {
		return nil, err
	}
	contents, err := s.inside(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(resourcesOf(contents), func(r Resource) bool {
		return !passes(in.Filters, nil, func(name string) []string {
			return []string{map[string]string{"resource-id": r.ResourceId, "resource-type": r.ResourceType}[name]}
		})
	})
	return &DescribeBandwidthPackageResourcesResponse{int64(len(all)), page(all, in.Offset, in.Limit)}, nil
}

// DescribeBandwidthPackageQuota tells how many packages there may be.
var DescribeBandwidthPackageQuota = action.Define(action.Spec{
	Name: "DescribeBandwidthPackageQuota", Doc: "Tells how many bandwidth packages there may be in the region and how many there are.",
	Domain3: "vpc", Version: version, Service: "cvm",
}, (*Service).describeBandwidthPackageQuota)

func (s *Service) describeBandwidthPackageQuota(ctx context.Context, tx store.Tx, c *call.Call, _ *QuotaRequest) (*QuotaResponse, error) {
	all, err := s.Store.Packages(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaPackages)
	return &QuotaResponse{[]Quota{{QuotaId: "TOTAL_BANDWIDTHPKG_QUOTA", QuotaCurrent: int64(len(all)), QuotaLimit: most}}}, err
}
