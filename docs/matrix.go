package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/story"
)

// matrix says how each code is met, and who has met it.
func matrix(stories []story.Story) string {
	var b strings.Builder
	b.WriteString("# The matrix\n\nHow every code is met, for each of its reasons. The stories in [`stories/`](../stories) are played inside the process in\n" +
		"both dialects, and over real sockets by the official clients that registries serve:\n\n" +
		"| client | package | dialect | method | signature |\n| --- | --- | --- | --- | --- |\n")
	for _, c := range story.Clients() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", c.Name, c.Package, dialects(c.Dialect), c.Method, c.Signature)
	}
	b.WriteString("\nA number in the last two columns is how many of them play the story in that dialect. Where the story is not the same in\n" +
		"both, its calls are others. A story that meets its code in both dialects leaves the same state in both.\n\n" +
		"| code | description | met when | API 2.0 | API 3.0 |\n| --- | --- | --- | --- | --- |\n")
	for _, c := range catalogue.All() {
		for _, s := range stories {
			if s.Code == c.Number {
				fmt.Fprintf(&b, "| %d | %s | %s | %s | %s |\n", c.Number, c.Description, s.Why, players(s, story.API2), players(s, story.API3, story.TC3))
			}
		}
	}
	return b.String()
}

func dialects(d story.Dialect) string {
	if d == story.API2 {
		return "API 2.0"
	}
	return "API 3.0"
}

// players says which clients play a story in some dialects, and what is answered there in its place.
func players(s story.Story, dialects ...story.Dialect) string {
	played := 0
	var notes []string
	for _, c := range story.Clients() {
		for _, d := range dialects {
			switch {
			case c.Dialect != d:
			case c.Cannot[s.Code] != "":
				notes = append(notes, fmt.Sprintf("not %s: %s", c.Name, c.Cannot[s.Code]))
			default:
				played++
			}
		}
	}
	for _, d := range dialects {
		why := s.Differs(d)
		note := fmt.Sprintf("%d instead: %s", s.In(d).Code, why)
		if why != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return strings.Join(append([]string{fmt.Sprint(played)}, notes...), "; ")
}
