package vpc

import (
	"context"
	"net/netip"
	"regexp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

const version = "2017-03-12"

// CreateVpc makes a network.
var CreateVpc = action.Define(action.Spec{
	Name: "CreateVpc", Doc: "Makes a private network, with a default route table.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"vpc"},
	Refuses: []*catalogue.Condition{errValue, errMalformed, errTooLong, errTooMany, errQuota},
}, (*Service).createVPC)

// CreateVpcRequest is the input of CreateVpc.
type CreateVpcRequest struct {
	VpcName                   string   `api:"required" doc:"Its name, of at most 60 bytes."`
	CidrBlock                 string   `api:"required" doc:"Its range, of 12 to 28 bits, within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."`
	EnableMulticast           string   `api:"oneof=true false,default=false" doc:"Whether it has multicast."`
	DnsServers                []string `doc:"The DNS servers that its hosts are told: at most 4."`
	DomainName                string   `doc:"The domain that its hosts are told."`
	Tags                      []Tag    `doc:"Its tags."`
	EnableRouteVpcPublish     bool     `doc:"Whether a cloud connect network is told its range, and not its subnets."`
	EnableRouteVpcPublishIpv6 bool     `doc:"The same for IPv6."`
}

// Check refuses a name that is too long, a malformed range, and what hosts can't be told.
func (r *CreateVpcRequest) Check() error {
	if err := checkName("VpcName", r.VpcName); err != nil {
		return err
	}
	if err := checkRange(r.CidrBlock, widestVPC); err != nil {
		return err
	}
	return checkDHCP(r.DnsServers, r.DomainName)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateVpcRequest) Conditions(*call.Call) map[string][]string { return requestTags(r.Tags) }

// checkName refuses what is longer than 60 bytes, which no name is.
func checkName(parameter, name string) error {
	if len(name) > 60 {
		return errTooLong.Errorf("%s has %d bytes; at most 60 are expected.", parameter, len(name))
	}
	return nil
}

var domain = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)

// checkDHCP refuses what hosts can't be told.
func checkDHCP(servers []string, name string) error {
	if len(servers) > 4 {
		return errTooMany.Errorf("DnsServers has %d items; at most 4 are expected.", len(servers))
	}
	for _, server := range servers {
		if ip, err := netip.ParseAddr(server); err != nil || !ip.Is4() || ip.String() != server {
			return errMalformed.Errorf("DnsServers holds %.40q; an IPv4 address such as 10.0.0.2 is expected.", server)
		}
	}
	if len(name) > 253 {
		return errTooLong.Errorf("DomainName has %d bytes; at most 253 are expected.", len(name))
	}
	if name != "" && !domain.MatchString(name) {
		return errMalformed.Errorf("DomainName is %.40q; a domain such as example.com is expected.", name)
	}
	return nil
}

// CreateVpcResponse is the answer of CreateVpc.
type CreateVpcResponse struct{ Vpc VPCItem }

func (s *Service) createVPC(ctx context.Context, tx store.Tx, c *call.Call, in *CreateVpcRequest) (*CreateVpcResponse, error) {
	v, err := s.makeVPC(ctx, tx, c, VPC{
		Name: in.VpcName, CIDR: in.CidrBlock, Multicast: in.EnableMulticast == "true", DNS: in.DnsServers, Domain: in.DomainName,
		Publish: in.EnableRouteVpcPublish, Publish6: in.EnableRouteVpcPublishIpv6,
	})
	if err != nil {
		return nil, err
	}
	if err := s.attach(ctx, tx, c, "vpc", v.ID, in.Tags); err != nil {
		return nil, err
	}
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &CreateVpcResponse{w.vpc(&v)}, nil
}

// makeVPC makes a network of the caller's where the account may have one more.
func (s *Service) makeVPC(ctx context.Context, tx store.Tx, c *call.Call, v VPC) (VPC, error) {
	all, err := s.Store.VPCs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return v, err
	}
	if err := s.allow(ctx, tx, c, vpcs, len(all)+1); err != nil {
		return v, err
	}
	v.Account, v.Creator, v.Region, v.Created = c.Caller.Account, c.Caller.Uin, c.Region, c.Now
	return s.PutVPC(ctx, tx, v)
}
