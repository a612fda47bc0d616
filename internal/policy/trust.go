package policy

import (
	"errors"
	"fmt"
	"strings"
)

// Principals are those whom a trust policy is about. One of its lists naming a principal is enough.
type Principals struct {
	Anyone    bool
	Accounts  []Identity
	Services  []string // domains, as in cvm.cloud.tencent.com
	Federated []string // identity providers, as in qcs::cam::uin/1:saml-provider/NAME or …:oidc-provider/NAME
}

// An Identity is a main account with all that is in it, or one of its identities.
type Identity struct {
	Account string // uin of the main account
	Uin     string // of one identity, which may be the main account; empty: every identity of the account
}

// String is the identity as policies write it.
func (i Identity) String() string {
	if i.Uin == "" {
		return "qcs::cam::uin/" + i.Account + ":root"
	}
	return "qcs::cam::uin/" + i.Account + ":uin/" + i.Uin
}

// A Principal is who wants to assume a role: an identity (Account and Uin), a service, or a provider's guest.
type Principal struct {
	Account, Uin string
	Service      string
	Federated    string
}

func parsePrincipals(n *node) (*Principals, error) {
	if n.kind == isText {
		if n.text != "*" {
			return nil, wrong(n, InPrincipal, `Expected "*" or an object with qcs, service or federated.`)
		}
		return &Principals{Anyone: true}, nil
	}
	parts, err := members(n, InPrincipal, "qcs", "service", "federated")
	if err != nil {
		return nil, err
	}
	if len(n.nodes) == 0 {
		return nil, wrong(n, InPrincipal, "At least one of qcs, service and federated is required.")
	}
	p := &Principals{}
	if list := parts["qcs"]; list != nil {
		p.Accounts, err = parseList(list, InPrincipal, parseIdentityName)
	}
	if list := parts["service"]; list != nil && err == nil {
		p.Services, err = parseList(list, InPrincipal, parseService)
	}
	if list := parts["federated"]; list != nil && err == nil {
		p.Federated, err = parseList(list, InPrincipal, parseProvider)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

func parseIdentityName(text string) (Identity, error) {
	rest, ok := strings.CutPrefix(text, "qcs::cam::uin/")
	account, who, found := strings.Cut(rest, ":")
	if ok && found && digits(account) {
		if who == "root" {
			return Identity{Account: account}, nil
		}
		if uin, ok := strings.CutPrefix(who, "uin/"); ok && digits(uin) {
			return Identity{Account: account, Uin: uin}, nil
		}
	}
	return Identity{}, fmt.Errorf(`%q is no principal: expected "qcs::cam::uin/NUMBER:root" or "qcs::cam::uin/NUMBER:uin/NUMBER"`, text)
}

func parseService(text string) (string, error) {
	if !made(text, serviceChars+".") || !strings.Contains(text, ".") {
		return "", fmt.Errorf("%q is no service: expected a domain", text)
	}
	return text, nil
}

func parseProvider(text string) (string, error) {
	rest, ok := strings.CutPrefix(text, "qcs::cam::uin/")
	account, which, found := strings.Cut(rest, ":")
	kind, name, named := strings.Cut(which, "/")
	if !ok || !found || !named || !digits(account) || name == "" || kind != "saml-provider" && kind != "oidc-provider" {
		return "", fmt.Errorf(`%q is no identity provider: expected "qcs::cam::uin/NUMBER:saml-provider/NAME" or "qcs::cam::uin/NUMBER:oidc-provider/NAME"`, text)
	}
	return text, nil
}

func (p *Principals) print(b *strings.Builder) {
	switch {
	case p == nil:
		return
	case p.Anyone:
		b.WriteString(`,"principal":"*"`)
		return
	}
	b.WriteString(`,"principal":`)
	before := byte('{')
	member := func(name string) {
		b.WriteByte(before)
		quote(b, name)
		b.WriteByte(':')
		before = ','
	}
	same := func(s string) string { return s }
	if len(p.Accounts) > 0 {
		member("qcs")
		printList(b, p.Accounts, Identity.String)
	}
	if len(p.Services) > 0 {
		member("service")
		printList(b, p.Services, same)
	}
	if len(p.Federated) > 0 {
		member("federated")
		printList(b, p.Federated, same)
	}
	b.WriteByte('}')
}

// takesIn tells whether the principal is one of these.
func (p *Principals) takesIn(by Principal) bool {
	if p.Anyone {
		return true
	}
	for _, i := range p.Accounts {
		if by.Account == i.Account && (i.Uin == "" || i.Uin == by.Uin) {
			return true
		}
	}
	for _, s := range p.Services {
		if s == by.Service {
			return true
		}
	}
	for _, f := range p.Federated {
		if f == by.Federated {
			return true
		}
	}
	return false
}

// MayAssume decides whether a role's trust policy lets by assume it. The request's Service and Action say how (sts,
// AssumeRole, for instance), its first resource is the role; a nil trust policy is one that can't be read. A refusal is
// DeniedOperation: whether the caller may assume roles at all is for the caller's own policies, which Decide asks.
func MayAssume(t *Trust, by Principal, r Request) Decision {
	r.owner = "uin/" + r.Owner
	v := &View{r: r}
	role := "the role"
	if len(r.Resources) > 0 {
		role = r.Resources[0]
	}
	trust := &Attached{Name: "trust policy"}
	if t == nil {
		return v.undecidable(role, rule{policy: trust, index: -1}, errors.New("there is no document"))
	}
	allow := rule{policy: trust, index: -1}
	deny := allow
	for i := range t.Statements {
		s := &t.Statements[i]
		who := s.Principals
		if who == nil {
			who = t.Principals
		}
		if !who.takesIn(by) || !s.matchesAction(&r) {
			continue
		}
		holds, err := s.holds(&r, r.About[role])
		switch {
		case err != nil:
			return v.undecidable(role, rule{s, trust, i}, err)
		case !holds:
		case s.Effect == Deny && deny.Statement == nil:
			deny = rule{s, trust, i}
		case s.Effect == Allow && allow.Statement == nil:
			allow = rule{s, trust, i}
		}
	}
	switch {
	case deny.Statement != nil:
		d := decision(DeniedOperation, deny, role, fmt.Sprintf("The trust policy of %s, statement %d, denies %s to this principal.", role, deny.index, v.action()))
		d.Explicit = true
		return d
	case allow.Statement == nil:
		return decision(DeniedOperation, allow, role, fmt.Sprintf("The trust policy of %s does not trust this principal with %s.", role, v.action()))
	}
	return decision(Allowed, allow, role, fmt.Sprintf("The trust policy of %s, statement %d, trusts this principal with %s.", role, allow.index, v.action()))
}
