package account

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps main accounts.
type Store interface {
	// PutAccount keeps an account, in place of the one with its uin where there is one; it returns false, and keeps
	// what it has, where the AppID is another account's.
	PutAccount(ctx context.Context, tx store.Tx, a Account) (bool, error)

	// Account is the account with the uin, nil where there is none.
	Account(ctx context.Context, tx store.Tx, uin string) (*Account, error)

	// Accounts lists all by uin, as text.
	Accounts(ctx context.Context, tx store.Tx) ([]Account, error)

	// PutQuota sets a quota.
	PutQuota(ctx context.Context, tx store.Tx, uin, name string, n int64) error

	// RemoveQuota drops a quota; it need not be there.
	RemoveQuota(ctx context.Context, tx store.Tx, uin, name string) error

	// Quota is a quota that was put; set is false where none was.
	Quota(ctx context.Context, tx store.Tx, uin, name string) (n int64, set bool, err error)

	// Quotas are all quotas of an account that were put, by name.
	Quotas(ctx context.Context, tx store.Tx, uin string) (map[string]int64, error)

	// AddProject keeps a new project; it returns false where its id is taken, by whichever account.
	AddProject(ctx context.Context, tx store.Tx, p Project) (bool, error)

	// SetProject sets name, info and Hidden of the project with that account and id; it returns false where there is none.
	SetProject(ctx context.Context, tx store.Tx, p Project) (bool, error)

	// Project is the account's project with the id, nil where there is none.
	Project(ctx context.Context, tx store.Tx, uin string, id int64) (*Project, error)

	// Projects lists the account's projects by id.
	Projects(ctx context.Context, tx store.Tx, uin string) ([]Project, error)
}
