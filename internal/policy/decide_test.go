package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/policy"
)

const (
	owner  = "100000000001"
	caller = "100000000002"
	ins1   = "qcs::cvm:ap-guangzhou:uin/" + owner + ":instance/ins-1"
	ins2   = "qcs::cvm:ap-guangzhou:uin/" + owner + ":instance/ins-2"
	vpc1   = "qcs::vpc:ap-guangzhou:uin/" + owner + ":vpc/vpc-1"
)

// doc is a policy of statements, each written as "allow ACTION,… RESOURCE,… [CONDITION]".
func doc(t testing.TB, statements ...string) *policy.Document {
	t.Helper()
	var parts []string
	for _, s := range statements {
		f := strings.SplitN(s, " ", 4)
		list := func(s string) string { return `["` + strings.ReplaceAll(s, ",", `","`) + `"]` }
		part := `{"effect":"` + f[0] + `","action":` + list(f[1]) + `,"resource":` + list(f[2])
		if len(f) == 4 {
			part += `,"condition":` + f[3]
		}
		parts = append(parts, part+`}`)
	}
	return parse(t, `{"version":"2.0","statement":[`+strings.Join(parts, ",")+`]}`)
}

func holding(t testing.TB, statements ...string) policy.Set {
	t.Helper()
	return policy.Set{Policies: []policy.Attached{{ID: "7", Name: "mine", Via: "user", Document: doc(t, statements...)}}}
}

func stop(resources ...string) policy.Request {
	return policy.Request{Service: "cvm", Action: "StopInstances", Resources: resources, Owner: owner, Caller: caller, AppID: "1250000001"}
}

func with(r policy.Request, key string, values ...string) policy.Request {
	r.Conditions = map[string][]string{key: values}
	return r
}

