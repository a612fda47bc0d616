package policy

import (
	"errors"
	"fmt"
)

// An Attached is a policy and how the caller came by it.
type Attached struct {
	ID, Name string
	Via      string // "user", "group devs", "role x": for the reason; may be empty
	Document *Document
	Broken   error // why there is no document: it is malformed or of a version that is not evaluated
}

// trouble is why the policy can't be evaluated, or nil.
func (a *Attached) trouble() error {
	if a.Broken == nil && a.Document == nil {
		return errors.New("there is no document")
	}
	return a.Broken
}

func (a *Attached) String() string {
	s := fmt.Sprintf("Policy %q", a.Name)
	if a.Name == "" {
		s = fmt.Sprintf("Policy %q", a.ID)
	}
	if a.Via != "" {
		s += " (" + a.Via + ")"
	}
	return s
}

// A Set is everything that says what one caller may do: what any of Policies allows, as far as Boundary and Session,
// where there are, allow it too, and none of them all denies it.
type Set struct {
	Root     bool       // the main account itself: may do everything that Session allows; Policies and Boundary are not asked
	Policies []Attached // of the user and of its groups, or of the role
	Boundary *Attached  // nil: no boundary
	Session  *Attached  // the policy handed over with AssumeRole or GetFederationToken; nil: none
}

// A Request is one call, as policies see it.
type Request struct {
	Service, Action string   // as in "cvm", "RunInstances"
	Resources       []string // six segments each; "*", or none at all, for an action that is about no resource
	Owner           string   // uin of the main account whose policies these are: ${owner_uin}
	Caller          string   // uin of the caller, that of Owner for the main account: ${uin}
	AppID           string   // of the main account: ${app_id}, and uid/… in resources

	// Conditions are the values of condition keys. A key without values is absent.
	Conditions map[string][]string
	// About are the values of keys that differ by resource (its tags, its creator, its zone), by the text of the
	// resource in Resources. They come before those of Conditions.
	About map[string]map[string][]string

	owner string // "uin/" and Owner
}

// A layer is one of the things that each have to allow a request.
type layer int

const (
	ofPolicies layer = iota
	ofBoundary
	ofSession
	layers
)

func (l layer) String() string {
	switch l {
	case ofBoundary:
		return "the permission boundary"
	case ofSession:
		return "the session's policy"
	default:
		return "the caller's policies"
	}
}

// asked tells whether the layer has a say.
func (s *Set) asked(l layer) bool {
	switch l {
	case ofBoundary:
		return !s.Root && s.Boundary != nil
	case ofSession:
		return s.Session != nil
	default:
		return !s.Root
	}
}

// each calls f with the layer's policies in their order.
func (s *Set) each(l layer, f func(*Attached)) {
	switch l {
	case ofBoundary:
		f(s.Boundary)
	case ofSession:
		f(s.Session)
	default:
		for i := range s.Policies {
			f(&s.Policies[i])
		}
	}
}
