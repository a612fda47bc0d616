package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifySnapshotAttribute changes a snapshot's name and its deadline.
var ModifySnapshotAttribute = action.Define(spec(action.Spec{
	Name: "ModifySnapshotAttribute", Doc: "Changes the name of a snapshot, and until when it is kept.", Changes: true,
	Refuses: []*catalogue.Condition{errValue, errNoSnapshot, errSnapshotState},
}), (*Service).modifySnapshotAttribute)

// ModifySnapshotAttributeRequest is the input of ModifySnapshotAttribute.
type ModifySnapshotAttributeRequest struct {
	SnapshotId   string  `api:"required" touches:"snapshot" doc:"The snapshot."`
	SnapshotName *string `api:"max=60" doc:"Its name."`
	IsPermanent  *bool   `doc:"TRUE has it kept for good; FALSE expects a Deadline."`
	Deadline     string  `doc:"When it goes by itself: 2025-01-31T08:00:00+08:00."`
}

// Check implements action.Checker.
func (r *ModifySnapshotAttributeRequest) Check() error {
	switch {
	case r.SnapshotName == nil && r.IsPermanent == nil && r.Deadline == "":
		return catalogue.MissingParameter.Errorf("The request names nothing to change; SnapshotName, IsPermanent or Deadline is expected.")
	case r.IsPermanent != nil && *r.IsPermanent && r.Deadline != "":
		return errValue.Errorf("Parameters IsPermanent and Deadline contradict each other; one of them is expected.")
	case r.IsPermanent != nil && !*r.IsPermanent && r.Deadline == "":
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `Deadline`, which IsPermanent FALSE expects.")
	}
	if _, err := deadline(r.Deadline); err != nil {
		return err
	}
	return checkID("SnapshotId", r.SnapshotId, snapshotForm)
}

func (s *Service) modifySnapshotAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySnapshotAttributeRequest) (*Nothing, error) {
	n, err := s.snapshot(ctx, tx, c, in.SnapshotId)
	if err != nil {
		return nil, err
	}
	if n.State != Normal {
		return nil, errSnapshotState.Errorf("Snapshot %s is %s; %s is expected.", n.ID, n.State, Normal)
	}
	set(&n.Name, in.SnapshotName)
	n.Modified = c.Now
	if in.IsPermanent != nil || in.Deadline != "" {
		if n.Deadline, err = deadline(in.Deadline); err != nil {
			return nil, err
		}
		if !n.Deadline.IsZero() && !n.Deadline.After(c.Now) {
			return nil, errValue.Errorf("Parameter Deadline is %s, which is past; a time to come is expected.", local(n.Deadline))
		}
		if err := s.outdateAt(ctx, tx, n); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, s.Store.Snapshots.Put(ctx, tx, n)
}
