package sign_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/paifang/paifang/sign"
)

// flips calls f with every text that is one bit away from text.
func flips(text string, f func(flipped string)) {
	for i := range len(text) {
		for bit := range 8 {
			b := []byte(text)
			b[i] ^= 1 << bit
			f(string(b))
		}
	}
}

func TestNoFlippedBitOfAV1RequestVerifies(t *testing.T) {
	for _, v := range vectors[v1Vector](t, "v1.json") {
		if v.Reading == "" {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			k, r := sign.NewKey(v.Key), v.request()
			refused := func(what string, r sign.V1, k *sign.Key, signature string) {
				t.Helper()
				if reading, ok := r.Verify(k, signature); ok {
					t.Errorf("%s verifies, read as %q", what, reading)
				}
			}
			flips(v.Signature, func(s string) { refused("signature "+s, r, k, s) })
			flips(v.Key, func(s string) { refused("another secret", r, sign.NewKey(s), v.Signature) })
			flips(v.Method, func(s string) { f := r; f.Method = s; refused("method "+s, f, k, v.Signature) })
			flips(v.Path, func(s string) { f := r; f.Path = s; refused("path "+s, f, k, v.Signature) })
			flips(v.Host, func(s string) {
				if strings.EqualFold(s, v.Host) {
					return // a host has no case; see TestHostIsReadInEveryFormThatClientsSign
				}
				f := r
				f.Host = s
				refused("host "+s, f, k, v.Signature)
			})
			reading, _ := r.Verify(k, v.Signature)
			for i, p := range r.Params {
				f := r
				f.Params = slices.Clone(r.Params)
				flips(p.Name, func(s string) {
					if slices.Contains(reading.Unsigned, p.Name) {
						return
					}
					f.Params[i] = sign.Param{Name: s, Value: p.Value}
					refused("name "+s, f, k, v.Signature)
				})
				flips(p.Value, func(s string) {
					f.Params[i] = sign.Param{Name: p.Name, Value: s}
					if slices.Contains(reading.Unsigned, p.Name) && strings.HasPrefix(s, "@") {
						// What the client left out is not covered: that must show in the reading.
						if got, ok := f.Verify(k, v.Signature); !ok || !slices.Contains(got.Unsigned, p.Name) {
							t.Errorf("%s=%q: verified %v, unsigned %v", p.Name, s, ok, got.Unsigned)
						}
						return
					}
					refused("value "+s, f, k, v.Signature)
				})
				f.Params = slices.Delete(slices.Clone(r.Params), i, i+1)
				if !slices.Contains(reading.Unsigned, p.Name) {
					refused("without "+p.Name, f, k, v.Signature)
				}
			}
			f := r
			f.Params = append(slices.Clone(r.Params), sign.Param{Name: "extra", Value: "1"})
			refused("a parameter more", f, k, v.Signature)
			if !strings.Contains(v.Name, "sha256") {
				flips(v.Signed, func(s string) {
					if s != v.Method+strings.ToLower(v.Host)+strings.TrimPrefix(v.Signed, v.Method+v.Host) {
						refused("string to sign "+s, r, k, hmacSHA1(v.Key, s))
					}
				})
			}
		})
	}
}

func TestNoFlippedBitOfAV3RequestVerifies(t *testing.T) {
	for _, v := range vectors[v3Vector](t, "v3.json") {
		t.Run(v.Name, func(t *testing.T) {
			k, r := sign.NewKey(v.Key), v.request()
			a, err := sign.ParseAuthorization(v.Authorization)
			if err != nil {
				t.Fatal(err)
			}
			refused := func(what string, r sign.V3, k *sign.Key, a sign.Authorization) {
				t.Helper()
				if reading, ok := r.Verify(k, a); ok {
					t.Errorf("%s verifies, read as %q", what, reading)
				}
			}
			flips(v.Key, func(s string) { refused("another secret", r, sign.NewKey(s), a) })
			flips(a.Signature, func(s string) { f := a; f.Signature = s; refused("signature "+s, r, k, f) })
			flips(a.Date, func(s string) { f := a; f.Date = s; refused("date "+s, r, k, f) })
			flips(a.Service, func(s string) { f := a; f.Service = s; refused("service "+s, r, k, f) })
			flips(v.Method, func(s string) { f := r; f.Method = s; refused("method "+s, f, k, a) })
			flips(v.Host, func(s string) {
				f := r
				f.Host = s
				if strings.EqualFold(s, v.Host) || strings.Contains(v.Reading, "without its port") {
					return
				}
				refused("host "+s, f, k, a)
			})
			if v.Method == "GET" {
				flips(v.Query, func(s string) { f := r; f.Query = s; refused("query "+s, f, k, a) })
			}
			if !strings.Contains(v.Reading, "body not signed") {
				flips(v.Body, func(s string) { f := r; f.Payload = []byte(s); refused("body "+s, f, k, a) })
				f := r
				f.Payload = []byte(v.Body + " ")
				refused("body and a space", f, k, a)
			}
			for _, name := range []string{"X-Tc-Timestamp", "Content-Type", "X-Tc-Content-Sha256"} {
				for _, value := range v.Headers[name] {
					f := r
					flips(value, func(s string) {
						if strings.EqualFold(s, value) || strings.TrimSpace(s) == value {
							return // values are compared in lower case and trimmed, as documented
						}
						f.Headers = maps.Clone(v.Headers)
						f.Headers[name] = []string{s}
						refused(name+" "+s, f, k, a)
					})
				}
			}
		})
	}
}
