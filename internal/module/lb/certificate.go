package lb

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// refusesCertificate is what a certificate may be refused with; API 2.0 misses one too.
var refusesCertificate = []*catalogue.Condition{errFormat, errNoCertificate}

// certificateChange is what a request says about a listener's certificates: one that the account has by its id, or a new
// one by its contents, which is kept with the account's others.
type certificateChange struct {
	mode, id, caID, name, content, key, caName, caContent *string
}

// setCertificate changes what is said.
func (s *Service) setCertificate(ctx context.Context, tx store.Tx, c *call.Call, to *Certificate, change certificateChange) error {
	if (change.content != nil && *change.content != "") != (change.key != nil && *change.key != "") {
		return catalogue.MissingParameter.Errorf("One of certContent and certKey is missing; both are expected, or neither.")
	}
	put(&to.SSLMode, change.mode)
	put(&to.ID, change.id)
	put(&to.CAID, change.caID)
	if err := s.keepNew(ctx, tx, c, &to.ID, change.name, change.content, change.key); err != nil {
		return err
	}
	if err := s.keepNew(ctx, tx, c, &to.CAID, change.caName, change.caContent, nil); err != nil {
		return err
	}
	return s.certified(ctx, tx, c, to)
}

// keepNew has a certificate be kept that comes by its contents; id is the one that it is given.
func (s *Service) keepNew(ctx context.Context, tx store.Tx, c *call.Call, id, name, content, key *string) error {
	if content == nil || *content == "" {
		return nil
	}
	var alias, private string
	put(&alias, name)
	put(&private, key)
	given, err := s.Certificates.KeepCertificate(ctx, tx, c, alias, *content, private)
	var refused *catalogue.Refusal
	if errors.As(err, &refused) {
		return errFormat.Errorf("%s", refused.Message)
	}
	*id = given
	return err
}

// certified refuses certificates that the account does not have, and those of the wrong kind.
func (s *Service) certified(ctx context.Context, tx store.Tx, c *call.Call, of *Certificate) error {
	of.ID, of.CAID = strings.TrimPrefix(of.ID, "cert-"), strings.TrimPrefix(of.CAID, "cert-")
	for _, id := range append([]string{of.ID, of.CAID}, of.More...) {
		if id == "" {
			continue
		}
		authority, err := s.ofAuthority(ctx, tx, c, id)
		switch {
		case err != nil:
			return err
		case authority && id != of.CAID:
			return errFormat.Errorf("The certificate %s is an authority's; a server's is expected.", id)
		case !authority && id == of.CAID:
			return errFormat.Errorf("The certificate %s is a server's; an authority's is expected for callers.", id)
		}
	}
	return nil
}

// ofAuthority tells whether a certificate is an authority's; it refuses one that the account does not have.
func (s *Service) ofAuthority(ctx context.Context, tx store.Tx, c *call.Call, id string) (bool, error) {
	if len(id) != 8 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return false, errFormat.Errorf("The certificate %q is not the id of 8 letters and digits that is expected.", id)
	}
	has, authority, err := s.Certificates.Certificate(ctx, tx, c.Caller.Account, id)
	if err == nil && !has {
		err = errNoCertificate.Errorf("The certificate %s does not exist.", id)
	}
	return authority, err
}

// shows tells whether the certificate is one of those.
func (c *Certificate) shows(id string) bool {
	return c.ID == id || c.CAID == id || slices.Contains(c.More, id)
}

// certificates are all of a load balancer, each with the listener or rule that shows it.
func (b *LoadBalancer) certificates(do func(by string, c *Certificate)) {
	for n := range b.Listeners {
		l := &b.Listeners[n]
		do(l.ID, &l.Certificate)
		for m := range l.Rules {
			do(l.Rules[m].ID, &l.Rules[m].Certificate)
		}
	}
}

// ShowsCertificate names one listener or rule of the account that shows a certificate; false where none does.
func (s *Service) ShowsCertificate(ctx context.Context, tx store.Tx, account, id string) (by string, shows bool, err error) {
	all, err := s.Store.Balancers(ctx, tx, account, "")
	for n := range all {
		all[n].certificates(func(where string, c *Certificate) {
			if c.shows(id) && !shows {
				by, shows = where+" of "+all[n].ID, true
			}
		})
	}
	return by, shows, err
}
