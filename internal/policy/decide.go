package policy

// An Outcome is how a decision ends; its number is the catalogue's code.
type Outcome int

// The outcomes. Allowed is 0, as in answers; but the zero Decision is none: use Decide.
const (
	Allowed         Outcome = 0
	DeniedAction    Outcome = 4101 // no allow matches the action, or a deny that matches it has resource "*"
	DeniedResource  Outcome = 4102 // no allow for any action of the service reaches the resource, or a deny on it covers the whole service
	DeniedOperation Outcome = 4103 // every other refusal
	Undecidable     Outcome = 4110 // what has to be known to decide can't be known
)

// A Decision says whether a request may pass, and what decided.
type Decision struct {
	Outcome   Outcome
	Explicit  bool   // a deny decided, not the want of an allow
	Policy    string // name (else id) of the policy that decided; empty where none did
	Statement int    // its statement, from 0; -1 where no single one decided
	Resource  string // the first resource that is refused; where allowed, the first of the request
	Reason    string // one sentence: what decided
}

// Decide holds a request against all that its caller has. Every resource has to be allowed: the decision is that on the
// first that is not.
//
// What can't be evaluated is never let through: a policy without a readable document makes every request undecidable,
// whatever the other policies say (but not for Root, whose rights are no policies), and so does a condition that can't
// be evaluated, in a statement that matches by action and resource. After that a deny wins, wherever it stands; then each
// layer (policies, boundary, session) needs an allow of its own, and the first without one classifies the refusal.
func Decide(s Set, r Request) Decision {
	v := s.For(r)
	if len(r.Resources) == 0 {
		return v.Decide("*", nil)
	}
	var first Decision
	for i, resource := range r.Resources {
		d := v.Decide(resource, r.About[resource])
		if d.Outcome != Allowed {
			return d
		}
		if i == 0 {
			first = d
		}
	}
	return first
}

// A View is what one caller may do with one action: for asking about many resources. It is safe for concurrent use.
type View struct {
	set    Set
	r      Request
	broken *Attached      // the first policy that can't be evaluated
	rules  [layers][]rule // the statements that match the action, by layer
}

// A rule is a statement of an attached policy.
type rule struct {
	*Statement
	policy *Attached
	index  int
}

// For picks the statements that are about the request's action. The request's Resources and About are not used.
func (s Set) For(r Request) *View {
	r.owner = "uin/" + r.Owner
	v := &View{set: s, r: r}
	for l := range layers {
		if !s.asked(l) {
			continue
		}
		v.set.each(l, func(a *Attached) {
			if a.trouble() != nil {
				if v.broken == nil {
					v.broken = a
				}
				return
			}
			for i := range a.Document.Statements {
				if statement := &a.Document.Statements[i]; statement.matchesAction(&r) {
					v.rules[l] = append(v.rules[l], rule{statement, a, i})
				}
			}
		})
	}
	return v
}

// Decide is the decision on one resource. What about holds comes before the request's Conditions.
func (v *View) Decide(resource string, about map[string][]string) Decision {
	if v.broken != nil {
		return v.undecidable(resource, rule{policy: v.broken, index: -1}, v.broken.trouble())
	}
	t, err := newTarget(resource, &v.r)
	if err != nil {
		return v.undecidable(resource, rule{index: -1}, err)
	}
	w := v.weigh(&t, about)
	switch {
	case w.err != nil:
		return v.undecidable(resource, w.unclear, w.err)
	case w.deny.Statement != nil:
		return v.denied(&t, w)
	}
	for l := range layers {
		if v.set.asked(l) && w.allows[l].Statement == nil {
			return v.notAllowed(&t, l, about)
		}
	}
	return v.allowed(&t, w)
}

// Allows tells whether Decide would say Allowed, for less.
func (v *View) Allows(resource string, about map[string][]string) bool {
	t, err := newTarget(resource, &v.r)
	if v.broken != nil || err != nil {
		return false
	}
	w := v.weigh(&t, about)
	if w.err != nil || w.deny.Statement != nil {
		return false
	}
	for l := range layers {
		if v.set.asked(l) && w.allows[l].Statement == nil {
			return false
		}
	}
	return true
}

// A weighing is which statements hold for one resource.
type weighing struct {
	err     error // the first that can't be evaluated, and why
	unclear rule
	deny    rule // the farthest-reaching deny, by outcome
	outcome Outcome
	allows  [layers]rule // the first allow of each layer
}

func (v *View) weigh(t *target, about map[string][]string) weighing {
	var w weighing
	for l := range layers {
		for _, rule := range v.rules[l] {
			takesIn, err := rule.takesIn(t, &v.r)
			holds := false
			if takesIn {
				holds, err = rule.holds(&v.r, about)
			}
			switch {
			case err != nil:
				w.err, w.unclear = err, rule
				return w
			case !holds:
			case rule.Effect == Deny:
				if o := rule.deniedOutcome(&v.r); w.deny.Statement == nil || o < w.outcome {
					w.deny, w.outcome = rule, o
				}
			case w.allows[l].Statement == nil:
				w.allows[l] = rule
			}
		}
	}
	return w
}
