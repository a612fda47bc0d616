package federation_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"
	dsig "github.com/russellhaering/goxmldsig"

	"github.com/paifang/paifang/internal/federation"
)

var now = time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)

// An idp is a SAML identity provider.
type idp struct {
	key  *rsa.PrivateKey
	cert []byte
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "idp"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(10, 0, 0)}
	cert, err := x509.CreateCertificate(rand.Reader, like, like, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &idp{key, cert}
}

// GetKeyPair implements dsig.X509KeyStore.
func (p *idp) GetKeyPair() (*rsa.PrivateKey, []byte, error) { return p.key, p.cert, nil }

func (p *idp) metadata() string {
	return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example.com">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(p.cert) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`
}

func (p *idp) read(t *testing.T) *federation.Metadata {
	t.Helper()
	m, err := federation.ParseMetadata([]byte(p.metadata()))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const assertion = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="2024-05-01T08:00:00Z">
  <saml:Issuer>https://idp.example.com</saml:Issuer>
  <saml:Subject>
    <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice</saml:NameID>
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
      <saml:SubjectConfirmationData NotOnOrAfter="2024-05-01T08:05:00Z" Recipient="https://cloud.tencent.com/login/saml"/>
    </saml:SubjectConfirmation>
  </saml:Subject>
  <saml:Conditions NotBefore="2024-05-01T07:59:00Z" NotOnOrAfter="2024-05-01T08:05:00Z">
    <saml:AudienceRestriction><saml:Audience>https://cloud.tencent.com</saml:Audience></saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="2024-05-01T08:00:00Z" SessionNotOnOrAfter="2024-05-01T09:00:00Z"/>
  <saml:AttributeStatement>
    <saml:Attribute Name="https://cloud.tencent.com/SAML/Attributes/Role"><saml:AttributeValue>r,p</saml:AttributeValue></saml:Attribute>
  </saml:AttributeStatement>
</saml:Assertion>`

func element(t *testing.T, text string) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

func written(t *testing.T, e *etree.Element) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.SetRoot(e)
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (p *idp) sign(t *testing.T, text string) string {
	t.Helper()
	by := dsig.NewDefaultSigningContext(p)
	by.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("") // as SAML wants it
	signed, err := by.SignEnveloped(element(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return written(t, signed)
}

func response(inner string) string {
	return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` + inner + `</samlp:Response>`
}

