package policy

import (
	"fmt"
	"strings"
)

// A pattern is a text in which "*" stands for any run of characters, the empty one too, and ${…} for a variable.
type pattern struct {
	parts     []string // what stands between the stars
	variables bool     // whether a part names a variable
}

// newPattern splits text, whose variables are known to be right.
func newPattern(text string) pattern {
	return pattern{parts: strings.Split(text, "*"), variables: strings.Contains(text, "${")}
}

// matches wants a pattern without variables. Taking the leftmost place for each part is enough: what is left over is
// then as long as it can be.
func (p pattern) matches(s string) bool {
	last := len(p.parts) - 1
	if last == 0 {
		return s == p.parts[0]
	}
	s, ok := strings.CutPrefix(s, p.parts[0])
	if !ok {
		return false
	}
	for _, part := range p.parts[1:last] {
		_, s, ok = strings.Cut(s, part)
		if !ok {
			return false
		}
	}
	return strings.HasSuffix(s, p.parts[last])
}

// everything tells whether the pattern is nothing but stars.
func (p pattern) everything() bool {
	for _, part := range p.parts {
		if part != "" {
			return false
		}
	}
	return len(p.parts) > 1
}

// filledIn puts the request's values in the place of variables. A star in a value is only a star.
func (p pattern) filledIn(r *Request) (pattern, error) {
	if !p.variables {
		return p, nil
	}
	parts := make([]string, len(p.parts))
	for i, part := range p.parts {
		var err error
		if parts[i], err = filledIn(part, r); err != nil {
			return pattern{}, err
		}
	}
	return pattern{parts: parts}, nil
}

// filledIn puts the request's values in the place of the variables of text. A variable without a value is an error: taken
// for the empty text, it would make "user-${uin}*" match what is everybody's.
func filledIn(text string, r *Request) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, _ := strings.Cut(rest, "}")
		value := ""
		switch name {
		case "uin":
			value = r.Caller
		case "owner_uin":
			value = r.Owner
		case "app_id":
			value = r.AppID
		}
		if value == "" {
			return "", fmt.Errorf("the variable ${%s} has no value in this request", name)
		}
		b.WriteString(value)
		text = after
	}
}

// checkVariables finds the first ${…} that is no variable of the language (facts/cam-sts.md, 1.2).
func checkVariables(text string) error {
	for {
		_, rest, found := strings.Cut(text, "${")
		if !found {
			return nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return fmt.Errorf("%q opens a variable that is not closed", "${"+rest)
		}
		switch name {
		case "uin", "owner_uin", "app_id":
		default:
			return fmt.Errorf("there is no variable ${%s}; known are ${uin}, ${owner_uin} and ${app_id}", name)
		}
		text = after
	}
}
