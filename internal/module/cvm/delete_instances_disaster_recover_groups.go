package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

var errWrongGroup = catalogue.OperationFailed.Named("FailedOperation.DisasterRecoverGroupNotMatch")

// DeleteInstancesDisasterRecoverGroups takes instances out of placement groups: all that it names, or none.
var DeleteInstancesDisasterRecoverGroups = action.Define(action.Spec{
	Name: "DeleteInstancesDisasterRecoverGroups", Doc: "Takes instances out of placement groups.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(steady, errMalformedInstance, errMalformedPlacement, errNoPlacementFor, errWrongGroup, errGoneInstance),
}, (*Service).unplaceInstances)

var errGoneInstance = catalogue.NotFound.Named("ResourceNotFound.InvalidInstanceIdNotFound")

// DeleteInstancesDisasterRecoverGroupsRequest is the input of DeleteInstancesDisasterRecoverGroups.
type DeleteInstancesDisasterRecoverGroupsRequest struct {
	InstanceIds             []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	DisasterRecoverGroupIds []string `api:"required" touches:"ps" doc:"The groups that they are in."`
}

// Check implements action.Checker.
func (r *DeleteInstancesDisasterRecoverGroupsRequest) Check() error {
	if err := checkPlacementIDs("DisasterRecoverGroupIds", r.DisasterRecoverGroupIds); err != nil {
		return err
	}
	return checkTimedIDs(r.InstanceIds)
}

func (s *Service) unplaceInstances(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteInstancesDisasterRecoverGroupsRequest) (*Nothing, error) {
	for _, id := range in.InstanceIds {
		i, err := s.Store.Instance(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if i == nil || i.Account != c.Caller.Account || i.Region != c.Region {
			return nil, errGoneInstance.Errorf("Instance %s does not exist in this region.", param.Quote(id))
		}
		if err := s.unplace(ctx, tx, c, i, in.DisasterRecoverGroupIds); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

func (s *Service) unplace(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, groups []string) error {
	for _, group := range groups {
		if _, err := s.placementGroup(ctx, tx, c, group, errNoPlacementFor); err != nil {
			return err
		}
		if i.Placement != group {
			return errWrongGroup.Errorf("Instance %s is not in the placement group %s.", i.ID, group)
		}
	}
	if err := i.may(steady.named("DeleteInstancesDisasterRecoverGroups")); err != nil {
		return err
	}
	i.Placement, i.Partition = "", 0
	return s.Store.PutInstance(ctx, tx, i)
}
