package vpc

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// A RouteInput is a route as requests have it: one that is to be made, or one that is there, by one of its ids.
type RouteInput struct {
	DestinationCidrBlock     string `doc:"Where the traffic goes: an IPv4 network outside of its own one."`
	GatewayType              string `doc:"What it is led by: CVM, VPN, DIRECTCONNECT, PEERCONNECTION, HAVIP, NAT, NORMAL_CVM, EIP, LOCAL_GATEWAY, INTRANAT, USER_CCN or GWLB_ENDPOINT."`
	GatewayId                string `doc:"The gateway: its id, a private address for NORMAL_CVM, 0 for EIP."`
	RouteId                  int64  `api:"min=0" doc:"The route's number."`
	RouteDescription         string `doc:"What it is for."`
	Enabled                  *bool  `doc:"Whether it holds; it does by default."`
	RouteType                string `doc:"USER, as others are nobody's to make."`
	RouteTableId             string `doc:"Its route table; that of the request is taken."`
	DestinationIpv6CidrBlock string `doc:"Empty: nothing here has IPv6."`
	RouteItemId              string `doc:"The route's other id."`
	PublishedToVbc           bool   `doc:"Not taken: it is in answers alone."`
	CreatedTime              string `doc:"Not taken: it is in answers alone."`
	CdcId                    string `doc:"Empty: there are no dedicated clusters here."`
}

// check refuses a route that can't be made.
func (r *RouteInput) check() error {
	switch {
	case r.DestinationIpv6CidrBlock != "" || r.CdcId != "":
		return errUnsupported.Errorf("DestinationIpv6CidrBlock or CdcId is given; there is no IPv6 and no dedicated cluster here, and a DestinationCidrBlock alone is expected.")
	case r.RouteType != "" && r.RouteType != "USER":
		return errSystemRoute.Errorf("RouteType is %.40q; USER is expected, as others are the system's.", r.RouteType)
	case !slices.Contains(gatewayTypes, r.GatewayType):
		return errValue.Errorf("GatewayType is %.40q; one of %s is expected.", r.GatewayType, strings.Join(gatewayTypes, ", "))
	}
	if err := checkDestination("DestinationCidrBlock", r.DestinationCidrBlock); err != nil {
		return err
	}
	return checkGateway(r.GatewayType, r.GatewayId)
}

func checkRoutes(table string, routes []RouteInput) error {
	if err := checkID("RouteTableId", "rtb", table); err != nil {
		return err
	}
	if len(routes) > 100 {
		return errTooMany.Errorf("Routes has %d items; at most 100 are expected.", len(routes))
	}
	return nil
}

// into says what the input says of a route.
func (r *RouteInput) into(route *Route) {
	route.Destination, route.GatewayType, route.Gateway, route.Description = r.DestinationCidrBlock, r.GatewayType, r.GatewayId, r.RouteDescription
	put(&route.Enabled, r.Enabled)
}

// A junction is a route table with what its routes depend on.
type junction struct {
	table  *RouteTable
	vpc    *VPC
	routes []Route
	inside []Address
}

func (s *Service) junction(ctx context.Context, tx store.Tx, c *call.Call, id string) (*junction, error) {
	t, err := s.routeTable(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	j := &junction{table: t}
	if j.vpc, err = s.vpc(ctx, tx, c, t.VPC); err != nil {
		return nil, err
	}
	if j.routes, err = s.Store.Routes(ctx, tx, t.ID); err != nil {
		return nil, err
	}
	j.inside, err = s.Store.AddressesIn(ctx, tx, t.VPC)
	return j, err
}

// find is the place of a route that is there.
func (j *junction) find(number int64, id string) (int, error) {
	if number == j.table.Number {
		return 0, errSystemRoute.Errorf("The route %d of %s is a local one; one that was made is expected.", number, j.table.ID)
	}
	at := slices.IndexFunc(j.routes, func(r Route) bool { return number != 0 && r.Number == number || number == 0 && r.ID == id })
	if at < 0 {
		return 0, errNotFound.Errorf("The route %d %.40s does not exist in %s.", number, id, j.table.ID)
	}
	return at, nil
}

// add makes a route.
func (s *Service) add(ctx context.Context, tx store.Tx, c *call.Call, j *junction, in *RouteInput) (*Route, error) {
	r := Route{Table: j.table.ID, Enabled: true, Created: c.Now, ID: s.Random.ResourceID("rti")}
	in.into(&r)
	var err error
	if r.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return nil, err
	}
	if err := s.lead(ctx, tx, j, &r); err != nil {
		return nil, err
	}
	j.routes = append(j.routes, r)
	return &r, nil
}

// lead keeps a route whose gateway is there and which the other routes leave room for.
func (s *Service) lead(ctx context.Context, tx store.Tx, j *junction, r *Route) error {
	if err := r.beside(j.vpc, j.routes); err != nil {
		return err
	}
	there := true
	var err error
	switch g := s.Gateways[r.GatewayType]; {
	case r.GatewayType == toPublic:
	case r.GatewayType == toAddress:
		there = slices.ContainsFunc(j.inside, func(a Address) bool { return a.IP == r.Gateway })
	case g == nil:
		there = false // nothing of that kind is here
	default:
		there, err = g.HasGateway(ctx, tx, j.table.Account, j.vpc.ID, r.Gateway)
	}
	if err != nil {
		return err
	}
	if !there {
		return errNotFound.Errorf("The GatewayId %.40s of GatewayType %s does not exist in %s.", r.Gateway, r.GatewayType, j.vpc.ID)
	}
	return s.Store.PutRoute(ctx, tx, *r)
}
