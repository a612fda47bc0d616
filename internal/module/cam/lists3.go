package cam

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// What there is in an account, in API 3.0.

// ListUsers3 is ListUsers in API 3.0.
var ListUsers3 = action.Define(action.Spec{
	Name: "ListUsers", Doc: "Lists the account's sub-accounts.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, _ *ListUsers3Request) (*ListUsers3Response, error) {
	all, err := s.Store.Users(ctx, tx, c.Caller.Account)
	out := &ListUsers3Response{Data: []SubAccountInfo{}}
	for _, u := range all {
		out.Data = append(out.Data, SubAccountInfo{
			Uin: digits(u.Uin), Name: u.Name, Uid: digits(u.UID), Remark: u.Remark, ConsoleLogin: u.ConsoleLogin,
			PhoneNum: u.Phone, CountryCode: u.CountryCode, Email: u.Email, CreateTime: inChina(u.CreatedAt), NickName: u.Name,
		})
	}
	return out, err
})

// ListUsers3Request is the input of ListUsers in API 3.0.
type ListUsers3Request struct{}

// ListUsers3Response are the sub-accounts.
type ListUsers3Response struct{ Data []SubAccountInfo }

// A SubAccountInfo is one of them.
type SubAccountInfo struct {
	Uin                                                int64
	Name                                               string
	Uid                                                int64
	Remark                                             string
	ConsoleLogin                                       int64
	PhoneNum, CountryCode, Email, CreateTime, NickName string
}

// DescribeSubAccounts shows sub-accounts by their uins.
var DescribeSubAccounts = action.Define(action.Spec{
	Name: "DescribeSubAccounts", Doc: "Shows sub-accounts by their uins; those that are not there are left out.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSubAccountsRequest) (*DescribeSubAccountsResponse, error) {
	all, err := s.Store.Users(ctx, tx, c.Caller.Account)
	out := &DescribeSubAccountsResponse{SubAccounts: []SubAccountUser{}}
	for _, u := range all {
		if slices.Contains(in.FilterSubAccountUin, digits(u.Uin)) {
			out.SubAccounts = append(out.SubAccounts, SubAccountUser{
				Uin: digits(u.Uin), Name: u.Name, Uid: digits(u.UID), Remark: u.Remark, CreateTime: inChina(u.CreatedAt), UserType: subAccount,
			})
		}
	}
	return out, err
})

// subAccount is the kind of user that all are here.
const subAccount = 2

// DescribeSubAccountsRequest is the input of DescribeSubAccounts.
type DescribeSubAccountsRequest struct {
	FilterSubAccountUin []int64 `api:"required,max=50" doc:"Their uins."`
}

// DescribeSubAccountsResponse are the sub-accounts.
type DescribeSubAccountsResponse struct{ SubAccounts []SubAccountUser }

// A SubAccountUser is one of them; nobody logs in to a console here.
type SubAccountUser struct {
	Uin                        int64
	Name                       string
	Uid                        int64
	Remark, CreateTime         string
	UserType                   int64
	LastLoginIp, LastLoginTime string
}

// ListGroupsForUser3 is ListGroupsForUser in API 3.0.
var ListGroupsForUser3 = action.Define(action.Spec{
	Name: "ListGroupsForUser", Doc: "Lists the groups that a sub-account is in.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser, catalogue.MissingParameter},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListGroupsForUser3Request) (*ListGroups3Response, error) {
	u, err := s.oneUser(ctx, tx, c.Caller.Account, in.Uid, in.SubUin)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.GroupsOf(ctx, tx, u.Uin)
	found := make([]GroupInfo, len(all))
	for n, g := range all {
		found[n] = GroupInfo{g.ID, g.Name, inChina(g.CreatedAt), g.Remark}
	}
	return &ListGroups3Response{int64(len(found)), paged(found, in.Page, in.Rp)}, err
})

