package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// A quota is how many of something an account may have: of a name, in words, and by default.
type quota struct {
	name, of string
	def      int64
}

// facts/quotas-billing-lifecycle.md §2.
var (
	vpcs       = quota{"vpc.vpcs", "VPCs in a region", 5}
	subnets    = quota{"vpc.subnets", "subnets in a VPC", 10}
	assistants = quota{"vpc.assistant_cidrs", "assistant CIDRs in a VPC", 5}
	tables     = quota{"vpc.route_tables", "route tables in a VPC", 10}
	routes     = quota{"vpc.routes", "routes in a route table", 50}
	acls       = quota{"vpc.acls", "network ACLs in a VPC", 50}
	entries    = quota{"vpc.acl_entries", "entries in a direction of a network ACL", 20}
)

// allow refuses more than the account may have.
func (s *Service) allow(ctx context.Context, tx store.Tx, c *call.Call, q quota, all int) error {
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, q.name, q.def)
	if err != nil {
		return err
	}
	if int64(all) > most {
		return errQuota.Errorf("This would make %d %s; at most %d are allowed.", all, q.of, most)
	}
	return nil
}
