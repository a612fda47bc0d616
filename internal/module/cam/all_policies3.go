package cam

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ListAttachedUserAllPolicies lists what a sub-account has, also through its groups.
var ListAttachedUserAllPolicies = action.Define(action.Spec{
	Name: "ListAttachedUserAllPolicies", Doc: "Lists the policies that a sub-account has, attached to it or to its groups.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, (*Service).listAttachedUserAllPolicies)

// Which attachments of a sub-account are asked for.
const (
	itsOwn    = 1
	itsGroups = 2
)

// ListAttachedUserAllPoliciesRequest is the input of ListAttachedUserAllPolicies.
type ListAttachedUserAllPoliciesRequest struct {
	TargetUin    int64  `api:"required" touches:"uin" doc:"The sub-account."`
	Rp           int64  `api:"required,min=1,max=200" doc:"How many a page."`
	Page         int64  `api:"required,min=1,max=200" doc:"Which page, from 1."`
	AttachType   int64  `api:"required,min=0,max=2" doc:"0 for all, 1 for those attached to it, 2 for those attached to its groups."`
	StrategyType int64  `api:"oneof=0 1 2" doc:"1 for the account's own, 2 for preset ones; both when left out."`
	Keyword      string `doc:"A part of the policies' names."`
}

// ListAttachedUserAllPoliciesResponse is a page of them.
type ListAttachedUserAllPoliciesResponse struct {
	PolicyList []AttachedUserPolicy
	TotalNum   int64
}

// An AttachedUserPolicy is a policy with the groups through which the sub-account has it.
type AttachedUserPolicy struct {
	PolicyId, PolicyName, Description, AddTime, StrategyType, CreateMode string

	Groups          []AttachedUserPolicyGroupInfo
	Deactived       int64
	DeactivedDetail []string
}

// An AttachedUserPolicyGroupInfo is one of these groups.
type AttachedUserPolicyGroupInfo struct {
	GroupId   int64
	GroupName string
}

func (s *Service) listAttachedUserAllPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedUserAllPoliciesRequest) (*ListAttachedUserAllPoliciesResponse, error) {
	account := c.Caller.Account
	u, err := s.user(ctx, tx, account, number(in.TargetUin))
	if err != nil {
		return nil, err
	}
	var all []AttachedUserPolicy
	at := map[int64]int{} // where a policy is in all
	add := func(to Entity, through *Group) error {
		attached, err := s.Store.AttachedTo(ctx, tx, account, to)
		if err != nil {
			return err
		}
		for _, a := range attached {
			p, err := s.hasPolicy(ctx, tx, account, a.Policy)
			if err != nil {
				return err
			}
			if in.StrategyType != 0 && in.StrategyType != p.Type() || !strings.Contains(p.Name, in.Keyword) {
				continue
			}
			n, seen := at[p.ID]
			if !seen {
				n = len(all)
				at[p.ID] = n
				all = append(all, AttachedUserPolicy{
					PolicyId: number(p.ID), PolicyName: p.Name, Description: p.Description, AddTime: inChina(a.At),
					StrategyType: number(p.Type()), CreateMode: number(p.CreateMode),
				})
			}
			if through != nil {
				all[n].Groups = append(all[n].Groups, AttachedUserPolicyGroupInfo{through.ID, through.Name})
			}
		}
		return nil
	}
	if in.AttachType != itsGroups {
		if err := add(Entity{ToUser, u.Uin}, nil); err != nil {
			return nil, err
		}
	}
	if in.AttachType != itsOwn {
		groups, err := s.Store.GroupsOf(ctx, tx, u.Uin)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if err := add(Entity{ToGroup, number(g.ID)}, &g); err != nil {
				return nil, err
			}
		}
	}
	return &ListAttachedUserAllPoliciesResponse{paged(all, in.Page, in.Rp), int64(len(all))}, nil
}
