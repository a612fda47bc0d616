package cloud_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	dsig "github.com/russellhaering/goxmldsig"

	"github.com/paifang/paifang/paifangtest"
)

const camVersion, stsVersion = "2019-01-16", "2018-08-13"

var nobody = paifangtest.Signer{Unsigned: true}

// A guests is a cloud with two identity providers, and a role for the guests of each.
type guests struct {
	*paifangtest.Cloud
	t    *testing.T
	key  *ecdsa.PrivateKey // of the OpenID Connect provider
	saml *rsa.PrivateKey
	cert []byte
}

func newGuests(t *testing.T) *guests {
	t.Helper()
	g := &guests{Cloud: paifangtest.New(t), t: t}
	var err error
	if g.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if g.saml, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "idp"}, NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(1, 0, 0)}
	if g.cert, err = x509.CreateCertificate(rand.Reader, like, like, g.saml.Public(), g.saml); err != nil {
		t.Fatal(err)
	}
	g.must("CreateOIDCConfig", m{"Name": "ci", "IdentityUrl": "https://ci.example.com", "ClientId": []string{"sts.cloud.tencent.com"}, "IdentityKey": g.keySet(), "Description": "d"})
	g.must("CreateSAMLProvider", m{"Name": "corp", "Description": "d", "SAMLMetadataDocument": g.metadata()})
	g.must("CreateRole", m{"RoleName": "deployer", "PolicyDocument": g.trusts("oidc-provider/ci", "AssumeRoleWithWebIdentity", `,"condition":{"string_equal":{"oidc:sub":"repo:shop"}}`)})
	g.must("CreateRole", m{"RoleName": "staff", "PolicyDocument": g.trusts("saml-provider/corp", "AssumeRoleWithSAML", `,"condition":{"string_equal":{"saml:sub":"alice"}}`)})
	g.must("AttachRolePolicy", m{"PolicyId": 1, "AttachRoleName": "deployer"})
	g.must("AttachRolePolicy", m{"PolicyId": 1, "AttachRoleName": "staff"})
	return g
}

func (g *guests) must(action string, in m) {
	g.t.Helper()
	if a := g.Call3("cam", camVersion, action, in); !a.OK() {
		g.t.Fatalf("%s: %s", action, a.Body)
	}
}

func (g *guests) trusts(provider, action, condition string) string {
	return fmt.Sprintf(`{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:%s","principal":{"federated":["qcs::cam::uin/%s:%s"]}%s}]}`, action, g.Account, provider, condition)
}

func (g *guests) keySet() string {
	text, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: g.key.Public(), KeyID: "k"}}})
	if err != nil {
		g.t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(text)
}

