// Package docs makes the pages that say what the code says: codes, checks in their order, actions, and the matrix of
// stories. A test holds the written pages to what is made here.
package docs

import (
	"fmt"
	"sort"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/realservice"
	"github.com/paifang/paifang/internal/story"
)

const made = "<!-- Made by `make docs`; change the code, not this page. -->\n\n"

// A Provider is what the Terraform provider does in its stories (test/terraform).
type Provider struct {
	// Applied are the resources, and the data sources ("data images").
	Applied map[string]bool
	// Changed are the attributes that it changes in place ("instance hostname"), Unchanged says why it doesn't others.
	Changed   map[string]bool
	Unchanged map[string]string
}

// Pages are the generated pages by file name.
func Pages(table *action.Table, stories []story.Story, p Provider) map[string]string {
	pages := services(table)
	pages["codes.md"] = made + codes()
	pages["checks.md"] = made + checks()
	pages["actions.md"] = made + actions(table)
	pages["matrix.md"] = made + matrix(stories)
	pages["terraform-coverage.md"] = made + terraform(table, p)
	return pages
}

func codes() string {
	var b strings.Builder
	b.WriteString("# The catalogue\n\nEvery code that Paifang refuses with. `paifang explain CODE` says the same.\n\n")
	for _, c := range catalogue.All() {
		fmt.Fprintf(&b, "## %d %s\n\n%s\n\n", c.Number, c.Description, c.When)
		if c.Number != 0 {
			api3 := "`" + c.Name3 + "`"
			if c.Name3 == "" {
				api3 = "none: API 3.0 refuses a batch whole"
			}
			fmt.Fprintf(&b, "- codeDesc in API 2.0: `%s`\n- with `Version=2017-03-12`: `%s`\n- in API 3.0: %s\n", c.Desc, c.Versioned, api3)
			retry := "does not help"
			if c.Retry {
				retry = "may help"
			}
			fmt.Fprintf(&b, "- a retry %s\n- what to do: %s\n- how to bring it about: %s\n- a world for it: [`worlds/%d.yaml`](../worlds/%d.yaml)\n", retry, c.Do, c.Provoke, c.Number, c.Number)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func checks() string {
	var b strings.Builder
	b.WriteString("# The door\n\nA call passes these checks in this order, then its action runs. The first that refuses is told.\nA check that is needed can't be switched off.\n\n| | check | what holds | refuses with | |\n| --- | --- | --- | --- | --- |\n")
	for i, c := range door.Order {
		var rows []string
		for _, row := range c.With {
			rows = append(rows, fmt.Sprint(row.Code.Number))
		}
		needed := ""
		if c.Needed {
			needed = "needed"
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s |\n", i+1, c.Refuses, c.Doc, strings.Join(rows, ", "), needed)
	}
	return b.String()
}

func actions(table *action.Table) string {
	var b strings.Builder
	here := map[string]bool{}
	byDomain := map[string][]*action.Bound{}
	for _, a := range table.All() {
		domain := a.Domain
		if domain == "" {
			domain = a.Domain3
		}
		byDomain[domain] = append(byDomain[domain], a)
		here[a.Domain+" "+a.Name], here[a.Domain3+" "+a.Name] = true, true
	}
	missing := map[string][]string{}
	for _, known := range realservice.Actions() {
		domain, name, _ := strings.Cut(known, " ")
		if !here[known] {
			missing[domain] = append(missing[domain], name)
		}
	}
	fmt.Fprintf(&b, "# Actions\n\n%d actions are here. One of the real service that is not here is refused with 6100 and words that say so.\n", len(table.All()))
	var domains []string
	for d := range byDomain {
		domains = append(domains, d)
	}
	sort.Strings(domains)
	for _, d := range domains {
		fmt.Fprintf(&b, "\n## %s\n\n| action | version | API 2.0 host | API 3.0 host | what it does | codes of its own |\n| --- | --- | --- | --- | --- | --- |\n", d)
		for _, a := range byDomain[d] {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", a.Name, dash(a.Version), dash(a.Domain), dash(a.Domain3), a.Doc, dash(refusals(a)))
		}
		if m := missing[d]; m != nil {
			fmt.Fprintf(&b, "\nNot here: %s.\n", strings.Join(m, ", "))
		}
	}
	return b.String()
}

func refusals(a *action.Bound) string {
	seen := map[string]bool{}
	var out []string
	for _, c := range a.Refuses {
		text := fmt.Sprintf("%d %s", c.Code.Number, c.Versioned)
		if !seen[text] {
			seen[text] = true
			out = append(out, text)
		}
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
