package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps groups, templates, and who is guarded.
type Store interface {
	// AddGroup keeps a new group; it returns false where its id is taken, by whichever account.
	AddGroup(ctx context.Context, tx store.Tx, g *Group) (bool, error)
	// PutGroup keeps a group in place of the one with its id.
	PutGroup(ctx context.Context, tx store.Tx, g *Group) error
	// RemoveGroup drops a group; it need not be there.
	RemoveGroup(ctx context.Context, tx store.Tx, id string) error
	// Group is the account's group with the id, nil where there is none.
	Group(ctx context.Context, tx store.Tx, account, id string) (*Group, error)
	// Groups lists an account's groups in a region, the latest first and then by id.
	Groups(ctx context.Context, tx store.Tx, account, region string) ([]*Group, error)

	// AddTemplate keeps a new template; it returns false where its id is taken, by whichever account.
	AddTemplate(ctx context.Context, tx store.Tx, t *Template) (bool, error)
	// PutTemplate keeps a template in place of the one with its id.
	PutTemplate(ctx context.Context, tx store.Tx, t *Template) error
	// RemoveTemplate drops a template; it need not be there.
	RemoveTemplate(ctx context.Context, tx store.Tx, id string) error
	// Template is the account's template with the id, nil where there is none.
	Template(ctx context.Context, tx store.Tx, account, id string) (*Template, error)
	// Templates lists an account's templates of a kind in a region, the latest first and then by id.
	Templates(ctx context.Context, tx store.Tx, account, region string, kind Kind) ([]*Template, error)

	// SetGuards has a holder guarded by exactly these groups, in this order; by none it is forgotten.
	SetGuards(ctx context.Context, tx store.Tx, account, kind, holder string, groups []string) error
	// Guards lists the groups of a holder in the order in which they were set.
	Guards(ctx context.Context, tx store.Tx, account, holder string) ([]string, error)
	// Guarded counts the holders of a group by kind.
	Guarded(ctx context.Context, tx store.Tx, account, group string) (map[string]int64, error)
}