func (g *guests) metadata() string {
	return base64.StdEncoding.EncodeToString([]byte(`<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://corp.example.com"><IDPSSODescriptor><KeyDescriptor><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>` +
		base64.StdEncoding.EncodeToString(g.cert) + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>`))
}

// token is one of the provider's, with other claims.
func (g *guests) token(more m) string {
	g.t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: g.key, KeyID: "k"}}, nil)
	if err != nil {
		g.t.Fatal(err)
	}
	claims := m{"iss": "https://ci.example.com", "sub": "repo:shop", "aud": "sts.cloud.tencent.com", "exp": time.Now().Add(time.Minute).Unix()}
	for name, value := range more {
		claims[name] = value
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		g.t.Fatal(err)
	}
	return text
}

// GetKeyPair implements dsig.X509KeyStore.
func (g *guests) GetKeyPair() (*rsa.PrivateKey, []byte, error) { return g.saml, g.cert, nil }

// assertion is a response of the provider's for a subject and roles.
func (g *guests) assertion(subject, roles string) string {
	g.t.Helper()
	at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	doc := etree.NewDocument()
	if err := doc.ReadFromString(`<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0"><Issuer>https://corp.example.com</Issuer><Subject><NameID>` + subject +
		`</NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><SubjectConfirmationData NotOnOrAfter="` + at(time.Minute) + `" Recipient="https://cloud.tencent.com/login/saml"/></SubjectConfirmation></Subject>` +
		`<Conditions NotOnOrAfter="` + at(time.Minute) + `"><AudienceRestriction><Audience>https://cloud.tencent.com</Audience></AudienceRestriction></Conditions>` +
		`<AuthnStatement SessionNotOnOrAfter="` + at(time.Hour) + `"/><AttributeStatement><Attribute Name="https://cloud.tencent.com/SAML/Attributes/Role"><AttributeValue>` + roles + `</AttributeValue></Attribute></AttributeStatement></Assertion>`); err != nil {
		g.t.Fatal(err)
	}
	by := dsig.NewDefaultSigningContext(g)
	by.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signed, err := by.SignEnveloped(doc.Root())
	if err != nil {
		g.t.Fatal(err)
	}
	doc.SetRoot(signed)
	text, err := doc.WriteToString()
	if err != nil {
		g.t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString([]byte(`<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol">` + text + `</Response>`))
}

func (g *guests) arn(name string) string { return "qcs::cam::uin/" + g.Account + ":" + name }

func (g *guests) web(more m) m {
	in := m{"ProviderId": "ci", "WebIdentityToken": g.token(nil), "RoleArn": g.arn("roleName/deployer"), "RoleSessionName": "build-1"}
	for name, value := range more {
		in[name] = value
	}
	return in
}

func (g *guests) byAssertion(more m) m {
	in := m{
		"SAMLAssertion": g.assertion("alice", g.arn("roleName/other")+";"+g.arn("roleName/staff")+","+g.arn("saml-provider/corp")), "PrincipalArn": g.arn("saml-provider/corp"),
		"RoleArn": g.arn("roleName/staff"), "RoleSessionName": "alice",
	}
	for name, value := range more {
		in[name] = value
	}
	return in
}

// A guest gets a key without a signature of its own, and may do what its role may.
func TestGuestsTakeOnRoles(t *testing.T) {
	g := newGuests(t)
	for _, x := range []struct {
		action, session string
		in              m
		by              paifangtest.Signer
		lasts           time.Duration
	}{
		{"AssumeRoleWithWebIdentity", "build-1", g.web(nil), nobody, 2 * time.Hour},
		{"AssumeRoleWithWebIdentity", "build-1", g.web(m{"DurationSeconds": 900}), nobody, 15 * time.Minute},
		{"AssumeRoleWithWebIdentity", "build-1", g.web(nil), paifangtest.Signer{}, 2 * time.Hour}, // one may sign all the same
		{"AssumeRoleWithSAML", "alice", g.byAssertion(nil), nobody, time.Hour},                    // no longer than the provider wants
		{"AssumeRoleWithSAML", "alice", g.byAssertion(m{"DurationSeconds": 600}), nobody, 10 * time.Minute},
	} {
		a := g.Call3As(x.by, "sts", stsVersion, x.action, x.in)
		var out struct {
			Credentials struct{ Token, TmpSecretId, TmpSecretKey string }
			ExpiredTime int64
		}
		if !a.OK() {
			t.Errorf("%s: %s", x.action, a.Body)
			continue
		}
		if err := a.Decode(&out); err != nil {
			t.Fatal(err)
		}
		if got := time.Unix(out.ExpiredTime, 0).Sub(g.Now()); got > x.lasts || got < x.lasts-5*time.Second {
			t.Errorf("%s: the key lasts %s, want %s", x.action, got, x.lasts)
		}
		key := paifangtest.Signer{SecretID: out.Credentials.TmpSecretId, SecretKey: out.Credentials.TmpSecretKey, Token: out.Credentials.Token}
		if a := g.Call3As(key, "cvm", "2017-03-12", "DescribeZones", nil); !a.OK() {
			t.Errorf("%s: the key may not what the role may: %s", x.action, a.Body)
		}
		var who struct{ Type, UserId string }
		if err := g.Call3As(key, "sts", stsVersion, "GetCallerIdentity", nil).Decode(&who); err != nil || who.Type != "CAMRole" || !strings.HasSuffix(who.UserId, ":"+x.session) {
			t.Errorf("%s: it is a key of %+v, %v", x.action, who, err)
		}
	}
}

func TestGuestsAreRefused(t *testing.T) {
	g := newGuests(t)
	roles := g.arn("roleName/staff") + "," + g.arn("saml-provider/corp")
	for name, x := range map[string]struct {
		action string
		in     m
		code   string
	}{
		"a token of another issuer":     {"AssumeRoleWithWebIdentity", g.web(m{"WebIdentityToken": g.token(m{"iss": "https://evil.example.com"})}), "InvalidParameter.WebIdentityTokenError"},
		"a token for another":           {"AssumeRoleWithWebIdentity", g.web(m{"WebIdentityToken": g.token(m{"aud": "x"})}), "InvalidParameter.WebIdentityTokenError"},
		"a token that has ended":        {"AssumeRoleWithWebIdentity", g.web(m{"WebIdentityToken": g.token(m{"exp": time.Now().Add(-time.Hour).Unix()})}), "InvalidParameter.WebIdentityTokenError"},
		"a token of another's key":      {"AssumeRoleWithWebIdentity", g.web(m{"WebIdentityToken": newGuests(t).token(nil)}), "InvalidParameter.WebIdentityTokenError"},
		"no such provider":              {"AssumeRoleWithWebIdentity", g.web(m{"ProviderId": "other"}), "InvalidParameter.WebIdentityTokenError"},
		"a guest that is not trusted":   {"AssumeRoleWithWebIdentity", g.web(m{"WebIdentityToken": g.token(m{"sub": "repo:other"})}), "UnauthorizedOperation"},
		"a role that trusts others":     {"AssumeRoleWithWebIdentity", g.web(m{"RoleArn": g.arn("roleName/staff")}), "UnauthorizedOperation"},
		"no such role":                  {"AssumeRoleWithWebIdentity", g.web(m{"RoleArn": g.arn("roleName/nobody")}), "ResourceNotFound.RoleNotFound"},
		"another account":               {"AssumeRoleWithWebIdentity", g.web(m{"RoleArn": "qcs::cam::uin/100000000099:roleName/deployer"}), "InvalidParameter.WebIdentityTokenError"},
		"no role":                       {"AssumeRoleWithWebIdentity", g.web(m{"RoleArn": "deployer"}), "InvalidParameter.ParamError"},
		"a session without a name":      {"AssumeRoleWithWebIdentity", g.web(m{"RoleSessionName": "x"}), "InvalidParameter.ParamError"},
		"a session that is too long":    {"AssumeRoleWithWebIdentity", g.web(m{"DurationSeconds": 43201}), "InvalidParameter.OverTimeError"},
		"an assertion of another's key": {"AssumeRoleWithSAML", g.byAssertion(m{"SAMLAssertion": newGuests(t).assertion("alice", roles)}), "InvalidParameter.ParamError"},
		"an assertion for nobody here":  {"AssumeRoleWithSAML", g.byAssertion(m{"SAMLAssertion": g.assertion("mallory", roles)}), "UnauthorizedOperation"},
		"an assertion without the role": {"AssumeRoleWithSAML", g.byAssertion(m{"SAMLAssertion": g.assertion("alice", g.arn("roleName/other")+","+g.arn("saml-provider/corp"))}), "UnauthorizedOperation"},
		"no such SAML provider":         {"AssumeRoleWithSAML", g.byAssertion(m{"PrincipalArn": g.arn("saml-provider/other")}), "InvalidParameter.ParamError"},
		"a provider of another account": {"AssumeRoleWithSAML", g.byAssertion(m{"PrincipalArn": "qcs::cam::uin/100000000099:saml-provider/corp"}), "InvalidParameter.ParamError"},
		"a guest without a name":        {"AssumeRoleWithSAML", g.byAssertion(m{"RoleSessionName": "x"}), "InvalidParameter.ParamError"},
		"no assertion":                  {"AssumeRoleWithSAML", g.byAssertion(m{"SAMLAssertion": "%"}), "InvalidParameter.ParamError"},
		"an action that wants a key":    {"AssumeRole", m{"RoleArn": g.arn("roleName/staff"), "RoleSessionName": "alice"}, "AuthFailure.InvalidAuthorization"},
	} {
		g.Advance(time.Second)
		if a := g.Call3As(nobody, "sts", stsVersion, x.action, x.in); a.CodeDesc != x.code {
			t.Errorf("%s: got %s %s, want %s", name, a.CodeDesc, a.Message, x.code)
		}
	}
	if a := g.Call3As(nobody, "cvm", "2017-03-12", "DescribeZones", nil); a.CodeDesc != "AuthFailure.InvalidAuthorization" {
		t.Errorf("elsewhere: got %s", a.Body)
	}
}

// Whether there is a provider of that name is not told to whom it does not vouch for.
func TestNobodyFindsOutWhichProvidersThereAre(t *testing.T) {
	g := newGuests(t)
	forged := newGuests(t)
	for action, of := range map[string]func(name string) m{
		"AssumeRoleWithWebIdentity": func(name string) m { return g.web(m{"ProviderId": name, "WebIdentityToken": forged.token(nil)}) },
		"AssumeRoleWithSAML": func(name string) m {
			return g.byAssertion(m{"PrincipalArn": g.arn("saml-provider/" + name), "SAMLAssertion": forged.assertion("alice", "x")})
		},
	} {
		there, absent := map[string]string{"AssumeRoleWithWebIdentity": "ci", "AssumeRoleWithSAML": "corp"}[action], "nowhere"
		a, b := g.Call3As(nobody, "sts", stsVersion, action, of(there)), g.Call3As(nobody, "sts", stsVersion, action, of(absent))
		if a.OK() || a.CodeDesc != b.CodeDesc || a.Message != b.Message {
			t.Errorf("%s: %s %q and %s %q", action, a.CodeDesc, a.Message, b.CodeDesc, b.Message)
		}
	}
}

// A guest is refused once its provider is gone, its key is another, or the account is blocked.
func TestGuestsOfWhoIsGone(t *testing.T) {
	g := newGuests(t)
	g.must("UpdateOIDCConfig", m{"Name": "ci", "IdentityUrl": "https://ci.example.com", "ClientId": []string{"other"}, "IdentityKey": g.keySet()})
	if a := g.Call3As(nobody, "sts", stsVersion, "AssumeRoleWithWebIdentity", g.web(nil)); a.CodeDesc != "InvalidParameter.WebIdentityTokenError" {
		t.Errorf("for other clients: got %s", a.Body)
	}
	g.must("DeleteOIDCConfig", m{"Name": "ci"})
	if a := g.Call3As(nobody, "sts", stsVersion, "AssumeRoleWithWebIdentity", g.web(nil)); a.CodeDesc != "InvalidParameter.WebIdentityTokenError" {
		t.Errorf("gone: got %s", a.Body)
	}
	if err := g.Admin("PATCH", "/v1/accounts/"+g.Account, m{"blocked": "for the test"}, nil); err != nil {
		t.Fatal(err)
	}
	if a := g.Call3As(nobody, "sts", stsVersion, "AssumeRoleWithSAML", g.byAssertion(nil)); a.OK() || !strings.Contains(a.Message, "blocked") {
		t.Errorf("of a blocked account: got %s", a.Body)
	}
}

func TestIdentityProviders(t *testing.T) {
	g := newGuests(t)
	var shown struct{ Name, Description, SAMLMetadata, CreateTime string }
	g.must("UpdateSAMLProvider", m{"Name": "corp", "Description": "changed"})
	if err := g.Call3("cam", camVersion, "GetSAMLProvider", m{"Name": "corp"}).Decode(&shown); err != nil || shown.Description != "changed" || shown.SAMLMetadata != g.metadata() || shown.CreateTime == "" {
		t.Errorf("got %+v, %v", shown, err)
	}
	var open struct {
		IdentityURL       string `json:"IdentityUrl"`
		IdentityKey, Name string
		ClientId          []string
	}
	if err := g.Call3("cam", camVersion, "DescribeOIDCConfig", m{"Name": "ci"}).Decode(&open); err != nil || open.IdentityURL != "https://ci.example.com" || open.IdentityKey != g.keySet() || len(open.ClientId) != 1 {
		t.Errorf("got %+v, %v", open, err)
	}
	var list struct{ TotalCount int64 }
	if err := g.Call3("cam", camVersion, "ListSAMLProviders", nil).Decode(&list); err != nil || list.TotalCount != 1 {
		t.Errorf("got %+v, %v", list, err)
	}
	oidc := func(more m) m {
		in := m{"Name": "new", "IdentityUrl": "https://a.example.com", "ClientId": []string{"x"}, "IdentityKey": g.keySet()}
		for name, value := range more {
			in[name] = value
		}
		return in
	}
	for _, x := range []struct {
		action string
		in     m
		code   string
	}{
		{"CreateSAMLProvider", m{"Name": "corp", "Description": "d", "SAMLMetadataDocument": g.metadata()}, "InvalidParameter.IdentityNameInUse"},
		{"CreateSAMLProvider", m{"Name": "no name", "Description": "d", "SAMLMetadataDocument": g.metadata()}, "InvalidParameterValue.NameError"},
		{"CreateSAMLProvider", m{"Name": "new", "Description": "d", "SAMLMetadataDocument": "PGEvPg=="}, "InvalidParameterValue.MetadataError"},
		{"CreateSAMLProvider", m{"Name": "new", "Description": "d", "SAMLMetadataDocument": "%"}, "InvalidParameterValue.MetadataError"},
		{"UpdateSAMLProvider", m{"Name": "new", "Description": "d"}, "ResourceNotFound.IdentityNotExist"},
		{"UpdateSAMLProvider", m{"Name": "corp", "SAMLMetadataDocument": "%"}, "InvalidParameterValue.MetadataError"},
		{"GetSAMLProvider", m{"Name": "new"}, "ResourceNotFound.IdentityNotExist"},
		{"DeleteSAMLProvider", m{"Name": "new"}, "ResourceNotFound.IdentityNotExist"},
		{"CreateOIDCConfig", oidc(m{"Name": "ci"}), "InvalidParameter.IdentityNameInUse"},
		{"CreateOIDCConfig", oidc(m{"Name": ""}), "InvalidParameterValue.NameError"},
		{"CreateOIDCConfig", oidc(m{"IdentityUrl": "http://a.example.com"}), "InvalidParameterValue.IdentityUrlError"},
		{"CreateOIDCConfig", oidc(m{"IdentityKey": "e30="}), "InvalidParameterValue.MetadataError"},
		{"UpdateOIDCConfig", oidc(nil), "ResourceNotFound.IdentityNotExist"},
		{"DescribeOIDCConfig", m{"Name": "new"}, "ResourceNotFound.IdentityNotExist"},
		{"DeleteOIDCConfig", m{"Name": "new"}, "ResourceNotFound.IdentityNotExist"},
	} {
		if a := g.Call3("cam", camVersion, x.action, x.in); a.CodeDesc != x.code {
			t.Errorf("%s %v: got %s %s, want %s", x.action, x.in["Name"], a.CodeDesc, a.Message, x.code)
		}
		g.Advance(time.Second)
	}
	for n := range 9 {
		g.must("CreateOIDCConfig", oidc(m{"Name": fmt.Sprint("n", n)}))
	}
	if a := g.Call3("cam", camVersion, "CreateOIDCConfig", oidc(nil)); a.CodeDesc != "LimitExceeded.IdentityFull" {
		t.Errorf("one too many: got %s", a.Body)
	}
}

// A world has identity providers, and an export of a cloud has those that were made in it.
func TestWorldsHaveIdentityProviders(t *testing.T) {
	g := newGuests(t)
	var exported struct{ YAML string }
	if err := g.Admin("GET", "/v1/world", nil, &exported); err != nil {
		t.Fatal(err)
	}
	again := *g
	again.Cloud = paifangtest.New(t, paifangtest.World(exported.YAML))
	for name, in := range map[string]m{"AssumeRoleWithSAML": again.byAssertion(nil), "AssumeRoleWithWebIdentity": again.web(nil)} {
		if a := again.Call3As(nobody, "sts", stsVersion, name, in); !a.OK() {
			t.Errorf("%s: got %s", name, a.Body)
		}
	}
}

// API 2.0 has SAML providers, too; there the call that takes on a role is signed like any.
func TestSAMLInTheOlderAPI(t *testing.T) {
	g := newGuests(t)
	call := func(module, action string, in m) paifangtest.Answer {
		var pairs []string
		for name, value := range in {
			pairs = append(pairs, fmt.Sprintf("%s=%v", name, value))
		}
		return g.Call(module, action, pairs...)
	}
	must := func(module, action string, in m, data any) {
		t.Helper()
		var out struct{ Data json.RawMessage }
		a := call(module, action, in)
		if err := a.Decode(&out); err != nil || !a.OK() {
			t.Fatalf("%s: %s, %v", action, a.Body, err)
		}
		if data != nil {
			if err := json.Unmarshal(out.Data, data); err != nil {
				t.Fatalf("%s: %v", action, err)
			}
		}
	}
	var made struct{ Name, SAMLProviderArn string }
	must("cam", "CreateSAMLProvider", m{"name": "old", "desc": "d", "SAMLMetadataDocument": g.metadata()}, &made)
	if made.Name != "old" || made.SAMLProviderArn != g.arn("saml-provider/old") {
		t.Errorf("made: got %+v", made)
	}
	must("cam", "UpdateSAMLProvider", m{"name": "old", "desc": "e"}, nil)
	var shown struct {
		OwnerUin                                         json.Number
		Name, Desc, CreateTime, ModifyTime, SAMLMetadata string
	}
	must("cam", "GetSAMLProvider", m{"name": "old"}, &shown)
	if shown.OwnerUin.String() != g.Account || shown.Desc != "e" || shown.SAMLMetadata != g.metadata() || shown.CreateTime == "" || shown.ModifyTime == "" {
		t.Errorf("shown: got %+v", shown)
	}
	var list struct {
		Total int64
		List  []struct{ Name string }
	}
	must("cam", "ListSAMLProviders", m{"page": 2, "rp": 1}, &list)
	if list.Total != 2 || len(list.List) != 1 {
		t.Errorf("the second page: got %+v", list)
	}
	var key struct {
		Credentials struct{ Token, TmpSecretId, TmpSecretKey string }
		ExpiredTime int64
	}
	must("sts", "AssumeRoleWithSAML", g.byAssertion(nil), &key)
	if a := g.Call3As(paifangtest.Signer{SecretID: key.Credentials.TmpSecretId, SecretKey: key.Credentials.TmpSecretKey, Token: key.Credentials.Token}, "sts", stsVersion, "GetCallerIdentity", nil); !a.OK() || !strings.Contains(string(a.Body), "alice") {
		t.Errorf("the key: got %s", a.Body)
	}
	must("cam", "DeleteSAMLProvider", m{"name": "old"}, nil)
	for _, x := range []struct {
		module, action string
		in             m
		code           int
		desc           string
	}{
		{"cam", "CreateSAMLProvider", m{"name": "corp", "desc": "d", "SAMLMetadataDocument": g.metadata()}, 5100, "InvalidParameter.ProviderAlreadyExist"},
		{"cam", "CreateSAMLProvider", m{"name": "x", "desc": "d", "SAMLMetadataDocument": "e30="}, 4000, "InvalidParameter.SAMLMetadataDocument"},
		{"cam", "UpdateSAMLProvider", m{"name": "corp", "SAMLMetadataDocument": "e30="}, 4000, "InvalidParameter.SAMLMetadataDocument"},
		{"cam", "UpdateSAMLProvider", m{"name": "old", "desc": "d"}, 5000, "InvalidParameter.ProviderNotExist"},
		{"cam", "GetSAMLProvider", m{"name": "old"}, 5000, "InvalidParameter.ProviderNotExist"},
		{"cam", "DeleteSAMLProvider", m{"name": "old"}, 5000, "InvalidParameter.ProviderNotExist"},
		{"sts", "AssumeRoleWithSAML", g.byAssertion(m{"PrincipalArn": g.arn("saml-provider/old")}), 5000, "InvalidParameter.ProviderNotExist"},
		{"sts", "AssumeRoleWithSAML", g.byAssertion(m{"SAMLAssertion": "e30="}), 4000, "InvalidParameter.SAMLResponse"},
		{"sts", "AssumeRoleWithSAML", g.byAssertion(m{"RoleArn": "x"}), 4000, "InvalidParameter.InvalidRoleArn"},
	} {
		if a := call(x.module, x.action, x.in); a.Code != x.code || a.CodeDesc != x.desc {
			t.Errorf("%s %v: got %s", x.action, x.in["name"], a.Body)
		}
	}
}
