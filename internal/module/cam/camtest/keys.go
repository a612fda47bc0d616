package camtest

import (
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cam"
)

func keys(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	k := cam.Key{SecretID: "k2", Account: "k", Uin: "1", Sealed: "s", Enabled: true, Description: "d", CreatedAt: at}
	older := cam.Key{SecretID: "k3", Account: "k", Uin: "1", CreatedAt: at.Add(-time.Hour)}
	for _, want := range []bool{true, false} {
		added, err := s.AddKey(ctx, tx, k)
		t.is("add", want, added, err)
	}
	added, err := s.AddKey(ctx, tx, older)
	t.is("add", true, added, err)
	k.Enabled, k.Description = false, "d2"
	there, err := s.SetKey(ctx, tx, k)
	t.is("set", true, there, err)
	got, err := s.KeyByID(ctx, tx, "k2")
	equal(t, "key", &k, got, err)
	got, err = s.KeyByID(ctx, tx, "none")
	equal(t, "an absent one", nil, got, err)
	all, err := s.KeysOf(ctx, tx, "k", "1")
	equal(t, "by age", []cam.Key{older, k}, all, err)
	all, err = s.KeysOf(ctx, tx, "k", "2")
	equal(t, "another's", nil, all, err)
	there, err = s.RemoveKey(ctx, tx, "x", "k2")
	t.is("remove another's", false, there, err)
	there, err = s.RemoveKey(ctx, tx, "k", "k2")
	t.is("remove", true, there, err)
}

func sessions(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	role := cam.Session{
		SecretID: "t1", Sealed: "s", TokenHash: []byte{1, 2}, Policy: "p", CreatedAt: at, Expires: at.Add(time.Hour),
		Caller: call.Caller{Kind: call.Role, Account: "s", Uin: "9", AppID: "5", Name: "n", RoleID: "r", Session: "x", MFA: true, Temporary: true},
	}
	user := cam.Session{
		SecretID: "t2", TokenHash: []byte{3}, CreatedAt: at.Add(time.Minute), Expires: at.Add(time.Hour),
		Caller: call.Caller{Kind: call.SubAccount, Account: "s", Uin: "9", Temporary: true},
	}
	for _, x := range []cam.Session{role, user} {
		added, err := s.AddSession(ctx, tx, x)
		t.is("add", true, added, err)
	}
	added, err := s.AddSession(ctx, tx, role)
	t.is("a taken id", false, added, err)
	got, err := s.SessionByID(ctx, tx, "t1")
	equal(t, "session", &role, got, err)
	got, err = s.SessionByID(ctx, tx, "none")
	equal(t, "an absent one", nil, got, err)
	all, err := s.Sessions(ctx, tx, "s")
	equal(t, "by age", []cam.Session{role, user}, all, err)

	revoked := func() (out []string) {
		all, err := s.Sessions(ctx, tx, "s")
		done(t, err)
		for _, x := range all {
			if x.Revoked {
				out = append(out, x.SecretID)
			}
		}
		return out
	}
	done(t, s.RevokeOfRole(ctx, tx, "s", "other"))
	done(t, s.RevokeOfUser(ctx, tx, "other", "9"))
	equal(t, "nothing revoked", nil, revoked(), nil)
	done(t, s.RevokeOfUser(ctx, tx, "s", "9"))
	equal(t, "the user's", []string{"t2"}, revoked(), nil)
	done(t, s.RevokeOfRole(ctx, tx, "s", "r"))
	equal(t, "the role's too", []string{"t1", "t2"}, revoked(), nil)
	there, err := s.Revoke(ctx, tx, "other", "t1")
	t.is("revoke another's", false, there, err)
	there, err = s.Revoke(ctx, tx, "s", "t1")
	t.is("revoke", true, there, err)
}

func devices(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	d := cam.Device{Account: "d", Uin: "1", Sealed: "b", LastStep: 4}
	done(t, s.PutDevice(ctx, tx, cam.Device{Account: "d", Uin: "1", Sealed: "a", LastStep: 9}))
	done(t, s.PutDevice(ctx, tx, d))
	got, err := s.Device(ctx, tx, "d", "1")
	equal(t, "device", &d, got, err)
	got, err = s.Device(ctx, tx, "x", "1")
	equal(t, "another's", nil, got, err)
	for _, x := range []struct {
		step int64
		want bool
	}{{4, false}, {3, false}, {5, true}, {5, false}, {7, true}} {
		moved, err := s.Advance(ctx, tx, "d", "1", x.step)
		t.is("advance", x.want, moved, err)
	}
	for _, want := range []bool{true, false} {
		there, err := s.RemoveDevice(ctx, tx, "d", "1")
		t.is("remove", want, there, err)
	}
}
