// Package listing is how the lists of vpc's API are asked for: filters by name and by tag, and pages.
package listing

import (
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/tagging"
)

// ErrFilter is the condition under which a filter is refused that the action does not have.
var ErrFilter = catalogue.InvalidParameter.Named("InvalidParameter.FilterInvalidKey")

// A Filter keeps the things of which something is one of the values.
type Filter struct {
	Name   string   `api:"required" doc:"What to go by."`
	Values []string `api:"required,max=100" doc:"What it is to be: one of these."`
}

// Check refuses filters that are not among those of the action; tag-key stands for tag:KEY too.
func Check(filters []Filter, names ...string) error {
	for _, f := range filters {
		if !slices.Contains(names, f.Name) && (f.Name == "tag:" || !strings.HasPrefix(f.Name, "tag:") || !slices.Contains(names, "tag-key")) {
			return ErrFilter.Errorf("The filter %.40q is not known; one of %s is expected.", f.Name, strings.Join(names, ", "))
		}
	}
	return nil
}

// Kept tells whether all filters keep what has the texts, by the filters' names, and the tags.
func Kept(filters []Filter, texts map[string][]string, tags []tagging.Tag) bool {
	for _, f := range filters {
		have := texts[f.Name]
		key, one := strings.CutPrefix(f.Name, "tag:")
		for _, t := range tags {
			switch {
			case one && t.Key == key:
				have = append(have, t.Value)
			case f.Name == "tag-key":
				have = append(have, t.Key)
			}
		}
		if !slices.ContainsFunc(have, func(text string) bool { return slices.Contains(f.Values, text) }) {
			return false
		}
	}
	return true
}

// Page is what a list shows of all, 20 where no limit is given.
func Page[T any](all []T, offset int64, limit *int64) []T {
	n := int64(20)
	if limit != nil {
		n = *limit
	}
	from := min(offset, int64(len(all)))
	return all[from:min(from+n, int64(len(all)))]
}

// Time is a time as answers of this service write it, on the clocks of Beijing.
func Time(t time.Time) string { return t.In(beijing).Format(time.DateTime) }

var beijing = time.FixedZone("", 8*60*60)
