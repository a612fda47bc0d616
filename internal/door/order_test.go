package door_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/rate"
	"github.com/paifang/paifang/internal/replay"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/sign"
)

// contract is the order of the checks written down a second time, from the design and not from door.Order, with the
// row that each refuses with in this test.
var contract = []struct {
	check string
	row   *catalogue.Condition
}{
	{"PlainHTTP", catalogue.UnsupportedProtocol},
	{"BadCommonParameter", catalogue.InvalidParameter},
	{"UnknownAction", catalogue.UnsupportedVersion},
	{"UnderMaintenance", catalogue.Unavailable},
	{"UnknownKey", catalogue.UnknownKey},
	{"BadSignature", catalogue.AuthFailed},
	{"StaleTimestamp", catalogue.Replay},
	{"ReplayedNonce", catalogue.Replay},
	{"BadToken", catalogue.BadToken},
	{"BlockedAccount", catalogue.Forbidden},
	{"NotOnAllowList", catalogue.Forbidden},
	{"OverRate", catalogue.LimitExceeded},
	{"BadParameter", catalogue.InvalidParameter},
	{"MissingMFA", catalogue.MFAFailed},
	{"DeniedByPolicy", catalogue.UnauthorizedAction},
}

// spoil is, for every check, the smallest change that makes it refuse.
var spoil = map[string]func(f *fixture){
	"PlainHTTP":          func(f *fixture) { f.call.PlainHTTP = true },
	"BadCommonParameter": func(f *fixture) { f.call.Unreadable = catalogue.MissingParameter.Errorf("no Nonce") },
	"UnknownAction":      func(f *fixture) { f.call.Action = "Nope" },
	"UnderMaintenance": func(f *fixture) {
		f.set(func(s *settings.Settings) { s.Maintenance = []settings.Maintenance{{Module: "cvm"}} })
	},
	"UnknownKey":   func(f *fixture) { f.key.Enabled = false },
	"BadSignature": func(f *fixture) { f.call.Proof = proof(false) },
	"StaleTimestamp": func(f *fixture) {
		f.call.SentAt = f.call.SentAt.Add(-replay.Window - time.Second)
		f.call.Timestamp = f.call.SentAt.Unix()
	},
	"ReplayedNonce": func(f *fixture) { f.replayed = true },
	"BadToken":      func(f *fixture) { f.call.Token = "of nobody" },
	"BlockedAccount": func(f *fixture) {
		f.account.Blocked = "for the test"
	},
	"NotOnAllowList": func(f *fixture) {
		f.set(func(s *settings.Settings) {
			s.AllowLists = []settings.AllowList{{Module: "cvm", Action: "Touch", Accounts: []string{"2"}}}
		})
	},
	"OverRate":       func(f *fixture) { f.exhausted = true },
	"BadParameter":   func(f *fixture) { f.call.Params = &param.Value{Kind: param.Tree} },
	"MissingMFA":     func(f *fixture) { f.account.Protected = []string{"cvm:Touch"} },
	"DeniedByPolicy": func(f *fixture) { f.rights = policy.Set{} },
}

func TestTheOrderIsTheContract(t *testing.T) {
	var want, got []string
	for _, c := range contract {
		want = append(want, c.check)
	}
	for _, c := range door.Order {
		got = append(got, c.Refuses)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the door's order is\n%v\nand the contract's\n%v", got, want)
	}
}

func TestAnUnspoiledCallPasses(t *testing.T) {
	f := newFixture(t)
	p, err := f.pass(t)
	if err != nil {
		t.Fatalf("got %v, want no refusal", err)
	}
	if len(p.Verdicts) != len(contract) {
		t.Errorf("%d verdicts, want %d", len(p.Verdicts), len(contract))
	}
}

// Of any two faults of one call, the one whose check comes first is told.
func TestTheFirstOfTwoFaultsIsTold(t *testing.T) {
	for i, first := range contract {
		for j, second := range contract[i:] {
			f := newFixture(t)
			spoil[first.check](f)
			if j > 0 {
				spoil[second.check](f)
			}
			p, err := f.pass(t)
			if !errors.Is(err, first.row) {
				t.Errorf("%s and %s spoiled: got %v, want row %d", first.check, second.check, err, first.row.Code.Number)
				continue
			}
			if last := p.Verdicts[len(p.Verdicts)-1]; last.Check != first.check || !last.Refused {
				t.Errorf("%s and %s spoiled: %s refused, want %s", first.check, second.check, last.Check, first.check)
			}
		}
	}
}

