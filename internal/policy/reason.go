package policy

import "fmt"

func (v *View) action() string { return v.r.Service + ":" + v.r.Action }

func (r rule) String() string { return fmt.Sprintf("%s, statement %d,", r.policy, r.index) }

// decision is one that this rule has made.
func decision(o Outcome, by rule, resource, reason string) Decision {
	d := Decision{Outcome: o, Statement: by.index, Resource: resource, Reason: reason}
	if by.policy != nil {
		d.Policy = by.policy.Name
		if d.Policy == "" {
			d.Policy = by.policy.ID
		}
	}
	return d
}

func (v *View) undecidable(resource string, by rule, why error) Decision {
	reason := fmt.Sprintf("%s on %s can't be decided: %v.", v.action(), resource, why)
	switch {
	case by.Statement != nil:
		reason = fmt.Sprintf("%s can't be evaluated for %s on %s: %v.", by, v.action(), resource, why)
	case by.policy != nil:
		reason = fmt.Sprintf("%s can't be evaluated: %v.", by.policy, why)
	}
	return decision(Undecidable, by, resource, reason)
}

func (v *View) denied(t *target, w weighing) Decision {
	extent := ""
	switch w.outcome {
	case DeniedAction:
		extent = `, as on any resource`
	case DeniedResource:
		extent = `, as every action of ` + v.r.Service
	default: // on this resource alone
	}
	d := decision(w.outcome, w.deny, t.text, fmt.Sprintf("%s denies %s on %s%s.", w.deny, v.action(), t.text, extent))
	d.Explicit = true
	return d
}

// allowed names the statement of the policies, or of the session where the caller is the main account.
func (v *View) allowed(t *target, w weighing) Decision {
	for l := range layers {
		if by := w.allows[l]; by.Statement != nil {
			return decision(Allowed, by, t.text, by.String()+" allows "+v.action()+" on "+t.text+".")
		}
	}
	return decision(Allowed, rule{index: -1}, t.text, "The main account may do everything with its own resources.")
}

// notAllowed classifies the want of an allow in a layer (design: rows 4101, 4102, 4103). An allow counts by what it is
// about: where only its condition does not hold, the action is allowed elsewhere and so is the resource, and it is 4103.
func (v *View) notAllowed(t *target, l layer, about map[string][]string) Decision {
	none := rule{index: -1}
	if l != ofPolicies {
		v.set.each(l, func(a *Attached) { none.policy = a })
	}
	matched := false
	for _, by := range v.rules[l] {
		if by.Effect != Allow {
			continue
		}
		matched = true
		if ok, _ := by.takesIn(t, &v.r); !ok { // an error would have made it undecidable
			continue
		}
		return decision(DeniedOperation, by, t.text, fmt.Sprintf("%s would allow %s on %s, but its condition %s does not hold.",
			by, v.action(), t.text, by.failing(&v.r, about)))
	}
	if !matched {
		return decision(DeniedAction, none, t.text, fmt.Sprintf("Nothing in %s allows %s.", l, v.action()))
	}
	if !v.serviceReaches(t, l) {
		return decision(DeniedResource, none, t.text, fmt.Sprintf("%s is allowed elsewhere, but nothing in %s allows any action of %s on %s.",
			v.action(), l, v.r.Service, t.text))
	}
	return decision(DeniedOperation, none, t.text, fmt.Sprintf("%s is allowed elsewhere and other actions on %s, but nothing in %s allows this action on this resource.",
		v.action(), t.text, l))
}

// failing is the operator and key of the first condition that does not hold.
func (s *Statement) failing(r *Request, about map[string][]string) string {
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if ok, _ := c.holds(r.values(c.Key, about), r); !ok {
			return c.Operator + " of " + c.Key
		}
	}
	return ""
}

// serviceReaches tells whether an allow for any action of the request's service takes in the target. One whose resource
// can't be told counts: it is about another action, and must not make this one look more forbidden than it is.
func (v *View) serviceReaches(t *target, l layer) bool {
	reaches := false
	v.set.each(l, func(a *Attached) {
		for i := range a.Document.Statements {
			s := &a.Document.Statements[i]
			if reaches || s.Effect != Allow || !s.ofService(v.r.Service) {
				continue
			}
			ok, err := s.takesIn(t, &v.r)
			reaches = ok || err != nil
		}
	})
	return reaches
}

func (s *Statement) ofService(service string) bool {
	for i := range s.Actions {
		if s.Actions[i].ofService(service) {
			return true
		}
	}
	return false
}
