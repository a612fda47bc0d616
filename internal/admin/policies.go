package admin

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

var policyRoutes = []Route{
	route("GET", "/v1/accounts/{uin}/policies", "List the presets and the account's own policies.", listPolicies),
	route("POST", "/v1/accounts/{uin}/policies", "Make or change a policy; a raw one is not looked at, to bring about 4110.", putPolicy),
	route("DELETE", "/v1/accounts/{uin}/policies/{name}", "Remove a policy from the account and from all that have it.", removePolicy),
	route("POST", "/v1/accounts/{uin}/attachments", "Attach a policy.", attach).asks("policy: its name", "kind: user, group or role", "name: whose"),
	route("DELETE", "/v1/accounts/{uin}/attachments", "Detach a policy.", detach).asks("policy: its name", "kind: user, group or role", "name: whose"),
	route("PUT", "/v1/accounts/{uin}/boundaries", "Bound what a user or role may do by a policy; an empty policy takes the bound away.", setBoundary).asks("policy: its name", "kind: user or role", "name: whose"),
	route("GET", "/v1/accounts/{uin}/groups", "List the groups.", listGroups),
	route("POST", "/v1/accounts/{uin}/groups", "Make a group with its members.", putGroup),
	route("GET", "/v1/accounts/{uin}/roles", "List the roles.", listRoles),
	route("POST", "/v1/accounts/{uin}/roles", "Make or change a role.", putRole),
	route("DELETE", "/v1/accounts/{uin}/roles/{name}", "Remove a role and end its sessions.", removeRole),
}

// A Policy is a document under a name.
type Policy struct {
	ID          int64  `json:"id,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Document is its text.
	Document string `json:"document"`
	Preset   bool   `json:"preset,omitempty"`
	// Raw has the text kept whatever it says.
	Raw bool `json:"raw,omitempty"`
}

// A Group is users that share policies.
type Group struct {
	ID   int64  `json:"id,omitempty"`
	Name string `json:"name"`
	// Members are names of sub-accounts.
	Members []string `json:"members,omitempty"`
}

// A TrustedRole may be assumed by whom its trust policy names.
type TrustedRole struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name"`
	Trust string `json:"trust"`
}

func listPolicies(ctx context.Context, a *API, q Query, _ nothing) ([]Policy, error) {
	out := []Policy{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		all, err := a.Cloud.CAM.PolicyList(ctx, tx, q.Path("uin"))
		for _, p := range all {
			out = append(out, Policy{ID: p.ID, Name: p.Name, Description: p.Description, Document: p.Document, Preset: p.Account == ""})
		}
		return err
	})
	return out, err
}

func putPolicy(ctx context.Context, a *API, q Query, in Policy) (Policy, error) {
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		p, err := a.Cloud.CAM.PutPolicy(ctx, tx, cam.Policy{
			Account: q.Path("uin"), Name: in.Name, Description: in.Description, Document: in.Document, AddedAt: a.Cloud.Clock.Now(),
		}, in.Raw)
		in.ID = p.ID
		return err
	})
	return in, err
}

// policyID is the id of a policy that the account can attach.
func (a *API) policyID(ctx context.Context, tx store.Tx, uin, name string) (int64, error) {
	p, err := a.Cloud.CAM.PolicyNamed(ctx, tx, uin, name)
	if err == nil && p == nil {
		err = notFound("the account %s has no policy %q", uin, name)
	}
	if err != nil {
		return 0, err
	}
	return p.ID, nil
}

func removePolicy(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		id, err := a.policyID(ctx, tx, q.Path("uin"), q.Path("name"))
		if err != nil {
			return err
		}
		return a.Cloud.CAM.RemovePolicy(ctx, tx, q.Path("uin"), id)
	})
}

// entity is the thing of a kind and name that policies are attached to.
func (a *API) entity(ctx context.Context, tx store.Tx, q Query) (cam.Entity, error) {
	uin, name, s := q.Path("uin"), q.Value("name"), a.Cloud.CAM
	switch kind := cam.Kind(q.Value("kind")); kind {
	case cam.ToUser:
		all, err := s.SubAccounts(ctx, tx, uin)
		for _, u := range all {
			if u.Name == name || u.Uin == name {
				return cam.Entity{Kind: kind, ID: u.Uin}, nil
			}
		}
		return cam.Entity{}, orNotFound(err, kind, name)
	case cam.ToGroup:
		all, err := s.GroupList(ctx, tx, uin)
		for _, g := range all {
			if g.Name == name {
				return cam.Entity{Kind: kind, ID: strconv.FormatInt(g.ID, 10)}, nil
			}
		}
		return cam.Entity{}, orNotFound(err, kind, name)
	case cam.ToRole:
		all, err := s.RoleList(ctx, tx, uin)
		for _, r := range all {
			if r.Name == name {
				return cam.Entity{Kind: kind, ID: r.ID}, nil
			}
		}
		return cam.Entity{}, orNotFound(err, kind, name)
	default:
		return cam.Entity{}, badRequest("kind is %q; user, group or role is expected", q.Value("kind"))
	}
}

