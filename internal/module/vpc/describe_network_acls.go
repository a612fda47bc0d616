package vpc

import (
	"cmp"
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeNetworkAcls lists network ACLs.
var DescribeNetworkAcls = action.Define(action.Spec{
	Name: "DescribeNetworkAcls", Doc: "Lists network ACLs with their entries and subnets.", Domain3: "vpc", Version: version, Lists: "acl",
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errTogether, listing.ErrFilter},
}, (*Service).describeNetworkACLs)

// DescribeNetworkAclsRequest is the input of DescribeNetworkAcls.
type DescribeNetworkAclsRequest struct {
	Filters        []listing.Filter `doc:"What to go by: vpc-id, network-acl-id, network-acl-name, tag-key or tag:KEY."`
	NetworkAclIds  []string         `touches:"acl" doc:"The ACLs to show: at most 100; not together with Filters."`
	Offset         int64            `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit          int64            `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	OrderField     string           `api:"oneof=NetworkAclId NetworkAclName CreatedTime ModifyTime" doc:"What to order them by; when they were made by default."`
	OrderDirection string           `api:"oneof=ASC DESC,default=ASC" doc:"In which direction."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeNetworkAclsRequest) Check() error {
	if err := checkIDs("NetworkAclIds", "acl", r.NetworkAclIds, r.Filters); err != nil {
		return err
	}
	return listing.Check(r.Filters, "vpc-id", "network-acl-id", "network-acl-name", "tag-key")
}

// DescribeNetworkAclsResponse is the answer of DescribeNetworkAcls.
type DescribeNetworkAclsResponse struct {
	NetworkAclSet []ACLItem
	TotalCount    int64
}

func (s *Service) describeNetworkACLs(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeNetworkAclsRequest) (*DescribeNetworkAclsResponse, error) {
	all, err := s.Store.ACLs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	w, err := s.aclView(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown, err := pick(c, "NetworkAclIds", "acl", all, in.NetworkAclIds, in.Filters, func(a *ACL) facet {
		return facet{a.ID, a.Creator, a.VPC, w.tags[a.ID], map[string][]string{"vpc-id": {a.VPC}, "network-acl-id": {a.ID}, "network-acl-name": {a.Name}}}
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(shown, func(a, b ACL) int {
		order := w.order(in.OrderField, &a, &b)
		if in.OrderDirection == "DESC" {
			return -order
		}
		return order
	})
	out := &DescribeNetworkAclsResponse{TotalCount: int64(len(shown))}
	for _, a := range paged(shown, page{in.Offset, in.Limit}) {
		out.NetworkAclSet = append(out.NetworkAclSet, w.item(&a))
	}
	return out, nil
}

// order compares two ACLs by a field; by when they were made where none is named.
func (w *aclView) order(field string, a, b *ACL) int {
	switch field {
	case "NetworkAclId":
		return cmp.Compare(a.ID, b.ID)
	case "NetworkAclName":
		return cmp.Compare(a.Name, b.Name)
	case "ModifyTime":
		return cmp.Compare(w.modified(a), w.modified(b))
	default:
		return cmp.Compare(a.Number, b.Number)
	}
}

// modified is when an ACL was last changed, in seconds.
func (w *aclView) modified(a *ACL) int64 {
	at := a.Created.Unix()
	for _, e := range w.entries[a.ID] {
		at = max(at, e.Modified.Unix())
	}
	return at
}
