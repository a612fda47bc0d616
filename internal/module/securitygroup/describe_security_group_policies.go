package securitygroup

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSecurityGroupPolicies lists the rules of a group.
var DescribeSecurityGroupPolicies = action.Define(action.Spec{
	Name: "DescribeSecurityGroupPolicies", Doc: "Lists the rules of a security group in their order.",
	Domain3: "vpc", Version: version, Service: "cvm", Refuses: with(nil, errMalformed, errTooMany, errFilter, errNone),
}, (*Service).describeSecurityGroupPolicies)

// DescribeSecurityGroupPoliciesRequest is the input of DescribeSecurityGroupPolicies.
type DescribeSecurityGroupPoliciesRequest struct {
	SecurityGroupId string   `api:"required" touches:"sg" doc:"The group."`
	Filters         []Filter `doc:"By security-group-id, ip, address-module, service-module, protocol-type, port, poly, direction or description."`
}

// Check implements action.Checker.
func (r *DescribeSecurityGroupPoliciesRequest) Check() error {
	if err := checkFilters(r.Filters, "security-group-id", "ip", "address-module", "service-module", "protocol-type", "port", "poly", "direction", "description"); err != nil {
		return err
	}
	return checkGroupID("SecurityGroupId", r.SecurityGroupId)
}

// DescribeSecurityGroupPoliciesResponse is the output of DescribeSecurityGroupPolicies.
type DescribeSecurityGroupPoliciesResponse struct {
	SecurityGroupPolicySet PolicySetItem
}

func (s *Service) describeSecurityGroupPolicies(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSecurityGroupPoliciesRequest) (*DescribeSecurityGroupPoliciesResponse, error) {
	g, err := s.group(ctx, tx, c, in.SecurityGroupId)
	if err != nil {
		return nil, err
	}
	out := &PolicySetItem{Version: number(g.Version)}
	count := &out.PolicyStatistics
	out.Ingress = itemsOf(g.Ingress, "INBOUND", in.Filters, &count.IngressIPv4TotalCount, &count.IngressIPv6TotalCount)
	out.Egress = itemsOf(g.Egress, "OUTBOUND", in.Filters, &count.EgressIPv4TotalCount, &count.EgressIPv6TotalCount)
	return &DescribeSecurityGroupPoliciesResponse{*out}, nil
}

// itemsOf are the rules of a direction that pass the filters; it counts all that there are.
func itemsOf(rules []Rule, direction string, filters []Filter, four, six *int64) []PolicyItem {
	var out []PolicyItem
	for n, r := range rules {
		if r.CIDR6 == "" {
			*four++
		} else {
			*six++
		}
		if r.passes(direction, filters) {
			out = append(out, r.item(n))
		}
	}
	return out
}

// passes tells whether the rule has one of the values of every filter. ALL as a direction, a policy or a port is any;
// addresses, ports and descriptions need only a part.
func (r Rule) passes(direction string, filters []Filter) bool {
	for _, f := range filters {
		var has []string
		part, all := false, false
		switch f.Name {
		case "security-group-id":
			has = []string{r.Group}
		case "ip":
			has, part = []string{r.CIDR, r.CIDR6}, true
		case "address-module":
			has = []string{r.Address, r.AddressGroup}
		case "service-module":
			has = []string{r.Service, r.ServiceGroup}
		case "protocol-type":
			has = []string{r.Protocol}
		case "port":
			has, part, all = []string{r.Port}, true, true
		case "poly":
			has, all = []string{r.Action}, true
		case "direction":
			has, all = []string{direction}, true
		case "description":
			has, part = []string{r.Description}, true
		}
		fits := func(want string) bool {
			return all && strings.EqualFold(want, everything) || want != "" && slices.ContainsFunc(has, func(v string) bool {
				return part && strings.Contains(v, want) || strings.EqualFold(v, want)
			})
		}
		if !slices.ContainsFunc(f.Values, fits) {
			return false
		}
	}
	return true
}
