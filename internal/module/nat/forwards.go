package nat

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// A ForwardInput is a rule that lets callers of a port in to a host, as requests and answers have it.
type ForwardInput struct {
	IpProtocol       string `api:"required" doc:"TCP or UDP."`
	PublicIpAddress  string `api:"required" doc:"An address of the gateway."`
	PublicPort       int64  `api:"required,min=1,max=65535" doc:"The port that callers use."`
	PrivateIpAddress string `api:"required" doc:"The host's address."`
	PrivatePort      int64  `api:"required,min=1,max=65535" doc:"The host's port."`
	Description      string `doc:"What it is for, of at most 60 bytes."`
}

func (f *ForwardInput) check() error {
	if p := protocol(f.IpProtocol); p != "TCP" && p != "UDP" {
		return errMalformed.Errorf("IpProtocol is %.20q; TCP or UDP is expected.", f.IpProtocol)
	}
	if err := checkAddress("PublicIpAddress", f.PublicIpAddress); err != nil {
		return err
	}
	if err := checkAddress("PrivateIpAddress", f.PrivateIpAddress); err != nil {
		return err
	}
	if len(f.Description) > 60 {
		return errTooLong.Errorf("Description has %d bytes; at most 60 are expected.", len(f.Description))
	}
	return nil
}

func (f *ForwardInput) forward() Forward {
	return Forward{
		Protocol: protocol(f.IpProtocol), IP: f.PublicIpAddress, Port: f.PublicPort, To: f.PrivateIpAddress, ToPort: f.PrivatePort, Description: f.Description,
	}
}

func (f *Forward) input() ForwardInput {
	return ForwardInput{f.Protocol, f.IP, f.Port, f.To, f.ToPort, f.Description}
}

// holds refuses a rule of an address that the gateway does not have, or to a host that is not there.
func (s *Service) holds(ctx context.Context, tx store.Tx, g *Gateway, f Forward) error {
	held, err := s.Addresses.AddressesOf(ctx, tx, g.Account, g.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(held, func(a Address) bool { return a.IP == f.IP }) {
		return errNotIts.Errorf("The NAT gateway %s does not have the public address %s.", g.ID, f.IP)
	}
	host, err := s.Networks.HolderOf(ctx, tx, g.VPC, f.To)
	if err == nil && host == "" {
		err = errNeedsHost.Errorf("Nothing in %s has the private address %s; that of an instance is expected.", g.VPC, f.To)
	}
	return err
}

// CreateForwards makes rules that let callers in.
var CreateForwards = action.Define(action.Spec{
	Name: "CreateNatGatewayDestinationIpPortTranslationNatRule", Doc: "Lets callers of ports of a NAT gateway in to hosts: all rules are made, or none.",
	Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errTwice, errThere, errNotIts, errNeedsHost, errForwards, errState},
}, (*Service).createForwards)

// CreateForwardsRequest is the input of that.
type CreateForwardsRequest struct {
	NatGatewayId                         string         `api:"required" touches:"nat" doc:"The gateway."`
	DestinationIpPortTranslationNatRules []ForwardInput `api:"required,max=100" doc:"The rules."`
}

// Check refuses malformed rules.
func (r *CreateForwardsRequest) Check() error {
	return checkForwards(r.DestinationIpPortTranslationNatRules)
}

func checkForwards(all []ForwardInput) error {
	for n := range all {
		if err := all[n].check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) createForwards(ctx context.Context, tx store.Tx, c *call.Call, in *CreateForwardsRequest) (*Done, error) {
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaForwards)
	if err != nil {
		return nil, err
	}
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		were := len(g.Forwards)
		for _, n := range in.DestinationIpPortTranslationNatRules {
			f := n.forward()
			f.Created = c.Now
			switch at := slices.IndexFunc(g.Forwards, f.from); {
			case at >= were:
				return errTwice.Errorf("Two rules are of %s port %d of %s; one for each port is expected.", f.Protocol, f.Port, f.IP)
			case at >= 0:
				return errThere.Errorf("The NAT gateway %s has a rule of %s port %d of %s.", g.ID, f.Protocol, f.Port, f.IP)
			case int64(len(g.Forwards)) >= most:
				return errForwards.Errorf("The NAT gateway %s has %d rules of ports; at most %d are allowed.", g.ID, len(g.Forwards), most)
			}
			if err := s.holds(ctx, tx, g, f); err != nil {
				return err
			}
			g.Forwards = append(g.Forwards, f)
		}
		return nil
	})
}

// ModifyForward puts one rule in the place of another.
var ModifyForward = action.Define(action.Spec{
	Name: "ModifyNatGatewayDestinationIpPortTranslationNatRule", Doc: "Puts a rule in the place of another one.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errNoForward, errRecord, errNotIts, errNeedsHost, errState},
}, (*Service).modifyForward)

// ModifyForwardRequest is the input of that.
type ModifyForwardRequest struct {
	NatGatewayId       string       `api:"required" touches:"nat" doc:"The gateway."`
	SourceNatRule      ForwardInput `api:"required" doc:"The rule that is there."`
	DestinationNatRule ForwardInput `api:"required" doc:"The rule that is to be."`
}

// Check refuses malformed rules.
func (r *ModifyForwardRequest) Check() error {
	return checkForwards([]ForwardInput{r.SourceNatRule, r.DestinationNatRule})
}

