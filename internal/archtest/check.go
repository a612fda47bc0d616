package archtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the path that our own imports begin with.
const module = "github.com/paifang/paifang"

// A file is what one Go file imports, whatever its build tags.
type file struct {
	name    string
	imports []string
}

func (f file) folder() string { return path.Dir(f.name) }

// isTest tells whether the file is compiled into tests only; these import what they need.
func (f file) isTest() bool { return strings.HasSuffix(f.name, "_test.go") }

// read lists the Go files of this module. `go list` would leave out other platforms, and `go test` would not notice that
// its answer has changed.
func read(tree fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(tree, name, d.Name())
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{name: name}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

// skip leaves out what the go command leaves out, and modules of their own.
func skip(tree fs.FS, name, last string) error {
	if name == "." {
		return nil
	}
	if strings.HasPrefix(last, ".") || strings.HasPrefix(last, "_") || last == "testdata" || last == "node_modules" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(tree, path.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// check returns what the table forbids, a sentence each, in a stable order.
func check(files []file, rules []rule) []string {
	wrong := map[string]bool{}
	used := make([]bool, len(rules))
	for _, f := range files {
		i := slices.IndexFunc(rules, func(r rule) bool { return names(r.from, f.folder(), f.folder()) })
		if i < 0 {
			wrong[fmt.Sprintf("no rule names %s: add a line to the table", f.folder())] = true
			continue
		}
		used[i] = true
		if f.isTest() {
			continue
		}
		for _, imported := range f.imports {
			if !allowed(rules[i], f.folder(), imported) {
				wrong[fmt.Sprintf("%s may not import %s: %s", f.name, imported, rules[i].why)] = true
			}
		}
	}
	for i, r := range rules {
		if !used[i] {
			wrong[fmt.Sprintf("the rule for %q names no package, or only packages of earlier rules", r.from)] = true
		}
	}
	return slices.Sorted(maps.Keys(wrong))
}

func allowed(r rule, from, imported string) bool {
	if below(imported, module) {
		return names(r.ours, strings.TrimPrefix(imported, module+"/"), from)
	}
	for name, paths := range guarded {
		if slices.ContainsFunc(paths, func(p string) bool { return below(imported, p) }) {
			return slices.Contains(strings.Fields(r.guarded), name)
		}
	}
	return true
}

// names tells whether one of the patterns names the folder; from is the folder that `..` starts at.
func names(patterns, folder, from string) bool {
	for pattern := range strings.FieldsSeq(patterns) {
		for _, one := range alternatives(pattern) {
			if one == ".." {
				one = path.Dir(from)
			}
			if matched, err := path.Match(one, folder); err == nil && matched {
				return true
			}
		}
	}
	return false
}

// alternatives writes a{b,c}d as abd and acd.
func alternatives(pattern string) []string {
	before, rest, ok := strings.Cut(pattern, "{")
	if !ok {
		return []string{pattern}
	}
	inside, after, _ := strings.Cut(rest, "}")
	var all []string
	for one := range strings.SplitSeq(inside, ",") {
		all = append(all, before+one+after)
	}
	return all
}

func below(imported, root string) bool {
	return imported == root || strings.HasPrefix(imported, root+"/")
}
