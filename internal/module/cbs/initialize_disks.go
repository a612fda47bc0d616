package cbs

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// initialize brings a disk back to what it was when it was bought.
var initialize = move{op: "InitializeDisks", delay: "cbs.rollback", from: []State{Unattached}, through: Rollbacking, busy: errInUse, wrong: errInUse}

// InitializeDisks brings disks back to what they were when they were bought: all that it names, or none.
var InitializeDisks = action.Define(spec(action.Spec{
	Name: "InitializeDisks", Doc: "Brings disks that hang free back to what they were when they were bought: empty, or what their snapshot holds.", Changes: true,
	Refuses: moving(initialize, errSnapshotting, errNoSuchOp),
}), (*Service).initializeDisks)

// InitializeDisksRequest is the input of InitializeDisks.
type InitializeDisksRequest struct {
	DiskIds []string `api:"required" touches:"volume" doc:"The disks, at most 20; none of them attached."`
}

// Check implements action.Checker.
func (r *InitializeDisksRequest) Check() error { return checkIDs("DiskIds", r.DiskIds, diskForm, 20) }

func (s *Service) initializeDisks(ctx context.Context, tx store.Tx, c *call.Call, in *InitializeDisksRequest) (*Nothing, error) {
	disks, err := s.disks(ctx, tx, c, in.DiskIds)
	if err != nil {
		return nil, err
	}
	for _, d := range disks {
		if err := d.may(initialize); err != nil {
			return nil, err
		}
		if err := d.paid(c, errInUse); err != nil {
			return nil, err
		}
		if err := s.noSnapshotUnderWay(ctx, tx, d); err != nil {
			return nil, err
		}
		if err := s.maySetBack(ctx, tx, c, d); err != nil {
			return nil, err
		}
		if err := s.move(ctx, tx, d, initialize, c.Now); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// maySetBack refuses a disk that several instances share, and one that was made of a snapshot that is gone.
func (s *Service) maySetBack(ctx context.Context, tx store.Tx, c *call.Call, d *Disk) error {
	if d.Shareable {
		return errNoSuchOp.Errorf("Disk %s is shared; one that is not is expected.", d.ID)
	}
	if d.Snapshot == "" {
		return nil
	}
	n, err := s.usable(ctx, tx, c, d.Snapshot)
	if err == nil && n == nil {
		err = errNoSuchOp.Errorf("Disk %s was made of snapshot %s, which is gone.", d.ID, d.Snapshot)
	}
	return err
}
