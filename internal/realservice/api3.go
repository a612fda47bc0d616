package realservice

import (
	_ "embed"
	"strings"
)

//go:embed api3.txt
var api3 string

// A Service is what API 3.0's clients know of one of the services.
type Service struct {
	Name, Version string
	// Codes are those that it refuses with, beside the common ones.
	Codes   []string
	Actions []Action
	// Types are the structures by their names.
	Types map[string][]Member
}

// An Action has parameters and the members of its answer but RequestId.
type Action struct {
	Name    string
	In, Out []Member
}

// A Member is part of an action or a structure.
type Member struct {
	Name string
	// Type is string, int64, uint64, bool, float, binary or the name of a structure.
	Type string
	// List holds for a list of that type.
	List bool
	// Required holds for a parameter that has to be there, Nullable for what an answer may say null of.
	Required, Nullable bool
}

// API3 are the services that are known in this detail. The text behind it has a line for each thing, in order: service,
// codes, then each action with in and out, then the types; a member is Name:Type, with ! behind the name where it is
// required, [] before the type for a list, ? behind it where it may be null (facts/api3-*.json).
func API3() []Service {
	var all []Service
	for line := range strings.Lines(api3) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if kind == "service" {
			name, version, _ := strings.Cut(rest, " ")
			all = append(all, Service{Name: name, Version: version, Types: map[string][]Member{}})
			continue
		}
		s := &all[len(all)-1]
		switch kind {
		case "codes":
			s.Codes = strings.Fields(rest)
		case "action":
			s.Actions = append(s.Actions, Action{Name: rest})
		case "in":
			s.Actions[len(s.Actions)-1].In = members(rest)
		case "out":
			s.Actions[len(s.Actions)-1].Out = members(rest)
		case "type":
			name, rest, _ := strings.Cut(rest, " ")
			s.Types[name] = members(rest)
		}
	}
	return all
}

func members(text string) []Member {
	var all []Member
	for one := range strings.FieldsSeq(text) {
		var m Member
		m.Name, m.Type, _ = strings.Cut(one, ":")
		m.Name, m.Required = strings.CutSuffix(m.Name, "!")
		m.Type, m.List = strings.CutPrefix(m.Type, "[]")
		m.Type, m.Nullable = strings.CutSuffix(m.Type, "?")
		all = append(all, m)
	}
	return all
}
