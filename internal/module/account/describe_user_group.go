package account

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeUserGroup lists the account's user groups.
var DescribeUserGroup = action.Define(action.Spec{
	Name: "DescribeUserGroup", Doc: "Lists the account's user groups.",
	Domain: "account", Regionless: true,
}, (*Service).describeUserGroup)

// DescribeUserGroupRequest is the input of DescribeUserGroup.
type DescribeUserGroupRequest struct {
	GroupIDs []string `json:"groupIds" api:"max=100" doc:"Only these groups; those that are not there are left out."`
}

// DescribeUserGroupResponse is the answer of DescribeUserGroup.
type DescribeUserGroupResponse struct {
	Data UserGroups `json:"data"`
}

// UserGroups are groups with their number.
type UserGroups struct {
	TotalCount int64       `json:"totalCount"`
	GroupSet   []UserGroup `json:"groupSet"`
}

// A UserGroup is a group as DescribeUserGroup shows it. Channel says by which ways its members get messages: 0, none.
type UserGroup struct {
	GroupID    int64  `json:"groupId"`
	GroupName  string `json:"groupName"`
	Channel    int64  `json:"channel"`
	Remark     string `json:"remark"`
	CreateTime string `json:"createTime"`
}

func (s *Service) describeUserGroup(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeUserGroupRequest) (*DescribeUserGroupResponse, error) {
	out := &DescribeUserGroupResponse{}
	err := s.Groups.EachGroup(ctx, tx, c.Caller.Account, func(id int64, name, remark string, created time.Time) {
		if len(in.GroupIDs) > 0 && !slices.Contains(in.GroupIDs, strconv.FormatInt(id, 10)) {
			return
		}
		out.Data.GroupSet = append(out.Data.GroupSet, UserGroup{GroupID: id, GroupName: name, Remark: remark, CreateTime: inChina(created)})
	})
	out.Data.TotalCount = int64(len(out.Data.GroupSet))
	return out, err
}
