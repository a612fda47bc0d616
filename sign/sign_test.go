package sign_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/sign"
)

func TestHostIsReadInEveryFormThatClientsSign(t *testing.T) {
	k := sign.NewKey("secret")
	for _, c := range []struct{ received, signed, reading string }{
		{"cvm.api.qcloud.com", "cvm.api.qcloud.com", "as documented"},
		{"localhost:8443", "localhost:8443", "as documented"},
		{"localhost:8443", "localhost", "host signed without its port"},
		{"[::1]:8443", "[::1]", "host signed without its port"},
		{"[::1]", "[::1]:443", "host signed with port 443"},
		{"cvm.api.qcloud.com", "cvm.api.qcloud.com:443", "host signed with port 443"},
		{"cvm.api.qcloud.com", "cvm.api.qcloud.com:80", "host signed with port 80"},
		{"Scaling.api.qcloud.com", "Scaling.api.qcloud.com", "as documented"},
		{"Scaling.api.qcloud.com", "scaling.api.qcloud.com", "host signed in lower case"},
		{"Scaling.api.qcloud.com", "scaling.api.qcloud.com:443", "host signed with port 443, in lower case"},
		{"cvm.api.qcloud.com", "cbs.api.qcloud.com", ""},
		{"cvm.api.qcloud.com", "cvm.api.qcloud.com:8443", ""},
		{"localhost:8443", "localhost:9443", ""},
	} {
		t.Run(c.received+" for "+c.signed, func(t *testing.T) {
			r := sign.V1{Method: "GET", Host: c.signed, Path: "/", Params: []sign.Param{{Name: "Action", Value: "A"}}}
			signature := r.Sign(k)
			r.Host = c.received
			reading, ok := r.Verify(k, signature)
			if ok != (c.reading != "") || ok && (reading.String() != c.reading || reading.Host != c.signed) {
				t.Errorf("Verify = %q (host %q), %v; want %q", reading, reading.Host, ok, c.reading)
			}
		})
	}
}

func TestUnderscoresAreReadAsEveryClientSignsThem(t *testing.T) {
	k := sign.NewKey("secret")
	sent := []sign.Param{{Name: "a_b", Value: "1"}, {Name: "aB", Value: "2"}, {Name: "_c_d", Value: "3"}}
	for _, c := range []struct{ name, signed, want string }{
		{"python", "GEThost/v2/index.php?.c.d=3&a.b=1&aB=2", "as documented"},
		{"java", "GEThost/v2/index.php?.c.d=3&aB=2&a.b=1", "names sorted before _ became a dot"},
		{"php", "GEThost/v2/index.php?_c_d=3&aB=2&a.b=1", "names that start with _ keep every _; names sorted before _ became a dot"},
		{"leading kept, sorted after", "GEThost/v2/index.php?_c_d=3&a.b=1&aB=2", "names that start with _ keep every _"},
		{"go", "GEThost/v2/index.php?_c_d=3&aB=2&a_b=1", "names keep their _"},
		{"nobody", "GEThost/v2/index.php?aB=2&a_b=1&_c_d=3", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := sign.V1{API2: true, Method: "GET", Host: "host", Path: "/v2/index.php", Params: sent}
			reading, ok := r.Verify(k, hmacSHA1("secret", c.signed))
			if ok != (c.want != "") || ok && reading.String() != c.want {
				t.Errorf("Verify = %q, %v; want %q", reading, ok, c.want)
			}
		})
	}
}

