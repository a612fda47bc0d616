package cam

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Groups and memberships in API 3.0.

// CreateGroup3 is CreateGroup in API 3.0.
var CreateGroup3 = action.Define(action.Spec{
	Name: "CreateGroup", Doc: "Makes a group of sub-accounts.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errGroupInUse, errGroupFull},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *CreateGroup3Request) (*GroupID3Response, error) {
	made, err := s.createGroup(ctx, tx, c, &CreateGroupRequest{in.GroupName, in.Remark})
	if err != nil {
		return nil, err
	}
	return &GroupID3Response{made.Data.GroupID}, nil
})

// CreateGroup3Request is the input of CreateGroup in API 3.0.
type CreateGroup3Request struct {
	GroupName string `api:"required,max=128" doc:"The group's name, which no other of the account has."`
	Remark    string `api:"max=300" doc:"A note."`
}

// GroupID3Response names the group that was made.
type GroupID3Response struct{ GroupId int64 }

// GetGroup3 is GetGroup in API 3.0.
var GetGroup3 = action.Define(action.Spec{
	Name: "GetGroup", Doc: "Shows a group with its members.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupID3Request) (*GetGroup3Response, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupId)
	if err != nil {
		return nil, err
	}
	members, err := s.Store.Members(ctx, tx, g.ID)
	return &GetGroup3Response{
		GroupId: g.ID, GroupName: g.Name, GroupNum: int64(len(members)), Remark: g.Remark, CreateTime: inChina(g.CreatedAt), UserInfo: memberItems(members),
	}, err
})

// GroupID3Request names a group.
type GroupID3Request struct {
	GroupId int64 `api:"required,min=1" touches:"groupid" doc:"The group."`
}

// GetGroup3Response is a group.
type GetGroup3Response struct {
	GroupId            int64
	GroupName          string
	GroupNum           int64
	Remark, CreateTime string
	UserInfo           []GroupMemberInfo
}

// A GroupMemberInfo is a sub-account in a group.
type GroupMemberInfo struct {
	Uid, Uin              int64
	Name                  string
	PhoneNum, CountryCode string
	PhoneFlag             int64
	Email                 string
	EmailFlag, UserType   int64
	CreateTime            string
	IsReceiverOwner       int64
	Remark                *string
}

func memberItems(users []User) []GroupMemberInfo {
	out := make([]GroupMemberInfo, len(users))
	for i, u := range users {
		out[i] = GroupMemberInfo{
			Uid: digits(u.UID), Uin: digits(u.Uin), Name: u.Name, PhoneNum: u.Phone, CountryCode: u.CountryCode, Email: u.Email,
			CreateTime: inChina(u.CreatedAt), Remark: &u.Remark,
		}
	}
	return out
}

// UpdateGroup3 is UpdateGroup in API 3.0.
var UpdateGroup3 = action.Define(action.Spec{
	Name: "UpdateGroup", Doc: "Changes a group's name and remark.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoGroup, errGroupInUse},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateGroup3Request) (*NoResponse, error) {
	return s.updateGroup(ctx, tx, c, &UpdateGroupRequest{in.GroupId, in.GroupName, in.Remark})
})

// UpdateGroup3Request is the input of UpdateGroup in API 3.0.
type UpdateGroup3Request struct {
	GroupId   int64   `api:"required,min=1" touches:"groupid" doc:"The group."`
	GroupName *string `api:"min=1,max=128" doc:"Its new name."`
	Remark    *string `api:"max=300" doc:"Its new note."`
}

// DeleteGroup3 is DeleteGroup in API 3.0.
var DeleteGroup3 = action.Define(action.Spec{
	Name: "DeleteGroup", Doc: "Takes a group away; its members stay.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupID3Request) (*NoResponse, error) {
	return &NoResponse{}, s.RemoveGroup(ctx, tx, c.Caller.Account, in.GroupId)
})

// ListGroups3 is ListGroups in API 3.0.
var ListGroups3 = action.Define(action.Spec{
	Name: "ListGroups", Doc: "Lists the account's groups.", Domain3: "cam", Version: version, Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListGroups3Request) (*ListGroups3Response, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account)
	var found []GroupInfo
	for _, g := range all {
		if strings.Contains(g.Name, in.Keyword) {
			found = append(found, GroupInfo{g.ID, g.Name, inChina(g.CreatedAt), g.Remark})
		}
	}
	return &ListGroups3Response{int64(len(found)), paged(found, in.Page, in.Rp)}, err
})

