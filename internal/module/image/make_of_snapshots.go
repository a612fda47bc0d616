package image

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// The conditions of what an image is made of beside a system disk.
var (
	errOneOf         = catalogue.InvalidParameter.Named("InvalidParameter.SpecifyOneParameter")
	errDependence    = catalogue.InvalidParameter.Named("InvalidParameter.InvalidDependence")
	errConflict      = catalogue.InvalidParameter.Named("InvalidParameterConflict")
	errRootDisk      = catalogue.InvalidParameter.Named("InvalidParameter.DataDiskIdContainsRootDisk")
	errOtherDisk     = catalogue.OperationFailed.Named("InvalidParameter.DataDiskNotBelongSpecifiedInstance")
	errLocalDisk     = catalogue.OperationFailed.Named("InvalidParameter.LocalDataDiskNotSupport")
	errNoSnapshot    = catalogue.NotFound.Named("InvalidParameter.SnapshotNotFound")
	errNoSystem      = catalogue.InvalidParameter.Named("InvalidParameter.SystemSnapshotNotFound")
	errManySystems   = catalogue.InvalidParameter.Named("InvalidParameter.DuplicateSystemSnapshots")
	errSnapshotState = catalogue.OperationFailed.Named("ResourceUnavailable.SnapshotCreating")
	errEncrypted     = catalogue.OperationFailed.Named("UnsupportedOperation.EncryptedImagesNotSupported")
)

// refusesParts are the conditions of naming data disks and snapshots.
var refusesParts = []*catalogue.Condition{
	errOneOf, errDependence, errConflict, errRootDisk, errOtherDisk, errLocalDisk, errNoSnapshot, errNoSystem, errManySystems, errSnapshotState, errEncrypted,
}

// checkParts refuses what does not go together: an image is made of an instance, with some of its data disks, or of snapshots.
func checkParts(instance string, dataDisks, snapshots []string) error {
	switch {
	case len(dataDisks) > 0 && instance == "":
		return errDependence.Errorf("Parameter DataDiskIds is given without InstanceId; the instance of the disks is expected with it.")
	case len(dataDisks) > 0 && len(snapshots) > 0:
		return errConflict.Errorf("Parameters DataDiskIds and SnapshotIds are both given; one of them is expected.")
	case (instance == "") == (len(snapshots) == 0):
		return errOneOf.Errorf("Of the parameters InstanceId and SnapshotIds, exactly one is expected.")
	}
	return nil
}

// mayShoot refuses data disks that are not those of an instance, or are parts of its machine.
func (s *Service) mayShoot(ctx context.Context, tx store.Tx, instance string, dataDisks []string) error {
	if len(dataDisks) == 0 {
		return nil
	}
	disks, err := s.Snapshots.Disks(ctx, tx, instance)
	if err != nil {
		return err
	}
	for _, id := range dataDisks {
		n := slices.IndexFunc(disks, func(d Disk) bool { return d.ID == id })
		switch {
		case n < 0:
			return errOtherDisk.Errorf("Parameter DataDiskIds holds %s, which is no disk of instance %s.", param.Quote(id), instance)
		case disks[n].System:
			return errRootDisk.Errorf("Parameter DataDiskIds holds %s, which is the system disk of instance %s; it is in the image always.", id, instance)
		case disks[n].Local:
			return errLocalDisk.Errorf("Parameter DataDiskIds holds %s, which is a local disk of instance %s; a cloud disk is expected.", id, instance)
		}
	}
	return nil
}

// createOf makes an image of snapshots: of one of a system disk, and of some of data disks.
func (s *Service) createOf(ctx context.Context, tx store.Tx, c *call.Call, ids []string, w wanted) (*Image, error) {
	var system *Snapshot
	for _, id := range ids {
		n, err := s.Snapshots.Snapshot(ctx, tx, c, id)
		switch {
		case err != nil:
			return nil, err
		case n == nil:
			return nil, errNoSnapshot.Errorf("The snapshot %s does not exist in %s.", param.Quote(id), c.Region)
		case n.State != "NORMAL":
			return nil, errSnapshotState.Errorf("The snapshot %s is %s; NORMAL is expected.", id, n.State)
		case n.Encrypted:
			return nil, errEncrypted.Errorf("The snapshot %s is encrypted; one that is not is expected.", id)
		case n.Usage != "SYSTEM_DISK":
			continue
		case system != nil:
			return nil, errManySystems.Errorf("The snapshots %s and %s are both of system disks; one is expected.", system.ID, id)
		}
		system = n
	}
	if system == nil {
		return nil, errNoSystem.Errorf("Parameter SnapshotIds holds no snapshot of a system disk; one is expected.")
	}
	base, err := s.baseOf(ctx, tx, c, system)
	if err != nil {
		return nil, err
	}
	i := w.image(c, base, system.GB)
	if w.dryRun {
		return &i, s.room(ctx, tx, &i, w.nameParameter)
	}
	if err := s.add(ctx, tx, c, &i, w.nameParameter); err != nil {
		return nil, err
	}
	return &i, s.Snapshots.Stand(ctx, tx, c, ids, i.ID, i.Name)
}

// baseOf is the image of the instance that a snapshot's disk is in; nil where that is not known any more.
func (s *Service) baseOf(ctx context.Context, tx store.Tx, c *call.Call, n *Snapshot) (*Image, error) {
	if n.Instance == "" {
		return nil, nil
	}
	of, err := s.Instances.Instance(ctx, tx, c.Caller.Account, c.Region, n.Instance)
	if err != nil || of == nil {
		return nil, err
	}
	return s.visible(ctx, tx, c.Caller.Account, c.Region, of.ImageID)
}
