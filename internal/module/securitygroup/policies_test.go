package securitygroup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
)

func TestRulesStandWhereTheyArePut(t *testing.T) {
	c := newCloud(t)
	id := c.group("a")
	of := func(rules ...p) p { return p{"SecurityGroupId": id}.with(policies("Ingress", rules...)) }
	at := func(index int, port string) p { return on(port).with(p{"PolicyIndex": itoa(index)}) }
	do[nothing](c, "CreateSecurityGroupPolicies", of(on("1"), on("2")))
	c.ports(id, "1", "1", "2")
	do[nothing](c, "CreateSecurityGroupPolicies", of(at(0, "3"), at(0, "4")))
	c.ports(id, "2", "3", "4", "1", "2")
	do[nothing](c, "CreateSecurityGroupPolicies", of(at(4, "5")).with(p{"SecurityGroupPolicySet.Version": "2"}))
	c.ports(id, "3", "3", "4", "1", "2", "5")
	do[nothing](c, "DeleteSecurityGroupPolicies", of(p{"PolicyIndex": "1"}, p{"PolicyIndex": "3"}))
	c.ports(id, "4", "3", "1", "5")
	do[nothing](c, "DeleteSecurityGroupPolicies", of(on("1")))
	c.ports(id, "5", "3", "5")
	do[nothing](c, "ReplaceSecurityGroupPolicy", of(at(1, "6")))
	c.ports(id, "6", "3", "6")
	do[nothing](c, "ModifySecurityGroupPolicies", of(on("7"), on("6"), on("3"), on("8")))
	c.ports(id, "7", "7", "3", "6", "8") // 3 and 6 keep their order
	do[nothing](c, "ModifySecurityGroupPolicies", of(on("8"), on("7"), on("6"), on("3")).with(p{"SortPolicys": "true", "SecurityGroupPolicySet.Version": "99"}))
	c.ports(id, "8", "8", "7", "6", "3")
	do[nothing](c, "ReplaceSecurityGroupPolicies", of(at(0, "10"), at(2, "11")))
	c.ports(id, "9", "10", "7", "11", "3")
	moved := func(kind string, rules ...p) p {
		params := of(rules...).with(p{"UpdateType": kind})
		for n, from := range []string{"0", "3"}[:len(rules)] {
			params["OriginalSecurityGroupPolicySet.Ingress."+itoa(n)+".PolicyIndex"] = from
		}
		return params
	}
	do[nothing](c, "ReplaceSecurityGroupPolicies", moved("Priority", at(2, "99")))
	c.ports(id, "10", "7", "11", "10", "3")
	do[nothing](c, "ReplaceSecurityGroupPolicies", moved("Both", at(3, "20"), at(0, "21")))
	c.ports(id, "11", "21", "11", "10", "20")
	do[nothing](c, "ModifySecurityGroupPolicies", of(on("nonsense")).with(p{"SecurityGroupPolicySet.Version": "0"}))
	c.ports(id, "12")
}

