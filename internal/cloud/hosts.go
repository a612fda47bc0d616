package cloud

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

// hosts shows cbs the instances and their zones.
type hosts struct{ cvm *cvm.Service }

// Instance is an account's instance; nil where there is none.
func (s hosts) Instance(ctx context.Context, tx store.Tx, account, id string) (*cbs.Instance, error) {
	i, err := s.cvm.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return nil, err
	}
	return &cbs.Instance{
		ID: i.ID, Account: i.Account, Region: i.Region, Zone: i.Zone, Name: i.Name, State: string(i.State), Expires: i.Expires,
		IPs: slices.Concat(i.PrivateIPs, i.PublicIPs),
	}, nil
}

// Repriced changes the disks of an instance and has its price follow.
func (s hosts) Repriced(ctx context.Context, tx store.Tx, c *call.Call, id string, change func() error) error {
	return s.cvm.Repriced(ctx, tx, c, id, change)
}

// Stop turns an instance off at once.
func (s hosts) Stop(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	return s.cvm.TurnOff(ctx, tx, c, id)
}

// Start turns it on.
func (s hosts) Start(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	return s.cvm.TurnOn(ctx, tx, c, id)
}

// ZonesOf lists the zones of a region that sell something.
func (s hosts) ZonesOf(ctx context.Context, tx store.Tx, region string) ([]string, error) {
	all, err := s.cvm.Zones(ctx, tx)
	var names []string
	for _, z := range all {
		if z.Region == region && !z.Closed {
			names = append(names, z.Name)
		}
	}
	return names, err
}
