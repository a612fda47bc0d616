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

// ResizeInstanceDisks makes the disks of an instance larger, or the system disk one of another kind.
var ResizeInstanceDisks = action.Define(action.Spec{
	Name: "ResizeInstanceDisks", Doc: "Makes disks of an instance larger, or its system disk one of another kind.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10,
	Refuses: refusals(resizeDisks, errRange, errDataDisk, errNotCharging, errDiskSold, errBalance),
}, (*Service).resizeInstanceDisks)

// ResizeInstanceDisksRequest is the input of ResizeInstanceDisks.
type ResizeInstanceDisksRequest struct {
	InstanceId   string            `api:"required" touches:"instance" doc:"The instance."`
	DataDisks    []ResizeDataDisk  `api:"max=21" doc:"Its data disks that are to grow."`
	SystemDisk   *ResizeSystemDisk `doc:"What its system disk is to be."`
	ForceStop    bool              `doc:"Whether an instance that runs is restarted for it."`
	ResizeOnline bool              `doc:"Whether an instance that runs goes on meanwhile."`
}

// A ResizeDataDisk says how large a data disk is to be. What else the API's DataDisk has stays as it is.
type ResizeDataDisk struct {
	DiskSize              int64  `api:"required,min=10,max=32000" doc:"GB, in steps of 10 and no less than it has."`
	DiskId                string `api:"required" touches:"volume" doc:"The disk."`
	DiskType              string `doc:"Its kind, which stays as it is."`
	DeleteWithInstance    bool   `doc:"Changes nothing here."`
	SnapshotId            string `doc:"Changes nothing here."`
	Encrypt               bool   `doc:"Changes nothing here."`
	KmsKeyId              string `doc:"Changes nothing here."`
	ThroughputPerformance int64  `doc:"Changes nothing here."`
	BurstPerformance      bool   `doc:"Changes nothing here."`
	CdcId                 string `doc:"Changes nothing here."`
	DiskName              string `doc:"Changes nothing here."`
}

// A ResizeSystemDisk says what a system disk is to be.
type ResizeSystemDisk struct {
	DiskType string `api:"oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"Its kind; as it is when left out."`
	DiskId   string `touches:"volume" doc:"The disk; there is one."`
	DiskSize *int64 `api:"min=20,max=2048" doc:"GB, no less than it has."`
	DiskName string `doc:"Changes nothing here."`
	Encrypt  bool   `doc:"Changes nothing here."`
	KmsKeyId string `doc:"Changes nothing here."`
	CdcId    string `doc:"Changes nothing here."`
}

// Check implements action.Checker.
func (r *ResizeInstanceDisksRequest) Check() error {
	if len(r.DataDisks) == 0 && r.SystemDisk == nil {
		return catalogue.MissingParameter.Errorf("The request names no disk; SystemDisk or DataDisks is expected.")
	}
	for _, d := range r.DataDisks {
		if d.DiskSize%disk.Step != 0 {
			return errRange.Errorf("Parameter DataDisks.DiskSize is %d; a multiple of %d is expected.", d.DiskSize, disk.Step)
		}
	}
	return checkIDs([]string{r.InstanceId})
}

func (s *Service) resizeInstanceDisks(ctx context.Context, tx store.Tx, c *call.Call, in *ResizeInstanceDisksRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) error {
		m := resizeDisks.orForced(in.ForceStop, i)
		online := in.ResizeOnline && i.State == Running
		if online {
			m.from = []State{Running}
		}
		if err := i.mayWhileCharged(m); err != nil {
			return err
		}
		atOnce := online || m.delay == ""
		if err := s.repriced(ctx, tx, c, i, func() error { return s.growDisks(ctx, tx, i, in, atOnce) }); err != nil {
			return unpaid(err)
		}
		if online {
			return s.Store.PutInstance(ctx, tx, i)
		}
		return s.move(ctx, tx, i, m, c.Now, c.RequestID)
	})
}

// growDisks has the disks be as they are wanted; where it is not at once, they are shown as they were until the instance has restarted.
func (s *Service) growDisks(ctx context.Context, tx store.Tx, i *Instance, in *ResizeInstanceDisksRequest, atOnce bool) error {
	larger, err := i.growth(in)
	if err != nil {
		return err
	}
	for _, d := range larger {
		if err := s.Disks.Resize(ctx, tx, d.ID, d.Size, d.Type, atOnce); err != nil {
			return err
		}
	}
	return nil
}

// growth are the disks that a request is about, as it wants them.
func (i *Instance) growth(in *ResizeInstanceDisksRequest) ([]Disk, error) {
	var larger []Disk
	if d := in.SystemDisk; d != nil {
		system := i.System
		set(&system.Size, d.DiskSize)
		system.Type = orElse(d.DiskType, system.Type)
		if system.Size < i.System.Size {
			return nil, errRange.Errorf("Parameter SystemDisk.DiskSize is %d; the disk has %d GB and can only grow.", system.Size, i.System.Size)
		}
		larger = append(larger, system)
	}
	for _, want := range in.DataDisks {
		n := slices.IndexFunc(i.Data, func(d Disk) bool { return d.ID == want.DiskId })
		switch {
		case n < 0:
			return nil, errDataDisk.Errorf("The disk %.20q is no data disk of instance %s.", want.DiskId, i.ID)
		case i.Data[n].Own:
			return nil, errDataDisk.Errorf("Disk %s pays for itself; it is resized through cbs ResizeDisk.", want.DiskId)
		case want.DiskSize < i.Data[n].Size:
			return nil, errRange.Errorf("Parameter DataDisks.DiskSize is %d; disk %s has %d GB and can only grow.", want.DiskSize, want.DiskId, i.Data[n].Size)
		}
		d := i.Data[n]
		d.Size = want.DiskSize
		larger = append(larger, d)
	}
	return larger, nil
}

// withDisks is an instance as it is with other disks in the places of those with their ids.
func (i *Instance) withDisks(disks []Disk) *Instance {
	like := *i
	like.Data = slices.Clone(i.Data)
	for _, d := range disks {
		if d.ID == i.System.ID {
			like.System = d
		}
		for n := range like.Data {
			if like.Data[n].ID == d.ID {
				like.Data[n] = d
			}
		}
	}
	return &like
}
