package cloud

import (
	"context"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/eip"
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
