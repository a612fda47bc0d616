package sign_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paifang/paifang/sign"
)

// A v1Vector is a request as a client sent it, with what the client signed. Reading is "" where no server can verify it.
type v1Vector struct {
	Name, Key, Method, Host, Path string
	API2                          bool
	Params                        [][2]string
	Signed, Signature, Reading    string
}

func (v v1Vector) request() sign.V1 {
	r := sign.V1{API2: v.API2, Method: v.Method, Host: v.Host, Path: v.Path}
	for _, p := range v.Params {
		r.Params = append(r.Params, sign.Param{Name: p[0], Value: p[1]})
	}
	return r
}

type v3Vector struct {
	Name, Key, Method, Host, Query            string
	Headers                                   map[string][]string
	Body                                      string
	Authorization, Canonical, Signed, Reading string
}

func (v v3Vector) request() sign.V3 {
	return sign.V3{Method: v.Method, Host: v.Host, Query: v.Query, Headers: v.Headers, Payload: []byte(v.Body)}
}

func vectors[V any](t testing.TB, file string) []V {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []V
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 14 {
		t.Fatalf("%s has %d vectors, want at least 14", file, len(all))
	}
	return all
}

func TestEveryClientsV1SignatureVerifies(t *testing.T) {
	for _, v := range vectors[v1Vector](t, "v1.json") {
		t.Run(v.Name, func(t *testing.T) {
			r, k := v.request(), sign.NewKey(v.Key)
			reading, ok := r.Verify(k, v.Signature)
			if ok != (v.Reading != "") {
				t.Fatalf("Verify = %v, want %v", ok, v.Reading != "")
			}
			if ok && reading.String() != v.Reading {
				t.Errorf("reading is %q, want %q", reading, v.Reading)
			}
			if v.Reading == "as documented" {
				if got := r.StringToSign(); got != v.Signed {
					t.Errorf("StringToSign = %q\nwant %q", got, v.Signed)
				}
				if got := r.Sign(k); got != v.Signature {
					t.Errorf("Sign = %q, want %q", got, v.Signature)
				}
			}
		})
	}
}

func TestEveryClientsV3SignatureVerifies(t *testing.T) {
	for _, v := range vectors[v3Vector](t, "v3.json") {
		t.Run(v.Name, func(t *testing.T) {
			a, err := sign.ParseAuthorization(v.Authorization)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.String(); got != v.Authorization {
				t.Errorf("String = %q, want %q", got, v.Authorization)
			}
			r := v.request()
			reading, ok := r.Verify(sign.NewKey(v.Key), a)
			if !ok {
				t.Fatalf("does not verify; string to sign %q, want %q", r.StringToSign(a), v.Signed)
			}
			if reading.String() != v.Reading {
				t.Errorf("reading is %q, want %q", reading, v.Reading)
			}
			if strings.Contains(v.Reading, "host") {
				r.Host = reading.Host
			}
			if got := r.CanonicalRequest(a); got != v.Canonical {
				t.Errorf("CanonicalRequest = %q\nwant %q", got, v.Canonical)
			}
			if got := r.StringToSign(a); got != v.Signed {
				t.Errorf("StringToSign = %q\nwant %q", got, v.Signed)
			}
			if slices.Equal(a.SignedHeaders, []string{"content-type", "host"}) {
				if got := r.Sign(sign.NewKey(v.Key), a.SecretID, a.Service); got != v.Authorization {
					t.Errorf("Sign = %q, want %q", got, v.Authorization)
				}
			}
		})
	}
}