func (s *Service) modifyForward(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyForwardRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		at, err := g.forward(in.SourceNatRule)
		if err != nil {
			return err
		}
		next := in.DestinationNatRule.forward()
		next.Created = g.Forwards[at].Created
		if other := slices.IndexFunc(g.Forwards, next.from); other >= 0 && other != at {
			return errRecord.Errorf("The NAT gateway %s has another rule of %s port %d of %s.", g.ID, next.Protocol, next.Port, next.IP)
		}
		if err := s.holds(ctx, tx, g, next); err != nil {
			return err
		}
		g.Forwards[at] = next
		return nil
	})
}

// forward is the place of a rule that is there.
func (g *Gateway) forward(named ForwardInput) (int, error) {
	f := named.forward()
	at := slices.IndexFunc(g.Forwards, func(o Forward) bool { return o.from(f) && o.To == f.To && o.ToPort == f.ToPort })
	if at < 0 {
		return 0, errNoForward.Errorf("The NAT gateway %s has no rule of %s port %d of %s to port %d of %s.", g.ID, f.Protocol, f.Port, f.IP, f.ToPort, f.To)
	}
	return at, nil
}

// DeleteForwards takes rules away.
var DeleteForwards = action.Define(action.Spec{
	Name: "DeleteNatGatewayDestinationIpPortTranslationNatRule", Doc: "Takes rules of ports away: all of them, or none.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errNoForward, errState},
}, (*Service).deleteForwards)

// DeleteForwardsRequest is the input of that.
type DeleteForwardsRequest struct {
	NatGatewayId                         string         `api:"required" touches:"nat" doc:"The gateway."`
	DestinationIpPortTranslationNatRules []ForwardInput `api:"required,max=100" doc:"The rules."`
}

// Check refuses malformed rules.
func (r *DeleteForwardsRequest) Check() error {
	return checkForwards(r.DestinationIpPortTranslationNatRules)
}

func (s *Service) deleteForwards(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteForwardsRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		for _, n := range in.DestinationIpPortTranslationNatRules {
			at, err := g.forward(n)
			if err != nil {
				return err
			}
			g.Forwards = slices.Delete(g.Forwards, at, at+1)
		}
		return nil
	})
}

// DescribeForwards lists rules of ports.
var DescribeForwards = action.Define(action.Spec{
	Name: "DescribeNatGatewayDestinationIpPortTranslationNatRules", Doc: "Lists rules of ports of NAT gateways.", Domain3: "vpc", Version: version, Lists: "nat",
	Refuses: []*catalogue.Condition{errMalformed, errTogether, listing.ErrFilter},
}, (*Service).describeForwards)

// DescribeForwardsRequest is the input of that.
type DescribeForwardsRequest struct {
	NatGatewayIds []string         `api:"max=100" doc:"The gateways; all by default."`
	Filters       []listing.Filter `api:"max=10" doc:"nat-gateway-id, vpc-id, public-ip-address, public-port, private-ip-address, private-port or description."`
	Offset        int64            `api:"min=0" doc:"How many to leave out."`
	Limit         *int64           `api:"min=1,max=100" doc:"How many to list; 20 by default."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeForwardsRequest) Check() error {
	if len(r.NatGatewayIds) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("NatGatewayIds and Filters are both given; one of them is expected.")
	}
	for _, id := range r.NatGatewayIds {
		if err := checkID(id); err != nil {
			return err
		}
	}
	return listing.Check(r.Filters, "nat-gateway-id", "vpc-id", "public-ip-address", "public-port", "private-ip-address", "private-port", "description")
}

// DescribeForwardsResponse is the answer of that.
type DescribeForwardsResponse struct {
	NatGatewayDestinationIpPortTranslationNatRuleSet []ForwardItem
	TotalCount                                       int64
}

// A ForwardItem is a rule with its gateway.
type ForwardItem struct {
	IpProtocol, PublicIpAddress string
	PublicPort                  int64
	PrivateIpAddress            string
	PrivatePort                 int64
	Description                 string
	NatGatewayId                string
	VpcId                       string
	CreatedTime                 string
}

func (s *Service) describeForwards(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeForwardsRequest) (*DescribeForwardsResponse, error) {
	gateways, _, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var all []ForwardItem
	for _, g := range gateways {
		if len(in.NatGatewayIds) > 0 && !slices.Contains(in.NatGatewayIds, g.ID) {
			continue
		}
		for _, f := range g.Forwards {
			if listing.Kept(in.Filters, map[string][]string{
				"nat-gateway-id": {g.ID}, "vpc-id": {g.VPC}, "public-ip-address": {f.IP}, "public-port": {strconv.FormatInt(f.Port, 10)},
				"private-ip-address": {f.To}, "private-port": {strconv.FormatInt(f.ToPort, 10)}, "description": {f.Description},
			}, nil) {
				all = append(all, ForwardItem{f.Protocol, f.IP, f.Port, f.To, f.ToPort, f.Description, g.ID, g.VPC, listing.Time(f.Created)})
			}
		}
	}
	return &DescribeForwardsResponse{append([]ForwardItem{}, listing.Page(all, in.Offset, in.Limit)...), int64(len(all))}, nil
}
