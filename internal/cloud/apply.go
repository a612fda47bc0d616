package cloud

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// The account of the shipped world.
var shippedAccount = world.Account{
	Uin: "100000000001", AppID: "1250000001", Name: "paifang", Balance: 100_000 * 100_000_000, Identity: string(account.Enterprise),
}

func noChange(*settings.Settings) error { return nil }

// apply brings a world about in an empty cloud.
func (c *Cloud) apply(ctx context.Context, tx store.Tx, w *world.World) error {
	accounts := slices.Clone(w.Accounts)
	if len(accounts) == 0 {
		accounts = []world.Account{shippedAccount}
	}
	if len(accounts[0].Keys) == 0 {
		accounts[0].Keys = []world.Key{newKey()}
	}
	for i := range accounts {
		if err := c.applyAccount(ctx, tx, &accounts[i]); err != nil {
			return fmt.Errorf("account %s: %w", accounts[i].Uin, err)
		}
	}
	first := accounts[0].Keys[0]
	c.ReadyMade = Credentials{Account: accounts[0].Uin, SecretID: first.SecretID, SecretKey: first.SecretKey}
	if err := c.applyZones(ctx, tx, w.Zones); err != nil {
		return err
	}
	for _, f := range w.Faults {
		if _, err := c.Faults.Add(f.Rule()); err != nil {
			return err
		}
	}
	return c.applyResources(ctx, tx, w.Resources)
}

func (c *Cloud) applyAccount(ctx context.Context, tx store.Tx, a *world.Account) error {
	now := c.Clock.Now()
	identity := account.Identity(a.Identity)
	if identity == "" {
		identity = account.Enterprise
	}
	err := c.Account.PutAccount(ctx, tx, account.Account{
		Uin: a.Uin, AppID: a.AppID, Name: a.Name, Identity: identity, Blocked: a.Blocked,
		Protected: a.MFA.Protect, Rates: a.Rates, Concurrency: a.Concurrency,
	})
	if err != nil {
		return err
	}
	if err := c.Billing.SetBalance(ctx, tx, a.Uin, money.Amount(a.Balance), now); err != nil {
		return err
	}
	for n, v := range a.Vouchers {
		if v.Value <= 0 || v.ValidDays < 0 {
			return fmt.Errorf("account %s: voucher %d: a value above zero and a positive number of days are expected", a.Uin, n)
		}
		days := v.ValidDays
		if days == 0 {
			days = 365
		}
		if _, err := c.Billing.Grant(ctx, tx, a.Uin, money.Amount(v.Value), time.Duration(days)*24*time.Hour, v.Products, now); err != nil {
			return err
		}
	}
	for name, n := range a.Quotas {
		if err := c.Account.SetQuota(ctx, tx, a.Uin, name, n); err != nil {
			return err
		}
	}
	if err := c.applyKeys(ctx, tx, a.Uin, a.Uin, a.Keys, a.MFA.Secret); err != nil {
		return err
	}
	for _, p := range a.Policies {
		text, raw := string(p.Document), p.Raw != ""
		if raw {
			text = p.Raw
		}
		_, err := c.CAM.PutPolicy(ctx, tx, cam.Policy{Account: a.Uin, Name: p.Name, Description: p.Description, Document: text, AddedAt: now}, raw)
		if err != nil {
			return fmt.Errorf("policy %s: %w", p.Name, err)
		}
	}
	groups := map[string]int64{}
	for _, g := range a.Groups {
		made, err := c.CAM.PutGroup(ctx, tx, cam.Group{Account: a.Uin, Name: g.Name, CreatedAt: now})
		if err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
		groups[g.Name] = made.ID
		if err := c.attach(ctx, tx, a.Uin, cam.Entity{Kind: cam.ToGroup, ID: strconv.FormatInt(made.ID, 10)}, g.Policies, ""); err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
	}
	for _, r := range a.Roles {
		made, err := c.CAM.PutRole(ctx, tx, cam.Role{Account: a.Uin, Name: r.Name, Trust: string(r.Trust), AddedAt: now}, false)
		if err != nil {
			return fmt.Errorf("role %s: %w", r.Name, err)
		}
		if err := c.attach(ctx, tx, a.Uin, cam.Entity{Kind: cam.ToRole, ID: made.ID}, r.Policies, r.Boundary); err != nil {
			return fmt.Errorf("role %s: %w", r.Name, err)
		}
	}
	for _, p := range a.IdentityProviders {
		one := cam.IdentityProvider{
			Account: a.Uin, Name: p.Name, Kind: cam.OIDC, Description: p.Description, Created: now, Modified: now,
			Document: base64.StdEncoding.EncodeToString([]byte(p.Metadata + p.Keys)), URL: p.URL, Clients: p.Clients,
		}
		if p.Metadata != "" {
			one.Kind = cam.SAML
		}
		if err := c.CAM.PutIdentityProvider(ctx, tx, one); err != nil {
			return fmt.Errorf("identity provider %s: %w", p.Name, err)
		}
	}
	for _, u := range a.SubAccounts {
		if err := c.applySubAccount(ctx, tx, a.Uin, u, groups, now); err != nil {
			return fmt.Errorf("sub-account %s: %w", u.Name, err)
		}
	}
	return nil
}

