package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateDefaultSecurityGroup makes a project's default group, or shows the one that there is.
var CreateDefaultSecurityGroup = action.Define(action.Spec{
	Name: "CreateDefaultSecurityGroup", Doc: "Makes the default security group of a project, which lets all of IPv4 through, or shows the one that there is.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"sg"},
	Refuses: with(nil, errInvalid, errNone, errFull),
}, (*Service).createDefaultSecurityGroup)

// CreateDefaultSecurityGroupRequest is the input of CreateDefaultSecurityGroup.
type CreateDefaultSecurityGroupRequest struct {
	ProjectId string `doc:"The project; 0 when left out."`
}

// Check implements action.Checker.
func (r *CreateDefaultSecurityGroupRequest) Check() error {
	_, err := projectOf(r.ProjectId)
	return err
}

func (s *Service) createDefaultSecurityGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDefaultSecurityGroupRequest) (*GroupResponse, error) {
	project, err := s.project(ctx, tx, c.Caller.Account, in.ProjectId)
	if err != nil {
		return nil, err
	}
	g, err := s.defaultGroup(ctx, tx, c.Caller.Account, c.Region, project)
	if err != nil {
		return nil, err
	}
	if g != nil {
		return s.shown(ctx, tx, g)
	}
	return s.create(ctx, tx, c, newDefault(c.Caller.Account, c.Caller.Uin, c.Region, project, c.Now), in.ProjectId, nil)
}
