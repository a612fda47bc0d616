package cam

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AttachGroupPolicy attaches a policy to a group.
var AttachGroupPolicy = action.Define(action.Spec{
	Name: "AttachGroupPolicy", Doc: "Attaches a policy to a group.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupPolicyRequest) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.GroupID, []int64{in.PolicyID}, s.attach)
})

// DetachGroupPolicy detaches a policy from a group.
var DetachGroupPolicy = action.Define(action.Spec{
	Name: "DetachGroupPolicy", Doc: "Detaches a policy from a group.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupPolicyRequest) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.GroupID, []int64{in.PolicyID}, s.detach)
})

// GroupPolicyRequest names a policy and a group.
type GroupPolicyRequest struct {
	PolicyID int64 `json:"policyId" api:"required" touches:"policyid" doc:"The policy."`
	GroupID  int64 `json:"groupId" api:"required" touches:"groupid" doc:"The group."`
}

// AttachGroupPolicies attaches policies to a group: all that it names, or none.
var AttachGroupPolicies = action.Define(action.Spec{
	Name: "AttachGroupPolicies", Doc: "Attaches policies to a group: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupPoliciesRequest) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.GroupID, in.PolicyID, s.attach)
})

// DetachGroupPolicies detaches policies from a group: all that it names, or none.
var DetachGroupPolicies = action.Define(action.Spec{
	Name: "DetachGroupPolicies", Doc: "Detaches policies from a group: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupPoliciesRequest) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.GroupID, in.PolicyID, s.detach)
})

// GroupPoliciesRequest names policies and a group. The name of the list is that of DeletePolicy: no source prints it.
type GroupPoliciesRequest struct {
	PolicyID []int64 `json:"policyId" api:"required,max=200" touches:"policyid" doc:"The policies."`
	GroupID  int64   `json:"groupId" api:"required" touches:"groupid" doc:"The group."`
}

func (s *Service) attachGroup(ctx context.Context, tx store.Tx, c *call.Call, id int64, policies []int64, do change) (*NoResponse, error) {
	of := Entity{ToGroup, number(id)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return do(ctx, tx, c, of, policies)
}

// ListAttachedGroupPolicies lists the policies attached to a group.
var ListAttachedGroupPolicies = action.Define(action.Spec{
	Name: "ListAttachedGroupPolicies", Doc: "Lists the policies attached to a group.", Domain: "cam", Regionless: true,
	Refuses: attachErrors(errNoGroup)[:1],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedGroupPoliciesRequest) (*ListAttachedResponse, error) {
	of := Entity{ToGroup, number(in.GroupID)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return s.listAttached(ctx, tx, c.Caller.Account, of, in.Page, in.Rp, "")
})

// ListAttachedGroupPoliciesRequest is the input of ListAttachedGroupPolicies.
type ListAttachedGroupPoliciesRequest struct {
	GroupID int64 `json:"groupId" api:"required" touches:"groupid" doc:"The group."`
	Page    int64 `json:"page" api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64 `json:"rp" api:"default=20,min=1,max=200" doc:"How many a page."`
}
