package policy_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/policy"
)

// examples are the documented policies of facts/cam-sts.md, 2.2, by their numbers there.
var examples = map[string]string{
	"1 everything":   `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}`,
	"2 read only":    `{"version":"2.0","statement":[{"effect":"allow","action":["cvm:Describe*","cvm:Inquiry*"],"resource":"*"}]}`,
	"3 cvm full":     `{"version":"2.0","statement":[{"effect":"allow","action":"cvm:*","resource":"*"}]}`,
	"4 one instance": `{"version":"2.0","statement":[{"action":"cvm:*","resource":"qcs::cvm:gz::instance/ins-1","effect":"allow"}]}`,
	"5 one region":   `{"version":"2.0","statement":[{"action":"cvm:*","resource":"qcs::cvm:gz::*","effect":"allow"}]}`,
	"6 deny wins":    `{"version":"2.0","statement":[{"action":["vpc:*"],"resource":"*","effect":"allow"},{"action":["vpc:AssociateRouteTable","vpc:CreateRoute","vpc:CreateRouteTable","vpc:DeleteRoute","vpc:DeleteRouteTable","vpc:ModifyRouteTableAttribute"],"resource":"*","effect":"deny"}]}`,
	"7 if exist":     `{"version":"2.0","statement":[{"action":"vpc:*","resource":"*","effect":"allow","condition":{"string_equal_if_exist":{"vpc:vpc":["vpc-id1"],"vpc:accepter_vpc":["vpc-id1"],"vpc:requester_vpc":["vpc-id1"]}}}]}`,
	"8 source":       `{"version":"2.0","statement":[{"effect":"allow","action":"cos:PutObject","resource":"*","condition":{"ip_equal":{"qcs:ip":["10.217.182.3/24","111.21.33.72/24"]}}}]}`,
	"9 creator":      `{"version":"2.0","statement":[{"effect":"allow","action":"name/vpc:*","resource":"qcs::vpc::uin/12357:vpc/*","condition":{"string_equal":{"qcs:create_uin":"${uin}"}}}]}`,
	"10 tag":         `{"version":"2.0","statement":[{"action":["name/monitor:*"],"effect":"allow","resource":["qcs::monitor:ap-guangzhou:uin/1250000000:prom-instance/prom-73jingds"],"condition":{"for_any_value:string_equal":{"qcs:tag":["testkey&testvalue"]}}}]}`,
	"11 assume":      `{"version":"2.0","statement":[{"effect":"allow","action":["name/sts:AssumeRole"],"resource":["qcs::cam::uin/12345:roleName/DevOpsRole"]}]}`,
}

// trusts are the documented trust policies.
var trusts = map[string]string{
	"12 services": `{"version":"2.0","statement":[{"action":"name/sts:AssumeRole","effect":"allow","principal":{"service":["cloudaudit.cloud.tencent.com","cls.cloud.tencent.com"]}}]}`,
	"13 account":  `{"version":"2.0","statement":[{"action":"name/sts:AssumeRole","effect":"allow","principal":{"qcs":["qcs::cam::uin/67890:root"]}}]}`,
}

func parse(t testing.TB, text string) *policy.Document {
	t.Helper()
	d, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatalf("Parse(%s): %v", text, err)
	}
	return d
}

func trust(t testing.TB, text string) *policy.Trust {
	t.Helper()
	d, err := policy.ParseTrust([]byte(text))
	if err != nil {
		t.Fatalf("ParseTrust(%s): %v", text, err)
	}
	return d
}

func TestDocumentedPoliciesAreRead(t *testing.T) {
	for name, text := range examples {
		t.Run(name, func(t *testing.T) {
			d := parse(t, text)
			if again := parse(t, d.String()); !reflect.DeepEqual(again, d) {
				t.Errorf("printed as %s, which reads as something else", d)
			}
		})
	}
	for name, text := range trusts {
		t.Run(name, func(t *testing.T) {
			d := trust(t, text)
			if again := trust(t, d.String()); !reflect.DeepEqual(again, d) {
				t.Errorf("printed as %s, which reads as something else", d)
			}
		})
	}
}

