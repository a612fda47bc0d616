package nat

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AssociateNatGatewayAddress gives a gateway more addresses.
var AssociateNatGatewayAddress = action.Define(action.Spec{
	Name: "AssociateNatGatewayAddress", Doc: "Gives a NAT gateway elastic addresses: all of them, or none.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errNoAddress, errTaken, errAddresses, errState},
}, (*Service).associate)

// AssociateNatGatewayAddressRequest is the input of AssociateNatGatewayAddress.
type AssociateNatGatewayAddressRequest struct {
	NatGatewayId      string   `api:"required" touches:"nat" doc:"The gateway."`
	PublicIpAddresses []string `api:"required,max=100" doc:"The addresses, which are there and free."`
}

// Check refuses what is no address.
func (r *AssociateNatGatewayAddressRequest) Check() error { return checkAddresses(r.PublicIpAddresses) }

func (s *Service) associate(ctx context.Context, tx store.Tx, c *call.Call, in *AssociateNatGatewayAddressRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		if err := s.hold(ctx, tx, c, g, in.PublicIpAddresses); err != nil {
			return err
		}
		return s.Networks.Did(ctx, tx, c, g.ID)
	})
}

// DisassociateNatGatewayAddress takes addresses off a gateway.
var DisassociateNatGatewayAddress = action.Define(action.Spec{
	Name: "DisassociateNatGatewayAddress", Doc: "Takes addresses off a NAT gateway, which no rule needs; one stays.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errAddressUse, errLast, errState},
}, (*Service).disassociate)

// DisassociateNatGatewayAddressRequest is the input of DisassociateNatGatewayAddress.
type DisassociateNatGatewayAddressRequest struct {
	NatGatewayId      string   `api:"required" touches:"nat" doc:"The gateway."`
	PublicIpAddresses []string `api:"required,max=100" doc:"The addresses."`
}

// Check refuses what is no address.
func (r *DisassociateNatGatewayAddressRequest) Check() error {
	return checkAddresses(r.PublicIpAddresses)
}

func (s *Service) disassociate(ctx context.Context, tx store.Tx, c *call.Call, in *DisassociateNatGatewayAddressRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		held, err := s.Addresses.AddressesOf(ctx, tx, g.Account, g.ID)
		if err != nil {
			return err
		}
		for _, ip := range in.PublicIpAddresses {
			switch {
			case !slices.ContainsFunc(held, func(a Address) bool { return a.IP == ip }):
				return errNotFound.Errorf("The NAT gateway %s does not have the public address %s.", g.ID, ip)
			case g.uses(ip):
				return errAddressUse.Errorf("A rule of the NAT gateway %s is of the public address %s; delete it first.", g.ID, ip)
			}
		}
		if len(held) == len(in.PublicIpAddresses) {
			return errLast.Errorf("The NAT gateway %s would have no public address left; one at least is expected to stay.", g.ID)
		}
		for _, ip := range in.PublicIpAddresses {
			if err := s.Addresses.LetGo(ctx, tx, g.Account, g.Region, g.ID, ip, c.Now); err != nil {
				return err
			}
		}
		return s.Networks.Did(ctx, tx, c, g.ID)
	})
}
