package vpc

import (
	"net/netip"
	"time"
)

// A RouteTable says where the traffic of the subnets with it goes. Each network has a default one from the start.
type RouteTable struct {
	ID string
	// Number orders tables, and is the id of their local routes, which every table has: one for each of its network's
	// ranges.
	Number                              int64
	Account, Creator, Region, VPC, Name string
	// Default holds for the one that its network's subnets begin with.
	Default bool
	Created time.Time
}

// A Route is a line of a route table.
type Route struct {
	// Number and ID are its two ids.
	Number                   int64
	ID                       string
	Table                    string
	Destination, Description string
	// GatewayType and Gateway are where it leads.
	GatewayType, Gateway string
	Enabled              bool
	Created              time.Time
}

// The kinds of gateways that matter here by themselves.
const (
	toAddress = "NORMAL_CVM" // an address of the network
	toPublic  = "EIP"        // the public address of whoever sends
)

// gatewayTypes are what routes may lead to (facts/api3-vpc.json).
var gatewayTypes = []string{
	"CVM", "VPN", "DIRECTCONNECT", "PEERCONNECTION", "HAVIP", "NAT", toAddress, toPublic, "LOCAL_GATEWAY", "INTRANAT", "USER_CCN", "GWLB_ENDPOINT",
}

// checkGateway refuses a next hop that can't be one.
func checkGateway(kind, id string) error {
	ip, err := netip.ParseAddr(id)
	switch {
	case kind == toPublic && id != "0":
		return errNextHop.Errorf("GatewayId is %.40q; 0 is expected where GatewayType is EIP.", id)
	case kind == toAddress && (err != nil || !ip.Is4() || ip.String() != id):
		return errNextHop.Errorf("GatewayId is %.40q; a private IPv4 address is expected where GatewayType is NORMAL_CVM.", id)
	case id == "":
		return errNextHop.Errorf("GatewayId is empty; the id of the gateway is expected.")
	}
	return nil
}

// checkDestination refuses what is no range of IPv4 addresses.
func checkDestination(parameter, cidr string) error {
	p, err := netip.ParsePrefix(cidr)
	if err != nil || !p.Addr().Is4() || p != p.Masked() || p.String() != cidr {
		return errMalformed.Errorf("%s is %.40q; an IPv4 network such as 10.8.0.0/16 is expected.", parameter, cidr)
	}
	return nil
}

// beside refuses a route that its network's own ranges or another route of its table leave no room for: traffic to a
// destination goes one way.
func (r *Route) beside(v *VPC, others []Route) error {
	destination := netip.MustParsePrefix(r.Destination)
	for _, own := range v.ranges() {
		if within(own, destination) {
			return errVPCConflict.Errorf("The destination %s is within %s, a range of %s itself; one outside is expected.", r.Destination, own, v.ID)
		}
	}
	for _, o := range others {
		switch {
		case o.Number == r.Number || o.Destination != r.Destination:
		case o.GatewayType == r.GatewayType && o.Gateway == r.Gateway:
			return errTwice.Errorf("The route to %s by %s %s is there already: %d.", r.Destination, r.GatewayType, r.Gateway, o.Number)
		case o.Enabled && r.Enabled:
			return errECMP.Errorf("The destination %s has a route by %s %s already, %d; one route to a destination is expected.", r.Destination, o.GatewayType, o.Gateway, o.Number)
		}
	}
	return nil
}
