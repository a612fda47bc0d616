// Package replay remembers nonces, so that a signed request is taken once. It decides what counts as the same nonce, how
// long it is remembered and what is refused when memory was lost. Which Timestamps are too old, and what a refusal is
// called, is the door's.
//
// A claim is in memory and written to a file, though not synced, before Claim returns: it survives a killed process. What
// a power cut may have taken is made up for by the Floor: Timestamps from before the next start are refused.
package replay

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/clock"
)

// Window is how far a Timestamp may be from the server's wall clock, either way.
const Window = 5 * time.Minute

const (
	// kept is how long a nonce can be met again: its Timestamp may have lain a Window ahead.
	kept = 2 * Window

	// span is how long a segment is filled; whole segments are forgotten.
	span = kept / 4
)

// DefaultMost bounds the nonces that are remembered: 5,000 requests a second over the whole time, in about 150 MB.
const DefaultMost = 4_000_000

// ErrFull is returned when no more nonces can be remembered: the request has to be refused.
var ErrFull = errors.New("replay: as many nonces are remembered as is allowed")

// ErrClosed is returned after Close.
var ErrClosed = errors.New("replay: the memory of nonces is closed")

// A Key is what a request must not repeat.
type Key struct {
	SecretID  string
	Timestamp int64 // seconds since 1970, as signed
	Nonce     string
}

// Options say where nonces are kept and what is the same nonce.
type Options struct {
	// Dir is a folder for this alone; one process at a time uses it. Empty: nothing is kept over the process.
	Dir string

	// Clock is wall time.
	Clock clock.Clock

	// Boot names the machine's current start (see BootID). Empty: unknown, so that what was not closed counts as lost.
	Boot string

	// Strict takes SecretId and Nonce without the Timestamp for the same.
	Strict bool

	// Most bounds the nonces remembered; 0 is DefaultMost.
	Most int
}

// A Memory remembers nonces. It is safe for concurrent use.
type Memory struct {
	options Options
	secret  [32]byte

	mu       sync.Mutex
	closed   bool
	floor    time.Time
	segments []*segment // the oldest first; the last may be filled further
	size     int
	serial   uint64 // of the next segment's file
}

// Open opens the memory. The caller closes it.
func Open(o Options) (*Memory, error) {
	if o.Most == 0 {
		o.Most = DefaultMost
	}
	m := &Memory{options: o}
	if err := m.load(); err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	return m, nil
}

// Claim takes a nonce at a wall time, and tells whether nobody had before; of concurrent claims of one nonce exactly one
// is fresh. A Timestamp below the Floor is never fresh. With an error nothing is known, and the request has to be refused.
func (m *Memory) Claim(k Key, at time.Time) (fresh bool, err error) {
	sum := m.hash(k)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return false, ErrClosed
	}
	m.forget(at)
	if time.Unix(k.Timestamp, 0).Before(m.floor) {
		return false, nil
	}
	for _, s := range m.segments {
		if s.has(sum) {
			return false, nil
		}
	}
	if m.size >= m.options.Most {
		return false, ErrFull
	}
	s, err := m.current(at)
	if err != nil {
		return false, fmt.Errorf("replay: %w", err)
	}
	if err := s.add(sum, at); err != nil {
		return false, fmt.Errorf("replay: %w", err)
	}
	m.size++
	return true, nil
}

// Floor is the time before which Timestamps are refused, because nonces that were used with them may be forgotten. It is
// the zero time as long as none are.
func (m *Memory) Floor() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.floor
}

// Len is how many nonces are remembered.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.size
}

// Close makes what is remembered durable, and marks it as whole. Closing twice is no error.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil
	}
	m.closed = true
	for _, s := range m.segments {
		if err := s.close(); err != nil {
			return fmt.Errorf("replay: %w", err) // without the mark
		}
	}
	return m.saveState(closedState)
}

// hash is 128 bits that stand for a key: nobody without the secret can find two keys with one hash, and the file tells
// nothing about who called.
func (m *Memory) hash(k Key) (sum [sumSize]byte) {
	var room [256]byte
	b := append(room[:0], m.secret[:]...)
	b = binary.AppendUvarint(b, uint64(len(k.SecretID)))
	b = append(b, k.SecretID...)
	if !m.options.Strict {
		b = binary.BigEndian.AppendUint64(b, uint64(k.Timestamp))
	}
	b = append(b, k.Nonce...)
	full := sha256.Sum256(b)
	copy(sum[:], full[:])
	return sum
}

// forget drops segments in which nothing can be met again. Their Timestamps are refused from then on: they are too old
// anyway, unless the clock is set back.
func (m *Memory) forget(now time.Time) {
	m.segments = slices.DeleteFunc(m.segments, func(s *segment) bool {
		if now.Sub(s.newest) <= kept {
			return false
		}
		if behind := s.newest.Add(Window).Truncate(time.Second).Add(time.Second); behind.After(m.floor) {
			m.floor = behind
		}
		m.size -= len(s.sums)
		s.remove()
		return true
	})
}

// current is the segment to fill.
func (m *Memory) current(at time.Time) (*segment, error) {
	if n := len(m.segments); n > 0 {
		last := m.segments[n-1]
		if last.open() && at.Sub(last.begun).Abs() < span { // Abs: the clock may be set back
			return last, nil
		}
		if err := last.finish(); err != nil {
			return nil, err
		}
	}
	s, err := newSegment(m.options.Dir, m.serial, at)
	if err != nil {
		return nil, err
	}
	m.serial++
	m.segments = append(m.segments, s)
	return s, nil
}
