package sign_test

import (
	"testing"

	"github.com/paifang/paifang/sign"
)

func BenchmarkVerifyV1(b *testing.B) {
	for _, v := range vectors[v1Vector](b, "v1.json") {
		switch v.Name {
		case "py-get-default-sha1", "py-get-sha256-version", "php-post-underscore-sort":
			b.Run(v.Name, func(b *testing.B) {
				k, r := sign.NewKey(v.Key), v.request()
				b.ReportAllocs()
				for b.Loop() {
					if _, ok := r.Verify(k, v.Signature); !ok {
						b.Fatal("does not verify")
					}
				}
			})
		}
	}
}

func BenchmarkVerifyForgedV1(b *testing.B) {
	v := vectors[v1Vector](b, "v1.json")[0]
	k, r := sign.NewKey(v.Key), v.request()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := r.Verify(k, "x"+v.Signature[1:]); ok {
			b.Fatal("verifies")
		}
	}
}

func BenchmarkVerifyV3(b *testing.B) {
	v := vectors[v3Vector](b, "v3.json")[0]
	k, r := sign.NewKey(v.Key), v.request()
	b.ReportAllocs()
	for b.Loop() {
		a, err := sign.ParseAuthorization(v.Authorization)
		if err != nil {
			b.Fatal(err)
		}
		if _, ok := r.Verify(k, a); !ok {
			b.Fatal("does not verify")
		}
	}
}
