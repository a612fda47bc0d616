package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AddUserToGroup puts sub-accounts into groups: all pairs, or none.
var AddUserToGroup = action.Define(action.Spec{
	Name: "AddUserToGroup", Doc: "Puts sub-accounts into groups: all pairs, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errNoGroup, errGroupUserFull, errUserGroupFull},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *MembershipRequest) (*NoResponse, error) {
	return s.eachPair(ctx, tx, c, in, s.join)
})

// RemoveUserFromGroup takes sub-accounts out of groups: all pairs, or none.
var RemoveUserFromGroup = action.Define(action.Spec{
	Name: "RemoveUserFromGroup", Doc: "Takes sub-accounts out of groups: all pairs, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *MembershipRequest) (*NoResponse, error) {
	return s.eachPair(ctx, tx, c, in, s.leave)
})

// MembershipRequest names pairs of a sub-account and a group.
type MembershipRequest struct {
	Info []Pair `json:"info" api:"required,max=100" doc:"The pairs."`
}

// A Pair is a sub-account and a group.
type Pair struct {
	UID     int64 `json:"uid" api:"required" touches:"uid" doc:"The sub-account's uid."`
	GroupID int64 `json:"groupId" api:"required" touches:"groupid" doc:"The group."`
}

func (s *Service) eachPair(ctx context.Context, tx store.Tx, c *call.Call, in *MembershipRequest, do func(context.Context, store.Tx, *User, *Group) error) (*NoResponse, error) {
	for _, pair := range in.Info {
		u, err := s.userByUID(ctx, tx, c.Caller.Account, pair.UID)
		if err != nil {
			return nil, err
		}
		g, err := s.group(ctx, tx, c.Caller.Account, pair.GroupID)
		if err != nil {
			return nil, err
		}
		if err := do(ctx, tx, u, g); err != nil {
			return nil, err
		}
	}
	s.changed(tx)
	return &NoResponse{}, nil
}

func (s *Service) join(ctx context.Context, tx store.Tx, u *User, g *Group) error {
	groups, err := s.Store.GroupsOf(ctx, tx, u.Uin)
	if err != nil {
		return err
	}
	for _, in := range groups {
		if in.ID == g.ID {
			return nil
		}
	}
	members, err := s.Store.Members(ctx, tx, g.ID)
	if err != nil {
		return err
	}
	if err := s.room(ctx, tx, u.Account, membershipsMost, len(groups)); err != nil {
		return err
	}
	if err := s.room(ctx, tx, u.Account, membersAtMost, len(members)); err != nil {
		return err
	}
	return s.Store.AddMember(ctx, tx, g.ID, u.Uin)
}

func (s *Service) leave(ctx context.Context, tx store.Tx, u *User, g *Group) error {
	there, err := s.Store.RemoveMember(ctx, tx, g.ID, u.Uin)
	if err == nil && !there {
		err = errNoUser.Errorf("The sub-account %s is not in group %d.", u.Uin, g.ID)
	}
	return err
}

func (s *Service) userByUID(ctx context.Context, tx store.Tx, account string, uid int64) (*User, error) {
	u, err := s.Store.UserByUID(ctx, tx, account, number(uid))
	if err == nil && u == nil {
		err = errNoUser.Errorf("The sub-account with uid %d does not exist.", uid)
	}
	return u, err
}

// ListGroupsForUser lists the groups that a sub-account is in.
var ListGroupsForUser = action.Define(action.Spec{
	Name: "ListGroupsForUser", Doc: "Lists the groups that a sub-account is in.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListGroupsForUserRequest) (*ListGroupsResponse, error) {
	u, err := s.userByUID(ctx, tx, c.Caller.Account, in.UID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.GroupsOf(ctx, tx, u.Uin)
	return groupPage(all, in.Page, in.Rp), err
})

// ListGroupsForUserRequest is the input of ListGroupsForUser.
type ListGroupsForUserRequest struct {
	UID  int64 `json:"uid" api:"required" touches:"uid" doc:"The sub-account's uid."`
	Page int64 `json:"page" api:"required,min=1,max=200" doc:"Which page, from 1."`
	Rp   int64 `json:"rp" api:"required,min=1,max=200" doc:"How many a page."`
}

// ListUsersForGroup lists the sub-accounts in a group.
var ListUsersForGroup = action.Define(action.Spec{
	Name: "ListUsersForGroup", Doc: "Lists the sub-accounts in a group.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListUsersForGroupRequest) (*ListUsersForGroupResponse, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Members(ctx, tx, g.ID)
	out := &ListUsersForGroupResponse{}
	out.Data.TotalNum, out.Data.UserInfo = int64(len(all)), userItems(paged(all, in.Page, in.Rp))
	return out, err
})

// ListUsersForGroupRequest is the input of ListUsersForGroup.
type ListUsersForGroupRequest struct {
	GroupID int64 `json:"groupId" api:"required,min=1" touches:"groupid" doc:"The group."`
	Page    int64 `json:"page" api:"required,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64 `json:"rp" api:"required,min=1,max=200" doc:"How many a page."`
}

// ListUsersForGroupResponse is the answer of ListUsersForGroup.
type ListUsersForGroupResponse struct {
	Data struct {
		TotalNum int64      `json:"totalNum"`
		UserInfo []UserItem `json:"userInfo"`
	} `json:"data"`
}
