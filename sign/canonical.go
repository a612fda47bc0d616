package sign

import (
	"slices"
	"strings"
)

// canonical is the parameters as they stand in the string to sign: name=value joined by &, sorted by name in byte order,
// values as they are.
func (r V1) canonical(as Reading) []byte {
	params := make([]Param, 0, len(r.Params))
	size := 0
	for _, p := range r.Params {
		if p.Name == "Signature" || as.atLeftOut && strings.HasPrefix(p.Value, "@") {
			continue
		}
		params = append(params, p)
		size += len(p.Name) + len(p.Value) + 2
	}
	if as.sortFirst {
		sortByName(params)
	}
	for i := range params {
		params[i].Name = as.dots.in(params[i].Name)
	}
	if !as.sortFirst {
		sortByName(params)
	}
	out := make([]byte, 0, size)
	for i, p := range params {
		if i > 0 {
			out = append(out, '&')
		}
		out = append(append(append(out, p.Name...), '='), p.Value...)
	}
	return out
}

// sortByName keeps the order sent between equal names.
func sortByName(params []Param) {
	slices.SortStableFunc(params, func(a, b Param) int { return strings.Compare(a.Name, b.Name) })
}

// in is the name with its underscores as the rule has them.
func (d dots) in(name string) string {
	if d == dotsNowhere || d == dotsUnlessLeading && strings.HasPrefix(name, "_") {
		return name
	}
	return strings.ReplaceAll(name, "_", ".")
}
