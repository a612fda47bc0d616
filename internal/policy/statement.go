package policy

// matchesAction tells whether one of the statement's actions takes in the request's.
func (s *Statement) matchesAction(r *Request) bool {
	for i := range s.Actions {
		if s.Actions[i].matches(r.Service, r.Action) {
			return true
		}
	}
	return false
}

// takesIn tells whether one of the statement's resources takes in the target. An error says that this can't be told.
func (s *Statement) takesIn(t *target, r *Request) (bool, error) {
	var unclear error
	for i := range s.Resources {
		ok, err := s.Resources[i].takesIn(t, r)
		if ok {
			return true, nil
		}
		if err != nil && unclear == nil {
			unclear = err
		}
	}
	return false, unclear
}

// holds tells whether all conditions hold. One that can't be evaluated is an error even beside one that does not hold, so
// that the decision does not hang on the order in which they are written.
func (s *Statement) holds(r *Request, about map[string][]string) (bool, error) {
	all := true
	for i := range s.Conditions {
		c := &s.Conditions[i]
		ok, err := c.holds(r.values(c.Key, about), r)
		if err != nil {
			return false, err
		}
		all = all && ok
	}
	return all, nil
}

func (r *Request) values(key string, about map[string][]string) []string {
	if values, ok := about[key]; ok {
		return values
	}
	return r.Conditions[key]
}

// anyResource tells whether the statement is about every resource there is.
func (s *Statement) anyResource() bool {
	for i := range s.Resources {
		if s.Resources[i].all {
			return true
		}
	}
	return false
}

// deniedOutcome classifies a deny that holds (design: rows 4101, 4102, 4103).
func (s *Statement) deniedOutcome(r *Request) Outcome {
	if s.anyResource() {
		return DeniedAction
	}
	for i := range s.Actions {
		if s.Actions[i].wholeService(r.Service) {
			return DeniedResource
		}
	}
	return DeniedOperation
}
