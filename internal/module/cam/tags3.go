package cam

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Tags of users, roles and policies, which are in no region; the module tag keeps them. Roles have actions of their own for it.

func (u *User) tagged() tagging.Resource {
	return tagging.Resource{Service: "cam", Prefix: "uin", ID: u.Uin}
}

func (r *Role) tagged() tagging.Resource {
	return tagging.Resource{Service: "cam", Prefix: "role", ID: r.ID}
}

func (p *Policy) tagged() tagging.Resource {
	return tagging.Resource{Service: "cam", Prefix: "policy", ID: strconv.FormatInt(p.ID, 10)}
}

func plain(tags []RoleTag) []tagging.Tag {
	out := make([]tagging.Tag, len(tags))
	for n, t := range tags {
		out[n] = tagging.Tag(t)
	}
	return out
}

func shown(tags []tagging.Tag) []Tag {
	out := make([]Tag, len(tags))
	for n, t := range tags {
		out[n] = Tag(t)
	}
	return out
}

// A RoleTag is a tag that a role or a policy is to have.
type RoleTag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `api:"required" doc:"Its value."`
}

// TagRole gives a role tags.
var TagRole = action.Define(action.Spec{
	Name: "TagRole", Doc: "Gives a role tags beside those that it has; a key that it has gets the new value.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *TagRoleRequest) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	return &NoResponse{}, s.Tags.Attach(ctx, tx, r.Account, r.tagged(), plain(in.Tags))
})

// TagRoleRequest is the input of TagRole.
type TagRoleRequest struct {
	Tags     []RoleTag `api:"required,max=50" doc:"The tags."`
	RoleName string    `touches:"roleName" doc:"The role, by its name."`
	RoleId   string    `touches:"role" doc:"Or by its id."`
}

// Check implements action.Checker.
func (r *TagRoleRequest) Check() error { return oneRole(r.RoleId, r.RoleName) }

// Conditions lets policies ask for the tags.
func (r *TagRoleRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(r.Tags))}
}

// UntagRole takes tags off a role.
var UntagRole = action.Define(action.Spec{
	Name: "UntagRole", Doc: "Takes tags off a role; it need not have them.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoRole},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UntagRoleRequest) (*NoResponse, error) {
	r, err := s.role(ctx, tx, c.Caller.Account, in.RoleId, in.RoleName)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, r.Account, r.tagged())
	if err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(tags, func(t tagging.Tag) bool { return slices.Contains(in.TagKeys, t.Key) })
	if err := s.Tags.Drop(ctx, tx, r.Account, r.tagged()); err != nil {
		return nil, err
	}
	return &NoResponse{}, s.Tags.Attach(ctx, tx, r.Account, r.tagged(), left)
})

// UntagRoleRequest is the input of UntagRole.
type UntagRoleRequest struct {
	TagKeys  []string `api:"required,max=50" doc:"The tags' keys."`
	RoleName string   `touches:"roleName" doc:"The role, by its name."`
	RoleId   string   `touches:"role" doc:"Or by its id."`
}

// Check implements action.Checker.
func (r *UntagRoleRequest) Check() error { return oneRole(r.RoleId, r.RoleName) }
