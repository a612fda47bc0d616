package cam

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateGroup makes a group of sub-accounts.
var CreateGroup = action.Define(action.Spec{
	Name: "CreateGroup", Doc: "Makes a group of sub-accounts.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errGroupInUse, errGroupFull},
}, (*Service).createGroup)

// CreateGroupRequest is the input of CreateGroup.
type CreateGroupRequest struct {
	GroupName string `json:"groupName" api:"required,max=128" doc:"The group's name, which no other of the account has."`
	Remark    string `json:"remark" api:"max=300" doc:"A note."`
}

// CreateGroupResponse is the answer of CreateGroup.
type CreateGroupResponse struct {
	Data struct {
		GroupID int64 `json:"groupId"`
	} `json:"data"`
}

func (s *Service) createGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateGroupRequest) (*CreateGroupResponse, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	if err := s.room(ctx, tx, c.Caller.Account, groupsAtMost, len(all)); err != nil {
		return nil, err
	}
	g, err := s.addGroup(ctx, tx, Group{Account: c.Caller.Account, Name: in.GroupName, Remark: in.Remark, CreatedAt: c.Now})
	out := &CreateGroupResponse{}
	out.Data.GroupID = g.ID
	return out, err
}

// addGroup keeps a new group, and draws its id where it has none.
func (s *Service) addGroup(ctx context.Context, tx store.Tx, g Group) (Group, error) {
	if err := s.groupNameIsFree(ctx, tx, g); err != nil {
		return g, err
	}
	for drawn := g.ID == 0; ; {
		if drawn {
			g.ID = s.draw(6)
		}
		added, err := s.Store.AddGroup(ctx, tx, g)
		switch {
		case err != nil || added:
			return g, err
		case !drawn:
			return g, catalogue.InvalidValue.Errorf("The id %d of group %s is in use; another is expected.", g.ID, g.Name)
		}
	}
}

func (s *Service) groupNameIsFree(ctx context.Context, tx store.Tx, g Group) error {
	if g.Name == "" || !utf8.ValidString(g.Name) {
		return catalogue.InvalidValue.Errorf("Parameter groupName is %q; a name is expected.", g.Name)
	}
	all, err := s.Store.Groups(ctx, tx, g.Account)
	for _, other := range all {
		if other.Name == g.Name && other.ID != g.ID {
			return errGroupInUse.Errorf("Parameter groupName is %q, the name of group %d; one that is not in use is expected.", g.Name, other.ID)
		}
	}
	return err
}

// draw draws a number of n digits.
func (s *Service) draw(n int) int64 {
	id, _ := strconv.ParseInt(s.Random.Digits(n), 10, 64) // n digits are a number
	return id
}

// UpdateGroup changes a group's name and remark.
var UpdateGroup = action.Define(action.Spec{
	Name: "UpdateGroup", Doc: "Changes a group's name and remark.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoGroup, errGroupInUse},
}, (*Service).updateGroup)

// UpdateGroupRequest is the input of UpdateGroup.
type UpdateGroupRequest struct {
	GroupID   int64   `json:"groupId" api:"required,min=1" touches:"groupid" doc:"The group."`
	GroupName *string `json:"groupName" api:"min=1,max=128" doc:"Its new name."`
	Remark    *string `json:"remark" api:"max=300" doc:"Its new note."`
}

func (s *Service) updateGroup(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateGroupRequest) (*NoResponse, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupID)
	if err != nil {
		return nil, err
	}
	set(&g.Name, in.GroupName)
	set(&g.Remark, in.Remark)
	if err := s.groupNameIsFree(ctx, tx, *g); err != nil {
		return nil, err
	}
	s.changed(tx)
	_, err = s.Store.SetGroup(ctx, tx, *g)
	return &NoResponse{}, err
}

// GroupIDRequest names a group.
type GroupIDRequest struct {
	GroupID int64 `json:"groupId" api:"required,min=1" touches:"groupid" doc:"The group."`
}

// DeleteGroup takes a group away; its members stay.
var DeleteGroup = action.Define(action.Spec{
	Name: "DeleteGroup", Doc: "Takes a group away; its members stay.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoGroup},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GroupIDRequest) (*NoResponse, error) {
	g, err := s.group(ctx, tx, c.Caller.Account, in.GroupID)
	if err != nil {
		return nil, err
	}
	return &NoResponse{}, s.RemoveGroup(ctx, tx, g.Account, g.ID)
})

// RemoveGroup takes a group away, for an operator as for an action.
func (s *Service) RemoveGroup(ctx context.Context, tx store.Tx, account string, id int64) error {
	if err := s.Store.DetachAll(ctx, tx, account, Entity{ToGroup, number(id)}); err != nil {
		return err
	}
	there, err := s.Store.RemoveGroup(ctx, tx, account, id)
	if err == nil && !there {
		err = errNoGroup.Errorf("The group %d does not exist.", id)
	}
	s.changed(tx)
	return err
}

// group is the account's group; it refuses where there is none.
func (s *Service) group(ctx context.Context, tx store.Tx, account string, id int64) (*Group, error) {
	g, err := s.Store.Group(ctx, tx, account, id)
	if err == nil && g == nil {
		err = errNoGroup.Errorf("The group %d does not exist.", id)
	}
	return g, err
}

// china is the zone in which API 2.0 writes times.
var china = time.FixedZone("CST", 8*60*60)

func inChina(t time.Time) string { return t.In(china).Format(time.DateTime) }
