package securitygroup

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Accounts is what securitygroup asks of the accounts.
type Accounts interface {
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
}

// A quota is how many of something there may be, under the name that an account's own figure has.
type quota struct {
	name string
	def  int64
}

// The quotas (facts/quotas-billing-lifecycle.md §2); those of templates' members are assumed.
var (
	quotaGroups     = quota{"securitygroup.groups", 50}        // of an account in a region
	quotaRules      = quota{"securitygroup.rules", 100}        // of a group in a direction
	quotaNested     = quota{"securitygroup.nested_rules", 10}  // of a group, that name a group
	quotaOfInstance = quota{"securitygroup.per_instance", 5}   // of an instance
	quotaHolders    = quota{"securitygroup.holders", 2000}     // of a group
	quotaMembers    = quota{"securitygroup.members", 20}       // of a template
	quotaTemplates  = quota{"securitygroup.group_members", 20} // of a group of templates
)

func (s *Service) quota(ctx context.Context, tx store.Tx, account string, q quota) (int64, error) {
	return s.Accounts.Quota(ctx, tx, account, q.name, q.def)
}
