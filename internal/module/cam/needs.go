package cam

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/store"
)

// Accounts is what cam asks of the main accounts.
type Accounts interface {
	// Exists tells whether there is such a main account.
	Exists(ctx context.Context, tx store.Tx, uin string) (bool, error)
	// AppID is the main account's other number.
	AppID(ctx context.Context, tx store.Tx, uin string) (string, error)
	// Quota is how many of name the account may have, def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error)
}

// Uses is what cam asks of whoever sees keys being used.
type Uses interface {
	// LastUsed is when the key was last used, in cloud time; the zero time where that is not known.
	LastUsed(secretID string) time.Time
}
