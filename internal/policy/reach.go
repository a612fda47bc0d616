package policy

import "fmt"

// Reaches decides whether the action is allowed for some resource at all: the question of a list without ids, which is
// then filtered with Allows. It says Allowed unless the list as a whole is refused: by a deny on every resource, by the
// want of any allow of the action in a layer, or because nothing can be decided.
//
// Conditions on what differs by resource are left to Allows, those on the request as a whole are held against it here.
func (v *View) Reaches() Decision {
	if v.broken != nil {
		return v.undecidable("*", rule{policy: v.broken, index: -1}, v.broken.trouble())
	}
	t := target{text: "*", all: true}
	w := weighing{outcome: DeniedAction}
	for l := range layers {
		for _, by := range v.rules[l] {
			may, must, err := by.mayHold(&v.r)
			switch {
			case err != nil && by.anyResource():
				return v.undecidable("*", by, err)
			case err != nil:
			case by.Effect == Deny:
				if must && by.anyResource() && w.deny.Statement == nil {
					w.deny = by
				}
			case may && w.allows[l].Statement == nil:
				w.allows[l] = by
			}
		}
	}
	if w.deny.Statement != nil {
		return v.denied(&t, w)
	}
	for l := range layers {
		if v.set.asked(l) && w.allows[l].Statement == nil {
			return v.reachesNothing(l)
		}
	}
	for _, by := range w.allows {
		if by.Statement != nil {
			return decision(Allowed, by, "*", fmt.Sprintf("%s allows %s on some resources.", by, v.action()))
		}
	}
	return v.allowed(&t, w)
}

// reachesNothing classifies as notAllowed does, for no resource in particular.
func (v *View) reachesNothing(l layer) Decision {
	for _, by := range v.rules[l] {
		if by.Effect == Allow {
			return decision(DeniedOperation, by, "*", fmt.Sprintf("%s would allow %s, but its conditions do not hold.", by, v.action()))
		}
	}
	none := rule{index: -1}
	if l != ofPolicies {
		v.set.each(l, func(a *Attached) { none.policy = a })
	}
	return decision(DeniedAction, none, "*", fmt.Sprintf("Nothing in %s allows %s.", l, v.action()))
}

// mayHold tells whether the statement's conditions can hold for some resource, and whether they hold for every one.
func (s *Statement) mayHold(r *Request) (may, must bool, err error) {
	may, must = true, true
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if len(r.Conditions[c.Key]) == 0 && !ofRequest(c.Key) {
			must = false
			continue
		}
		ok, err := c.holds(r.Conditions[c.Key], r)
		if err != nil {
			return false, false, err
		}
		may, must = may && ok, must && ok
	}
	return may, must, nil
}

// ofRequest tells whether a key is about the request as a whole, so that where it is absent it is so for every resource.
func ofRequest(key string) bool {
	switch key {
	case "qcs:current_time", "qcs:ip", "qcs:request_tag", "qcs:uin", "qcs:owner_uin", "mfa":
		return true
	}
	return false
}