// oneUser is the sub-account with one of the two numbers.
func (s *Service) oneUser(ctx context.Context, tx store.Tx, account string, uid, uin int64) (*User, error) {
	if uid != 0 {
		return s.userByUID(ctx, tx, account, uid)
	}
	return s.user(ctx, tx, account, number(uin))
}

// ListGroupsForUser3Request is the input of ListGroupsForUser in API 3.0.
type ListGroupsForUser3Request struct {
	Uid    int64 `api:"min=0" touches:"uid" doc:"The sub-account, by its uid."`
	SubUin int64 `api:"min=0" touches:"uin" doc:"Or by its uin."`
	Page   int64 `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp     int64 `api:"default=20,min=1,max=200" doc:"How many a page."`
}

// Check implements action.Checker.
func (r *ListGroupsForUser3Request) Check() error {
	if r.Uid == 0 && r.SubUin == 0 {
		return catalogue.MissingParameter.Errorf("Uid and SubUin are missing; one of them is expected.")
	}
	return nil
}

// ListPolicies3 is ListPolicies in API 3.0.
var ListPolicies3 = action.Define(action.Spec{
	Name: "ListPolicies", Doc: "Lists the presets and the account's policies.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListPolicies3Request) (*ListPolicies3Response, error) {
	all, err := s.PolicyList(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "cam", "policy", "")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Policy) bool {
		return !strings.Contains(p.Name, in.Keyword) || (in.Scope == "QCS" && p.Type() != 2) || (in.Scope == "Local" && p.Type() != 1)
	})
	out := &ListPolicies3Response{TotalNum: int64(len(all)), List: []StrategyInfo{}, ServiceTypeList: []string{}}
	for _, p := range paged(all, in.Page, in.Rp) {
		holders, err := s.Store.Holders(ctx, tx, c.Caller.Account, p.ID)
		if err != nil {
			return nil, err
		}
		bounded, err := s.bounded(ctx, tx, c.Caller.Account, p.ID)
		if err != nil {
			return nil, err
		}
		out.List = append(out.List, StrategyInfo{
			PolicyId: p.ID, PolicyName: p.Name, AddTime: inChina(p.AddedAt), UpdateTime: inChina(p.Edited), Type: p.Type(), Description: p.Description,
			CreateMode: p.CreateMode, Attachments: int64(len(holders)), DeactivedDetail: []string{}, AttachEntityCount: int64(len(holders)),
			AttachEntityBoundaryCount: bounded, Tags: shown(tags[number(p.ID)]),
		})
	}
	return out, nil
})

// bounded counts the users and roles that a policy bounds.
func (s *Service) bounded(ctx context.Context, tx store.Tx, account string, policy int64) (n int64, err error) {
	users, err := s.Store.Users(ctx, tx, account)
	if err != nil {
		return 0, err
	}
	for _, u := range users {
		if u.Boundary == policy {
			n++
		}
	}
	roles, err := s.Store.Roles(ctx, tx, account)
	for _, r := range roles {
		if r.Boundary == policy {
			n++
		}
	}
	return n, err
}

// ListPolicies3Request is the input of ListPolicies in API 3.0.
type ListPolicies3Request struct {
	Page    int64  `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64  `api:"default=20,min=1,max=200" doc:"How many a page."`
	Scope   string `api:"default=All,oneof=All QCS Local" doc:"All, QCS for presets, Local for the account's own."`
	Keyword string `doc:"What the name has to contain."`
}

// ListPolicies3Response is a page of policies.
type ListPolicies3Response struct {
	TotalNum        int64
	List            []StrategyInfo
	ServiceTypeList []string
}

// A StrategyInfo is a policy as lists of API 3.0 show it.
type StrategyInfo struct {
	PolicyId                                     int64
	PolicyName, AddTime                          string
	Type                                         int64
	Description                                  string
	CreateMode, Attachments                      int64
	ServiceType                                  string
	IsAttached, Deactived                        int64
	DeactivedDetail                              []string
	IsServiceLinkedPolicy                        int64
	AttachEntityCount, AttachEntityBoundaryCount int64
	UpdateTime                                   string
	Tags                                         []Tag
	PermissionLevel                              string
}

