package action

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
)

// A plan is what the tags of a request type say, read once.
type plan struct {
	typ        reflect.Type
	fields     []field
	regionless bool
}

type field struct {
	index    int
	name     string
	typ      reflect.Type
	required bool
	secret   bool
	url      bool
	min, max *int64
	oneof    []string
	fallback string // the default, as text
	hasDef   bool
	doc      string
	touches  string // "service:type"
	sub      *plan  // of a struct, or of the structs in a list
}

func planOf(t reflect.Type, service string, regionless bool) (*plan, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("request type %s is no struct", t)
	}
	p := &plan{typ: t, regionless: regionless}
	for i := range t.NumField() {
		sf := t.Field(i)
		if !sf.IsExported() {
			continue
		}
		if sf.Anonymous {
			return nil, fmt.Errorf("field %s is embedded; write its fields out", sf.Name)
		}
		f, err := fieldOf(sf, service, regionless)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", sf.Name, err)
		}
		f.index = i
		p.fields = append(p.fields, f)
	}
	return p, nil
}

func fieldOf(sf reflect.StructField, service string, regionless bool) (field, error) {
	f := field{name: sf.Name, typ: sf.Type, doc: sf.Tag.Get("doc"), touches: sf.Tag.Get("touches")}
	if name := sf.Tag.Get("json"); name != "" {
		f.name = name
	}
	if f.touches != "" && !strings.Contains(f.touches, ":") {
		f.touches = service + ":" + f.touches
	}
	for rule := range strings.SplitSeq(sf.Tag.Get("api"), ",") {
		if err := f.rule(rule); err != nil {
			return f, err
		}
	}
	elem := f.typ
	if elem.Kind() == reflect.Slice {
		elem = elem.Elem()
	}
	if elem.Kind() == reflect.Pointer {
		elem = elem.Elem()
	}
	switch elem.Kind() {
	case reflect.String, reflect.Int64, reflect.Bool, reflect.Float64:
	case reflect.Struct:
		sub, err := planOf(elem, service, regionless)
		if err != nil {
			return f, err
		}
		f.sub = sub
	default:
		return f, fmt.Errorf("type %s: string, int64, float64, bool, a struct, or a list or pointer of these is expected", f.typ)
	}
	if f.hasDef && f.required {
		return f, fmt.Errorf("it has a default and is required")
	}
	if f.doc == "" {
		return f, fmt.Errorf("it has no doc")
	}
	return f, nil
}

func (f *field) rule(rule string) error {
	key, value, _ := strings.Cut(rule, "=")
	switch key {
	case "":
	case "required":
		f.required = true
	case "secret":
		f.secret = true
	case "url":
		f.url = true
	case "min", "max":
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return fmt.Errorf("rule %q: a number is expected", rule)
		}
		if key == "min" {
			f.min = &n
		} else {
			f.max = &n
		}
	case "oneof":
		f.oneof = strings.Fields(value)
	case "default":
		f.fallback, f.hasDef = value, true
	default:
		return fmt.Errorf("unknown rule %q", rule)
	}
	return nil
}

// touched collects the ids in fields with a touches tag.
func (p *plan) touched(v reflect.Value) []call.Resource {
	var out []call.Resource
	for _, f := range p.fields {
		fv := v.Field(f.index)
		for fv.Kind() == reflect.Pointer {
			if fv.IsNil() {
				break
			}
			fv = fv.Elem()
		}
		switch {
		case f.touches != "":
			for _, id := range idsIn(fv) {
				out = append(out, kindOf(f.touches, "", id, p.regionless))
			}
		case f.sub != nil && fv.Kind() == reflect.Struct:
			out = append(out, f.sub.touched(fv)...)
		case f.sub != nil && fv.Kind() == reflect.Slice:
			for i := range fv.Len() {
				out = append(out, f.sub.touched(fv.Index(i))...)
			}
		}
	}
	return slices.Compact(out)
}

func idsIn(v reflect.Value) []string {
	switch v.Kind() {
	case reflect.String:
		if v.String() == "" {
			return nil
		}
		return []string{v.String()}
	case reflect.Int64:
		if v.Int() == 0 {
			return nil
		}
		return []string{strconv.FormatInt(v.Int(), 10)}
	case reflect.Slice:
		var ids []string
		for i := range v.Len() {
			ids = append(ids, idsIn(v.Index(i))...)
		}
		return ids
	default:
		return nil
	}
}

// secrets hands over the values of secret parameters.
func (p *plan) secrets(from *param.Value, found func(*param.Value)) {
	for _, f := range p.fields {
		v := from.Member(f.name)
		switch {
		case v == nil:
		case f.secret:
			found(v)
			for _, name := range v.Members() {
				found(v.Member(name))
			}
		case f.sub != nil && f.typ.Kind() == reflect.Slice:
			for _, name := range v.Members() {
				f.sub.secrets(v.Member(name), found)
			}
		case f.sub != nil:
			f.sub.secrets(v, found)
		}
	}
}
