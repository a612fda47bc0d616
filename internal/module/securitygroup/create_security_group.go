package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateSecurityGroup makes a group without rules: it lets nothing through.
var CreateSecurityGroup = action.Define(action.Spec{
	Name: "CreateSecurityGroup", Doc: "Makes a security group without rules, which lets nothing through.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"sg"},
	Refuses: with(naming, errNone, errFull),
}, (*Service).createSecurityGroup)

var naming = with(nil, errInvalid, errTooLong)

// CreateSecurityGroupRequest is the input of CreateSecurityGroup.
type CreateSecurityGroupRequest struct {
	GroupName        string `api:"required" doc:"Its name, at most 60 characters."`
	GroupDescription string `api:"required" doc:"What it is for, at most 100 characters."`
	ProjectId        string `doc:"The project that it is sorted into."`
	Tags             []Tag  `doc:"Its tags."`
}

// Check implements action.Checker.
func (r *CreateSecurityGroupRequest) Check() error {
	if _, err := projectOf(r.ProjectId); err != nil {
		return err
	}
	return checkNaming(r.GroupName, r.GroupDescription)
}

// Conditions implements action.Conditioner.
func (r *CreateSecurityGroupRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// requestTags is what conditions may ask of the tags in a request.
func requestTags(tags []Tag) map[string][]string {
	if len(tags) == 0 {
		return nil
	}
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tagsOf(tags))}
}

// GroupResponse is the output of the actions that make a group.
type GroupResponse struct {
	SecurityGroup GroupItem
}

func (s *Service) createSecurityGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSecurityGroupRequest) (*GroupResponse, error) {
	return s.create(ctx, tx, c, &Group{Name: in.GroupName, Description: in.GroupDescription}, in.ProjectId, tagsOf(in.Tags))
}

// create keeps a new group of a project, with its tags, where the account may have one more.
func (s *Service) create(ctx context.Context, tx store.Tx, c *call.Call, g *Group, project string, tags []tagging.Tag) (*GroupResponse, error) {
	var err error
	if g.Project, err = s.project(ctx, tx, c.Caller.Account, project); err != nil {
		return nil, err
	}
	if err := s.room(ctx, tx, c); err != nil {
		return nil, err
	}
	if err := s.add(ctx, tx, c, g, tags); err != nil {
		return nil, err
	}
	return s.shown(ctx, tx, g)
}

// shown is the answer that shows one group.
func (s *Service) shown(ctx context.Context, tx store.Tx, g *Group) (*GroupResponse, error) {
	tags, err := s.Tags.Of(ctx, tx, g.Account, g.tagged())
	return &GroupResponse{g.item(tags)}, err
}
