package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateHpcCluster makes a cluster.
var CreateHpcCluster = action.Define(action.Spec{
	Name: "CreateHpcCluster", Doc: "Makes a cluster for instances of high performance computing.",
	Domain3: "cvm", Version: version, Changes: true, Creates: []string{"hpc"},
	Refuses: []*catalogue.Condition{errHpcValue, errHpcBusiness, errOtherRegion, errHpcZone, errTags, errHpcsFull},
}, (*Service).createHpcCluster)

// CreateHpcClusterRequest is the input of CreateHpcCluster.
type CreateHpcClusterRequest struct {
	Zone                 string             `api:"required" doc:"Where."`
	Name                 string             `api:"required" doc:"Its name: 1 to 60 characters."`
	Remark               string             `doc:"What it is for: at most 256 characters."`
	HpcClusterType       string             `api:"default=STANDARD" doc:"STANDARD; there are no dedicated clusters and no customers' machines here."`
	HpcClusterBusinessId string             `doc:"Refused: it is for dedicated clusters, which are not here."`
	TagSpecification     []TagSpecification `doc:"Tags, of the resource type hpc."`
}

// Check implements action.Checker.
func (r *CreateHpcClusterRequest) Check() error {
	switch {
	case r.HpcClusterBusinessId != "":
		return errHpcBusiness.Errorf("Parameter HpcClusterBusinessId is %s; none is expected, since it is for dedicated clusters, which are not here.", param.Quote(r.HpcClusterBusinessId))
	case r.HpcClusterType != standardHpc:
		return errHpcValue.Errorf("Parameter HpcClusterType is %s; STANDARD is expected.", param.Quote(r.HpcClusterType))
	}
	if err := checkHpcTexts(&r.Name, &r.Remark); err != nil {
		return err
	}
	return (&bought{tags: r.TagSpecification}).checkTags()
}

// Conditions implements action.Conditioner.
func (r *CreateHpcClusterRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"cvm:zone": {r.Zone}, "qcs:request_tag": tagging.Pairs(tagsFor("hpc", r.TagSpecification))}
}

// CreateHpcClusterResponse is the output of CreateHpcCluster.
type CreateHpcClusterResponse struct{ HpcClusterSet []HpcClusterInfo }

func (s *Service) createHpcCluster(ctx context.Context, tx store.Tx, c *call.Call, in *CreateHpcClusterRequest) (*CreateHpcClusterResponse, error) {
	if err := s.hpcZone(ctx, tx, c.Region, in.Zone); err != nil {
		return nil, err
	}
	all, err := s.Store.HpcClusters(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaHpcClusters, maxHpcClusters)
	if err != nil {
		return nil, err
	}
	if n := int64(len(all)); n >= most {
		return nil, errHpcsFull.Errorf("There are %d HPC clusters in this region; the quota of %d is used up.", n, most)
	}
	h := &HpcCluster{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Zone: in.Zone, Name: in.Name, Remark: in.Remark, Created: c.Now,
		Tags: tagsFor("hpc", in.TagSpecification),
	}
	for h.ID == "" {
		h.ID = s.Random.ResourceID("hpc")
		if other, err := s.Store.HpcCluster(ctx, tx, h.ID); err != nil {
			return nil, err
		} else if other != nil {
			h.ID = ""
		}
	}
	if err := s.Store.PutHpcCluster(ctx, tx, h); err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, h.Account, h.tagged(), h.Tags); err != nil {
		return nil, err
	}
	info, err := s.hpcInfo(ctx, tx, h)
	return &CreateHpcClusterResponse{[]HpcClusterInfo{info}}, err
}