func TestADocumentIsPrintedInOneForm(t *testing.T) {
	d := parse(t, ` {"statement": {"resource": ["*"], "condition": {"bool_equal": {"a\"\n\u0001": true}, "numeric_less_than": {"n": 5.0, "m": ["1", 2]}},
		"action": ["name/cvm:*", "permid/7"], "effect": "deny"}, "version": "2.0"}`)
	want := `{"version":"2.0","statement":[{"effect":"deny","action":["name/cvm:*","permid/7"],"resource":"*",` +
		`"condition":{"bool_equal":{"a\"\n\u0001":"true"},"numeric_less_than":{"n":"5.0","m":["1","2"]}}}]}`
	if got := d.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	statement := func(s string) string { return `{"version":"2.0","statement":[` + s + `]}` }
	action := func(s string) string { return statement(`{"effect":"allow","action":` + s + `,"resource":"*"}`) }
	resource := func(s string) string { return statement(`{"effect":"allow","action":"*","resource":` + s + `}`) }
	condition := func(s string) string {
		return statement(`{"effect":"allow","action":"*","resource":"*","condition":` + s + `}`)
	}
	const inAction, inResource, inCondition = "statement.0.action", "statement.0.resource", "statement.0.condition"
	for _, c := range []struct {
		name, text string
		kind       policy.Kind
		path       string
	}{
		{"nothing", ``, policy.Syntax, ""},
		{"no JSON", `{"version":"2.0",}`, policy.Syntax, ""},
		{"more behind", examples["1 everything"] + `{}`, policy.Syntax, ""},
		{"no UTF-8", "{\"version\":\"2.0\xff\"}", policy.Syntax, ""},
		{"no object", `[]`, policy.Syntax, ""},
		{"null", `null`, policy.Syntax, ""},
		{"unknown element", `{"version":"2.0","id":"x","statement":[]}`, policy.Syntax, "id"},
		{"upper case", `{"Version":"2.0","statement":[]}`, policy.Syntax, "Version"},
		{"element twice", `{"version":"2.0","version":"2.0","statement":[]}`, policy.Syntax, "version"},
		{"element twice, spelt differently", `{"version":"2.0","versi\u006fn":"2.0","statement":[]}`, policy.Syntax, "version"},
		{"operator twice", condition(`{"string_equal":{"a":"1"},"string_equal":{"b":"1"}}`), policy.Syntax, inCondition + ".string_equal"},
		{"too deep", statement(`{"effect":[[[[[[[[]]]]]]]]}`), policy.Syntax, "statement.0.effect.0.0.0.0"},
		{"too long", resource(`"qcs::cvm:::` + strings.Repeat("x", policy.MaxLength) + `"`), policy.Length, ""},

		{"no version", `{"statement":[]}`, policy.InVersion, "version"},
		{"unsupported version", `{"version":"3.0","statement":[]}`, policy.InVersion, "version"},
		{"version as number", `{"version":2.0,"statement":[]}`, policy.InVersion, "version"},

		{"no statement", `{"version":"2.0"}`, policy.InStatement, "statement"},
		{"empty statement list", statement(``), policy.InStatement, "statement"},
		{"statement no object", statement(`"x"`), policy.InStatement, "statement.0"},
		{"unknown element of a statement", statement(`{"effect":"allow","notAction":"*"}`), policy.InStatement, "statement.0.notAction"},
		{"the second statement", `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"},7]}`, policy.InStatement, "statement.1"},

		{"no effect", statement(`{"action":"*","resource":"*"}`), policy.InEffect, "statement.0.effect"},
		{"effect in upper case", statement(`{"effect":"Allow","action":"*","resource":"*"}`), policy.InEffect, "statement.0.effect"},
		{"single statement", `{"version":"2.0","statement":{"effect":1,"action":"*","resource":"*"}}`, policy.InEffect, "statement.effect"},

		{"no action", statement(`{"effect":"allow","resource":"*"}`), policy.InAction, inAction},
		{"no actions", action(`[]`), policy.InAction, inAction},
		{"action without service", action(`["cvm:*","RunInstances"]`), policy.InAction, inAction + ".1"},
		{"action without name", action(`"cvm:"`), policy.InAction, inAction},
		{"action null", action(`null`), policy.InAction, inAction},
		{"action with blank", action(`"cvm:Run Instances"`), policy.InAction, inAction},
		{"half a service", action(`"c*:Run"`), policy.InAction, inAction},
		{"permid without number", action(`"permid/x"`), policy.InAction, inAction},

		{"no resource", statement(`{"effect":"allow","action":"*"}`), policy.InResource, inResource},
		{"no resources", resource(`[]`), policy.InResource, inResource},
		{"five segments", resource(`"qcs::cvm:gz:instance/ins-1"`), policy.InResource, inResource},
		{"another cloud", resource(`"arn::cvm:gz::instance/ins-1"`), policy.InResource, inResource},
		{"empty last segment", resource(`"qcs::cvm:gz::"`), policy.InResource, inResource},
		{"bad account", resource(`["*","qcs::cvm:gz:12345:*"]`), policy.InResource, inResource + ".1"},
		{"bad project", resource(`"qcs:7:cvm:gz::*"`), policy.InResource, inResource},
		{"bad region", resource(`"qcs::cvm:Guang zhou::*"`), policy.InResource, inResource},
		{"variable in the account", resource(`"qcs::cvm:gz:uin/${uin}:*"`), policy.InResource, inResource},
		{"unknown variable", resource(`"qcs::cvm:gz::${user}"`), policy.InResource, inResource},
		{"open variable", resource(`"qcs::cvm:gz::${uin"`), policy.InResource, inResource},

		{"condition no object", condition(`[]`), policy.InCondition, inCondition},
		{"unknown operator", condition(`{"string_equals":{"a":"b"}}`), policy.InCondition, inCondition + ".string_equals"},
		{"empty block", condition(`{"string_equal":{}}`), policy.InCondition, inCondition + ".string_equal"},
		{"empty key", condition(`{"string_equal":{"":"b"}}`), policy.InCondition, inCondition + ".string_equal."},
		{"no values", condition(`{"string_equal":{"a":[]}}`), policy.InCondition, inCondition + ".string_equal.a"},
		{"value an object", condition(`{"string_equal":{"a":{}}}`), policy.InCondition, inCondition + ".string_equal.a"},
		{"no number", condition(`{"numeric_equal":{"a":["1","1e3"]}}`), policy.InCondition, inCondition + ".numeric_equal.a.1"},
		{"no date", condition(`{"date_less_than":{"a":"soon"}}`), policy.InCondition, inCondition + ".date_less_than.a"},
		{"no truth", condition(`{"bool_equal":{"a":"1"}}`), policy.InCondition, inCondition + ".bool_equal.a"},
		{"no base64", condition(`{"binary_equal":{"a":"?"}}`), policy.InCondition, inCondition + ".binary_equal.a"},
		{"no address", condition(`{"ip_equal":{"a":"10.0.0.300"}}`), policy.InCondition, inCondition + ".ip_equal.a"},
		{"no range", condition(`{"ip_equal":{"a":"10.0.0.0/33"}}`), policy.InCondition, inCondition + ".ip_equal.a"},
		{"null with suffix", condition(`{"null_equal_if_exist":{"a":"true"}}`), policy.InCondition, inCondition + ".null_equal_if_exist"},
		{"null with prefix", condition(`{"for_any_value:null_equal":{"a":"true"}}`), policy.InCondition, inCondition + ".for_any_value:null_equal"},
		{"tags by another operator", condition(`{"string_like":{"qcs:resource_tag":"a&*"}}`), policy.InCondition, inCondition + ".string_like.qcs:resource_tag"},
		{"unknown variable in a value", condition(`{"string_equal":{"a":"${me}"}}`), policy.InCondition, inCondition + ".string_equal.a"},

		{"principal of the document", `{"version":"2.0","principal":"*","statement":[{"effect":"allow","action":"*","resource":"*"}]}`, policy.InPrincipal, "principal"},
		{"principal of a statement", statement(`{"effect":"allow","principal":"*","action":"*","resource":"*"}`), policy.InPrincipal, "statement.0.principal"},
		{"a trust policy", trusts["13 account"], policy.InPrincipal, "statement.0.principal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := policy.Parse([]byte(c.text))
			checkError(t, err, c.kind, c.path)
		})
	}
}

