package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A templateQuery is which templates of a kind are wanted, in which order.
type templateQuery struct {
	kind          Kind
	filters       []Filter
	offset, limit string
	field, down   string
	memberField   string
	memberDown    string
	nameFilter    string
	idFilter      string
	memberFilter  string // empty where members are no filter
}

func (q *templateQuery) check() error {
	known := []string{q.nameFilter, q.idFilter, "tag-key", "tag:"}
	if q.memberFilter != "" {
		known = append(known, q.memberFilter)
	}
	if err := checkFilters(q.filters, known...); err != nil {
		return err
	}
	_, err := windowOf(q.offset, q.limit)
	return err
}

// templates are those that are wanted, on the page that is wanted, with the number of all and the tags of each.
func (s *Service) templates(ctx context.Context, tx store.Tx, c *call.Call, q *templateQuery) (found []*Template, n int64, tags map[string][]tagging.Tag, err error) {
	if tags, err = s.Tags.All(ctx, tx, c.Caller.Account, "vpc", string(q.kind), c.Region); err != nil {
		return nil, 0, nil, err
	}
	all, err := s.Store.Templates(ctx, tx, c.Caller.Account, c.Region, q.kind)
	if err != nil {
		return nil, 0, nil, err
	}
	all = slices.DeleteFunc(all, func(t *Template) bool {
		return !passes(q.filters, tags[t.ID], func(name string) []string {
			switch name {
			case q.nameFilter:
				return []string{t.Name}
			case q.idFilter:
				return []string{t.ID}
			default:
				return t.values()
			}
		})
	})
	order(all, q.field, q.down, func(t *Template) string {
		switch q.field {
		case "CreatedTime":
			return moment(t.Created)
		case "UpdateTime":
			return moment(t.Updated)
		default:
			return t.ID
		}
	})
	for _, t := range all {
		order(t.Members, q.memberField, q.memberDown, func(m Member) string {
			if q.memberField == "UpdateTime" {
				return moment(m.Updated)
			}
			return m.Value
		})
	}
	w, err := windowOf(q.offset, q.limit)
	return page(all, w), int64(len(all)), tags, err
}
