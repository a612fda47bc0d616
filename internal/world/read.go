package world

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/paifang/paifang/internal/fault"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/settings"
)

// FormatVersion is the version of the format that this program reads.
const FormatVersion = 1

// MaxSize bounds a file.
const MaxSize = 4 << 20

// Read reads a world file. Its errors tell line and column, or name the entry. checks are the names of the checks that
// a world may switch off.
func Read(text []byte, checks []string) (*World, error) {
	if len(text) > MaxSize {
		return nil, fmt.Errorf("the world file has %d bytes; at most %d are expected", len(text), MaxSize)
	}
	w := &World{}
	dec := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict(), yaml.DisallowUnknownField())
	if err := decode(dec, w); err != nil {
		return nil, err
	}
	if err := w.check(checks); err != nil {
		return nil, err
	}
	return w, nil
}

// decode reads the one document; the library's rare panics on odd input become errors.
func decode(dec *yaml.Decoder, w *World) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the world file can't be read as YAML")
		}
	}()
	if err := dec.Decode(w); err != nil && !errors.Is(err, io.EOF) {
		return errors.New(yaml.FormatError(err, false, true))
	}
	return nil
}

var (
	uinForm    = regexp.MustCompile(`^[0-9]{5,19}$`)
	idForm     = regexp.MustCompile(`^[a-z]{2,12}-[a-z0-9]{8}$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,128}$`)
)

// check finds what YAML can't: values that don't go together.
func (w *World) check(checks []string) error {
	if w.Version != FormatVersion {
		return fmt.Errorf("version is %d; %d is expected", w.Version, FormatVersion)
	}
	if w.Language != "" && w.Language != "en-US" {
		return fmt.Errorf("language is %q; en-US is expected", w.Language)
	}
	if w.Region != "" {
		if _, ok := region.Find(w.Region); !ok {
			return fmt.Errorf("region is %q; one of %s is expected", w.Region, strings.Join(region.Names(), ", "))
		}
	}
	for name := range w.Delays {
		if _, ok := settings.Transitions[name]; !ok {
			return fmt.Errorf("delays: %q is no transition; one of %s is expected", name, strings.Join(slices.Sorted(maps.Keys(settings.Transitions)), ", "))
		}
		if w.Delays[name] < 0 {
			return fmt.Errorf("delays: %s is negative", name)
		}
	}
	for name, state := range w.Checks {
		switch {
		case name == "Nonces" && (state == "strict" || state == "default"):
		case slices.Contains(checks, name) && (state == "on" || state == "off"):
		case slices.Contains(checks, name):
			return fmt.Errorf("checks: %s is %q; on or off is expected", name, state)
		default:
			return fmt.Errorf("checks: %q: %q; one of %s with on or off, or Nonces with strict or default, is expected", name, state, strings.Join(checks, ", "))
		}
	}
	seen := map[string]bool{}
	for i := range w.Accounts {
		if err := w.Accounts[i].check(seen); err != nil {
			return fmt.Errorf("accounts[%d] (%s): %w", i, w.Accounts[i].Uin, err)
		}
	}
	for i, f := range w.Faults {
		rule := f.Rule()
		if err := rule.Check(); err != nil {
			return fmt.Errorf("faults[%d]: %w", i, err)
		}
	}
	return errors.Join(w.checkZones(), w.checkResources(seen))
}

// Rule is the fault rule that the entry declares.
func (f Fault) Rule() fault.Rule {
	return fault.Rule{
		Module: f.Module, Action: f.Action, Account: f.Account, Skip: f.Skip, Times: f.Times,
		Delay: time.Duration(f.Delay), Refuse: f.Refuse, Break: fault.Break(f.Break),
	}
}

func (a *Account) check(seen map[string]bool) error {
	if !uinForm.MatchString(a.Uin) {
		return fmt.Errorf("uin is %q; 5 to 19 digits are expected", a.Uin)
	}
	if !take(seen, "uin "+a.Uin) {
		return fmt.Errorf("uin %s is given twice", a.Uin)
	}
	if !slices.Contains([]string{"", "none", "personal", "enterprise"}, a.Identity) {
		return fmt.Errorf("identity is %q; none, personal or enterprise is expected", a.Identity)
	}
	if err := checkKeys(a.Keys, seen); err != nil {
		return err
	}
	own := map[string]bool{}
	for _, p := range policy.Presets() {
		own[p.Name] = true
	}
	for _, p := range a.Policies {
		if err := p.check(); err != nil {
			return fmt.Errorf("policy %q: %w", p.Name, err)
		}
		own[p.Name] = true
	}
	groups := map[string]bool{}
	for _, g := range a.Groups {
		groups[g.Name] = true
		if err := known(g.Policies, own, "policy"); err != nil {
			return fmt.Errorf("group %q: %w", g.Name, err)
		}
	}
	for _, r := range a.Roles {
		if _, err := policy.ParseTrust([]byte(r.Trust)); err != nil {
			return fmt.Errorf("role %q: trust: %w", r.Name, err)
		}
		if err := known(boundary(r.Policies, r.Boundary), own, "policy"); err != nil {
			return fmt.Errorf("role %q: %w", r.Name, err)
		}
	}
	for _, p := range a.IdentityProviders {
		if err := p.check(); err != nil {
			return fmt.Errorf("identity provider %q: %w", p.Name, err)
		}
		if !take(seen, fmt.Sprintf("identity provider %s %s %t", a.Uin, p.Name, p.Metadata != "")) {
			return fmt.Errorf("identity provider %q is given twice", p.Name)
		}
	}
	for _, u := range a.SubAccounts {
		if err := u.check(own, groups, seen); err != nil {
			return fmt.Errorf("sub-account %q: %w", u.Name, err)
		}
	}
	for name, n := range a.Quotas {
		if n < 0 {
			return fmt.Errorf("quota %s is %d; 0 or more is expected", name, n)
		}
	}
	for name, n := range a.Rates {
		if n < 1 {
			return fmt.Errorf("rate %s is %d; 1 or more calls a second are expected", name, n)
		}
	}
	return nil
}

