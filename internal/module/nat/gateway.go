package nat

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/tagging"
)

// The states of a gateway (facts/quotas-billing-lifecycle.md §5.5).
const (
	Pending   = "PENDING"
	Available = "AVAILABLE"
)

// A Gateway is a NAT gateway.
type Gateway struct {
	ID, Account, Creator, Region, VPC, Name, Zone, State string
	// Bandwidth is in Mbps, Connections how many there may be at once.
	Bandwidth, Connections int64
	// Product is 1 for the kind that is sold by size, 2 for the standard one.
	Product   int64
	Protected bool
	// Affinity has one host go out by one address.
	Affinity bool
	// Suspended holds while there is no money for it.
	Suspended    bool
	Created      time.Time
	Forwards     []Forward
	Translations []Translation
}

// A Forward lets callers of a port of a public address in to a host (DNAT).
type Forward struct {
	Protocol, IP string
	Port         int64
	To           string
	ToPort       int64
	Description  string
	Created      time.Time
}

// from tells whether both are of the same port.
func (f *Forward) from(other Forward) bool {
	return f.Protocol == other.Protocol && f.IP == other.IP && f.Port == other.Port
}

// The kinds of what goes out by a translation.
const (
	OfSubnet = "SUBNET"
	OfHost   = "NETWORKINTERFACE"
)

// A Translation has the hosts of a subnet, or one host, go out by some of the addresses (SNAT).
type Translation struct {
	ID, Resource, Kind, PrivateIP, Description string
	Public                                     []string
	Created                                    time.Time
}

func (g *Gateway) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: "nat", Region: g.Region, ID: g.ID}
}

// uses tells whether a rule needs the address.
func (g *Gateway) uses(ip string) bool {
	return slices.ContainsFunc(g.Forwards, func(f Forward) bool { return f.IP == ip }) ||
		slices.ContainsFunc(g.Translations, func(t Translation) bool { return slices.Contains(t.Public, ip) })
}

// steady refuses what only a finished gateway may be asked.
func (g *Gateway) steady() error {
	if g.State != Available {
		return errState.Errorf("The NAT gateway %s is %s; %s is expected.", g.ID, g.State, Available)
	}
	return nil
}

// hourly is what it costs an hour: by its size, or one price for the standard kind. The figures are assumed.
func (g *Gateway) hourly() money.Amount {
	switch {
	case g.Product == 2:
		return 25 * money.Fen
	case g.Connections >= 10_000_000:
		return 5 * money.Yuan
	case g.Connections >= 3_000_000:
		return 150 * money.Fen
	}
	return 50 * money.Fen
}

// What a gateway can be (of the provider's own checks).
var (
	bandwidths  = []int64{20, 50, 100, 200, 500, 1000, 2000, 5000}
	connections = []int64{1_000_000, 3_000_000, 10_000_000}
)

const (
	standardBandwidth   = 5000
	standardConnections = 2_000_000
)

func checkBandwidth(n int64, product int64) error {
	if product == 2 && n != standardBandwidth {
		return errRange.Errorf("InternetMaxBandwidthOut is %d; %d is expected of a gateway of NatProductVersion 2.", n, standardBandwidth)
	}
	if product != 2 && !slices.Contains(bandwidths, n) {
		return errRange.Errorf("InternetMaxBandwidthOut is %d; one of %v is expected.", n, bandwidths)
	}
	return nil
}

func checkConnections(n int64, product int64) error {
	if product == 2 && n != standardConnections {
		return errRange.Errorf("MaxConcurrentConnection is %d; %d is expected of a gateway of NatProductVersion 2.", n, standardConnections)
	}
	if product != 2 && !slices.Contains(connections, n) {
		return errRange.Errorf("MaxConcurrentConnection is %d; one of %v is expected.", n, connections)
	}
	return nil
}

func checkName(name string) error {
	if len(name) > 60 {
		return errTooLong.Errorf("NatGatewayName has %d bytes; at most 60 are expected.", len(name))
	}
	return nil
}

var anID = regexp.MustCompile(`^nat-[a-z0-9]{8}$`)

func checkID(id string) error {
	if !anID.MatchString(id) {
		return errMalformed.Errorf("NatGatewayId is %.40q; nat- and eight letters or digits are expected.", id)
	}
	return nil
}

func checkAddress(parameter, text string) error {
	if ip, err := netip.ParseAddr(text); err != nil || !ip.Is4() || ip.String() != text {
		return errMalformed.Errorf("%s is %.40q; an IPv4 address such as 10.0.0.2 is expected.", parameter, text)
	}
	return nil
}

func checkAddresses(ips []string) error {
	for n, ip := range ips {
		if err := checkAddress("PublicIpAddresses", ip); err != nil {
			return err
		}
		if slices.Contains(ips[:n], ip) {
			return errMalformed.Errorf("PublicIpAddresses names %s twice; each once is expected.", ip)
		}
	}
	return nil
}

// protocol is a protocol in the words of rules.
func protocol(text string) string { return strings.ToUpper(text) }
