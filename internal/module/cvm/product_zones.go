package cvm

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// The regions and zones of all products are asked for at two hosts of their own: region, and api before it. Here every
// product is in all of cvm's zones.
const (
	regionVersion = "2022-06-27"
	apiVersion    = "2020-11-06"
)

// products are those that the hosts know, as they spell them.
var products = []string{"billing", "cam", "cbs", "clb", "cvm", "eip", "sts", "tag", "vpc"}

var errProduct = catalogue.InvalidValue.Named("InvalidParameterValue")

func checkProduct(product string) error {
	if slices.Contains(products, strings.ToLower(product)) {
		return nil
	}
	return errProduct.Errorf("Parameter Product is %s; one of %s is expected.", param.Quote(product), strings.Join(products, ", "))
}

// RegionDescribeProducts lists the products.
var RegionDescribeProducts = action.Define(action.Spec{
	Name: "DescribeProducts", Doc: "Lists the products whose regions and zones can be asked for.",
	Domain3: "region", Version: regionVersion, Regionless: true,
}, (*Service).describeProducts)

// DescribeProductsRequest is the input of DescribeProducts.
type DescribeProductsRequest struct {
	Limit  int64 `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Offset int64 `api:"min=0" doc:"How many are skipped."`
}

// DescribeProductsResponse is the output of DescribeProducts.
type DescribeProductsResponse struct {
	Products   []RegionProduct
	TotalCount int64
}

// RegionProduct is the API's RegionProduct.
type RegionProduct struct{ Name string }

func (s *Service) describeProducts(_ context.Context, _ store.Tx, _ *call.Call, in *DescribeProductsRequest) (*DescribeProductsResponse, error) {
	out := &DescribeProductsResponse{TotalCount: int64(len(products))}
	for _, name := range page(products, in.Offset, in.Limit) {
		out.Products = append(out.Products, RegionProduct{name})
	}
	return out, nil
}

// ProductRequest is the input of the hosts' DescribeRegions and DescribeZones.
type ProductRequest struct {
	Product string `api:"required" doc:"The product: cvm, vpc, …"`
	Scene   int64  `api:"min=0,max=2" doc:"Whether what only the console shows is listed; there is none of it."`
}

// Check implements action.Checker.
func (r *ProductRequest) Check() error { return checkProduct(r.Product) }

// RegionDescribeRegions lists a product's regions.
var RegionDescribeRegions = action.Define(action.Spec{
	Name: "DescribeRegions", Doc: "Lists the regions of a product.",
	Domain3: "region", Version: regionVersion, Regionless: true, Refuses: []*catalogue.Condition{errProduct},
}, (*Service).regionsOfProduct)

// ProductRegionsResponse is the output of region's DescribeRegions.
type ProductRegionsResponse struct {
	TotalCount int64
	RegionSet  []ProductRegion
}

// A ProductRegion is region's RegionInfo; the members that end in MC are the console's.
type ProductRegion struct {
	Region, RegionName, RegionState      string
	RegionTypeMC                         *int64
	LocationMC, RegionNameMC, RegionIdMC *string
}

func (s *Service) regionsOfProduct(ctx context.Context, tx store.Tx, c *call.Call, _ *ProductRequest) (*ProductRegionsResponse, error) {
	all, err := s.describeRegions(ctx, tx, c, nil)
	if err != nil {
		return nil, err
	}
	out := &ProductRegionsResponse{TotalCount: all.TotalCount}
	for _, r := range all.RegionSet {
		out.RegionSet = append(out.RegionSet, ProductRegion{Region: r.Region, RegionName: r.RegionName, RegionState: r.RegionState})
	}
	return out, nil
}

// RegionDescribeZones lists a product's zones.
var RegionDescribeZones = action.Define(action.Spec{
	Name: "DescribeZones", Doc: "Lists the zones of a product in the region.",
	Domain3: "region", Version: regionVersion, Refuses: []*catalogue.Condition{errProduct},
}, (*Service).zonesOfProduct)

// ProductZonesResponse is the output of region's DescribeZones.
type ProductZonesResponse struct {
	TotalCount int64
	ZoneSet    []ProductZone
}

// A ProductZone is region's ZoneInfo; it has a parent where it is an edge zone, which none is here.
type ProductZone struct {
	Zone, ZoneName, ZoneId, ZoneState                  string
	ParentZone, ParentZoneId, ParentZoneName, ZoneType *string
	MachineRoomTypeMC, ZoneIdMC                        *string
}

func (s *Service) zonesOfProduct(ctx context.Context, tx store.Tx, c *call.Call, _ *ProductRequest) (*ProductZonesResponse, error) {
	all, err := s.describeZones(ctx, tx, c, nil)
	if err != nil {
		return nil, err
	}
	out := &ProductZonesResponse{TotalCount: all.TotalCount}
	for _, z := range all.ZoneSet {
		out.ZoneSet = append(out.ZoneSet, ProductZone{Zone: z.Zone, ZoneName: z.ZoneName, ZoneId: z.ZoneId, ZoneState: z.ZoneState})
	}
	return out, nil
}

// APIProductRequest is the input of the same on the host api.
type APIProductRequest struct {
	Product string `api:"required" doc:"The product: cvm, vpc, …"`
}

// Check implements action.Checker.
func (r *APIProductRequest) Check() error { return checkProduct(r.Product) }

// APIDescribeRegions is the same on the host api.
var APIDescribeRegions = action.Define(action.Spec{
	Name: "DescribeRegions", Doc: "Lists the regions of a product.",
	Domain3: "api", Version: apiVersion, Regionless: true, Refuses: []*catalogue.Condition{errProduct},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, _ *APIProductRequest) (*DescribeRegionsResponse, error) {
	return s.describeRegions(ctx, tx, c, nil)
})

// APIDescribeZones is the same on the host api.
var APIDescribeZones = action.Define(action.Spec{
	Name: "DescribeZones", Doc: "Lists the zones of a product in the region.",
	Domain3: "api", Version: apiVersion, Refuses: []*catalogue.Condition{errProduct},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, _ *APIProductRequest) (*DescribeZonesResponse, error) {
	return s.describeZones(ctx, tx, c, nil)
})
