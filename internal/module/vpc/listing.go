package vpc

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/tagging"
)

// checkIDs refuses ids beside filters, too many of them, and malformed ones.
func checkIDs(parameter, kind string, ids []string, filters []listing.Filter) error {
	if len(ids) > 0 && len(filters) > 0 {
		return errTogether.Errorf("%s and Filters are both given; one of them is expected.", parameter)
	}
	if len(ids) > 100 {
		return errTooMany.Errorf("%s has %d items; at most 100 are expected.", parameter, len(ids))
	}
	for _, id := range ids {
		if err := checkID(parameter, kind, id); err != nil {
			return err
		}
	}
	return nil
}

// A facet is what a list goes by: the thing's id, what conditions may ask of it, and the texts that filters compare.
type facet struct {
	id, creator, vpc string
	tags             []tagging.Tag
	texts            map[string][]string
}

func (f *facet) keeps(filter listing.Filter) bool {
	texts := f.texts[filter.Name]
	if key, ok := strings.CutPrefix(filter.Name, "tag:"); ok || filter.Name == "tag-key" {
		for _, t := range f.tags {
			switch {
			case !ok:
				texts = append(texts, t.Key)
			case t.Key == key:
				texts = append(texts, t.Value)
			}
		}
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		if filter.Name == "vpc-name" { // the API says of this one alone that it looks for a part of it
			return slices.ContainsFunc(filter.Values, func(part string) bool { return strings.Contains(text, part) })
		}
		return slices.Contains(filter.Values, text)
	})
}

// pick is what a list shows of all things of a kind: those with the ids, which have to be there; or, of what the caller
// may see, those that every filter keeps.
func pick[T any](c *call.Call, parameter, kind string, all []T, ids []string, filters []listing.Filter, of func(*T) facet) ([]T, error) {
	var out []T
	there := map[string]bool{}
	for i := range all {
		f := of(&all[i])
		there[f.id] = true
		switch {
		case len(ids) > 0 && !slices.Contains(ids, f.id),
			len(ids) == 0 && !c.Sees(call.Resource{Service: "vpc", Type: kind, ID: f.id}, facts(f.creator, f.vpc, f.tags)),
			slices.ContainsFunc(filters, func(filter listing.Filter) bool { return !f.keeps(filter) }):
		default:
			out = append(out, all[i])
		}
	}
	for _, id := range ids {
		if !there[id] {
			return nil, absent(c, parameter, id)
		}
	}
	return out, nil
}

// A page is a part of a list.
type page struct{ offset, limit int64 }

// newPage reads Offset and Limit, which older actions of this service take as texts.
func newPage(offset, limit string) (page, error) {
	p := page{0, 20}
	for _, n := range []struct {
		parameter, text string
		to              *int64
		least, most     int64
	}{{"Offset", offset, &p.offset, 0, 1 << 40}, {"Limit", limit, &p.limit, 1, 100}} {
		if n.text == "" {
			continue
		}
		v, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			return p, errMalformed.Errorf("%s is %.40q; a number is expected.", n.parameter, n.text)
		}
		if v < n.least || v > n.most {
			return p, errRange.Errorf("%s is %d; %d to %d is expected.", n.parameter, v, n.least, n.most)
		}
		*n.to = v
	}
	return p, nil
}

func paged[T any](all []T, p page) []T {
	from := min(p.offset, int64(len(all)))
	return all[from:min(from+p.limit, int64(len(all)))]
}

// rangeTexts are a range as filters name it: with its mask, or its first address alone.
func rangeTexts(cidr string) []string {
	return []string{cidr, netip.MustParsePrefix(cidr).Addr().String()}
}