func checkError(t *testing.T, err error, kind policy.Kind, path string) {
	t.Helper()
	var got *policy.ParseError
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want a ParseError", err)
	}
	if got.Kind != kind || got.Path != path {
		t.Errorf("got %s at %q (%s), want %s at %q", got.Kind, got.Path, got.Text, kind, path)
	}
	if got.Text == "" || !strings.HasSuffix(got.Text, ".") {
		t.Errorf("%q is no sentence", got.Text)
	}
}

func TestBlanksDoNotCount(t *testing.T) {
	long := func(n int) []byte {
		head, tail := `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"qcs::cvm:::`, `"}]}`
		return []byte(head + strings.Repeat("门", n-len(head)-len(tail)) + strings.Repeat(" \n", 5000) + tail)
	}
	// The blanks stand inside a JSON text, where a line's end has to be escaped: only spaces are valid there.
	fits := []byte(strings.ReplaceAll(string(long(policy.MaxLength)), "\n", " "))
	if _, err := policy.Parse(fits); err != nil {
		t.Errorf("a document of %d characters and blanks: %v", policy.MaxLength, err)
	}
	_, err := policy.Parse(long(policy.MaxLength + 1))
	checkError(t, err, policy.Length, "")
}

func TestABoundaryMayBeWrapped(t *testing.T) {
	want := parse(t, examples["3 cvm full"])
	for _, text := range []string{examples["3 cvm full"], `{"strategyInfo":` + examples["3 cvm full"] + `}`} {
		got, err := policy.ParseBoundary([]byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("ParseBoundary(%s) = %v, %v", text, got, err)
		}
	}
	_, err := policy.ParseBoundary([]byte(`{"strategyInfo":{"version":"2.0","statement":[{}]}}`))
	checkError(t, err, policy.InEffect, "strategyInfo.statement.0.effect")
	_, err = policy.Parse([]byte(`{"strategyInfo":` + examples["3 cvm full"] + `}`))
	checkError(t, err, policy.Syntax, "strategyInfo")
}

