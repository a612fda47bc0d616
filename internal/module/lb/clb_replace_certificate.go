package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ReplaceCertForLoadBalancers has whatever shows a certificate show another one.
var ReplaceCertForLoadBalancers = action.Define(action.Spec{
	Name: "ReplaceCertForLoadBalancers", Doc: "Has all listeners and rules of the region that show a certificate show another one.",
	Domain3: "clb", Version: version, Changes: true, Refuses: refusesCertificate,
}, (*Service).replaceCertificate)

// ReplaceCertRequest is the input of ReplaceCertForLoadBalancers.
type ReplaceCertRequest struct {
	OldCertificateId string           `api:"required" doc:"The certificate that they show."`
	Certificate      CertificateInput `api:"required" doc:"What they are to show: a certificate by its id, or a new one by its contents."`
}

func (s *Service) replaceCertificate(ctx context.Context, tx store.Tx, c *call.Call, in *ReplaceCertRequest) (*Done, error) {
	var next Certificate
	if err := s.certify(ctx, tx, c, &next, &in.Certificate, nil); err != nil {
		return nil, err
	}
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	var ids []string
	for n := range all {
		shown := false
		all[n].certificates(func(_ string, of *Certificate) { shown = shown || of.shows(in.OldCertificateId) })
		if shown {
			ids = append(ids, all[n].ID)
		}
	}
	if len(ids) == 0 {
		return nil, errNoCertificate.Errorf("The certificate %.40q is shown by no listener of %s.", in.OldCertificateId, c.Region)
	}
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		b.certificates(func(_ string, of *Certificate) { of.replace(in.OldCertificateId, next) })
		return nil
	}, ids...)
}

// replace puts another one where the certificate is shown: a server's for a server's, an authority's for an authority's.
func (c *Certificate) replace(id string, by Certificate) {
	switch {
	case c.ID == id && by.ID != "":
		c.ID = by.ID
	case c.CAID == id && by.CAID != "":
		c.CAID = by.CAID
	}
	if n := slices.Index(c.More, id); n >= 0 && by.ID != "" {
		c.More[n] = by.ID
	}
}
