// Package catalogue is what Paifang refuses with: the numbered codes of the API, each one row of one table, and the
// named conditions under which a row is met.
//
// It decides what a code means and what it is called in each dialect. Where a code is met is not decided here: the
// door and the modules name a condition and say why; the dialects render it.
package catalogue

import (
	"errors"
	"fmt"
)

// A Code is one row of the catalogue.
type Code struct {
	// Number is the code of API 2.0, 0 for success.
	Number int
	// Description is what the documentation calls it.
	Description string
	// When is the condition that produces it in Paifang, in one or more sentences.
	When string
	// Desc is its codeDesc in API 2.0.
	Desc string
	// Versioned is its name on a 2.0 host with Version=2017-03-12.
	Versioned string
	// Name3 is its name in API 3.0; empty where 3.0 has no such refusal.
	Name3 string
	// Retry tells whether the same call may succeed later with nothing changed by the caller.
	Retry bool
	// Do is what the caller should do.
	Do string
	// Provoke is how to bring it about in Paifang.
	Provoke string
}

// A Condition is a reason to refuse that has a name of its own under a row: InvalidInstanceId.NotFound of row 5000.
type Condition struct {
	// Code is the row.
	Code *Code
	// Desc, Versioned and Name3 are its names in the three spellings.
	Desc, Versioned, Name3 string
	// ModuleCode is the product's own number, written in brackets before a 2.0 message; 0 for none.
	ModuleCode int
}

// row makes the condition that stands for the whole row.
func row(c Code) *Condition {
	return &Condition{Code: &c, Desc: c.Desc, Versioned: c.Versioned, Name3: c.Name3}
}

// Named is a condition of the same row that is called name in every spelling.
func (c *Condition) Named(name string) *Condition {
	return &Condition{Code: c.Code, Desc: name, Versioned: name, Name3: name}
}

// WithDesc is the same condition with another codeDesc in API 2.0, where the module spells it otherwise.
func (c *Condition) WithDesc(desc string) *Condition {
	d := *c
	d.Desc = desc
	return &d
}

// WithName3 is the same condition with another name in API 3.0.
func (c *Condition) WithName3(name string) *Condition {
	d := *c
	d.Name3 = name
	return &d
}

// Numbered is the same condition with the product's own number, which 2.0 messages show in brackets.
func (c *Condition) Numbered(n int) *Condition {
	d := *c
	d.ModuleCode = n
	return &d
}

// Errorf refuses under this condition; the message is a sentence to the caller.
func (c *Condition) Errorf(format string, args ...any) *Refusal {
	return &Refusal{Condition: c, Message: fmt.Sprintf(format, args...)}
}

// Error makes a condition usable as the target of errors.Is.
func (c *Condition) Error() string { return fmt.Sprintf("%d %s", c.Code.Number, c.Name3) }

// A Refusal is the answer no: under which condition, and why in words for the caller.
type Refusal struct {
	Condition *Condition
	Message   string
	// Chinese is the message for a caller of API 3.0 who asked for zh-CN; empty where the real one is not known, and
	// then Message is all there is.
	Chinese string
}

// InChinese is the same refusal with a message for callers who asked for zh-CN.
func (r *Refusal) InChinese(format string, args ...any) *Refusal {
	r.Chinese = fmt.Sprintf(format, args...)
	return r
}

// Error is the number, the 3.0 name and the message.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%d %s: %s", r.Condition.Code.Number, r.Condition.Name3, r.Message)
}

// Is holds for the refusal's condition and for its whole row.
func (r *Refusal) Is(target error) bool {
	c, ok := target.(*Condition)
	if !ok {
		return false
	}
	return c.Code == r.Condition.Code && (c.isRow() || *c == *r.Condition)
}

func (c *Condition) isRow() bool {
	for _, r := range rows {
		if r == c {
			return true
		}
	}
	return false
}

// As is the refusal that err is. Any other error is row 6000, whose message says nothing of the inside.
// It returns nil for nil.
func As(err error) *Refusal {
	if err == nil {
		return nil
	}
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return Internal.Errorf("An internal error has occurred. Try again; if it persists, look up the request id with `paifang explain`.")
}

// All lists the rows in ascending order of their numbers, success first.
func All() []*Code {
	all := make([]*Code, len(rows))
	for i, r := range rows {
		all[i] = r.Code
	}
	return all
}

// Row is the row of a number, nil when there is none.
func Row(number int) *Condition {
	for _, r := range rows {
		if r.Code.Number == number {
			return r
		}
	}
	return nil
}
