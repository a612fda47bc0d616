package action

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
)

// A Table holds all actions of the cloud, by the ways in which they can be called.
type Table struct {
	all []*Bound
	by  map[key]*Bound
	// known are actions of the real service by domain and name, here or not.
	known   map[string]bool
	domains map[string]bool
}

type key struct {
	api3                  bool
	domain, version, name string
}

// NewTable is the table of those actions. known lists actions of the real service ("cvm DescribeInstances"), so that
// one that is not here is refused with words that say just that. It panics when two actions can't be told apart.
func NewTable(known []string, actions ...[]*Bound) *Table {
	t := &Table{by: map[key]*Bound{}, known: map[string]bool{}, domains: map[string]bool{}}
	for _, k := range known {
		t.known[k] = true
	}
	for _, b := range slices.Concat(actions...) {
		t.all = append(t.all, b)
		if b.Domain != "" {
			t.put(key{false, b.Domain, b.Version, b.Name}, b)
		}
		if b.Domain3 != "" {
			t.put(key{true, b.Domain3, b.Version, b.Name}, b)
		}
	}
	sort.SliceStable(t.all, func(i, j int) bool { return t.all[i].String() < t.all[j].String() })
	return t
}

func (t *Table) put(k key, b *Bound) {
	if t.by[k] != nil {
		panic(fmt.Sprintf("action %s is declared twice", b))
	}
	t.by[k] = b
	t.domains[k.domain] = true
}

// All lists the actions by domain, name and version.
func (t *Table) All() []*Bound { return t.all }

// HasDomain tells whether any action has that domain, in either dialect.
func (t *Table) HasDomain(domain string) bool { return t.domains[domain] }

// Find is the action that a call asks for, or the refusal of row 6100 that says why there is none.
func (t *Table) Find(c *call.Call) (*Bound, error) {
	api3 := c.Dialect == call.API3
	if b := t.by[key{api3, c.Domain, c.Version, c.Action}]; b != nil {
		return b, nil
	}
	var elsewhere, versions []string
	hasDomain, hasVersion := false, false
	for k := range t.by {
		if k.api3 != api3 {
			continue
		}
		hasDomain = hasDomain || k.domain == c.Domain
		hasVersion = hasVersion || (k.domain == c.Domain && k.version == c.Version)
		switch {
		case k.name != c.Action:
		case k.domain == c.Domain:
			versions = append(versions, versionName(k.version))
		case k.version == c.Version || (!api3 && c.Version != "" && k.version == ""):
			elsewhere = append(elsewhere, k.domain)
		}
	}
	sort.Strings(elsewhere)
	sort.Strings(versions)
	switch {
	case len(versions) > 0:
		return nil, catalogue.UnsupportedVersion.Errorf("The action %s of %s exists %s, not %s.", quote(c.Action), c.Domain, strings.Join(versions, " and "), versionName(c.Version))
	case len(elsewhere) > 0:
		return nil, catalogue.UnsupportedVersion.Errorf("%s has no action %s; the domain %s has it.", c.Domain, quote(c.Action), strings.Join(slices.Compact(elsewhere), " and "))
	case t.known[c.Domain+" "+c.Action]:
		return nil, catalogue.UnsupportedVersion.Errorf("The action %s of %s exists in the real service and is not here.", c.Action, c.Domain)
	case !hasDomain:
		return nil, catalogue.NoSuchProduct.Errorf("There is no module %s here.", quote(c.Domain))
	case api3 && !hasVersion:
		return nil, catalogue.NoSuchVersion.Errorf("The module %s has no version %s here.", c.Domain, quote(c.Version))
	default:
		return nil, catalogue.UnsupportedVersion.Errorf("The request `Action` %s is invalid or not found in %s.", quote(c.Action), c.Domain)
	}
}

func versionName(v string) string {
	if v == "" {
		return "without Version"
	}
	return "with Version=" + v
}

func quote(s string) string {
	if len(s) > 60 {
		s = s[:57] + "..."
	}
	return fmt.Sprintf("%q", s)
}
