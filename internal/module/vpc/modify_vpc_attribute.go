package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyVpcAttribute changes what is said about a network.
var ModifyVpcAttribute = action.Define(action.Spec{
	Name: "ModifyVpcAttribute", Doc: "Changes the name of a private network, and what its hosts are told.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errTooMany},
}, (*Service).modifyVPCAttribute)

// ModifyVpcAttributeRequest is the input of ModifyVpcAttribute.
type ModifyVpcAttributeRequest struct {
	VpcId                     string   `api:"required" touches:"vpc" doc:"The network."`
	VpcName                   *string  `doc:"Its new name, of at most 60 bytes."`
	EnableMulticast           *string  `api:"oneof=true false" doc:"Whether it has multicast."`
	DnsServers                []string `doc:"The DNS servers that its hosts are told: at most 4."`
	DomainName                *string  `doc:"The domain that its hosts are told."`
	EnableRouteVpcPublish     *bool    `doc:"Whether a cloud connect network is told its range, and not its subnets."`
	EnableRouteVpcPublishIpv6 *bool    `doc:"The same for IPv6."`
}

// Check refuses a malformed id, a name that is too long, and what hosts can't be told.
func (r *ModifyVpcAttributeRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	var name, domain string
	put(&name, r.VpcName)
	put(&domain, r.DomainName)
	if err := checkName("VpcName", name); err != nil {
		return err
	}
	return checkDHCP(r.DnsServers, domain)
}

// Nothing is an answer that says nothing but that it is done.
type Nothing struct{}

func (s *Service) modifyVPCAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyVpcAttributeRequest) (*Nothing, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	put(&v.Name, in.VpcName)
	put(&v.Domain, in.DomainName)
	put(&v.Publish, in.EnableRouteVpcPublish)
	put(&v.Publish6, in.EnableRouteVpcPublishIpv6)
	if in.EnableMulticast != nil {
		v.Multicast = *in.EnableMulticast == "true"
	}
	if len(in.DnsServers) > 0 {
		v.DNS = in.DnsServers
	}
	return &Nothing{}, s.Store.PutVPC(ctx, tx, *v)
}

// put sets what was given.
func put[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}
