package billing

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what billing asks of the accounts.
type Accounts interface {
	// Owner is what DescribeUserInfo shows of a main account: its name, mail and phone.
	Owner(ctx context.Context, tx store.Tx, account string) (name, mail, phone string, err error)
}

// Renewals is what billing asks of the one that sells prepaid instances.
type Renewals interface {
	// SetAutoRenew sets how instances renew: 0 by hand, 1 by themselves, 2 not at all. A refusal of row 5000 names
	// the instance that is not there.
	SetAutoRenew(ctx context.Context, tx store.Tx, c *call.Call, instanceIDs []string, autoRenew int64) error
}
