package account

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// projectsAtMost is how many projects an account may have where its quota account.projects says nothing: our figure, the
// documents print none.
const projectsAtMost = 1000

// AddProject makes a project.
var AddProject = action.Define(action.Spec{
	Name: "AddProject", Doc: "Makes a project, which resources can be sorted into.",
	Domain: "account", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errProjectName, errProjectFull},
}, (*Service).addProject)

// AddProjectRequest is the input of AddProject.
type AddProjectRequest struct {
	ProjectName string `json:"projectName" api:"required,max=255" doc:"The project's name, which no other of the account has."`
	ProjectDesc string `json:"projectDesc" api:"max=1024" doc:"What the project is for."`
}

// AddProjectResponse is the answer of AddProject.
type AddProjectResponse struct {
	ProjectID int64 `json:"projectId"`
}

func (s *Service) addProject(ctx context.Context, tx store.Tx, c *call.Call, in *AddProjectRequest) (*AddProjectResponse, error) {
	id, err := s.add(ctx, tx, c, in.ProjectName, in.ProjectDesc)
	return &AddProjectResponse{id}, err
}

// TagAddProject3 is the same in API 3.0.
var TagAddProject3 = action.Define(action.Spec{
	Name: "AddProject", Doc: "Makes a project, which resources can be sorted into.",
	Domain3: "tag", Version: version3, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errProjectName, errProjectFull},
}, (*Service).addProject3)

// AddProject3Request is the input of AddProject in API 3.0.
type AddProject3Request struct {
	ProjectName string `api:"required,max=255" doc:"The project's name, which no other of the account has."`
	Info        string `api:"max=1024" doc:"What the project is for."`
}

// AddProject3Response is the answer of AddProject in API 3.0.
type AddProject3Response struct {
	ProjectId int64
	// IsNew is 1 for a project that was made.
	IsNew int64
}

func (s *Service) addProject3(ctx context.Context, tx store.Tx, c *call.Call, in *AddProject3Request) (*AddProject3Response, error) {
	id, err := s.add(ctx, tx, c, in.ProjectName, in.Info)
	return &AddProject3Response{id, 1}, err
}

func (s *Service) add(ctx context.Context, tx store.Tx, c *call.Call, name, info string) (int64, error) {
	all, err := s.Store.Projects(ctx, tx, c.Caller.Account)
	if err != nil {
		return 0, err
	}
	if err := nameIsFree(all, name, 0); err != nil {
		return 0, err
	}
	most, err := s.Quota(ctx, tx, c.Caller.Account, "account.projects", projectsAtMost)
	if err != nil {
		return 0, err
	}
	if int64(len(all)) >= most {
		return 0, errProjectFull.Errorf("The account has %d projects; at most %d are allowed.", len(all), most)
	}
	p := Project{Account: c.Caller.Account, Name: name, Info: info, Creator: c.Caller.Uin, CreatedAt: c.Now}
	for added := false; !added; {
		if p.ID, err = strconv.ParseInt(s.Random.Digits(7), 10, 64); err != nil {
			return 0, err
		}
		if added, err = s.Store.AddProject(ctx, tx, p); err != nil {
			return 0, err
		}
	}
	return p.ID, nil
}

// nameIsFree refuses a name that a project other than the one with the id has.
func nameIsFree(all []Project, name string, id int64) error {
	for _, p := range all {
		if p.Name == name && p.ID != id {
			return errProjectName.Errorf("The name %q is that of project %d; one that is not in use is expected.", name, p.ID)
		}
	}
	return nil
}
