package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteLaunchTemplate takes a template away.
var DeleteLaunchTemplate = action.Define(action.Spec{
	Name: "DeleteLaunchTemplate", Doc: "Takes a launch template away, with its versions.", Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedTemplate, errNoTemplate},
}, (*Service).deleteTemplate)

// DeleteLaunchTemplateRequest is the input of DeleteLaunchTemplate.
type DeleteLaunchTemplateRequest struct {
	LaunchTemplateId string `api:"required" doc:"The template."`
}

// Check implements action.Checker.
func (r *DeleteLaunchTemplateRequest) Check() error { return checkTemplateID(r.LaunchTemplateId) }

func (s *Service) deleteTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteLaunchTemplateRequest) (*Nothing, error) {
	t, err := s.template(ctx, tx, c, in.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	if err := s.Tags.Drop(ctx, tx, t.Account, t.tagged()); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveTemplate(ctx, tx, t.ID)
}

// DeleteLaunchTemplateVersions takes versions away.
var DeleteLaunchTemplateVersions = action.Define(action.Spec{
	Name: "DeleteLaunchTemplateVersions", Doc: "Takes versions of a launch template away: all that it names, or none.", Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedTemplate, errNoTemplate, errNoVersion, errDefaultVersion},
}, (*Service).deleteTemplateVersions)

// DeleteLaunchTemplateVersionsRequest is the input of DeleteLaunchTemplateVersions.
type DeleteLaunchTemplateVersionsRequest struct {
	LaunchTemplateId       string  `api:"required" doc:"The template."`
	LaunchTemplateVersions []int64 `api:"required,max=100" doc:"The numbers of the versions; the default one stays."`
}

// Check implements action.Checker.
func (r *DeleteLaunchTemplateVersionsRequest) Check() error {
	return checkTemplateID(r.LaunchTemplateId)
}

func (s *Service) deleteTemplateVersions(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteLaunchTemplateVersionsRequest) (*Nothing, error) {
	t, err := s.template(ctx, tx, c, in.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	for _, number := range in.LaunchTemplateVersions {
		switch {
		case t.version(number) == nil:
			return nil, noVersion(t, number)
		case number == t.Default:
			return nil, errDefaultVersion.Errorf("Version %d of the launch template %s is the default one; make another one the default first.", number, t.ID)
		}
		t.Versions = slices.DeleteFunc(t.Versions, func(v TemplateVersion) bool { return v.Number == number })
	}
	return &Nothing{}, s.Store.PutTemplate(ctx, tx, t)
}

// ModifyLaunchTemplateDefaultVersion makes a version the default.
var ModifyLaunchTemplateDefaultVersion = action.Define(action.Spec{
	Name: "ModifyLaunchTemplateDefaultVersion", Doc: "Makes another version of a launch template the default one.", Domain3: "cvm", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errMalformedTemplate, errNoTemplate, errNoVersion, errVersionSet},
}, (*Service).setDefaultVersion)

// ModifyLaunchTemplateDefaultVersionRequest is the input of ModifyLaunchTemplateDefaultVersion.
type ModifyLaunchTemplateDefaultVersionRequest struct {
	LaunchTemplateId string `api:"required" doc:"The template."`
	DefaultVersion   int64  `api:"required" doc:"The number of the version."`
}

// Check implements action.Checker.
func (r *ModifyLaunchTemplateDefaultVersionRequest) Check() error {
	return checkTemplateID(r.LaunchTemplateId)
}

func (s *Service) setDefaultVersion(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyLaunchTemplateDefaultVersionRequest) (*Nothing, error) {
	t, err := s.template(ctx, tx, c, in.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	switch {
	case t.version(in.DefaultVersion) == nil:
		return nil, noVersion(t, in.DefaultVersion)
	case t.Default == in.DefaultVersion:
		return nil, errVersionSet.Errorf("Version %d of the launch template %s is the default one already.", t.Default, t.ID)
	}
	t.Default = in.DefaultVersion
	return &Nothing{}, s.Store.PutTemplate(ctx, tx, t)
}
