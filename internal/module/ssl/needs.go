package ssl

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Accounts is what ssl asks of the accounts.
type Accounts interface {
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, uin string, id int64) (bool, error)
}

// Users is what ssl asks of a module whose things show certificates.
type Users interface {
	// ShowsCertificate names one thing of the account that shows the certificate ("lbl-8x0k2m4q"); false where none does.
	ShowsCertificate(ctx context.Context, tx store.Tx, account, id string) (string, bool, error)
}
