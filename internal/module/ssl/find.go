package ssl

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// find is the caller's certificate; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, id string, none *catalogue.Condition) (*Certificate, error) {
	found, err := s.Certificate(ctx, tx, c.Caller.Account, id)
	if err == nil && found == nil {
		err = none.Errorf("The certificate %.40q does not exist.", id)
	}
	return found, err
}

// listed are the certificates that the caller sees, the latest first, with their tags by id.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call) ([]*Certificate, map[string][]tagging.Tag, error) {
	all, err := s.Store.Certificates(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "ssl", "certificate", "")
	return slices.DeleteFunc(all, func(one *Certificate) bool {
		return !c.Sees(call.Resource{Service: "ssl", Type: "certificate", ID: one.ID}, about(one, tags[one.ID]))
	}), tags, err
}

// mentions tells whether a search finds the certificate: in its id, its alias or one of its names.
func (c *Certificate) mentions(key string) bool {
	return strings.Contains(c.ID, key) || strings.Contains(c.Alias, key) ||
		slices.ContainsFunc(c.Names, func(n string) bool { return strings.Contains(n, key) })
}

// remove drops a certificate that nothing shows.
func (s *Service) remove(ctx context.Context, tx store.Tx, c *call.Call, id string, none, bound *catalogue.Condition) error {
	found, err := s.find(ctx, tx, c, id, none)
	if err != nil {
		return err
	}
	for _, u := range s.Users {
		by, used, err := u.ShowsCertificate(ctx, tx, found.Account, found.ID)
		if err != nil {
			return err
		}
		if used {
			return bound.Errorf("The certificate %s is shown by %s; take it off there first.", found.ID, by)
		}
	}
	if err := s.Tags.Drop(ctx, tx, found.Account, found.tagged()); err != nil {
		return err
	}
	return s.Store.RemoveCertificate(ctx, tx, found.ID)
}

// project refuses a project that the account does not have.
func (s *Service) project(ctx context.Context, tx store.Tx, c *call.Call, id int64) error {
	has, err := s.Accounts.HasProject(ctx, tx, c.Caller.Account, id)
	if err == nil && !has {
		err = errNoProject.Errorf("The project %d does not exist.", id)
	}
	return err
}

// page is what a list shows of all.
func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

// clockOf is a time as answers write it, on the clocks of Beijing.
func clockOf(t time.Time) string { return t.In(beijing).Format(time.DateTime) }

var beijing = time.FixedZone("", 8*60*60)
