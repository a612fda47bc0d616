package cam

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetPolicy shows a policy with its document.
var GetPolicy = action.Define(action.Spec{
	Name: "GetPolicy", Doc: "Shows a policy with its document.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy},
}, (*Service).getPolicy)

// GetPolicyRequest is the input of GetPolicy.
type GetPolicyRequest struct {
	PolicyID int64 `json:"policyId" api:"required" touches:"policyid" doc:"The policy."`
}

// GetPolicyResponse is the answer of GetPolicy. The document is an object (facts/api2-modules.md §11); the text of one
// that is no JSON is a string.
type GetPolicyResponse struct {
	Data struct {
		PolicyName     string `json:"policyName"`
		Description    string `json:"description"`
		Type           int64  `json:"type"`
		AddTime        string `json:"addTime"`
		UpdateTime     string `json:"updateTime"`
		PolicyDocument any    `json:"policyDocument"`
	} `json:"data"`
}

func (s *Service) getPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *GetPolicyRequest) (*GetPolicyResponse, error) {
	p, err := s.hasPolicy(ctx, tx, c.Caller.Account, in.PolicyID)
	if err != nil {
		return nil, err
	}
	out := &GetPolicyResponse{}
	d := &out.Data
	d.PolicyName, d.Description, d.Type, d.AddTime, d.UpdateTime = p.Name, p.Description, p.Type(), inChina(p.AddedAt), inChina(p.Edited)
	d.PolicyDocument = p.Document
	if json.Valid([]byte(p.Document)) {
		d.PolicyDocument = json.RawMessage(p.Document)
	}
	return out, nil
}

// ListPolicies lists the presets and the account's policies.
var ListPolicies = action.Define(action.Spec{
	Name: "ListPolicies", Doc: "Lists the presets and the account's policies.", Domain: "cam", Regionless: true,
}, (*Service).listPolicies)

// ListPoliciesRequest is the input of ListPolicies.
type ListPoliciesRequest struct {
	Page    int64  `json:"page" api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64  `json:"rp" api:"default=20,min=1,max=200" doc:"How many a page."`
	Scope   string `json:"scope" api:"default=All,oneof=All QCS Local" doc:"All, QCS for presets, Local for the account's own."`
	Keyword string `json:"keyword" doc:"What the name has to contain."`
}

// ListPoliciesResponse is the answer of ListPolicies.
type ListPoliciesResponse struct {
	Data struct {
		TotalNum int64        `json:"totalNum"`
		List     []PolicyItem `json:"list"`
	} `json:"data"`
}

// A PolicyItem is a policy as lists show it.
type PolicyItem struct {
	PolicyID    int64  `json:"policyId"`
	PolicyName  string `json:"policyName"`
	AddTime     string `json:"addTime"`
	Type        int64  `json:"type"`
	Description string `json:"description"`
	CreateMode  int64  `json:"createMode"`
}

func (s *Service) listPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *ListPoliciesRequest) (*ListPoliciesResponse, error) {
	all, err := s.PolicyList(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Policy) bool {
		return !strings.Contains(p.Name, in.Keyword) || (in.Scope == "QCS" && p.Type() != 2) || (in.Scope == "Local" && p.Type() != 1)
	})
	out := &ListPoliciesResponse{}
	out.Data.TotalNum = int64(len(all))
	for _, p := range paged(all, in.Page, in.Rp) {
		out.Data.List = append(out.Data.List, PolicyItem{p.ID, p.Name, inChina(p.AddedAt), p.Type(), p.Description, p.CreateMode})
	}
	return out, nil
}

// presetList lists the presets by id.
func (s *Service) presetList() []Policy {
	var all []Policy
	for _, p := range s.presets {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Policy) int { return int(a.ID - b.ID) })
	return all
}

// ListEntitiesForPolicy lists what a policy is attached to.
var ListEntitiesForPolicy = action.Define(action.Spec{
	Name: "ListEntitiesForPolicy", Doc: "Lists the sub-accounts, groups and roles that a policy is attached to.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy},
}, (*Service).listEntities)

// ListEntitiesForPolicyRequest is the input of ListEntitiesForPolicy.
type ListEntitiesForPolicyRequest struct {
	PolicyID     int64  `json:"policyId" api:"required" touches:"policyid" doc:"The policy."`
	Page         int64  `json:"page" api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp           int64  `json:"rp" api:"default=20,min=1,max=200" doc:"How many a page."`
	EntityFilter string `json:"entityFilter" api:"default=All,oneof=All User Group Role" doc:"Which kind of them."`
}

// ListEntitiesForPolicyResponse is the answer of ListEntitiesForPolicy.
type ListEntitiesForPolicyResponse struct {
	Data struct {
		TotalNum int64        `json:"totalNum"`
		List     []EntityItem `json:"list"`
	} `json:"data"`
}

// An EntityItem is one thing that a policy is attached to: RelatedType is 1 for a user, 2 for a group, 3 for a role.
type EntityItem struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Uin         int64  `json:"uin"`
	RelatedType int64  `json:"relatedType"`
}

func (s *Service) listEntities(ctx context.Context, tx store.Tx, c *call.Call, in *ListEntitiesForPolicyRequest) (*ListEntitiesForPolicyResponse, error) {
	if _, err := s.hasPolicy(ctx, tx, c.Caller.Account, in.PolicyID); err != nil {
		return nil, err
	}
	all, err := s.Store.Holders(ctx, tx, c.Caller.Account, in.PolicyID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a Attachment) bool {
		return in.EntityFilter != "All" && string(a.Kind) != strings.ToLower(in.EntityFilter)
	})
	out := &ListEntitiesForPolicyResponse{}
	out.Data.TotalNum = int64(len(all))
	for _, a := range paged(all, in.Page, in.Rp) {
		item, err := s.entityItem(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		out.Data.List = append(out.Data.List, item)
	}
	return out, nil
}
