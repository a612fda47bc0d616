package cloud

import (
	"context"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// inhabitants shows vpc the zones, and the instances that are in networks.
type inhabitants struct{ cvm *cvm.Service }

// Zones lists the names of a region's zones.
func (s inhabitants) Zones(ctx context.Context, tx store.Tx, region string) ([]string, error) {
	all, err := s.cvm.Zones(ctx, tx)
	var names []string
	for _, z := range all {
		if z.Region == region {
			names = append(names, z.Name)
		}
	}
	return names, err
}

// InNetworks lists the account's instances that are in networks of a region.
func (s inhabitants) InNetworks(ctx context.Context, tx store.Tx, account, region string) ([]vpc.Instance, error) {
	all, err := s.cvm.AllInstances(ctx, tx, account, region)
	var out []vpc.Instance
	for _, i := range all {
		if i.VPC != "" {
			out = append(out, vpc.Instance{
				ID: i.ID, Name: i.Name, State: string(i.State), Type: i.Type, VPC: i.VPC, Subnet: i.Subnet,
				CPU: i.CPU, Memory: i.Memory, Created: i.Created,
			})
		}
	}
	return out, err
}

// balanced tells vpc of load balancers: public ones are in a network without an address there.
type balanced struct{ lb *lb.Service }

// InVPC names one of the account's balancers in a network.
func (s balanced) InVPC(ctx context.Context, tx store.Tx, account, vpc string) (string, bool, error) {
	all, err := s.lb.Store.Balancers(ctx, tx, account, "")
	for _, b := range all {
		if b.VPC.ID == vpc {
			return b.ID, true, err
		}
	}
	return "", false, err
}
