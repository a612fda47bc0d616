package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyInstancesProject puts instances into another project: all that it names, or none.
var ModifyInstancesProject = action.Define(action.Spec{
	Name: "ModifyInstancesProject", Doc: "Puts instances into another project.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10, Refuses: refusals(move{}, errNoProject),
}, (*Service).modifyInstancesProject)

// ModifyInstancesProjectRequest is the input of ModifyInstancesProject.
type ModifyInstancesProjectRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	ProjectId   int64    `api:"required" doc:"The project; 0 is the default one."`
}

// Check implements action.Checker.
func (r *ModifyInstancesProjectRequest) Check() error { return checkIDs(r.InstanceIds) }

func (s *Service) modifyInstancesProject(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesProjectRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error { return s.assign(ctx, tx, c, i, in.ProjectId) })
}

// assign puts an instance into a project.
func (s *Service) assign(ctx context.Context, tx store.Tx, c *call.Call, i *Instance, project int64) error {
	if err := s.project(ctx, tx, c.Caller.Account, project); err != nil {
		return err
	}
	i.Project = project
	return s.Store.PutInstance(ctx, tx, i)
}
