package account

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeProject lists the account's projects.
var DescribeProject = action.Define(action.Spec{
	Name: "DescribeProject", Doc: "Lists the account's projects, without the default one.",
	Domain: "account", Regionless: true,
}, (*Service).describeProject)

// DescribeProjectRequest is the input of DescribeProject.
type DescribeProjectRequest struct {
	AllList int64 `json:"allList" api:"oneof=0 1" doc:"1 to list the stopped projects too."`
}

// DescribeProjectResponse is the answer of DescribeProject.
type DescribeProjectResponse struct {
	Data []ProjectItem `json:"data"`
}

// A ProjectItem is a project as DescribeProject shows it. Its id is a number in real answers, whatever the table says
// (facts/api2-modules.md §10).
type ProjectItem struct {
	ProjectName string `json:"projectName"`
	ProjectID   int64  `json:"projectId"`
	CreateTime  string `json:"createTime"`
	CreatorUin  int64  `json:"creatorUin"`
	ProjectInfo string `json:"projectInfo"`
}

func (s *Service) describeProject(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeProjectRequest) (*DescribeProjectResponse, error) {
	all, err := s.Store.Projects(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	out := &DescribeProjectResponse{}
	for _, p := range all {
		if p.Hidden && in.AllList != 1 {
			continue
		}
		creator, err := strconv.ParseInt(p.Creator, 10, 64)
		if err != nil {
			return nil, err
		}
		out.Data = append(out.Data, ProjectItem{p.Name, p.ID, inChina(p.CreatedAt), creator, p.Info})
	}
	return out, nil
}

// TagDescribeProjects3 lists the account's projects in API 3.0.
var TagDescribeProjects3 = action.Define(action.Spec{
	Name: "DescribeProjects", Doc: "Lists the account's projects, without the default one.",
	Domain3: "tag", Version: version3, Regionless: true,
}, (*Service).describeProjects3)

// DescribeProjects3Request is the input of DescribeProjects.
type DescribeProjects3Request struct {
	AllList     int64  `api:"required,oneof=0 1" doc:"1 to list the disabled projects too."`
	Limit       int64  `api:"required,min=1,max=1000" doc:"How many are listed at most."`
	Offset      int64  `api:"required,min=0" doc:"How many are skipped."`
	ProjectId   *int64 `api:"min=0" doc:"The project with this id alone."`
	ProjectName string `api:"max=255" doc:"The project with this name alone."`
}

// DescribeProjects3Response is the answer of DescribeProjects.
type DescribeProjects3Response struct {
	Total    int64
	Projects []Project3
}

// A Project3 is a project as DescribeProjects shows it.
type Project3 struct {
	ProjectId   int64
	ProjectName string
	CreatorUin  int64
	ProjectInfo string
	CreateTime  string
}

func (s *Service) describeProjects3(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeProjects3Request) (*DescribeProjects3Response, error) {
	all, err := s.Store.Projects(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	out := &DescribeProjects3Response{}
	for _, p := range all {
		if p.Hidden && in.AllList != 1 || in.ProjectId != nil && p.ID != *in.ProjectId || in.ProjectName != "" && p.Name != in.ProjectName {
			continue
		}
		creator, err := strconv.ParseInt(p.Creator, 10, 64)
		if err != nil {
			return nil, err
		}
		out.Total++
		if out.Total > in.Offset && out.Total <= in.Offset+in.Limit {
			out.Projects = append(out.Projects, Project3{p.ID, p.Name, creator, p.Info, inChina(p.CreatedAt)})
		}
	}
	return out, nil
}

// china is the zone in which times are written.
var china = time.FixedZone("CST", 8*60*60)

func inChina(t time.Time) string { return t.In(china).Format(time.DateTime) }
