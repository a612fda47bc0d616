package securitygroup

import (
	"context"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A Kind is a kind of template, named as its ids begin.
type Kind string

// The kinds: templates of addresses and of services, and groups of each.
const (
	Addresses     Kind = "ipm"
	AddressGroups Kind = "ipmg"
	Services      Kind = "ppm"
	ServiceGroups Kind = "ppmg"
)

// A kindRules is what holds for a kind.
type kindRules struct {
	form *regexp.Regexp
	// member tells what is wrong with a member; empty for one that may be.
	member func(text string) (expected string)
	quota  quota
	// of is the kind of a group's members; empty where these are no templates.
	of Kind
}

var kinds = map[Kind]*kindRules{
	Addresses:     {formOf(Addresses), checkAddress, quotaMembers, ""},
	AddressGroups: {formOf(AddressGroups), nil, quotaTemplates, Addresses},
	Services:      {formOf(Services), checkService, quotaMembers, ""},
	ServiceGroups: {formOf(ServiceGroups), nil, quotaTemplates, Services},
}

func formOf(k Kind) *regexp.Regexp { return regexp.MustCompile(`^` + string(k) + `-[a-z0-9]{8}$`) }

// A Template is a list of addresses or of services that rules can name, or a group of such lists.
type Template struct {
	ID   string
	Kind Kind
	// Account owns it, Creator made it.
	Account, Creator, Region, Name string
	// Members are in the order in which they were given, each once.
	Members          []Member
	Created, Updated time.Time
}

// A Member is an address, a service, or the id of a template.
type Member struct {
	Value, Description string
	Updated            time.Time
}

func (t *Template) values() []string {
	out := make([]string, len(t.Members))
	for n, m := range t.Members {
		out[n] = m.Value
	}
	return out
}

func (t *Template) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: string(t.Kind), Region: t.Region, ID: t.ID}
}

// checkTemplate refuses an id that is not one of the kind; none at all is let through.
func checkTemplate(name string, kind Kind, id string) error {
	if id != "" && !kinds[kind].form.MatchString(id) {
		return errMalformed.Errorf("%s is %s; %s- and 8 lower-case letters or digits are expected.", name, param.Quote(id), kind)
	}
	return nil
}

// checkAddress wants an address, a range with a mask, or one with two ends.
func checkAddress(text string) string {
	if isRange(text, false) || isRange(text, true) {
		return ""
	}
	if from, to, ok := strings.Cut(text, "-"); ok {
		a, errA := netip.ParseAddr(from)
		b, errB := netip.ParseAddr(to)
		if errA == nil && errB == nil && a.Zone()+b.Zone() == "" && a.Is4() == b.Is4() && !b.Less(a) {
			return ""
		}
	}
	return "an address, or a range such as 10.0.0.0/24 or 10.0.0.1-10.0.0.9"
}

// checkService wants a protocol, for tcp and udp with ports.
func checkService(text string) string {
	protocol, ports, with := strings.Cut(strings.ToLower(text), ":")
	switch protocol {
	case "tcp", "udp":
		if with && (ports == "all" || isPorts(ports)) {
			return ""
		}
	case "icmp", "gre":
		if !with || ports == "all" {
			return ""
		}
	}
	return "tcp:80, tcp:80,443, tcp:80-90, tcp:all, the same of udp, icmp or gre"
}

// membersOf reads the two lists in which members can be given, of which one at most is expected.
func membersOf(name string, plain []string, extra []Member) ([]Member, error) {
	if len(plain) > 0 && len(extra) > 0 {
		return nil, errCoexist.Errorf("Parameters %s and %sExtra are both given; one of them is expected.", name, name)
	}
	for _, v := range plain {
		extra = append(extra, Member{Value: v})
	}
	return extra, nil
}

// checkMembers refuses members of a kind of template that are malformed or given twice.
func checkMembers(kind Kind, name string, members []Member) error {
	seen := map[string]bool{}
	for _, m := range members {
		if of := kinds[kind].of; of != "" {
			if err := checkTemplate("Parameter "+name, of, m.Value); err != nil {
				return err
			}
		} else if expected := kinds[kind].member(m.Value); expected != "" {
			return errInvalid.Errorf("Parameter %s holds %s; %s is expected.", name, param.Quote(m.Value), expected)
		}
		if seen[m.Value] {
			return errRepeated.Errorf("Parameter %s holds %s twice; it is expected once.", name, param.Quote(m.Value))
		}
		seen[m.Value] = true
		if err := checkText(name+".Description", m.Description, maxDescription); err != nil {
			return err
		}
	}
	return nil
}