func TestPresetsAreRead(t *testing.T) {
	seen := map[any]bool{}
	for _, p := range policy.Presets() {
		if _, err := p.Document(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if seen[p.ID] || seen[p.Name] || p.Description == "" {
			t.Errorf("%s: id or name given twice, or no description", p.Name)
		}
		seen[p.ID], seen[p.Name] = true, true
	}
	if first := policy.Presets()[0]; first.ID != 1 || first.Name != "AdministratorAccess" {
		t.Errorf("the first preset is %d %s", first.ID, first.Name)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range examples {
		f.Add([]byte(text))
	}
	for _, text := range trusts {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"version":"2.0","statement":{"effect":"deny","action":"permid/1","resource":"qcs:id/1:*:*:uid/1:${uin}*","condition":{"for_all_value:date_less_than_if_exist":{"k":["2026-01-01T00:00:00Z","${uin}"]},"numeric_equal":{"n":-0.50}}}}`))
	f.Add([]byte(`{"version":"2.0","principal":"*","statement":{"effect":"allow","action":"*","resource":"*","principal":{"qcs":"qcs::cam::uin/1:uin/2","service":["a.b"],"federated":"qcs::cam::uin/1:saml-provider/x"}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if d, err := policy.Parse(text); err == nil {
			readsAgain(t, d, policy.Parse)
		}
		if d, err := policy.ParseTrust(text); err == nil {
			readsAgain(t, d, policy.ParseTrust)
		}
	})
}

func readsAgain[D interface{ String() string }](t *testing.T, d D, read func([]byte) (D, error)) {
	again, err := read([]byte(d.String()))
	var wrong *policy.ParseError
	if errors.As(err, &wrong) && wrong.Kind == policy.Length {
		return // numbers are printed as texts: the quotes may pass the limit
	}
	if err != nil {
		t.Fatalf("what was printed is not read: %v\n%s", err, d)
	}
	if !reflect.DeepEqual(again, d) {
		t.Fatalf("what was printed reads as something else:\n%s\n%s", d, again)
	}
}
