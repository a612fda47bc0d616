package cam

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetGroup shows a group with its members.
var GetGroup = action.Define(action.Spec{
	Name: "GetGroup", Doc: "Shows a group with its members.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, (*Service).getGroup)

// GetGroupResponse is the answer of GetGroup.
type GetGroupResponse struct {
	Data struct {
		GroupItem
		GroupNum int64      `json:"groupNum"`
		UserInfo []UserItem `json:"userInfo"`
	} `json:"data"`
}

// A GroupItem is a group as lists show it. Channel says by which ways its members get messages: 0, none.
type GroupItem struct {
	GroupID    int64  `json:"groupId"`
	GroupName  string `json:"groupName"`
	Channel    int64  `json:"channel"`
	Remark     string `json:"remark"`
	CreateTime string `json:"createTime"`
}

func groupItem(g Group) GroupItem {
	return GroupItem{GroupID: g.ID, GroupName: g.Name, Remark: g.Remark, CreateTime: inChina(g.CreatedAt)}
}

func (s *Service) getGroup(ctx context.Context, tx store.Tx, c *call.Call, in *GroupIDRequest) (*GetGroupResponse, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupID)
	if err != nil {
		return nil, err
	}
	members, err := s.Store.Members(ctx, tx, g.ID)
	out := &GetGroupResponse{}
	out.Data.GroupItem, out.Data.GroupNum, out.Data.UserInfo = groupItem(*g), int64(len(members)), userItems(members)
	return out, err
}

// ListGroups lists the account's groups.
var ListGroups = action.Define(action.Spec{
	Name: "ListGroups", Doc: "Lists the account's groups.", Domain: "cam", Regionless: true,
}, (*Service).listGroups)

// ListGroupsRequest is the input of ListGroups.
type ListGroupsRequest struct {
	Page    int64  `json:"page" api:"required,min=1,max=200" doc:"Which page, from 1."`
	Rp      int64  `json:"rp" api:"required,min=1,max=200" doc:"How many a page."`
	Keyword string `json:"keyword" doc:"What the name has to contain."`
}

// ListGroupsResponse is the answer of ListGroups and ListGroupsForUser. Its number is a string in real answers
// (facts/api2-modules.md §11).
type ListGroupsResponse struct {
	Data struct {
		TotalNum  string      `json:"totalNum"`
		GroupInfo []GroupItem `json:"groupInfo"`
	} `json:"data"`
}

func groupPage(all []Group, page, rp int64) *ListGroupsResponse {
	out := &ListGroupsResponse{}
	out.Data.TotalNum = number(int64(len(all)))
	for _, g := range paged(all, page, rp) {
		out.Data.GroupInfo = append(out.Data.GroupInfo, groupItem(g))
	}
	return out
}

func (s *Service) listGroups(ctx context.Context, tx store.Tx, c *call.Call, in *ListGroupsRequest) (*ListGroupsResponse, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	var named []Group
	for _, g := range all {
		if strings.Contains(g.Name, in.Keyword) {
			named = append(named, g)
		}
	}
	return groupPage(named, in.Page, in.Rp), nil
}

// paged is one page of a list; pages count from 1.
func paged[T any](all []T, page, rp int64) []T {
	from := (page - 1) * rp
	if from >= int64(len(all)) {
		return nil
	}
	return all[from:min(from+rp, int64(len(all)))]
}
