package nat

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyNatGatewayAttribute changes a gateway.
var ModifyNatGatewayAttribute = action.Define(action.Spec{
	Name: "ModifyNatGatewayAttribute", Doc: "Changes a NAT gateway's name, bandwidth or protection.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errRange, errState},
}, (*Service).modifyGateway)

// ModifyNatGatewayAttributeRequest is the input of ModifyNatGatewayAttribute.
type ModifyNatGatewayAttributeRequest struct {
	NatGatewayId              string  `api:"required" touches:"nat" doc:"The gateway."`
	NatGatewayName            *string `doc:"Its new name, of at most 60 bytes."`
	InternetMaxBandwidthOut   *int64  `doc:"Its new bandwidth in Mbps."`
	DeletionProtectionEnabled *bool   `doc:"Whether it is kept from being deleted."`
	PublicAddressAffinity     *bool   `doc:"Whether a host goes out by one address always."`
}

// Check refuses a name that is too long.
func (r *ModifyNatGatewayAttributeRequest) Check() error {
	if r.NatGatewayName != nil {
		return checkName(*r.NatGatewayName)
	}
	return nil
}

// Done is the answer of a change that says nothing.
type Done struct{}

func (s *Service) modifyGateway(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyNatGatewayAttributeRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		if in.InternetMaxBandwidthOut != nil {
			if err := checkBandwidth(*in.InternetMaxBandwidthOut, g.Product); err != nil {
				return err
			}
		}
		put(&g.Name, in.NatGatewayName)
		put(&g.Bandwidth, in.InternetMaxBandwidthOut)
		put(&g.Protected, in.DeletionProtectionEnabled)
		put(&g.Affinity, in.PublicAddressAffinity)
		return nil
	})
}

// ResetNatGatewayConnection changes how many connections there may be, and what is paid.
var ResetNatGatewayConnection = action.Define(action.Spec{
	Name: "ResetNatGatewayConnection", Doc: "Changes how many connections a NAT gateway may have at once, which its price goes by.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errRange, errState, catalogue.InsufficientBalance},
}, (*Service).resetConnection)

// ResetNatGatewayConnectionRequest is the input of ResetNatGatewayConnection.
type ResetNatGatewayConnectionRequest struct {
	NatGatewayId            string `api:"required" touches:"nat" doc:"The gateway."`
	MaxConcurrentConnection int64  `api:"required" doc:"How many: 1000000, 3000000 or 10000000."`
}

func (s *Service) resetConnection(ctx context.Context, tx store.Tx, c *call.Call, in *ResetNatGatewayConnectionRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		if err := checkConnections(in.MaxConcurrentConnection, g.Product); err != nil {
			return err
		}
		if g.Connections == in.MaxConcurrentConnection {
			return nil
		}
		g.Connections = in.MaxConcurrentConnection
		return s.Till.Change(ctx, tx, c, g.ID, g.hourly())
	})
}

// DeleteNatGateway takes a gateway away.
var DeleteNatGateway = action.Define(action.Spec{
	Name: "DeleteNatGateway", Doc: "Takes a NAT gateway away that no route leads to; its addresses are free then.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errProtected, errRouted, errState},
}, (*Service).deleteGateway)

// DeleteNatGatewayRequest is the input of DeleteNatGateway.
type DeleteNatGatewayRequest struct {
	NatGatewayId string `api:"required" touches:"nat" doc:"The gateway."`
}

func (s *Service) deleteGateway(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteNatGatewayRequest) (*Done, error) {
	g, err := s.find(ctx, tx, c, in.NatGatewayId)
	if err != nil {
		return nil, err
	}
	if err := g.steady(); err != nil {
		return nil, err
	}
	if g.Protected {
		return nil, errProtected.Errorf("The NAT gateway %s is protected from being deleted; set DeletionProtectionEnabled to false first.", g.ID)
	}
	table, err := s.Networks.RouteTo(ctx, tx, g.Account, g.Region, g.ID)
	if err != nil {
		return nil, err
	}
	if table != "" {
		return nil, errRouted.Errorf("A route of %s leads to the NAT gateway %s; delete it first.", table, g.ID)
	}
	if err := s.Networks.Did(ctx, tx, c, g.ID); err != nil {
		return nil, err
	}
	return &Done{}, s.remove(ctx, tx, g, c.Now)
}
