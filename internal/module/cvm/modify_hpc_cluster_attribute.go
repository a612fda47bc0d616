package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyHpcClusterAttribute renames a cluster.
var ModifyHpcClusterAttribute = action.Define(action.Spec{
	Name: "ModifyHpcClusterAttribute", Doc: "Changes the name and the remark of a cluster.",
	Domain3: "cvm", Version: version, Changes: true, Refuses: []*catalogue.Condition{errHpcValue, errTooManyIDs, errNoHpc},
}, (*Service).modifyHpcCluster)

// ModifyHpcClusterAttributeRequest is the input of ModifyHpcClusterAttribute.
type ModifyHpcClusterAttributeRequest struct {
	HpcClusterId string  `api:"required" touches:"hpc" doc:"The cluster."`
	Name         *string `doc:"Its new name: 1 to 60 characters."`
	Remark       *string `doc:"Its new remark: at most 256 characters."`
}

// Check implements action.Checker.
func (r *ModifyHpcClusterAttributeRequest) Check() error {
	if err := checkHpcIDs("HpcClusterId", []string{r.HpcClusterId}); err != nil {
		return err
	}
	return checkHpcTexts(r.Name, r.Remark)
}

func (s *Service) modifyHpcCluster(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyHpcClusterAttributeRequest) (*Nothing, error) {
	h, err := s.hpcCluster(ctx, tx, c, in.HpcClusterId)
	if err != nil {
		return nil, err
	}
	set(&h.Name, in.Name)
	set(&h.Remark, in.Remark)
	return &Nothing{}, s.Store.PutHpcCluster(ctx, tx, h)
}

// DeleteHpcClusters takes clusters away: all that it names, or none.
var DeleteHpcClusters = action.Define(action.Spec{
	Name: "DeleteHpcClusters", Doc: "Takes clusters away that have no instance.",
	Domain3: "cvm", Version: version, Changes: true, Refuses: []*catalogue.Condition{errHpcValue, errTooManyIDs, errNoHpc, errHpcInUse},
}, (*Service).deleteHpcClusters)

// DeleteHpcClustersRequest is the input of DeleteHpcClusters.
type DeleteHpcClustersRequest struct {
	HpcClusterIds []string `api:"required" touches:"hpc" doc:"The clusters, at most 100."`
}

// Check implements action.Checker.
func (r *DeleteHpcClustersRequest) Check() error {
	return checkHpcIDs("HpcClusterIds", r.HpcClusterIds)
}

func (s *Service) deleteHpcClusters(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteHpcClustersRequest) (*Nothing, error) {
	for _, id := range in.HpcClusterIds {
		h, err := s.hpcCluster(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		has, err := s.inHpc(ctx, tx, h)
		if err != nil {
			return nil, err
		}
		if len(has) > 0 {
			return nil, errHpcInUse.Errorf("The HPC cluster %s has %d instances, such as %s; it has to have none.", id, len(has), has[0])
		}
		if err := s.Tags.Drop(ctx, tx, h.Account, h.tagged()); err != nil {
			return nil, err
		}
		if err := s.Store.RemoveHpcCluster(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}