// ListEntitiesForPolicy3 is ListEntitiesForPolicy in API 3.0.
var ListEntitiesForPolicy3 = action.Define(action.Spec{
	Name: "ListEntitiesForPolicy", Doc: "Lists the sub-accounts, groups and roles that a policy is attached to.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListEntitiesForPolicy3Request) (*ListEntitiesForPolicy3Response, error) {
	found, err := s.listEntities(ctx, tx, c, &ListEntitiesForPolicyRequest{in.PolicyId, in.Page, in.Rp, in.EntityFilter})
	if err != nil {
		return nil, err
	}
	out := &ListEntitiesForPolicy3Response{TotalNum: found.Data.TotalNum, List: []AttachEntityOfPolicy{}}
	for _, e := range found.Data.List {
		out.List = append(out.List, AttachEntityOfPolicy{Id: e.ID, Name: e.Name, Uin: e.Uin, RelatedType: e.RelatedType})
	}
	return out, nil
})

// ListEntitiesForPolicy3Request is the input of ListEntitiesForPolicy in API 3.0.
type ListEntitiesForPolicy3Request struct {
	PolicyId     int64  `api:"required" touches:"policyid" doc:"The policy."`
	Page         int64  `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp           int64  `api:"default=20,min=1,max=200" doc:"How many a page."`
	EntityFilter string `api:"default=All,oneof=All User Group Role" doc:"Which kind of them."`
}

// ListEntitiesForPolicy3Response is a page of what has the policy.
type ListEntitiesForPolicy3Response struct {
	TotalNum int64
	List     []AttachEntityOfPolicy
}

// An AttachEntityOfPolicy is one of them. When it was attached is not shown.
type AttachEntityOfPolicy struct {
	Id, Name         string
	Uin, RelatedType int64
	AttachmentTime   string
}

// GetAccountSummary counts what there is.
var GetAccountSummary = action.Define(action.Spec{
	Name: "GetAccountSummary", Doc: "Counts the account's policies, roles, sub-accounts, groups and identity providers.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, _ *GetAccountSummaryRequest) (*GetAccountSummaryResponse, error) {
	policies, err := s.Store.Policies(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	roles, err := s.Store.Roles(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	users, err := s.Store.Users(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	providers, err := s.IdentityProviders(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	groups, err := s.Store.Groups(ctx, tx, c.Caller.Account)
	return &GetAccountSummaryResponse{
		Idps: int64(len(providers)), IdentityProviders: int64(len(providers)),
		Policies: int64(len(policies)), Roles: int64(len(roles)), User: int64(len(users)), Group: int64(len(groups)), Member: int64(len(users)),
	}, err
})

// GetAccountSummaryRequest is the input of GetAccountSummary.
type GetAccountSummaryRequest struct{}

// GetAccountSummaryResponse are the counts; identity providers are counted under both of their names.
type GetAccountSummaryResponse struct {
	Policies, Roles, Idps, User, Group, Member, IdentityProviders int64
}

// GetUserAppId tells who the caller is.
var GetUserAppId = action.Define(action.Spec{
	Name: "GetUserAppId", Doc: "Tells the caller's uin, its main account's, and that one's app id.", Domain3: "cam", Version: version, Regionless: true,
}, func(_ *Service, _ context.Context, _ store.Tx, c *call.Call, _ *GetUserAppIdRequest) (*GetUserAppIdResponse, error) {
	return &GetUserAppIdResponse{Uin: c.Caller.Uin, OwnerUin: c.Caller.Account, AppId: digits(c.Caller.AppID)}, nil
})

// GetUserAppIdRequest is the input of GetUserAppId.
type GetUserAppIdRequest struct{}

// GetUserAppIdResponse is who the caller is.
type GetUserAppIdResponse struct {
	Uin, OwnerUin string
	AppId         int64
}
