package action

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
)

// decode fills v by the plan. What the plan does not know is refused: a misspelled parameter that is ignored is the
// caller's bug that nobody finds.
func (p *plan) decode(from *param.Value, v reflect.Value) error {
	for _, f := range p.fields {
		if err := f.decode(from, from.Member(f.name), v.Field(f.index)); err != nil {
			return err
		}
	}
	for _, name := range from.Members() {
		if slices.ContainsFunc(p.fields, func(f field) bool { return f.name == name }) {
			continue
		}
		m := from.Member(name)
		hint := ""
		for _, f := range p.fields {
			if strings.EqualFold(f.name, name) {
				hint = fmt.Sprintf(" Did you mean %s?", f.name)
			}
		}
		return catalogue.UnknownParameter.Errorf("The parameter %s is not known to this action.%s", param.Quote(m.Name), hint).InChinese("未定义参数 %s", m.Name)
	}
	return nil
}

func (f *field) decode(parent, from *param.Value, v reflect.Value) error {
	if f.absent(from) {
		switch {
		case f.required:
			return catalogue.MissingParameter.Errorf("The request is missing a required parameter `%s`.", f.fullName(parent))
		case f.hasDef:
			return f.decode(parent, &param.Value{Name: f.fullName(parent), Kind: param.Text, Text: f.fallback}, v)
		}
		if f.sub != nil && v.Kind() == reflect.Struct { // for the defaults in it
			return f.sub.decode(&param.Value{Name: f.fullName(parent), Kind: param.Tree}, v)
		}
		return nil
	}
	if v.Kind() == reflect.Pointer {
		p := reflect.New(v.Type().Elem())
		if err := f.decode(parent, from, p.Elem()); err != nil {
			return err
		}
		v.Set(p)
		return nil
	}
	if v.Kind() == reflect.Slice {
		return f.list(from, v)
	}
	return f.one(from, v, false)
}

// absent tells whether there is nothing to decode. An empty text in a flat dialect means nothing, except where a
// string is expected: Node sends `n=` for null and undefined, PHP for null (facts/api2-protocol.md §1.2).
func (f *field) absent(from *param.Value) bool {
	if from == nil || from.Kind == param.Null || from.Kind == param.Absent {
		return true
	}
	if from.Kind != param.Text || from.Text != "" {
		return false
	}
	stringly := f.typ.Kind() == reflect.String || (f.typ.Kind() == reflect.Pointer && f.typ.Elem().Kind() == reflect.String)
	return !stringly || f.required || f.oneof != nil || f.hasDef
}

func (f *field) fullName(parent *param.Value) string {
	if parent == nil || parent.Name == "" {
		return f.name
	}
	return parent.Name + "." + f.name
}

func (f *field) list(from *param.Value, v reflect.Value) error {
	if from.Kind != param.Tree {
		return f.wrongType(from, "a list")
	}
	items, err := from.Items()
	if err != nil {
		return catalogue.InvalidParameter.Errorf("%s.", sentence(err))
	}
	if f.required && len(items) == 0 {
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `%s.0`.", from.Name)
	}
	if n := int64(len(items)); (f.min != nil && n < *f.min) || (f.max != nil && n > *f.max) {
		return catalogue.InvalidValue.Errorf("Parameter %s has %d items; %s are expected.", from.Name, n, f.bounds())
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		if err := f.one(item, v.Index(i), true); err != nil {
			return err
		}
	}
	return nil
}

