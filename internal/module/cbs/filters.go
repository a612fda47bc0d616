package cbs

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
)

// A Filter keeps what has one of the values.
type Filter struct {
	Name   string   `api:"required" doc:"What is looked at."`
	Values []string `api:"required" doc:"The values that are let through."`
}

// tagFilter begins the filters whose names end with a tag's key.
const tagFilter = "tag:"

// checkList refuses a list's filters that are too many, have too many values or are not known, and ids given with them.
func checkList(ids string, given int, filters []Filter, known map[string]bool) error {
	if given > 0 && len(filters) > 0 {
		return errValue.Errorf("Parameters %s and Filters are both given; one of them is expected.", ids)
	}
	if len(filters) > 10 {
		return errFilter.Errorf("Parameter Filters has %d items; at most 10 are expected.", len(filters))
	}
	for _, f := range filters {
		ofTag := known[tagFilter] && strings.HasPrefix(f.Name, tagFilter)
		if !known[f.Name] && !ofTag {
			return errFilter.Errorf("The filter %.60q is not known to this action.", f.Name)
		}
		if len(f.Values) > maxIDs {
			return errFilter.Errorf("The filter %s has %d values; at most %d are expected.", f.Name, len(f.Values), maxIDs)
		}
	}
	return nil
}

// names are those of filters.
func names(all ...string) map[string]bool {
	known := map[string]bool{}
	for _, name := range all {
		known[name] = true
	}
	return known
}

// passes tells whether what look finds has one of the values of every filter.
func passes(filters []Filter, look func(name string) []string) bool {
	for _, f := range filters {
		if !slices.ContainsFunc(look(f.Name), func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}

// lookTags finds the filter's values among a thing's tags; ok is false for another filter.
func lookTags(name string, tags []Tag) (values []string, ok bool) {
	key, byKey := strings.CutPrefix(name, tagFilter)
	for _, t := range tags {
		switch {
		case byKey && t.Key == key:
			values = append(values, t.Value)
		case name == "tag-key":
			values = append(values, t.Key)
		case name == "tag-value":
			values = append(values, t.Value)
		}
	}
	return values, byKey || name == "tag-key" || name == "tag-value"
}

// page is what a page shows of a list.
func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

// order sorts things that come the newest first: ASC the other way round, by when.
func order[T any](all []T, order string, when func(T) string) {
	slices.SortStableFunc(all, func(a, b T) int {
		if order == "ASC" {
			return cmp.Compare(when(a), when(b))
		}
		return cmp.Compare(when(b), when(a))
	})
}

// truth is a bool as filters write it.
func truth(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

// listing are the conditions of lists.
var listing = []*catalogue.Condition{errValue, errTooMany, errFilter}
