package policy

import (
	"fmt"
	"strings"

	"github.com/paifang/paifang/internal/region"
)

const resourceForm = "qcs:project:service:region:account:resource"

// A Resource is a pattern over resources: "*", or the six segments of facts/cam-sts.md, 1.2.
type Resource struct {
	text    string
	all     bool // "*": everything, also what an action does that is about no resource
	project string
	service string // empty: every service
	region  string // its long name; empty: every region
	account string // "uin/N" or "uid/N"; empty: the main account whose policy it is; "*": every account
	name    pattern
}

// String is the pattern as it was written.
func (p Resource) String() string { return p.text }

func parseResource(text string) (Resource, error) {
	if text == "*" {
		return Resource{text: text, all: true}, nil
	}
	s, err := split(text)
	if err != nil {
		return Resource{}, err
	}
	if strings.Contains(text[:len(text)-len(s.name)], "${") {
		return Resource{}, fmt.Errorf("%q has a variable outside its last segment", text)
	}
	if err := checkVariables(s.name); err != nil {
		return Resource{}, err
	}
	for _, named := range []struct{ segment, value string }{{"service", s.service}, {"region", s.region}} {
		if named.value != "" && named.value != "*" && !made(named.value, serviceChars) {
			return Resource{}, fmt.Errorf(`%q has the %s %q; expected a name, "*" or nothing`, text, named.segment, named.value)
		}
	}
	if id, ok := strings.CutPrefix(s.project, "id/"); s.project != "" && (!ok || !digits(id)) {
		return Resource{}, fmt.Errorf(`%q has the project %q; expected "id/NUMBER" or nothing`, text, s.project)
	}
	if s.account != "" && s.account != "*" && !isAccount(s.account) {
		return Resource{}, fmt.Errorf(`%q has the account %q; expected "uin/NUMBER", "uid/NUMBER", "*" or nothing`, text, s.account)
	}
	p := Resource{text: text, project: s.project, service: s.service, region: s.region, account: s.account, name: newPattern(s.name)}
	if p.service == "*" {
		p.service = ""
	}
	if p.region == "*" {
		p.region = ""
	}
	return p, nil
}

// A segments is what a resource's name says, with the region's long name.
type segments struct{ project, service, region, account, name string }

func split(text string) (segments, error) {
	var s segments
	rest, ok := strings.CutPrefix(text, "qcs:")
	for _, segment := range []*string{&s.project, &s.service, &s.region, &s.account} {
		var found bool
		*segment, rest, found = strings.Cut(rest, ":")
		ok = ok && found
	}
	if !ok || rest == "" {
		return s, fmt.Errorf("%q is no resource: expected %q or %q", text, "*", resourceForm)
	}
	s.region, s.name = region.Canonical(s.region), rest
	return s, nil
}

func isAccount(text string) bool {
	id, ok := strings.CutPrefix(text, "uin/")
	if !ok {
		id, ok = strings.CutPrefix(text, "uid/")
	}
	return ok && digits(id)
}

// A target is one resource that a request touches.
type target struct {
	text string
	all  bool // no resource in particular: only "*" takes it in (facts/cam-sts.md, 1.2)
	segments
}

// newTarget reads the name of one resource. One without account is the request's owner's; a "*" in its last segment
// stands for itself, as in instance/* of an instance that is not there yet.
func newTarget(text string, r *Request) (target, error) {
	if text == "*" {
		return target{text: text, all: true}, nil
	}
	s, err := split(text)
	if err != nil {
		return target{}, err
	}
	if s.service == "" {
		return target{}, fmt.Errorf("%q names no service", text)
	}
	if s.account != "" && !isAccount(s.account) {
		return target{}, fmt.Errorf("%q names no account", text)
	}
	s.account = r.canonicalAccount(s.account)
	return target{text: text, segments: s}, nil
}

// canonicalAccount is "uin/…" of the owner for every way to name the owner.
func (r *Request) canonicalAccount(text string) string {
	if text == "" {
		return r.owner
	}
	if appID, ok := strings.CutPrefix(text, "uid/"); ok && appID == r.AppID {
		return r.owner
	}
	return text
}

// takesIn tells whether the pattern takes in the target.
func (p *Resource) takesIn(t *target, r *Request) (bool, error) {
	if p.all || t.all {
		return p.all, nil
	}
	if p.project != "" && p.project != t.project || p.service != "" && p.service != t.service || p.region != "" && p.region != t.region {
		return false, nil
	}
	if p.account != "*" && r.canonicalAccount(p.account) != t.account {
		return false, nil
	}
	name, err := p.name.filledIn(r)
	if err != nil {
		return false, fmt.Errorf("resource %s: %w", p.text, err)
	}
	return name.matches(t.name), nil
}
