package db_test

import (
	"bufio"
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// modernc.org/sqlite is C translated for one version of modernc.org/libc; linked with another it crashes in odd places.
// Our go.mod lists every module that is linked, with its version; a test binary's own build information has none.
func TestTheLinkedLibcIsTheOneThatSQLiteWasMadeFor(t *testing.T) {
	ours := filepath.Join("..", "..", "go.mod")
	sqlite := required(t, ours, "modernc.org/sqlite")
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		cache = filepath.Join(filepath.SplitList(build.Default.GOPATH)[0], "pkg", "mod")
	}
	want := required(t, filepath.Join(cache, "modernc.org", "sqlite@"+sqlite, "go.mod"), "modernc.org/libc")
	if got := required(t, ours, "modernc.org/libc"); got != want {
		t.Errorf("modernc.org/libc %s is linked, modernc.org/sqlite %s asks for %s", got, sqlite, want)
	}
}

// required is the version of a module that a go.mod file names.
func required(t *testing.T, file, module string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(lines.Text()), "require "))
		if len(words) >= 2 && words[0] == module {
			return words[1]
		}
	}
	t.Fatalf("%s does not name %s", file, module)
	return ""
}
