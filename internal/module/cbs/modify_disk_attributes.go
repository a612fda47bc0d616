package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyDiskAttributes changes disks: all that it names, or none.
var ModifyDiskAttributes = action.Define(spec(action.Spec{
	Name: "ModifyDiskAttributes", Doc: "Changes name, project, type and other attributes of disks.", Changes: true,
	Refuses: moving(exchanging, errNoProject, errConfig, errSoldOut, errBalance),
}), (*Service).modifyDiskAttributes)

// ModifyDiskAttributesRequest is the input of ModifyDiskAttributes.
type ModifyDiskAttributesRequest struct {
	DiskIds                   []string `api:"required" touches:"volume" doc:"The disks, at most 100."`
	DiskName                  *string  `api:"max=60" doc:"Their name."`
	Portable                  *bool    `doc:"TRUE makes a data disk elastic; one that is stays so."`
	ProjectId                 *int64   `api:"min=0" doc:"Their project."`
	DeleteWithInstance        *bool    `doc:"Whether they go with their instance when it is returned."`
	DiskType                  string   `api:"oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"Their kind, at whose price they go on."`
	BurstPerformanceOperation string   `api:"oneof=CREATE CANCEL" doc:"Whether they may be faster for a while."`
}

// Check implements action.Checker.
func (r *ModifyDiskAttributesRequest) Check() error {
	if r.DiskName == nil && r.Portable == nil && r.ProjectId == nil && r.DeleteWithInstance == nil && r.DiskType == "" && r.BurstPerformanceOperation == "" {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; DiskName or another attribute is expected.")
	}
	if r.Portable != nil && !*r.Portable {
		return errValue.Errorf("Parameter Portable is FALSE; TRUE is expected, since an elastic disk stays one.")
	}
	return checkDisks(r.DiskIds)
}

func (s *Service) modifyDiskAttributes(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDiskAttributesRequest) (*Nothing, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	if in.ProjectId != nil {
		if err := s.project(ctx, tx, c, *in.ProjectId); err != nil {
			return nil, err
		}
	}
	for _, d := range disks {
		if err := s.modify(ctx, tx, c, d, in); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (s *Service) modify(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, in *ModifyDiskAttributesRequest) error {
	if (in.Portable != nil || in.DeleteWithInstance != nil) && d.Usage == SystemDisk {
		return errNotSupported.Errorf("Disk %s is a system disk, which stays with its instance; a data disk is expected.", d.ID)
	}
	set(&d.Name, in.DiskName)
	set(&d.Project, in.ProjectId)
	set(&d.DeleteWithInstance, in.DeleteWithInstance)
	if in.BurstPerformanceOperation != "" {
		d.Burst = in.BurstPerformanceOperation == "CREATE"
	}
	if in.DiskType != "" && in.DiskType != d.Type {
		if err := s.exchange(ctx, tx, c, d, in.DiskType); err != nil {
			return err
		}
	}
	return s.Store.Disks.Put(ctx, tx, d)
}

// exchange makes a disk one of another kind.
func (s *Service) exchange(ctx context.Context, tx store.Tx, c *call.Call, d *Disk, typ string) error {
	if err := d.may(exchanging); err != nil {
		return err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return err
	}
	k := kindOf(typ)
	switch {
	case d.Usage == DataDisk && !k.sells(d.Size):
		return k.unsold("DiskType", d.Size)
	case d.Throughput > k.Extra:
		return errConfig.Errorf("Disk %s has %d MB/s of extra throughput; %s takes at most %d.", d.ID, d.Throughput, typ, k.Extra)
	}
	if err := s.take(ctx, tx, d.Zone, typ, 1, errSoldOut); err != nil {
		return err
	}
	if _, err := s.Store.Book.Take(ctx, tx, d.Zone, d.Type, -1); err != nil {
		return err
	}
	return s.reprice(ctx, tx, c, d, func(d *Disk) { d.Type = typ })
}

// set changes what is given.
func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}
