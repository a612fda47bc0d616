package ssl

import (
	"context"
	"crypto/x509"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CheckCertificateExist finds a certificate by what it is.
var CheckCertificateExist = action.Define(action.Spec{
	Name: "CheckCertificateExist", Doc: "Finds a certificate of the account by its contents.", Domain3: "ssl", Version: version, Regionless: true,
	Refuses: words3.all()[:1],
}, (*Service).checkCertificateExist)

// CheckCertificateExistRequest is the input of CheckCertificateExist.
type CheckCertificateExistRequest struct {
	CertificatePublicKey string `api:"required" doc:"The certificate in PEM."`
}

// CheckCertificateExistResponse is the answer of CheckCertificateExist.
type CheckCertificateExistResponse struct {
	// RepeatCertId is the one that the account has; empty where it has none.
	RepeatCertId string
}

func (s *Service) checkCertificateExist(ctx context.Context, tx store.Tx, c *call.Call, in *CheckCertificateExistRequest) (*CheckCertificateExistResponse, error) {
	chain, err := parse(in.CertificatePublicKey, words3)
	if err != nil {
		return nil, err
	}
	id, err := s.same(ctx, tx, c, chain[0])
	return &CheckCertificateExistResponse{id}, err
}

// same is the id under which the account has a certificate; empty where it has none.
func (s *Service) same(ctx context.Context, tx store.Tx, c *call.Call, of *x509.Certificate) (string, error) {
	all, err := s.Store.Certificates(ctx, tx, c.Caller.Account)
	for _, one := range all {
		if one.Fingerprint == fingerprint(of) {
			return one.ID, err
		}
	}
	return "", err
}
