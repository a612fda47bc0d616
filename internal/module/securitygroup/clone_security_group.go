package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CloneSecurityGroup makes a group like another one, which may be in another region.
var CloneSecurityGroup = action.Define(action.Spec{
	Name: "CloneSecurityGroup", Doc: "Makes a security group with the rules of another one, of this region or another.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"sg"},
	Refuses: with(naming, errMalformed, errNone, errFull, errNested),
}, (*Service).cloneSecurityGroup)

// CloneSecurityGroupRequest is the input of CloneSecurityGroup.
type CloneSecurityGroupRequest struct {
	SecurityGroupId  string  `api:"required" touches:"sg" doc:"The group that it is made like."`
	GroupName        *string `doc:"Its name, at most 60 characters; the other's when left out."`
	GroupDescription *string `doc:"What it is for, at most 100 characters; as the other's when left out."`
	ProjectId        string  `doc:"The project that it is sorted into; 0 when left out."`
	RemoteRegion     string  `doc:"The other one's region; the call's when left out."`
	Tags             []Tag   `doc:"Its tags, beside the other's where those are wanted."`
	IsCloneTags      bool    `doc:"Whether it gets the other's tags."`
}

// Check implements action.Checker.
func (r *CloneSecurityGroupRequest) Check() error {
	if _, err := projectOf(r.ProjectId); err != nil {
		return err
	}
	if err := checkGroupID("SecurityGroupId", r.SecurityGroupId); err != nil {
		return err
	}
	return checkNaming(said(r.GroupName, ""), said(r.GroupDescription, ""))
}

// Conditions implements action.Conditioner.
func (r *CloneSecurityGroupRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

func said(text *string, otherwise string) string {
	if text == nil {
		return otherwise
	}
	return *text
}

func (s *Service) cloneSecurityGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CloneSecurityGroupRequest) (*GroupResponse, error) {
	from := in.RemoteRegion
	if from == "" {
		from = c.Region
	}
	other, err := s.Store.Group(ctx, tx, c.Caller.Account, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	if other == nil || other.Region != from {
		return nil, errNone.Errorf("The security group %s does not exist in %s.", in.SecurityGroupId, param.Quote(from))
	}
	named := func(r Rule) bool { return r.Group+r.Address+r.AddressGroup+r.Service+r.ServiceGroup != "" }
	if from != c.Region && (slices.ContainsFunc(other.Ingress, named) || slices.ContainsFunc(other.Egress, named)) {
		return nil, errNested.Errorf("The rules of %s name groups or templates of %s; only rules without can go to another region.", other.ID, from)
	}
	tags := tagsOf(in.Tags)
	if in.IsCloneTags {
		its, err := s.Tags.Of(ctx, tx, other.Account, other.tagged())
		if err != nil {
			return nil, err
		}
		for _, t := range its {
			if !slices.ContainsFunc(tags, func(given tagging.Tag) bool { return given.Key == t.Key }) {
				tags = append(tags, t)
			}
		}
	}
	g := &Group{
		Name: said(in.GroupName, other.Name), Description: said(in.GroupDescription, other.Description),
		Version: other.Version, Ingress: other.Ingress, Egress: other.Egress,
	}
	return s.create(ctx, tx, c, g, in.ProjectId, tags)
}
