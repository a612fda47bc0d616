// Package realservice knows which actions the real service has, whether they are here or not: the lists of the 2.0
// documents and command line, and of the 3.0 clients (facts/api2-actions.json, api2-docs-params.json, api3-*.json).
package realservice

import (
	_ "embed"
	"strings"
)

//go:embed actions.txt
var actions string

// Actions lists them as "cvm DescribeInstances", by module and name.
func Actions() []string {
	var out []string
	for line := range strings.Lines(actions) {
		module, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for _, name := range strings.Fields(names) {
			out = append(out, module+" "+name)
		}
	}
	return out
}
