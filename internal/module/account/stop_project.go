package account

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// StopProject hides a project from lists.
var StopProject = action.Define(action.Spec{
	Name: "StopProject", Doc: "Hides a project from lists; its resources stay as they are.",
	Domain: "tag", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ProjectRequest) (*ProjectResponse, error) {
	return &ProjectResponse{}, s.hide(ctx, tx, c.Caller.Account, in.ProjectID, true)
})

// StartProject brings a project back into lists.
var StartProject = action.Define(action.Spec{
	Name: "StartProject", Doc: "Brings a stopped project back into lists.",
	Domain: "tag", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ProjectRequest) (*ProjectResponse, error) {
	return &ProjectResponse{}, s.hide(ctx, tx, c.Caller.Account, in.ProjectID, false)
})

// ProjectRequest is the input of StopProject and StartProject.
type ProjectRequest struct {
	ProjectID int64 `json:"projectId" api:"required,min=1" doc:"The project."`
}

func (s *Service) hide(ctx context.Context, tx store.Tx, account string, id int64, hidden bool) error {
	p, err := s.project(ctx, tx, account, id)
	if err != nil {
		return err
	}
	p.Hidden = hidden
	_, err = s.Store.SetProject(ctx, tx, *p)
	return err
}
