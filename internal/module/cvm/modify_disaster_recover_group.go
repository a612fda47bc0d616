package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyDisasterRecoverGroupAttribute renames a placement group.
var ModifyDisasterRecoverGroupAttribute = action.Define(action.Spec{
	Name: "ModifyDisasterRecoverGroupAttribute", Doc: "Changes the name and the affinity of a placement group.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedPlacement, errTooManyIDs, errPlacementName, errNoPlacement},
}, (*Service).modifyPlacementGroup)

// ModifyDisasterRecoverGroupAttributeRequest is the input of ModifyDisasterRecoverGroupAttribute.
type ModifyDisasterRecoverGroupAttributeRequest struct {
	DisasterRecoverGroupId string `api:"required" touches:"ps" doc:"The group."`
	Name                   string `api:"required" doc:"Its new name: 1 to 60 characters."`
	Affinity               int64  `api:"min=1,max=10" doc:"How many instances may be together; as before when left out."`
}

// Check implements action.Checker.
func (r *ModifyDisasterRecoverGroupAttributeRequest) Check() error {
	if err := checkPlacementIDs("DisasterRecoverGroupId", []string{r.DisasterRecoverGroupId}); err != nil {
		return err
	}
	return checkPlacementName(r.Name)
}

func (s *Service) modifyPlacementGroup(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDisasterRecoverGroupAttributeRequest) (*Nothing, error) {
	g, err := s.placementGroup(ctx, tx, c, in.DisasterRecoverGroupId, errNoPlacement)
	if err != nil {
		return nil, err
	}
	g.Name = in.Name
	if in.Affinity != 0 {
		g.Affinity = in.Affinity
	}
	return &Nothing{}, s.Store.PutPlacementGroup(ctx, tx, *g)
}

// DeleteDisasterRecoverGroups takes placement groups away: all that it names, or none.
var DeleteDisasterRecoverGroups = action.Define(action.Spec{
	Name: "DeleteDisasterRecoverGroups", Doc: "Takes placement groups away that have no instance.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedPlacement, errTooManyIDs, errNoPlacement, errPlacementTaken},
}, (*Service).deletePlacementGroups)

// DeleteDisasterRecoverGroupsRequest is the input of DeleteDisasterRecoverGroups.
type DeleteDisasterRecoverGroupsRequest struct {
	DisasterRecoverGroupIds []string `api:"required" touches:"ps" doc:"The groups, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteDisasterRecoverGroupsRequest) Check() error {
	return checkPlacementIDs("DisasterRecoverGroupIds", r.DisasterRecoverGroupIds)
}

func (s *Service) deletePlacementGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteDisasterRecoverGroupsRequest) (*Nothing, error) {
	for _, id := range in.DisasterRecoverGroupIds {
		g, err := s.placementGroup(ctx, tx, c, id, errNoPlacement)
		if err != nil {
			return nil, err
		}
		has, err := s.placed(ctx, tx, g.Account, g.Region, g.ID)
		if err != nil {
			return nil, err
		}
		if len(has) > 0 {
			return nil, errPlacementTaken.Errorf("The placement group %s has %d instances, %s among them; an empty one is expected.", id, len(has), has[0])
		}
		if err := s.Store.RemovePlacementGroup(ctx, tx, id); err != nil {
			return nil, err
		}
		if err := s.Tags.Drop(ctx, tx, g.Account, g.tagged()); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// ModifyInstancesDisasterRecoverGroup puts instances into a placement group: all that it names, or none.
var ModifyInstancesDisasterRecoverGroup = action.Define(action.Spec{
	Name: "ModifyInstancesDisasterRecoverGroup", Doc: "Puts instances into a placement group, or out of theirs.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: refusals(steady, errMalformedPlacement, errTooManyIDs, errNoPlacementFor, errAlreadyPlaced, errPlacementFull, errPartition),
}, (*Service).placeInstances)

// ModifyInstancesDisasterRecoverGroupRequest is the input of ModifyInstancesDisasterRecoverGroup.
type ModifyInstancesDisasterRecoverGroupRequest struct {
	InstanceIds             []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	DisasterRecoverGroupId  string   `touches:"ps" doc:"The group; none to take them out of theirs."`
	Force                   bool     `doc:"Whether they may be moved to other hosts for it, which goes unnoticed here."`
	DisasterRecoverGroupIds []string `api:"max=1" touches:"ps" doc:"The group, in the form that takes several in other services."`
	PartitionNumber         int64    `api:"min=1,max=30" doc:"The partition of the group; the one with the fewest instances when left out."`
}

// Check implements action.Checker.
func (r *ModifyInstancesDisasterRecoverGroupRequest) Check() error {
	if id := r.group(); id != "" {
		if err := checkPlacementIDs("DisasterRecoverGroupId", []string{id}); err != nil {
			return err
		}
	} else if r.PartitionNumber != 0 {
		return errPartition.Errorf("Parameter PartitionNumber is given without a placement group; one is expected with it.")
	}
	return checkIDs(r.InstanceIds)
}

func (r *ModifyInstancesDisasterRecoverGroupRequest) group() string {
	if len(r.DisasterRecoverGroupIds) > 0 {
		return r.DisasterRecoverGroupIds[0]
	}
	return r.DisasterRecoverGroupId
}

func (s *Service) placeInstances(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesDisasterRecoverGroupRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := i.may(steady.named("ModifyInstancesDisasterRecoverGroup")); err != nil {
			return err
		}
		group := in.group()
		if group != "" {
			g, err := s.placementGroup(ctx, tx, c, group, errNoPlacementFor)
			if err != nil {
				return err
			}
			if why := g.lacks(in.PartitionNumber); why != "" {
				return errPartition.Errorf("%s", why)
			}
			if i.Placement == group {
				return errAlreadyPlaced.Errorf("Instance %s is in the placement group %s already.", i.ID, group)
			}
			if err := s.mayPlace(ctx, tx, c, group, 1); err != nil {
				return err
			}
		}
		i.Placement, i.Partition = group, in.PartitionNumber
		if err := s.partitioned(ctx, tx, c, i); err != nil {
			return err
		}
		return s.Store.PutInstance(ctx, tx, i)
	})
}
