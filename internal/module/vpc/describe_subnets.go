package vpc

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSubnets lists subnets.
var DescribeSubnets = action.Define(action.Spec{
	Name: "DescribeSubnets", Doc: "Lists subnets.", Domain3: "vpc", Version: version, Lists: "subnet",
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errRange, errTogether, listing.ErrFilter},
}, (*Service).describeSubnets)

// DescribeSubnetsRequest is the input of DescribeSubnets.
type DescribeSubnetsRequest struct {
	SubnetIds  []string         `touches:"subnet" doc:"The subnets to show: at most 100; not together with Filters."`
	Filters    []listing.Filter `doc:"What to go by: subnet-id, vpc-id, cidr-block, is-default, is-remote-vpc-snat, subnet-name, zone, tag-key, tag:KEY, cdc-id, is-cdc-subnet, ipv6-cidr-block, isp-type or address-type."`
	Offset     string           `doc:"How many to leave out at the start."`
	Limit      string           `doc:"How many to show at most: 1 to 100, 20 by default."`
	MaxResults int64            `api:"min=1,max=100" doc:"How many to show at most, with a token for the rest; instead of Offset and Limit."`
	NextToken  string           `doc:"The token for the rest."`
}

// Check refuses ids beside filters, malformed ids, filters that are not known, and a page that can't be.
func (r *DescribeSubnetsRequest) Check() error {
	if err := checkIDs("SubnetIds", "subnet", r.SubnetIds, r.Filters); err != nil {
		return err
	}
	if err := listing.Check(r.Filters, "subnet-id", "vpc-id", "cidr-block", "is-default", "is-remote-vpc-snat", "subnet-name", "zone", "tag-key",
		"cdc-id", "is-cdc-subnet", "ipv6-cidr-block", "isp-type", "address-type"); err != nil {
		return err
	}
	if r.NextToken != "" {
		if _, err := strconv.ParseInt(r.NextToken, 36, 64); err != nil {
			return errMalformed.Errorf("NextToken is %.40q; the token of an earlier answer is expected.", r.NextToken)
		}
	}
	_, err := newPage(r.Offset, r.Limit)
	return err
}

// DescribeSubnetsResponse is the answer of DescribeSubnets.
type DescribeSubnetsResponse struct {
	TotalCount int64
	SubnetSet  []SubnetItem
	NextToken  string
}

func (s *Service) describeSubnets(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSubnetsRequest) (*DescribeSubnetsResponse, error) {
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown, err := pick(c, "SubnetIds", "subnet", w.subnets, in.SubnetIds, in.Filters, w.subnetFacet)
	if err != nil {
		return nil, err
	}
	p, err := newPage(in.Offset, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &DescribeSubnetsResponse{TotalCount: int64(len(shown))}
	if in.MaxResults > 0 || in.NextToken != "" {
		p, shown = page{limit: in.MaxResults}, after(shown, in.NextToken)
		if p.limit == 0 {
			p.limit = 100
		}
		if int64(len(shown)) > p.limit {
			out.NextToken = strconv.FormatInt(shown[p.limit-1].Number, 36)
		}
	}
	for _, n := range paged(shown, p) {
		out.SubnetSet = append(out.SubnetSet, w.subnet(&n))
	}
	return out, nil
}

// after leaves out what earlier answers have shown: a token is the number of the last subnet in one, so that what is made
// or dropped meanwhile moves nothing.
func after(all []Subnet, token string) []Subnet {
	last, err := strconv.ParseInt(token, 36, 64)
	if err != nil {
		return all
	}
	return slices.DeleteFunc(all, func(n Subnet) bool { return n.Number <= last })
}

func (w *view) subnetFacet(n *Subnet) facet {
	return facet{n.ID, n.Creator, n.VPC, w.subnetTags[n.ID], map[string][]string{
		"subnet-id": {n.ID}, "vpc-id": {n.VPC}, "cidr-block": rangeTexts(n.CIDR), "is-default": {strconv.FormatBool(n.Default)},
		"is-remote-vpc-snat": {"false"}, "subnet-name": {n.Name}, "zone": {n.Zone}, "is-cdc-subnet": {"0"},
	}}
}
