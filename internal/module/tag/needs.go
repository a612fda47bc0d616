package tag

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what tag asks of the accounts.
type Accounts interface {
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
}

// Resources are what can be tagged, of whichever module; what comes back without facts is not there.
type Resources interface{ action.ResourceFacts }
