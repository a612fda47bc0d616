package nat

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeNatGateways lists gateways.
var DescribeNatGateways = action.Define(action.Spec{
	Name: "DescribeNatGateways", Doc: "Lists NAT gateways, the latest first.", Domain3: "vpc", Version: version, Lists: "nat",
	Refuses: []*catalogue.Condition{errMalformed, errTogether, listing.ErrFilter},
}, (*Service).describeGateways)

// DescribeNatGatewaysRequest is the input of DescribeNatGateways.
type DescribeNatGatewaysRequest struct {
	NatGatewayIds []string         `api:"max=100" doc:"Their ids; those that are not there are left out."`
	Filters       []listing.Filter `api:"max=10" doc:"nat-gateway-id, vpc-id, nat-gateway-name, tag-key or tag:KEY."`
	Offset        int64            `api:"min=0" doc:"How many to leave out."`
	Limit         *int64           `api:"min=1,max=100" doc:"How many to list; 20 by default."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeNatGatewaysRequest) Check() error {
	if len(r.NatGatewayIds) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("NatGatewayIds and Filters are both given; one of them is expected.")
	}
	for _, id := range r.NatGatewayIds {
		if err := checkID(id); err != nil {
			return err
		}
	}
	return listing.Check(r.Filters, "nat-gateway-id", "vpc-id", "nat-gateway-name", "tag-key")
}

// DescribeNatGatewaysResponse is the answer of DescribeNatGateways.
type DescribeNatGatewaysResponse struct {
	NatGatewaySet []Item
	TotalCount    int64
	VerboseLevel  string
}

// An Item is a gateway as answers show it.
type Item struct {
	NatGatewayId, NatGatewayName, CreatedTime, State string
	InternetMaxBandwidthOut, MaxConcurrentConnection int64
	PublicIpAddressSet                               []PublicIP
	NetworkState                                     string
	DestinationIpPortTranslationNatRuleSet           []ForwardInput
	VpcId, Zone                                      string
	DirectConnectGatewayIds                          []string
	SubnetId                                         string
	TagSet                                           []Tag
	SecurityGroupSet                                 []string
	SourceIpTranslationNatRuleSet                    []TranslationItem
	IsExclusive                                      bool
	ExclusiveGatewayBandwidth                        int64
	RestrictState                                    string
	NatProductVersion                                int64
	StrictSnatMode, SmartScheduleMode                bool
	DedicatedClusterId                               string
	DeletionProtectionEnabled                        bool
	ConnectionStateTimeouts                          Timeouts
	ExclusiveType                                    string
	AutoScaling, ICMPProxy, PublicAddressAffinity    bool
}

// A PublicIP is an address of a gateway.
type PublicIP struct {
	AddressId, PublicIpAddress string
	IsBlocked                  bool
	BlockType                  string
}

// Timeouts are after how many seconds connections are forgotten; nothing flows here.
type Timeouts struct{ UDPMappingTimeout, TCPEstablishedConnectionTimeout, TCPTimeWaitTimeout int64 }

func (s *Service) item(ctx context.Context, tx store.Tx, g *Gateway, tags []tagging.Tag) (Item, error) {
	held, err := s.Addresses.AddressesOf(ctx, tx, g.Account, g.ID)
	i := Item{
		NatGatewayId: g.ID, NatGatewayName: g.Name, CreatedTime: listing.Time(g.Created), State: g.State, InternetMaxBandwidthOut: g.Bandwidth,
		MaxConcurrentConnection: g.Connections, PublicIpAddressSet: []PublicIP{}, NetworkState: "AVAILABLE", DestinationIpPortTranslationNatRuleSet: []ForwardInput{},
		VpcId: g.VPC, Zone: g.Zone, DirectConnectGatewayIds: []string{}, TagSet: []Tag{}, SecurityGroupSet: []string{}, SourceIpTranslationNatRuleSet: []TranslationItem{},
		RestrictState: "NORMAL", NatProductVersion: g.Product, DeletionProtectionEnabled: g.Protected, PublicAddressAffinity: g.Affinity,
	}
	if g.Suspended {
		i.NetworkState, i.RestrictState = "INSUFFICIENT", "RESTRICTED"
	}
	for _, a := range held {
		i.PublicIpAddressSet = append(i.PublicIpAddressSet, PublicIP{AddressId: a.ID, PublicIpAddress: a.IP})
	}
	for _, t := range tags {
		i.TagSet = append(i.TagSet, Tag(t))
	}
	for _, f := range g.Forwards {
		i.DestinationIpPortTranslationNatRuleSet = append(i.DestinationIpPortTranslationNatRuleSet, f.input())
	}
	for _, t := range g.Translations {
		i.SourceIpTranslationNatRuleSet = append(i.SourceIpTranslationNatRuleSet, t.item(g))
	}
	return i, err
}

func (s *Service) describeGateways(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeNatGatewaysRequest) (*DescribeNatGatewaysResponse, error) {
	all, tags, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(g *Gateway) bool {
		return len(in.NatGatewayIds) > 0 && !slices.Contains(in.NatGatewayIds, g.ID) ||
			!listing.Kept(in.Filters, map[string][]string{"nat-gateway-id": {g.ID}, "vpc-id": {g.VPC}, "nat-gateway-name": {g.Name}}, tags[g.ID])
	})
	out := &DescribeNatGatewaysResponse{NatGatewaySet: []Item{}, TotalCount: int64(len(all)), VerboseLevel: "DETAIL"}
	for _, g := range listing.Page(all, in.Offset, in.Limit) {
		item, err := s.item(ctx, tx, g, tags[g.ID])
		if err != nil {
			return nil, err
		}
		out.NatGatewaySet = append(out.NatGatewaySet, item)
	}
	return out, nil
}
