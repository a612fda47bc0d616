package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/realservice"
)

// services are the pages of API 3.0's services by file name.
func services(table *action.Table) map[string]string {
	pages := map[string]string{}
	for _, s := range realservice.API3() {
		pages["api3/"+s.Name+".md"] = made + service(s, here3(table)[s.Name+" "+s.Version])
	}
	return pages
}

// here3 are the actions of API 3.0 by their service and version, and then by name.
func here3(table *action.Table) map[string]map[string]*action.Bound {
	all := map[string]map[string]*action.Bound{}
	for _, a := range table.All() {
		if a.Domain3 == "" {
			continue
		}
		key := a.Domain3 + " " + a.Version
		if all[key] == nil {
			all[key] = map[string]*action.Bound{}
		}
		all[key][a.Name] = a
	}
	return all
}

func service(s realservice.Service, here map[string]*action.Bound) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s in API 3.0\n\n%d of the %d actions of the real service are here. Every answer has every member that today's clients know.\n",
		s.Name, s.Version, len(here), len(s.Actions))
	b.WriteString("Beside the codes below, every action can answer those of the [door](../checks.md).\n\n| action | what it does | codes of its own | parameters that are not here |\n| --- | --- | --- | --- |\n")
	var missing []string
	for _, known := range s.Actions {
		a := here[known.Name]
		if a == nil {
			missing = append(missing, known.Name)
			continue
		}
		var left []string
		for _, m := range known.In {
			if !slices.ContainsFunc(a.Params(), func(p action.Param) bool { return p.Name == m.Name }) {
				left = append(left, m.Name)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", a.Name, a.Doc, dash(refusals(a)), dash(strings.Join(left, ", ")))
	}
	if missing != nil {
		fmt.Fprintf(&b, "\n## Not here\n\nThese are refused with `InvalidAction` and words that say so; `paifang run` lists those that were called.\n\n%s\n", strings.Join(missing, ", "))
	}
	return b.String()
}

// terraform is what of the official Terraform provider can work.
func terraform(table *action.Table, p Provider) string {
	here := map[string]bool{}
	for key, actions := range here3(table) {
		domain, _, _ := strings.Cut(key, " ")
		for name := range actions {
			here[domain+"."+name] = true
		}
	}
	resources, called := realservice.Terraform()
	var b strings.Builder
	whole, applied := 0, 0
	var rows strings.Builder
	for _, r := range resources {
		var missing []string
		for _, a := range r.Actions {
			if !here[a] {
				missing = append(missing, a)
			}
		}
		if missing == nil {
			whole++
		}
		told := "-"
		if p.Applied[r.Name] {
			told = "yes"
			applied++
		}
		fmt.Fprintf(&rows, "| %s | %d | %s | %s |\n", r.Name, len(r.Actions), dash(strings.Join(missing, ", ")), told)
	}
	count, sum, all := 0, 0, 0
	for _, c := range called {
		all += c.Scenarios
		if here[c.Action] {
			count++
			sum += c.Scenarios
		}
	}
	b.WriteString("# What of the Terraform provider can work\n\n")
	fmt.Fprintf(&b, "Read from the provider's source of 2026-08, in all branches: a resource may well work although an action is missing that one\nof its attributes takes. The last column says what is applied, changed and destroyed by the provider itself in\n[`test/terraform`](../test/terraform/stories), and in CI by what it called then.\n\n")
	fmt.Fprintf(&b, "- of %d resources and data sources that were looked at closely, %d find every action, and %d are in a story\n- of %d actions that 400 scenarios call, %d are here; they make %d of %d uses\n\n", len(resources), whole, applied, len(called), count, sum, all)
	b.WriteString("| resource | actions | not here | in a story |\n| --- | --- | --- | --- |\n")
	b.WriteString(rows.String())
	b.WriteString(changes(p))
	return b.String()
}

// changes are the attributes that the provider changes in place, in the stories and not.
func changes(p Provider) string {
	var rows strings.Builder
	all, changed := 0, 0
	for _, r := range realservice.Changeable() {
		var why []string
		names := map[string][]string{}
		n := 0
		for _, a := range r.Attributes {
			name := r.Name + " " + a
			if p.Changed[name] {
				n++
				continue
			}
			reason := p.Unchanged[name]
			if names[reason] == nil {
				why = append(why, reason)
			}
			names[reason] = append(names[reason], "`"+a+"`")
		}
		var rest []string
		for _, reason := range why {
			rest = append(rest, strings.Join(names[reason], ", ")+": "+reason)
		}
		all, changed = all+len(r.Attributes), changed+n
		fmt.Fprintf(&rows, "| %s | %d of %d | %s |\n", r.Name, n, len(r.Attributes), dash(strings.Join(rest, "; ")))
	}
	return fmt.Sprintf("\n## What is changed in place\n\nAttributes that the provider's schemas let change without a replacement, for the resources of the stories: %d of %d are\nchanged by the provider in a story, with an empty plan afterwards.\n\n| resource | changed | not changed, and why |\n| --- | --- | --- |\n%s", changed, all, rows.String())
}