// ListGroups3Request is the input of ListGroups in API 3.0.
type ListGroups3Request struct {
	Page    int64  `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64  `api:"default=20,min=1,max=200" doc:"How many a page."`
	Keyword string `doc:"A part of their names."`
}

// ListGroups3Response is a page of groups.
type ListGroups3Response struct {
	TotalNum  int64
	GroupInfo []GroupInfo
}

// A GroupInfo is one of them.
type GroupInfo struct {
	GroupId                       int64
	GroupName, CreateTime, Remark string
}

// Membership3Request names pairs of a sub-account and a group in API 3.0.
type Membership3Request struct {
	Info []GroupIDOfUID `api:"required,max=100" doc:"The pairs."`
}

// A GroupIDOfUID is a sub-account, by either of its numbers, and a group.
type GroupIDOfUID struct {
	GroupId int64 `api:"required" touches:"groupid" doc:"The group."`
	Uid     int64 `touches:"uid" doc:"The sub-account's uid."`
	Uin     int64 `touches:"uin" doc:"Or its uin."`
}

// Check implements action.Checker.
func (r *Membership3Request) Check() error {
	for _, pair := range r.Info {
		if (pair.Uid == 0) == (pair.Uin == 0) {
			return catalogue.InvalidValue.Errorf("One of Uid and Uin is expected in each item of Info.")
		}
	}
	return nil
}

// pairs are the same in the older words.
func (s *Service) pairs(ctx context.Context, tx store.Tx, c *call.Call, in *Membership3Request) (*MembershipRequest, error) {
	out := &MembershipRequest{}
	for _, pair := range in.Info {
		uid := pair.Uid
		if uid == 0 {
			u, err := s.Store.User(ctx, tx, c.Caller.Account, number(pair.Uin))
			if err != nil {
				return nil, err
			}
			if u == nil {
				return nil, errNoUser.Errorf("The sub-account %d does not exist.", pair.Uin)
			}
			uid = digits(u.UID)
		}
		out.Info = append(out.Info, Pair{uid, pair.GroupId})
	}
	return out, nil
}

// AddUserToGroup3 is AddUserToGroup in API 3.0.
var AddUserToGroup3 = action.Define(action.Spec{
	Name: "AddUserToGroup", Doc: "Puts sub-accounts into groups: all pairs, or none.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errNoGroup, errGroupUserFull, errUserGroupFull},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *Membership3Request) (*NoResponse, error) {
	pairs, err := s.pairs(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	return s.eachPair(ctx, tx, c, pairs, s.join)
})

// RemoveUserFromGroup3 is RemoveUserFromGroup in API 3.0.
var RemoveUserFromGroup3 = action.Define(action.Spec{
	Name: "RemoveUserFromGroup", Doc: "Takes sub-accounts out of groups: all pairs, or none.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *Membership3Request) (*NoResponse, error) {
	pairs, err := s.pairs(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	return s.eachPair(ctx, tx, c, pairs, s.leave)
})

// ListUsersForGroup3 is ListUsersForGroup in API 3.0.
var ListUsersForGroup3 = action.Define(action.Spec{
	Name: "ListUsersForGroup", Doc: "Lists the sub-accounts in a group.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListUsersForGroup3Request) (*ListUsersForGroup3Response, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupId)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Members(ctx, tx, g.ID)
	return &ListUsersForGroup3Response{int64(len(all)), memberItems(paged(all, in.Page, in.Rp))}, err
})

// ListUsersForGroup3Request is the input of ListUsersForGroup in API 3.0.
type ListUsersForGroup3Request struct {
	GroupId int64 `api:"required,min=1" touches:"groupid" doc:"The group."`
	Page    int64 `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64 `api:"default=20,min=1,max=200" doc:"How many a page."`
}

// ListUsersForGroup3Response is a page of the members.
type ListUsersForGroup3Response struct {
	TotalNum int64
	UserInfo []GroupMemberInfo
}

// ListAttachedGroupPolicies3 is ListAttachedGroupPolicies in API 3.0.
var ListAttachedGroupPolicies3 = action.Define(action.Spec{
	Name: "ListAttachedGroupPolicies", Doc: "Lists the policies attached to a group.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListAttachedGroupPolicies3Request) (*ListAttached3Response, error) {
	of := Entity{ToGroup, number(in.TargetGroupId)}
	if err := s.entity(ctx, tx, c.Caller.Account, of); err != nil {
		return nil, err
	}
	return s.listAttached3(ctx, tx, c.Caller.Account, of, in.Page, in.Rp)
})

// ListAttachedGroupPolicies3Request is the input of ListAttachedGroupPolicies in API 3.0.
type ListAttachedGroupPolicies3Request struct {
	TargetGroupId int64 `api:"required" touches:"groupid" doc:"The group."`
	Page          int64 `api:"default=1,min=1,max=200" doc:"Which page, from 1."`
	Rp            int64 `api:"default=20,min=1,max=200" doc:"How many a page."`
}
