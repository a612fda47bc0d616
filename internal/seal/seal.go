// Package seal keeps secrets unreadable at rest. It decides how a text is sealed (AES-256-GCM), to what it is bound and
// which key opens it; where keys come from is in keyfile.go.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// KeySize is the length of a key in bytes.
const KeySize = 32

// prefix marks the form of a sealed text: "s1.<key id>.<nonce and sealed text in base64url>".
const prefix = "s1"

// ErrUnreadable is returned for a sealed text that was changed, moved to another context, or sealed with a key that is not
// here. Which of these it is would help nobody who may know.
var ErrUnreadable = errors.New("seal: the sealed text can't be opened")

// A Box seals with its first key and opens with any of its keys: so keys rotate. It is safe for concurrent use.
type Box struct {
	newest string // its key's id
	keys   map[string]cipher.AEAD
}

// New is a Box with the given keys, the newest first.
func New(newest []byte, older ...[]byte) (*Box, error) {
	b := &Box{keys: map[string]cipher.AEAD{}}
	for _, key := range append([][]byte{newest}, older...) {
		if len(key) != KeySize {
			return nil, fmt.Errorf("seal: a key has %d bytes, not %d", KeySize, len(key))
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("seal: %w", err)
		}
		gcm, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("seal: %w", err)
		}
		b.keys[keyID(key)] = gcm
	}
	b.newest = keyID(newest)
	return b, nil
}

// Ephemeral is a Box with a key that only this process has.
func Ephemeral() *Box {
	key := make([]byte, KeySize)
	rand.Read(key) // never fails: the program ends instead
	b, err := New(key)
	if err != nil {
		panic(err) // can't be: the key has the right length
	}
	return b
}

// Seal seals plain for context, which says where the text lies ("key AKID… secret"): it is opened with the same context
// only, so that rows can't be swapped. Sealing twice gives two texts.
func (b *Box) Seal(plain, context string) string {
	sealed := b.keys[b.newest].Seal(nil, nil, []byte(plain), []byte(context))
	return prefix + "." + b.newest + "." + base64.RawURLEncoding.EncodeToString(sealed)
}

// Open is what was sealed for context.
func (b *Box) Open(sealed, context string) (string, error) {
	parts := strings.Split(sealed, ".")
	if len(parts) != 3 || parts[0] != prefix {
		return "", ErrUnreadable
	}
	key := b.keys[parts[1]]
	text, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if key == nil || err != nil {
		return "", ErrUnreadable
	}
	plain, err := key.Open(nil, nil, text, []byte(context))
	if err != nil {
		return "", ErrUnreadable
	}
	return string(plain), nil
}

// Outdated tells whether a sealed text should be sealed again, because a newer key is there.
func (b *Box) Outdated(sealed string) bool {
	return !strings.HasPrefix(sealed, prefix+"."+b.newest+".")
}

// keyID names a key without telling anything of it.
func keyID(key []byte) string {
	sum := sha256.Sum256(append([]byte("paifang sealing key id\x00"), key...))
	return hex.EncodeToString(sum[:6])
}
