package securitygroup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/tagging"
)

// A Filter is what listed things have to have.
type Filter struct {
	Name   string   `api:"required" doc:"What is looked at."`
	Values []string `doc:"One of these is expected."`
}

// A Tag is a tag as requests write it.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

func tagsOf(given []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(given))
	for n, t := range given {
		out[n] = tagging.Tag(t)
	}
	return out
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// A window is the part of a list that is shown.
type window struct{ offset, limit int }

// windowOf reads Offset and Limit, which are texts in vpc's actions: 0 and 20 when left out, at most 100 at once.
func windowOf(offset, limit string) (window, error) {
	w := window{0, 20}
	for _, x := range []struct {
		name, text  string
		to          *int
		least, most int
	}{{"Offset", offset, &w.offset, 0, 1 << 30}, {"Limit", limit, &w.limit, 1, 100}} {
		if x.text == "" {
			continue
		}
		n, err := strconv.Atoi(x.text)
		if err != nil {
			return w, errMalformed.Errorf("Parameter %s is %s; a number is expected.", x.name, param.Quote(x.text))
		}
		if n < x.least || n > x.most {
			return w, errRange.Errorf("Parameter %s is %d; a number from %d to %d is expected.", x.name, n, x.least, x.most)
		}
		*x.to = n
	}
	return w, nil
}

func page[T any](all []T, w window) []T {
	from := min(w.offset, len(all))
	return all[from:min(from+w.limit, len(all))]
}

// checkFilters refuses filters that are too many, have too many values or are not known.
func checkFilters(given []Filter, known ...string) error {
	if len(given) > 10 {
		return errTooMany.Errorf("Parameter Filters has %d items; at most 10 are expected.", len(given))
	}
	for _, f := range given {
		ofTag := strings.HasPrefix(f.Name, "tag:") && slices.Contains(known, "tag:")
		if !ofTag && !slices.Contains(known, f.Name) {
			return errFilter.Errorf("The filter %s is not known to this action; one of %s is expected.", param.Quote(f.Name), strings.Join(known, ", "))
		}
		if len(f.Values) > 100 {
			return errTooMany.Errorf("The filter %s has %d values; at most 100 are expected.", f.Name, len(f.Values))
		}
	}
	return nil
}

// passes tells whether a thing has one of the values of every filter; of says what it has.
func passes(given []Filter, tags []tagging.Tag, of func(name string) []string) bool {
	for _, f := range given {
		var has []string
		if key, ok := strings.CutPrefix(f.Name, "tag:"); ok {
			for _, t := range tags {
				if t.Key == key {
					has = append(has, t.Value)
				}
			}
		} else if f.Name == "tag-key" {
			for _, t := range tags {
				has = append(has, t.Key)
			}
		} else {
			has = of(f.Name)
		}
		if !slices.ContainsFunc(has, func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}

// order sorts a list by a field, whose values key tells; without a field it stays as it is.
func order[T any, K cmp.Ordered](all []T, field, direction string, key func(T) K) {
	if field == "" {
		return
	}
	slices.SortStableFunc(all, func(a, b T) int {
		if direction == "DESC" {
			a, b = b, a
		}
		return cmp.Compare(key(a), key(b))
	})
}

// moment is an instant in a form that sorts.
func moment(t time.Time) string { return t.UTC().Format("20060102150405.000000") }