// template is the caller's template in the call's region; another's is as absent as none.
func (s *Service) template(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Template, error) {
	t, err := s.Store.Template(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if t == nil || t.Region != c.Region {
		return nil, errNone.Errorf("The template %s does not exist in this region.", id)
	}
	return t, nil
}

// createTemplate keeps a new template of the caller's, with its tags.
func (s *Service) createTemplate(ctx context.Context, tx store.Tx, c *call.Call, kind Kind, name string, members []Member, tags []Tag) (*Template, error) {
	t := &Template{Kind: kind, Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: name, Created: c.Now}
	if err := s.fill(ctx, tx, c, t, members); err != nil {
		return nil, err
	}
	for added := false; !added; {
		t.ID = s.Random.ResourceID(string(kind))
		var err error
		if added, err = s.Store.AddTemplate(ctx, tx, t); err != nil {
			return nil, err
		}
	}
	if len(tags) == 0 {
		return t, nil
	}
	return t, s.Tags.Attach(ctx, tx, t.Account, t.tagged(), tagsOf(tags))
}

// fill gives a template its members; it refuses too many, and templates that are not there.
func (s *Service) fill(ctx context.Context, tx store.Tx, c *call.Call, t *Template, members []Member) error {
	rules := kinds[t.Kind]
	if rules.of != "" {
		for _, m := range members {
			if _, err := s.template(ctx, tx, c, m.Value); err != nil {
				return err
			}
		}
	}
	most, err := s.quota(ctx, tx, t.Account, rules.quota)
	if err != nil {
		return err
	}
	if int64(len(members)) > most {
		return errFull.Errorf("%d members are too many for a template; at most %d are allowed.", len(members), most)
	}
	for n := range members {
		members[n].Updated = c.Now
		for _, old := range t.Members {
			if old.Value == members[n].Value && old.Description == members[n].Description {
				members[n].Updated = old.Updated
			}
		}
	}
	t.Members, t.Updated = members, c.Now
	return nil
}

// modifyTemplate changes what a template is called and what it holds, where it is said.
func (s *Service) modifyTemplate(ctx context.Context, tx store.Tx, c *call.Call, id string, name *string, members []Member) (*Nothing, error) {
	t, err := s.template(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	t.Name, t.Updated = said(name, t.Name), c.Now
	if len(members) > 0 {
		if err := s.fill(ctx, tx, c, t, members); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, s.Store.PutTemplate(ctx, tx, t)
}

// deleteTemplate takes a template away that no rule and no group of templates names.
func (s *Service) deleteTemplate(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Nothing, error) {
	t, err := s.template(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	user, err := s.userOf(ctx, tx, t)
	if err != nil {
		return nil, err
	}
	if user != "" {
		return nil, errInUse.Errorf("%s names the template %s; it can be deleted when nothing does.", user, id)
	}
	if err := s.Tags.Drop(ctx, tx, t.Account, t.tagged()); err != nil {
		return nil, err
	}
	return &Nothing{}, s.Store.RemoveTemplate(ctx, tx, id)
}

// userOf is a group, of rules or of templates, that names the template; empty where none does.
func (s *Service) userOf(ctx context.Context, tx store.Tx, t *Template) (string, error) {
	groups, err := s.Store.Groups(ctx, tx, t.Account, t.Region)
	if err != nil {
		return "", err
	}
	names := func(r Rule) bool {
		return slices.Contains([]string{r.Address, r.AddressGroup, r.Service, r.ServiceGroup}, t.ID)
	}
	for _, g := range groups {
		if slices.ContainsFunc(g.Ingress, names) || slices.ContainsFunc(g.Egress, names) {
			return g.ID, nil
		}
	}
	for kind, rules := range kinds {
		if rules.of != t.Kind {
			continue
		}
		all, err := s.Store.Templates(ctx, tx, t.Account, t.Region, kind)
		if err != nil {
			return "", err
		}
		for _, other := range all {
			if slices.Contains(other.values(), t.ID) {
				return other.ID, nil
			}
		}
	}
	return "", nil
}
