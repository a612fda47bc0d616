package vpc

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeVpcs lists networks.
var DescribeVpcs = action.Define(action.Spec{
	Name: "DescribeVpcs", Doc: "Lists private networks.", Domain3: "vpc", Version: version, Lists: "vpc",
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errRange, errTogether, listing.ErrFilter},
}, (*Service).describeVPCs)

// DescribeVpcsRequest is the input of DescribeVpcs.
type DescribeVpcsRequest struct {
	VpcIds  []string         `touches:"vpc" doc:"The networks to show: at most 100; not together with Filters."`
	Filters []listing.Filter `doc:"What to go by: vpc-id, vpc-name (a part of it), is-default, cidr-block, tag-key, tag:KEY, ipv6-cidr-block, isp-type or address-type."`
	Offset  string           `doc:"How many to leave out at the start."`
	Limit   string           `doc:"How many to show at most: 1 to 100, 20 by default."`
}

// Check refuses ids beside filters, malformed ids, filters that are not known, and a page that can't be.
func (r *DescribeVpcsRequest) Check() error {
	if err := checkIDs("VpcIds", "vpc", r.VpcIds, r.Filters); err != nil {
		return err
	}
	if err := listing.Check(r.Filters, "vpc-id", "vpc-name", "is-default", "cidr-block", "tag-key", "ipv6-cidr-block", "isp-type", "address-type"); err != nil {
		return err
	}
	_, err := newPage(r.Offset, r.Limit)
	return err
}

// DescribeVpcsResponse is the answer of DescribeVpcs.
type DescribeVpcsResponse struct {
	TotalCount int64
	VpcSet     []VPCItem
}

func (s *Service) describeVPCs(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcsRequest) (*DescribeVpcsResponse, error) {
	all, err := s.Store.VPCs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown, err := pick(c, "VpcIds", "vpc", all, in.VpcIds, in.Filters, w.vpcFacet)
	if err != nil {
		return nil, err
	}
	p, err := newPage(in.Offset, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &DescribeVpcsResponse{TotalCount: int64(len(shown))}
	for _, v := range paged(shown, p) {
		out.VpcSet = append(out.VpcSet, w.vpc(&v))
	}
	return out, nil
}

func (w *view) vpcFacet(v *VPC) facet {
	return facet{v.ID, v.Creator, v.ID, w.vpcTags[v.ID], map[string][]string{
		"vpc-id": {v.ID}, "vpc-name": {v.Name}, "is-default": {strconv.FormatBool(v.Default)}, "cidr-block": rangeTexts(v.CIDR),
	}}
}
