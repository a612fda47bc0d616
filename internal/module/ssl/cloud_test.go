package ssl_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/paifangtest"
)

var start = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

type p map[string]any

// A pair is a certificate and its key, in PEM.
type pair struct {
	text, key string
	of        *x509.Certificate
	signer    *ecdsa.PrivateKey
}

// issue makes a certificate for names, signed by another one or by itself.
func issue(t *testing.T, by *pair, ends time.Time, authority bool, names ...string) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: names[0]}, DNSNames: names[1:],
		NotBefore: start.AddDate(0, -1, 0), NotAfter: ends, IsCA: authority, BasicConstraintsValid: true,
	}
	if authority {
		of.KeyUsage = x509.KeyUsageCertSign
	}
	parent, signer := of, key
	if by != nil {
		parent, signer = by.of, by.signer
	}
	der, err := x509.CreateCertificate(rand.Reader, of, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pair{block("CERTIFICATE", der), block("PRIVATE KEY", text), of, key}
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

type cloud struct {
	*paifangtest.Cloud
	t *testing.T
}

func open(t *testing.T) cloud {
	t.Helper()
	return cloud{paifangtest.New(t, paifangtest.At(start)), t}
}

var versions = map[string]string{"ssl": "2019-12-05", "wss": "2018-04-26", "clb": "2018-03-17", "tag": "2018-08-13"}

// does makes a call that is answered, denies one that is refused.
func (c cloud) does(service, action string, in p) map[string]any {
	c.t.Helper()
	a := c.Call3(service, versions[service], action, in)
	var out map[string]any
	if err := a.Decode(&out); err != nil || !a.OK() {
		c.t.Fatalf("%s: got %s %s, %v", action, a.CodeDesc, a.Message, err)
	}
	return out
}

func (c cloud) denies(service, action string, in p, code string) {
	c.t.Helper()
	if a := c.Call3(service, versions[service], action, in); a.CodeDesc != code {
		c.t.Errorf("%s %v: got %s %s, want %s", action, in, a.CodeDesc, a.Message, code)
	}
}

func (c cloud) uploads(of pair, more p) string {
	c.t.Helper()
	in := p{"CertificatePublicKey": of.text, "CertificatePrivateKey": of.key}
	for name, value := range more {
		in[name] = value
	}
	return c.does("ssl", "UploadCertificate", in)["CertificateId"].(string)
}

// A certificate is brought, read back, renamed, tagged, and taken away; both services show it.
func TestLife(t *testing.T) {
	c := open(t)
	shop := issue(t, nil, start.AddDate(1, 0, 0), false, "shop.test", "shop.test", "*.shop.test")
	id := c.uploads(shop, p{"Alias": "shop", "Tags": []p{{"TagKey": "team", "TagValue": "web"}}})
	got := c.does("ssl", "DescribeCertificateDetail", p{"CertificateId": id})
	for name, want := range map[string]any{
		"CertificateId": id, "Alias": "shop", "CertificateType": "SVR", "Domain": "shop.test", "Status": 1.0, "ProjectId": "0",
		"CertificatePublicKey": shop.text, "CertificatePrivateKey": shop.key, "CertBeginTime": "2026-02-01 12:00:00", "CertEndTime": "2027-03-01 12:00:00",
		"InsertTime": "2026-03-01 12:00:00", "SubjectAltName": []any{"shop.test", "*.shop.test"}, "IsWildcard": true, "Deployable": true,
		"EncryptAlgorithm": "ECDSA", "ValidityPeriod": "13", "Tags": []any{map[string]any{"TagKey": "team", "TagValue": "web"}},
	} {
		if !cmp.Equal(got[name], want) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if again := c.does("ssl", "DescribeCertificate", p{"CertificateId": id}); again["Alias"] != "shop" || again["CertificatePrivateKey"] != nil {
		t.Errorf("without its contents: got %v", again)
	}
	old := c.does("wss", "DescribeCertList", p{"ModuleType": "ssl", "Id": id, "WithCert": "1"})["CertificateSet"].([]any)
	if len(old) != 1 || old[0].(map[string]any)["Cert"] != shop.text {
		t.Errorf("by wss: got %v", old)
	}
	c.does("ssl", "ModifyCertificateAlias", p{"CertificateId": id, "Alias": "store"})
	if got := c.does("ssl", "DescribeCertificate", p{"CertificateId": id})["Alias"]; got != "store" {
		t.Errorf("renamed: got %v", got)
	}
	moved := c.does("ssl", "ModifyCertificateProject", p{"CertificateIdList": []string{id, "absent00"}, "ProjectId": 0})
	if !cmp.Equal(moved["SuccessCertificates"], []any{id}) || !cmp.Equal(moved["FailCertificates"], []any{"absent00"}) {
		t.Errorf("moved: got %v", moved)
	}
	// Terraform's provider names a region, though certificates are in none.
	c.does("tag", "ModifyResourceTags", p{"Resource": "qcs::ssl:ap-guangzhou:uin/:certificate/" + id, "ReplaceTags": []p{{"TagKey": "team", "TagValue": "store"}}})
	if got := c.does("ssl", "DescribeCertificate", p{"CertificateId": id})["Tags"]; !cmp.Equal(got, []any{map[string]any{"TagKey": "team", "TagValue": "store"}}) {
		t.Errorf("tagged: got %v", got)
	}
	if got := c.does("ssl", "CheckCertificateExist", p{"CertificatePublicKey": shop.text})["RepeatCertId"]; got != id {
		t.Errorf("the same one: got %v, want %s", got, id)
	}
	if again := c.uploads(shop, p{"Repeatable": false}); again != id {
		t.Errorf("brought once: got %s, want %s", again, id)
	}
	if c.does("ssl", "DeleteCertificate", p{"CertificateId": id})["DeleteResult"] != true {
		t.Error("it is not deleted")
	}
	c.denies("ssl", "DescribeCertificateDetail", p{"CertificateId": id}, "FailedOperation.CertificateNotFound")
}

// What a list keeps of three certificates.
func TestDescribeCertificates(t *testing.T) {
	c := open(t)
	shop := c.uploads(issue(t, nil, start.AddDate(1, 0, 0), false, "shop.test"), p{"Alias": "one", "Tags": []p{{"TagKey": "a", "TagValue": "b"}}})
	c.Advance(time.Second)
	soon := c.uploads(issue(t, nil, start.AddDate(0, 0, 20), false, "soon.test"), p{"Alias": "two"})
	c.Advance(time.Second)
	root := issue(t, nil, start.AddDate(9, 0, 0), true, "Root")
	ca := c.does("ssl", "UploadCertificate", p{"CertificatePublicKey": root.text, "CertificateType": "CA"})["CertificateId"].(string)
	for _, of := range []struct {
		in   p
		want []string
	}{
		{p{}, []string{ca, soon, shop}},
		{p{"Limit": 1, "Offset": 1}, []string{soon}},
		{p{"SearchKey": "soon"}, []string{soon}},
		{p{"SearchKey": "one"}, []string{shop}},
		{p{"SearchKey": ca}, []string{ca}},
		{p{"CertificateType": "CA"}, []string{ca}},
		{p{"ProjectId": 5}, nil},
		{p{"ExpirationSort": "ASC"}, []string{soon, shop, ca}},
		{p{"ExpirationSort": "DESC"}, []string{ca, shop, soon}},
		{p{"CertificateStatus": []int{3}}, nil},
		{p{"Deployable": 1}, []string{soon, shop}},
		{p{"Upload": 0}, nil},
		{p{"FilterSource": "buy"}, nil},
		{p{"FilterExpiring": 1}, []string{soon}},
		{p{"Tags": []p{{"TagKey": "a", "TagValue": "b"}}}, []string{shop}},
		{p{"Tags": []p{{"TagKey": "a", "TagValue": "c"}}}, nil},
		{p{"CertIds": []string{ca, shop}}, []string{ca, shop}},
	} {
		var got []string
		for _, one := range c.does("ssl", "DescribeCertificates", of.in)["Certificates"].([]any) {
			got = append(got, one.(map[string]any)["CertificateId"].(string))
		}
		if !cmp.Equal(got, of.want) {
			t.Errorf("%v: got %v, want %v", of.in, got, of.want)
		}
	}
	c.Advance(40 * 24 * time.Hour)
	if got := c.does("ssl", "DescribeCertificateDetail", p{"CertificateId": soon}); got["Status"] != 3.0 || got["Deployable"] != false {
		t.Errorf("past its end: got status %v", got["Status"])
	}
}

// Each reason for which a certificate is not taken, in both services.
func TestRefusals(t *testing.T) {
	c := open(t)
	root := issue(t, nil, start.AddDate(9, 0, 0), true, "Root")
	shop, other := issue(t, &root, start.AddDate(1, 0, 0), false, "shop.test"), issue(t, nil, start.AddDate(1, 0, 0), false, "other.test")
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c.uploads(pair{text: shop.text + root.text, key: shop.key}, nil)
	for _, of := range []struct {
		certificate, key, kind, code, old string
	}{
		{"no certificate", shop.key, "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{block("CERTIFICATE", []byte("x")), shop.key, "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{shop.key, shop.key, "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{shop.text + "more", shop.key, "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{strings.Repeat(shop.text, 200), shop.key, "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{shop.text, "no key", "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{shop.text, block("ENCRYPTED PRIVATE KEY", []byte("x")), "SVR", "FailedOperation.CertificateParseError", "FailedOperation.InvalidCert"},
		{shop.text, other.key, "SVR", "FailedOperation.CertificateMismatch", "FailedOperation.CertMismatch"},
		{shop.text, block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(weak)), "SVR", "FailedOperation.CertificateMismatch", "FailedOperation.CertMismatch"},
		{shop.text + other.text, shop.key, "SVR", "FailedOperation.CertificateInvalid", "FailedOperation.CertInvalidParam"},
		{shop.text, "", "SVR", "FailedOperation.CertificateInvalid", "FailedOperation.CertInvalidParam"},
		{shop.text, "", "CA", "FailedOperation.CertificateInvalid", "FailedOperation.CertInvalidParam"},
		{root.text, root.key, "CA", "FailedOperation.CertificateInvalid", "FailedOperation.CertInvalidParam"},
	} {
		c.denies("ssl", "UploadCertificate", p{"CertificatePublicKey": of.certificate, "CertificatePrivateKey": of.key, "CertificateType": of.kind}, of.code)
		c.denies("wss", "UploadCert", p{"Cert": of.certificate, "Key": of.key, "CertType": of.kind, "ProjectId": "0", "ModuleType": "ssl"}, of.old)
	}
	good := p{"CertificatePublicKey": shop.text, "CertificatePrivateKey": shop.key}
	for _, of := range []struct {
		service, action string
		in              p
		code            string
	}{
		{"ssl", "UploadCertificate", with(good, "ProjectId", 5), "FailedOperation.NoProjectPermission"},
		{"ssl", "UploadCertificate", with(good, "Alias", strings.Repeat("a", 201)), "FailedOperation.InvalidParam"},
		{"ssl", "ModifyCertificateAlias", p{"CertificateId": "absent00", "Alias": "a"}, "FailedOperation.CertificateNotFound"},
		{"ssl", "ModifyCertificateProject", p{"CertificateIdList": []string{"absent00"}, "ProjectId": 5}, "FailedOperation.NoProjectPermission"},
		{"ssl", "DescribeCertificate", p{"CertificateId": "absent00"}, "FailedOperation.CertificateNotFound"},
		{"ssl", "DeleteCertificate", p{"CertificateId": "absent00"}, "FailedOperation.CertificateNotFound"},
		{"ssl", "CheckCertificateExist", p{"CertificatePublicKey": "x"}, "FailedOperation.CertificateParseError"},
		{"wss", "UploadCert", p{"Cert": shop.text, "Key": shop.key, "CertType": "SVR", "ProjectId": "none", "ModuleType": "ssl"}, "FailedOperation.CertInvalidParam"},
		{"wss", "DeleteCert", p{"Id": "absent00", "ModuleType": "ssl"}, "InvalidParameter"},
	} {
		c.denies(of.service, of.action, of.in, of.code)
	}
}

func with(in p, name string, value any) p {
	out := p{name: value}
	for k, v := range in {
		if k != name {
			out[k] = v
		}
	}
	return out
}

// A certificate that a listener shows stays until the listener goes, or shows another one; one that comes with a listener is kept.
func TestShown(t *testing.T) {
	c := open(t)
	shop, next := issue(t, nil, start.AddDate(1, 0, 0), false, "shop.test"), issue(t, nil, start.AddDate(1, 0, 0), false, "next.test")
	id := c.uploads(shop, nil)
	balancer := c.does("clb", "CreateLoadBalancer", p{"LoadBalancerType": "OPEN"})["LoadBalancerIds"].([]any)[0].(string)
	listener := p{"LoadBalancerId": balancer, "Ports": []int{443}, "Protocol": "HTTPS", "Certificate": p{"SSLMode": "UNIDIRECTIONAL", "CertId": id}}
	c.Advance(time.Minute)
	c.denies("clb", "CreateListener", with(listener, "Certificate", p{"SSLMode": "UNIDIRECTIONAL", "CertId": "absent00"}), "InvalidParameterValue")
	c.denies("clb", "CreateListener", with(listener, "Certificate", p{"SSLMode": "UNIDIRECTIONAL", "CertContent": "x", "CertKey": "y"}), "InvalidParameter.FormatError")
	made := c.does("clb", "CreateListener", listener)["ListenerIds"].([]any)[0].(string)
	c.Advance(time.Minute)
	c.denies("ssl", "DeleteCertificate", p{"CertificateId": id}, "FailedOperation.BoundResources")
	c.denies("wss", "DeleteCert", p{"Id": id, "ModuleType": "ssl"}, "InvalidParameter")
	if got := c.does("ssl", "DescribeCertificates", p{"CertIds": []string{id}})["Certificates"].([]any)[0].(map[string]any)["BoundResource"]; len(got.([]any)) != 1 {
		t.Errorf("bound: got %v", got)
	}
	c.denies("clb", "ReplaceCertForLoadBalancers", p{"OldCertificateId": "absent00", "Certificate": p{"SSLMode": "UNIDIRECTIONAL", "CertId": id}}, "InvalidParameterValue")
	c.does("clb", "ReplaceCertForLoadBalancers", p{"OldCertificateId": id, "Certificate": p{
		"SSLMode": "UNIDIRECTIONAL", "CertName": "next", "CertContent": next.text, "CertKey": next.key,
	}})
	c.Advance(time.Minute)
	c.does("ssl", "DeleteCertificate", p{"CertificateId": id})
	shown := c.does("clb", "DescribeListeners", p{"LoadBalancerId": balancer, "ListenerIds": []string{made}})["Listeners"].([]any)[0].(map[string]any)["Certificate"].(map[string]any)["CertId"].(string)
	if got := c.does("ssl", "DescribeCertificate", p{"CertificateId": shown}); got["Alias"] != "next" || got["Domain"] != "next.test" {
		t.Errorf("the one that came by its contents: got %v", got)
	}
	c.does("clb", "DeleteListener", p{"LoadBalancerId": balancer, "ListenerId": made})
	c.Advance(time.Minute)
	c.does("ssl", "DeleteCertificate", p{"CertificateId": shown})
}