// hmacSHA1 is a second, plain implementation.
func hmacSHA1(secret, text string) string {
	h := hmac.New(sha1.New, []byte(secret))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func TestAValueThatStartsWithAtMayBeLeftOutOnAPostOfAPI2Only(t *testing.T) {
	k := sign.NewKey("secret")
	params := []sign.Param{{Name: "a", Value: "1"}, {Name: "file", Value: "@x"}}
	for _, c := range []struct {
		api2         bool
		method, want string
	}{
		{true, "POST", "not signed, for their value starts with @: file"},
		{true, "GET", ""},
		{false, "POST", ""},
	} {
		r := sign.V1{API2: c.api2, Method: c.method, Host: "h", Path: "/", Params: params[:1]}
		signature := r.Sign(k)
		r.Params = params
		reading, ok := r.Verify(k, signature)
		if ok != (c.want != "") || ok && reading.String() != c.want {
			t.Errorf("API2 %v, %s: Verify = %q, %v; want %q", c.api2, c.method, reading, ok, c.want)
		}
	}
}

func TestSignatureMethodSelectsTheHash(t *testing.T) {
	k := sign.NewKey("secret")
	for _, c := range []struct {
		method string
		api2   bool
		length int
	}{
		{"", true, 28},
		{"HmacSHA1", true, 28},
		{"HmacSHA123", true, 28},
		{"hmacsha256", true, 28},
		{"HmacSHA256", true, 44},
		{"HmacSHA256", false, 44},
		{"TC2-HmacSHA256", true, 44},
		{"TC2-HmacSHA256", false, 28},
	} {
		r := sign.V1{API2: c.api2, Method: "GET", Host: "h", Path: "/", Params: []sign.Param{{Name: "SignatureMethod", Value: c.method}}}
		if got := len(r.Sign(k)); got != c.length {
			t.Errorf("%q, API2 %v: signature has %d characters, want %d", c.method, c.api2, got, c.length)
		}
	}
}

// The digest is sha256sum's of "SignatureMethod=TC2-HmacSHA256&a=1".
func TestTC2SignsTheDigestOfTheParameters(t *testing.T) {
	r := sign.V1{
		API2: true, Method: "GET", Host: "cvm.api.qcloud.com", Path: "/v2/index.php",
		Params: []sign.Param{{Name: "a", Value: "1"}, {Name: "SignatureMethod", Value: "TC2-HmacSHA256"}},
	}
	want := "GETcvm.api.qcloud.com/v2/index.php?\n853936c41e3c4810749a5fadb3a151d2988ce60820965e7e8d88bd94139e3758"
	if got := r.StringToSign(); got != want {
		t.Errorf("StringToSign = %q, want %q", got, want)
	}
	if _, ok := r.Verify(sign.NewKey("s"), r.Sign(sign.NewKey("s"))); !ok {
		t.Error("its own signature does not verify")
	}
}

func TestANewlineAfterTheSignatureIsForgiven(t *testing.T) {
	k, r := sign.NewKey("secret"), sign.V1{Method: "GET", Host: "h", Path: "/"}
	for suffix, want := range map[string]bool{"": true, "\n": true, "\r\n": true, "\n\n": false, " ": false, "=": false} {
		if _, got := r.Verify(k, r.Sign(k)+suffix); got != want {
			t.Errorf("signature and %q: Verify = %v, want %v", suffix, got, want)
		}
	}
}

func TestAKeyWithoutASecretVerifiesNothing(t *testing.T) {
	r := sign.V1{Method: "GET", Host: "h", Path: "/"}
	r3 := sign.V3{Method: "POST", Host: "h", Headers: map[string][]string{"X-Tc-Timestamp": {"0"}}}
	for name, k := range map[string]*sign.Key{"nil": nil, "zero": {}, "empty": sign.NewKey("")} {
		for _, signature := range []string{"", hmacSHA1("", "GETh/?"), r.Sign(k)} {
			if _, ok := r.Verify(k, signature); ok {
				t.Errorf("%s key verifies %q", name, signature)
			}
		}
		if got := r3.Sign(k, "id", "cvm"); got != "" {
			t.Errorf("%s key signs %q", name, got)
		}
		if _, ok := r3.Verify(k, sign.Authorization{Date: "1970-01-01"}); ok {
			t.Errorf("%s key verifies a V3", name)
		}
	}
}

func TestAKeyNeverPrintsItsSecret(t *testing.T) {
	k := sign.NewKey("hunter2secret")
	sign.V1{Method: "GET", Host: "h"}.Sign(k)
	type hidden struct {
		k  sign.Key
		p  *sign.Key
		K  sign.Key
		in []sign.Key
	}
	h := hidden{*k, k, *k, []sign.Key{*k}}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("key", "k", k, "v", *k, "h", h)
	encoded, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(encoded)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		all += fmt.Sprintf(verb, k) + fmt.Sprintf(verb, *k) + fmt.Sprintf(verb, h) + fmt.Sprintf(verb, &h)
	}
	for _, secret := range []string{"hunter2secret", "68756e74657232736563726574", "104 117 110", "0x68, 0x75"} {
		if strings.Contains(all, secret) {
			t.Errorf("printed %q", secret)
		}
	}
}

