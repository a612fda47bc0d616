package realservice

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed terraform.txt
var terraform string

// A Resource is a resource or data source ("data images") of the official Terraform provider, without the prefix
// tencentcloud_, with the actions of API 3.0 that its life may take: "vpc.CreateVpc". The list was read from the
// provider's source and has the calls of all its branches.
type Resource struct {
	Name    string
	Actions []string
}

// A Called action is made by so many of the 400 scenarios of the provider that were looked at.
type Called struct {
	Action    string
	Scenarios int
}

// Terraform is what the provider calls (facts/clients.md, facts/terraform-actions.tsv).
func Terraform() (resources []Resource, actions []Called) {
	for line := range strings.Lines(terraform) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "resource":
			name, calls, _ := strings.Cut(rest, ": ")
			resources = append(resources, Resource{name, strings.Fields(calls)})
		case "action":
			name, count, _ := strings.Cut(rest, " ")
			n, _ := strconv.Atoi(count) // the list is ours
			actions = append(actions, Called{name, n})
		}
	}
	return resources, actions
}

// A Changed resource of the provider has attributes that it changes in place: those of its schema that are given by the
// configuration and force no replacement, with a dot between a block and what is in it.
type Changed struct {
	Name       string
	Attributes []string
}

// Changeable are the resources of the provider, as its schemas of 2026-08 are, that the stories of test/terraform are about.
func Changeable() []Changed {
	var all []Changed
	for line := range strings.Lines(terraform) {
		if rest, found := strings.CutPrefix(strings.TrimSpace(line), "changes "); found {
			name, attributes, _ := strings.Cut(rest, ": ")
			all = append(all, Changed{name, strings.Fields(attributes)})
		}
	}
	return all
}
