package policy_test

import (
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/policy"
)

func TestMayAssume(t *testing.T) {
	one := func(effect, who, more string) string {
		return `{"effect":"` + effect + `","action":"sts:AssumeRole","principal":` + who + more + `}`
	}
	of := func(statements ...string) string {
		return `{"version":"2.0","statement":[` + strings.Join(statements, ",") + `]}`
	}
	const account = `{"qcs":["qcs::cam::uin/67890:root"]}`
	const user = `{"qcs":"qcs::cam::uin/67890:uin/5"}`
	const idp = "qcs::cam::uin/1:saml-provider/idp"
	inAccount := policy.Principal{Account: "67890", Uin: "5"}
	root := policy.Principal{Account: "67890", Uin: "67890"}
	service := policy.Principal{Service: "cls.cloud.tencent.com"}
	guest := policy.Principal{Federated: idp}
	const external = `,"condition":{"string_equal":{"sts:external_id":"e"}}`
	for _, c := range []struct {
		name, text string
		by         policy.Principal
		want       policy.Outcome
	}{
		{"an identity of a trusted account", trusts["13 account"], inAccount, policy.Allowed},
		{"the trusted account itself", trusts["13 account"], root, policy.Allowed},
		{"another account's", trusts["13 account"], policy.Principal{Account: "6789", Uin: "5"}, policy.DeniedOperation},
		{"a service for an account", trusts["13 account"], service, policy.DeniedOperation},
		{"nobody", trusts["13 account"], policy.Principal{}, policy.DeniedOperation},
		{"a trusted service", trusts["12 services"], service, policy.Allowed},
		{"another service", trusts["12 services"], policy.Principal{Service: "cvm.cloud.tencent.com"}, policy.DeniedOperation},
		{"nobody for services", trusts["12 services"], policy.Principal{}, policy.DeniedOperation},
		{"a trusted user", of(one("allow", user, "")), inAccount, policy.Allowed},
		{"another user", of(one("allow", user, "")), policy.Principal{Account: "67890", Uin: "6"}, policy.DeniedOperation},
		{"the user's account", of(one("allow", user, "")), root, policy.DeniedOperation},
		{"the same number elsewhere", of(one("allow", user, "")), policy.Principal{Account: "1", Uin: "5"}, policy.DeniedOperation},
		{"anyone", of(one("allow", `"*"`, "")), inAccount, policy.Allowed},
		{"a guest", of(one("allow", `{"federated":"`+idp+`"}`, "")), guest, policy.Allowed},
		{"a guest with a token", of(one("allow", `{"federated":["`+strings.Replace(idp, "saml", "oidc", 1)+`"]}`, "")), policy.Principal{Federated: strings.Replace(idp, "saml", "oidc", 1)}, policy.Allowed},
		{"a guest of the same name's other kind", of(one("allow", `{"federated":"`+idp+`"}`, "")), policy.Principal{Federated: strings.Replace(idp, "saml", "oidc", 1)}, policy.DeniedOperation},
		{"a guest's account", of(one("allow", `{"qcs":"qcs::cam::uin/1:root"}`, "")), guest, policy.DeniedOperation},
		{"another guest", of(one("allow", `{"federated":"`+idp+`2"}`, "")), guest, policy.DeniedOperation},
		{"the document's principal", `{"version":"2.0","principal":` + account + `,"statement":{"effect":"allow","action":"sts:*","resource":"*"}}`, inAccount, policy.Allowed},
		{"the statement's own principal", `{"version":"2.0","principal":"*","statement":` + one("allow", user, "") + `}`, root, policy.DeniedOperation},
		{"another action", strings.Replace(of(one("allow", user, "")), "AssumeRole", "AssumeRoleWithSAML", 1), inAccount, policy.DeniedOperation},
		{"a deny", of(one("allow", account, ""), one("deny", user, "")), inAccount, policy.DeniedOperation},
		{"a deny of somebody else", of(one("allow", account, ""), one("deny", user, "")), root, policy.Allowed},
		{"a condition that holds", of(one("allow", account, external)), inAccount, policy.Allowed},
		{"a condition that does not", of(one("allow", account, strings.Replace(external, `"e"`, `"f"`, 1))), inAccount, policy.DeniedOperation},
		{"an unclear condition", of(one("allow", account, ""), one("deny", account, `,"condition":{"ip_equal":{"sts:external_id":"1.1.1.1"}}`)), inAccount, policy.Undecidable},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := policy.Request{Service: "sts", Action: "AssumeRole", Owner: "1", Caller: "5", Resources: []string{"qcs::cam::uin/1:roleName/ops"}}
			got := policy.MayAssume(trust(t, c.text), c.by, with(r, "sts:external_id", "e"))
			if got.Outcome != c.want || got.Explicit != (c.name == "a deny") || got.Resource != r.Resources[0] {
				t.Errorf("got %+v, want %d", got, c.want)
			}
			if !strings.HasSuffix(got.Reason, ".") {
				t.Errorf("the reason is %q", got.Reason)
			}
		})
	}
	if got := policy.MayAssume(nil, inAccount, policy.Request{Service: "sts", Action: "AssumeRole"}); got.Outcome != policy.Undecidable {
		t.Errorf("without a trust policy: %+v", got)
	}
}

func TestWhatIsWrongInATrustPolicyIsNamed(t *testing.T) {
	with := func(who string) string {
		return `{"version":"2.0","statement":[{"effect":"allow","action":"sts:AssumeRole","principal":` + who + `}]}`
	}
	const at = "statement.0.principal"
	for _, c := range []struct {
		name, text string
		kind       policy.Kind
		path       string
	}{
		{"nobody", `{"version":"2.0","statement":[{"effect":"allow","action":"sts:AssumeRole"}]}`, policy.InPrincipal, at},
		{"null", with(`null`), policy.InPrincipal, at},
		{"a name", with(`"root"`), policy.InPrincipal, at},
		{"no kind", with(`{}`), policy.InPrincipal, at},
		{"unknown kind", with(`{"aws":"*"}`), policy.InPrincipal, at + ".aws"},
		{"empty list", with(`{"qcs":[]}`), policy.InPrincipal, at + ".qcs"},
		{"account without root", with(`{"qcs":["qcs::cam::uin/1:root","qcs::cam::uin/1"]}`), policy.InPrincipal, at + ".qcs.1"},
		{"account no number", with(`{"qcs":"qcs::cam::uin/me:root"}`), policy.InPrincipal, at + ".qcs"},
		{"service no domain", with(`{"service":"cvm"}`), policy.InPrincipal, at + ".service"},
		{"provider of no kind", with(`{"federated":"qcs::cam::uin/1:roleName/idp"}`), policy.InPrincipal, at + ".federated"},
		{"provider without a name", with(`{"federated":"qcs::cam::uin/1:saml-provider/"}`), policy.InPrincipal, at + ".federated"},
		{"provider of nobody", with(`{"federated":"qcs::cam:::saml-provider/idp"}`), policy.InPrincipal, at + ".federated"},
		{"provider no resource", with(`{"federated":"idp"}`), policy.InPrincipal, at + ".federated"},
		{"document's principal", `{"version":"2.0","principal":[],"statement":[]}`, policy.InPrincipal, "principal"},
		{"a resource", strings.Replace(with(`"*"`), `"principal"`, `"resource":"qcs::cvm:::*","principal"`, 1), policy.InResource, "statement.0.resource"},
		{"version", strings.Replace(with(`"*"`), "2.0", "3.0", 1), policy.InVersion, "version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := policy.ParseTrust([]byte(c.text))
			checkError(t, err, c.kind, c.path)
		})
	}
}
