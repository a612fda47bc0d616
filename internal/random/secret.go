package random

import (
	"crypto/rand"
	"encoding/base64"
)

const (
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	urlSafe      = alphanumeric + "-_"
)

// tokenBytes makes a token of 300 characters: real ones are "long base64url text" (facts/cam-sts.md §3).
const tokenBytes = 225

// SecretID is the id of a permanent key: AKID and 32 letters or digits (facts/cam-sts.md §3).
func SecretID() string { return "AKID" + secret(32, alphanumeric) }

// SecretKey is the secret of a permanent key: 32 letters or digits (facts/cam-sts.md §3).
func SecretKey() string { return secret(32, alphanumeric) }

// TemporarySecretID is the id of a temporary key: AKID and 64 of A-Za-z0-9_- (facts/cam-sts.md §3).
func TemporarySecretID() string { return "AKID" + secret(64, urlSafe) }

// TemporarySecretKey is the secret of a temporary key: 44 characters of base64 (facts/cam-sts.md §3).
func TemporarySecretKey() string { return base64.StdEncoding.EncodeToString(Bytes(32)) }

// Token is what goes with a temporary key, or lets somebody in: 300 characters of base64url.
func Token() string { return base64.RawURLEncoding.EncodeToString(Bytes(tokenBytes)) }

// Bytes are n bytes that nobody can foresee, for keys.
func Bytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends instead
	return b
}

// secret draws n characters, each as likely as any other: a byte beyond the last whole multiple is drawn again.
func secret(n int, alphabet string) string {
	fair := 256 - 256%len(alphabet)
	out := make([]byte, 0, n)
	for len(out) < n {
		for _, b := range Bytes(n) {
			if int(b) < fair && len(out) < n {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out)
}