func TestDecide(t *testing.T) {
	broken := &policy.Attached{Name: "raw", Document: nil, Broken: errors.New(`the version must be "2.0"`)}
	also := func(s policy.Set, f func(*policy.Set)) policy.Set { f(&s); return s }
	cap := func(t *testing.T, name string, statements ...string) *policy.Attached {
		return &policy.Attached{Name: name, Document: doc(t, statements...)}
	}
	const badIP, office = `{"ip_equal":{"qcs:ip":"10.0.0.0/8"}}`, `{"ip_equal":{"qcs:ip":["10.121.2.10/24","fd00::/8"]}}`
	for _, c := range []struct {
		name      string
		set       policy.Set
		r         policy.Request
		want      policy.Outcome
		explicit  bool
		policy    string
		statement int
		resource  string
		reason    string // a part of it
	}{
		// Allowed.
		{
			"allowed", holding(t, "deny cvm:RunInstances *", "allow cvm:Stop* "+ins1), stop(ins1), policy.Allowed, false, "mine", 1, ins1,
			`Policy "mine" (user), statement 1, allows cvm:StopInstances on ` + ins1 + `.`,
		},
		{"allowed by several statements", holding(t, "allow cvm:* "+ins1, "allow cvm:* "+ins2), stop(ins1, ins2), policy.Allowed, false, "mine", 0, ins1, ""},
		{"the first allow is named", holding(t, "allow cvm:* *", "allow * *"), stop(ins1), policy.Allowed, false, "mine", 0, ins1, ""},
		{"no resource", holding(t, "allow cvm:* *"), stop(), policy.Allowed, false, "mine", 0, "*", ""},
		{"root", policy.Set{Root: true}, stop(ins1), policy.Allowed, false, "", -1, ins1, "main account"},
		{"root beside a broken policy and a boundary", policy.Set{Root: true, Policies: []policy.Attached{*broken}, Boundary: broken}, stop(ins1), policy.Allowed, false, "", -1, ins1, ""},
		{"deny whose condition does not hold", holding(t, "allow * *", "deny * * "+badIP), with(stop(ins1), "qcs:ip", "11.0.0.1"), policy.Allowed, false, "mine", 0, ins1, ""},

		// 4101.
		{"no policies", policy.Set{}, stop(ins1), policy.DeniedAction, false, "", -1, ins1, "Nothing in the caller's policies allows cvm:StopInstances."},
		{"another action", holding(t, "allow cvm:Start* *"), stop(ins1), policy.DeniedAction, false, "", -1, ins1, ""},
		{"another service", holding(t, "allow vpc:* *"), stop(ins1), policy.DeniedAction, false, "", -1, ins1, ""},
		{"another case", holding(t, "allow cvm:stopInstances *"), stop(ins1), policy.DeniedAction, false, "", -1, ins1, ""},
		{"numbered actions match nothing", holding(t, "allow permid/280649 *"), stop(ins1), policy.DeniedAction, false, "", -1, ins1, ""},
		{
			"deny on everything", holding(t, "allow * *", "deny cvm:StopInstances *"), stop(ins1), policy.DeniedAction, true, "mine", 1, ins1,
			`Policy "mine" (user), statement 1, denies cvm:StopInstances on ` + ins1 + `, as on any resource.`,
		},
		{"the farthest deny speaks", holding(t, "allow * *", "deny cvm:StopInstances "+ins1, "deny cvm:* "+ins1, "deny cvm:StopInstances "+ins1+",*"), stop(ins1), policy.DeniedAction, true, "mine", 3, ins1, ""},

		// 4102.
		{"allowed elsewhere", holding(t, "allow cvm:* "+ins2), stop(ins1), policy.DeniedResource, false, "", -1, ins1, "nothing in the caller's policies allows any action of cvm on"},
		{"the second resource", holding(t, "allow cvm:* "+ins2), stop(ins2, ins1), policy.DeniedResource, false, "", -1, ins1, ""},
		{"another service's action reaches the resource", holding(t, "allow cvm:* "+ins2, "allow vpc:* "+ins1), stop(ins1), policy.DeniedResource, false, "", -1, ins1, ""},
		{"no resource, but allowed on some", holding(t, "allow cvm:* "+ins2), stop(), policy.DeniedResource, false, "", -1, "*", ""},
		{"deny of the service", holding(t, "allow * *", "deny cvm:* "+ins1), stop(ins1), policy.DeniedResource, true, "mine", 1, ins1, "as every action of cvm"},
		{"deny of all services", holding(t, "allow * *", "deny * "+ins1), stop(ins1), policy.DeniedResource, true, "mine", 1, ins1, ""},

		// 4103.
		{"the action elsewhere, the resource for something else", holding(t, "allow cvm:StopInstances "+ins2, "allow cvm:StartInstances "+ins1), stop(ins1), policy.DeniedOperation, false, "", -1, ins1, "this action on this resource"},
		{"deny of the action", holding(t, "allow * *", "deny cvm:Stop* "+ins1), stop(ins1), policy.DeniedOperation, true, "mine", 1, ins1, ""},
		{"a condition does not hold", holding(t, "allow cvm:* * "+office), with(stop(ins1), "qcs:ip", "10.121.3.1"), policy.DeniedOperation, false, "mine", 0, ins1, "its condition ip_equal of qcs:ip does not hold"},
		{"a condition's key is absent", holding(t, "allow cvm:* * "+office), stop(ins1), policy.DeniedOperation, false, "mine", 0, ins1, ""},

		// 4110.
		{"broken policy", also(holding(t, "allow * *"), func(s *policy.Set) { s.Policies = append(s.Policies, *broken) }), stop(ins1), policy.Undecidable, false, "raw", -1, ins1, `Policy "raw" can't be evaluated: the version must be "2.0".`},
		{"broken policy beside a deny", also(holding(t, "deny * *"), func(s *policy.Set) { s.Policies = append(s.Policies, *broken) }), stop(ins1), policy.Undecidable, false, "raw", -1, ins1, ""},
		{"broken boundary", also(holding(t, "allow * *"), func(s *policy.Set) { s.Boundary = broken }), stop(ins1), policy.Undecidable, false, "raw", -1, ins1, ""},
		{"broken session", also(holding(t, "allow * *"), func(s *policy.Set) { s.Session = broken }), stop(ins1), policy.Undecidable, false, "raw", -1, ins1, ""},
		{"broken session of the main account", policy.Set{Root: true, Session: broken}, stop(ins1), policy.Undecidable, false, "raw", -1, ins1, ""},
		{"broken beside a document", also(holding(t, "allow * *"), func(s *policy.Set) { s.Policies[0].Broken = broken.Broken }), stop(ins1), policy.Undecidable, false, "mine", -1, ins1, ""},
		{"no document", policy.Set{Policies: []policy.Attached{{ID: "9"}}}, stop(ins1), policy.Undecidable, false, "9", -1, ins1, "there is no document"},
		{"unclear condition", holding(t, "allow * *", "deny * "+ins1+" "+badIP), with(stop(ins1), "qcs:ip", "here"), policy.Undecidable, false, "mine", 1, ins1, `condition ip_equal of qcs:ip: "here" is no IP address`},
		{"unclear condition beside a deny", holding(t, "deny * *", "allow * * "+badIP), with(stop(ins1), "qcs:ip", "here"), policy.Undecidable, false, "mine", 1, ins1, ""},
		{"unclear condition of another resource", holding(t, "allow * *", "deny * "+ins2+" "+badIP), with(stop(ins1), "qcs:ip", "here"), policy.Allowed, false, "mine", 0, ins1, ""},
		{"unclear condition of another action", holding(t, "allow * *", "deny cvm:Start* * "+badIP), with(stop(ins1), "qcs:ip", "here"), policy.Allowed, false, "mine", 0, ins1, ""},
		{"resource that is none", holding(t, "allow * *"), stop("ins-1"), policy.Undecidable, false, "", -1, "ins-1", "is no resource"},
		{"resource of no service", holding(t, "allow * *"), stop("qcs::::uin/1:x"), policy.Undecidable, false, "", -1, "qcs::::uin/1:x", "names no service"},
		{"resource of no account", holding(t, "allow * *"), stop("qcs::cvm:gz:me:x"), policy.Undecidable, false, "", -1, "qcs::cvm:gz:me:x", "names no account"},
		{"variable without value", holding(t, "allow * *", "deny * qcs::cvm:::${app_id}*"), policy.Request{Service: "cvm", Action: "X", Resources: []string{ins1}, Owner: owner, Caller: caller}, policy.Undecidable, false, "mine", 1, ins1, "${app_id} has no value"},

		// Boundary and session.
		{"all three allow", also(holding(t, "allow * *"), func(s *policy.Set) {
			s.Boundary = cap(t, "b", "allow cvm:* *")
			s.Session = cap(t, "s", "allow cvm:* "+ins1)
		}), stop(ins1), policy.Allowed, false, "mine", 0, ins1, ""},
		{"the boundary grants nothing", policy.Set{Boundary: cap(t, "b", "allow * *")}, stop(ins1), policy.DeniedAction, false, "", -1, ins1, "the caller's policies"},
		{"the boundary knows no such action", also(holding(t, "allow * *"), func(s *policy.Set) { s.Boundary = cap(t, "b", "allow vpc:* *") }), stop(ins1), policy.DeniedAction, false, "b", -1, ins1, "the permission boundary"},
		{"the session is for another resource", also(holding(t, "allow * *"), func(s *policy.Set) { s.Session = cap(t, "s", "allow cvm:* "+ins2) }), stop(ins1), policy.DeniedResource, false, "s", -1, ins1, "the session's policy"},
		{"the session allows something else", also(holding(t, "allow * *"), func(s *policy.Set) {
			s.Session = cap(t, "s", "allow cvm:StopInstances "+ins2, "allow cvm:StartInstances "+ins1)
		}), stop(ins1), policy.DeniedOperation, false, "s", -1, ins1, ""},
		{"the boundary denies", also(holding(t, "allow * *"), func(s *policy.Set) { s.Boundary = cap(t, "b", "allow * *", "deny cvm:Stop* "+ins1) }), stop(ins1), policy.DeniedOperation, true, "b", 1, ins1, ""},
		{"the main account's session", policy.Set{Root: true, Session: cap(t, "s", "allow cvm:* *")}, stop(ins1), policy.Allowed, false, "s", 0, ins1, ""},
		{"the main account's session caps", policy.Set{Root: true, Session: cap(t, "s", "allow vpc:* *")}, stop(ins1), policy.DeniedAction, false, "s", -1, ins1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := policy.Decide(c.set, c.r)
			want := policy.Decision{Outcome: c.want, Explicit: c.explicit, Policy: c.policy, Statement: c.statement, Resource: c.resource, Reason: got.Reason}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if !strings.Contains(got.Reason, c.reason) || !strings.HasSuffix(got.Reason, ".") {
				t.Errorf("the reason is %q, want a sentence with %q", got.Reason, c.reason)
			}
		})
	}
}

