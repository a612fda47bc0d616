package cbs

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateSnapshotGroup makes a snapshot of each of several disks of one instance, at one moment.
var CreateSnapshotGroup = action.Define(spec(action.Spec{
	Name: "CreateSnapshotGroup", Doc: "Makes a snapshot of each of several disks of one instance, at one moment.", Changes: true, Creates: []string{"snapshot"},
	Refuses: moving(shooting, errSnapshotting, errNoRoom, errNotOneHost, errDiskRolling),
}), (*Service).createSnapshotGroup)

// CreateSnapshotGroupRequest is the input of CreateSnapshotGroup.
type CreateSnapshotGroupRequest struct {
	DiskIds           []string `api:"required" touches:"volume" doc:"The disks, which are attached to one instance."`
	SnapshotGroupName string   `api:"max=60" doc:"The group's name; its snapshots are named after it, with _0, _1 and so on."`
	Tags              []Tag    `api:"max=50" doc:"The group's tags."`
}

// Check implements action.Checker.
func (r *CreateSnapshotGroupRequest) Check() error { return checkDisks(r.DiskIds) }

// Conditions implements action.Conditioner.
func (r *CreateSnapshotGroupRequest) Conditions(c *call.Call) map[string][]string {
	return map[string][]string{"cvm:region": {c.Region}, "qcs:request_tag": tagging.Pairs(tags(r.Tags))}
}

// CreateSnapshotGroupResponse is the output of CreateSnapshotGroup.
type CreateSnapshotGroupResponse struct{ SnapshotGroupId string }

func (s *Service) createSnapshotGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSnapshotGroupRequest) (*CreateSnapshotGroupResponse, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := s.mayShootWith(ctx, tx, c, d, disks[0]); err != nil {
			return nil, err
		}
	}
	g := &SnapshotGroup{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: orUnnamed(in.SnapshotGroupName), Instance: disks[0].Instance, Created: c.Now, Modified: c.Now,
	}
	for added := false; !added; {
		g.ID = s.Random.ResourceID("csnap")
		if added, err = s.Store.Groups.Add(ctx, tx, g); err != nil {
			return nil, err
		}
	}
	for n, d := range disks {
		if err := s.roomForSnapshot(ctx, tx, d.Account, d.Region); err != nil {
			return nil, err
		}
		if _, err := s.shoot(ctx, tx, d, Snapshot{Creator: c.Caller.Uin, Name: fmt.Sprintf("%s_%d", g.Name, n), Group: g.ID}, c.Now); err != nil {
			return nil, err
		}
	}
	return &CreateSnapshotGroupResponse{g.ID}, s.Tags.Attach(ctx, tx, g.Account, g.tagged(), tags(in.Tags))
}

// mayShootWith refuses a disk of which no snapshot may be made now, or that is not attached to what first is.
func (s *Service) mayShootWith(ctx context.Context, tx store.Tx, c *call.Call, d, first *Disk) error {
	switch {
	case d.State == Rollbacking:
		return errDiskRolling.Errorf("Disk %s is %s; wait until that is done.", d.ID, d.State)
	case d.Instance == "":
		return errNotOneHost.Errorf("Disk %s is attached to no instance; disks of one instance are expected.", d.ID)
	case d.Instance != first.Instance:
		return errNotOneHost.Errorf("Disk %s is attached to instance %s, and disk %s to %s; disks of one instance are expected.", d.ID, d.Instance, first.ID, first.Instance)
	}
	if err := d.may(shooting); err != nil {
		return err
	}
	if err := d.paid(c, errNotSupported); err != nil {
		return err
	}
	return s.noSnapshotUnderWay(ctx, tx, d)
}