func (c *Cloud) applySubAccount(ctx context.Context, tx store.Tx, owner string, u world.SubAccount, groups map[string]int64, now time.Time) error {
	made, err := c.CAM.PutUser(ctx, tx, cam.User{Account: owner, Uin: u.Uin, Name: u.Name, CreatedAt: now})
	if err != nil {
		return err
	}
	if err := c.applyKeys(ctx, tx, owner, made.Uin, u.Keys, u.MFA.Secret); err != nil {
		return err
	}
	for _, g := range u.Groups {
		if err := c.CAM.SetMember(ctx, tx, owner, groups[g], made.Uin, true); err != nil {
			return err
		}
	}
	return c.attach(ctx, tx, owner, cam.Entity{Kind: cam.ToUser, ID: made.Uin}, u.Policies, u.Boundary)
}

// applyKeys gives an identity its keys and its MFA device. A key without a secret gets a random one.
func (c *Cloud) applyKeys(ctx context.Context, tx store.Tx, owner, uin string, keys []world.Key, device string) error {
	for i := range keys {
		k := &keys[i]
		if k.SecretID == "" {
			k.SecretID = random.SecretID()
		}
		if k.SecretKey == "" {
			k.SecretKey = random.SecretKey()
		}
		err := c.CAM.PutKey(ctx, tx, cam.Key{SecretID: k.SecretID, Account: owner, Uin: uin, Enabled: !k.Disabled, CreatedAt: c.Clock.Now()}, k.SecretKey)
		if err != nil {
			return err
		}
	}
	if device == "" {
		return nil
	}
	return c.CAM.PutMFA(ctx, tx, owner, uin, device)
}

// attach attaches policies by name, and sets a boundary where there is one.
func (c *Cloud) attach(ctx context.Context, tx store.Tx, owner string, to cam.Entity, policies []string, boundary string) error {
	for _, name := range policies {
		p, err := c.CAM.PolicyNamed(ctx, tx, owner, name)
		if err != nil {
			return err
		}
		if p == nil {
			return fmt.Errorf("there is no policy %q", name)
		}
		if err := c.CAM.AttachPolicy(ctx, tx, owner, to, p.ID, c.Clock.Now()); err != nil {
			return err
		}
	}
	if boundary == "" {
		return nil
	}
	p, err := c.CAM.PolicyNamed(ctx, tx, owner, boundary)
	if err != nil {
		return err
	}
	if p == nil {
		return fmt.Errorf("there is no policy %q", boundary)
	}
	return c.CAM.SetBoundary(ctx, tx, owner, to, p.ID)
}

// regionOf is the region of a zone: ap-guangzhou of ap-guangzhou-3.
func regionOf(zone string) string {
	if i := strings.LastIndexByte(zone, '-'); i > 0 {
		return zone[:i]
	}
	return zone
}