func TestTheDefaultDeniesWithoutMFA(t *testing.T) {
	set := holding(t, "allow * *", `deny account:BindToken * {"string_equal":{"mfa":"0"}}`)
	r := policy.Request{Service: "account", Action: "BindToken", Owner: owner, Caller: caller}
	for mfa, want := range map[string]policy.Outcome{"0": policy.DeniedAction, "1": policy.Allowed} {
		if got := policy.Decide(set, with(r, "mfa", mfa)); got.Outcome != want {
			t.Errorf("mfa=%s: got %+v, want %d", mfa, got, want)
		}
	}
}

func TestWhatIsAboutAResourceComesFirst(t *testing.T) {
	set := holding(t, `allow cvm:* * {"for_any_value:string_equal":{"qcs:resource_tag":"team&a"}}`)
	r := with(stop(ins1, ins2), "qcs:resource_tag", "team&a")
	if got := policy.Decide(set, r); got.Outcome != policy.Allowed {
		t.Errorf("got %+v", got)
	}
	r.About = map[string]map[string][]string{ins2: {"qcs:resource_tag": {"team&b", "x&y"}}}
	if got := policy.Decide(set, r); got.Outcome != policy.DeniedOperation || got.Resource != ins2 {
		t.Errorf("got %+v, want a refusal of the second", got)
	}
	r.About[ins2]["qcs:resource_tag"] = []string{"x&y", "team&a"}
	if got := policy.Decide(set, r); got.Outcome != policy.Allowed {
		t.Errorf("got %+v", got)
	}
}