func TestAnAssertionIsReadHoweverItIsSigned(t *testing.T) {
	p := newIDP(t)
	want := &federation.Assertion{
		Guest: federation.Guest{
			Issuer: "https://idp.example.com", Subject: "alice", SubjectKind: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
			Audience: []string{"https://cloud.tencent.com/login/saml"},
		},
		Grants: []string{"r,p"}, Until: now.Add(time.Hour),
	}
	for name, text := range map[string]string{
		"alone":                   p.sign(t, assertion),
		"in a response":           response(p.sign(t, assertion)),
		"with the whole response": p.sign(t, response(assertion)),
		"for the other site":      p.sign(t, strings.NewReplacer("https://cloud.tencent.com<", "intl.cloud.tencent.com<").Replace(assertion)),
	} {
		got, err := p.read(t).Verify([]byte(text), now)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A comment does not change what was signed, and must not change what is read.
func TestACommentChangesNobody(t *testing.T) {
	p := newIDP(t)
	for name, text := range map[string]string{
		"an assertion": p.sign(t, assertion), "in a response": response(p.sign(t, assertion)), "a response": p.sign(t, response(assertion)),
	} {
		got, err := p.read(t).Verify([]byte(strings.Replace(text, ">alice<", "><!-- x -->al<!-- y -->ice<", 1)), now)
		if err == nil && got.Subject != "alice" {
			t.Errorf("%s: a comment makes alice %q", name, got.Subject)
		}
	}
}

func TestAssertionsAreRefused(t *testing.T) {
	p, other := newIDP(t), newIDP(t)
	signed := p.sign(t, assertion)
	evil := strings.NewReplacer(">alice<", ">root<", `ID="_a1"`, `ID="_evil"`).Replace(assertion)
	changed := func(old, new string) string { return p.sign(t, strings.Replace(assertion, old, new, 1)) }
	for name, x := range map[string]struct {
		text string
		at   time.Time
		want string
	}{
		"not signed":                       {assertion, now, "not signed"},
		"not signed, in a response":        {response(assertion), now, "no key of the provider"},
		"of another's key":                 {other.sign(t, assertion), now, "no key of the provider"},
		"changed afterwards":               {strings.Replace(signed, ">alice<", ">root<", 1), now, "no key of the provider"},
		"too early":                        {signed, now.Add(-3 * time.Minute), "it begins at"},
		"too late":                         {signed, now.Add(7 * time.Minute), "it ended at"},
		"of another issuer":                {changed("<saml:Issuer>https://idp.example.com", "<saml:Issuer>https://evil.example.com"), now, "its issuer"},
		"for another audience":             {changed("<saml:Audience>https://cloud.tencent.com", "<saml:Audience>https://other.example.com"), now, "another audience"},
		"for no audience":                  {changed("<saml:AudienceRestriction><saml:Audience>https://cloud.tencent.com</saml:Audience></saml:AudienceRestriction>", ""), now, "no audience"},
		"for another recipient":            {changed(`Recipient="https://cloud`, `Recipient="https://other`), now, "not confirmed"},
		"not for who bears it":             {changed(":cm:bearer", ":cm:sender-vouches"), now, "not confirmed"},
		"confirmed until before":           {changed(`NotOnOrAfter="2024-05-01T08:05:00Z" Recipient`, `NotOnOrAfter="2024-05-01T07:50:00Z" Recipient`), now, "not confirmed"},
		"confirmed for ever":               {changed(`NotOnOrAfter="2024-05-01T08:05:00Z" Recipient`, `Recipient`), now, "not confirmed"},
		"of nobody":                        {changed(">alice<", "><"), now, "no subject"},
		"without an end":                   {changed(`NotBefore="2024-05-01T07:59:00Z" NotOnOrAfter="2024-05-01T08:05:00Z"`, ""), now, "NotOnOrAfter"},
		"with a time that is none":         {changed(`NotBefore="2024-05-01T07:59:00Z"`, `NotBefore="soon"`), now, "NotBefore"},
		"a failure":                        {strings.Replace(response(signed), ":Success", ":Requester", 1), now, "success is expected"},
		"two, one of them signed":          {response(evil + signed), now, "2 assertions"},
		"one that wraps the signed one":    {response(strings.Replace(evil, "</saml:Assertion>", "<saml:Advice>"+signed+"</saml:Advice></saml:Assertion>", 1)), now, "no key of the provider"},
		"the signature of the one inside":  {response(strings.Replace(evil, "</saml:Issuer>", "</saml:Issuer>"+signature(signed), 1)), now, "no key of the provider"},
		"in a response, of another's name": {strings.ReplaceAll(response(signed), "oasis:names:tc:SAML:2.0:assertion", "example"), now, "1 assertions"},
		"encrypted":                        {response("<saml:EncryptedAssertion xmlns:saml='urn:oasis:names:tc:SAML:2.0:assertion'/>"), now, "encrypted"},
		"with a document type":             {"<!DOCTYPE x [<!ENTITY e 'x'>]>" + signed, now, "document type"},
		"no XML":                           {"<saml", now, "XML"},
		"nothing":                          {"", now, "XML"},
		"very long":                        {signed + strings.Repeat(" ", 1<<20), now, "bytes"},
		"very deep":                        {strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100), now, "deep"},
	} {
		if _, err := p.read(t).Verify([]byte(x.text), x.at); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: got %v, want %q", name, err, x.want)
		}
	}
}

// signature is the signature in a signed document.
func signature(signed string) string {
	from, to := strings.Index(signed, "<ds:Signature"), strings.Index(signed, "</ds:Signature>")
	return signed[from : to+len("</ds:Signature>")]
}

func TestMetadataIsRead(t *testing.T) {
	p := newIDP(t)
	if m := p.read(t); m.EntityID != "https://idp.example.com" || len(m.Certificates) != 1 {
		t.Errorf("got %+v", m)
	}
	for name, text := range map[string]string{
		"nothing": "", "no XML": "hello", "another document": "<a/>", "no name": strings.Replace(p.metadata(), "entityID", "other", 1),
		"no key": strings.Replace(p.metadata(), "KeyDescriptor use", "Other use", 1) + "", "a key for encryption": strings.Replace(p.metadata(), `use="signing"`, `use="encryption"`, 1),
		"no certificate": strings.Replace(p.metadata(), base64.StdEncoding.EncodeToString(p.cert), "AAAA", 1), "no base64": strings.Replace(p.metadata(), base64.StdEncoding.EncodeToString(p.cert), "=", 1),
	} {
		if m, err := federation.ParseMetadata([]byte(text)); err == nil {
			t.Errorf("%s: got %+v, want an error", name, m)
		}
	}
}

