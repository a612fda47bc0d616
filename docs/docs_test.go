package docs_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/docs"
	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/story"
	"github.com/paifang/paifang/test/terraform"
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
	changed, unchanged, err := terraform.Changed(os.DirFS("../test/terraform"))
	if err != nil {
		t.Fatal(err)
	}
	provider := docs.Provider{Applied: applied(t), Changed: changed, Unchanged: unchanged}
	for name, want := range docs.Pages(c.Table, stories, provider) {
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

// applied are the resources and data sources in the configurations of the Terraform stories.
func applied(t *testing.T) map[string]bool {
	files, err := filepath.Glob("../test/terraform/stories/*/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories of Terraform were found: %v", err)
	}
	found := map[string]bool{}
	block := regexp.MustCompile(`(?m)^(resource|data) "tencentcloud_(\w+)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range block.FindAllStringSubmatch(string(text), -1) {
			name := m[2]
			if m[1] == "data" {
				name = "data " + name
			}
			found[name] = true
		}
	}
	return found
}
