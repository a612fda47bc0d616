package eip

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// A Held is an address that another module's thing holds.
type Held struct {
	ID, IP, PrivateIP string
	Bandwidth         int64
}

func (a *Address) held() *Held { return &Held{a.ID, a.IP, a.Holder.PrivateIP, a.Bandwidth} }

// Hold has a thing of another module (a NAT gateway, a load balancer, …) hold an unbound address of the caller's in the
// call's region, named by its id or by itself. It is bound at once; it refuses one that is not there or not free.
func (s *Service) Hold(ctx context.Context, tx store.Tx, c *call.Call, idOrIP string, by Holder) (*Held, error) {
	a, err := s.find(ctx, tx, c.Caller.Account, c.Region, idOrIP)
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, errNoAddress.Errorf("The address %.40q does not exist in this region.", idOrIP)
	}
	if err := a.may(Unbound); err != nil {
		return nil, err
	}
	a.Holder, a.State = by, Bound
	if err := s.reprice(ctx, tx, c, a); err != nil {
		return nil, err
	}
	return a.held(), s.Store.PutAddress(ctx, tx, a)
}

// LetGo takes an address, named by its id or by itself, off a thing that holds it; one that it does not hold is left alone.
func (s *Service) LetGo(ctx context.Context, tx store.Tx, account, region, holder, idOrIP string, at time.Time) error {
	a, err := s.find(ctx, tx, account, region, idOrIP)
	if err != nil || a == nil || a.Holder.ID != holder && a.Holder.Interface != holder {
		return err
	}
	return s.letGo(ctx, tx, a, at)
}

// LetAllGo takes all addresses off a thing that is gone.
func (s *Service) LetAllGo(ctx context.Context, tx store.Tx, account, holder string, at time.Time) error {
	all, err := s.ofHolder(ctx, tx, account, holder)
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := s.letGo(ctx, tx, a, at); err != nil {
			return err
		}
	}
	return nil
}

// Follow has the addresses of an interface be those of the instance that it hangs on from now on; of the interface alone
// where instance is empty.
func (s *Service) Follow(ctx context.Context, tx store.Tx, account, eni, instance string) error {
	all, err := s.ofHolder(ctx, tx, account, eni)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Holder.Kind == Instance {
			if err := s.Servers.Hide(ctx, tx, account, a.Holder.ID, a.IP); err != nil {
				return err
			}
		}
		from, to := Bound, BoundENI
		a.Holder.Kind, a.Holder.ID = NetworkInterface, instance
		if instance != "" {
			a.Holder.Kind, from, to = Instance, BoundENI, Bound
			if err := s.Servers.Show(ctx, tx, account, instance, a.IP); err != nil {
				return err
			}
		}
		for _, state := range []*string{&a.State, &a.Next} {
			if *state == from {
				*state = to
			}
		}
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// Readdress has the address of an instance's main private address be that of the one that it has now.
func (s *Service) Readdress(ctx context.Context, tx store.Tx, account, instance, privateIP string) error {
	all, err := s.ofHolder(ctx, tx, account, instance)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Holder.ID != instance || a.Holder.Kind != Instance {
			continue
		}
		a.Holder.PrivateIP = privateIP
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// Return takes what is bound to an instance's main private address off it and returns it, as ReleaseAddresses does: what was
// paid in advance goes to the recycle bin. Those of other interfaces stay with them.
func (s *Service) Return(ctx context.Context, tx store.Tx, c *call.Call, instance string) error {
	server, err := s.Servers.Server(ctx, tx, c.Caller.Account, instance)
	if err != nil || server == nil {
		return err
	}
	all, err := s.ofHolder(ctx, tx, c.Caller.Account, instance)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Holder.PrivateIP != server.PrivateIP {
			continue
		}
		if err := s.letGo(ctx, tx, a, c.Now); err != nil {
			return err
		}
		if err := s.close(ctx, tx, c, a); err != nil {
			return err
		}
		if a.isPrepaid() && !a.Suspended {
			err = s.shelve(ctx, tx, a, c.Now)
		} else {
			err = s.remove(ctx, tx, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// HeldBy lists the addresses that a thing holds, the latest first.
func (s *Service) HeldBy(ctx context.Context, tx store.Tx, account, holder string) ([]Held, error) {
	all, err := s.ofHolder(ctx, tx, account, holder)
	var out []Held
	for _, a := range all {
		out = append(out, *a.held())
	}
	return out, err
}

// letGo has an address be unbound at once, whatever way it was on.
func (s *Service) letGo(ctx context.Context, tx store.Tx, a *Address, at time.Time) error {
	c := &call.Call{Now: at, Region: a.Region, Caller: call.Caller{Account: a.Account, Uin: a.Account}}
	if err := s.detach(ctx, tx, c, a); err != nil {
		return err
	}
	a.State, a.Next, a.Task = Unbound, "", 0
	return s.Store.PutAddress(ctx, tx, a)
}

// find is the account's address in a region, by its id or by itself; nil when there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, account, region, idOrIP string) (*Address, error) {
	all, err := s.Store.Addresses(ctx, tx, account, region)
	for _, a := range all {
		if a.ID == idOrIP || a.IP == idOrIP {
			return a, err
		}
	}
	return nil, err
}

func (s *Service) ofHolder(ctx context.Context, tx store.Tx, account, holder string) ([]*Address, error) {
	all, err := s.Store.Addresses(ctx, tx, account, "")
	var out []*Address
	for _, a := range all {
		if a.Holder.Kind != "" && (a.Holder.ID == holder || a.Holder.Interface == holder) {
			out = append(out, a)
		}
	}
	return out, err
}