func (p *IdentityProvider) check() error {
	switch {
	case p.Name == "":
		return errors.New("it has no name")
	case p.Metadata != "" && (p.URL != "" || p.Clients != nil || p.Keys != ""):
		return errors.New("it has metadata and is of OpenID Connect too; one of them is expected")
	case p.Metadata != "":
		if _, err := federation.ParseMetadata([]byte(p.Metadata)); err != nil {
			return fmt.Errorf("metadata: %w", err)
		}
	case p.URL == "" || len(p.Clients) == 0:
		return errors.New("metadata, or else url, clients and keys are expected")
	default:
		if _, err := federation.ParseKeys([]byte(p.Keys)); err != nil {
			return fmt.Errorf("keys: %w", err)
		}
	}
	return nil
}

func (u *SubAccount) check(policies, groups, seen map[string]bool) error {
	if u.Name == "" {
		return errors.New("it has no name")
	}
	if u.Uin != "" && (!uinForm.MatchString(u.Uin) || !take(seen, "uin "+u.Uin)) {
		return fmt.Errorf("uin %q is malformed or given twice", u.Uin)
	}
	if len(u.MFA.Protect) > 0 {
		return errors.New("mfa: protect belongs to the main account")
	}
	return errors.Join(checkKeys(u.Keys, seen), known(boundary(u.Policies, u.Boundary), policies, "policy"), known(u.Groups, groups, "group"))
}

func boundary(policies []string, b string) []string {
	if b == "" {
		return policies
	}
	return append(slices.Clone(policies), b)
}

func (p *Policy) check() error {
	switch {
	case p.Name == "":
		return errors.New("it has no name")
	case (p.Document == "") == (p.Raw == ""):
		return errors.New("a document, or a raw text, is expected, and not both")
	case p.Raw != "":
		return nil
	}
	_, err := policy.Parse([]byte(p.Document))
	return err
}

func checkKeys(keys []Key, seen map[string]bool) error {
	for _, k := range keys {
		if k.SecretID == "" && k.SecretKey == "" {
			continue
		}
		if !secretForm.MatchString(k.SecretID) {
			return fmt.Errorf("secret_id %q: 8 to 128 letters, digits, _ or - are expected", clip(k.SecretID))
		}
		if k.SecretKey != "" && len(k.SecretKey) < 8 {
			return fmt.Errorf("secret_key of %s: at least 8 characters are expected", k.SecretID)
		}
		if !take(seen, "key "+k.SecretID) {
			return fmt.Errorf("secret_id %s is given twice", k.SecretID)
		}
	}
	return nil
}

func (w *World) checkZones() error {
	for i, z := range w.Zones {
		name, _, ok := cutLast(z.Zone)
		if _, known := region.Find(name); !ok || !known {
			return fmt.Errorf("zones[%d]: zone is %q; a region and a number such as ap-guangzhou-3 are expected", i, z.Zone)
		}
		for _, t := range z.Types {
			if t.Type == "" || strings.Count(t.Type, ".") != 1 {
				return fmt.Errorf("zones[%d]: type is %q; a name such as S5.SMALL2 is expected", i, t.Type)
			}
			if t.Stock != nil && *t.Stock < 0 {
				return fmt.Errorf("zones[%d]: stock of %s is %d; 0 or more is expected", i, t.Type, *t.Stock)
			}
		}
	}
	return nil
}

func (w *World) checkResources(seen map[string]bool) error {
	for _, v := range w.Resources.VPCs {
		prefix, err := netip.ParsePrefix(v.CIDR)
		if err != nil || !idForm.MatchString(v.ID) {
			return fmt.Errorf("resources: vpc %q with cidr %q: an id such as vpc-1a2b3c4d and a range such as 10.0.0.0/16 are expected", v.ID, v.CIDR)
		}
		if !seen["uin "+v.Account] {
			return fmt.Errorf("resources: vpc %s: there is no account %q", v.ID, v.Account)
		}
		for _, s := range v.Subnets {
			inner, err := netip.ParsePrefix(s.CIDR)
			if err != nil || !idForm.MatchString(s.ID) || !prefix.Contains(inner.Addr()) || inner.Bits() < prefix.Bits() {
				return fmt.Errorf("resources: subnet %q with cidr %q: an id such as subnet-1a2b3c4d and a range within %s are expected", s.ID, s.CIDR, v.CIDR)
			}
		}
	}
	for _, i := range w.Resources.Instances {
		if !idForm.MatchString(i.ID) || !seen["uin "+i.Account] {
			return fmt.Errorf("resources: instance %q of account %q: an id such as ins-1a2b3c4d and an account of this world are expected", i.ID, i.Account)
		}
	}
	return nil
}

func cutLast(zone string) (name, number string, ok bool) {
	i := strings.LastIndexByte(zone, '-')
	if i < 0 {
		return "", "", false
	}
	return zone[:i], zone[i+1:], zone[i+1:] != ""
}

func known(names []string, there map[string]bool, what string) error {
	for _, n := range names {
		if !there[n] {
			return fmt.Errorf("there is no %s %q", what, n)
		}
	}
	return nil
}

func take(seen map[string]bool, key string) bool {
	if seen[key] {
		return false
	}
	seen[key] = true
	return true
}
