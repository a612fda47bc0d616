package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteSnapshotGroup takes groups away with their snapshots: all that it names, or none.
var DeleteSnapshotGroup = action.Define(spec(action.Spec{
	Name: "DeleteSnapshotGroup", Doc: "Takes groups of snapshots away with their snapshots.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errTooMany, catalogue.MissingParameter, errNoSnapshot, errGroupState, errBehindImage},
}), (*Service).deleteSnapshotGroup)

// DeleteSnapshotGroupRequest is the input of DeleteSnapshotGroup.
type DeleteSnapshotGroupRequest struct {
	SnapshotGroupId  string   `touches:"snapshotgroup" doc:"The group."`
	SnapshotGroupIds []string `touches:"snapshotgroup" doc:"The groups, at most 100."`
	DeleteBindImages bool     `doc:"Whether images of their snapshots go too."`
}

func (r *DeleteSnapshotGroupRequest) ids() []string {
	if r.SnapshotGroupId == "" {
		return r.SnapshotGroupIds
	}
	return append([]string{r.SnapshotGroupId}, r.SnapshotGroupIds...)
}

// Check implements action.Checker.
func (r *DeleteSnapshotGroupRequest) Check() error {
	if len(r.ids()) == 0 {
		return catalogue.MissingParameter.Errorf("The request names no group; SnapshotGroupId or SnapshotGroupIds is expected.")
	}
	return checkIDs("SnapshotGroupIds", r.ids(), groupForm, maxIDs)
}

func (s *Service) deleteSnapshotGroup(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteSnapshotGroupRequest) (*Nothing, error) {
	for _, id := range in.ids() {
		g, err := s.group(ctx, tx, c, id, errNoSnapshot)
		if err != nil {
			return nil, err
		}
		members, err := s.inGroup(ctx, tx, g)
		if err != nil {
			return nil, err
		}
		for _, n := range members {
			switch {
			case n.State != Normal:
				return nil, errGroupState.Errorf("Snapshot %s of the group %s is %s; wait until that is done.", n.ID, id, n.State)
			case len(n.Shares) > 0:
				return nil, errGroupState.Errorf("Snapshot %s of the group %s is shared with %d accounts; cancel that first.", n.ID, id, len(n.Shares))
			}
			if err := s.dropImages(ctx, tx, c, n, in.DeleteBindImages); err != nil {
				return nil, err
			}
		}
		for _, n := range members { // the group goes with the last of them
			if err := s.drop(ctx, tx, n); err != nil {
				return nil, err
			}
		}
	}
	return &Nothing{}, nil
}
