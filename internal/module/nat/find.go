package nat

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// find is the caller's gateway in the call's region; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Gateway, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	g, err := s.Store.Gateway(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if g == nil || g.Account != c.Caller.Account || g.Region != c.Region {
		return nil, errNotFound.Errorf("The NAT gateway %s does not exist in %s.", id, c.Region)
	}
	return g, nil
}

// change does something to a finished gateway.
func (s *Service) change(ctx context.Context, tx store.Tx, c *call.Call, id string, do func(g *Gateway) error) error {
	g, err := s.find(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if err := g.steady(); err != nil {
		return err
	}
	if err := do(g); err != nil {
		return err
	}
	return s.Store.PutGateway(ctx, tx, g)
}

// listed are the gateways of the call's region that the caller sees, with their tags by id.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call) ([]*Gateway, map[string][]tagging.Tag, error) {
	all, err := s.Store.Gateways(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "nat", c.Region)
	return slices.DeleteFunc(all, func(g *Gateway) bool {
		return !c.Sees(call.Resource{Service: "vpc", Type: "nat", ID: g.ID}, about(g, tags[g.ID]))
	}), tags, err
}

// A Filter keeps the things of which something is one of the values.
type Filter struct {
	Name   string   `api:"required" doc:"What to go by."`
	Values []string `api:"required,max=100" doc:"What it is to be: one of these."`
}

// checkFilters refuses filters that are not among those of the action.
func checkFilters(filters []Filter, names ...string) error {
	for _, f := range filters {
		if !slices.Contains(names, f.Name) && (len(f.Name) < 5 || !strings.HasPrefix(f.Name, "tag:") || !slices.Contains(names, "tag-key")) {
			return errFilter.Errorf("The filter %.40q is not known; one of %s is expected.", f.Name, strings.Join(names, ", "))
		}
	}
	return nil
}

// kept tells whether all filters keep what has the texts and the tags.
func kept(filters []Filter, texts map[string][]string, tags []tagging.Tag) bool {
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

// page is what a list shows of all.
func page[T any](all []T, offset int64, limit *int64) []T {
	n := int64(20)
	if limit != nil {
		n = *limit
	}
	from := min(offset, int64(len(all)))
	return all[from:min(from+n, int64(len(all)))]
}

// timeOf is a time as answers of this service write it, on the clocks of Beijing.
func timeOf(t time.Time) string { return t.In(beijing).Format(time.DateTime) }

var beijing = time.FixedZone("", 8*60*60)
