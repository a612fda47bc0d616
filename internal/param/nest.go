package param

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Nest makes an object of flat parameters: Filters.0.Name is the member Name of the first item of the list Filters. Members
// that are numbered from 0 without a gap are a list. leaf says what the text of a value is: [AsText] or [AsJSON]. It returns
// an error where a parameter is there twice, or both a value and a group.
func Nest(params [][2]string, leaf func(text string) any) (map[string]any, error) {
	root := map[string]any{}
	for _, p := range params {
		if err := put(root, strings.Split(p[0], "."), leaf(p[1])); err != nil {
			return nil, fmt.Errorf("parameter %s: %w", p[0], err)
		}
	}
	for name, member := range root {
		root[name] = listed(member)
	}
	return root, nil
}

// AsText leaves a value the text that it is.
func AsText(text string) any { return text }

// AsJSON takes a value for what it is in JSON: a number, a boolean, a list, an object, or a text in quotes ('"12"'). Anything
// else is the text that it is.
func AsJSON(text string) any {
	var v any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if dec.Decode(&v) == nil && !dec.More() && v != nil {
		return v
	}
	return text
}

// group is what has members until it is known whether they are those of a list; a value that is an object is none.
type group map[string]any

func put(into map[string]any, path []string, value any) error {
	if len(path) == 1 {
		if _, there := into[path[0]]; there {
			return errors.New("it is there twice")
		}
		into[path[0]] = value
		return nil
	}
	below, there := into[path[0]]
	if !there {
		below = group{}
		into[path[0]] = below
	}
	members, ok := below.(group)
	if !ok {
		return errors.New("it is a value and has members")
	}
	return put(members, path[1:], value)
}

// listed makes lists of groups whose members are numbered from 0, and objects of the others.
func listed(v any) any {
	members, ok := v.(group)
	if !ok {
		return v
	}
	items := make([]any, len(members))
	filled := 0
	for name, member := range members {
		members[name] = listed(member)
		if n, err := strconv.Atoi(name); err == nil && n >= 0 && n < len(items) && strconv.Itoa(n) == name {
			items[n] = members[name]
			filled++
		}
	}
	if filled == len(members) {
		return items
	}
	return map[string]any(members)
}
