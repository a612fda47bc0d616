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
