package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyInstanceAttributes renames an instance.
var ModifyInstanceAttributes = action.Define(action.Spec{
	Name: "ModifyInstanceAttributes", Doc: "Renames an instance.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(steady, errName),
}, (*Service).modifyInstanceAttributes)

// ModifyInstanceAttributesRequest is the input of ModifyInstanceAttributes.
type ModifyInstanceAttributesRequest struct {
	InstanceID   string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	InstanceName string `json:"instanceName" api:"required" doc:"Its name, at most 60 bytes."`
}

// Check implements action.Checker.
func (r *ModifyInstanceAttributesRequest) Check() error {
	if err := checkName(r.InstanceName); err != nil {
		return err
	}
	return checkAnyID(r.InstanceID)
}

func (s *Service) modifyInstanceAttributes(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstanceAttributesRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if err := i.may(steady.named("ModifyInstanceAttributes")); err != nil {
			return err
		}
		i.Name = in.InstanceName
		return s.Store.PutInstance(ctx, tx, i)
	})
}

// ModifyInstanceProject puts an instance into another project.
var ModifyInstanceProject = action.Define(action.Spec{
	Name: "ModifyInstanceProject", Doc: "Puts an instance that is bound to no load balancer into another project.",
	Domain: "cvm", Changes: true, Rate: 10, Refuses: refusals(move{}, errNoProject, errBalancer),
}, (*Service).modifyInstanceProject)

// ModifyInstanceProjectRequest is the input of ModifyInstanceProject.
type ModifyInstanceProjectRequest struct {
	InstanceID string `json:"instanceId" api:"required" touches:"instance" doc:"The instance."`
	ProjectID  int64  `json:"projectId" api:"required" doc:"The project; 0 is the default one."`
}

// Check implements action.Checker.
func (r *ModifyInstanceProjectRequest) Check() error { return checkAnyID(r.InstanceID) }

func (s *Service) modifyInstanceProject(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstanceProjectRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, []string{in.InstanceID}, func(i *Instance) error {
		if err := s.project(ctx, tx, c.Caller.Account, in.ProjectID); err != nil {
			return err
		}
		if err := s.unbound(ctx, tx, i, "ModifyInstanceProject"); err != nil {
			return err
		}
		return s.assign(ctx, tx, c, i, in.ProjectID)
	})
}
