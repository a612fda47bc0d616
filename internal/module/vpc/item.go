package vpc

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A VPCItem is a network as answers show it. Nothing here has an IPv6 range.
type VPCItem struct {
	VpcName, VpcId, CidrBlock  string
	IsDefault, EnableMulticast bool
	CreatedTime                string
	DnsServerSet               []string
	DomainName, DhcpOptionsId  string
	EnableDhcp                 bool
	Ipv6CidrBlock              string
	TagSet                     []Tag
	AssistantCidrSet           []AssistantCIDR
	EnableRouteVpcPublish      bool
	Ipv6CidrBlockSet           []IPv6Block
	EnableRouteVpcPublishIpv6  bool
}

// An IPv6Block is a range of IPv6 addresses.
type IPv6Block struct{ IPv6CidrBlock, ISPType, AddressType string }

// An AssistantCIDR is a further range of a network, with the subnets in it.
type AssistantCIDR struct {
	VpcId, CidrBlock string
	AssistantType    int64
	SubnetSet        []SubnetItem
}

// A SubnetItem is a subnet as answers show it.
type SubnetItem struct {
	VpcId, SubnetId, SubnetName, CidrBlock string
	IsDefault, EnableBroadcast             bool
	Zone, RouteTableId, CreatedTime        string
	AvailableIpAddressCount                int64
	Ipv6CidrBlock, NetworkAclId            string
	IsRemoteVpcSnat                        bool
	TotalIpAddressCount                    int64
	TagSet                                 []Tag
	CdcId                                  string
	IsCdcSubnet                            int64
}

// china is the zone in which the API writes times.
var china = time.FixedZone("CST", 8*60*60)

// shownTime is empty for what was made before times were kept.
func shownTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(china).Format(time.DateTime)
}

// cloudDNS are the servers that hosts are told where nobody says otherwise.
var cloudDNS = []string{"183.60.83.19", "183.60.82.98"}

// A view is what networks and subnets are shown by: all subnets, how many addresses are held in them, and all tags.
type view struct {
	subnets             []Subnet
	held                map[string]int64
	vpcTags, subnetTags map[string][]tagging.Tag
}

func (s *Service) view(ctx context.Context, tx store.Tx, c *call.Call) (w *view, err error) {
	w = &view{}
	if w.subnets, err = s.Store.Subnets(ctx, tx, c.Caller.Account, c.Region); err != nil {
		return nil, err
	}
	if w.held, err = s.Store.Held(ctx, tx, c.Caller.Account); err != nil {
		return nil, err
	}
	if w.vpcTags, err = s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "vpc", c.Region); err != nil {
		return nil, err
	}
	w.subnetTags, err = s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "subnet", c.Region)
	return w, err
}

func (w *view) vpc(v *VPC) VPCItem {
	dns := v.DNS
	if len(dns) == 0 {
		dns = cloudDNS
	}
	return VPCItem{
		VpcName: v.Name, VpcId: v.ID, CidrBlock: v.CIDR, IsDefault: v.Default, EnableMulticast: v.Multicast,
		CreatedTime: shownTime(v.Created), DnsServerSet: append([]string(nil), dns...), DomainName: v.Domain, EnableDhcp: true,
		TagSet: shownTags(w.vpcTags[v.ID]), AssistantCidrSet: w.assistants(v, v.Assistant),
		EnableRouteVpcPublish: v.Publish, EnableRouteVpcPublishIpv6: v.Publish6,
	}
}

// assistants are those of a network's further ranges.
func (w *view) assistants(v *VPC, cidrs []string) []AssistantCIDR {
	var out []AssistantCIDR
	for _, cidr := range cidrs {
		one := AssistantCIDR{VpcId: v.ID, CidrBlock: cidr}
		for i := range w.subnets {
			if n := &w.subnets[i]; n.VPC == v.ID && inRange(cidr, n.CIDR) {
				one.SubnetSet = append(one.SubnetSet, w.subnet(n))
			}
		}
		out = append(out, one)
	}
	return out
}

func (w *view) subnet(n *Subnet) SubnetItem {
	return SubnetItem{
		VpcId: n.VPC, SubnetId: n.ID, SubnetName: n.Name, CidrBlock: n.CIDR, IsDefault: n.Default, EnableBroadcast: n.Broadcast,
		Zone: n.Zone, RouteTableId: n.RouteTable, CreatedTime: shownTime(n.Created), AvailableIpAddressCount: n.size() - w.held[n.ID],
		NetworkAclId: n.ACL, TotalIpAddressCount: n.size(), TagSet: shownTags(w.subnetTags[n.ID]),
	}
}
