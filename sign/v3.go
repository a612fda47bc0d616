package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// UnsignedPayload in X-TC-Content-SHA256 says that the body is not covered by the signature.
const UnsignedPayload = "UNSIGNED-PAYLOAD"

// A V3 is a request of API 3.0 as TC3-HMAC-SHA256 sees it. Its path is not part of it: the canonical path is always "/"
// (facts/clients.md).
type V3 struct {
	// Method is GET or POST, in upper case.
	Method string
	// Host is the Host header as received (or as it will be sent), port included.
	Host string
	// Query is the raw query of a GET, as sent; that of another method is not signed.
	Query string
	// Headers are the headers by their canonical names, as in net/http.
	Headers map[string][]string
	// Payload is the body.
	Payload []byte
}

// Sign is the value for the Authorization header, in the form that the official SDKs send: content-type and host are
// covered. X-TC-Timestamp must be among the headers; "" without it, or for a key without a secret.
func (r V3) Sign(k *Key, secretID, service string) string {
	sent, ok := r.time()
	if !ok || !k.usable() {
		return ""
	}
	a := Authorization{
		SecretID: secretID, Date: sent.Format(time.DateOnly), Service: service,
		SignedHeaders: strings.Split(defaultSignedNames, ";"),
	}
	a.Signature = string(r.signature(derive(k, a), a, Reading{Host: r.Host, headersAsAre: true}))
	return a.String()
}

// Verify tells whether the signature in a was made for this request with this key, and in which reading of it: of the
// host (see hostForms), and of header values, which the documents lower-case and the SDKs do not. The date of the scope
// must be that of X-TC-Timestamp; see DateHolds. It tries at most nine readings and compares in constant time.
func (r V3) Verify(k *Key, a Authorization) (Reading, bool) {
	if !k.usable() || !r.DateHolds(a) {
		return Reading{}, false
	}
	key, got := derive(k, a), []byte(a.Signature)
	unsigned := r.header("X-Tc-Content-Sha256") == UnsignedPayload
	for _, asAre := range []bool{false, true} {
		if asAre && !r.hasCapitals(a) {
			break
		}
		for _, host := range hostForms(r.Host, !asAre) {
			reading := Reading{Host: host.signed, host: host.words, PayloadUnsigned: unsigned, headersAsAre: asAre}
			if hmac.Equal(got, r.signature(key, a, reading)) {
				return reading, true
			}
		}
	}
	return Reading{}, false
}

// DateHolds tells whether the date in the scope is the UTC date of X-TC-Timestamp.
func (r V3) DateHolds(a Authorization) bool {
	sent, ok := r.time()
	return ok && sent.Format(time.DateOnly) == a.Date
}

// StringToSign is what a client that follows the documents signs for this request, and CanonicalRequest the text whose
// hash is its last line. They hold no secret.
func (r V3) StringToSign(a Authorization) string {
	return string(r.stringToSign(a, Reading{Host: r.Host}))
}

// CanonicalRequest is the text whose hash ends the string to sign.
func (r V3) CanonicalRequest(a Authorization) string {
	return string(r.canonical(a, Reading{Host: r.Host}))
}

func (r V3) signature(key []byte, a Authorization, as Reading) []byte {
	return hex.AppendEncode(nil, mac(key, r.stringToSign(a, as)))
}

func (r V3) stringToSign(a Authorization, as Reading) []byte {
	digest := sha256.Sum256(r.canonical(a, as))
	head := TC3 + "\n" + r.header("X-Tc-Timestamp") + "\n" + a.scope() + "\n"
	return hex.AppendEncode([]byte(head), digest[:])
}

func (r V3) canonical(a Authorization, as Reading) []byte {
	b := append([]byte(r.Method), "\n/\n"...)
	if r.Method == "GET" {
		b = append(b, r.Query...)
	}
	b = append(b, '\n')
	for _, name := range a.SignedHeaders {
		value := r.signedValue(name, as)
		if !as.headersAsAre {
			value = strings.ToLower(value)
		}
		b = append(append(append(append(b, name...), ':'), value...), '\n')
	}
	b = append(append(append(b, '\n'), strings.Join(a.SignedHeaders, ";")...), '\n')
	payload := r.Payload
	if r.header("X-Tc-Content-Sha256") == UnsignedPayload {
		payload = []byte(UnsignedPayload)
	}
	digest := sha256.Sum256(payload)
	return hex.AppendEncode(b, digest[:])
}

// signedValue is the trimmed value of a signed header: all of its values where it was sent more than once, so that none
// is uncovered.
func (r V3) signedValue(name string, as Reading) string {
	if name == "host" {
		return strings.TrimSpace(as.Host)
	}
	values := r.Headers[textproto.CanonicalMIMEHeaderKey(name)]
	if len(values) == 1 {
		return strings.TrimSpace(values[0])
	}
	return strings.TrimSpace(strings.Join(values, ","))
}

// hasCapitals tells whether it matters that header values are lower-cased.
func (r V3) hasCapitals(a Authorization) bool {
	for _, name := range a.SignedHeaders {
		if v := r.signedValue(name, Reading{Host: r.Host}); v != strings.ToLower(v) {
			return true
		}
	}
	return false
}

// header is the first value of a header by its canonical name, or "".
func (r V3) header(canonical string) string {
	if values := r.Headers[canonical]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// time is X-TC-Timestamp, if it can be read.
func (r V3) time() (time.Time, bool) {
	seconds, err := strconv.ParseInt(r.header("X-Tc-Timestamp"), 10, 64)
	return time.Unix(seconds, 0).UTC(), err == nil
}

// derive is the key for one date and one service, which is whatever the scope says.
func derive(k *Key, a Authorization) []byte {
	date := k.sum(tc3, nil, []byte(a.Date))
	return mac(mac(date, []byte(a.Service)), []byte(terminator))
}

func mac(key, text []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return h.Sum(nil)
}
