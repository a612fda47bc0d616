package cloud

import (
	"context"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// Export is the cloud as the text of a world file that begins where the cloud is now. SecretKeys and MFA secrets are in
// it only where secrets is set; without them, keys get new ones.
func (c *Cloud) Export(ctx context.Context, secrets bool) (string, error) {
	w := world.World{Version: world.FormatVersion}
	c.exportSettings(&w)
	err := c.View(ctx, func(tx store.Tx) error {
		accounts, err := c.Account.Accounts(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			one := world.Account{
				Uin: a.Uin, AppID: a.AppID, Name: a.Name, Identity: string(a.Identity), Blocked: a.Blocked,
				Rates: a.Rates, Concurrency: a.Concurrency, MFA: world.MFA{Protect: a.Protected},
			}
			if err := c.exportAccount(ctx, tx, &one, secrets); err != nil {
				return err
			}
			w.Accounts = append(w.Accounts, one)
		}
		return c.exportMarket(ctx, tx, &w)
	})
	if err != nil {
		return "", err
	}
	text, err := yaml.Marshal(w)
	return string(text), err
}

func (c *Cloud) exportSettings(w *world.World) {
	s := c.Settings.Now()
	w.Region, w.Skew, w.PlainHTTP = s.Region, world.Duration(s.Skew), s.PlainHTTP
	w.Delays = map[string]world.Duration{}
	for name := range settings.Transitions {
		w.Delays[name] = world.Duration(s.Delay(name))
	}
	for _, m := range s.Maintenance {
		w.Maintenance = append(w.Maintenance, world.Scope{Module: m.Module, Action: m.Action})
	}
	for _, l := range s.AllowLists {
		w.AllowLists = append(w.AllowLists, world.AllowList{Module: l.Module, Action: l.Action, Accounts: l.Accounts})
	}
	for _, name := range s.ChecksOff {
		if w.Checks == nil {
			w.Checks = map[string]string{}
		}
		w.Checks[name] = "off"
	}
	for _, r := range c.Faults.List() {
		w.Faults = append(w.Faults, world.Fault{
			Module: r.Module, Action: r.Action, Account: r.Account, Skip: r.Skip, Times: r.Times,
			Delay: world.Duration(r.Delay), Refuse: r.Refuse, Break: string(r.Break),
		})
	}
}

func (c *Cloud) exportAccount(ctx context.Context, tx store.Tx, a *world.Account, secrets bool) error {
	books, err := c.Billing.Balances(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	a.Balance = world.Yuan(books[billing.Cash])
	vouchers, err := c.Billing.AllVouchers(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	for _, v := range vouchers {
		const day = 24 * time.Hour
		if left := v.End.Sub(c.Clock.Now()); v.Balance > 0 && left > 0 {
			a.Vouchers = append(a.Vouchers, world.Voucher{Value: world.Yuan(v.Balance), ValidDays: int64((left + day - 1) / day), Products: v.Products})
		}
	}
	if a.Quotas, err = c.Account.Quotas(ctx, tx, a.Uin); err != nil {
		return err
	}
	if a.Keys, a.MFA.Secret, err = c.exportKeys(ctx, tx, a.Uin, a.Uin, secrets); err != nil {
		return err
	}
	policies, err := c.CAM.PolicyList(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for _, p := range policies {
		names[p.ID] = p.Name
		if p.Account == "" {
			continue
		}
		one := world.Policy{Name: p.Name, Description: p.Description, Document: world.Document(p.Document)}
		if _, err := policy.ParseBoundary([]byte(p.Document)); err != nil {
			one.Document, one.Raw = "", p.Document
		}
		a.Policies = append(a.Policies, one)
	}
	return c.exportIdentities(ctx, tx, a, names, secrets)
}

func (c *Cloud) exportIdentities(ctx context.Context, tx store.Tx, a *world.Account, names map[int64]string, secrets bool) error {
	attached := func(kind cam.Kind, id string) (out []string, err error) {
		all, err := c.CAM.Attached(ctx, tx, a.Uin, cam.Entity{Kind: kind, ID: id})
		for _, at := range all {
			out = append(out, names[at.Policy])
		}
		return out, err
	}
	groups, err := c.CAM.GroupList(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	in := map[string][]string{}
	for _, g := range groups {
		has, err := attached(cam.ToGroup, strconv.FormatInt(g.ID, 10))
		if err != nil {
			return err
		}
		a.Groups = append(a.Groups, world.Group{Name: g.Name, Policies: has})
		members, err := c.CAM.MemberList(ctx, tx, a.Uin, g.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			in[m.Uin] = append(in[m.Uin], g.Name)
		}
	}
	roles, err := c.CAM.RoleList(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	for _, r := range roles {
		has, err := attached(cam.ToRole, r.ID)
		if err != nil {
			return err
		}
		a.Roles = append(a.Roles, world.Role{Name: r.Name, Trust: world.Document(r.Trust), Policies: has, Boundary: names[r.Boundary]})
	}
	providers, err := c.CAM.IdentityProviders(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	for _, p := range providers {
		document, err := p.Says()
		if err != nil {
			return err
		}
		one := world.IdentityProvider{Name: p.Name, Description: p.Description, URL: p.URL, Clients: p.Clients}
		if p.Kind == cam.SAML {
			one.Metadata = string(document)
		} else {
			one.Keys = string(document)
		}
		a.IdentityProviders = append(a.IdentityProviders, one)
	}
	users, err := c.CAM.SubAccounts(ctx, tx, a.Uin)
	if err != nil {
		return err
	}
	for _, u := range users {
		one := world.SubAccount{Name: u.Name, Uin: u.Uin, Groups: in[u.Uin], Boundary: names[u.Boundary]}
		if one.Policies, err = attached(cam.ToUser, u.Uin); err != nil {
			return err
		}
		if one.Keys, one.MFA.Secret, err = c.exportKeys(ctx, tx, a.Uin, u.Uin, secrets); err != nil {
			return err
		}
		a.SubAccounts = append(a.SubAccounts, one)
	}
	return nil
}

func (c *Cloud) exportKeys(ctx context.Context, tx store.Tx, owner, uin string, secrets bool) (keys []world.Key, device string, err error) {
	all, err := c.CAM.KeysOf(ctx, tx, owner, uin)
	if err != nil {
		return nil, "", err
	}
	for _, k := range all {
		one := world.Key{SecretID: k.SecretID, Disabled: !k.Enabled}
		if secrets {
			if one.SecretKey, err = c.CAM.Secret(ctx, tx, owner, k.SecretID); err != nil {
				return nil, "", err
			}
		}
		keys = append(keys, one)
	}
	if secrets {
		device, err = c.CAM.MFASecret(ctx, tx, owner, uin)
	}
	return keys, device, err
}

func (c *Cloud) exportMarket(ctx context.Context, tx store.Tx, w *world.World) error {
	zones, err := c.CVM.Zones(ctx, tx)
	if err != nil {
		return err
	}
	for _, z := range zones {
		one := world.Zone{Zone: z.Name, ID: z.ID, Name: z.Title}
		offers, err := c.CVM.Offers(ctx, tx, z.Name)
		if err != nil {
			return err
		}
		for _, o := range offers {
			hour, month := world.Yuan(o.Hourly), world.Yuan(o.Monthly)
			t := world.Type{Type: o.Type, CPU: o.CPU, Memory: o.Memory, Price: world.Price{Hour: &hour, Month: &month, Source: o.Source, Assumed: o.Assumed}}
			if spot := world.Yuan(o.Spot); o.Spot > 0 {
				t.Price.Spot = &spot
			}
			t.NoSpot = o.Spot == cvm.NoSpot
			if stock := o.Stock; stock >= 0 {
				t.Stock = &stock
			}
			one.Types = append(one.Types, t)
		}
		w.Zones = append(w.Zones, one)
	}
	for _, a := range w.Accounts {
		if err := c.exportResources(ctx, tx, a.Uin, w); err != nil {
			return err
		}
	}
	return nil
}

func (c *Cloud) exportResources(ctx context.Context, tx store.Tx, owner string, w *world.World) error {
	for _, r := range region.All() {
		vpcs, err := c.VPC.VPCs(ctx, tx, owner, r.Name)
		if err != nil {
			return err
		}
		subnets, err := c.VPC.Subnets(ctx, tx, owner, r.Name)
		if err != nil {
			return err
		}
		for _, v := range vpcs {
			one := world.VPC{Account: owner, ID: v.ID, Name: v.Name, Region: v.Region, CIDR: v.CIDR}
			for _, s := range subnets {
				if s.VPC == v.ID {
					one.Subnets = append(one.Subnets, world.Subnet{ID: s.ID, Name: s.Name, Zone: s.Zone, CIDR: s.CIDR})
				}
			}
			w.Resources.VPCs = append(w.Resources.VPCs, one)
		}
	}
	instances, err := c.CVM.AllInstances(ctx, tx, owner, "")
	for _, i := range instances {
		w.Resources.Instances = append(w.Resources.Instances, world.Instance{
			Account: owner, ID: i.ID, Name: i.Name, Zone: i.Zone, Type: i.Type, Image: i.Image, State: lasting(string(i.State)), ChargeType: i.Charge,
		})
	}
	sort.SliceStable(w.Resources.Instances, func(a, b int) bool { return w.Resources.Instances[a].ID < w.Resources.Instances[b].ID })
	return err
}

// lasting is the state that an instance in transition comes to, as far as a world can begin with it.
func lasting(state string) string {
	if strings.HasPrefix(state, "STOP") || state == "SHUTDOWN" {
		return "STOPPED"
	}
	return "RUNNING"
}
