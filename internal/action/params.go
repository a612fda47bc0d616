package action

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// A Param is what an action's declaration says of one of its parameters.
type Param struct {
	Name string
	// Kind is that of the value, or of the values in the list: String, Int64, Bool, Float64 or Struct.
	Kind reflect.Kind
	// List holds when it is a list of them.
	List     bool
	Required bool
	Secret   bool
	// OneOf are the values that there are, nil for any.
	OneOf []string
	Doc   string
	// Members are those of a Struct.
	Members []Param
}

// Params are the action's parameters, in the order in which it declares them.
func (b *Bound) Params() []Param { return b.plan.params() }

func (p *plan) params() []Param {
	var out []Param
	for _, f := range p.fields {
		elem := f.typ
		list := elem.Kind() == reflect.Slice
		for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		one := Param{Name: f.name, Kind: elem.Kind(), List: list, Required: f.required, Secret: f.secret, OneOf: slices.Clone(f.oneof), Doc: f.doc}
		if f.sub != nil {
			one.Members = f.sub.params()
		}
		out = append(out, one)
	}
	return out
}

// A Member is part of an action's answer.
type Member struct {
	Name string
	// Kind is that of the value, or of the values in the list: String, Int64, Bool, Float64, Struct, Map or Interface.
	Kind reflect.Kind
	// List holds when it is a list, Nullable when it may be null.
	List, Nullable bool
	// Members are those of a Struct.
	Members []Member
}

// Answer are the members of the action's answer.
func (b *Bound) Answer() []Member { return membersOf(b.out) }

func membersOf(t reflect.Type) []Member {
	var out []Member
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if f.Anonymous && name == "" { // as encoding/json has it
			elem := f.Type
			if elem.Kind() == reflect.Pointer {
				elem = elem.Elem()
			}
			out = append(out, membersOf(elem)...)
			continue
		}
		if name == "" {
			name = f.Name
		}
		m := Member{Name: name}
		elem := f.Type
		for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Pointer {
			m.List = m.List || elem.Kind() == reflect.Slice
			m.Nullable = m.Nullable || elem.Kind() == reflect.Pointer && !m.List
			elem = elem.Elem()
		}
		switch m.Kind = elem.Kind(); {
		case elem.Implements(reflect.TypeFor[json.Marshaler]()):
			m.Kind = written(elem)
		case m.Kind == reflect.Struct:
			m.Members = membersOf(elem)
		}
		out = append(out, m)
	}
	return out
}

// written is the kind of value that a type writes itself as: an amount of money is a number.
func written(t reflect.Type) reflect.Kind {
	text, err := json.Marshal(reflect.Zero(t).Interface())
	if err != nil || len(text) == 0 {
		return reflect.Interface
	}
	switch text[0] {
	case '"':
		return reflect.String
	case 't', 'f':
		return reflect.Bool
	case '{':
		return reflect.Struct
	default:
		return reflect.Float64
	}
}
