package ssl

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DeleteCertificate takes a certificate away.
var DeleteCertificate = action.Define(action.Spec{
	Name: "DeleteCertificate", Doc: "Takes a certificate away that nothing shows.", Domain3: "ssl", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errBound},
}, (*Service).deleteCertificate)

// DeleteCertificateRequest is the input of DeleteCertificate.
type DeleteCertificateRequest struct {
	CertificateId   string `api:"required" touches:"certificate" doc:"The certificate."`
	IsCheckResource bool   `doc:"Whether it is looked at what shows it; it always is."`
}

// DeleteCertificateResponse is the answer of DeleteCertificate.
type DeleteCertificateResponse struct {
	DeleteResult bool
	TaskId       string
}

func (s *Service) deleteCertificate(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteCertificateRequest) (*DeleteCertificateResponse, error) {
	return &DeleteCertificateResponse{DeleteResult: true}, s.remove(ctx, tx, c, in.CertificateId, errNotFound, errBound)
}
