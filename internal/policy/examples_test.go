package policy_test

import (
	"testing"

	"github.com/paifang/paifang/internal/policy"
)

// TestDocumentedPoliciesDecide says for every documented policy what it lets through and what not.
func TestDocumentedPoliciesDecide(t *testing.T) {
	ask := func(service, action, resource string, conditions ...string) policy.Request {
		r := policy.Request{Service: service, Action: action, Resources: []string{resource}, Owner: owner, Caller: caller, Conditions: map[string][]string{}}
		for i := 0; i < len(conditions); i += 2 {
			r.Conditions[conditions[i]] = append(r.Conditions[conditions[i]], conditions[i+1])
		}
		return r
	}
	const instance, vpc = "qcs::cvm:ap-guangzhou::instance/ins-1", "qcs::vpc:ap-guangzhou:uin/12357:vpc/vpc-1"
	const prom = "qcs::monitor:ap-guangzhou:uin/1250000000:prom-instance/prom-73jingds"
	for _, c := range []struct {
		example string
		r       policy.Request
		want    policy.Outcome
	}{
		{"1 everything", ask("cvm", "RunInstances", instance), policy.Allowed},
		{"2 read only", ask("cvm", "DescribeInstances", "*"), policy.Allowed},
		{"2 read only", ask("cvm", "InquiryPriceRunInstances", "*"), policy.Allowed},
		{"2 read only", ask("cvm", "StopInstances", instance), policy.DeniedAction},
		{"3 cvm full", ask("cvm", "StopInstances", instance), policy.Allowed},
		{"3 cvm full", ask("vpc", "CreateVpc", "*"), policy.DeniedAction},
		{"4 one instance", ask("cvm", "StopInstances", instance), policy.Allowed},
		{"4 one instance", ask("cvm", "StopInstances", instance+"0"), policy.DeniedResource},
		{"4 one instance", ask("cvm", "DescribeZones", "*"), policy.DeniedResource},
		{"5 one region", ask("cvm", "StopInstances", instance+"0"), policy.Allowed},
		{"5 one region", ask("cvm", "StopInstances", "qcs::cvm:ap-shanghai::instance/ins-1"), policy.DeniedResource},
		{"6 deny wins", ask("vpc", "CreateVpc", "*"), policy.Allowed},
		{"6 deny wins", ask("vpc", "CreateRoute", "*"), policy.DeniedAction},
		{"7 if exist", ask("vpc", "DeleteVpc", vpc), policy.Allowed},
		{"7 if exist", ask("vpc", "DeleteVpc", vpc, "vpc:vpc", "vpc-id1"), policy.Allowed},
		{"7 if exist", ask("vpc", "DeleteVpc", vpc, "vpc:vpc", "vpc-id1", "vpc:accepter_vpc", "vpc-id2"), policy.DeniedOperation},
		{"8 source", ask("cos", "PutObject", "*", "qcs:ip", "111.21.33.1"), policy.Allowed},
		{"8 source", ask("cos", "PutObject", "*", "qcs:ip", "111.21.34.1"), policy.DeniedOperation},
		{"9 creator", ask("vpc", "DeleteVpc", vpc, "qcs:create_uin", caller), policy.Allowed},
		{"9 creator", ask("vpc", "DeleteVpc", vpc, "qcs:create_uin", owner), policy.DeniedOperation},
		{"9 creator", ask("vpc", "DeleteSubnet", "qcs::vpc:ap-guangzhou:uin/12357:subnet/s", "qcs:create_uin", caller), policy.DeniedResource},
		{"10 tag", ask("monitor", "X", prom, "qcs:tag", "a&b", "qcs:tag", "testkey&testvalue"), policy.Allowed},
		{"10 tag", ask("monitor", "X", prom, "qcs:tag", "a&b"), policy.DeniedOperation},
		{"11 assume", ask("sts", "AssumeRole", "qcs::cam::uin/12345:roleName/DevOpsRole"), policy.Allowed},
		{"11 assume", ask("sts", "AssumeRole", "qcs::cam::uin/12345:roleName/Admin"), policy.DeniedResource},
	} {
		set := policy.Set{Policies: []policy.Attached{{Name: c.example, Document: parse(t, examples[c.example])}}}
		if got := policy.Decide(set, c.r); got.Outcome != c.want {
			t.Errorf("%s, %s:%s on %v: got %+v, want %d", c.example, c.r.Service, c.r.Action, c.r.Resources, got, c.want)
		}
	}
}

func TestPresetsDecide(t *testing.T) {
	for _, c := range []struct {
		preset, service, action string
		want                    policy.Outcome
	}{
		{"AdministratorAccess", "cam", "AddUser", policy.Allowed},
		{"ReadOnlyAccess", "clb", "DescribeLoadBalancers", policy.Allowed},
		{"ReadOnlyAccess", "cam", "ListUsers", policy.Allowed},
		{"ReadOnlyAccess", "cvm", "RunInstances", policy.DeniedAction},
		{"QcloudCVMFullAccess", "cvm", "RunInstances", policy.Allowed},
		{"QcloudCVMFullAccess", "vpc", "CreateVpc", policy.DeniedAction},
		{"QcloudCVMReadOnlyAccess", "vpc", "DescribeVpcs", policy.Allowed},
		{"QcloudCVMReadOnlyAccess", "cvm", "StopInstances", policy.DeniedAction},
		{"QcloudCVMInnerReadOnlyAccess", "cvm", "DescribeInstances", policy.Allowed},
		{"QcloudCVMInnerReadOnlyAccess", "vpc", "DescribeVpcs", policy.DeniedAction},
		{"QcloudCBSFullAccess", "cvm", "CreateDisks", policy.Allowed},
		{"QcloudCBSFullAccess", "cbs", "CreateSnapshot", policy.Allowed},
		{"QcloudCBSFullAccess", "cvm", "StopInstances", policy.DeniedAction},
		{"QcloudCBSReadOnlyAccess", "cvm", "DescribeDisks", policy.Allowed},
		{"QcloudCBSReadOnlyAccess", "cvm", "CreateDisks", policy.DeniedAction},
		{"QcloudVPCFullAccess", "vpc", "CreateVpc", policy.Allowed},
		{"QcloudVPCReadOnlyAccess", "vpc", "CreateVpc", policy.DeniedAction},
		{"QcloudCLBFullAccess", "clb", "CreateLoadBalancer", policy.Allowed},
		{"QcloudCLBReadOnlyAccess", "clb", "CreateLoadBalancer", policy.DeniedAction},
		{"QcloudCamFullAccess", "cam", "AddUser", policy.Allowed},
		{"QcloudCamReadOnlyAccess", "cam", "AddUser", policy.DeniedAction},
	} {
		found := false
		for _, p := range policy.Presets() {
			if p.Name != c.preset {
				continue
			}
			found = true
			set := policy.Set{Policies: []policy.Attached{{Name: p.Name, Document: parse(t, p.Text)}}}
			if got := policy.Decide(set, policy.Request{Service: c.service, Action: c.action, Owner: owner, Caller: caller}); got.Outcome != c.want {
				t.Errorf("%s, %s:%s: got %+v, want %d", c.preset, c.service, c.action, got, c.want)
			}
		}
		if !found {
			t.Errorf("there is no %s", c.preset)
		}
	}
}
