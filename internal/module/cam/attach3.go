package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Attachments in API 3.0.

// AttachUserPolicy3 is AttachUserPolicy in API 3.0.
var AttachUserPolicy3 = action.Define(action.Spec{
	Name: "AttachUserPolicy", Doc: "Attaches a policy to a sub-account.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *AttachUserPolicy3Request) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.AttachUin, []int64{in.PolicyId}, s.attach)
})

// AttachUserPolicy3Request is the input of AttachUserPolicy in API 3.0.
type AttachUserPolicy3Request struct {
	PolicyId  int64 `api:"required" touches:"policyid" doc:"The policy."`
	AttachUin int64 `api:"required" touches:"uin" doc:"The sub-account."`
}

// DetachUserPolicy3 is DetachUserPolicy in API 3.0.
var DetachUserPolicy3 = action.Define(action.Spec{
	Name: "DetachUserPolicy", Doc: "Detaches a policy from a sub-account.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoUser)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DetachUserPolicy3Request) (*NoResponse, error) {
	return s.attachUser(ctx, tx, c, in.DetachUin, []int64{in.PolicyId}, s.detach)
})

// DetachUserPolicy3Request is the input of DetachUserPolicy in API 3.0.
type DetachUserPolicy3Request struct {
	PolicyId  int64 `api:"required" touches:"policyid" doc:"The policy."`
	DetachUin int64 `api:"required" touches:"uin" doc:"The sub-account."`
}

// AttachGroupPolicy3 is AttachGroupPolicy in API 3.0.
var AttachGroupPolicy3 = action.Define(action.Spec{
	Name: "AttachGroupPolicy", Doc: "Attaches a policy to a group.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *AttachGroupPolicy3Request) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.AttachGroupId, []int64{in.PolicyId}, s.attach)
})

// AttachGroupPolicy3Request is the input of AttachGroupPolicy in API 3.0.
type AttachGroupPolicy3Request struct {
	PolicyId      int64 `api:"required" touches:"policyid" doc:"The policy."`
	AttachGroupId int64 `api:"required" touches:"groupid" doc:"The group."`
}

// DetachGroupPolicy3 is DetachGroupPolicy in API 3.0.
var DetachGroupPolicy3 = action.Define(action.Spec{
	Name: "DetachGroupPolicy", Doc: "Detaches a policy from a group.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: attachErrors(errNoGroup)[:2],
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DetachGroupPolicy3Request) (*NoResponse, error) {
	return s.attachGroup(ctx, tx, c, in.DetachGroupId, []int64{in.PolicyId}, s.detach)
})

// DetachGroupPolicy3Request is the input of DetachGroupPolicy in API 3.0.
type DetachGroupPolicy3Request struct {
	PolicyId      int64 `api:"required" touches:"policyid" doc:"The policy."`
	DetachGroupId int64 `api:"required" touches:"groupid" doc:"The group."`
}

// ListAttachedUserPolicies3 is ListAttachedUserPolicies in API 3.0.
var ListAttachedUserPolicies3 = action.Define(action.Spec{
	Name: "ListAttachedUserPolicies", Doc: "Lists the policies attached to a sub-account.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedUserPolicies3Request) (*ListAttached3Response, error) {
	of := Entity{ToUser, number(in.TargetUin)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return s.listAttached3(ctx, tx, c.Caller.Account, of, in.Page, in.Rp)
})

// ListAttachedUserPolicies3Request is the input of ListAttachedUserPolicies in API 3.0.
type ListAttachedUserPolicies3Request struct {
	TargetUin int64 `api:"required" touches:"uin" doc:"The sub-account."`
	Page      int64 `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp        int64 `api:"default=20,min=1,max=200" doc:"How many a page."`
}

// ListAttached3Response is a page of attached policies.
type ListAttached3Response struct {
	TotalNum int64
	List     []AttachPolicyInfo
}

// An AttachPolicyInfo is an attached policy; who attached it is not kept.
type AttachPolicyInfo struct {
	PolicyId                    int64
	PolicyName, AddTime         string
	CreateMode                  int64
	PolicyType, Remark          string
	OperateOwnerUin, OperateUin string
	OperateUinType, Deactived   int64
	DeactivedDetail             []string
}

func (s *Service) listAttached3(ctx context.Context, tx store.Tx, account string, to Entity, page, rp int64) (*ListAttached3Response, error) {
	attached, err := s.Store.AttachedTo(ctx, tx, account, to)
	if err != nil {
		return nil, err
	}
	out := &ListAttached3Response{TotalNum: int64(len(attached))}
	for _, a := range paged(attached, page, rp) {
		p, err := s.hasPolicy(ctx, tx, account, a.Policy)
		if err != nil {
			return nil, err
		}
		out.List = append(out.List, AttachPolicyInfo{
			PolicyId: p.ID, PolicyName: p.Name, AddTime: inChina(a.At), CreateMode: p.CreateMode, PolicyType: typeName(p), Remark: p.Description,
		})
	}
	return out, nil
}

// typeName is what API 3.0 calls a policy's type.
func typeName(p *Policy) string {
	if p.Type() == 2 {
		return "QCS"
	}
	return "User"
}
