package account

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/store"
)

// Groups is what account asks of the keeper of users.
type Groups interface {
	// EachGroup hands over the account's user groups by id.
	EachGroup(ctx context.Context, tx store.Tx, account string, do func(id int64, name, remark string, created time.Time)) error
}
