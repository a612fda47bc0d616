// Package sign makes and verifies the signatures of both dialects: HmacSHA1, HmacSHA256 and TC2-HmacSHA256 over
// parameters (V1: API 2.0, and API 3.0 on path "/"), and TC3-HMAC-SHA256 over a whole request (V3).
//
// It decides one thing: whether a signature was made from these bytes with this key. Everything is a pure function of what
// it is given. What a request means, whether it is fresh, whether it was seen before and what its key may do is for others.
//
// Clients differ in what they sign for one and the same request, so verification tries a bounded number of readings of it,
// the documented one first, and tells which one held (see Reading).
package sign

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"sync"
)

// An algorithm is a hash with what stands before the secret in its key.
type algorithm int

const (
	hmacSHA1 algorithm = iota
	hmacSHA256
	tc3
	algorithms
)

// A Key is a SecretKey made ready for many signatures. It is safe for concurrent use and never prints its secret. The
// zero Key, and a Key made of an empty secret, signs nothing and verifies nothing.
type Key struct {
	// A pointer: fmt prints an unexported field without asking for its methods, and stops at an inner pointer.
	states *[algorithms]sync.Pool
}

// NewKey is the key of a SecretKey.
func NewKey(secret string) *Key {
	if secret == "" {
		return &Key{}
	}
	var states [algorithms]sync.Pool
	for a, of := range [algorithms]struct {
		hash   func() hash.Hash
		prefix string
	}{
		hmacSHA1:   {sha1.New, ""},
		hmacSHA256: {sha256.New, ""},
		tc3:        {sha256.New, "TC3"},
	} {
		keyed := []byte(of.prefix + secret)
		states[a].New = func() any { return hmac.New(of.hash, keyed) }
	}
	return &Key{states: &states}
}

// usable tells whether the key has a secret.
func (k *Key) usable() bool { return k != nil && k.states != nil }

// sum appends the HMAC of the parts, one after the other, to dst. Used states go back to their pool: hmac.Hash.Reset
// restores the state after the key, so a signature costs the hashing of its own bytes only.
func (k *Key) sum(a algorithm, dst []byte, parts ...[]byte) []byte {
	pool := &k.states[a]
	h := pool.Get().(hash.Hash)
	for _, part := range parts {
		h.Write(part)
	}
	dst = h.Sum(dst)
	h.Reset()
	pool.Put(h)
	return dst
}

const redacted = "[SecretKey]"

// String is a placeholder, never the secret.
func (k Key) String() string { return redacted }

// GoString is a placeholder, never the secret.
func (k Key) GoString() string { return redacted }

// Format writes a placeholder for every verb, never the secret.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue is a placeholder, never the secret.
func (k Key) LogValue() slog.Value { return slog.StringValue(redacted) }
