package story

import (
	"fmt"
	"slices"
	"strings"
)

// A Dialect is how calls are written down, as far as a story is different by it.
type Dialect int

// The dialects.
const (
	API2 Dialect = iota
	API3         // signed as in API 2.0, with a nonce
	TC3          // API 3.0, signed with TC3, which has no nonce
)

// String is its name.
func (d Dialect) String() string {
	return [...]string{"API 2.0", "API 3.0 with a nonce", "API 3.0 with TC3"}[d]
}

// In is the story as it is told in a dialect.
func (s Story) In(d Dialect) Story {
	s.Dialect, s.Steps = d, slices.Clone(s.Steps)
	if d == API2 {
		return s
	}
	s.meets(s.API3)
	if d == TC3 {
		s.meets(s.TC3)
	}
	for i, step := range s.Steps {
		step = step.but(step.API3)
		if d == TC3 {
			step = step.but(step.TC3)
		}
		s.Steps[i] = step
	}
	return s
}

// Differs says why the story does not meet its code in a dialect; it is empty where it does.
func (s Story) Differs(d Dialect) string {
	switch {
	case d == TC3 && s.TC3.Why != "":
		return s.TC3.Why
	case d != API2:
		return s.API3.Why
	default:
		return ""
	}
}

func (s *Story) meets(i Instead) {
	if i.Why != "" {
		s.Code = i.Code
	}
}

func (s Step) but(v *Variant) Step {
	if v == nil {
		return s
	}
	if v.Call != "" {
		s.Call, s.With, s.Detail, s.Save, s.Counts = v.Call, nil, nil, nil, nil
	}
	if v.With != nil {
		s.With = v.With
	}
	if v.Answer != "" {
		s.Answer = v.Answer
	}
	if v.Detail != nil {
		s.Detail = v.Detail
	}
	if v.Save != nil {
		s.Save = v.Save
	}
	if v.Counts != nil {
		s.Counts = v.Counts
	}
	return s
}

// tellable says what is missing before the story can be told in API 3.0, whose calls all have a version.
func (s Story) tellable() error {
	for i, step := range s.In(TC3).Steps {
		if step.Call != "" && len(strings.Fields(step.Call)) != 3 {
			return fmt.Errorf("step %d: %q has no version: API 3.0 needs a call of its own (api3)", i+1, step.Call)
		}
	}
	return nil
}
