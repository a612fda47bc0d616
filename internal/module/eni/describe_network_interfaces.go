package eni

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeNetworkInterfaces lists interfaces.
var DescribeNetworkInterfaces = action.Define(action.Spec{
	Name: "DescribeNetworkInterfaces", Doc: "Lists network interfaces, also the primary ones of instances, the latest first.", Domain3: "vpc", Version: version,
	Lists: "eni", Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTogether, listing.ErrFilter},
}, (*Service).describeInterfaces)

// DescribeNetworkInterfacesRequest is the input of DescribeNetworkInterfaces.
type DescribeNetworkInterfacesRequest struct {
	NetworkInterfaceIds []string         `api:"max=100" touches:"eni" doc:"Their ids, all of which have to be there."`
	Filters             []listing.Filter `api:"max=10" doc:"vpc-id, subnet-id, network-interface-id, attachment.instance-id, groups.security-group-id, network-interface-name, network-interface-description, address-ip, is-primary, eni-type, tag-key or tag:KEY."`
	Offset              int64            `api:"min=0" doc:"How many to leave out."`
	Limit               *int64           `api:"min=1,max=100" doc:"How many to list; 20 by default."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeNetworkInterfacesRequest) Check() error {
	if len(r.NetworkInterfaceIds) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("NetworkInterfaceIds and Filters are both given; one of them is expected.")
	}
	if err := checkIDs("NetworkInterfaceIds", "eni", r.NetworkInterfaceIds); err != nil {
		return err
	}
	return listing.Check(r.Filters, "vpc-id", "subnet-id", "network-interface-id", "attachment.instance-id", "groups.security-group-id",
		"network-interface-name", "network-interface-description", "address-ip", "is-primary", "eni-type", "tag-key")
}

// DescribeNetworkInterfacesResponse is the answer of DescribeNetworkInterfaces.
type DescribeNetworkInterfacesResponse struct {
	NetworkInterfaceSet []Item
	TotalCount          int64
}

// An Item is an interface as answers show it.
type Item struct {
	NetworkInterfaceId, NetworkInterfaceName, NetworkInterfaceDescription, SubnetId, VpcId string
	GroupSet                                                                               []string
	Primary                                                                                bool
	MacAddress, State, NetworkInterfaceState                                               string
	PrivateIpAddressSet                                                                    []PrivateIPItem
	Attachment                                                                             *Attachment
	Zone, CreatedTime                                                                      string
	Ipv6AddressSet                                                                         []IPv6
	TagSet                                                                                 []Tag
	EniType                                                                                int64
	Business, CdcId                                                                        string
	AttachType                                                                             int64
	ResourceId, QosLevel                                                                   string
}

// A PrivateIPItem is a private address as answers show it.
type PrivateIPItem struct {
	PrivateIpAddress           string
	Primary                    bool
	PublicIpAddress, AddressId string
	Description                string
	IsWanIpBlocked             bool
	State, QosLevel            string
}

// An Attachment is what an interface hangs on.
type Attachment struct {
	DeviceIndex                               int64
	InstanceAccountId, AttachTime, InstanceId string
}

// An IPv6 is an address of the other kind; there are none here.
type IPv6 struct {
	Address                             string
	Primary                             bool
	AddressId, Description              string
	IsWanIpBlocked                      bool
	State, PublicIpAddress, AddressType string
}

func (s *Service) item(ctx context.Context, tx store.Tx, i *Interface, tags []tagging.Tag) (Item, error) {
	bound, err := s.Addresses.Bound(ctx, tx, i.Account, i.holder())
	if err == nil && i.Primary {
		var also []Address
		also, err = s.Addresses.Bound(ctx, tx, i.Account, i.ID)
		bound = append(bound, also...)
	}
	item := Item{
		NetworkInterfaceId: i.ID, NetworkInterfaceName: i.Name, NetworkInterfaceDescription: i.Description, SubnetId: i.Subnet, VpcId: i.VPC,
		GroupSet: append([]string{}, i.Groups...), Primary: i.Primary, MacAddress: i.MAC, State: i.State, NetworkInterfaceState: i.State,
		PrivateIpAddressSet: []PrivateIPItem{}, Zone: i.Zone, CreatedTime: listing.Time(i.Created), Ipv6AddressSet: []IPv6{}, TagSet: shown(tags),
		AttachType: i.Kind, QosLevel: qosDefault,
	}
	if i.Instance != "" {
		item.Attachment = &Attachment{i.Device, i.Account, listing.Time(i.Attached), i.Instance}
	}
	for _, a := range i.Addresses {
		p := PrivateIPItem{PrivateIpAddress: a.IP, Primary: a.Primary, Description: a.Description, State: Available, QosLevel: a.QoS}
		for _, b := range bound {
			if b.PrivateIP == a.IP {
				p.PublicIpAddress, p.AddressId = b.IP, b.ID
			}
		}
		item.PrivateIpAddressSet = append(item.PrivateIpAddressSet, p)
	}
	return item, err
}

func (i *Interface) texts() map[string][]string {
	return map[string][]string{
		"vpc-id": {i.VPC}, "subnet-id": {i.Subnet}, "network-interface-id": {i.ID}, "attachment.instance-id": {i.Instance},
		"groups.security-group-id": i.Groups, "network-interface-name": {i.Name}, "network-interface-description": {i.Description},
		"address-ip": i.ips(), "is-primary": {strconv.FormatBool(i.Primary)}, "eni-type": {"0"},
	}
}

func (s *Service) describeInterfaces(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeNetworkInterfacesRequest) (*DescribeNetworkInterfacesResponse, error) {
	account := c.Caller.Account
	all, err := s.all(ctx, tx, account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, id := range in.NetworkInterfaceIds {
		if !slices.ContainsFunc(all, func(i *Interface) bool { return i.ID == id }) {
			return nil, errNotFound.Errorf("The network interface %s does not exist in %s.", id, c.Region)
		}
	}
	tags, err := s.Tags.All(ctx, tx, account, "vpc", "eni", c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i *Interface) bool {
		if len(in.NetworkInterfaceIds) > 0 {
			return !slices.Contains(in.NetworkInterfaceIds, i.ID)
		}
		return !listing.Kept(in.Filters, i.texts(), tags[i.ID]) ||
			!c.Sees(call.Resource{Service: "vpc", Type: "eni", ID: i.ID}, about(i.Creator, i.VPC, tags[i.ID]))
	})
	out := &DescribeNetworkInterfacesResponse{NetworkInterfaceSet: []Item{}, TotalCount: int64(len(all))}
	for _, i := range listing.Page(all, in.Offset, in.Limit) {
		item, err := s.item(ctx, tx, i, tags[i.ID])
		if err != nil {
			return nil, err
		}
		out.NetworkInterfaceSet = append(out.NetworkInterfaceSet, item)
	}
	return out, nil
}