func (f *field) one(from *param.Value, v reflect.Value, inList bool) error {
	if v.Kind() == reflect.Struct {
		if from.Kind != param.Tree || from.IsList {
			return f.wrongType(from, "an object")
		}
		return f.sub.decode(from, v)
	}
	if from.Kind == param.Tree || from.Kind == param.Null {
		return f.wrongType(from, f.expected(v))
	}
	switch v.Kind() {
	case reflect.String:
		return f.text(from, v, inList)
	case reflect.Bool:
		// TRUE, True, true and 1 are all sent by real clients (facts/api2-protocol.md §1.2).
		switch strings.ToLower(from.Text) {
		case "true", "1":
			v.SetBool(true)
		case "false", "0":
			v.SetBool(false)
		default:
			return f.wrongType(from, f.expected(v))
		}
	case reflect.Int64:
		n, err := strconv.ParseInt(from.Text, 10, 64)
		if err != nil || from.Kind == param.Bool {
			return f.wrongType(from, f.expected(v))
		}
		if !inList && ((f.min != nil && n < *f.min) || (f.max != nil && n > *f.max)) {
			return catalogue.InvalidValue.Errorf("Parameter %s is %d; an integer %s is expected.", from.Name, n, f.bounds())
		}
		if f.oneof != nil && !slices.Contains(f.oneof, from.Text) {
			return f.notOneOf(from)
		}
		v.SetInt(n)
	case reflect.Float64:
		x, err := strconv.ParseFloat(from.Text, 64)
		if err != nil || from.Kind == param.Bool || x != x || x > 1e15 || x < -1e15 {
			return f.wrongType(from, f.expected(v))
		}
		v.SetFloat(x)
	}
	return nil
}

func (f *field) text(from *param.Value, v reflect.Value, inList bool) error {
	if from.Kind == param.Number || from.Kind == param.Bool {
		return f.wrongType(from, "a string")
	}
	s := from.Text
	if f.url {
		unescaped, err := url.QueryUnescape(s)
		if err != nil {
			return catalogue.InvalidParameter.Errorf("Parameter %s is not URL-encoded text: %v.", from.Name, err)
		}
		s = unescaped
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return catalogue.InvalidParameter.Errorf("Parameter %s holds bytes that are not UTF-8 text, or a NUL; UTF-8 text is expected.", from.Name)
	}
	if n := int64(len(s)); !inList && ((f.min != nil && n < *f.min) || (f.max != nil && n > *f.max)) {
		return catalogue.InvalidValue.Errorf("Parameter %s has %d bytes; %s are expected.", from.Name, n, f.bounds())
	}
	if inList && s == "" {
		return catalogue.InvalidValue.Errorf("Parameter %s is empty; a value is expected.", from.Name)
	}
	if f.oneof != nil && !slices.Contains(f.oneof, s) {
		return f.notOneOf(from)
	}
	v.SetString(s)
	return nil
}

func (f *field) notOneOf(from *param.Value) error {
	return catalogue.InvalidValue.Errorf("Parameter %s is %s; one of %s is expected.", from.Name, f.shown(from), strings.Join(f.oneof, ", "))
}

func (f *field) wrongType(from *param.Value, expected string) error {
	if from.Kind == param.Tree {
		what := "a group of parameters"
		if from.IsList {
			what = "a list"
		}
		return catalogue.InvalidParameter.Errorf("The value type of parameter `%s` is not valid: it is %s; %s is expected.", from.Name, what, expected)
	}
	return catalogue.InvalidParameter.Errorf("The value type of parameter `%s` is not valid: it is %s; %s is expected.", from.Name, f.shown(from), expected)
}

// shown is the value as a message may show it.
func (f *field) shown(from *param.Value) string {
	switch {
	case f.secret:
		return fmt.Sprintf("a secret of %d bytes", len(from.Text))
	case from.Kind == param.Number || from.Kind == param.Bool:
		return from.Text
	case from.Kind == param.Null:
		return "null"
	default:
		return param.Quote(from.Text)
	}
}

func (f *field) expected(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Int64:
		if f.min != nil || f.max != nil {
			return "an integer " + f.bounds()
		}
		return "an integer"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "TRUE or FALSE"
	default:
		return "a string"
	}
}

func (f *field) bounds() string {
	switch {
	case f.min == nil:
		return fmt.Sprintf("of at most %d", *f.max)
	case f.max == nil:
		return fmt.Sprintf("of at least %d", *f.min)
	default:
		return fmt.Sprintf("from %d to %d", *f.min, *f.max)
	}
}

func sentence(err error) string {
	s := err.Error()
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
