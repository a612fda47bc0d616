package policy_test

import (
	"testing"

	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/region"
)

func TestActions(t *testing.T) {
	for _, c := range []struct {
		pattern, service, action string
		want                     bool
	}{
		{"*", "cvm", "StopInstances", true},
		{"*:*", "cvm", "StopInstances", true},
		{"name/*:*", "cvm", "StopInstances", true},
		{"*:Describe*", "vpc", "DescribeVpcs", true},
		{"*:Describe*", "vpc", "CreateVpc", false},
		{"cvm:*", "cvm", "StopInstances", true},
		{"name/cvm:*", "cvm", "StopInstances", true},
		{"cvm:*", "vpc", "StopInstances", false},
		{"cvm:Stop*", "cvm", "StopInstances", true},
		{"cvm:Stop*", "cvm", "ForceStop", false},
		{"cos:*Bucket*", "cos", "PutBucketACL", true},
		{"cos:*Bucket*", "cos", "Bucket", true},
		{"cos:*Bucket*", "cos", "PutObject", false},
		{"cvm:*s*s", "cvm", "StopInstances", true},
		{"cvm:a*ab", "cvm", "ab", false},
		{"cvm:StopInstances", "cvm", "StopInstances", true},
		{"name/cvm:StopInstances", "cvm", "StopInstances", true},
		{"cvm:StopInstances", "cvm", "StopInstancesX", false},
		{"cvm:stopinstances", "cvm", "StopInstances", false},
		{"permid/1", "cvm", "StopInstances", false},
	} {
		got := policy.Decide(holding(t, "allow "+c.pattern+" *"), policy.Request{Service: c.service, Action: c.action, Owner: owner, Caller: caller})
		if (got.Outcome == policy.Allowed) != c.want {
			t.Errorf("%s for %s:%s: %+v, want %t", c.pattern, c.service, c.action, got, c.want)
		}
	}
	if a := doc(t, "allow cvm:*,permid/1 *").Statements[0].Actions; a[0].MatchesNothing() || !a[1].MatchesNothing() {
		t.Error("only permid/1 matches nothing")
	}
}

func TestResources(t *testing.T) {
	const mine = "qcs::cvm:ap-guangzhou:uin/" + owner + ":instance/ins-1"
	for _, c := range []struct {
		pattern, resource string
		want              bool
	}{
		{"*", mine, true},
		{"*", "*", true},
		{"qcs:::::*", mine, true},
		{"qcs:::::*", "*", false}, // what is about no resource needs "*"
		{"qcs::*:*:*:*", mine, true},
		{"qcs::*:*:*:*", "*", false},
		{mine, mine, true},
		{"qcs::cvm:gz::instance/ins-1", mine, true},
		{"qcs::cvm:gz::*", mine, true},
		{"qcs::cvm:ap-guangzhou::*", "qcs::cvm:gz::instance/ins-1", true},
		{"qcs::cvm:sh::*", mine, false},
		{"qcs::cvm:ap-shanghai-fsi::*", "qcs::cvm:shjr::instance/ins-1", true},
		{"qcs::cvm:ap-guangzhou::*", "qcs::cvm:::instance/ins-1", false},
		{"qcs::cvm:::instance/*", mine, true},
		{"qcs::cvm:::instance/*", "qcs::cvm:gz::instance/*", true},
		{"qcs::cvm:::instance/ins-1", "qcs::cvm:gz::instance/*", false},
		{"qcs::cvm:::volume/*", mine, false},
		{"qcs::cvm:::inst*-1", mine, true},
		{"qcs::vpc:::*", mine, false},
		{"qcs::::uin/" + owner + ":*", mine, true},
		{"qcs::::uin/7:*", mine, false},
		{"qcs::::uin/7:*", "qcs::cvm:gz:uin/7:instance/ins-1", true},
		{"qcs:::::*", "qcs::cvm:gz:uin/7:instance/ins-1", false}, // an empty account is one's own
		{"qcs::::*:*", "qcs::cvm:gz:uin/7:instance/ins-1", true},
		{"qcs::::uid/1250000001:*", mine, true},
		{"qcs::::uin/" + owner + ":*", "qcs::cos:gz:uid/1250000001:bucket/a", true},
		{"qcs::::uid/7:*", mine, false},
		{"qcs:id/5::::*", mine, false},
		{"qcs:id/5::::*", "qcs:id/5:cvm:gz::instance/ins-1", true},
		{"qcs:::::*", "qcs:id/5:cvm:gz::instance/ins-1", true},
		{"qcs::cos:::u-${uin}/*", "qcs::cos:gz::u-" + caller + "/x", true},
		{"qcs::cos:::u-${uin}/*", "qcs::cos:gz::u-" + owner + "/x", false},
		{"qcs::cos:::${owner_uin}-${app_id}", "qcs::cos:gz::" + owner + "-1250000001", true},
		{"qcs::cam:::mfa:soft*", "qcs::cam:::mfa:softToken", true},
	} {
		got := policy.Decide(holding(t, "allow * "+c.pattern), stop(c.resource))
		if (got.Outcome == policy.Allowed) != c.want || got.Outcome == policy.Undecidable {
			t.Errorf("%s for %s: %+v, want %t", c.pattern, c.resource, got, c.want)
		}
	}
}

