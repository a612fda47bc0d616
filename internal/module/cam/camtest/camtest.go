// Package camtest is what every store of identities has to do: a test for each sentence of cam.Store.
package camtest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s cam.Store) {
	for _, suite := range []struct {
		name string
		run  func(t *suite)
	}{{"users", users}, {"groups", groups}, {"policies", policies}, {"roles", roles}, {"keys", keys}, {"sessions", sessions}, {"devices", devices}, {"providers", providers}} {
		t.Run(suite.name, func(t *testing.T) {
			if err := d.Update(t.Context(), func(tx store.Tx) error {
				suite.run(newSuite(t, tx, s))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

type suite struct {
	*testing.T
	tx store.Tx
	s  cam.Store
}

func newSuite(t *testing.T, tx store.Tx, s cam.Store) *suite { return &suite{t, tx, s} }

// is tells what a method that answers yes or no has to answer.
func (t *suite) is(what string, want, got bool, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func equal[T any](t *suite, what string, want, got T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func done(t *suite, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func users(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	u := cam.User{Account: "1", Uin: "101", UID: "7", Name: "b", Remark: "r", ConsoleLogin: 1, Phone: "p", CountryCode: "c", Email: "e", Boundary: 5, CreatedAt: at}
	v := cam.User{Account: "1", Uin: "100", UID: "8", Name: "a", CreatedAt: at}
	for _, x := range []struct {
		what string
		u    cam.User
		want bool
	}{
		{"a user", u, true},
		{"another", v, true},
		{"a taken uin", cam.User{Account: "2", Uin: "101", UID: "9", Name: "x", CreatedAt: at}, false},
		{"a taken uid", cam.User{Account: "2", Uin: "102", UID: "7", Name: "x", CreatedAt: at}, false},
		{"a taken name", cam.User{Account: "1", Uin: "102", UID: "9", Name: "a", CreatedAt: at}, false},
		{"the name in another account", cam.User{Account: "2", Uin: "200", UID: "9", Name: "a", CreatedAt: at}, true},
	} {
		got, err := s.AddUser(ctx, tx, x.u)
		t.is(x.what, x.want, got, err)
	}
	u.Name, u.Remark, u.ConsoleLogin, u.Phone, u.CountryCode, u.Email, u.Boundary = "b2", "r2", 0, "p2", "c2", "e2", 6
	there, err := s.SetUser(ctx, tx, u)
	t.is("set", true, there, err)
	there, err = s.SetUser(ctx, tx, cam.User{Account: "2", Uin: "101"})
	t.is("set another's", false, there, err)
	for what, find := range map[string]func(account string) (*cam.User, error){
		"by uin":  func(a string) (*cam.User, error) { return s.User(ctx, tx, a, "101") },
		"by name": func(a string) (*cam.User, error) { return s.UserByName(ctx, tx, a, "b2") },
		"by uid":  func(a string) (*cam.User, error) { return s.UserByUID(ctx, tx, a, "7") },
	} {
		got, err := find("1")
		equal(t, what, &u, got, err)
		got, err = find("2")
		equal(t, what+" in another account", nil, got, err)
	}
	all, err := s.Users(ctx, tx, "1")
	equal(t, "list", []cam.User{v, u}, all, err)

	done(t, s.AddMember(ctx, tx, 1, "101"))
	there, err = s.RemoveUser(ctx, tx, "2", "101")
	t.is("remove another's", false, there, err)
	there, err = s.RemoveUser(ctx, tx, "1", "101")
	t.is("remove", true, there, err)
	there, err = s.RemoveMember(ctx, tx, 1, "101")
	t.is("a removed user's membership", false, there, err)
}

func groups(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	g := cam.Group{Account: "g1", ID: 22, Name: "b", Remark: "r", CreatedAt: at}
	h := cam.Group{Account: "g1", ID: 21, Name: "a", CreatedAt: at}
	for _, x := range []struct {
		what string
		g    cam.Group
		want bool
	}{{"a group", g, true}, {"another", h, true}, {"a taken id", cam.Group{Account: "g2", ID: 22, Name: "x", CreatedAt: at}, false}, {"a taken name", cam.Group{Account: "g1", ID: 23, Name: "a", CreatedAt: at}, false}} {
		got, err := s.AddGroup(ctx, tx, x.g)
		t.is(x.what, x.want, got, err)
	}
	g.Name, g.Remark = "b2", "r2"
	there, err := s.SetGroup(ctx, tx, g)
	t.is("set", true, there, err)
	got, err := s.Group(ctx, tx, "g1", 22)
	equal(t, "group", &g, got, err)
	got, err = s.Group(ctx, tx, "g2", 22)
	equal(t, "another's", nil, got, err)
	all, err := s.Groups(ctx, tx, "g1")
	equal(t, "list", []cam.Group{h, g}, all, err)

	u := cam.User{Account: "g1", Uin: "302", UID: "302", Name: "u", CreatedAt: at}
	v := cam.User{Account: "g1", Uin: "301", UID: "301", Name: "v", CreatedAt: at}
	for _, x := range []cam.User{u, v} {
		added, err := s.AddUser(ctx, tx, x)
		t.is("add", true, added, err)
		for range 2 {
			done(t, s.AddMember(ctx, tx, 22, x.Uin))
		}
	}
	done(t, s.AddMember(ctx, tx, 21, "302"))
	members, err := s.Members(ctx, tx, 22)
	equal(t, "members", []cam.User{v, u}, members, err)
	of, err := s.GroupsOf(ctx, tx, "302")
	equal(t, "groups of", []cam.Group{h, g}, of, err)
	there, err = s.RemoveMember(ctx, tx, 22, "301")
	t.is("remove a member", true, there, err)
	there, err = s.RemoveGroup(ctx, tx, "g2", 22)
	t.is("remove another's", false, there, err)
	there, err = s.RemoveGroup(ctx, tx, "g1", 22)
	t.is("remove", true, there, err)
	there, err = s.RemoveMember(ctx, tx, 22, "302")
	t.is("a removed group's membership", false, there, err)
}

func policies(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	p := cam.Policy{Account: "p1", ID: 42, Name: "b", Description: "d", Document: "{}", CreateMode: 2, AddedAt: at, Edited: at, Versions: cam.Versions{Default: 2, Latest: 3, Since: at, Others: []cam.PolicyVersion{{Number: 3, Document: "d", Created: at}}}}
	q := cam.Policy{Account: "p1", ID: 41, Name: "a", AddedAt: at, Edited: at}
	for _, x := range []struct {
		what string
		p    cam.Policy
		want bool
	}{{"a policy", p, true}, {"another", q, true}, {"a taken id", cam.Policy{Account: "p2", ID: 42, Name: "x", AddedAt: at, Edited: at}, false}, {"a taken name", cam.Policy{Account: "p1", ID: 43, Name: "a", AddedAt: at, Edited: at}, false}} {
		got, err := s.AddPolicy(ctx, tx, x.p)
		t.is(x.what, x.want, got, err)
	}
	p.Name, p.Description, p.Document, p.CreateMode, p.Edited = "b2", "d2", "raw", 1, at.Add(time.Hour)
	there, err := s.SetPolicy(ctx, tx, p)
	t.is("set", true, there, err)
	got, err := s.Policy(ctx, tx, "p1", 42)
	equal(t, "policy", &p, got, err)
	got, err = s.Policy(ctx, tx, "p2", 42)
	equal(t, "another's", nil, got, err)
	all, err := s.Policies(ctx, tx, "p1")
	equal(t, "list", []cam.Policy{q, p}, all, err)

	user, group, role := cam.Entity{Kind: cam.ToUser, ID: "9"}, cam.Entity{Kind: cam.ToGroup, ID: "1"}, cam.Entity{Kind: cam.ToRole, ID: "0"}
	for _, to := range []cam.Entity{role, group, user} {
		done(t, s.Attach(ctx, tx, cam.Attachment{Account: "p1", Entity: to, Policy: 42, At: at}))
	}
	done(t, s.Attach(ctx, tx, cam.Attachment{Account: "p1", Entity: user, Policy: 42, At: at.Add(time.Hour)}))
	done(t, s.Attach(ctx, tx, cam.Attachment{Account: "p1", Entity: user, Policy: 1, At: at}))
	attached, err := s.AttachedTo(ctx, tx, "p1", user)
	equal(t, "attached to", []cam.Attachment{{Account: "p1", Entity: user, Policy: 1, At: at}, {Account: "p1", Entity: user, Policy: 42, At: at}}, attached, err)
	holders, err := s.Holders(ctx, tx, "p1", 42)
	equal(t, "holders", []cam.Attachment{
		{Account: "p1", Entity: user, Policy: 42, At: at}, {Account: "p1", Entity: group, Policy: 42, At: at}, {Account: "p1", Entity: role, Policy: 42, At: at},
	}, holders, err)
	for _, want := range []bool{true, false} {
		there, err = s.Detach(ctx, tx, "p1", group, 42)
		t.is("detach", want, there, err)
	}
	done(t, s.DetachAll(ctx, tx, "p1", role))
	attached, err = s.AttachedTo(ctx, tx, "p1", role)
	equal(t, "detached from", nil, attached, err)

	u := cam.User{Account: "p1", Uin: "401", UID: "401", Name: "u", Boundary: 42, CreatedAt: at}
	r := cam.Role{Account: "p1", ID: "401", Name: "r", Boundary: 42, AddedAt: at, Edited: at}
	there, err = s.AddUser(ctx, tx, u)
	t.is("add a user", true, there, err)
	there, err = s.AddRole(ctx, tx, r)
	t.is("add a role", true, there, err)
	there, err = s.RemovePolicy(ctx, tx, "p2", 42)
	t.is("remove another's", false, there, err)
	there, err = s.RemovePolicy(ctx, tx, "p1", 42)
	t.is("remove", true, there, err)
	holders, err = s.Holders(ctx, tx, "p1", 42)
	equal(t, "a removed policy's holders", nil, holders, err)
	u.Boundary, r.Boundary = 0, 0
	gotUser, err := s.User(ctx, tx, "p1", "401")
	equal(t, "whose boundary was removed", &u, gotUser, err)
	gotRole, err := s.Role(ctx, tx, "p1", "401")
	equal(t, "whose boundary was removed", &r, gotRole, err)
}

func roles(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	r := cam.Role{Account: "r1", ID: "62", Name: "b", Description: "d", Trust: "t", AddedAt: at, Edited: at, ConsoleLogin: 1, SessionSeconds: 60}
	q := cam.Role{Account: "r1", ID: "61", Name: "a", AddedAt: at, Edited: at}
	for _, x := range []struct {
		what string
		r    cam.Role
		want bool
	}{{"a role", r, true}, {"another", q, true}, {"a taken id", cam.Role{Account: "r2", ID: "62", Name: "x", AddedAt: at, Edited: at}, false}, {"a taken name", cam.Role{Account: "r1", ID: "63", Name: "a", AddedAt: at, Edited: at}, false}} {
		got, err := s.AddRole(ctx, tx, x.r)
		t.is(x.what, x.want, got, err)
	}
	r.Description, r.Trust, r.Boundary, r.Edited = "d2", "t2", 3, at.Add(time.Hour)
	there, err := s.SetRole(ctx, tx, r)
	t.is("set", true, there, err)
	got, err := s.Role(ctx, tx, "r1", "62")
	equal(t, "by id", &r, got, err)
	got, err = s.RoleByName(ctx, tx, "r1", "b")
	equal(t, "by name", &r, got, err)
	got, err = s.RoleByName(ctx, tx, "r2", "b")
	equal(t, "another's", nil, got, err)
	all, err := s.Roles(ctx, tx, "r1")
	equal(t, "list", []cam.Role{q, r}, all, err)
	for _, want := range []bool{true, false} {
		there, err = s.RemoveRole(ctx, tx, "r1", "62")
		t.is("remove", want, there, err)
	}
}
