// Package random is where randomness comes from. It decides two kinds: ids and choices come from a Source, which a seed
// can fix so that a run can be repeated; keys, secrets and tokens (secret.go) come from the operating system, and never
// from a seed. That an id is not taken yet is the store's business: draw again on conflict.
package random

import (
	cryptorand "crypto/rand"
	"encoding/binary"
	"math/rand/v2"
	"sync"

	"github.com/google/uuid"
)

// A Source draws ids and choices. It is safe for concurrent use; a seeded one draws the same values in the same order.
type Source struct {
	mu     sync.Mutex
	stream *rand.ChaCha8
	rand   *rand.Rand
}

// New is a Source that nobody can foresee.
func New() *Source {
	var seed [32]byte
	cryptorand.Read(seed[:]) // never fails: the program ends instead
	return newSource(seed)
}

// Seeded is a Source that a seed fixes.
func Seeded(seed uint64) *Source {
	var full [32]byte
	binary.LittleEndian.PutUint64(full[:], seed)
	return newSource(full)
}

func newSource(seed [32]byte) *Source {
	stream := rand.NewChaCha8(seed)
	return &Source{stream: stream, rand: rand.New(stream)}
}

const lowerAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789"

// ResourceID is prefix, a hyphen and 8 lower-case letters or digits: "ins-8x0k2m4q".
func (s *Source) ResourceID(prefix string) string {
	return prefix + "-" + s.draw(8, lowerAndDigits)
}

// Digits is n decimal digits of which the first is not 0.
func (s *Source) Digits(n int) string {
	if n <= 0 {
		return ""
	}
	return s.draw(1, "123456789") + s.draw(n-1, "0123456789")
}

// UUID is a random UUID, as request ids are.
func (s *Source) UUID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var id uuid.UUID
	_, _ = s.stream.Read(id[:]) // ChaCha8 never fails
	id[6] = id[6]&0x0f | 0x40   // version 4
	id[8] = id[8]&0x3f | 0x80   // variant of RFC 9562
	return id.String()
}

// Intn is a number from 0 to n-1; n is positive.
func (s *Source) Intn(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(n)
}

// Shuffle brings n elements into a random order by swapping them.
func (s *Source) Shuffle(n int, swap func(i, j int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rand.Shuffle(n, swap)
}

func (s *Source) draw(n int, alphabet string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[s.rand.IntN(len(alphabet))]
	}
	return string(b)
}
