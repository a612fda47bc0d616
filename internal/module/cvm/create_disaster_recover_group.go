package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateDisasterRecoverGroup makes a placement group.
var CreateDisasterRecoverGroup = action.Define(action.Spec{
	Name: "CreateDisasterRecoverGroup", Doc: "Makes a placement group, which keeps instances apart.",
	Domain3: "cvm", Version: version, Changes: true, Creates: []string{"ps"},
	Refuses: []*catalogue.Condition{errPlacementName, errRange, errTokenReused, errPlacementsFull, errTags},
}, (*Service).createPlacementGroup)

// CreateDisasterRecoverGroupRequest is the input of CreateDisasterRecoverGroup.
type CreateDisasterRecoverGroupRequest struct {
	Name             string             `api:"required" doc:"Its name: 1 to 60 characters."`
	Type             string             `api:"required,oneof=HOST SW RACK" doc:"What instances are on alone: hosts, switches or racks."`
	ClientToken      string             `api:"max=64" doc:"Makes it happen once: at most 64 ASCII characters."`
	Affinity         int64              `api:"min=1,max=10,default=1" doc:"How many instances may be together."`
	Strategy         string             `api:"oneof=SPREAD PARTITION,default=SPREAD" doc:"Whether instances are spread, or put into partitions."`
	PartitionCount   int64              `api:"min=2,max=30" doc:"How many partitions; with the strategy PARTITION."`
	TagSpecification []TagSpecification `doc:"Tags, of the resource type ps."`
}

// Check implements action.Checker.
func (r *CreateDisasterRecoverGroupRequest) Check() error {
	if (r.Strategy == "PARTITION") != (r.PartitionCount != 0) {
		return errRange.Errorf("Parameters Strategy, %s, and PartitionCount, %d, do not go together; a count of 2 to 30 is expected with PARTITION, and none with SPREAD.", r.Strategy, r.PartitionCount)
	}
	b := bought{tags: r.TagSpecification}
	if err := b.checkTags(); err != nil {
		return err
	}
	return checkPlacementName(r.Name)
}

// Conditions implements action.Conditioner.
func (r *CreateDisasterRecoverGroupRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tagsFor("ps", r.TagSpecification))}
}

// CreateDisasterRecoverGroupResponse is the output of CreateDisasterRecoverGroup.
type CreateDisasterRecoverGroupResponse struct {
	DisasterRecoverGroupId, Type, Name string
	CvmQuotaTotal, CurrentNum          int64
	CreateTime                         *string
	Strategy                           string
	PartitionCount                     int64
}

func (s *Service) createPlacementGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisasterRecoverGroupRequest) (*CreateDisasterRecoverGroupResponse, error) {
	g, err := s.addPlacementGroup(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	return &CreateDisasterRecoverGroupResponse{
		DisasterRecoverGroupId: g.ID, Type: g.Type, Name: g.Name, CvmQuotaTotal: inGroup[g.Type], CreateTime: iso(g.Created),
		Strategy: g.Strategy, PartitionCount: g.Partitions,
	}, nil
}

func (s *Service) addPlacementGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisasterRecoverGroupRequest) (*PlacementGroup, error) {
	g := PlacementGroup{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: in.Name, Type: in.Type, Affinity: in.Affinity,
		Strategy: in.Strategy, Partitions: in.PartitionCount, Created: c.Now, Tags: tagsFor("ps", in.TagSpecification),
	}
	request := *in
	request.ClientToken = ""
	asked, err := digest("CreateDisasterRecoverGroup", c.Region, request)
	if err != nil {
		return nil, err
	}
	if in.ClientToken != "" {
		before, err := s.Store.Token(ctx, tx, g.Account, in.ClientToken)
		switch {
		case err != nil:
			return nil, err
		case before != nil && before.Request != asked:
			return nil, errTokenReused.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
		case before != nil:
			return s.placementGroup(ctx, tx, c, before.Deal, errNoPlacement)
		}
	}
	all, err := s.Store.PlacementGroups(ctx, tx, g.Account, g.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.Accounts.Quota(ctx, tx, g.Account, quotaPlacementGroups, maxPlacementGroups)
	if err != nil {
		return nil, err
	}
	if int64(len(all)) >= most {
		return nil, errPlacementsFull.Errorf("There are %d placement groups in this region; the quota of %d is used up.", len(all), most)
	}
	for added := false; !added; {
		g.ID = s.Random.ResourceID("ps")
		if added, err = s.Store.AddPlacementGroup(ctx, tx, g); err != nil {
			return nil, err
		}
	}
	if in.ClientToken != "" {
		if err := s.Store.PutToken(ctx, tx, g.Account, in.ClientToken, Result{Request: asked, Deal: g.ID}); err != nil {
			return nil, err
		}
	}
	return &g, s.Tags.Attach(ctx, tx, g.Account, g.tagged(), g.Tags)
}
