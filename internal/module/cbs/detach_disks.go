package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DetachDisks takes disks off their instances: all that it names, or none.
var DetachDisks = action.Define(spec(action.Spec{
	Name: "DetachDisks", Doc: "Takes data disks off the instance that they are attached to; what was paid with it pays for itself from then on.", Changes: true,
	Refuses: moving(detach, errNoInstance, errNotPortable, errInstance, errBalance),
}), (*Service).detachDisks)

// DetachDisksRequest is the input of DetachDisks.
type DetachDisksRequest struct {
	DiskIds    []string `api:"required" touches:"volume" doc:"The disks, at most 10."`
	InstanceId string   `touches:"instance" doc:"The instance, for one that several have."`
}

// Check implements action.Checker.
func (r *DetachDisksRequest) Check() error {
	if r.InstanceId != "" {
		if err := checkID("InstanceId", r.InstanceId, instanceForm); err != nil {
			return err
		}
	}
	return checkIDs("DiskIds", r.DiskIds, diskForm, 10)
}

func (s *Service) detachDisks(ctx context.Context, tx store.Tx, c *call.Call, in *DetachDisksRequest) (*Nothing, error) {
	if in.InstanceId != "" {
		if _, err := s.instance(ctx, tx, c, in.InstanceId); err != nil {
			return nil, err
		}
	}
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := s.detach(ctx, tx, c, d, in.InstanceId); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (s *Service) detach(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, instance string) error {
	if !d.Portable {
		return errNotPortable.Errorf("Disk %s belongs to its instance for good; an elastic data disk is expected.", d.ID)
	}
	if err := d.may(detach); err != nil {
		return err
	}
	if instance != "" && d.Instance != instance {
		return errInstance.Errorf("Disk %s is attached to %s; a disk of %s is expected.", d.ID, d.Instance, instance)
	}
	i, err := s.instance(ctx, tx, c, d.Instance)
	if err != nil {
		return err
	}
	if i.State == "TERMINATING" { // then the instance has been paid, and what becomes of its disks is decided
		return i.steady()
	}
	if err := s.leaveMeter(ctx, tx, c, d, i); err != nil {
		return err
	}
	return s.move(ctx, tx, d, detach, c.Now)
}

// leaveMeter has a disk that was paid with its instance pay for itself, and the instance no longer for it.
func (s *Service) leaveMeter(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, i *Instance) error {
	if d.Own {
		return nil
	}
	if !i.Expires.IsZero() {
		return s.become(ctx, tx, c, d, i.Expires) // what was paid for both stays paid
	}
	err := s.Instances.Repriced(ctx, tx, c, i.ID, func() error {
		d.Own, d.Charge = true, Postpaid
		return s.Store.Disks.Put(ctx, tx, d)
	})
	if err != nil {
		return err
	}
	return s.open(ctx, tx, c, d)
}
