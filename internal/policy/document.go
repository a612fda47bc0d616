// Package policy decides what an identity may do: it reads CAM policy documents, holds a request against them, and says
// which statement decided and why, in the terms of the catalogue's rows 4101, 4102, 4103 and 4110.
//
// It is pure: it asks no store, no clock and no network. Who is attached to what, which resources an action touches
// and what the condition keys are worth is for its callers to say. Numbers and names of codes are for the catalogue.
//
// The language is that of facts/cam-sts.md, sections 1 and 2. Everything that can be worked out when a document is read
// (patterns, address ranges, numbers, dates) is worked out then, so that deciding only compares.
package policy

import "strings"

// Version is the only version of the language that is evaluated.
const Version = "2.0"

// A Document is an identity policy: what its holder may and may not do. It is safe for concurrent use.
type Document struct {
	Statements []Statement
}

// A Trust is the trust policy of a role: who may assume it. It is safe for concurrent use.
type Trust struct {
	Principals *Principals // holds for statements that name nobody; nil where each names its own
	Statements []Statement
}

// An Effect is what a statement does with what it matches.
type Effect string

// The two effects.
const (
	Allow Effect = "allow"
	Deny  Effect = "deny"
)

// A Statement allows or denies some actions on some resources under some conditions, all of which must hold.
type Statement struct {
	Effect     Effect
	Principals *Principals // nil in identity policies
	Actions    []Action
	Resources  []Resource // empty in trust policies, where the role is the resource
	Conditions []Condition
}

// String is the document as JSON, without blanks, with single values in place of lists of one.
func (d *Document) String() string { return printed(nil, d.Statements) }

// String is the trust policy as JSON, without blanks, with single values in place of lists of one.
func (t *Trust) String() string { return printed(t.Principals, t.Statements) }

func printed(who *Principals, statements []Statement) string {
	var b strings.Builder
	b.WriteString(`{"version":"` + Version + `"`)
	who.print(&b)
	b.WriteString(`,"statement":[`)
	for i := range statements {
		if i > 0 {
			b.WriteByte(',')
		}
		statements[i].print(&b)
	}
	b.WriteString(`]}`)
	return b.String()
}

func (s *Statement) print(b *strings.Builder) {
	b.WriteString(`{"effect":"` + string(s.Effect) + `"`)
	s.Principals.print(b)
	b.WriteString(`,"action":`)
	printList(b, s.Actions, Action.String)
	if len(s.Resources) > 0 {
		b.WriteString(`,"resource":`)
		printList(b, s.Resources, Resource.String)
	}
	if len(s.Conditions) > 0 {
		b.WriteString(`,"condition":{`)
		printConditions(b, s.Conditions)
		b.WriteByte('}')
	}
	b.WriteByte('}')
}

func printConditions(b *strings.Builder, conditions []Condition) {
	operator := ""
	for i, c := range conditions {
		switch {
		case c.Operator == operator:
			b.WriteByte(',')
		case i > 0:
			b.WriteString(`},`)
			fallthrough
		default:
			operator = c.Operator
			quote(b, operator)
			b.WriteString(`:{`)
		}
		quote(b, c.Key)
		b.WriteByte(':')
		printList(b, c.Values, func(v string) string { return v })
	}
	b.WriteByte('}')
}

func printList[T any](b *strings.Builder, items []T, text func(T) string) {
	if len(items) == 1 {
		quote(b, text(items[0]))
		return
	}
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		quote(b, text(item))
	}
	b.WriteByte(']')
}

// quote writes a JSON string that is never longer than the shortest that could have been read: encoding/json also
// escapes what needs no escape, and a document at the length limit would not be read again.
func quote(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for i := range len(s) {
		c := s[i]
		short := strings.IndexByte("\b\f\n\r\t\"\\", c)
		switch {
		case short >= 0:
			b.WriteByte('\\')
			b.WriteByte(`bfnrt"\`[short])
		case c < ' ':
			b.WriteString(`\u00`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}
