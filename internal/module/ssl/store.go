package ssl

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps certificates.
type Store interface {
	// PutCertificate keeps a certificate, in place of the one with its id.
	PutCertificate(ctx context.Context, tx store.Tx, c *Certificate) error
	// Certificate is the certificate with the id, whosever it is; nil where there is none.
	Certificate(ctx context.Context, tx store.Tx, id string) (*Certificate, error)
	// Certificates lists an account's certificates, the latest first and then by id.
	Certificates(ctx context.Context, tx store.Tx, account string) ([]*Certificate, error)
	// RemoveCertificate drops a certificate; it need not be there.
	RemoveCertificate(ctx context.Context, tx store.Tx, id string) error
}