func TestReaches(t *testing.T) {
	const tagged = ` {"string_equal":{"qcs:resource_tag":"team&a"}}`
	const zoneless = ` {"null_equal":{"cvm:zone":"true"}}`
	const noMFA = ` {"string_equal":{"mfa":"0"}}`
	const office = ` {"ip_equal":{"qcs:ip":"10.0.0.0/8"}}`
	bounded := holding(t, "allow * *")
	bounded.Boundary = &policy.Attached{Name: "b", Document: doc(t, "allow vpc:* *")}
	for _, c := range []struct {
		name     string
		set      policy.Set
		want     policy.Outcome
		explicit bool
	}{
		{"some resource", holding(t, "allow cvm:Stop* "+ins1), policy.Allowed, false},
		{"a tag, to be seen for each", holding(t, "allow cvm:* *"+tagged), policy.Allowed, false},
		{"denied on some", holding(t, "allow cvm:* *", "deny cvm:* "+ins1), policy.Allowed, false},
		{"denied by zone, to be seen for each", holding(t, "allow cvm:* *", "deny cvm:* *"+zoneless), policy.Allowed, false},
		{"nothing", holding(t, "allow vpc:* *"), policy.DeniedAction, false},
		{"denied", holding(t, "allow cvm:* *", "deny cvm:Stop* *"), policy.DeniedAction, true},
		{"denied by the request's condition", holding(t, "allow cvm:* *", "deny cvm:Stop* *"+noMFA), policy.DeniedAction, true},
		{"allowed by a condition that does not hold", holding(t, "allow cvm:* *"+strings.Replace(office, "10.", "11.", 1)), policy.DeniedOperation, false},
		{"allowed by a condition on what the request lacks", holding(t, `allow cvm:* * {"string_equal":{"qcs:request_tag":"a&b"}}`), policy.DeniedOperation, false},
		{"denied for what the request lacks", holding(t, "allow cvm:* *", `deny cvm:* * {"null_equal":{"qcs:owner_uin":"true"}}`), policy.DeniedAction, true},
		{"the boundary", bounded, policy.DeniedAction, false},
		{"broken", policy.Set{Policies: []policy.Attached{{Name: "x"}}}, policy.Undecidable, false},
		{"unclear", holding(t, "allow cvm:* *", `deny cvm:* * {"numeric_equal":{"qcs:ip":"1"}}`), policy.Undecidable, false},
		{"root", policy.Set{Root: true}, policy.Allowed, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := stop()
			r.Conditions = map[string][]string{"mfa": {"0"}, "qcs:ip": {"10.1.1.1"}}
			got := c.set.For(r).Reaches()
			if got.Outcome != c.want || got.Explicit != c.explicit {
				t.Errorf("got %+v, want %d", got, c.want)
			}
			if !strings.HasSuffix(got.Reason, ".") {
				t.Errorf("the reason is %q", got.Reason)
			}
		})
	}
}

func TestAListIsFiltered(t *testing.T) {
	v := holding(t, "allow cvm:Stop* "+ins1, `allow cvm:* * {"string_equal":{"qcs:create_uin":"${uin}"}}`).For(stop())
	if !v.Allows(ins1, nil) || v.Allows(ins2, nil) || v.Allows("*", nil) || v.Allows("nonsense", nil) {
		t.Errorf("only %s is allowed", ins1)
	}
	if !v.Allows(ins2, map[string][]string{"qcs:create_uin": {caller}}) || v.Allows(ins2, map[string][]string{"qcs:create_uin": {owner}}) {
		t.Errorf("%s is its creator's", ins2)
	}
}
