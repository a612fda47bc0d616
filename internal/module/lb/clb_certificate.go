package lb

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CertificateInput is what a listener is to show, as API 3.0 writes it: certificates by their ids, or new ones by their contents.
type CertificateInput struct {
	SSLMode         *string `api:"oneof=UNIDIRECTIONAL MUTUAL" doc:"Whether callers show certificates too."`
	SSLVerifyClient *string `api:"oneof=ON OPTIONAL" doc:"Whether callers must."`
	CertId          *string `doc:"The server's certificate."`
	CertCaId        *string `doc:"The callers' CA certificate."`
	CertName        *string `doc:"The name of a new certificate."`
	CertKey         *string `api:"secret" doc:"The key of a new certificate."`
	CertContent     *string `doc:"A new certificate for the server."`
	CertCaName      *string `doc:"The name of a new CA certificate."`
	CertCaContent   *string `doc:"A new CA certificate for the callers."`
}

// MultiCertInfo is several certificates of a server, of different kinds of keys.
type MultiCertInfo struct {
	SSLMode         string     `api:"required,oneof=UNIDIRECTIONAL MUTUAL" doc:"Whether callers show certificates too."`
	CertList        []CertInfo `api:"required,max=3" doc:"The certificates, for MUTUAL the CA's too."`
	SSLVerifyClient *string    `api:"oneof=ON OPTIONAL" doc:"Whether callers must."`
}

// A CertInfo is one of them.
type CertInfo struct {
	CertId      string `doc:"Its id."`
	CertName    string `doc:"The name of a new one."`
	CertContent string `doc:"A new one."`
	CertKey     string `api:"secret" doc:"Its key."`
}

// certify changes what is said of certificates, in one or the other way.
func (s *Service) certify(ctx context.Context, tx store.Tx, c *call.Call, to *Certificate, one *CertificateInput, several *MultiCertInfo) error {
	if one != nil && several != nil {
		return catalogue.InvalidParameter.Errorf("Certificate and MultiCertInfo are both given; one of them is expected.")
	}
	switch {
	case one != nil:
		to.More = nil
		put(&to.Verify, one.SSLVerifyClient)
		return s.setCertificate(ctx, tx, c, to, certificateChange{
			mode: scheduler(one.SSLMode), id: one.CertId, caID: one.CertCaId, name: one.CertName, content: one.CertContent, key: one.CertKey,
			caName: one.CertCaName, caContent: one.CertCaContent,
		})
	case several != nil:
		*to = Certificate{SSLMode: strings.ToLower(several.SSLMode)}
		put(&to.Verify, several.SSLVerifyClient)
		for _, n := range several.CertList {
			id := strings.TrimPrefix(n.CertId, "cert-")
			if err := s.keepNew(ctx, tx, c, &id, &n.CertName, &n.CertContent, &n.CertKey); err != nil {
				return err
			}
			authority := false
			if to.SSLMode == "mutual" {
				var err error
				if authority, err = s.ofAuthority(ctx, tx, c, id); err != nil {
					return err
				}
			}
			switch {
			case authority:
				to.CAID = id
			case to.ID == "":
				to.ID = id
			default:
				to.More = append(to.More, id)
			}
		}
		if to.CAID != "" { // the list that was given is what is listed
			to.More = append(to.More, to.CAID)
		}
		return s.certified(ctx, tx, c, to)
	}
	return nil
}

// CertificateOutput is what a listener shows.
type CertificateOutput struct {
	SSLMode, SSLVerifyClient, CertId string
	CertCaId                         *string
	ExtCertIds                       []string
}

// output is a certificate as answers show it, nil where there is none.
func (c *Certificate) output() *CertificateOutput {
	if c.ID == "" {
		return nil
	}
	out := &CertificateOutput{SSLMode: strings.ToUpper(c.SSLMode), SSLVerifyClient: c.Verify, CertId: c.ID, ExtCertIds: append([]string{}, c.More...)}
	if c.CAID != "" {
		out.CertCaId = &c.CAID
	}
	return out
}
