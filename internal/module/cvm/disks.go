package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// withDisks is a store whose instances come with their disks, which cbs keeps.
type withDisks struct {
	Store
	s *Service
}

// Instance is the one with that ID, with its disks.
func (w withDisks) Instance(ctx context.Context, tx store.Tx, id string) (*Instance, error) {
	i, err := w.Store.Instance(ctx, tx, id)
	if err != nil || i == nil {
		return nil, err
	}
	disks, err := w.s.Disks.OfInstance(ctx, tx, i.ID)
	i.setDisks(disks)
	return i, err
}

// Instances lists an account's instances, with their disks.
func (w withDisks) Instances(ctx context.Context, tx store.Tx, account, region string) ([]*Instance, error) {
	all, err := w.Store.Instances(ctx, tx, account, region)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	disks, err := w.s.Disks.OfInstances(ctx, tx, account, region)
	for _, i := range all {
		i.setDisks(disks[i.ID])
	}
	return all, err
}

func (i *Instance) setDisks(disks []Disk) {
	i.Data = nil
	for _, d := range disks {
		if d.System {
			i.System = d
		} else {
			i.Data = append(i.Data, d)
		}
	}
}

// buildDisks makes the disks that a new instance is to have.
func (s *Service) buildDisks(ctx context.Context, tx store.Tx, i *Instance) error {
	var err error
	i.System.System = true
	if i.System, err = s.Disks.Build(ctx, tx, i.host(), i.System); err != nil {
		return err
	}
	for n, d := range i.Data {
		d.Place = int64(n + 1)
		if i.Data[n], err = s.Disks.Build(ctx, tx, i.host(), d); err != nil {
			return err
		}
	}
	return nil
}

// host is the instance as its disks are made for it.
func (i *Instance) host() disk.Host {
	return disk.Host{Account: i.Account, Creator: i.Creator, Region: i.Region, Zone: i.Zone, Instance: i.ID, Project: i.Project, Created: i.Created}
}

// resizeDisk gives a disk of an instance another size, and where typ is not empty another type. It changes no price.
func (s *Service) resizeDisk(ctx context.Context, tx store.Tx, d *Disk, gb int64, typ string) error {
	d.Size, d.Type = gb, orElse(typ, d.Type)
	return s.Disks.Resize(ctx, tx, d.ID, gb, typ, true)
}

// Repriced changes the disks of an instance and has its price follow: a meter goes on at the new price, and the rest of a
// paid time costs the difference. It refuses where the account can't pay.
func (s *Service) Repriced(ctx context.Context, tx store.Tx, c *call.Call, id string, change func() error) error {
	i, err := s.Store.Instance(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.repriced(ctx, tx, c, i, change); err != nil {
		return err
	}
	return s.Store.PutInstance(ctx, tx, i)
}

// repriced is Repriced of an instance that the caller will put.
func (s *Service) repriced(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, change func() error) error {
	before, err := s.loadDisks(ctx, tx, i)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := s.loadDisks(ctx, tx, i)
	if err != nil {
		return err
	}
	if !i.isPrepaid() {
		if !i.Metered {
			return nil
		}
		return s.reprice(ctx, tx, c, i)
	}
	return s.payMore(ctx, tx, c, i, before, after)
}

// loadDisks tells an instance its disks as they are kept, and what those that are paid with it cost a month.
func (s *Service) loadDisks(ctx context.Context, tx store.Tx, i *Instance) (money.Amount, error) {
	disks, err := s.Disks.OfInstance(ctx, tx, i.ID)
	if err != nil {
		return 0, err
	}
	i.setDisks(disks)
	return i.extras(func(k disk.Kind) money.Amount { return k.Monthly })
}

// TurnOff stops an instance at once, for what another module does to its disks.
func (s *Service) TurnOff(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	i, err := s.instance(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if err := i.may(stop); err != nil {
		return err
	}
	atOnce := stop
	atOnce.delay = ""
	return s.move(ctx, tx, i, atOnce, c.Now, c.RequestID)
}

// TurnOn starts an instance that another module turned off.
func (s *Service) TurnOn(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	i, err := s.instance(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if err := i.may(start); err != nil {
		return err
	}
	return s.move(ctx, tx, i, start, c.Now, c.RequestID)
}

// snapshots refuses disks that are to be made of snapshots that are not there, or that don't hold them.
func (s *Service) snapshots(ctx context.Context, tx store.Tx, c *call.Call, disks []Disk) error {
	for _, d := range disks {
		if d.Snapshot == "" {
			continue
		}
		gb, ok, err := s.Disks.SnapshotSize(ctx, tx, c, d.Snapshot)
		switch {
		case err != nil:
			return err
		case !ok:
			return errNoSnapshot.Errorf("The snapshot %s of a data disk does not exist in this region.", param.Quote(d.Snapshot))
		case d.Size < gb:
			return errSnapshotSize.Errorf("Parameter DataDisks.DiskSize is %d; the snapshot %s needs at least %d.", d.Size, d.Snapshot, gb)
		}
	}
	return nil
}
