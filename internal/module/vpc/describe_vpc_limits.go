package vpc

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// limitTypes are the API's names of the quotas that there are here.
var limitTypes = map[string]quota{
	"appid-max-vpcs": vpcs, "vpc-max-subnets": subnets, "vpc-max-route-tables": tables, "route-table-max-policies": routes,
	"vpc-max-network-acls": acls, "network-acl-max-inbound-policies": entries, "network-acl-max-outbound-policies": entries,
}

// DescribeVpcLimits tells quotas.
var DescribeVpcLimits = action.Define(action.Spec{
	Name: "DescribeVpcLimits", Doc: "Lists how many networks, subnets, route tables, routes, ACLs and entries there may be.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errValue, errTooMany},
}, (*Service).describeVPCLimits)

// DescribeVpcLimitsRequest is the input of DescribeVpcLimits.
type DescribeVpcLimitsRequest struct {
	LimitTypes []string `api:"required" doc:"The names of the quotas: at most 100."`
}

// Check refuses too many names, and names of quotas that are not here.
func (r *DescribeVpcLimitsRequest) Check() error {
	if len(r.LimitTypes) > 100 {
		return errTooMany.Errorf("LimitTypes has %d items; at most 100 are expected.", len(r.LimitTypes))
	}
	for _, name := range r.LimitTypes {
		if _, ok := limitTypes[name]; !ok {
			known := slices.Sorted(maps.Keys(limitTypes))
			return errValue.Errorf("LimitTypes holds %.40q; one of %s is expected.", name, strings.Join(known, ", "))
		}
	}
	return nil
}

// DescribeVpcLimitsResponse is the answer of DescribeVpcLimits.
type DescribeVpcLimitsResponse struct{ VpcLimitSet []VPCLimit }

// A VPCLimit is a quota.
type VPCLimit struct {
	LimitType  string
	LimitValue int64
}

func (s *Service) describeVPCLimits(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcLimitsRequest) (*DescribeVpcLimitsResponse, error) {
	out := &DescribeVpcLimitsResponse{}
	for _, name := range in.LimitTypes {
		q := limitTypes[name]
		most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, q.name, q.def)
		if err != nil {
			return nil, err
		}
		out.VpcLimitSet = append(out.VpcLimitSet, VPCLimit{name, most})
	}
	return out, nil
}

// DescribeAccountAttributes tells what networks an account may have.
var DescribeAccountAttributes = action.Define(action.Spec{
	Name: "DescribeAccountAttributes", Doc: "Tells which kinds of networks the account may have.", Domain3: "vpc", Version: version,
}, (*Service).describeAccountAttributes)

// DescribeAccountAttributesRequest is the input of DescribeAccountAttributes.
type DescribeAccountAttributesRequest struct{}

// DescribeAccountAttributesResponse is the answer of DescribeAccountAttributes.
type DescribeAccountAttributesResponse struct{ AccountAttributeSet []AccountAttribute }

// An AccountAttribute is something about the account.
type AccountAttribute struct {
	AttributeName   string
	AttributeValues []string
}

func (s *Service) describeAccountAttributes(context.Context, store.Tx, *call.Call, *DescribeAccountAttributesRequest) (*DescribeAccountAttributesResponse, error) {
	return &DescribeAccountAttributesResponse{[]AccountAttribute{{"supported-platforms", []string{"VPC"}}}}, nil
}
