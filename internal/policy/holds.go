package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/region"
)

// canonical makes short and long names of regions equal under the keys that hold one: documented policies write "sh".
func (c *Condition) canonical(text string) string {
	if c.operator.sort == asText && (strings.HasSuffix(c.Key, ":region") || strings.HasSuffix(c.Key, "_region")) {
		return region.Canonical(text)
	}
	return text
}

// holds tells whether the condition holds for the values that the request has under its key. An error says that this
// can't be told; it does not depend on what the other values are.
func (c *Condition) holds(texts []string, r *Request) (bool, error) {
	wants, err := c.wanted(r)
	if err != nil {
		return false, err
	}
	if c.operator.relate == absent {
		want := "false"
		if len(texts) == 0 {
			want = "true"
		}
		return slices.ContainsFunc(wants, func(w value) bool { return w.text == want }), nil
	}
	if len(texts) == 0 {
		return c.ifExist, nil
	}
	some, every := false, true // of the request's values, those that compare with a value of the policy
	for _, text := range texts {
		got, err := actual(c.operator.sort, c.canonical(text))
		if err != nil {
			return false, c.unclear(err)
		}
		met := false
		for i := range wants {
			met = met || c.operator.compares(&got, &wants[i])
		}
		some, every = some || met, every && met
	}
	// Without a prefix, "not equal" is the exact opposite of "equal", and so it holds for no value at all.
	switch {
	case c.operator.negated && c.over == anyValue:
		return !every, nil
	case c.operator.negated:
		return !some, nil
	case c.over == allValues:
		return every, nil
	}
	return some, nil
}

// wanted are the values of the policy with the request's variables.
func (c *Condition) wanted(r *Request) ([]value, error) {
	if c.late == nil {
		return c.wants, nil
	}
	wants := slices.Clone(c.wants)
	for i, late := range c.late {
		if !late {
			continue
		}
		var err error
		if c.operator.sort == asLike {
			wants[i].like, err = newPattern(c.Values[i]).filledIn(r)
		} else {
			var text string
			if text, err = filledIn(c.Values[i], r); err == nil {
				wants[i], err = expected(c.operator.sort, c.canonical(text))
			}
		}
		if err != nil {
			return nil, c.unclear(err)
		}
	}
	return wants, nil
}

func (c *Condition) unclear(err error) error {
	return fmt.Errorf("condition %s of %s: %w", c.Operator, c.Key, err)
}

func (o operator) compares(got, want *value) bool {
	order := 0
	switch o.sort {
	case asText, asFolded, asTruth, asBinary:
		return got.text == want.text
	case asLike:
		return want.like.matches(got.text)
	case asIP:
		return want.net.Contains(got.net.Addr())
	case asNumber:
		order = got.number.compare(want.number)
	case asDate:
		order = got.date.Compare(want.date)
	}
	switch o.relate {
	case less:
		return order < 0
	case lessOrEqual:
		return order <= 0
	case greater:
		return order > 0
	case greaterOrEqual:
		return order >= 0
	default:
		return order == 0
	}
}
