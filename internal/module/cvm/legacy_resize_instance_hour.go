package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ResizeInstanceHour changes CPUs, memory and data disk of an instance that is paid by the hour.
var ResizeInstanceHour = action.Define(action.Spec{
	Name: "ResizeInstanceHour", Doc: "Changes CPUs, memory and data disk of an instance that is off and paid by the hour; it runs afterwards.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(resize, append(resizing[:len(resizing):len(resizing)], errNotPostpaid, errNoConfig, errRange, errDiskSold)...),
}, (*Service).resizeInstanceHour)

// ResizeInstanceHourRequest is the input of ResizeInstanceHour.
type ResizeInstanceHourRequest struct {
	InstanceID  string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	CPU         *int64 `json:"cpu" api:"min=1" doc:"CPUs; as they are when left out."`
	Mem         *int64 `json:"mem" api:"min=1" doc:"Memory in GB; as it is when left out."`
	StorageSize int64  `json:"storageSize" api:"required,min=0,max=32000" doc:"The data disk in GB, in steps of 10 and no smaller than it is; 0 leaves it as it is."`
}

// Check implements action.Checker.
func (r *ResizeInstanceHourRequest) Check() error {
	if r.StorageSize%10 != 0 {
		return errRange.Errorf("Parameter storageSize is %d; a multiple of 10 is expected.", r.StorageSize)
	}
	return checkAnyID(r.InstanceID)
}

func (s *Service) resizeInstanceHour(ctx context.Context, tx store.Tx, c *call.Call, in *ResizeInstanceHourRequest) (*Nothing, error) {
	m := resize.named("ResizeInstanceHour")
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if i.isPrepaid() {
			return errNotPostpaid.Errorf("Instance %s is %s; a %s one is expected.", i.ID, i.Charge, Postpaid)
		}
		cpu, memory := i.CPU, i.Memory
		set(&cpu, in.CPU)
		set(&memory, in.Mem)
		sameSize := cpu == i.CPU && memory == i.Memory
		if err := i.mayWhileCharged(m); err != nil {
			return err
		}
		grown, err := s.growStorage(ctx, tx, i, in.StorageSize)
		if err != nil {
			return err
		}
		switch {
		case sameSize && !grown:
			return errSameType.Errorf("Instance %s has %d CPUs, %d GB of memory and that data disk; something else is expected.", i.ID, cpu, memory)
		case sameSize:
			err = s.regrown(ctx, tx, c, i)
		default:
			err = s.resizeTo(ctx, tx, c, i, cpu, memory)
		}
		if err != nil {
			return err
		}
		return s.move(ctx, tx, i, m, c.Now, c.RequestID)
	})
}

// growStorage makes the data disk larger, the first that is paid with the instance, or adds one.
func (s *Service) growStorage(ctx context.Context, tx store.Tx, i *Instance, size int64) (grown bool, err error) {
	n := slices.IndexFunc(i.Data, func(d Disk) bool { return !d.Own })
	switch {
	case size == 0:
		return false, nil
	case n < 0:
		d, err := s.Disks.Build(ctx, tx, i.host(), Disk{Type: i.System.Type, Size: size, Place: 1})
		i.Data = append([]Disk{d}, i.Data...)
		return true, err
	case size < i.Data[n].Size:
		return false, errRange.Errorf("Parameter storageSize is %d; the data disk has %d GB and can only grow.", size, i.Data[n].Size)
	case size == i.Data[n].Size:
		return false, nil
	default:
		return true, s.resizeDisk(ctx, tx, &i.Data[n], size, "")
	}
}

func (s *Service) regrown(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if err := s.qualify(ctx, tx, c, nil); err != nil || !i.Metered {
		return err
	}
	return s.reprice(ctx, tx, c, i)
}

// resizeTo gives an instance a type with those CPUs and memory: of its family, where it has one.
func (s *Service) resizeTo(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, cpu, memory int64) error {
	if err := s.qualify(ctx, tx, c, nil); err != nil {
		return err
	}
	typ, err := s.typeWith(ctx, tx, i.Zone, cpu, memory, i.Family)
	if err != nil {
		return err
	}
	return s.resize(ctx, tx, c, i, typ)
}
