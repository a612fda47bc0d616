package cloud

import (
	"context"
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/eip"
	"github.com/paifang/paifang/internal/module/eni"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// interfaceNetworks shows eni the networks.
type interfaceNetworks struct{ *vpc.Service }

// SubnetIn is the account's subnet in the region, nil where there is none.
func (n interfaceNetworks) SubnetIn(ctx context.Context, tx store.Tx, account, region, id string) (*eni.Subnet, error) {
	sub, err := n.SubnetOf(ctx, tx, account, region, id)
	if err != nil || sub == nil {
		return nil, err
	}
	return &eni.Subnet{ID: sub.ID, VPC: sub.VPC, Zone: sub.Zone}, nil
}

// interfaceServers shows eni the instances.
type interfaceServers struct{ cvm *cvm.Service }

func interfaced(i *cvm.Instance) eni.Server {
	return eni.Server{
		ID: i.ID, Account: i.Account, Creator: i.Creator, Region: i.Region, Zone: i.Zone, VPC: i.VPC, Subnet: i.Subnet, State: string(i.State),
		Steady: i.State == cvm.Running || i.State == cvm.Stopped, CPU: i.CPU, Memory: i.Memory, PrivateIPs: i.PrivateIPs, Groups: i.Groups, Created: i.Created,
	}
}

// InNetworks lists the account's instances in a region that are in networks.
func (s interfaceServers) InNetworks(ctx context.Context, tx store.Tx, account, region string) ([]eni.Server, error) {
	all, err := s.cvm.AllInstances(ctx, tx, account, region)
	var out []eni.Server
	for _, i := range all {
		if i.VPC != "" {
			out = append(out, interfaced(i))
		}
	}
	return out, err
}

// Server is the account's instance, nil where there is none.
func (s interfaceServers) Server(ctx context.Context, tx store.Tx, account, id string) (*eni.Server, error) {
	i, err := s.cvm.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return nil, err
	}
	v := interfaced(i)
	return &v, nil
}

// SetPrivate has an instance have exactly these private addresses.
func (s interfaceServers) SetPrivate(ctx context.Context, tx store.Tx, account, id string, ips []string) error {
	return s.cvm.SetPrivate(ctx, tx, account, id, ips)
}

// SetGroups has an instance guarded by exactly these security groups.
func (s interfaceServers) SetGroups(ctx context.Context, tx store.Tx, account, id string, groups []string) error {
	return s.cvm.SetGroups(ctx, tx, account, id, groups)
}

// interfaceAddresses shows eni the elastic addresses.
type interfaceAddresses struct{ *eip.Service }

// Bound lists what a holder has.
func (a interfaceAddresses) Bound(ctx context.Context, tx store.Tx, account, holder string) ([]eni.Address, error) {
	held, err := a.HeldBy(ctx, tx, account, holder)
	out := make([]eni.Address, len(held))
	for n, h := range held {
		out[n] = eni.Address{ID: h.ID, IP: h.IP, PrivateIP: h.PrivateIP}
	}
	return out, err
}

// HoldAddress has a high-availability address hold an elastic one.
func (a interfaceAddresses) HoldAddress(ctx context.Context, tx store.Tx, c *call.Call, ip, havip string) (there, free bool, err error) {
	return holds(ctx, tx, c, a.Service, ip, eip.Holder{Kind: eip.HaVip, ID: havip})
}

// holds has a thing hold an elastic address; it tells apart one that is not there and one that is not free.
func holds(ctx context.Context, tx store.Tx, c *call.Call, s *eip.Service, ip string, by eip.Holder) (there, free bool, err error) {
	_, err = s.Hold(ctx, tx, c, ip, by)
	var refused *catalogue.Refusal
	switch {
	case !errors.As(err, &refused):
		return true, true, err
	case refused.Condition.Code == catalogue.NotFound.Code:
		return false, false, nil
	case refused.Condition.Code == catalogue.OperationFailed.Code:
		return true, false, nil
	}
	return true, true, err
}

// interfaces shows eip the network interfaces.
type interfaces struct{ *eni.Service }

// Interface is the account's interface in the region, nil where there is none.
func (s interfaces) Interface(ctx context.Context, tx store.Tx, account, region, id string) (*eip.Interface, error) {
	instance, ips, ok, err := s.InterfaceFacts(ctx, tx, account, region, id)
	if err != nil || !ok {
		return nil, err
	}
	return &eip.Interface{ID: id, Instance: instance, PrivateIPs: ips}, nil
}
