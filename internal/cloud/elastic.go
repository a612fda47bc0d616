package cloud

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

// addressed shows eip the instances.
type addressed struct{ *cvm.Service }

// Server is the account's instance, nil when there is none.
func (s addressed) Server(ctx context.Context, tx store.Tx, account, id string) (*eip.Server, error) {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return nil, err
	}
	out := &eip.Server{
		ID: i.ID, Region: i.Region, PublicIPs: i.PublicIPs, State: string(i.State), Steady: i.State == cvm.Running || i.State == cvm.Stopped,
		Charge: i.Internet.Charge, Bandwidth: i.Internet.Bandwidth,
	}
	if len(i.PrivateIPs) > 0 {
		out.PrivateIP = i.PrivateIPs[0]
	}
	return out, nil
}

// balancers shows eip the load balancers.
type balancers struct{ *lb.Service }

// Balancer is the account's load balancer in the region, nil when there is none.
func (s balancers) Balancer(ctx context.Context, tx store.Tx, account, region, id string) (*eip.Balancer, error) {
	b, err := s.Store.Balancer(ctx, tx, account, id)
	if err != nil || b == nil || b.Region != region {
		return nil, err
	}
	return &eip.Balancer{ID: b.ID, VIP: b.VIP, Public: b.Type == lb.Public}, nil
}

// balancerAddresses shows lb the elastic addresses.
type balancerAddresses struct{ *eip.Service }

// HoldAddress has a load balancer hold an address.
func (s balancerAddresses) HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, id, balancer, vip string) error {
	_, err := s.Hold(ctx, tx, c, id, eip.Holder{Kind: eip.LoadBalancer, ID: balancer, PrivateIP: vip})
	return err
}
