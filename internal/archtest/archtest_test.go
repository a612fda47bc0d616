package archtest

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func tree(t *testing.T) []file {
	t.Helper()
	files, err := read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files were found", len(files))
	}
	return files
}

func TestTheTreeKeepsToTheTable(t *testing.T) {
	for _, wrong := range check(tree(t), table) {
		t.Error(wrong)
	}
}

func TestTheCheckerSeesFaults(t *testing.T) {
	clean := tree(t)
	for _, c := range []struct{ fault, name, source, want string }{
		{
			"a module imports another", "internal/module/cvm/x.go",
			`package cvm; import _ "github.com/paifang/paifang/internal/module/vpc"`,
			"internal/module/cvm/x.go may not import github.com/paifang/paifang/internal/module/vpc",
		},
		{
			"a store in SQL imports another's nouns", "internal/module/cvm/cvmsql/x.go",
			`package cvmsql; import _ "github.com/paifang/paifang/internal/module/vpc"`,
			"internal/module/cvm/cvmsql/x.go may not import github.com/paifang/paifang/internal/module/vpc",
		},
		{
			"a module knows HTTP", "internal/module/vpc/x.go",
			`package vpc; import "net/http"; var _ http.Handler`,
			"internal/module/vpc/x.go may not import net/http",
		},
		{
			"the door knows a dialect", "internal/door/x.go",
			`package door; import _ "github.com/paifang/paifang/internal/dialect/api2"`,
			"internal/door/x.go may not import github.com/paifang/paifang/internal/dialect/api2",
		},
		{
			"a driver outside of db, on one platform", "internal/store/x_plan9.go",
			"//go:build plan9 && never\n\npackage store; import _ \"modernc.org/sqlite/lib\"",
			"internal/store/x_plan9.go may not import modernc.org/sqlite/lib",
		},
		{
			"what only tests may use", "internal/later/x.go",
			`package later; import _ "github.com/paifang/paifang/internal/later/latertest"`,
			"internal/later/x.go may not import github.com/paifang/paifang/internal/later/latertest",
		},
		{
			"a package without a rule", "internal/util/x.go",
			`package util`,
			"no rule names internal/util",
		},
	} {
		t.Run(c.fault, func(t *testing.T) {
			added, err := read(fstest.MapFS{c.name: {Data: []byte(c.source)}})
			if err != nil {
				t.Fatal(err)
			}
			got := check(slices.Concat(clean, added), table)
			if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.want) }) {
				t.Errorf("got %q, want one that begins with %q", got, c.want)
			}
		})
	}
	t.Run("a rule without a package", func(t *testing.T) {
		want := `the rule for "internal/gone" names no package`
		got := check(clean, append(slices.Clone(table), rule{from: "internal/gone"}))
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("got %q, want one that begins with %q", got, want)
		}
	})
}

func TestTestsImportWhatTheyNeed(t *testing.T) {
	added, err := read(fstest.MapFS{"internal/door/x_test.go": {Data: []byte(`package door; import _ "net/http/httptest"`)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range check(slices.Concat(tree(t), added), table) {
		if strings.Contains(wrong, "x_test.go") {
			t.Error(wrong)
		}
	}
}

func TestModulesOfTheirOwnAreLeftOut(t *testing.T) {
	got, err := read(fstest.MapFS{
		"a/a.go":             {Data: []byte("package a")},
		"a/testdata/x.go":    {Data: []byte("package x")},
		"tools/go.mod":       {Data: []byte("module tools")},
		"tools/lint/lint.go": {Data: []byte("package lint")},
		".cache/x.go":        {Data: []byte("package x")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].name != "a/a.go" {
		t.Errorf("got %v, want a/a.go alone", got)
	}
}
