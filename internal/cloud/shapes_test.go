package cloud_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/realservice"
)

// kinds are how the types of the real service are written here.
var kinds = map[string]reflect.Kind{
	"string": reflect.String, "binary": reflect.String, "int64": reflect.Int64, "uint64": reflect.Int64, "bool": reflect.Bool, "float": reflect.Float64,
}

// otherwise are where an action differs from what today's clients know, and why.
var otherwise = map[string]string{
	"cvm DescribeImages answer: the real one has no ImageSet.ImageStatus":                              older,
	"cvm DescribeImages answer: the real one has no ImageSet.ImageOsName":                              older,
	"cvm DescribeImages answer: the real one has no ImageSet.ImageCreateTime":                          older,
	"cvm DescribeImages answer: the real one has no ImageSet.Creator":                                  older,
	"cvm DescribeImageSharePermission answer: the real one has no SharePermissionSet.Account":          older,
	"cvm CreateImage parameter: ForcePoweroff is bool, list false; the real one is string, list false": words,
	"cvm CreateImage parameter: Sysprep is bool, list false; the real one is string, list false":       words,
}

const (
	older = "the name in 2017, which clients of the 2.0 host read"
	words = "the text is TRUE or FALSE, which is read as such"
)

// Every action of API 3.0 answers with every member that the real service's clients know, in their types: they
// dereference them without a look. And it takes no parameter that they don't know, nor any in another type.
func TestActionsHaveTheRealShape(t *testing.T) {
	table := open(t, "", "")
	defer table.Close()
	known := map[string]realservice.Service{}
	for _, s := range realservice.API3() {
		known[s.Name+" "+s.Version] = s
	}
	checked := 0
	for _, b := range table.Table.All() {
		s, ok := known[b.Domain3+" "+b.Version]
		if b.Domain3 == "" || !ok {
			continue
		}
		checked++
		t.Run(b.Domain3+"_"+b.Name, func(t *testing.T) {
			i := slices.IndexFunc(s.Actions, func(a realservice.Action) bool { return a.Name == b.Name })
			if i < 0 {
				t.Fatalf("the real %s has no action %s", s.Name, b.Name)
			}
			for _, wrong := range append(answers(s, "", s.Actions[i].Out, b.Answer(), 0), takes(s, "", s.Actions[i].In, b.Params())...) {
				if otherwise[s.Name+" "+b.Name+" "+wrong] == "" {
					t.Error(wrong)
				}
			}
		})
	}
	if checked < 50 {
		t.Errorf("only %d actions were checked", checked)
	}
}

// maxNesting ends types that hold themselves.
const maxNesting = 6

func answers(s realservice.Service, path string, want []realservice.Member, got []action.Member, depth int) (wrong []string) {
	if depth > maxNesting {
		return nil
	}
	for _, w := range want {
		at := path + w.Name
		i := slices.IndexFunc(got, func(g action.Member) bool { return g.Name == w.Name })
		if i < 0 {
			wrong = append(wrong, fmt.Sprintf("answer: %s (%s) is missing", at, w.Type))
			continue
		}
		g := got[i]
		if g.Kind == reflect.Uint64 {
			g.Kind = reflect.Int64
		}
		if kind, plain := kinds[w.Type]; plain && g.Kind != kind || !plain && g.Kind != reflect.Struct {
			wrong = append(wrong, fmt.Sprintf("answer: %s is a %s; the real one is a %s", at, g.Kind, w.Type))
		}
		if g.List != w.List {
			wrong = append(wrong, fmt.Sprintf("answer: %s: list is %v, want %v", at, g.List, w.List))
		}
		if members, ok := s.Types[w.Type]; ok {
			wrong = append(wrong, answers(s, at+".", members, g.Members, depth+1)...)
		}
	}
	for _, g := range got {
		if !slices.ContainsFunc(want, func(w realservice.Member) bool { return w.Name == g.Name }) {
			wrong = append(wrong, fmt.Sprintf("answer: the real one has no %s", path+g.Name))
		}
	}
	return wrong
}

func takes(s realservice.Service, path string, want []realservice.Member, got []action.Param) (wrong []string) {
	for _, g := range got {
		at := path + g.Name
		i := slices.IndexFunc(want, func(w realservice.Member) bool { return w.Name == g.Name })
		if i < 0 {
			wrong = append(wrong, fmt.Sprintf("parameter: the real one has no %s", at))
			continue
		}
		w := want[i]
		if kind, plain := kinds[w.Type]; plain && g.Kind != kind || !plain && g.Kind != reflect.Struct || g.List != w.List {
			wrong = append(wrong, fmt.Sprintf("parameter: %s is %s, list %v; the real one is %s, list %v", at, g.Kind, g.List, w.Type, w.List))
		}
		wrong = append(wrong, takes(s, at+".", s.Types[w.Type], g.Members)...)
	}
	return wrong
}
