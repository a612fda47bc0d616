package action

import (
	"reflect"
	"slices"
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
