package account

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// UpdateProject changes a project's name and description.
var UpdateProject = action.Define(action.Spec{
	Name: "UpdateProject", Doc: "Changes a project's name and description.",
	Domain: "account", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject, errProjectName},
}, (*Service).updateProject)

// UpdateProjectRequest is the input of UpdateProject.
type UpdateProjectRequest struct {
	ProjectID   int64   `json:"projectId" api:"required,min=1" doc:"The project."`
	ProjectName *string `json:"projectName" api:"min=1,max=255" doc:"Its new name."`
	ProjectDesc *string `json:"projectDesc" api:"max=1024" doc:"Its new description."`
}

// UpdateProjectResponse is the answer of UpdateProject.
type UpdateProjectResponse struct{}

func (s *Service) updateProject(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateProjectRequest) (*UpdateProjectResponse, error) {
	return &UpdateProjectResponse{}, s.rename(ctx, tx, c.Caller.Account, in.ProjectID, in.ProjectName, in.ProjectDesc)
}

// TagUpdateProject is the same on the domain tag.
var TagUpdateProject = action.Define(action.Spec{
	Name: "UpdateProject", Doc: "Changes a project's name and description.",
	Domain: "tag", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject, errProjectName},
}, (*Service).tagUpdateProject)

// TagUpdateProjectRequest is the input of UpdateProject on the domain tag.
type TagUpdateProjectRequest struct {
	ProjectID int64   `json:"projectId" api:"required,min=1" doc:"The project."`
	Name      *string `json:"name" api:"min=1,max=255" doc:"Its new name."`
	Info      *string `json:"info" api:"max=1024" doc:"Its new description."`
}

// ProjectResponse is the answer of tag's actions on projects.
type ProjectResponse struct {
	Data []string `json:"data"`
}

func (s *Service) tagUpdateProject(ctx context.Context, tx store.Tx, c *call.Call, in *TagUpdateProjectRequest) (*ProjectResponse, error) {
	return &ProjectResponse{}, s.rename(ctx, tx, c.Caller.Account, in.ProjectID, in.Name, in.Info)
}

// TagUpdateProject3 changes a project in API 3.0, and stops or starts it.
var TagUpdateProject3 = action.Define(action.Spec{
	Name: "UpdateProject", Doc: "Changes a project's name and description, and hides it from lists or brings it back.",
	Domain3: "tag", Version: version3, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject, errProjectName, errProjectDisabled},
}, (*Service).updateProject3)

// UpdateProject3Request is the input of UpdateProject in API 3.0.
type UpdateProject3Request struct {
	ProjectId   int64   `api:"required,min=1" doc:"The project."`
	ProjectName *string `api:"min=1,max=255" doc:"Its new name."`
	Disable     *int64  `api:"oneof=0 1" doc:"1 hides it from lists, 0 brings it back; its resources stay as they are."`
	Info        *string `api:"max=1024" doc:"Its new description."`
}

// UpdateProject3Response is the answer of UpdateProject in API 3.0.
type UpdateProject3Response struct{}

func (s *Service) updateProject3(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateProject3Request) (*UpdateProject3Response, error) {
	p, err := s.project(ctx, tx, c.Caller.Account, in.ProjectId)
	if err != nil {
		return nil, err
	}
	if p.Hidden && (in.Disable == nil || *in.Disable == 1) && (in.ProjectName != nil || in.Info != nil) {
		return nil, errProjectDisabled.Errorf("The project %d is disabled; bring it back with Disable 0 to change its name or description.", p.ID)
	}
	if err := s.rename(ctx, tx, c.Caller.Account, in.ProjectId, in.ProjectName, in.Info); err != nil || in.Disable == nil {
		return &UpdateProject3Response{}, err
	}
	return &UpdateProject3Response{}, s.hide(ctx, tx, c.Caller.Account, in.ProjectId, *in.Disable == 1)
}

func (s *Service) rename(ctx context.Context, tx store.Tx, account string, id int64, name, info *string) error {
	p, err := s.project(ctx, tx, account, id)
	if err != nil {
		return err
	}
	if name != nil {
		all, err := s.Store.Projects(ctx, tx, account)
		if err != nil {
			return err
		}
		if err := nameIsFree(all, *name, id); err != nil {
			return err
		}
		p.Name = *name
	}
	if info != nil {
		p.Info = *info
	}
	_, err = s.Store.SetProject(ctx, tx, *p)
	return err
}

// project is the account's project; it refuses where there is none.
func (s *Service) project(ctx context.Context, tx store.Tx, account string, id int64) (*Project, error) {
	p, err := s.Store.Project(ctx, tx, account, id)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, errNoProject.Errorf("The project %d does not exist.", id)
	}
	return p, nil
}
