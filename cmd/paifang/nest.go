package main

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"

	"github.com/paifang/paifang/sign"
)

// nest makes the JSON of flat parameters: Filters.0.Name=zone becomes {"Filters":[{"Name":"zone"}]}. A value that is a
// JSON number, boolean, list or object is sent as such, and as a string in quotes: '"12"'.
func nest(params []sign.Param) any {
	root := map[string]any{}
	for _, p := range params {
		at := root
		parts := strings.Split(p.Name, ".")
		for _, part := range parts[:len(parts)-1] {
			next, ok := at[part].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[part] = next
			}
			at = next
		}
		at[parts[len(parts)-1]] = jsonValue(p.Value)
	}
	return lists(root)
}

func jsonValue(text string) any {
	var v any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if dec.Decode(&v) == nil && !dec.More() && v != nil {
		return v
	}
	return text
}

// lists turns objects whose members are all numbered into lists.
func lists(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	var indexes []int
	for name, member := range m {
		m[name] = lists(member)
		if i, err := strconv.Atoi(name); err == nil {
			indexes = append(indexes, i)
		}
	}
	if len(m) == 0 || len(indexes) < len(m) {
		return m
	}
	sort.Ints(indexes)
	list := make([]any, len(indexes))
	for i, index := range indexes {
		list[i] = m[strconv.Itoa(index)]
	}
	return list
}