// keySet is a JSON Web Key Set of the public halves.
func keySet(t *testing.T, keys ...jose.JSONWebKey) []byte {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKeySet{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func token(t *testing.T, key any, alg jose.SignatureAlgorithm, id string, claims any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTokens(t *testing.T) {
	one, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	two, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := federation.ParseKeys(keySet(t, jose.JSONWebKey{Key: one.Public(), KeyID: "one"}, jose.JSONWebKey{Key: two.Public(), KeyID: "two", Algorithm: "ES256"}))
	if err != nil {
		t.Fatal(err)
	}
	type m = map[string]any
	said := func(more m) m {
		all := m{"iss": "https://idp.example.com", "sub": "alice", "aud": []string{"sts.cloud.tencent.com"}, "exp": now.Add(time.Minute).Unix(), "iat": now.Unix()}
		for k, v := range more {
			if all[k] = v; v == nil {
				delete(all, k)
			}
		}
		return all
	}
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"https://idp.example.com","sub":"alice"}`)) + "."
	for name, x := range map[string]struct{ token, want string }{
		"by one key":              {token(t, one, jose.RS256, "one", said(nil)), ""},
		"by the other":            {token(t, two, jose.ES256, "two", said(nil)), ""},
		"by a key without a name": {token(t, one, jose.PS256, "", said(nil)), ""},
		"for several":             {token(t, one, jose.RS256, "one", said(m{"aud": []string{"x", "sts.cloud.tencent.com"}})), ""},
		"for one, as a text":      {token(t, one, jose.RS256, "one", said(m{"aud": "sts.cloud.tencent.com"})), ""},
		"by a key of another":     {token(t, one, jose.RS256, "two", said(nil)), "no key"},
		"by an unknown key":       {token(t, one, jose.RS256, "three", said(nil)), "no key"},
		"of another issuer":       {token(t, one, jose.RS256, "one", said(m{"iss": "https://evil.example.com"})), "issuer"},
		"for another":             {token(t, one, jose.RS256, "one", said(m{"aud": "x"})), "for"},
		"for nobody":              {token(t, one, jose.RS256, "one", said(m{"aud": nil})), "for"},
		"of nobody":               {token(t, one, jose.RS256, "one", said(m{"sub": nil})), "subject"},
		"without an end":          {token(t, one, jose.RS256, "one", said(m{"exp": nil})), "exp"},
		"that ended":              {token(t, one, jose.RS256, "one", said(m{"exp": now.Add(-2 * time.Minute).Unix()})), "ended"},
		"that begins later":       {token(t, one, jose.RS256, "one", said(m{"nbf": now.Add(2 * time.Minute).Unix()})), "begins"},
		"made later":              {token(t, one, jose.RS256, "one", said(m{"iat": now.Add(2 * time.Minute).Unix()})), "made"},
		"not signed":              {unsigned, "Token is expected"},
		"by a shared secret":      {token(t, []byte("0123456789abcdef0123456789abcdef"), jose.HS256, "one", said(nil)), "Token is expected"},
		"no token":                {"hello", "Token is expected"},
		"very long":               {strings.Repeat("x", 20<<10), "bytes"},
	} {
		got, err := keys.Verify(x.token, "https://idp.example.com", []string{"sts.cloud.tencent.com"}, now)
		switch {
		case x.want == "" && (err != nil || got.Subject != "alice" || got.Issuer != "https://idp.example.com"):
			t.Errorf("%s: got %+v, %v", name, got, err)
		case x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)):
			t.Errorf("%s: got %v, want %q", name, err, x.want)
		}
	}
	for name, text := range map[string][]byte{
		"no JSON": []byte("x"), "no keys": []byte(`{"keys":[]}`), "a secret key": keySet(t, jose.JSONWebKey{Key: one, KeyID: "one"}),
		"a shared secret": keySet(t, jose.JSONWebKey{Key: []byte("secret"), KeyID: "one"}),
	} {
		if _, err := federation.ParseKeys(text); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func FuzzParseMetadata(f *testing.F) {
	f.Add([]byte(`<EntityDescriptor entityID="x"><IDPSSODescriptor/></EntityDescriptor>`))
	f.Add([]byte(`<!DOCTYPE x><a/>`))
	f.Fuzz(func(t *testing.T, document []byte) {
		if m, err := federation.ParseMetadata(document); err == nil && (m.EntityID == "" || len(m.Certificates) == 0) {
			t.Errorf("it is taken and says nothing: %+v", m)
		}
	})
}

// Whatever comes that the provider did not sign, nobody is vouched for.
func FuzzVerify(f *testing.F) {
	f.Add([]byte(response(assertion)))
	f.Add([]byte(assertion))
	m := &federation.Metadata{EntityID: "https://idp.example.com"}
	f.Fuzz(func(t *testing.T, document []byte) {
		if a, err := m.Verify(document, now); err == nil {
			t.Errorf("nobody signed it, and it vouches for %+v", a)
		}
	})
}

func FuzzParseKeys(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}`))
	f.Fuzz(func(_ *testing.T, document []byte) {
		if k, err := federation.ParseKeys(document); err == nil {
			_, _ = k.Verify("a.b.c", "i", []string{"c"}, now)
		}
	})
}
