package vpc

import (
	"context"
	"net/netip"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeUsedIpAddress lists the addresses that something has.
var DescribeUsedIpAddress = action.Define(action.Spec{
	Name: "DescribeUsedIpAddress", Doc: "Lists the addresses of a private network that something has, with what has them.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errMismatch, errTogether, listing.ErrFilter},
}, (*Service).describeUsedIPAddress)

// DescribeUsedIpAddressRequest is the input of DescribeUsedIpAddress.
type DescribeUsedIpAddressRequest struct {
	VpcId       string           `api:"required" touches:"vpc" doc:"The network."`
	SubnetId    string           `touches:"subnet" doc:"A subnet of it."`
	IpAddresses []string         `api:"max=100" doc:"The addresses to look for; not together with Filters."`
	Filters     []listing.Filter `doc:"What to go by: ip-addresses or resource-id."`
	Offset      int64            `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit       int64            `api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// Check refuses malformed ids and addresses, and filters that are not known.
func (r *DescribeUsedIpAddressRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	if r.SubnetId != "" {
		if err := checkID("SubnetId", "subnet", r.SubnetId); err != nil {
			return err
		}
	}
	if len(r.IpAddresses) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("IpAddresses and Filters are both given; one of them is expected.")
	}
	if err := checkAddresses("IpAddresses", r.IpAddresses); err != nil {
		return err
	}
	return listing.Check(r.Filters, "ip-addresses", "resource-id")
}

func checkAddresses(parameter string, ips []string) error {
	for _, text := range ips {
		if ip, err := netip.ParseAddr(text); err != nil || !ip.Is4() || ip.String() != text {
			return errMalformed.Errorf("%s holds %.40q; an IPv4 address such as 10.0.0.8 is expected.", parameter, text)
		}
	}
	return nil
}

// DescribeUsedIpAddressResponse is the answer of DescribeUsedIpAddress.
type DescribeUsedIpAddressResponse struct {
	IpAddressStates []IPAddressState
	TotalCount      int64
}

// An IPAddressState is an address with what has it.
type IPAddressState struct{ VpcId, SubnetId, IpAddress, ResourceType, ResourceId string }

func (s *Service) describeUsedIPAddress(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeUsedIpAddressRequest) (*DescribeUsedIpAddressResponse, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	if in.SubnetId != "" {
		n, err := s.subnet(ctx, tx, c, in.SubnetId)
		if err != nil {
			return nil, err
		}
		if n.VPC != v.ID {
			return nil, errMismatch.Errorf("The SubnetId %s is in %s; a subnet of %s is expected.", n.ID, n.VPC, v.ID)
		}
	}
	all, err := s.Store.AddressesIn(ctx, tx, v.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a Address) bool {
		f := facet{texts: map[string][]string{"ip-addresses": {a.IP}, "resource-id": {a.Holder}}}
		return in.SubnetId != "" && a.Pool != in.SubnetId || !named(in.IpAddresses, a) ||
			slices.ContainsFunc(in.Filters, func(filter listing.Filter) bool { return !f.keeps(filter) })
	})
	out := &DescribeUsedIpAddressResponse{TotalCount: int64(len(all))}
	for _, a := range paged(all, page{in.Offset, in.Limit}) {
		out.IpAddressStates = append(out.IpAddressStates, IPAddressState{v.ID, a.Pool, a.IP, a.kind(), a.Holder})
	}
	return out, nil
}

// DescribeVpcPrivateIpAddresses tells of addresses what kind of thing has them.
var DescribeVpcPrivateIpAddresses = action.Define(action.Spec{
	Name: "DescribeVpcPrivateIpAddresses", Doc: "Lists, of addresses of a private network, those that something has.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany},
}, (*Service).describeVPCPrivateIPAddresses)

// DescribeVpcPrivateIpAddressesRequest is the input of DescribeVpcPrivateIpAddresses.
type DescribeVpcPrivateIpAddressesRequest struct {
	VpcId              string   `api:"required" touches:"vpc" doc:"The network."`
	PrivateIpAddresses []string `api:"required" doc:"The addresses to look for: at most 100."`
}

// Check refuses a malformed id, malformed addresses and too many of them.
func (r *DescribeVpcPrivateIpAddressesRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	if len(r.PrivateIpAddresses) > 100 {
		return errTooMany.Errorf("PrivateIpAddresses has %d items; at most 100 are expected.", len(r.PrivateIpAddresses))
	}
	return checkAddresses("PrivateIpAddresses", r.PrivateIpAddresses)
}

// DescribeVpcPrivateIpAddressesResponse is the answer of DescribeVpcPrivateIpAddresses.
type DescribeVpcPrivateIpAddressesResponse struct{ VpcPrivateIpAddressSet []PrivateIPAddress }

// A PrivateIPAddress is an address that something has. When it was given is not kept.
type PrivateIPAddress struct{ PrivateIpAddress, CidrBlock, PrivateIpAddressType, CreatedTime string }

func (s *Service) describeVPCPrivateIPAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcPrivateIpAddressesRequest) (*DescribeVpcPrivateIpAddressesResponse, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	inside, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	cidrs := map[string]string{}
	for _, n := range inside {
		cidrs[n.ID] = n.CIDR
	}
	all, err := s.Store.AddressesIn(ctx, tx, v.ID)
	out := &DescribeVpcPrivateIpAddressesResponse{}
	for _, a := range all {
		if named(in.PrivateIpAddresses, a) {
			out.VpcPrivateIpAddressSet = append(out.VpcPrivateIpAddressSet, PrivateIPAddress{a.IP, cidrs[a.Pool], a.kind(), ""})
		}
	}
	return out, err
}
