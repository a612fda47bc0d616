package securitygroup

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifySecurityGroupAttribute changes what a group is called.
var ModifySecurityGroupAttribute = action.Define(action.Spec{
	Name: "ModifySecurityGroupAttribute", Doc: "Changes the name and the description of a security group.",
	Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Refuses: with(nil, errMalformed, errTooLong, errNone),
}, (*Service).modifySecurityGroupAttribute)

// ModifySecurityGroupAttributeRequest is the input of ModifySecurityGroupAttribute.
type ModifySecurityGroupAttributeRequest struct {
	SecurityGroupId  string  `api:"required" touches:"sg" doc:"The group."`
	GroupName        *string `doc:"Its name, at most 60 characters."`
	GroupDescription *string `doc:"What it is for, at most 100 characters."`
}

// Check implements action.Checker.
func (r *ModifySecurityGroupAttributeRequest) Check() error {
	if r.GroupName == nil && r.GroupDescription == nil {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; GroupName or GroupDescription is expected.")
	}
	if err := checkGroupID("SecurityGroupId", r.SecurityGroupId); err != nil {
		return err
	}
	return checkNaming(said(r.GroupName, ""), said(r.GroupDescription, ""))
}

// Nothing is the answer of an action that has nothing to say.
type Nothing struct{}

func (s *Service) modifySecurityGroupAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySecurityGroupAttributeRequest) (*Nothing, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	g.Name, g.Description, g.Updated = said(in.GroupName, g.Name), said(in.GroupDescription, g.Description), c.Now
	return &Nothing{}, s.Store.PutGroup(ctx, tx, g)
}
