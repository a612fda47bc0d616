package nat

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const jobReady = "nat.ready"

// CreateNatGateway buys a gateway.
var CreateNatGateway = action.Define(action.Spec{
	Name: "CreateNatGateway", Doc: "Buys a NAT gateway in a network, which is paid by the hour.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"nat"},
	Refuses: []*catalogue.Condition{errNoVPC, errNoAddress, errTaken, errMalformed, errTooLong, errRange, errPerVPC, errAddresses, errUnverified, catalogue.InsufficientBalance},
}, (*Service).createGateway)

// CreateNatGatewayRequest is the input of CreateNatGateway.
type CreateNatGatewayRequest struct {
	NatGatewayName            string   `api:"required" doc:"Its name, of at most 60 bytes."`
	VpcId                     string   `api:"required" touches:"vpc" doc:"The network."`
	InternetMaxBandwidthOut   *int64   `doc:"Its bandwidth in Mbps: 20, 50, 100, 200, 500, 1000, 2000 or 5000; 100 by default."`
	MaxConcurrentConnection   *int64   `doc:"How many connections there may be at once: 1000000, 3000000 or 10000000; 1000000 by default."`
	PublicIpAddresses         []string `api:"required,max=100" doc:"The elastic addresses that it is to have, which are there and free."`
	Zone                      string   `doc:"The zone that it is in; any by default."`
	Tags                      []Tag    `api:"max=50" doc:"Its tags."`
	NatProductVersion         int64    `api:"oneof=1 2,default=1" doc:"1 for the kind that is sold by size, 2 for the standard one."`
	DeletionProtectionEnabled bool     `doc:"Whether it is kept from being deleted."`
}

// A Tag is one as answers of this service write it.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

// Check refuses malformed values and sizes that there are not.
func (r *CreateNatGatewayRequest) Check() error {
	if err := checkName(r.NatGatewayName); err != nil {
		return err
	}
	if r.InternetMaxBandwidthOut != nil {
		if err := checkBandwidth(*r.InternetMaxBandwidthOut, r.NatProductVersion); err != nil {
			return err
		}
	}
	if r.MaxConcurrentConnection != nil {
		if err := checkConnections(*r.MaxConcurrentConnection, r.NatProductVersion); err != nil {
			return err
		}
	}
	return checkAddresses(r.PublicIpAddresses)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateNatGatewayRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(r.Tags))}
}

func plain(tags []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(tags))
	for n, t := range tags {
		out[n] = tagging.Tag(t)
	}
	return out
}

// CreateNatGatewayResponse is the answer of CreateNatGateway.
type CreateNatGatewayResponse struct {
	NatGatewaySet []Item
	TotalCount    int64
}

func (s *Service) createGateway(ctx context.Context, tx store.Tx, c *call.Call, in *CreateNatGatewayRequest) (*CreateNatGatewayResponse, error) {
	account := c.Caller.Account
	has, err := s.Networks.HasNetwork(ctx, tx, account, c.Region, in.VpcId)
	if err != nil {
		return nil, err
	}
	if !has {
		return nil, errNoVPC.Errorf("The VpcId %.40q does not exist in %s.", in.VpcId, c.Region)
	}
	if ok, err := s.Accounts.Verified(ctx, tx, account); err != nil || !ok {
		if err == nil {
			err = errUnverified.Errorf("The identity of account %s is not verified; NAT gateways are sold to verified accounts.", account)
		}
		return nil, err
	}
	if err := s.room(ctx, tx, c, in.VpcId); err != nil {
		return nil, err
	}
	g := &Gateway{
		Account: account, Creator: c.Caller.Uin, Region: c.Region, VPC: in.VpcId, Name: in.NatGatewayName, Zone: in.Zone, State: Pending,
		Bandwidth: 100, Connections: connections[0], Product: in.NatProductVersion, Protected: in.DeletionProtectionEnabled, Created: c.Now,
	}
	if g.Product == 2 {
		g.Bandwidth, g.Connections = standardBandwidth, standardConnections
	}
	put(&g.Bandwidth, in.InternetMaxBandwidthOut)
	put(&g.Connections, in.MaxConcurrentConnection)
	if err := s.name(ctx, tx, g); err != nil {
		return nil, err
	}
	if err := s.hold(ctx, tx, c, g, in.PublicIpAddresses); err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, account, g.tagged(), plain(in.Tags)); err != nil {
		return nil, err
	}
	if _, err := s.Till.Open(ctx, tx, c, purchase.Meter{
		Product: product, Region: c.Region, Resource: g.ID, What: "NAT gateway in " + c.Region, Hourly: g.hourly(),
		Goods: map[string]any{"maxConcurrentConnection": g.Connections, "natProductVersion": g.Product},
	}); err != nil {
		return nil, err
	}
	if err := s.Store.PutGateway(ctx, tx, g); err != nil {
		return nil, err
	}
	if err := s.Later.Put(ctx, tx, later.Job{Kind: jobReady, Key: g.ID, Due: c.Now.Add(s.Settings.Now().Delay("nat.create"))}); err != nil {
		return nil, err
	}
	item, err := s.item(ctx, tx, g, plain(in.Tags))
	return &CreateNatGatewayResponse{[]Item{item}, 1}, err
}

// put sets what was given.
func put[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// room refuses one gateway too many in a network.
func (s *Service) room(ctx context.Context, tx store.Tx, c *call.Call, vpc string) error {
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaGateways)
	if err != nil {
		return err
	}
	all, err := s.Store.Gateways(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return err
	}
	var n int64
	for _, g := range all {
		if g.VPC == vpc {
			n++
		}
	}
	if n >= most {
		return errPerVPC.Errorf("The network %s has %d NAT gateways; at most %d are allowed.", vpc, n, most)
	}
	return nil
}

// name gives a gateway an id that no other has.
func (s *Service) name(ctx context.Context, tx store.Tx, g *Gateway) error {
	for {
		g.ID = s.Random.ResourceID("nat")
		other, err := s.Store.Gateway(ctx, tx, g.ID)
		if err != nil || other == nil {
			return err
		}
	}
}

// hold has a gateway hold addresses.
func (s *Service) hold(ctx context.Context, tx store.Tx, c *call.Call, g *Gateway, ips []string) error {
	most, err := s.quota(ctx, tx, g.Account, quotaAddresses)
	if err != nil {
		return err
	}
	held, err := s.Addresses.AddressesOf(ctx, tx, g.Account, g.ID)
	if err != nil {
		return err
	}
	if n := int64(len(held) + len(ips)); n > most {
		return errAddresses.Errorf("The NAT gateway would have %d public addresses; at most %d are allowed.", n, most)
	}
	for _, ip := range ips {
		there, free, err := s.Addresses.HoldAddress(ctx, tx, c, ip, g.ID)
		switch {
		case err != nil:
			return err
		case !there:
			return errNoAddress.Errorf("The public address %s is none of the account's elastic addresses in %s.", ip, c.Region)
		case !free:
			return errTaken.Errorf("The public address %s is bound to something; one in state UNBIND is expected.", ip)
		}
	}
	return nil
}

// ready finishes a gateway.
func (s *Service) ready(ctx context.Context, tx store.Tx, j later.Job) error {
	g, err := s.Store.Gateway(ctx, tx, j.Key)
	if err != nil || g == nil {
		return err
	}
	g.State = Available
	return s.Store.PutGateway(ctx, tx, g)
}