func TestSignedRequestsVerifyAsDocumented(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~é测]{0,12}`)
		r := sign.V1{
			API2: rapid.Bool().Draw(t, "api2"), Method: rapid.SampledFrom([]string{"GET", "POST"}).Draw(t, "method"),
			Host: text.Draw(t, "host"), Path: "/",
		}
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			r.Params = append(r.Params, sign.Param{Name: fmt.Sprint(i) + text.Draw(t, "name"), Value: text.Draw(t, "value")})
		}
		k := sign.NewKey(rapid.StringN(1, -1, 80).Draw(t, "secret"))
		reading, ok := r.Verify(k, r.Sign(k))
		if !ok || reading.String() != "as documented" {
			t.Fatalf("Verify = %q, %v", reading, ok)
		}
		if len(r.Params) > 0 {
			r.Params[0].Value += "!"
			if _, ok := r.Verify(k, r.Sign(k)); !ok {
				t.Fatal("a changed request, signed again, does not verify")
			}
		}
	})
}

func TestTheV3ReadingIsNamed(t *testing.T) {
	k := sign.NewKey("secret")
	headers := map[string][]string{"X-Tc-Timestamp": {"1551113065"}, "Content-Type": {"multipart/form-data; boundary=AbC"}}
	r := sign.V3{Method: "POST", Host: "Host:8443", Headers: headers, Payload: []byte("x")}
	a, err := sign.ParseAuthorization(r.Sign(k, "id", "cvm"))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := r.Verify(k, a)
	if want := "header values not lower-cased"; !ok || got.String() != want {
		t.Errorf("Verify = %q, %v; want %q", got, ok, want)
	}
	r.Headers = map[string][]string{"X-Tc-Timestamp": {"1551113065"}, "Content-Type": {"multipart/form-data; boundary=AbC", "b"}}
	if got, ok := r.Verify(k, a); ok {
		t.Errorf("a second Content-Type verifies, read as %q", got)
	}
	a.Date = "2019-02-26"
	if r.Headers = headers; r.DateHolds(a) {
		t.Error("DateHolds for the day after")
	}
}

func TestAuthorizationErrorsNameWhatIsWrong(t *testing.T) {
	good := "TC3-HMAC-SHA256 Credential=id/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=ab"
	for _, c := range []struct{ header, want string }{
		{good, ""},
		{strings.ReplaceAll(good, ", ", ","), ""},
		{"", "does not start with TC3-HMAC-SHA256"},
		{"TC3-HMAC-SHA1" + good[15:], "does not start with"},
		{strings.Replace(good, ", Signature=ab", "", 1), "no Signature="},
		{strings.Replace(good, "Signature=ab", "Signature=", 1), "Signature= once, with a value"},
		{good + ", Signature=ab", "Signature= once"},
		{good + ", Other=x", "none of"},
		{strings.Replace(good, "/tc3_request", "", 1), "Credential in Authorization must be"},
		{strings.Replace(good, "/cvm", "", 1), "Credential in Authorization must be"},
		{strings.Replace(good, "2019-02-25", "2019", 1), "Credential in Authorization must be"},
		{strings.Replace(good, "=id/", "=/", 1), "Credential in Authorization must be"},
		{strings.Replace(good, ";host", "", 1), "must list content-type and host"},
		{strings.Replace(good, "content-type;", "", 1), "must list content-type and host"},
		{strings.Replace(good, ";host", ";Host", 1), "once, in lower case"},
		{strings.Replace(good, ";host", ";host;host", 1), "once, in lower case"},
		{strings.Replace(good, "host", "host;a"+strings.Repeat(";b", 70), 1), "more than 64"},
		{good + strings.Repeat(" ", 9000), "longer than"},
	} {
		_, err := sign.ParseAuthorization(c.header)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseAuthorization(%.90q) = %v, want %q", c.header, err, c.want)
		}
	}
}

func TestTheServiceOfTheScopeIsTakenAsSent(t *testing.T) {
	got, err := sign.ParseAuthorization("TC3-HMAC-SHA256 Credential=id/2019-02-25/localhost:8080/tc3_request, SignedHeaders=content-type;host, Signature=ab")
	want := sign.Authorization{SecretID: "id", Date: "2019-02-25", Service: "localhost:8080", SignedHeaders: []string{"content-type", "host"}, Signature: "ab"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, difference %s", err, diff)
	}
}