func TestAStarInAVariableIsOnlyAStar(t *testing.T) {
	r := stop("qcs::cos:gz::u-5/x")
	r.Caller = "*"
	if got := policy.Decide(holding(t, "allow * qcs::cos:::u-${uin}/*"), r); got.Outcome == policy.Allowed {
		t.Errorf("got %+v", got)
	}
}

func TestConditions(t *testing.T) {
	const undecidable = policy.Undecidable
	const yes, no = policy.Allowed, policy.DeniedOperation
	v := func(values ...string) []string { return values }
	for _, c := range []struct {
		name      string
		condition string
		have      []string // the values of k
		want      policy.Outcome
	}{
		{"string_equal", `"string_equal":{"k":"a"}`, v("a"), yes},
		{"string_equal, another", `"string_equal":{"k":"a"}`, v("A"), no},
		{"string_equal, of several", `"string_equal":{"k":["b","a"]}`, v("a"), yes},
		{"string_equal, absent", `"string_equal":{"k":"a"}`, nil, no},
		{"string_equal, if exist", `"string_equal_if_exist":{"k":"a"}`, nil, yes},
		{"string_equal, if exist and does", `"string_equal_if_exist":{"k":"a"}`, v("b"), no},
		{"string_equal, keys are case-sensitive", `"string_equal":{"K":"a"}`, v("a"), no},
		{"string_equal, a variable", `"string_equal":{"k":["x","${uin}"]}`, v(caller), yes},
		{"string_not_equal", `"string_not_equal":{"k":"a"}`, v("b"), yes},
		{"string_not_equal, equal", `"string_not_equal":{"k":"a"}`, v("a"), no},
		{"string_not_equal, one of several", `"string_not_equal":{"k":["a","b"]}`, v("a"), no},
		{"string_not_equal, none of several", `"string_not_equal":{"k":["a","b"]}`, v("c"), yes},
		{"string_not_equal, absent", `"string_not_equal":{"k":"a"}`, nil, no},
		{"string_equal_ignore_case", `"string_equal_ignore_case":{"k":"aB"}`, v("Ab"), yes},
		{"string_not_equal_ignore_case", `"string_not_equal_ignore_case":{"k":"aB"}`, v("Ab"), no},
		{"string_like", `"string_like":{"k":"a*c"}`, v("abbc"), yes},
		{"string_like, another", `"string_like":{"k":"a*c"}`, v("abb"), no},
		{"string_like, a variable", `"string_like":{"k":"*/${uin}"}`, v("u/" + caller), yes},
		{"string_not_like", `"string_not_like":{"k":"a*c"}`, v("abbc"), no},

		{"numeric_equal", `"numeric_equal":{"k":5}`, v("5.00"), yes},
		{"numeric_equal, zero", `"numeric_equal":{"k":"-0"}`, v("0.0"), yes},
		{"numeric_equal, beyond floats", `"numeric_equal":{"k":"9007199254740993"}`, v("9007199254740992"), no},
		{"numeric_not_equal", `"numeric_not_equal":{"k":"5"}`, v("05"), no},
		{"numeric_less_than", `"numeric_less_than":{"k":"10"}`, v("9.99"), yes},
		{"numeric_less_than, equal", `"numeric_less_than":{"k":"10"}`, v("10"), no},
		{"numeric_less_than, negative", `"numeric_less_than":{"k":"-1"}`, v("-2"), yes},
		{"numeric_less_than, signs", `"numeric_less_than":{"k":"1"}`, v("-2"), yes},
		{"numeric_less_than_equal", `"numeric_less_than_equal":{"k":"10"}`, v("10"), yes},
		{"numeric_greater_than", `"numeric_greater_than":{"k":"0.5"}`, v("0.51"), yes},
		{"numeric_greater_than, equal", `"numeric_greater_than":{"k":"0.5"}`, v("0.50"), no},
		{"numeric_greater_than_equal", `"numeric_greater_than_equal":{"k":"0.5"}`, v("0.50"), yes},
		{"numeric, no number", `"numeric_equal":{"k":"5"}`, v("five"), undecidable},
		{"numeric, no number among several", `"numeric_equal":{"k":"5"}`, v("5", "five"), undecidable},

		{"date_equal, another zone", `"date_equal":{"k":"2026-01-02T03:04:05Z"}`, v("2026-01-02T11:04:05+08:00"), yes},
		{"date_not_equal", `"date_not_equal":{"k":"2026-01-02"}`, v("2026-01-02T00:00:00Z"), no},
		{"date_less_than", `"date_less_than":{"k":"2026-01-02 00:00:00"}`, v("2026-01-01T23:59:59Z"), yes},
		{"date_less_than, equal", `"date_less_than":{"k":"2026-01-02"}`, v("2026-01-02T00:00Z"), no},
		{"date_less_than_equal", `"date_less_than_equal":{"k":"2026-01-02"}`, v("2026-01-02T00:00:00Z"), yes},
		{"date_greater_than", `"date_greater_than":{"k":"2026-01-02"}`, v("2026-01-02T00:00:00.1Z"), yes},
		{"date_greater_than_equal", `"date_greater_than_equal":{"k":"2026-01-02T00:00:00"}`, v("2026-01-01T00:00:00Z"), no},
		{"date, no date", `"date_equal":{"k":"2026-01-02"}`, v("today"), undecidable},

		{"bool_equal", `"bool_equal":{"k":true}`, v("True"), yes},
		{"bool_equal, another", `"bool_equal":{"k":"true"}`, v("false"), no},
		{"bool_equal, no truth", `"bool_equal":{"k":"true"}`, v("1"), undecidable},
		{"binary_equal", `"binary_equal":{"k":"AAE="}`, v("AAE="), yes},
		{"binary_equal, another", `"binary_equal":{"k":"AAE="}`, v("AAI="), no},
		{"binary_equal, no base64", `"binary_equal":{"k":"AAE="}`, v("%"), undecidable},

		{"ip_equal, bits of the host", `"ip_equal":{"k":"10.121.2.10/24"}`, v("10.121.2.200"), yes},
		{"ip_equal, outside", `"ip_equal":{"k":"10.121.2.10/24"}`, v("10.121.3.1"), no},
		{"ip_equal, one address", `"ip_equal":{"k":"10.1.1.1"}`, v("10.1.1.1"), yes},
		{"ip_equal, mapped", `"ip_equal":{"k":"10.1.1.0/24"}`, v("::ffff:10.1.1.1"), yes},
		{"ip_equal, version 6", `"ip_equal":{"k":"fd00::/8"}`, v("fd12::1"), yes},
		{"ip_not_equal, in the second", `"ip_not_equal":{"k":["10.0.0.0/8","11.0.0.0/8"]}`, v("11.1.1.1"), no},
		{"ip_not_equal, in none", `"ip_not_equal":{"k":["10.0.0.0/8","11.0.0.0/8"]}`, v("12.1.1.1"), yes},
		{"ip, no address", `"ip_equal":{"k":"10.0.0.0/8"}`, v("10.0.0.0/8"), undecidable},

		{"null_equal, absent", `"null_equal":{"k":"true"}`, nil, yes},
		{"null_equal, present", `"null_equal":{"k":"true"}`, v("a"), no},
		{"null_equal false, present", `"null_equal":{"k":false}`, v("a"), yes},
		{"null_equal false, absent", `"null_equal":{"k":false}`, v(), no},

		{"any value", `"for_any_value:string_equal":{"k":["a","b"]}`, v("x", "b"), yes},
		{"any value, none", `"for_any_value:string_equal":{"k":["a","b"]}`, v("x", "y"), no},
		{"any value not equal", `"for_any_value:string_not_equal":{"k":["a","b"]}`, v("a", "c"), yes},
		{"any value not equal, all equal", `"for_any_value:string_not_equal":{"k":["a","b"]}`, v("a", "b"), no},
		{"any value, absent", `"for_any_value:string_equal":{"k":"a"}`, nil, no},
		{"any value, if exist", `"for_any_value:string_equal_if_exist":{"k":"a"}`, nil, yes},
		{"all values", `"for_all_value:string_equal":{"k":["a","b"]}`, v("b", "a"), yes},
		{"all values, not all", `"for_all_value:string_equal":{"k":["a","b"]}`, v("b", "c"), no},
		{"all values not equal", `"for_all_value:string_not_equal":{"k":["a","b"]}`, v("c", "d"), yes},
		{"all values not equal, one equal", `"for_all_value:string_not_equal":{"k":["a","b"]}`, v("c", "a"), no},
		{"all values, absent", `"for_all_value:string_equal":{"k":"a"}`, nil, no},
		{"no prefix, several values", `"string_equal":{"k":"a"}`, v("b", "a"), yes},
		{"no prefix, not equal, several values", `"string_not_equal":{"k":"a"}`, v("b", "a"), no},

		{"two keys", `"string_equal":{"k":"a","j":"1"}`, v("a"), no},
		{"two blocks", `"string_equal":{"k":"a"},"null_equal":{"j":"true"}`, v("a"), yes},
		{"two blocks, one fails", `"string_equal":{"k":"b"},"null_equal":{"j":"true"}`, v("a"), no},
		{"unclear beside what fails", `"string_equal":{"j":"1"},"numeric_equal":{"k":"1"}`, v("a"), undecidable},
		{"variable that is no number", `"ip_equal":{"k":"${uin}"}`, v("10.0.0.1"), undecidable},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := policy.Decide(holding(t, "allow cvm:* * {"+c.condition+"}"), with(stop(ins1), "k", c.have...))
			if got.Outcome != c.want {
				t.Errorf("got %+v, want %d", got, c.want)
			}
		})
	}
}

