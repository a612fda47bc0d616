package sign_test

import (
	"strings"
	"testing"

	"github.com/paifang/paifang/sign"
)

func FuzzParseAuthorization(f *testing.F) {
	for _, v := range vectors[v3Vector](f, "v3.json") {
		f.Add(v.Authorization)
	}
	f.Add("SKIP")
	f.Add("TC3-HMAC-SHA256 Credential=//tc3_request, SignedHeaders=;;, Signature==")
	f.Fuzz(func(t *testing.T, header string) {
		a, err := sign.ParseAuthorization(header)
		if err != nil {
			return
		}
		again, err := sign.ParseAuthorization(a.String())
		if err != nil || again.String() != a.String() {
			t.Errorf("%q is read as %q and then %q (%v)", header, a, again, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add(true, "POST", "cvm.api.qcloud.com", "Action=A&a_b=1&_c=@2", "HmacSHA256", "x", "secret")
	f.Add(false, "GET", "[::1]:8443", "a&=&&", "", "\n", "")
	f.Add(true, "GET", "]:", "SignatureMethod=TC2-HmacSHA256", "TC2-HmacSHA256", "=", "s")
	f.Fuzz(func(t *testing.T, api2 bool, method, host, params, signatureMethod, signature, secret string) {
		r := sign.V1{API2: api2, Method: method, Host: host, Path: "/", Params: []sign.Param{{Name: "SignatureMethod", Value: signatureMethod}}}
		for p := range strings.SplitSeq(params, "&") {
			name, value, _ := strings.Cut(p, "=")
			r.Params = append(r.Params, sign.Param{Name: name, Value: value})
		}
		k := sign.NewKey(secret)
		own := r.Sign(k)
		if _, ok := r.Verify(k, own); ok != (secret != "") {
			t.Errorf("its own signature %q: Verify = %v", own, ok)
		}
		if reading, ok := r.Verify(k, signature); ok && strings.TrimSpace(signature) != own {
			t.Errorf("forged: %q verifies as %q", signature, reading)
		}
		headers := map[string][]string{"Content-Type": {params}, "X-Tc-Timestamp": {signature}}
		r3 := sign.V3{Method: method, Host: host, Query: params, Headers: headers, Payload: []byte(params)}
		if reading, ok := r3.Verify(k, sign.Authorization{Date: "1970-01-01", Signature: signature}); ok {
			t.Errorf("forged: V3 verifies as %q", reading)
		}
	})
}