func TestARuleThatStaysKeepsTheTimeOfItsChange(t *testing.T) {
	c := newCloud(t)
	id := c.group("a", on("1"), on("2"))
	before := c.rules(id).Ingress
	do[nothing](c, "ModifySecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Ingress", on("1"), on("2").with(p{"PolicyDescription": "new"}))))
	after := c.rules(id).Ingress
	if after[0].ModifyTime != before[0].ModifyTime || after[1].ModifyTime == before[1].ModifyTime {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestChangesOfRulesAreRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	id := c.group("a", on("1"), on("2"))
	of := func(rules ...p) p { return p{"SecurityGroupId": id}.with(policies("Ingress", rules...)) }
	at := func(index, port string) p { return on(port).with(p{"PolicyIndex": index}) }
	original := func(direction string, indexes ...string) p {
		out := p{}
		for n, index := range indexes {
			out["OriginalSecurityGroupPolicySet."+direction+"."+itoa(n)+".PolicyIndex"] = index
		}
		return out
	}
	stale := p{"SecurityGroupPolicySet.Version": "0"}
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"CreateSecurityGroupPolicies", of(on("3")).with(policies("Egress", on("3"))), catalogue.InvalidParameter, "InvalidParameter.Coexist"},
		{"CreateSecurityGroupPolicies", of().with(p{"SecurityGroupPolicySet.Version": "1"}), catalogue.InvalidParameter, "InvalidParameterValue.Empty"},
		{"CreateSecurityGroupPolicies", of(at("0", "3"), on("4")), catalogue.InvalidParameter, "InvalidParameterValue"},
		{"CreateSecurityGroupPolicies", of(at("0", "3"), at("1", "4")), catalogue.InvalidParameter, "InvalidParameterValue"},
		{"CreateSecurityGroupPolicies", of(at("3", "3")), catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"CreateSecurityGroupPolicies", of(at("-1", "3")), catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"CreateSecurityGroupPolicies", of(on("3")).with(stale), catalogue.OperationFailed, "UnsupportedOperation.VersionMismatch"},
		{"CreateSecurityGroupPolicies", of(on("3")).with(p{"SecurityGroupPolicySet.Version": "x"}), catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
		{"CreateSecurityGroupPolicies", of(on("1")), catalogue.OperationFailed, "UnsupportedOperation.DuplicatePolicy"},
		{"DeleteSecurityGroupPolicies", of(on("3")), catalogue.NotFound, "ResourceNotFound"},
		{"DeleteSecurityGroupPolicies", of(p{"PolicyIndex": "2"}), catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"DeleteSecurityGroupPolicies", of(p{"PolicyIndex": "0"}, on("1")), catalogue.InvalidParameter, "InvalidParameter.Coexist"},
		{"DeleteSecurityGroupPolicies", of(on("nonsense")), catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
		{"DeleteSecurityGroupPolicies", of(p{"PolicyIndex": "0"}).with(stale), catalogue.OperationFailed, "UnsupportedOperation.VersionMismatch"},
		{"ModifySecurityGroupPolicies", of(on("1"), on("1")), catalogue.OperationFailed, "UnsupportedOperation.DuplicatePolicy"},
		{"ReplaceSecurityGroupPolicy", of(on("3")), catalogue.InvalidParameter, "InvalidParameterValue.Empty"},
		{"ReplaceSecurityGroupPolicy", of(at("0", "3"), at("1", "4")), catalogue.InvalidParameter, "InvalidParameterValue.LimitExceeded"},
		{"ReplaceSecurityGroupPolicy", of(at("2", "3")), catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"ReplaceSecurityGroupPolicy", of(at("1", "1")), catalogue.OperationFailed, "UnsupportedOperation.DuplicatePolicy"},
		{"ReplaceSecurityGroupPolicy", of(at("0", "3")).with(stale), catalogue.OperationFailed, "UnsupportedOperation.VersionMismatch"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3"), at("0", "4")), catalogue.InvalidParameter, "InvalidParameterValue"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3")).with(p{"UpdateType": "Priority"}), catalogue.InvalidParameter, "InvalidParameterValue.Empty"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3")).with(p{"UpdateType": "Both"}).with(original("Ingress", "0", "1")), catalogue.InvalidParameter, "InvalidParameterValue"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3")).with(p{"UpdateType": "Both"}).with(original("Egress", "0")), catalogue.InvalidParameter, "InvalidParameterValue"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3")).with(p{"UpdateType": "Both"}).with(original("Ingress", "2")), catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"ReplaceSecurityGroupPolicies", of(at("0", "3")).with(p{"UpdateType": "Both"}).with(original("Ingress", "1")).with(stale), catalogue.OperationFailed, "UnsupportedOperation.VersionMismatch"},
	} {
		c.refuses(x.action, x.params, x.row, x.name)
	}
	c.quotas["securitygroup.rules"] = 2
	c.refuses("CreateSecurityGroupPolicies", of(on("3")), catalogue.LimitExceeded, "LimitExceeded.SecurityGroupPolicySet")
	c.refuses("ModifySecurityGroupPolicies", of(on("3"), on("4"), on("5")), catalogue.LimitExceeded, "LimitExceeded")
	c.refuses("CreateSecurityGroupWithPolicies", p{"GroupName": "n", "GroupDescription": "d"}.with(policies("Egress", on("3"), on("4"), on("5"))), catalogue.LimitExceeded, "LimitExceeded")
	c.quotas["securitygroup.nested_rules"] = 1
	nested := func(port string) p {
		return p{"Protocol": "TCP", "Port": port, "SecurityGroupId": id, "Action": "DROP"}
	}
	c.refuses("ModifySecurityGroupPolicies", of(nested("1"), nested("2")), catalogue.LimitExceeded, "LimitExceeded")
	c.ports(id, "1", "1", "2")
}

func TestRulesAreFilteredAndCounted(t *testing.T) {
	c := newCloud(t)
	id := c.group("a", on("80"), p{"Protocol": "UDP", "Port": "8000-8010", "CidrBlock": "10.1.0.0/16", "Action": "DROP", "PolicyDescription": "for games"}, p{"Ipv6CidrBlock": "2001:db8::/32", "Action": "ACCEPT"})
	do[nothing](c, "CreateSecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Egress", p{"SecurityGroupId": id, "Action": "DROP"})))
	all := c.rules(id)
	if n := all.PolicyStatistics; n.IngressIPv4TotalCount != 2 || n.IngressIPv6TotalCount != 1 || n.EgressIPv4TotalCount != 1 || n.EgressIPv6TotalCount != 0 {
		t.Errorf("counted: %+v", n)
	}
	for _, x := range []struct {
		name, value string
		in, out     []int64
	}{
		{"security-group-id", id, nil, []int64{0}},
		{"ip", "10.1", []int64{1}, nil},
		{"ip", "2001:db8", []int64{2}, nil},
		{"protocol-type", "udp", []int64{1}, nil},
		{"protocol-type", "ALL", []int64{2}, []int64{0}},
		{"port", "80", []int64{0, 1}, nil},
		{"port", "ALL", []int64{0, 1, 2}, []int64{0}},
		{"poly", "DROP", []int64{1}, []int64{0}},
		{"poly", "ALL", []int64{0, 1, 2}, []int64{0}},
		{"direction", "OUTBOUND", nil, []int64{0}},
		{"description", "game", []int64{1}, nil},
		{"address-module", "ipm-12345678", nil, nil},
		{"service-module", "ppm-12345678", nil, nil},
	} {
		set := c.rules(id, x.name, x.value)
		var in, out []int64
		for _, r := range set.Ingress {
			in = append(in, r.PolicyIndex)
		}
		for _, r := range set.Egress {
			out = append(out, r.PolicyIndex)
		}
		if diff := cmp.Diff([][]int64{x.in, x.out}, [][]int64{in, out}); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", x.name, x.value, diff)
		}
	}
	c.refuses("DescribeSecurityGroupPolicies", p{"SecurityGroupId": id, "Filters.0.Name": "x", "Filters.0.Values.0": "y"}, catalogue.InvalidParameter, "InvalidParameter.FilterInvalidKey")
}