func TestRegionsAreEqualByBothNamesInConditions(t *testing.T) {
	set := holding(t, `allow cvm:* * {"string_equal_if_exist":{"cvm:region":"sh"}}`)
	for region, want := range map[string]policy.Outcome{"sh": policy.Allowed, "ap-shanghai": policy.Allowed, "ap-guangzhou": policy.DeniedOperation} {
		if got := policy.Decide(set, with(stop(ins1), "cvm:region", region)); got.Outcome != want {
			t.Errorf("%s: got %+v, want %d", region, got, want)
		}
	}
}

func TestRegions(t *testing.T) {
	for _, c := range [][2]string{
		{"gz", "ap-guangzhou"},
		{"sh", "ap-shanghai"},
		{"bj", "ap-beijing"},
		{"cd", "ap-chengdu"},
		{"cq", "ap-chongqing"},
		{"hk", "ap-hongkong"},
		{"sg", "ap-singapore"},
		{"th", "ap-bangkok"},
		{"kr", "ap-seoul"},
		{"jp", "ap-tokyo"},
		{"ru", "eu-moscow"},
		{"de", "eu-frankfurt"},
		{"in", "ap-mumbai"},
		{"ca", "na-toronto"},
		{"usw", "na-siliconvalley"},
		{"use", "na-ashburn"},
		{"shjr", "ap-shanghai-fsi"},
		{"szjr", "ap-shenzhen-fsi"},
		{"gzopen", "ap-guangzhou-open"},
		{"ap-beijing", "ap-beijing"},
		{"moon", "moon"},
		{"", ""},
	} {
		if got := region.Canonical(c[0]); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}
