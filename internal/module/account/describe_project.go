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

// china is the zone in which API 2.0 writes times.
var china = time.FixedZone("CST", 8*60*60)

func inChina(t time.Time) string { return t.In(china).Format(time.DateTime) }
