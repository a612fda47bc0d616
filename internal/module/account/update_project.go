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
