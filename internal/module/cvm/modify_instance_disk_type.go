package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/store"
)

var (
	errNoDiskNamed = catalogue.MissingParameter
	errLocalSize   = catalogue.InvalidParameter.Named("InvalidParameterValue.LocalDiskSizeRange")
	errNotLocal    = catalogue.OperationFailed.Named("InvalidParameter.InvalidInstanceNotSupported")
)

// changeDisks is a change of what the disks of an instance that is off are made of.
var changeDisks = move{op: "ModifyInstanceDiskType", from: []State{Stopped}, to: Stopped}

// ModifyInstanceDiskType has local disks of an instance be cloud disks.
var ModifyInstanceDiskType = action.Define(action.Spec{
	Name: "ModifyInstanceDiskType", Doc: "Has local disks of an instance that is off be cloud disks, at the price of those.",
	Domain3: "cvm", Version: version, Changes: true, Rate: 20,
	Refuses: refusals(changeDisks, errNoDiskNamed, errNotLocal, errLocalSize, errDataDisk, errDiskSold, errNotVerified, errNotCharging, errNotSold, errBalance),
}, (*Service).modifyDiskType)

// ModifyInstanceDiskTypeRequest is the input of ModifyInstanceDiskType.
type ModifyInstanceDiskTypeRequest struct {
	InstanceId string           `api:"required" touches:"instance" doc:"The instance."`
	DataDisks  []DataDiskMedium `api:"max=21" doc:"Its local data disks, and what they are to be."`
	SystemDisk *DiskMedium      `doc:"What its system disk is to be."`
}

// A DiskMedium says what a system disk is to be made of.
type DiskMedium struct {
	DiskType string `api:"required,oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"Its kind."`
}

// A DataDiskMedium says what a data disk is to be made of.
type DataDiskMedium struct {
	DiskType string `api:"required,oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"Its kind."`
	DiskId   string `touches:"volume" doc:"The disk; the one local data disk when left out."`
}

// Check implements action.Checker.
func (r *ModifyInstanceDiskTypeRequest) Check() error {
	if len(r.DataDisks) == 0 && r.SystemDisk == nil {
		return errNoDiskNamed.Errorf("The request names no disk; SystemDisk or DataDisks is expected.")
	}
	return checkIDs([]string{r.InstanceId})
}

func (s *Service) modifyDiskType(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstanceDiskTypeRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error {
		if err := i.mayWhileCharged(changeDisks); err != nil {
			return err
		}
		if err := s.qualify(ctx, tx, c, nil); err != nil {
			return err
		}
		changed, err := i.ofOtherKinds(in)
		if err != nil {
			return err
		}
		err = s.repriced(ctx, tx, c, i, func() error {
			for _, d := range changed {
				if err := s.Disks.Resize(ctx, tx, d.ID, d.Size, d.Type, true); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return unpaid(err)
		}
		return s.move(ctx, tx, i, changeDisks, c.Now, c.RequestID)
	})
}

// ofOtherKinds are the disks that a request is about, as it wants them.
func (i *Instance) ofOtherKinds(in *ModifyInstanceDiskTypeRequest) ([]Disk, error) {
	var changed []Disk
	if in.SystemDisk != nil {
		system := i.System
		if !isLocal(system) {
			return nil, errNotLocal.Errorf("The system disk of instance %s is %s; a local one is expected.", i.ID, system.Type)
		}
		system.Type = in.SystemDisk.DiskType
		changed = append(changed, system)
	}
	for _, want := range in.DataDisks {
		n := slices.IndexFunc(i.Data, func(d Disk) bool { return d.ID == want.DiskId || want.DiskId == "" && isLocal(d) })
		switch {
		case n < 0:
			return nil, errDataDisk.Errorf("Instance %s has no such local data disk: %.20q.", i.ID, want.DiskId)
		case !isLocal(i.Data[n]):
			return nil, errNotLocal.Errorf("The disk %s of instance %s is %s; a local one is expected.", i.Data[n].ID, i.ID, i.Data[n].Type)
		}
		d := i.Data[n]
		d.Type = want.DiskType
		if k, _ := disk.Find(d.Type); d.Size < k.Min {
			return nil, errLocalSize.Errorf("The disk %s of instance %s has %d GB; a disk of type %s has %d at least.", d.ID, i.ID, d.Size, d.Type, k.Min)
		}
		changed = append(changed, d)
	}
	return changed, nil
}

// isLocal tells whether a disk is a part of its instance's machine.
func isLocal(d Disk) bool {
	k, _ := disk.Find(d.Type)
	return k.Local
}