func orNotFound(err error, kind cam.Kind, name string) error {
	if err != nil {
		return err
	}
	return notFound("there is no %s %q", kind, name)
}

// withPolicy does something with the entity and the policy that a query names.
func (a *API) withPolicy(ctx context.Context, q Query, do func(tx store.Tx, to cam.Entity, policy int64) error) error {
	return a.Cloud.Update(ctx, func(tx store.Tx) error {
		to, err := a.entity(ctx, tx, q)
		if err != nil {
			return err
		}
		var id int64
		if name := q.Value("policy"); name != "" {
			if id, err = a.policyID(ctx, tx, q.Path("uin"), name); err != nil {
				return err
			}
		}
		return do(tx, to, id)
	})
}

func attach(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.withPolicy(ctx, q, func(tx store.Tx, to cam.Entity, policy int64) error {
		return a.Cloud.CAM.AttachPolicy(ctx, tx, q.Path("uin"), to, policy, a.Cloud.Clock.Now())
	})
}

func detach(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.withPolicy(ctx, q, func(tx store.Tx, to cam.Entity, policy int64) error {
		return a.Cloud.CAM.DetachPolicy(ctx, tx, q.Path("uin"), to, policy)
	})
}

func setBoundary(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.withPolicy(ctx, q, func(tx store.Tx, to cam.Entity, policy int64) error {
		return a.Cloud.CAM.SetBoundary(ctx, tx, q.Path("uin"), to, policy)
	})
}

func listGroups(ctx context.Context, a *API, q Query, _ nothing) ([]Group, error) {
	out := []Group{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		all, err := a.Cloud.CAM.GroupList(ctx, tx, q.Path("uin"))
		if err != nil {
			return err
		}
		for _, g := range all {
			members, err := a.Cloud.CAM.MemberList(ctx, tx, q.Path("uin"), g.ID)
			if err != nil {
				return err
			}
			one := Group{ID: g.ID, Name: g.Name}
			for _, m := range members {
				one.Members = append(one.Members, m.Name)
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

func putGroup(ctx context.Context, a *API, q Query, in Group) (Group, error) {
	uin := q.Path("uin")
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, uin); err != nil {
			return err
		}
		g, err := a.Cloud.CAM.PutGroup(ctx, tx, cam.Group{Account: uin, Name: in.Name, CreatedAt: a.Cloud.Clock.Now()})
		if err != nil {
			return err
		}
		in.ID = g.ID
		users, err := a.Cloud.CAM.SubAccounts(ctx, tx, uin)
		if err != nil {
			return err
		}
		byName := map[string]string{}
		for _, u := range users {
			byName[u.Name] = u.Uin
		}
		for _, name := range in.Members {
			if byName[name] == "" {
				return notFound("there is no sub-account %q", name)
			}
			if err := a.Cloud.CAM.SetMember(ctx, tx, uin, g.ID, byName[name], true); err != nil {
				return err
			}
		}
		return nil
	})
	return in, err
}

func listRoles(ctx context.Context, a *API, q Query, _ nothing) ([]TrustedRole, error) {
	out := []TrustedRole{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		all, err := a.Cloud.CAM.RoleList(ctx, tx, q.Path("uin"))
		for _, r := range all {
			out = append(out, TrustedRole{r.ID, r.Name, r.Trust})
		}
		return err
	})
	return out, err
}

func putRole(ctx context.Context, a *API, q Query, in TrustedRole) (TrustedRole, error) {
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		r, err := a.Cloud.CAM.PutRole(ctx, tx, cam.Role{Account: q.Path("uin"), Name: in.Name, Trust: in.Trust, AddedAt: a.Cloud.Clock.Now()}, false)
		in.ID = r.ID
		return err
	})
	return in, err
}

func removeRole(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		all, err := a.Cloud.CAM.RoleList(ctx, tx, q.Path("uin"))
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Name == q.Path("name") {
				return a.Cloud.CAM.RemoveRole(ctx, tx, q.Path("uin"), r.ID)
			}
		}
		return notFound("there is no role %q", q.Path("name"))
	})
}
