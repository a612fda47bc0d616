package docs_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/docs"
	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/story"
)

var update = flag.Bool("update", false, "write the pages")

// The pages say what the code says.
func TestPagesAreFresh(t *testing.T) {
	c, err := cloud.Open(t.Context(), cloud.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	stories, err := story.Read(os.DirFS("../stories"), os.DirFS("../worlds"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range docs.Pages(c.Table, stories) {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%s: %v; run `make docs`", name, err)
			continue
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is stale; run `make docs` (-code +page):\n%s", name, diff)
		}
	}
}
