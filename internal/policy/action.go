package policy

import (
	"fmt"
	"strings"
)

// An Action is a pattern over the actions of the services, as in "cvm:Describe*". Names are case-sensitive.
type Action struct {
	text    string
	service string // empty: every service
	name    pattern
	permID  bool // permid/N, a product's numbered set of actions: nothing here belongs to one, so that it matches nothing
}

// String is the pattern as it was written.
func (a Action) String() string { return a.text }

// MatchesNothing tells whether the pattern can match no action here: numbered sets of actions (permid/N) are read, but
// no product publishes what is in them.
func (a Action) MatchesNothing() bool { return a.permID }

func parseAction(text string) (Action, error) {
	const forms = `expected "*", "service:Action" or "name/service:Action" with "*" for any characters of the action, or "permid/NUMBER"`
	if id, ok := strings.CutPrefix(text, "permid/"); ok {
		if !digits(id) {
			return Action{}, fmt.Errorf("%q is no action: %s", text, forms)
		}
		return Action{text: text, permID: true}, nil
	}
	if text == "*" {
		return Action{text: text, name: newPattern("*")}, nil
	}
	service, name, found := strings.Cut(strings.TrimPrefix(text, "name/"), ":")
	if !found || service != "*" && !made(service, serviceChars) || !made(name, serviceChars+upper+"*.") {
		return Action{}, fmt.Errorf("%q is no action: %s", text, forms)
	}
	if service == "*" {
		service = ""
	}
	return Action{text: text, service: service, name: newPattern(name)}, nil
}

// matches tells whether the pattern takes in this action of this service.
func (a *Action) matches(service, name string) bool {
	return a.ofService(service) && a.name.matches(name)
}

// ofService tells whether the pattern takes in any action of the service.
func (a *Action) ofService(service string) bool {
	return !a.permID && (a.service == "" || a.service == service)
}

// wholeService tells whether the pattern takes in every action of the service.
func (a *Action) wholeService(service string) bool {
	return a.ofService(service) && a.name.everything()
}

const (
	upper        = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	serviceChars = "abcdefghijklmnopqrstuvwxyz0123456789_-"
)

// made tells whether text is not empty and made of these characters only.
func made(text, of string) bool { return text != "" && strings.Trim(text, of) == "" }

func digits(text string) bool { return made(text, "0123456789") }
