// Package param holds what a caller passed to an action before it has types: a tree of names, in which a dialect wrote
// down what it read and from which an action's declaration takes what it declares.
//
// API 2.0 writes trees flat (Filters.0.Values.1=x, with _ for . as PHP would have it); every leaf is text. API 3.0
// writes JSON, whose leaves know what they are. What a leaf may become is decided in internal/action.
package param

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// A Kind is what a value was written as.
type Kind uint8

// The kinds of values.
const (
	Absent Kind = iota
	Text        // a leaf of a flat dialect: it may mean a string, a number or a boolean
	String      // a JSON string
	Number      // a JSON number
	Bool        // a JSON boolean
	Null        // a JSON null
	Tree        // an object or a list
)

// A Value is a node of the tree.
type Value struct {
	// Name is the node's full name as the caller wrote it, dots between its parts.
	Name string
	Kind Kind
	// Text is the leaf's text; "true" or "false" for Bool.
	Text string
	// IsList holds for a JSON array. A flat dialect can't tell: there a Tree may be either.
	IsList  bool
	members map[string]*Value
	order   []string
}

// Member is the child of that name, nil when there is none.
func (v *Value) Member(name string) *Value {
	if v == nil {
		return nil
	}
	return v.members[name]
}

// Members are the names of the children in the order in which they came.
func (v *Value) Members() []string {
	if v == nil {
		return nil
	}
	return v.order
}

// Add puts a child below v. It returns an error when there is one of that name already.
func (v *Value) Add(name string, child *Value) error {
	if _, ok := v.members[name]; ok {
		return fmt.Errorf("parameter %s is given twice; it is expected once", Quote(child.Name))
	}
	if v.members == nil {
		v.members = map[string]*Value{}
	}
	v.Kind = Tree
	v.members[name] = child
	v.order = append(v.order, name)
	return nil
}

// Bounds of names. Real parameters have at most 6 parts and indexes of three digits.
const (
	MaxDepth     = 12
	MaxName      = 256
	MaxIndexSize = 5
)

// Items are the children in the order of their indexes, whatever the first index is: real clients count from 0, and
// vendor examples from 1 (facts/api2-protocol.md §1.2). It returns an error when a child's name is not an index.
func (v *Value) Items() ([]*Value, error) {
	type item struct {
		index int
		v     *Value
	}
	items := make([]item, 0, len(v.order))
	for _, name := range v.order {
		n, err := strconv.Atoi(name)
		if err != nil || n < 0 || len(name) > MaxIndexSize || (len(name) > 1 && name[0] == '0') {
			return nil, fmt.Errorf("parameter %s is not an item of a list; an index from 0 to 99999 is expected as its last part", Quote(v.members[name].Name))
		}
		items = append(items, item{n, v.members[name]})
	}
	sort.Slice(items, func(i, j int) bool { return items[i].index < items[j].index })
	out := make([]*Value, len(items))
	for i, it := range items {
		out[i] = it.v
	}
	return out, nil
}

// AddFlat adds a parameter of a flat dialect below v: its name's parts are separated by dots, or by underscores, which
// mean the same.
func (v *Value) AddFlat(name, text string) error {
	if name == "" || len(name) > MaxName {
		return fmt.Errorf("parameter name %s has %d bytes; 1 to %d are expected", Quote(name), len(name), MaxName)
	}
	at := v
	rest := strings.ReplaceAll(name, "_", ".")
	for depth := 1; ; depth++ {
		part, tail, more := strings.Cut(rest, ".")
		if part == "" {
			return fmt.Errorf("parameter name %s has an empty part", Quote(name))
		}
		if depth > MaxDepth {
			return fmt.Errorf("parameter name %s has more than %d parts", Quote(name), MaxDepth)
		}
		child := at.members[part]
		if !more {
			if child != nil {
				return fmt.Errorf("parameter %s is given twice; it is expected once", Quote(name))
			}
			return at.Add(part, &Value{Name: name, Kind: Text, Text: text})
		}
		if child == nil {
			child = &Value{Name: strings.TrimSuffix(name, name[len(name)-len(tail)-1:]), Kind: Tree}
			if err := at.Add(part, child); err != nil {
				return err
			}
		} else if child.Kind != Tree {
			return fmt.Errorf("parameters %s and %s contradict each other: one is a value, the other holds it as a group", Quote(child.Name), Quote(name))
		}
		at, rest = child, tail
	}
}

// Flat lists the leaves with their full names, sorted by name.
func (v *Value) Flat() [][2]string {
	var out [][2]string
	var walk func(*Value)
	walk = func(v *Value) {
		for _, name := range v.order {
			child := v.members[name]
			if child.Kind == Tree {
				walk(child)
				continue
			}
			out = append(out, [2]string{child.Name, child.Text})
		}
	}
	walk(v)
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] })
	return out
}

// Quote shows a caller's text in a message: quoted, printable, and not longer than 60 bytes.
func Quote(s string) string {
	if len(s) > 60 {
		cut := 57
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
		s = s[:cut] + "..."
	}
	return strconv.Quote(s)
}
