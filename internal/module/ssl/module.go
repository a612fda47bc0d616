// Package ssl keeps certificates: a server's with their keys, and those of authorities that callers are checked by. It
// decides whether a text is a certificate, whether the key is its key, and whether one may go that is in use. Who shows it
// is for those who ask (load balancers' listeners). Certificates are in no region.
//
// Its actions are ssl's of 2019-12-05 and, older and fewer, wss's of 2018-04-26: the same certificates.
package ssl

import (
	"context"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/seal"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what ssl needs.
type Deps struct {
	Store    Store
	Random   *random.Source
	Box      *seal.Box
	Accounts Accounts
	Tags     tagging.Keeper
	// Users are those who show certificates; they ask for them in turn and may be set after New.
	Users []Users
}

// A Service keeps certificates.
type Service struct{ Deps }

var _ action.ResourceFacts = (*Service)(nil)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of certificates.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		UploadCertificate, DescribeCertificates, DescribeCertificate, DescribeCertificateDetail,
		ModifyCertificateAlias, ModifyCertificateProject, DeleteCertificate, CheckCertificateExist,
		UploadCert, DescribeCertList, DeleteCert,
	)
}

// Certificate is the account's certificate with the id; nil where there is none.
func (s *Service) Certificate(ctx context.Context, tx store.Tx, account, id string) (*Certificate, error) {
	c, err := s.Store.Certificate(ctx, tx, id)
	if err != nil || c == nil || c.Account != account {
		return nil, err
	}
	return c, nil
}

// Keep keeps a new certificate of the caller's account, made of texts in PEM; an authority's has no key. It refuses texts
// that are no certificate or no key of it. One request that says the same several times brings it once.
func (s *Service) Keep(ctx context.Context, tx store.Tx, c *call.Call, alias string, kind Kind, certificate, key string) (*Certificate, error) {
	all, err := s.Store.Certificates(ctx, tx, c.Caller.Account)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.CreatedAt.Equal(c.Now) && one.Alias == alias && one.Kind == kind && one.Text == certificate {
			return one, nil
		}
	}
	return s.keep(ctx, tx, c, &Certificate{Alias: alias, Kind: kind, Text: certificate}, key, words3)
}

func (s *Service) keep(ctx context.Context, tx store.Tx, c *call.Call, of *Certificate, key string, w words) (*Certificate, error) {
	if err := of.read(key, w); err != nil {
		return nil, err
	}
	of.Account, of.Creator, of.CreatedAt = c.Caller.Account, c.Caller.Uin, c.Now
	for {
		_, of.ID, _ = strings.Cut(s.Random.ResourceID("cert"), "-")
		taken, err := s.Store.Certificate(ctx, tx, of.ID)
		if err != nil {
			return nil, err
		}
		if taken == nil {
			break
		}
	}
	if key != "" {
		of.SealedKey = s.Box.Seal(key, keyContext(of.ID))
	}
	return of, s.Store.PutCertificate(ctx, tx, of)
}

// keyContext binds a sealed key to its certificate.
func keyContext(id string) string { return "ssl certificate " + id }

// ResourceFacts tells CAM and tag about a certificate: who brought it, and its tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "ssl" || r.Type != "certificate" || r.ID == "*" {
		return r, nil, nil
	}
	c, err := s.Certificate(ctx, tx, account, r.ID)
	if err != nil || c == nil {
		return r, nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, account, c.tagged())
	return r, about(c, tags), err
}

func about(c *Certificate, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {c.Creator}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}
