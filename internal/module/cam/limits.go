package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// A limit is "at most N of these", by the name of the account's quota.
type limit struct {
	quota string
	most  int64
	full  *catalogue.Condition
	what  string
}

// The limits (facts/cam-sts.md §2.4).
var (
	usersAtMost     = limit{"cam.users", 1000, errUserFull, "sub-accounts in the account"}
	groupsAtMost    = limit{"cam.groups", 300, errGroupFull, "groups in the account"}
	policiesAtMost  = limit{"cam.policies", 1500, errPolicyFull, "policies in the account"}
	rolesAtMost     = limit{"cam.roles", 1000, errRoleFull, "roles in the account"}
	attachmentsMost = limit{"cam.attached_policies", 200, errAttachedFull, "policies attached to it"}
	membersAtMost   = limit{"cam.users_per_group", 100, errGroupUserFull, "sub-accounts in the group"}
	membershipsMost = limit{"cam.groups_per_user", 10, errUserGroupFull, "groups with the sub-account in them"}
	// Of identity providers the documents print no figure: this one is assumed.
	providersAtMost = limit{"cam.identity_providers", 10, errProvidersFull, "identity providers of this kind in the account"}
	keysAtMost      = limit{"cam.keys_per_identity", 2, errKeyFull, "keys of the identity"}
)

// room refuses, with row 4400, one more where there are so many.
func (s *Service) room(ctx context.Context, tx store.Tx, account string, l limit, have int) error {
	most, err := s.Accounts.Quota(ctx, tx, account, l.quota, l.most)
	if err != nil {
		return err
	}
	if int64(have) >= most {
		return l.full.Errorf("There are %d %s; at most %d are allowed.", have, l.what, most)
	}
	return nil
}
