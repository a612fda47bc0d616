package cloud

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/module/nat"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// gatewayNetworks shows nat the networks.
type gatewayNetworks struct{ vpc *vpc.Service }

// HasNetwork tells whether the account has the network in the region.
func (n gatewayNetworks) HasNetwork(ctx context.Context, tx store.Tx, account, region, id string) (bool, error) {
	v, err := n.vpc.Network(ctx, tx, account, region, id)
	return v != nil, err
}

// SubnetRange is the range of a subnet of the network, empty where there is none.
func (n gatewayNetworks) SubnetRange(ctx context.Context, tx store.Tx, account, region, network, id string) (string, error) {
	sub, err := n.vpc.SubnetOf(ctx, tx, account, region, id)
	if err != nil || sub == nil || sub.VPC != network {
		return "", err
	}
	return sub.CIDR, nil
}

// HolderOf is what has a private address in the network, empty where nothing has.
func (n gatewayNetworks) HolderOf(ctx context.Context, tx store.Tx, network, ip string) (string, error) {
	all, err := n.vpc.Store.AddressesIn(ctx, tx, network)
	for _, a := range all {
		if a.IP == ip {
			return a.Holder, err
		}
	}
	return "", err
}

// Did writes down that the request has changed a gateway.
func (n gatewayNetworks) Did(ctx context.Context, tx store.Tx, c *call.Call, gateway string) error {
	return n.vpc.Did(ctx, tx, c, gateway)
}

// RouteTo is a route table with a route to the gateway, empty where there is none.
func (n gatewayNetworks) RouteTo(ctx context.Context, tx store.Tx, account, region, gateway string) (string, error) {
	all, err := n.vpc.Store.AllRoutes(ctx, tx, account, region)
	for _, r := range all {
		if r.Gateway == gateway {
			return r.Table, err
		}
	}
	return "", err
}

// gatewayAddresses shows nat the elastic addresses.
type gatewayAddresses struct{ *eip.Service }

// HoldAddress has a gateway hold an address; it tells apart one that is not there and one that is not free.
func (a gatewayAddresses) HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, ip, gateway string) (there, free bool, err error) {
	return holds(ctx, tx, c, a.Service, ip, eip.Holder{Kind: eip.NATGateway, ID: gateway})
}

// AddressesOf lists what a gateway holds.
func (a gatewayAddresses) AddressesOf(ctx context.Context, tx store.Tx, account, gateway string) ([]nat.Address, error) {
	held, err := a.HeldBy(ctx, tx, account, gateway)
	out := make([]nat.Address, len(held))
	for n, h := range held {
		out[n] = nat.Address{ID: h.ID, IP: h.IP}
	}
	return out, err
}
