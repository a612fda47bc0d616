package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Quotas (facts/quotas-billing-lifecycle.md §2).
const (
	quotaPerInstance   = "cbs.disks_per_instance"
	defaultPerInstance = 20
)

// AttachDisks puts disks on an instance: all that it names, or none.
var AttachDisks = action.Define(spec(action.Spec{
	Name: "AttachDisks", Doc: "Attaches data disks to an instance in their zone.", Changes: true,
	Refuses: moving(attach, errNoInstance, errNotPortable, errOtherZone, errInstance, errTooManyDisks),
}), (*Service).attachDisks)

// AttachDisksRequest is the input of AttachDisks.
type AttachDisksRequest struct {
	InstanceId         string   `api:"required" touches:"instance" doc:"The instance."`
	DiskIds            []string `api:"required" touches:"volume" doc:"The disks, at most 10."`
	DeleteWithInstance bool     `doc:"Whether they go with the instance when it is returned."`
	AttachMode         string   `api:"oneof=PF VF" doc:"How they are attached; changes nothing here."`
}

// Check implements action.Checker.
func (r *AttachDisksRequest) Check() error {
	if err := checkID("InstanceId", r.InstanceId, instanceForm); err != nil {
		return err
	}
	return checkIDs("DiskIds", r.DiskIds, diskForm, 10)
}

func (s *Service) attachDisks(ctx context.Context, tx store.Tx, c *call.Call, in *AttachDisksRequest) (*Nothing, error) {
	i, err := s.instance(ctx, tx, c, in.InstanceId)
	if err != nil {
		return nil, err
	}
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	mounts := make([]*Instance, len(disks))
	for n, d := range disks {
		if err := d.mayAttach(c, i); err != nil {
			return nil, err
		}
		mounts[n] = i
	}
	if err := s.roomFor(ctx, tx, mounts); err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := s.attach(ctx, tx, c, d, i, in.DeleteWithInstance); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (d *Disk) mayAttach(c *call.Call, i *Instance) error {
	if !d.Portable {
		return errNotPortable.Errorf("Disk %s belongs to its instance for good; an elastic data disk is expected.", d.ID)
	}
	if err := d.may(attach); err != nil {
		return err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return err
	}
	if d.Zone != i.Zone {
		return errOtherZone.Errorf("Disk %s is in zone %s and instance %s in %s; they have to be in the same.", d.ID, d.Zone, i.ID, i.Zone)
	}
	return i.takes(d.Zone)
}

// takes refuses an instance that no disk of a zone can be attached to now.
func (i *Instance) takes(zone string) error {
	if i.Zone != zone {
		return errOtherZone.Errorf("Instance %s is in zone %s; one in %s is expected.", i.ID, i.Zone, zone)
	}
	return i.steady()
}

// steady refuses an instance that is not in a state that lasts.
func (i *Instance) steady() error {
	if slices.Contains([]string{"RUNNING", "STOPPED"}, i.State) {
		return nil
	}
	return errInstance.Errorf("Instance %s is %s; RUNNING or STOPPED is expected.", i.ID, i.State)
}

// roomFor refuses when instances, each named once for a disk that it is to get, would have too many.
func (s *Service) roomFor(ctx context.Context, tx store.Tx, mounts []*Instance) error {
	more := map[string]int64{}
	for _, i := range mounts {
		more[i.ID]++
		limit, err := s.Accounts.Quota(ctx, tx, i.Account, quotaPerInstance, defaultPerInstance)
		if err != nil {
			return err
		}
		have, err := s.elastic(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		if have+more[i.ID] > limit {
			return errTooManyDisks.Errorf("Instance %s has %d elastic disks; with %d more the quota of %d is exceeded.", i.ID, have, more[i.ID], limit)
		}
	}
	return nil
}

// elastic counts the elastic disks of an instance.
func (s *Service) elastic(ctx context.Context, tx store.Tx, instance string) (n int64, err error) {
	all, err := s.Store.Disks.Under(ctx, tx, instance)
	for _, d := range all {
		if d.Portable {
			n++
		}
	}
	return n, err
}

// attach puts a disk on an instance behind those that it has.
func (s *Service) attach(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, i *Instance, goesWithIt bool) error {
	all, err := s.Store.Disks.Under(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	d.Instance, d.DeleteWithInstance, d.Place = i.ID, goesWithIt, 1
	for _, other := range all {
		d.Place = max(d.Place, other.Place+1)
	}
	return s.move(ctx, tx, d, attach, c.Now)
}
