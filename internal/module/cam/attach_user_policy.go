package cam

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AttachUserPolicy attaches a policy to a sub-account.
var AttachUserPolicy = action.Define(action.Spec{
	Name: "AttachUserPolicy", Doc: "Attaches a policy to a sub-account.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserPolicyRequest) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.Uin, []int64{in.PolicyID}, s.attach)
})

// DetachUserPolicy detaches a policy from a sub-account.
var DetachUserPolicy = action.Define(action.Spec{
	Name: "DetachUserPolicy", Doc: "Detaches a policy from a sub-account.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserPolicyRequest) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.Uin, []int64{in.PolicyID}, s.detach)
})

// UserPolicyRequest names a policy and a sub-account.
type UserPolicyRequest struct {
	PolicyID int64 `json:"policyId" api:"required" touches:"policyid" doc:"The policy."`
	Uin      int64 `json:"uin" api:"required" touches:"uin" doc:"The sub-account."`
}

// AttachUserPolicies attaches policies to a sub-account: all that it names, or none.
var AttachUserPolicies = action.Define(action.Spec{
	Name: "AttachUserPolicies", Doc: "Attaches policies to a sub-account: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserPoliciesRequest) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.Uin, in.PolicyID, s.attach)
})

// DetachUserPolicies detaches policies from a sub-account: all that it names, or none.
var DetachUserPolicies = action.Define(action.Spec{
	Name: "DetachUserPolicies", Doc: "Detaches policies from a sub-account: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserPoliciesRequest) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.Uin, in.PolicyID, s.detach)
})

// UserPoliciesRequest names policies and a sub-account. The name of the list is that of DeletePolicy: no source prints it.
type UserPoliciesRequest struct {
	PolicyID []int64 `json:"policyId" api:"required,max=200" touches:"policyid" doc:"The policies."`
	Uin      int64   `json:"uin" api:"required" touches:"uin" doc:"The sub-account."`
}

// A change attaches or detaches.
type change = func(context.Context, store.Tx, *call.Call, Entity, []int64) (*NoResponse, error)

func (s *Service) attachUser(ctx context.Context, tx store.Tx, c *call.Call, id int64, policies []int64, do change) (*NoResponse, error) {
	of := Entity{ToUser, number(id)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return do(ctx, tx, c, of, policies)
}

// ListAttachedUserPolicies lists the policies attached to a sub-account.
var ListAttachedUserPolicies = action.Define(action.Spec{
	Name: "ListAttachedUserPolicies", Doc: "Lists the policies attached to a sub-account.", Domain: "cam", Regionless: true,
	Refuses: attachErrors(errNoUser)[:1],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedUserPoliciesRequest) (*ListAttachedResponse, error) {
	of := Entity{ToUser, number(in.Uin)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return s.listAttached(ctx, tx, c.Caller.Account, of, in.Page, in.Rp, "")
})

// ListAttachedUserPoliciesRequest is the input of ListAttachedUserPolicies.
type ListAttachedUserPoliciesRequest struct {
	Uin  int64 `json:"uin" api:"required" touches:"uin" doc:"The sub-account."`
	Page int64 `json:"page" api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp   int64 `json:"rp" api:"default=20,min=1,max=200" doc:"How many a page."`
}
