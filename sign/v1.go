package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// The names that SignatureMethod gives to algorithms. Any other name, and none, means HmacSHA1 (facts/api2-protocol.md 1.1).
const (
	HmacSHA1      = "HmacSHA1"
	HmacSHA256    = "HmacSHA256"
	TC2HmacSHA256 = "TC2-HmacSHA256" // API 2.0 only; one Node client has it (facts/api2-protocol.md 1.3, 10)
)

// A Param is a parameter as it was sent, unescaped once.
type Param struct {
	Name, Value string
}

// A V1 is a request whose signature is a parameter of it: API 2.0, or HmacSHA* in API 3.0.
type V1 struct {
	// API2 holds for API 2.0. There, clients leave values that start with @ out of the signature of a POST, and
	// TC2-HmacSHA256 is known.
	API2 bool
	// Method is GET or POST, in upper case.
	Method string
	// Host is the Host header as received (or as it will be sent), port included.
	Host string
	// Path is /v2/index.php in API 2.0, / in API 3.0.
	Path string
	// Params are all parameters of the query (GET) or of the body (POST), in the order sent. Those named Signature are
	// passed over.
	Params []Param
}

// Sign is the signature of the request in its documented reading; "" for a key without a secret.
func (r V1) Sign(k *Key) string {
	if !k.usable() {
		return ""
	}
	return string(r.signature(k, nil, r.Host, r.canonical(Reading{})))
}

// Verify tells whether signature was made for this request with this key, and in which reading of it. It tries at most
// MaxReadings readings, the documented one first, and compares in constant time.
func (r V1) Verify(k *Key, signature string) (Reading, bool) {
	if !k.usable() {
		return Reading{}, false
	}
	got := []byte(strings.TrimSuffix(strings.TrimSuffix(signature, "\n"), "\r"))
	trimmed := len(got) != len(signature)
	hosts := hostForms(r.Host, false)
	var sum [64]byte
	for _, reading := range r.paramReadings() {
		params := r.canonical(reading)
		for _, host := range hosts {
			want := r.signature(k, sum[:0], host.signed, params)
			if hmac.Equal(got, want) {
				reading.Host, reading.host, reading.trimmed = host.signed, host.words, trimmed
				if reading.atLeftOut {
					reading.Unsigned = r.atValues()
				}
				return reading, true
			}
		}
	}
	return Reading{}, false
}

// StringToSign is what a client that follows the documents signs for this request. It holds no secret, but every value
// of the request.
func (r V1) StringToSign() string {
	return r.Method + r.Host + r.Path + "?" + string(r.covered(r.canonical(Reading{})))
}

// signature appends the signature in Base64 to dst.
func (r V1) signature(k *Key, dst []byte, host string, params []byte) []byte {
	alg := hmacSHA1
	if method := r.param("SignatureMethod"); method == HmacSHA256 || r.tc2() {
		alg = hmacSHA256
	}
	var head [256]byte
	var mac [sha256.Size]byte
	first := append(append(append(append(head[:0], r.Method...), host...), r.Path...), '?')
	return base64.StdEncoding.AppendEncode(dst, k.sum(alg, mac[:0], first, r.covered(params)))
}

// covered is what follows the question mark in the string to sign.
func (r V1) covered(params []byte) []byte {
	if !r.tc2() {
		return params
	}
	digest := sha256.Sum256(params)
	return hex.AppendEncode([]byte("\n"), digest[:])
}

func (r V1) tc2() bool { return r.API2 && r.param("SignatureMethod") == TC2HmacSHA256 }

// param is the value of the first parameter of that name, or "".
func (r V1) param(name string) string {
	for _, p := range r.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}
