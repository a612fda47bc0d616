package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ApplySnapshotGroup brings disks back to what they were at one moment: all that it names, or none.
var ApplySnapshotGroup = action.Define(spec(action.Spec{
	Name: "ApplySnapshotGroup", Doc: "Brings disks back to what they were when a group of snapshots was made.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, errGroupParam, errNoGroup, errNoDisk, errGroupState, errManyHosts},
}), (*Service).applySnapshotGroup)

// ApplySnapshotGroupRequest is the input of ApplySnapshotGroup.
type ApplySnapshotGroupRequest struct {
	SnapshotGroupId   string      `api:"required" touches:"snapshotgroup" doc:"The group."`
	ApplyDisks        []ApplyDisk `api:"required" doc:"Disks with the snapshots of them that are in the group."`
	AutoStopInstance  bool        `doc:"Whether the instance that the disks are attached to is turned off for it."`
	AutoStartInstance bool        `doc:"Whether it is turned on afterwards."`
}

// An ApplyDisk is a disk that is brought back.
type ApplyDisk struct {
	SnapshotId string `api:"required" touches:"snapshot" doc:"The snapshot."`
	DiskId     string `api:"required" touches:"volume" doc:"The disk that it is of."`
}

// Check implements action.Checker.
func (r *ApplySnapshotGroupRequest) Check() error {
	var disks, snapshots []string
	for _, d := range r.ApplyDisks {
		disks, snapshots = append(disks, d.DiskId), append(snapshots, d.SnapshotId)
	}
	if err := checkID("SnapshotGroupId", r.SnapshotGroupId, groupForm); err != nil {
		return err
	}
	if err := checkIDs("ApplyDisks.DiskId", disks, diskForm, maxIDs); err != nil {
		return err
	}
	return checkIDs("ApplyDisks.SnapshotId", snapshots, snapshotForm, maxIDs)
}

func (s *Service) applySnapshotGroup(ctx context.Context, tx store.Tx, c *call.Call, in *ApplySnapshotGroupRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SnapshotGroupId, errNoGroup)
	if err != nil {
		return nil, err
	}
	members, err := s.inGroup(ctx, tx, g)
	if err != nil {
		return nil, err
	}
	if state := groupState(members); state != Normal {
		return nil, errGroupState.Errorf("The snapshot group %s is %s; %s is expected.", g.ID, state, Normal)
	}
	host, disks, err := s.disksOf(ctx, tx, c, in, members)
	if err != nil {
		return nil, err
	}
	restart := false
	if host != "" {
		i, err := s.instance(ctx, tx, c, host)
		if err != nil {
			return nil, err
		}
		if i.State == "RUNNING" && in.AutoStopInstance {
			if err := s.Instances.Stop(ctx, tx, c, i.ID); err != nil {
				return nil, err
			}
			restart = in.AutoStartInstance
		}
	}
	for n, d := range disks {
		if err := s.rollBack(ctx, tx, c, d, rollback{kind: "snapshot", id: in.ApplyDisks[n].SnapshotId}); err != nil {
			return nil, under(errGroupState, err)
		}
	}
	if restart {
		return &Nothing{}, s.Instances.Start(ctx, tx, c, host)
	}
	return &Nothing{}, nil
}

// disksOf are the disks that are to be brought back, in their order, and the instance that they are attached to, if any.
func (s *Service) disksOf(ctx context.Context, tx store.Tx, c *call.Call, in *ApplySnapshotGroupRequest, members []*Snapshot) (host string, disks []*Disk, err error) {
	for _, one := range in.ApplyDisks {
		k := slices.IndexFunc(members, func(n *Snapshot) bool { return n.ID == one.SnapshotId })
		if k < 0 || members[k].Disk != one.DiskId {
			return "", nil, errGroupParam.Errorf("Parameter ApplyDisks names disk %s with snapshot %s, which is not the one of it in the group %s.", one.DiskId, one.SnapshotId, in.SnapshotGroupId)
		}
		d, err := s.disk(ctx, tx, c, one.DiskId)
		if err != nil {
			return "", nil, err
		}
		switch {
		case d.Size < members[k].DiskSize:
			return "", nil, errGroupState.Errorf("Snapshot %s has %d GB and disk %s has %d; the disk can't be smaller.", one.SnapshotId, members[k].DiskSize, d.ID, d.Size)
		case len(disks) > 0 && d.Instance != host:
			return "", nil, errManyHosts.Errorf("Disk %s is attached to %s, and the others to %s; disks of one instance, or of none, are expected.", d.ID, orNothing(d.Instance), orNothing(host))
		}
		host, disks = d.Instance, append(disks, d)
	}
	return host, disks, nil
}

func orNothing(instance string) string {
	if instance == "" {
		return "nothing"
	}
	return instance
}