// A check that is switched off does not refuse, and its verdict says so; one without which there is no call stays on.
func TestAChecksSwitch(t *testing.T) {
	for i, c := range contract {
		f := newFixture(t)
		spoil[c.check](f)
		f.set(func(s *settings.Settings) { s.ChecksOff = []string{c.check} })
		p, err := f.pass(t)
		if check := door.Order[i]; check.Needed {
			if !errors.Is(err, c.row) {
				t.Errorf("%s is needed and was switched off: got %v, want row %d", c.check, err, c.row.Code.Number)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s is off: got %v, want no refusal", c.check, err)
		}
		if !p.Verdicts[i].Off {
			t.Errorf("%s is off: its verdict does not say so: %+v", c.check, p.Verdicts[i])
		}
	}
}

// What refuses before the signature holds uses up no nonce; what refuses after it has used it up.
func TestANonceIsUsedUpOnceTheSignatureHolds(t *testing.T) {
	for i, c := range contract {
		f := newFixture(t)
		spoil[c.check](f)
		if _, err := f.pass(t); err == nil {
			t.Fatalf("%s spoiled: no refusal", c.check)
		}
		// ReplayedNonce is where it is claimed; StaleTimestamp, before it, refuses a nonce that can't be met again.
		if want := i >= slices.IndexFunc(contract, func(x struct {
			check string
			row   *catalogue.Condition
		},
		) bool {
			return x.check == "ReplayedNonce"
		}); f.nonces.claimed != want {
			t.Errorf("%s refused: nonce claimed %t, want %t", c.check, f.nonces.claimed, want)
		}
	}
}

// unsigned are the checks that have something to check of a call that nobody signed.
var unsigned = []string{"PlainHTTP", "BadCommonParameter", "UnknownAction", "UnderMaintenance", "StaleTimestamp", "OverRate", "BadParameter"}

// A call that nobody signed passes where its action needs no signature, and what is known of callers alone is not asked about it; all
// else is. Any other action it can't reach.
func TestACallThatNobodySigned(t *testing.T) {
	fresh := func() *fixture {
		f := newFixture(t)
		f.call.Unsigned, f.call.SecretID, f.call.Proof, f.call.Action, f.call.HasNonce = true, "", nil, "Open", false
		return f
	}
	f := fresh()
	if p, err := f.pass(t); err != nil || len(p.Verdicts) != len(contract) {
		t.Errorf("got %v, want no refusal and %d verdicts", err, len(contract))
	}
	for _, c := range contract {
		f := fresh()
		if c.check == "UnknownAction" || c.check == "OverRate" {
			continue // spoiled below
		}
		spoil[c.check](f)
		f.call.Proof, f.call.Token = nil, ""
		_, err := f.pass(t)
		if want := slices.Contains(unsigned, c.check); errors.Is(err, c.row) != want {
			t.Errorf("%s spoiled: got %v, refused is to be %t", c.check, err, want)
		}
	}
	f = fresh()
	f.call.Action = "Touch"
	var refused *catalogue.Refusal
	if _, err := f.pass(t); !errors.As(err, &refused) || refused.Condition.Name3 != "AuthFailure.InvalidAuthorization" {
		t.Errorf("an action that needs a signature: got %v", err)
	}
	f.set(func(s *settings.Settings) { s.ChecksOff = []string{"UnknownKey", "BadSignature"} })
	if _, err := f.pass(t); !errors.As(err, &refused) {
		t.Errorf("an action that needs a signature, with checks switched off: got %v", err)
	}
}

// The rate of what nobody signed is the caller's address's.
func TestTheRateOfAnAddress(t *testing.T) {
	f := newFixture(t)
	wall := clock.NewManual(now)
	keeper, err := settings.Open(t.Context(), noDB{}, loader{f}, f.settings)
	if err != nil {
		t.Fatal(err)
	}
	d := &door.Door{
		Table: action.NewTable(nil, action.BindAll(service{}, touch, open)), DB: noDB{}, Directory: identity.NewDirectory(loader{f}, loader{f}, loader{f}),
		Settings: keeper, Wall: wall, Nonces: &nonces{}, Rates: rate.NewMemory(wall, 1000), Slots: &rate.Slots{},
	}
	from := func(address string) error {
		c := *f.call
		c.Unsigned, c.Action, c.Remote, c.HasNonce = true, "Open", netip.MustParseAddr(address), false
		p, err := d.Pass(t.Context(), &c)
		p.Release()
		return err
	}
	for range door.DefaultRate {
		if err := from("192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := from("192.0.2.1"); !errors.Is(err, catalogue.LimitExceeded) {
		t.Errorf("one too many: got %v", err)
	}
	if err := from("192.0.2.2"); err != nil {
		t.Errorf("from elsewhere: got %v", err)
	}
}

type proof bool

func (p proof) Verify(*sign.Key) (string, bool) { return "as documented", bool(p) }
func (p proof) StringToSign() string            { return "GET…" }

// A fixture is a call that passes, and a door for it.
type fixture struct {
	call      *call.Call
	key       *identity.Key
	account   *identity.Account
	rights    policy.Set
	settings  settings.Settings
	replayed  bool
	exhausted bool
	nonces    *nonces
}

func (f *fixture) set(change func(*settings.Settings)) { change(&f.settings) }

type nonces struct {
	replayed, claimed bool
}

func (n *nonces) Claim(replay.Key, time.Time) (bool, error) {
	n.claimed = true
	return !n.replayed, nil
}
func (n *nonces) Floor() time.Time { return time.Time{} }

type loader struct{ f *fixture }

func (l loader) Key(context.Context, string) (*identity.Key, error) { return l.f.key, nil }

func (l loader) Rights(context.Context, call.Caller) (policy.Set, error) { return l.f.rights, nil }

func (l loader) Account(context.Context, string) (*identity.Account, error)     { return l.f.account, nil }
func (l loader) Settings(context.Context, store.Tx) (*settings.Settings, error) { return nil, nil }
func (l loader) PutSettings(context.Context, store.Tx, *settings.Settings) error {
	return errors.New("not in this test")
}

type noDB struct{}

func (noDB) Update(_ context.Context, do func(store.Tx) error) error { return do(nil) }
func (noDB) View(_ context.Context, do func(store.Tx) error) error   { return do(nil) }

type service struct{}

type touchRequest struct {
	ThingID string `json:"ThingId" api:"required" touches:"thing" doc:"The thing."`
}

var touch = action.Define(action.Spec{Name: "Touch", Doc: "Touch touches a thing.", Domain: "cvm", Version: "2017-03-12"},
	func(service, context.Context, store.Tx, *call.Call, *touchRequest) (*struct{}, error) {
		return &struct{}{}, nil
	})

// open needs no signature.
var open = action.Define(action.Spec{Name: "Open", Doc: "Open opens a thing to whoever may.", Domain: "cvm", Version: "2017-03-12", Unsigned: true},
	func(service, context.Context, store.Tx, *call.Call, *touchRequest) (*struct{}, error) {
		return &struct{}{}, nil
	})

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newFixture(t testing.TB) *fixture {
	t.Helper()
	allow, err := policy.Parse([]byte(`{"version":"2.0","statement":[{"effect":"allow","action":"cvm:*","resource":"*"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	params := &param.Value{Kind: param.Tree}
	if err := params.AddFlat("ThingId", "thing-1"); err != nil {
		t.Fatal(err)
	}
	return &fixture{
		call: &call.Call{
			Domain: "cvm", Action: "Touch", Version: "2017-03-12", Dialect: call.API2Versioned, Region: "ap-guangzhou",
			SecretID: "AKIDtest", SentAt: now, Timestamp: now.Unix(), Nonce: 7, HasNonce: true, Now: now, Proof: proof(true), Params: params,
		},
		key:      &identity.Key{SecretID: "AKIDtest", Enabled: true, TokenHash: sha256.Sum256(nil), Caller: call.Caller{Kind: call.SubAccount, Account: "1", Uin: "11"}},
		account:  &identity.Account{Uin: "1"},
		rights:   policy.Set{Policies: []policy.Attached{{Name: "all of cvm", Document: allow}}},
		settings: settings.Settings{Region: "ap-guangzhou"},
	}
}

func (f *fixture) pass(t *testing.T) (*door.Passage, error) {
	t.Helper()
	keeper, err := settings.Open(t.Context(), noDB{}, loader{f}, f.settings)
	if err != nil {
		t.Fatal(err)
	}
	f.nonces = &nonces{replayed: f.replayed}
	wall := clock.NewManual(now)
	d := &door.Door{
		Table:     action.NewTable(nil, action.BindAll(service{}, touch, open)),
		DB:        noDB{},
		Directory: identity.NewDirectory(loader{f}, loader{f}, loader{f}),
		Settings:  keeper, Wall: wall, Nonces: f.nonces,
		Rates: rate.NewMemory(wall, 1000), Slots: &rate.Slots{},
	}
	if f.exhausted {
		for range door.DefaultRate {
			p, err := d.Pass(t.Context(), newFixture(t).call)
			if err != nil && f.rights.Policies != nil && f.account.Blocked == "" && f.key.Enabled {
				t.Logf("while using up the rate: %v", err)
			}
			p.Release()
		}
	}
	f.nonces.claimed = false
	p, err := d.Pass(t.Context(), f.call)
	p.Release()
	return p, err
}

// BenchmarkPass is the door alone: a call of a sub-account with one policy passes every check.
func BenchmarkPass(b *testing.B) {
	f := newFixture(b)
	f.account.Rates = map[string]int{"*": 1_000_000_000}
	keeper, err := settings.Open(b.Context(), noDB{}, loader{f}, f.settings)
	if err != nil {
		b.Fatal(err)
	}
	wall := clock.NewManual(now)
	d := &door.Door{
		Table:     action.NewTable(nil, action.BindAll(service{}, touch, open)),
		DB:        noDB{},
		Directory: identity.NewDirectory(loader{f}, loader{f}, loader{f}),
		Settings:  keeper, Wall: wall, Nonces: &nonces{}, Rates: rate.NewMemory(wall, 1000), Slots: &rate.Slots{},
	}
	b.ReportAllocs()
	for b.Loop() {
		wall.Advance(time.Millisecond)
		f.call.Input = nil
		p, err := d.Pass(b.Context(), f.call)
		if err != nil && p.Verdicts[len(p.Verdicts)-1].Check != "StaleTimestamp" {
			b.Fatal(err)
		}
		f.call.SentAt = wall.Now()
		p.Release()
	}
}
