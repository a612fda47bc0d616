package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteSnapshots takes snapshots away: all that it names, or none.
var DeleteSnapshots = action.Define(spec(action.Spec{
	Name: "DeleteSnapshots", Doc: "Takes snapshots away.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoSnapshot, errSnapshotting, errInUse, errShared, errBehindImage},
}), (*Service).deleteSnapshots)

// DeleteSnapshotsRequest is the input of DeleteSnapshots.
type DeleteSnapshotsRequest struct {
	SnapshotIds      []string `api:"required" touches:"snapshot" doc:"The snapshots, at most 100."`
	DeleteBindImages bool     `doc:"Whether images of them go too."`
}

// Check implements action.Checker.
func (r *DeleteSnapshotsRequest) Check() error {
	return checkIDs("SnapshotIds", r.SnapshotIds, snapshotForm, maxIDs)
}

func (s *Service) deleteSnapshots(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteSnapshotsRequest) (*Nothing, error) {
	all, err := s.snapshots(ctx, tx, c, in.SnapshotIds)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		switch {
		case n.State == Creating:
			err = errSnapshotting.Errorf("Snapshot %s is %s; wait until it is done.", n.ID, n.State)
		case n.State != Normal:
			err = errInUse.Errorf("Snapshot %s is %s; wait until that is done.", n.ID, n.State)
		case len(n.Shares) > 0:
			err = errShared.Errorf("Snapshot %s is shared with %d accounts; cancel that first.", n.ID, len(n.Shares))
		default:
			if err = s.dropImages(ctx, tx, c, n, in.DeleteBindImages); err == nil {
				err = s.drop(ctx, tx, n)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
